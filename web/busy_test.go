package web

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"rolecall/sandbox/play"
	"rolecall/store"
	"rolecall/web/api"
	"rolecall/web/site"
	"rolecall/web/view"
)

// locked has another program hold the data file until the function that comes back
// is called.
func locked(t testing.TB, dir string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+url.PathEscape(filepath.Join(dir, store.FileName)))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(t.Context())
	if err == nil {
		_, err = conn.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if _, err := conn.ExecContext(context.Background(), "ROLLBACK"); err != nil {
			t.Error(err)
		}
		if err := errors.Join(conn.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

// TestNothingUnsavedIsAcknowledged sends what writes while another program holds the
// data file: whatever ends the request, the answer is no success, and nothing of
// it is stored.
func TestNothingUnsavedIsAcknowledged(t *testing.T) {
	dir := t.TempDir()
	s := testServerIn(t, dir)
	h := s.handler()
	r := newReader(t, h)
	world := r.world("blank")
	lesson := s.learn.Lessons.Order[0].URL()
	before := stored(t, s, r)
	const wait = 20 * time.Millisecond // of a request; the lock lasts longer
	release := locked(t, dir)
	defer func() { release() }()
	for _, post := range []struct {
		path   string
		fields []string
	}{
		{lesson + "/read", nil},
		{"/sandbox", []string{"scenario", "blank"}},
		{world + "/console", []string{"line", "aws iam create-role --role-name X --assume-role-policy-document '{}'"}},
		{world + "/clock", []string{"seconds", "60"}},
		{world + "/rename", []string{"title", "Another", "was", "Two empty accounts"}},
		{world + "/duplicate", nil},
		{world + "/share", nil},
		{world + "/reset", nil},
		{world + "/delete", nil},
		{"/practice", []string{"family", "", "difficulty", "", "count", "5"}},
		{"/progress/phrase", nil},
		{"/progress/delete", []string{"sure", "yes"}},
		{"/progress/recover", []string{"phrase", "a b c d e f g h"}},
	} {
		for name, end := range map[string]error{"deadline": nil, "shutdown": site.ErrShutdown, "client gone": context.Canceled} {
			for _, kind := range []string{"page", "fragment", "JSON"} {
				t.Run(post.path+" "+name+" "+kind, func(t *testing.T) {
					ctx, cancel := context.WithCancelCause(t.Context())
					defer cancel(nil)
					req := formRequest(ctx, r, post.path, post.fields)
					switch kind {
					case "fragment":
						req.Header.Set("HX-Request", "true")
					case "JSON":
						req.Header.Set("Accept", "application/json")
					}
					s.RequestLimit = wait
					if end != nil { // it ends while it waits
						s.RequestLimit = time.Hour
						time.AfterFunc(wait, func() { cancel(end) })
					}
					w := httptest.NewRecorder()
					h.ServeHTTP(w, req)
					want, retry := http.StatusServiceUnavailable, "5"
					if name == "client gone" {
						want, retry = site.StatusClientGone, ""
					}
					if w.Code != want || w.Header().Get("Retry-After") != retry {
						t.Errorf("status %d, Retry-After %q; want %d, %q\n%s", w.Code, w.Header().Get("Retry-After"), want, retry, text(t, w.Body.String()))
					}
					if want == http.StatusServiceUnavailable && !strings.Contains(w.Body.String(), "was not saved") {
						t.Errorf("the answer doesn't say that nothing was saved:\n%s", text(t, w.Body.String()))
					}
				})
			}
		}
	}
	release()
	release = func() {}
	s.RequestLimit = site.RequestLimit
	if diff := cmp.Diff(before, stored(t, s, r)); diff != "" {
		t.Errorf("something was stored that was refused (-before +after)\n%s", diff)
	}
}

// stored is everything that is kept of the reader.
func stored(t *testing.T, s *server, r *reader) string {
	t.Helper()
	d, err := s.Store.Device(t.Context(), r.cookies[site.CookieName])
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	if err := s.Store.WriteExport(t.Context(), d.Learner, &all); err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func formRequest(ctx context.Context, r *reader, path string, fields []string) *http.Request {
	values := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	req := httptest.NewRequestWithContext(ctx, "POST", path, strings.NewReader(values.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range r.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return req
}

// TestTypedTextIsOfferedAgain sends a form to a server that stops: the page holds
// every field as it was typed, and sending it again goes to the same address.
func TestTypedTextIsOfferedAgain(t *testing.T) {
	h := testSite(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(site.ErrShutdown)
	typed := "{\n  \"Version\": \"2012-10-17\"\n}\n<&\"'"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, formRequest(ctx, newReader(t, h), "/check?kind=trust", []string{"source", typed, "a", "1", "a", "2"}))
	var action string
	var got []view.SentField
	visit(parse(t, w.Body.String()), func(n *html.Node) {
		if to, _ := attr(n, "action"); n.Data == "form" && strings.HasPrefix(to, "/check") {
			action = to
		}
		if kind, _ := attr(n, "type"); n.Data == "input" && kind == "hidden" {
			name, _ := attr(n, "name")
			value, _ := attr(n, "value")
			if name == "source" || name == "a" {
				got = append(got, view.SentField{Name: name, Value: value})
			}
		}
	})
	if action != "/check?kind=trust" {
		t.Errorf("the form leads to %q", action)
	}
	if diff := cmp.Diff([]view.SentField{{Name: "a", Value: "1"}, {Name: "a", Value: "2"}, {Name: "source", Value: typed}}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if !strings.Contains(w.Body.String(), "Send again") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("no button, or the page may be kept: %q\n%s", w.Header().Get("Cache-Control"), w.Body)
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, formRequest(ctx, newReader(t, h), "//evil.example/check", []string{"a", "1"}))
	if strings.Contains(w.Body.String(), `action="//`) {
		t.Error("the form leads to another site")
	}
}

// TestSavedIsNeverCalledUnsaved ends a request after its write: the answer says that
// something was saved, and doesn't offer to send it a second time.
func TestSavedIsNeverCalledUnsaved(t *testing.T) {
	s := testServer(t)
	w := s.answerTo(t, func(c echo.Context) error {
		id, capability, err := s.Store.NewWorldID()
		if err != nil {
			return err
		}
		ctx := c.Request().Context()
		if err := s.Store.AddWorld(ctx, id, capability, store.NewWorld{Document: []byte("{}"), At: s.Now()}); err != nil {
			return err
		}
		site.LifetimeOf(ctx).Cancel(site.ErrShutdown)
		_, err = s.Store.World(ctx, id)
		return err
	})
	body := w.Body.String()
	if w.Code != 503 || !strings.Contains(body, "A part of what you sent was saved") || strings.Contains(body, "Send again") || strings.Contains(body, "was not saved") {
		t.Errorf("status %d\n%s", w.Code, body)
	}
}

// answerTo is the answer to a form whose handler is h.
func (s *server) answerTo(t *testing.T, h echo.HandlerFunc) *httptest.ResponseRecorder {
	t.Helper()
	e := echo.New()
	e.POST("/form", h)
	s.Front(e)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, formRequest(t.Context(), newReader(t, e), "/form", []string{"a", "b"}))
	return w
}

// TestErrorsAreLoggedByWhoseTheyAre sees that a client that hangs up is no error of
// the server's.
func TestErrorsAreLoggedByWhoseTheyAre(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		log  string
		want int
	}{
		{"hung up", fmt.Errorf("read: %w", context.Canceled), "level=DEBUG", site.StatusClientGone},
		{"connection reset", fmt.Errorf("write: %w", syscall.ECONNRESET), "level=DEBUG", site.StatusClientGone},
		{"broken pipe", fmt.Errorf("write: %w", syscall.EPIPE), "level=DEBUG", site.StatusClientGone},
		{"shutdown", site.ErrShutdown, "level=WARN", 503},
		{"locked", store.ErrBusy, "level=WARN", 503},
		{"fault", errors.New("broken"), "level=ERROR", 500},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := testServer(t)
			var log bytes.Buffer
			s.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			w := s.answerTo(t, func(echo.Context) error { return c.err })
			if w.Code != c.want || strings.Count(log.String(), "level=") != 1 || !strings.Contains(log.String(), c.log) {
				t.Errorf("status %d, log %q; want %d and one line with %s", w.Code, &log, c.want, c.log)
			}
		})
	}
}

// TestHalfAnAnswerIsNoAnswer breaks off a download with a fault: the client must see
// that the connection was cut.
func TestHalfAnAnswerIsNoAnswer(t *testing.T) {
	s := testServer(t)
	e := echo.New()
	e.GET("/half", func(c echo.Context) error {
		if err := c.String(http.StatusOK, strings.Repeat("x", 100<<10)); err != nil {
			return err
		}
		return errors.New("the disk is gone")
	})
	s.Log = slog.New(slog.DiscardHandler)
	s.Front(e)
	site := httptest.NewServer(e)
	defer site.Close()
	resp, err := http.Get(site.URL + "/half")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.ReadAll(resp.Body); err == nil {
		t.Error("half an answer reads like a whole one")
	}
}

func TestWaitingForAWorldEndsWithTheRequest(t *testing.T) {
	var l play.WorldLocks
	unlock, err := l.Lock(t.Context(), "w-1")
	if err != nil {
		t.Fatal(err)
	}
	other, err := l.Lock(t.Context(), "w-2") // nobody waits for another world
	if err != nil {
		t.Fatal(err)
	}
	other()
	ctx, cancel := context.WithCancel(t.Context())
	waited := make(chan error)
	go func() { _, err := l.Lock(ctx, "w-1"); waited <- err }()
	cancel()
	if err := <-waited; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	unlock()
	again, err := l.Lock(t.Context(), "w-1")
	if err != nil {
		t.Fatal(err)
	}
	again()
	if len(l.Used) != 0 {
		t.Errorf("%d locks are kept that nobody uses", len(l.Used))
	}
}

// TestMetadataSaysWhenItCant ends the requests of programs that ask for credentials:
// the world is not called gone, and the token not wrong.
func TestMetadataSaysWhenItCant(t *testing.T) {
	s := testServer(t)
	h := s.handler()
	p := newScript(t, s)
	w := p.world("blank")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(site.ErrShutdown)
	text, err := play.Binding{Role: "arn:aws:iam::111122223333:role/x"}.Text()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/imds/" + w.ID + "/" + text + "/0/latest/api/token", "/container/" + w.ID + "/" + text} {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, "GET", path, nil))
		if answer.Code != http.StatusServiceUnavailable {
			t.Errorf("%s: status %d", path, answer.Code)
		}
	}
	imds := &api.IMDS{}
	s.api = api.New(s.api.Desk, imds)
	imds.Bind(&play.Binding{World: w.ID, Role: "arn:aws:iam::111122223333:role/x"})
	answer := httptest.NewRecorder()
	imds.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, "PUT", api.TokenPath, nil))
	if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") == "" {
		t.Errorf("on a host of its own: status %d", answer.Code)
	}
}
