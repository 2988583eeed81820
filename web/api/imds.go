package api

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/site"
)

func readBinding(id, text string) (b play.Binding, err error) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(data, &b) != nil {
		return b, advice.NotFound("There is no such endpoint.")
	}
	b.World = id
	return b, nil
}

// IMDS is an instance metadata service at the root of a host of its own, for
// SDKs that don't keep a path in the endpoint's address. It serves the role that
// was bound last. Hand it to [New] in the Config, and serve it.
type IMDS struct {
	URL  string // how programs reach it
	api  atomic.Pointer[API]
	last atomic.Pointer[play.Binding]
}

// Bind sets the role that is served.
func (m *IMDS) Bind(b *play.Binding) { m.last.Store(b) }

// ServeHTTP implements [http.Handler].
func (m *IMDS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s, b := m.api.Load(), m.last.Load()
	if s == nil || b == nil {
		http.Error(w, "No role is bound to this endpoint: POST to a world's imds_bind_url.", http.StatusNotFound)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 0)
	ctx, cancel := context.WithTimeoutCause(r.Context(), s.RequestLimit, site.ErrTooLong)
	defer cancel()
	s.serveMetadata(w, r.WithContext(ctx), *b, r.URL.Path)
}

// apiBindIMDS names the role that an endpoint hands out.
func (s *API) apiBindIMDS(c echo.Context) error {
	var in struct {
		RoleARN string `json:"role_arn"`
		Profile string `json:"instance_profile"`
	}
	if err := jsonBody(c, &in); err != nil {
		return err
	}
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	b, err := bindInstance(p.World, in.RoleARN, in.Profile)
	if err != nil {
		return err
	}
	b.World = p.ID
	if s.imds != nil {
		s.imds.Bind(&b)
		return answerJSON(c, http.StatusOK, map[string]string{"endpoint": s.imds.URL})
	}
	text, err := b.Text()
	if err != nil {
		return err
	}
	key := hex.EncodeToString(p.Derive("imds " + text))
	return answerJSON(c, http.StatusOK, map[string]string{"endpoint": s.Public(c, "/imds/"+p.ID+"/"+text+"/"+key)})
}

// bindInstance finds the role by its ARN, by an instance profile's name or ARN,
// or by both, which must then agree.
func bindInstance(w *world.World, roleARN, profile string) (play.Binding, error) {
	if roleARN == "" && profile == "" {
		return play.Binding{}, advice.BadInput("Say which %q or which %q the instance has.", "role_arn", "instance_profile")
	}
	b := play.Binding{Role: roleARN}
	if profile != "" {
		p, err := findProfile(w, profile)
		if err != nil {
			return b, err
		}
		r := w.Account(p.Account).Roles[p.Role]
		if r == nil {
			return b, advice.BadInput("The instance profile %s holds no role.", p.Name)
		}
		if roleARN != "" && roleARN != r.ARN() {
			return b, advice.BadInput("The instance profile %s holds %s, not %s.", p.Name, r.ARN(), roleARN)
		}
		b.Profile, b.Role = p.ARN(), r.ARN()
	}
	if w.RoleByARN(b.Role) == nil {
		return b, advice.BadInput("This world has no role %s.", b.Role)
	}
	return b, nil
}

func findProfile(w *world.World, nameOrARN string) (*world.InstanceProfile, error) {
	var found *world.InstanceProfile
	for _, a := range w.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.InstanceProfiles)) {
			p := a.InstanceProfiles[name]
			if p.ARN() == nameOrARN {
				return p, nil
			}
			if name != nameOrARN {
				continue
			}
			if found != nil {
				return nil, advice.BadInput("Several accounts have an instance profile named %s; name it by its ARN.", name)
			}
			found = p
		}
	}
	if found == nil {
		return nil, advice.BadInput("This world has no instance profile %q.", nameOrARN)
	}
	return found, nil
}

// imdsUnderPath is the metadata service below an address that says what is bound.
func (s *API) imdsUnderPath(c echo.Context) error {
	b, err := s.boundAddress(c, "imds ", c.Param("key"))
	if err != nil {
		return err
	}
	s.serveMetadata(c.Response(), c.Request(), b, "/"+c.Param("*"))
	return nil
}

// boundAddress reads what an address binds, and holds the key that came with it
// against the world's.
func (s *API) boundAddress(c echo.Context, purpose, key string) (play.Binding, error) {
	missing := advice.NotFound("There is no such endpoint.")
	text := c.Param("binding")
	b, err := readBinding(c.Param("world"), text)
	if err != nil {
		return b, err
	}
	stored, err := s.Store.World(c.Request().Context(), b.World)
	if errors.Is(err, store.ErrNotFound) {
		return b, missing
	}
	if err != nil {
		return b, err
	}
	got, err := hex.DecodeString(key)
	if err != nil || !hmac.Equal(got, stored.Derive(purpose+text)) {
		return b, missing
	}
	return b, nil
}

const (
	TokenPath   = "/latest/api/token"
	RolePath    = "/latest/meta-data/iam/security-credentials"
	TTLHeader   = "X-aws-ec2-metadata-token-ttl-seconds"
	TokenHeader = "X-aws-ec2-metadata-token"
	longestTTL  = 21600 // seconds
	instanceID  = "i-0123456789abcdef0"
)

// serveMetadata answers one request to the instance metadata service.
func (s *API) serveMetadata(w http.ResponseWriter, r *http.Request, b play.Binding, path string) {
	w.Header().Set("Server", "EC2ws")
	w.Header().Set("Cache-Control", "no-store")
	// Whoever asks through a proxy is not on the instance.
	if r.Header.Get("X-Forwarded-For") != "" && path == TokenPath {
		http.Error(w, "Forbidden", http.StatusForbidden)
		return
	}
	stored, err := s.Store.World(r.Context(), b.World)
	if errors.Is(err, store.ErrNotFound) {
		http.Error(w, "The world of this endpoint is gone.", http.StatusNotFound)
		return
	}
	if err != nil {
		s.metadataFault(w, r, err)
		return
	}
	secret := stored.Derive("imds token")
	switch {
	case path == TokenPath && r.Method == http.MethodPut:
		s.metadataToken(w, r, secret)
	case path == TokenPath || r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "Method Not Allowed", http.StatusMethodNotAllowed)
	case !s.tokenHolds(r.Header.Get(TokenHeader), secret):
		http.Error(w, "Unauthorized", http.StatusUnauthorized)
	default:
		s.metadataValue(w, r, b, strings.TrimSuffix(path, "/"))
	}
}

// metadataFault answers that the service can't say: a client may ask again when it
// is busy, and nothing was stored.
func (s *API) metadataFault(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil && !errors.Is(err, store.ErrBusy) && !errors.Is(err, store.ErrClosed) {
		s.Log.Error("instance metadata", "err", err)
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		return
	}
	s.Log.Debug("instance metadata", "err", err)
	w.Header().Set("Retry-After", site.RetrySeconds(site.RetryAfter))
	http.Error(w, "Service Unavailable", http.StatusServiceUnavailable)
}

// metadataToken issues a session token of the metadata service: its end, and a
// signature over it.
func (s *API) metadataToken(w http.ResponseWriter, r *http.Request, secret []byte) {
	ttl, err := strconv.ParseInt(r.Header.Get(TTLHeader), 10, 32)
	if err != nil || ttl < 1 || ttl > longestTTL {
		http.Error(w, "Bad Request", http.StatusBadRequest)
		return
	}
	w.Header().Set(TTLHeader, strconv.FormatInt(ttl, 10))
	end := strconv.FormatInt(s.Now().Unix()+ttl, 10)
	plain(w, end+"."+hex.EncodeToString(sign(secret, end)))
}

func (s *API) tokenHolds(token string, secret []byte) bool {
	end, mac, ok := strings.Cut(token, ".")
	got, err := hex.DecodeString(mac)
	if !ok || err != nil || !hmac.Equal(got, sign(secret, end)) {
		return false
	}
	at, err := strconv.ParseInt(end, 10, 64)
	return err == nil && s.Now().Unix() < at
}

func plain(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/plain")
	_, _ = io.WriteString(w, text) // a client that has gone needs no answer
}

// metadataValue answers what is asked of an instance.
func (s *API) metadataValue(w http.ResponseWriter, r *http.Request, b play.Binding, path string) {
	name := b.Role[strings.LastIndexByte(b.Role, '/')+1:]
	switch path {
	case RolePath:
		plain(w, name)
	case RolePath + "/" + name:
		s.instanceCredentials(w, r, b)
	case "/latest/meta-data/iam/info":
		s.instanceInfo(w, b)
	case "/latest/meta-data/instance-id":
		plain(w, instanceID)
	case "/latest/meta-data/placement/region":
		plain(w, world.Region)
	case "/latest/meta-data/placement/availability-zone":
		plain(w, world.Region+"a")
	case "/latest/dynamic/instance-identity/document":
		writeJSON(w, http.StatusOK, map[string]string{
			"accountId": accountOf(b.Role), "instanceId": instanceID, "region": world.Region,
			"availabilityZone": world.Region + "a", "version": "2017-09-30",
		})
	default:
		http.Error(w, "Not Found", http.StatusNotFound)
	}
}

func accountOf(arn string) string {
	if f := strings.SplitN(arn, ":", 6); len(f) == 6 {
		return f[4]
	}
	return ""
}

func (s *API) instanceInfo(w http.ResponseWriter, b play.Binding) {
	writeJSON(w, http.StatusOK, map[string]string{
		"Code": "Success", "LastUpdated": s.Now().UTC().Format(time.RFC3339), "InstanceProfileArn": b.Profile,
	})
}

// instanceCredentials are the role's credentials as the metadata service writes
// them. A role that doesn't trust EC2 is answered with the code that "Troubleshoot
// IAM and Amazon EC2" in the IAM User Guide names.
func (s *API) instanceCredentials(w http.ResponseWriter, r *http.Request, b play.Binding) {
	creds, now, err := s.Worlds.HandedOut(r.Context(), b, "ec2.amazonaws.com", instanceID)
	stamp := now.UTC().Format("2006-01-02T15:04:05Z")
	if refused := (*play.RefusedError)(nil); errors.As(err, &refused) {
		writeJSON(w, http.StatusOK, map[string]string{
			"Code": "AssumeRoleUnauthorizedAccess", "LastUpdated": stamp,
			"Message": fmt.Sprintf("EC2 cannot assume the role %s: %s", b.Role, refused.Message),
		})
		return
	}
	if err != nil {
		s.metadataFault(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{
		"Code": "Success", "LastUpdated": creds.Issued.UTC().Format("2006-01-02T15:04:05Z"), "Type": "AWS-HMAC",
		"AccessKeyId": creds.AccessKeyID, "SecretAccessKey": creds.SecretAccessKey, "Token": creds.SessionToken,
		"Expiration": creds.Expires.UTC().Format("2006-01-02T15:04:05Z"),
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // a client that has gone needs no answer
}
