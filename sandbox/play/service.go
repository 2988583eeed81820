package play

import (
	"context"
	"io"
	"log/slog"
	"time"

	"rolecall/sandbox"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// Service keeps worlds in use: it loads them, lets one request at a time change each,
// and stores what was done.
type Service struct {
	Config
	locks  WorldLocks
	tidied tidying
	// Beginnings are the documents of each scenario as it begins, by path.
	Beginnings map[*sandbox.Scenario]map[string]string
}

// Config is what the service needs.
type Config struct {
	Store   *store.Store
	Library *sandbox.Library
	Now     func() time.Time // the real time
	Rand    io.Reader        // for keys and ids
	Log     *slog.Logger
	// Publish tells whoever follows a world that it has something new.
	Publish func(world string)
	// Path begins the world of a guided path, which the world's origin names; nil
	// without an error when the origin is none of a path.
	Path func(origin string, env world.Env) (*world.World, error)
	// MaxUnclaimed bounds how many worlds wait for somebody to open them.
	MaxUnclaimed int64
	// Work makes the budget for a part of a request's work.
	Work func(context.Context, budget.Limits) *budget.Budget
}

// New fails when a scenario can't be begun.
func New(cfg Config) (*Service, error) {
	began, err := beginnings(cfg.Library)
	return &Service{Config: cfg, Beginnings: began}, err
}

// Env is where worlds get the time and their random ids from.
func (s *Service) Env() world.Env { return world.Env{Now: s.Now, Rand: s.Rand} }
