package site

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/web/view"
)

// What one request's body may hold. /check and /explain take the longest of AWS's
// own policies, [maxPolicy] after decoding; each byte takes three in a form, and a
// line's end takes six (%0D%0A).
const (
	FormLimit      = 128 << 10
	PoliciesLimit  = 6*MaxPolicy + FormLimit
	QuestionsLimit = 2 << 20 // a file of questions, and the form around it
	ImportLimit    = 4 << 20
)

func bodyLimit(path string) int64 {
	switch imports := strings.HasSuffix(path, "/import"); {
	case imports && strings.HasPrefix(path, view.TeachPath+"/"):
		return QuestionsLimit
	case imports, strings.HasPrefix(path, "/api/worlds"):
		return ImportLimit
	case path == view.CheckPath, path == view.ExplainPath:
		return PoliciesLimit
	}
	return FormLimit
}

// The policy has no unsafe-* and no nonce: there are no inline scripts or styles.
const ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Header values are shared between answers, so that setting them costs nothing.
var (
	cspValue      = []string{ContentSecurityPolicy}
	nosniffValue  = []string{"nosniff"}
	referrerValue = []string{"strict-origin-when-cross-origin"}
	openerValue   = []string{"same-origin"}
	permsValue    = []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=()"}
)

func secureHeaders(h http.Header) {
	h["Content-Security-Policy"] = cspValue
	h["X-Content-Type-Options"] = nosniffValue
	h["Referrer-Policy"] = referrerValue
	h["Cross-Origin-Opener-Policy"] = openerValue
	h["Permissions-Policy"] = permsValue
}

// Around is what every request passes: a limit on its time, security headers, the
// cross-origin guard, the body limit, counting, and a page for a panic.
func (s *Site) Around(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.Now()
		life, end := s.beginRequest(c)
		defer end()
		r, w := c.Request(), c.Response()
		s.counters.open.Add(1)
		defer func() {
			s.counters.open.Add(-1)
			s.counters.count(c.Path(), w.Status, s.Now().Sub(start))
			s.Limits.charge(r, life)
		}()
		secureHeaders(w.Header())
		if err := cmp.Or(s.admit(c, r), context.Cause(r.Context())); err != nil {
			s.Fail(err, c)
		} else if err := s.guarded(next, c); err != nil {
			s.Fail(err, c)
		}
		return nil
	}
}

// guarded calls the handler and turns a panic into an error.
func (s *Site) guarded(next echo.HandlerFunc, c echo.Context) (err error) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p == http.ErrAbortHandler {
			panic(p)
		}
		err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}()
	return next(c)
}

// admit refuses what may not come in at all and bounds the body of the rest.
func (s *Site) admit(c echo.Context, r *http.Request) error {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil
	}
	if err := s.guard.Check(r); err != nil {
		return crossOrigin(err)
	}
	limit := bodyLimit(r.URL.Path)
	if r.ContentLength > limit {
		return TooLarge(limit)
	}
	r.Body = http.MaxBytesReader(c.Response().Writer, r.Body, limit)
	if !strings.HasSuffix(r.URL.Path, "/delete") { // which makes room
		return s.Limits.left(c, storedBytes)
	}
	return nil
}

// Front puts what every request passes before the routes of e, and serves the counters
// where they have a host of their own.
func (s *Site) Front(e *echo.Echo) {
	e.HTTPErrorHandler = s.Fail
	s.counters = newMetrics(e.Routes(), s.Now())
	if s.Metrics != nil {
		s.Metrics.site.Store(s)
	}
	e.Pre(s.Around)
}
