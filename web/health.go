package web

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"
)

// healthz says that the process answers.
func (s *server) healthz(c echo.Context) error { return c.String(http.StatusOK, "ok") }

// readyz says that pages can be served and what is sent can be kept, or in a few
// words why not.
func (s *server) readyz(c echo.Context) error {
	if reason := s.unready(c.Request().Context()); reason != "" {
		return c.String(http.StatusServiceUnavailable, reason)
	}
	return c.String(http.StatusOK, "ready")
}

// metricsText prints counters in Prometheus's text format.
func (s *server) metricsText(c echo.Context) error {
	var b bytes.Buffer
	if err := s.metrics.write(&b, s.Now()); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", b.Bytes())
}
