// Package web serves Rolecall's pages: routes, middleware and one file of
// handlers a group of pages. Handlers return errors; one handler turns them
// into pages, fragments or JSON. Pages are rendered to a buffer and then
// written, so a fault never leaves half a page behind.
//
// Lesson pages are spliced: see splice.go for how and lesson_page.go for what.
package web

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"
)

// Config is what the pages need. Everything but PublicURL and Log is required.
type Config struct {
	Now       func() time.Time // the real time
	Rand      io.Reader        // for cookies and ids; crypto/rand outside tests
	Log       *slog.Logger     // nil discards
	PublicURL string           // such as "https://rolecall.example"; https makes cookies Secure
}

// server is the handlers' shared state; immutable once built, apart from what
// guards itself.
type server struct {
	Config
	secure  bool // cookies only over https
	metrics *metrics
	guard   *http.CrossOriginProtection
	pages   []nearPage // what a 404 can suggest
}

// New builds the whole site. It reads and renders every lesson, and goes on
// compressing them in the background after it returns.
func New(cfg Config) (http.Handler, error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	return s.handler(), nil
}

func newServer(cfg Config) (*server, error) {
	if cfg.Now == nil || cfg.Rand == nil {
		return nil, errors.New("web: Config needs Now and Rand")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	public, err := url.Parse(cfg.PublicURL)
	if err != nil {
		return nil, errors.New("web: the public URL is not a URL: " + cfg.PublicURL)
	}
	s := &server{Config: cfg, secure: public.Scheme == "https", guard: http.NewCrossOriginProtection()}
	if public.Host != "" {
		if err := s.guard.AddTrustedOrigin(public.Scheme + "://" + public.Host); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *server) handler() http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.fail
	s.routes(e)
	s.metrics = newMetrics(e.Routes(), s.Now())
	e.Pre(s.around)
	return e
}

// Serve settings that keep a slow or hostile client from holding a connection.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 32 << 10
)

// HTTPServer wraps a handler in a server with the site's timeouts. It sets no
// write timeout, for event streams stay open.
func HTTPServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
	}
}
