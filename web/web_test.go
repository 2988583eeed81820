package web

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/store"
	"rolecall/web/site"
)

func fixedNow() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }

// content is the course as it ships, compiled once for all tests.
var content = sync.OnceValues(func() (*lessons.Content, error) { return lessons.Embedded().Load() })

func testSite(t testing.TB) http.Handler { return testServer(t).handler() }

// testServer is a site over the real course and a store of its own. Its lessons
// are not compressed yet.
func testServer(t testing.TB) *server {
	t.Helper()
	return testServerIn(t, t.TempDir())
}

// testServerIn is [testServer] with its data in a directory.
func testServerIn(t testing.TB, dir string) *server {
	t.Helper()
	written, err := content()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), store.Config{Dir: dir, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	s, err := newServer(Config{Config: site.Config{
		Course: written.Course, Bank: written.Bank, Library: written.Library, Store: st,
		Now: fixedNow, Rand: rand.Reader, PublicURL: "http://127.0.0.1:8080",
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fetch(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

func TestHealth(t *testing.T) {
	w := fetch(testSite(t), "/healthz")
	if w.Code != 200 || w.Body.String() != "ok" {
		t.Errorf("healthz answers %d %q", w.Code, w.Body)
	}
}

func TestSecurityHeadersOnEveryAnswer(t *testing.T) {
	h := testSite(t)
	for _, path := range []string{"/", "/healthz", "/metrics", "/no/such/page", "/%zz"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = path
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: CSP %q", path, csp)
		}
		if got := w.Header().Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: X-Content-Type-Options %q", path, got)
		}
	}
}

func TestMissingPageHelps(t *testing.T) {
	w := fetch(testSite(t), "/nowhere")
	if w.Code != 404 {
		t.Errorf("status %d", w.Code)
	}
	if body := w.Body.String(); !strings.Contains(body, `name="q"`) || !strings.Contains(body, "/nowhere") {
		t.Errorf("the page neither searches nor names the address:\n%s", body)
	}
}

func TestOtherSitesCannotPost(t *testing.T) {
	r := httptest.NewRequest("POST", "/", strings.NewReader("a=b"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	testSite(t).ServeHTTP(w, r)
	if w.Code != 403 {
		t.Errorf("status %d, want 403", w.Code)
	}
}

func TestTooLargeNamesTheLimit(t *testing.T) {
	r := httptest.NewRequest("POST", "/", strings.NewReader(strings.Repeat("a", site.FormLimit+1)))
	w := httptest.NewRecorder()
	testSite(t).ServeHTTP(w, r)
	if w.Code != 413 || !strings.Contains(w.Body.String(), "128 KB") {
		t.Errorf("status %d, body %s", w.Code, w.Body)
	}
}

func TestPanicBecomesAPage(t *testing.T) {
	s := testServer(t)
	e := echo.New()
	e.GET("/api/boom", func(echo.Context) error { panic("a secret of the house") })
	e.GET("/boom", func(echo.Context) error { panic("a secret of the house") })
	s.Front(e)
	for _, path := range []string{"/boom", "/api/boom"} {
		w := fetch(e, path)
		if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s answers %d: %s", path, w.Code, w.Body)
		}
	}
}

func TestFidelityListsTheRules(t *testing.T) {
	body := fetch(testSite(t), "/about/fidelity").Body.String()
	for _, want := range []string{`id="combine.direct-grant"`, `id="trust.mfa-stops"`, "TestRows", "Status: pages disagree", `id="disagree"`, "Eventual consistency"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestMetricsCount(t *testing.T) {
	h := testSite(t)
	fetch(h, "/about")
	fetch(h, "/nowhere")
	body := fetch(h, "/metrics").Body.String()
	for _, line := range []string{
		`rolecall_requests_total{route="/about",class="2xx"} 1`, `rolecall_requests_total{route="other",class="4xx"} 1`, "rolecall_uptime_seconds",
	} {
		if !strings.Contains(body, line) {
			t.Errorf("no line %s in:\n%s", line, body)
		}
	}
}

func TestClosedStoreIsToldPlainly(t *testing.T) {
	cfg := testServer(t).Config
	var err error
	if cfg.Store, err = store.Open(t.Context(), store.Config{Dir: t.TempDir(), Rand: rand.Reader}); err != nil {
		t.Fatal(err)
	}
	s, err := newServer(Config{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	h := s.handler()
	if err := s.Store.Close(); err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", s.learn.Lessons.Order[0].URL()+"/read", nil)
	h.ServeHTTP(w, r)
	if w.Code != 503 || !strings.Contains(w.Body.String(), "being restarted") {
		t.Errorf("answers %d: %s", w.Code, w.Body)
	}
}
