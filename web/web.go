// Package web serves Rolecall's pages: routes, middleware and one file of
// handlers a group of pages. Handlers return errors; one handler turns them
// into pages, fragments or JSON. Pages are rendered to a buffer and then
// written, so a fault never leaves half a page behind.
//
// Lesson pages are spliced: see splice.go for how and lesson_page.go for what.
package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/sandbox"
	"rolecall/static"
	"rolecall/store"
	"rolecall/web/view"
)

// Config is what the pages need. Everything but PublicURL and Log is required.
type Config struct {
	Course    *lessons.Course
	Bank      *quiz.Bank
	Library   *sandbox.Library
	Store     *store.Store
	Now       func() time.Time // the real time
	Rand      io.Reader        // for cookies and ids; crypto/rand outside tests
	Log       *slog.Logger     // nil discards
	PublicURL string           // such as "https://rolecall.example"; https makes cookies Secure
	Version   string           // shown on /about; may be empty
	Clients   Clients          // what each client may use
	Metrics   *Metrics         // serves the counters on a host of its own; nil when the site does
	// MetricsToken is what a reader of the counters has to send; empty when anybody
	// may read them.
	MetricsToken string
	IMDS         *IMDS // an instance metadata service on a host of its own; nil when there is none
}

// server is the handlers' shared state; immutable once built, apart from what
// guards itself.
type server struct {
	Config
	secure     bool // cookies only over https
	metrics    *metrics
	guard      *http.CrossOriginProtection
	pages      []nearPage // what a 404 can suggest
	readers    *readers
	lessons    *lessonSite
	stories    *stories
	curriculum *curriculum
	guesses    guesses
	itemStats  statisticsCache
	// beginnings are the documents of each scenario as it begins, by path.
	beginnings map[*sandbox.Scenario]map[string]string
	scenarios  []*sandbox.Scenario // those of the course first, in its order
	worlds     worldLocks
	clients    *clients
	kept       keptQuestions
	owned      ownQuestions
	streams    streams
	downloads  downloadSlots
	tidied     tidying
	writable   writeCheck
	// compressed is set once every lesson page has been compressed; until then
	// they are sent plain.
	compressed   atomic.Bool
	maxUnclaimed int64         // see [maxUnclaimed]; fewer in tests
	requestLimit time.Duration // see [requestLimit]; shorter in tests
}

// New builds the whole site. It reads and renders every lesson, and goes on
// compressing them in the background after it returns.
func New(cfg Config) (http.Handler, error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	go s.compress()
	go s.tidy(context.Background())
	return s.handler(), nil
}

func newServer(cfg Config) (*server, error) {
	if cfg.Now == nil || cfg.Rand == nil || cfg.Course == nil || cfg.Bank == nil || cfg.Library == nil || cfg.Store == nil {
		return nil, errors.New("web: Config needs Course, Bank, Library, Store, Now and Rand")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	public, err := url.Parse(cfg.PublicURL)
	if err != nil {
		return nil, errors.New("web: the public URL is not a URL: " + cfg.PublicURL)
	}
	s := &server{Config: cfg, secure: public.Scheme == "https", guard: http.NewCrossOriginProtection(), readers: newReaders(), requestLimit: requestLimit, maxUnclaimed: maxUnclaimed}
	s.clients = newClients(cfg.Clients, s.token, cfg.Now)
	if public.Host != "" {
		if err := s.guard.AddTrustedOrigin(public.Scheme + "://" + public.Host); err != nil {
			return nil, err
		}
	}
	if s.stories, err = readStories(cfg.Library); err != nil {
		return nil, err
	}
	if s.beginnings, err = beginnings(cfg.Library); err != nil {
		return nil, err
	}
	if s.lessons, err = s.buildLessons(context.Background()); err != nil {
		return nil, err
	}
	if err := s.archive(context.Background(), s.Bank.Questions("")); err != nil {
		return nil, err
	}
	s.scenarios = inCourseOrder(cfg.Course, cfg.Library)
	s.curriculum = s.readCurriculum()
	s.pages = s.allPages()
	if s.Metrics != nil {
		s.Metrics.site.Store(s)
	}
	if s.IMDS != nil {
		s.IMDS.site.Store(s)
	}
	return s, nil
}

// compress compresses what is the same for every reader.
func (s *server) compress() {
	if err := s.lessons.compress(); err != nil {
		s.Log.Error("compressing the lessons", "err", err)
		return
	}
	s.compressed.Store(true)
	static.Warm()
}

// allPages lists the pages a mistyped address may have meant.
func (s *server) allPages() []nearPage {
	pages := []nearPage{
		{"/", "Start"}, {"/lessons", "Lessons"}, {"/practice", "Practice"}, {"/test", "Test"}, {"/review", "Review"},
		{"/sandbox", "Sandbox"}, {"/challenges", "Challenges"}, {"/glossary", "Glossary"}, {"/search", "Search"},
		{view.CheckPath, "Check a policy"}, {view.ExplainPath, "Explain a denial"},
		{"/progress", "Your progress"}, {view.SettingsPath, "Settings"}, {view.TeachPath, "Teach"}, {"/about", "About"},
	}
	for _, l := range s.Course.Lessons() {
		pages = append(pages, nearPage{"/lessons/" + l.Slug, l.Title})
		if len(s.Bank.Questions(l.Slug)) > 0 {
			pages = append(pages, nearPage{"/quiz/" + l.Slug, "Questions: " + l.Title})
		}
		for _, m := range l.Modes {
			pages = append(pages, nearPage{view.LessonURL(l.Slug, m.Slug), l.Title + " · " + m.Label})
		}
	}
	return pages
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
	writeTimeout      = requestLimit + 40*time.Second // of a whole answer
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 32 << 10
)

// HTTPServer wraps a handler in a server with the site's timeouts. Event streams
// and downloads, which may take longer, set a deadline for each write instead.
func HTTPServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
	}
}
