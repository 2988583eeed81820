package api

import (
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/web/site"
)

// The control API makes worlds and steers them, for scripts and tests. Nobody
// signs in to it: whoever made a world holds its addresses, which carry the
// capability to use them.

// Routes names the addresses of the control API and of the endpoints that
// serve a world to programs. A part called :key carries a capability.
func (s *API) Routes(e *echo.Echo) {
	e.POST("/api/worlds", s.apiCreate)
	const w = "/api/worlds/:world/:key"
	e.GET(w+"/clock", s.apiClock)
	e.POST(w+"/clock", s.apiMoveClock)
	e.GET(w+"/events", s.apiEvents)
	e.GET(w+"/events/stream", s.apiStream)
	e.GET(w+"/events/archive", s.apiArchive)
	e.POST(w+"/reset", s.apiReset)
	e.GET(w+"/export", s.apiExport)
	e.POST(w+"/imds", s.apiBindIMDS)
	e.POST(w+"/container", s.apiBindContainer)
	e.POST(w+"/oidc", s.apiOIDC)
	e.POST(w+"/saml", s.apiSAML)
	e.Any("/imds/:world/:binding/:key/*", s.imdsUnderPath)
	e.GET("/container/:world/:binding", s.containerCredentials)
	e.Any("/aws/:world", s.notYetAWS)
	e.Any("/aws/:world/*", s.notYetAWS)
}

// jsonBody reads a request's body, which is one JSON object without members
// that aren't known.
func jsonBody(c echo.Context, into any) error {
	r := c.Request()
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return &site.Problem{Status: http.StatusUnsupportedMediaType, Title: "Only JSON is read here",
			Message: "The body must be JSON, sent with Content-Type: application/json."}
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	return advice.StrictJSON(data, into)
}

// answerJSON sends what may hold secrets: no cache keeps it.
func answerJSON(c echo.Context, status int, v any) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(status, v)
}

// byKey loads the world that a capability in the address opens. To everybody
// else it isn't there.
func (s *API) byKey(c echo.Context) (*play.World, error) {
	if err := s.MayWork(c); err != nil {
		return nil, err
	}
	return s.Worlds.Look(c.Request().Context(), play.Owner{Key: c.Param("key")}, c.Param("world"))
}

// playByKey lets f use the world that the address opens and keeps what it did.
func (s *API) playByKey(c echo.Context, f func(*play.World) error) error {
	if err := s.MayWork(c); err != nil {
		return err
	}
	return s.Worlds.Act(c.Request().Context(), play.Owner{Key: c.Param("key")}, c.Param("world"), f)
}

// WorldAnswer is what is told of a world that was made.
type WorldAnswer struct {
	ID           string         `json:"id"`
	Scenario     string         `json:"scenario"`
	URL          string         `json:"url"`
	Endpoint     string         `json:"endpoint"`
	Accounts     []apiAccount   `json:"accounts"`
	Principals   []apiPrincipal `json:"principals"`
	ClockURL     string         `json:"clock_url"`
	EventsURL    string         `json:"events_url"`
	StreamURL    string         `json:"events_stream_url"`
	IMDSURL      string         `json:"imds_bind_url"`
	ContainerURL string         `json:"container_bind_url"`
	OIDCURL      string         `json:"oidc_url"`
	SAMLURL      string         `json:"saml_url"`
	ResetURL     string         `json:"reset_url"`
	ExportURL    string         `json:"export_url"`
	LeftOut      []string       `json:"left_out,omitempty"` // of an import: what could not be taken over
	// KeptUntil is when the world goes unless it is changed or taken in a browser
	// before; each change moves it on.
	KeptUntil string `json:"kept_until,omitempty"`
}

type apiAccount struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Admin *apiAdmin `json:"admin,omitempty"`
}

type apiAdmin struct {
	User            string `json:"user"`
	AccessKeyID     string `json:"access_key_id"`
	SecretAccessKey string `json:"secret_access_key"`
}

// apiPrincipal is a user's key.
type apiPrincipal struct {
	Account         string `json:"account"`
	User            string `json:"user"`
	ARN             string `json:"arn"`
	AccessKeyID     string `json:"access_key_id"`
	SecretAccessKey string `json:"secret_access_key"`
}

// adminUser is the user that a world made for scripts has in its accounts.
const adminUser = "admin"

// describe tells all of a world that was just made.
func (s *API) describe(c echo.Context, id, capability string, w *world.World) WorldAnswer {
	base := s.Public(c, "/api/worlds/"+id+"/"+capability)
	d := WorldAnswer{
		ID: id, Scenario: w.Scenario(), URL: s.Public(c, "/sandbox/"+id+"?"+site.ClaimKey+"="+url.QueryEscape(capability)),
		Endpoint: s.Public(c, "/aws/"+id), Accounts: []apiAccount{}, Principals: []apiPrincipal{},
		ClockURL: base + "/clock", EventsURL: base + "/events", StreamURL: base + "/events/stream",
		IMDSURL: base + "/imds", ContainerURL: base + "/container", OIDCURL: base + "/oidc", SAMLURL: base + "/saml",
		ResetURL: base + "/reset", ExportURL: base + "/export",
	}
	for _, a := range w.Accounts() {
		account := apiAccount{ID: a.ID, Name: a.Name}
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
			u := a.Users[name]
			for _, k := range u.Keys {
				d.Principals = append(d.Principals, apiPrincipal{a.ID, name, u.ARN(), k.ID, k.Secret})
			}
			if name == adminUser && len(u.Keys) > 0 {
				account.Admin = &apiAdmin{name, u.Keys[0].ID, u.Keys[0].Secret}
			}
		}
		d.Accounts = append(d.Accounts, account)
	}
	return d
}
