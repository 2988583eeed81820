package worst

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"time"

	"rolecall/lessons"
	"rolecall/store"
	"rolecall/web"
	"rolecall/web/site"
	"rolecall/web/teach"
)

// Site is the real site over a store of its own, and a browser without scripts that
// looks at it: it keeps cookies and what it made.
type Site struct {
	handler http.Handler
	store   *store.Store
	cookies map[string]string
	made    map[string]string // paths of worlds and the like, by what they were made for
	token   string            // signs an instructor in
	Fatal   func(format string, args ...any)
}

// Open makes a site whose data is in a folder.
func Open(ctx context.Context, dir string, fatal func(string, ...any)) (*Site, error) {
	content, err := lessons.Embedded().Load()
	if err != nil {
		return nil, err
	}
	data, err := store.Open(ctx, store.Config{Dir: dir, Rand: rand.Reader})
	if err != nil {
		return nil, err
	}
	s := &Site{store: data, cookies: map[string]string{}, made: map[string]string{}, Fatal: fatal}
	s.handler, err = web.New(web.Config{Config: site.Config{
		Course: content.Course, Bank: content.Bank, Library: content.Library, Store: data,
		Now: time.Now, Rand: rand.Reader, PublicURL: "http://127.0.0.1:8080",
	}})
	if err != nil {
		return nil, err
	}
	_, s.token, err = data.AddInstructor(ctx, "Ada", time.Now())
	return s, err
}

// Close closes the store.
func (s *Site) Close() error { return s.store.Close() }

// request makes a request of the browser's.
func (s *Site) request(method, path, kind string, body []byte) *http.Request {
	path, _, _ = strings.Cut(path, "#")
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range s.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return r
}

func (s *Site) get(path string) *http.Request { return s.request("GET", path, "", nil) }

// form is a POST of fields: name and value in turn.
func (s *Site) form(path string, fields ...string) *http.Request {
	values := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	return s.request("POST", path, "application/x-www-form-urlencoded", []byte(values.Encode()))
}

func (s *Site) json(path string, body string) *http.Request {
	return s.request("POST", path, "application/json", []byte(body))
}

// do sends a request, keeps its cookies and follows where it leads.
func (s *Site) do(r *http.Request) (path, body string) {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		s.cookies[c.Name] = c.Value
	}
	if w.Code == http.StatusSeeOther || w.Code == http.StatusFound {
		to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
		return s.do(s.get(to))
	}
	if w.Code >= 400 {
		s.Fatal("%s %s: %d\n%.2000s", r.Method, r.URL.Path, w.Code, w.Body.String())
	}
	return r.URL.RequestURI(), w.Body.String()
}

// once makes something the first time it is asked for.
func (s *Site) once(name string, make func() string) string {
	if _, has := s.made[name]; !has {
		s.made[name] = make()
	}
	return s.made[name]
}

// imported is the path of a world that was imported.
func (s *Site) imported(name string, document []byte) string {
	return s.once("world "+name, func() string {
		_, page := s.do(s.form("/sandbox/import", "text", string(document)))
		path, _ := s.do(s.form("/sandbox/import/take", "token", field(page, "token"), "title", name))
		return path
	})
}

// scenario is the path of a world that began as a scenario.
func (s *Site) scenario(name string) string {
	return s.once("scenario "+name, func() string {
		path, _ := s.do(s.form("/sandbox", "scenario", name))
		return path
	})
}

var apiURL = regexp.MustCompile(`"events_url":\s*"http://[^/]+(/api/worlds/[^"]+)/events"`)

// api is where a script drives a world that it made.
func (s *Site) api(name, body string) string {
	return s.once("api "+name, func() string {
		_, answer := s.do(s.json("/api/worlds", body))
		m := apiURL.FindStringSubmatch(answer)
		if m == nil {
			s.Fatal("no events_url in %.2000s", answer)
		}
		return m[1]
	})
}

// attempt is the path of an attempt that is open.
func (s *Site) attempt(name string) string {
	return s.once("attempt "+name, func() string {
		path, _ := s.do(s.form("/quiz/temporary-access", "kind", "practice"))
		path, _, _ = strings.Cut(path, "?")
		return path
	})
}

// teacher signs the browser in as an instructor.
func (s *Site) teacher() *Site {
	s.once("teacher", func() string {
		path, _ := s.do(s.form(teach.SignInPath(s.token)))
		return path
	})
	return s
}

// bank is the path of a bank of the instructor's.
func (s *Site) bank(name string) string {
	s.teacher()
	return s.once("bank "+name, func() string {
		path, _ := s.do(s.form("/teach/banks", "title", name))
		path, _, _ = strings.Cut(path, "?")
		return path
	})
}

// field is the value of a form's field on a page.
func field(page, name string) string {
	m := regexp.MustCompile(`name="` + regexp.QuoteMeta(name) + `" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return m[1]
}

// Answer is what came of a request.
type Answer struct {
	Status int
	Bytes  int64
}

// answerTo sends a request. A stream is left once it has begun.
func (s *Site) answerTo(r *http.Request) Answer {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	w := &counted{header: http.Header{}, began: func(h http.Header) {
		if strings.HasPrefix(h.Get("Content-Type"), "text/event-stream") {
			cancel()
		}
	}}
	s.handler.ServeHTTP(w, r.WithContext(ctx))
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return Answer{w.status, w.bytes}
}

// counted counts an answer and keeps nothing of it.
type counted struct {
	header http.Header
	status int
	bytes  int64
	began  func(http.Header)
}

func (w *counted) Header() http.Header { return w.header }

func (w *counted) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
		w.began(w.header)
	}
}

func (w *counted) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	w.bytes += int64(len(p))
	return len(p), nil
}

// Flush is there for streams.
func (w *counted) Flush() {}

var _ io.Writer = (*counted)(nil)

// sprintf names a row's input.
func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }
