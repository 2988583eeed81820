package site

import (
	"bytes"
	"crypto/subtle"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/labstack/echo/v4"
)

// Healthz says that the process answers.
func (s *Site) Healthz(c echo.Context) error { return c.String(http.StatusOK, "ok") }

// Readyz says that pages can be served and what is sent can be kept, or in a few
// words why not.
func (s *Site) Readyz(c echo.Context) error {
	if reason := s.unready(c.Request().Context()); reason != "" {
		return c.String(http.StatusServiceUnavailable, reason)
	}
	return c.String(http.StatusOK, "ready")
}

// Metrics serves /metrics on an address of its own; the site then doesn't.
type Metrics struct{ site atomic.Pointer[Site] }

// ServeHTTP answers with the site's counters.
func (m *Metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s := m.site.Load()
	switch {
	case r.URL.Path != MetricsPath:
		http.NotFound(w, r)
	case s == nil:
		http.Error(w, "the server is being started", http.StatusServiceUnavailable)
	case !s.readsMetrics(r):
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, metricsClosed, http.StatusUnauthorized)
	default:
		w.Header().Set("Content-Type", metricsType)
		if err := s.counters.write(w, s.Now()); err != nil {
			s.Log.Debug("metrics were not read to the end", "err", err)
		}
	}
}

const (
	MetricsPath   = "/metrics"
	metricsType   = "text/plain; version=0.0.4; charset=utf-8"
	metricsClosed = "send the token that the server was started with, as Authorization: Bearer TOKEN"
)

// readsMetrics tells whether a request may read the counters.
func (s *Site) readsMetrics(r *http.Request) bool {
	if s.MetricsToken == "" {
		return true
	}
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && subtle.ConstantTimeCompare([]byte(token), []byte(s.MetricsToken)) == 1
}

// MetricsText prints counters in Prometheus's text format.
func (s *Site) MetricsText(c echo.Context) error {
	if s.Metrics != nil {
		return echo.ErrNotFound
	}
	if !s.readsMetrics(c.Request()) {
		c.Response().Header().Set("WWW-Authenticate", "Bearer")
		return c.String(http.StatusUnauthorized, metricsClosed)
	}
	var b bytes.Buffer
	if err := s.counters.write(&b, s.Now()); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, metricsType, b.Bytes())
}
