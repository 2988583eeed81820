package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rolecall/web/site"
)

func TestWhoReadsMetrics(t *testing.T) {
	s := testServer(t)
	s.Metrics = &site.Metrics{}
	before := httptest.NewRecorder()
	s.Metrics.ServeHTTP(before, httptest.NewRequest("GET", "/metrics", nil))
	if before.Code != http.StatusServiceUnavailable {
		t.Errorf("before the site stands: %d", before.Code)
	}
	for _, c := range []struct {
		name, token, sent string
		apart             bool
		site, own         int // statuses on the site's address and on the other
	}{
		{"as ever", "", "", false, 200, 0},
		{"token, none sent", "secret", "", false, 401, 0},
		{"token, another sent", "secret", "Bearer secreT", false, 401, 0},
		{"token, sent by another scheme", "secret", "Basic secret", false, 401, 0},
		{"token, sent", "secret", "Bearer secret", false, 200, 0},
		{"own address", "", "", true, 404, 200},
		{"own address and token, none sent", "secret", "", true, 404, 401},
		{"own address and token, sent", "secret", "Bearer secret", true, 404, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := s.Config
			cfg.MetricsToken, cfg.Metrics = c.token, nil
			if c.apart {
				cfg.Metrics = &site.Metrics{}
			}
			site, err := newServer(Config{Config: cfg})
			if err != nil {
				t.Fatal(err)
			}
			ask := func(h http.Handler, want int) {
				t.Helper()
				r := httptest.NewRequest("GET", "/metrics", nil)
				r.Header.Set("Authorization", c.sent)
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if counted := strings.Contains(w.Body.String(), "rolecall_uptime_seconds"); w.Code != want || counted != (want == 200) {
					t.Errorf("status %d, want %d; counters: %v", w.Code, want, counted)
				}
			}
			ask(site.handler(), c.site)
			if c.apart {
				ask(cfg.Metrics, c.own)
			}
		})
	}
}
