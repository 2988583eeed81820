package site

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/sandbox"
	"rolecall/store"
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
}

// Site is what every group of pages needs: the content, the store, who the reader is,
// rendering and errors. It is immutable once built, apart from what guards itself.
type Site struct {
	Config
	Known        []NearPage // what a 404 can suggest
	Readers      *readers
	Limits       *clients
	Streams      Streams
	Compressed   atomic.Bool   // every lesson page has been compressed; until then they are sent plain
	RequestLimit time.Duration // see [RequestLimit]; shorter in tests

	secure    bool // cookies only over https
	counters  *metrics
	guard     *http.CrossOriginProtection
	writable  WriteCheck
	downloads downloadSlots
}

// New holds the configuration against what is needed.
func New(cfg Config) (*Site, error) {
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
	s := &Site{Config: cfg, secure: public.Scheme == "https", guard: http.NewCrossOriginProtection(), Readers: newReaders(), RequestLimit: RequestLimit}
	s.Limits = NewClients(cfg.Clients, s.Token, cfg.Now)
	if public.Host != "" {
		if err := s.guard.AddTrustedOrigin(public.Scheme + "://" + public.Host); err != nil {
			return nil, err
		}
	}
	return s, nil
}
