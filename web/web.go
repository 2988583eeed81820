// Package web serves Rolecall's pages and endpoints: it joins the groups of handlers,
// and routes.go lists every address. Handlers return errors; one place turns them into
// pages, fragments or JSON. It may not know what a group does.
package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/quiz/attempt"
	"rolecall/sandbox/play"
	"rolecall/web/api"
	"rolecall/web/desk"
	"rolecall/web/learn"
	"rolecall/web/practise"
	"rolecall/web/site"
	"rolecall/web/teach"
	"rolecall/web/tools"
	"rolecall/web/view"
	"rolecall/web/worlds"
)

// Config is what the site needs.
type Config struct {
	site.Config
	IMDS *api.IMDS // an instance metadata service on a host of its own; nil when there is none
}

// server joins the groups of pages.
type server struct {
	*site.Site
	questions  *attempt.Questions
	worlds     *play.Service
	learn      *learn.Pages
	practise   *practise.Pages
	review     *practise.ReviewPages
	progress   *practise.ProgressPages
	sandbox    *worlds.Pages
	challenges *worlds.ChallengePages
	api        *api.API
	tools      *tools.Pages
	teach      *teach.Pages
}

// New builds the whole site. It reads and renders every lesson, and goes on
// compressing them in the background after it returns.
func New(cfg Config) (http.Handler, error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	go s.learn.Compress()
	go s.worlds.Tidy(context.Background())
	return s.handler(), nil
}

func newServer(cfg Config) (*server, error) {
	base, err := site.New(cfg.Config)
	if err != nil {
		return nil, err
	}
	cfg.Config = base.Config
	s := &server{Site: base}
	s.worlds, err = play.New(play.Config{
		Store: cfg.Store, Library: cfg.Library, Now: cfg.Now, Rand: cfg.Rand, Log: cfg.Log,
		Publish: s.Streams.Tell, Path: desk.PathBeginnings(cfg.Course, cfg.Library), MaxUnclaimed: play.MaxUnclaimed, Work: site.Within,
	})
	if err != nil {
		return nil, err
	}
	s.questions = &attempt.Questions{QuestionConfig: attempt.QuestionConfig{
		Store: cfg.Store, Bank: cfg.Bank, Course: cfg.Course, Library: cfg.Library, Now: cfg.Now, Log: cfg.Log,
	}}
	if err := s.questions.Archive(context.Background(), s.Bank.Questions("")); err != nil {
		return nil, err
	}
	if err := s.join(cfg.IMDS); err != nil {
		return nil, err
	}
	s.Known = s.allPages()
	return s, nil
}

// join makes the groups of pages.
func (s *server) join(imds *api.IMDS) error {
	d, err := desk.New(s.Site, s.worlds)
	if err != nil {
		return err
	}
	if s.learn, err = learn.New(context.Background(), d); err != nil {
		return err
	}
	s.practise, s.teach = practise.New(s.Site, s.questions), teach.New(s.Site, s.questions)
	s.review, s.progress = &practise.ReviewPages{Pages: s.practise}, &practise.ProgressPages{Pages: s.practise}
	s.sandbox, s.api, s.tools = worlds.New(d), api.New(d, imds), &tools.Pages{Desk: d}
	s.challenges = &worlds.ChallengePages{Pages: s.sandbox}
	return nil
}

// allPages lists the pages a mistyped address may have meant.
func (s *server) allPages() []site.NearPage {
	pages := []site.NearPage{
		{Path: "/", Title: "Start"}, {Path: "/lessons", Title: "Lessons"}, {Path: "/practice", Title: "Practice"}, {Path: "/test", Title: "Test"}, {Path: "/review", Title: "Review"},
		{Path: "/sandbox", Title: "Sandbox"}, {Path: "/challenges", Title: "Challenges"}, {Path: "/glossary", Title: "Glossary"}, {Path: "/search", Title: "Search"},
		{Path: view.CheckPath, Title: "Check a policy"}, {Path: view.ExplainPath, Title: "Explain a denial"},
		{Path: "/progress", Title: "Your progress"}, {Path: view.SettingsPath, Title: "Settings"}, {Path: view.TeachPath, Title: "Teach"}, {Path: "/about", Title: "About"},
	}
	for _, l := range s.Course.Lessons() {
		pages = append(pages, site.NearPage{Path: "/lessons/" + l.Slug, Title: l.Title})
		if len(s.Bank.Questions(l.Slug)) > 0 {
			pages = append(pages, site.NearPage{Path: "/quiz/" + l.Slug, Title: "Questions: " + l.Title})
		}
		for _, m := range l.Modes {
			pages = append(pages, site.NearPage{Path: view.LessonURL(l.Slug, m.Slug), Title: l.Title + " · " + m.Label})
		}
	}
	return pages
}

func (s *server) handler() http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	s.routes(e)
	s.Front(e)
	return e
}

// Serve settings that keep a slow or hostile client from holding a connection.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = site.RequestLimit + 40*time.Second // of a whole answer
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
