package web

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// renewal is how long before their end a service replaces a workload's
// credentials.
const renewal = 15 * time.Minute

// refusedError says that a service may not assume a workload's role.
type refusedError struct{ message string }

func (e *refusedError) Error() string { return e.message }

// workload returns the credentials that a service holds for a workload, and the
// world's time. Those that last a while longer are handed out again.
func (s *server) workload(ctx context.Context, b binding, service, name string) (*world.Session, time.Time, error) {
	unlock, err := s.worlds.lock(ctx, b.World)
	if err != nil {
		return nil, s.Now(), err
	}
	defer unlock()
	stored, err := s.Store.World(ctx, b.World)
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.Now(), &refusedError{"the world is gone"}
	}
	if err != nil {
		return nil, s.Now(), err
	}
	p, err := s.takeOut(ctx, stored)
	if err != nil {
		return nil, s.Now(), err
	}
	if held := p.holds(b, service, name); held != nil {
		return held, p.Now(), nil
	}
	caller := world.Caller{Kind: world.CallerService, Service: service}
	_, outcome := awsapi.Invoke(p.World, caller, awsapi.LookupName("sts", "AssumeRole"), awsapi.Input{
		"RoleArn": b.Role, "RoleSessionName": name,
	})
	if err := s.putAway(ctx, p); err != nil {
		return nil, p.Now(), err
	}
	if outcome.Err != nil {
		return nil, p.Now(), &refusedError{outcome.Err.Message}
	}
	return outcome.Credentials, p.Now(), nil
}

// holds finds a session that the service has for the workload and that is not
// about to end.
func (p *playing) holds(b binding, service, name string) *world.Session {
	role := p.RoleByARN(b.Role)
	if role == nil {
		return nil
	}
	for _, s := range slices.Backward(p.Sessions()) {
		if s.Via == service && s.Name == name && s.PrincipalID == role.ID && s.Expires.Sub(p.Now()) > renewal {
			return s
		}
	}
	return nil
}

// apiBindContainer names the role of a container.
func (s *server) apiBindContainer(c echo.Context) error {
	var in struct {
		RoleARN string `json:"role_arn"`
	}
	if err := jsonBody(c, &in); err != nil {
		return err
	}
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	if p.RoleByARN(in.RoleARN) == nil {
		return advice.BadInput("This world has no role %q; say it as %q.", in.RoleARN, "role_arn")
	}
	text, err := binding{Role: in.RoleARN}.text()
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, map[string]string{
		"uri":   s.public(c, "/container/"+p.ID+"/"+text),
		"token": hex.EncodeToString(p.derive("container " + text)),
	})
}

// containerCredentials answers a container's program, as Amazon ECS does; see
// "Container credential provider" in the AWS SDKs and Tools Reference Guide.
func (s *server) containerCredentials(c echo.Context) error {
	b, err := s.boundAddress(c, "container ", c.Request().Header.Get("Authorization"))
	if _, refused := errors.AsType[*advice.Error](err); refused {
		return answerJSON(c, http.StatusUnauthorized, map[string]string{
			"code": "Unauthorized", "message": "The Authorization header doesn't hold this container's token.",
		})
	}
	if err != nil {
		return err
	}
	creds, _, err := s.workload(c.Request().Context(), b, "ecs-tasks.amazonaws.com", "container")
	if refused := (*refusedError)(nil); errors.As(err, &refused) {
		return answerJSON(c, http.StatusForbidden, map[string]string{"code": "AccessDenied", "message": refused.message})
	}
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, map[string]string{
		"RoleArn": b.Role, "AccessKeyId": creds.AccessKeyID, "SecretAccessKey": creds.SecretAccessKey,
		"Token": creds.SessionToken, "Expiration": creds.Expires.UTC().Format("2006-01-02T15:04:05Z"),
	})
}

// sign is a signature over a short text.
func sign(secret []byte, text string) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(text)) // a hash's Write never fails
	return mac.Sum(nil)
}

// requestID makes the id of an answer in AWS's form.
func (s *server) requestID() (string, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(s.Rand, b); err != nil {
		return "", err
	}
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:], nil
}
