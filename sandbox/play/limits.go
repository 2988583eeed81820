package play

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/store"
)

const (
	// MaxOwnWorlds bounds how many worlds a learner has in the sandbox. Those of
	// lessons and challenges don't count, for there is one of each at most.
	MaxOwnWorlds = 50
	// UnclaimedFor is how long a world that nobody took in a browser is kept after
	// its last change.
	UnclaimedFor = 7 * 24 * time.Hour
	// draftsFor is how long an import that was looked at can still be taken.
	draftsFor = 24 * time.Hour
	// tidyEvery is how often what has had its time is looked for.
	tidyEvery = time.Hour
	// tidyBatch is how many worlds go in one write, so that others wait little.
	tidyBatch = 50
	// archiveEvery is how many of the oldest events are archived at a time, so that
	// not every call archives one.
	archiveEvery = 500
	// MaxArchived is how many archived events are kept of a world.
	MaxArchived = 10_000
)

// TooManyWorlds says in words that the store refused a world more.
func TooManyWorlds(err error) error {
	if !errors.Is(err, store.ErrTooMany) {
		return err
	}
	return &advice.Error{Kind: advice.KindConflict, Title: "That is one world too many", Cause: err,
		Message: fmt.Sprintf("You have %d worlds, which is as many as are kept.", MaxOwnWorlds),
		Fix:     "Delete one under “Your worlds” on the sandbox’s page, and try again."}
}

// Forgotten tells that a world was left unclaimed for too long: it is gone from
// that moment on, whenever it is swept out.
func (s *Service) Forgotten(w store.World) bool {
	return w.Learner == 0 && s.Now().Sub(w.Updated) > UnclaimedFor
}

// KeptUntil is when a world that was just changed is forgotten, unless it is
// changed again; empty when somebody owns it.
func (s *Service) KeptUntil(p *World) string {
	if p.Learner != 0 {
		return ""
	}
	return s.Now().Add(UnclaimedFor).UTC().Format(time.RFC3339)
}

// tidying remembers when it was last tidied.
type tidying struct {
	mu   sync.Mutex
	last time.Time
}

// due tells whether it is time again, to one caller alone.
func (t *tidying) due(now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.last.IsZero() && now.Sub(t.last) < tidyEvery {
		return false
	}
	t.last = now
	return true
}

// Tidy removes what has had its time, once an hour at most. It fails quietly: the
// next time does what this one didn't.
func (s *Service) Tidy(ctx context.Context) {
	now := s.Now()
	if !s.tidied.due(now) {
		return
	}
	for {
		n, err := s.Store.DropUnclaimed(ctx, now.Add(-UnclaimedFor), tidyBatch)
		if err != nil {
			s.logTidy(err)
			return
		}
		if n < tidyBatch {
			break
		}
	}
	s.logTidy(s.Store.DropDrafts(ctx, now.Add(-draftsFor)))
}

func (s *Service) logTidy(err error) {
	if err != nil && !errors.Is(err, store.ErrClosed) && !errors.Is(err, context.Canceled) {
		s.Log.Error("removing worlds that nobody opened", "err", err)
	}
}

// archiveOldEvents keeps a world's log at its limit: each time so many records have
// come, as many of the oldest go to the archive, once there are too many.
func (s *Service) archiveOldEvents(ctx context.Context, p *World, came int) error {
	full := p.Console.LastEvent / archiveEvery * archiveEvery
	if full < world.MaxEvents || p.Console.LastEvent-int64(came) >= full {
		return nil
	}
	return s.Store.ArchiveEvents(ctx, p.ID, full-(world.MaxEvents-archiveEvery), MaxArchived)
}
