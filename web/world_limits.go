package web

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"rolecall/sandbox/world"
	"rolecall/store"
)

const (
	// maxOwnWorlds bounds how many worlds a learner has in the sandbox. Those of
	// lessons and challenges don't count, for there is one of each at most.
	maxOwnWorlds = 50
	// unclaimedFor is how long a world that nobody took in a browser is kept after
	// its last change.
	unclaimedFor = 7 * 24 * time.Hour
	// draftsFor is how long an import that was looked at can still be taken.
	draftsFor = 24 * time.Hour
	// tidyEvery is how often what has had its time is looked for.
	tidyEvery = time.Hour
	// tidyBatch is how many worlds go in one write, so that others wait little.
	tidyBatch = 50
	// archiveEvery is how many of the oldest events are archived at a time, so that
	// not every call archives one.
	archiveEvery = 500
	// maxArchived is how many archived events are kept of a world.
	maxArchived = 10_000
)

// tooManyWorlds says in words that the store refused a world more.
func tooManyWorlds(err error) error {
	if !errors.Is(err, store.ErrTooMany) {
		return err
	}
	return &problem{status: 409, title: "That is one world too many", cause: err,
		message: fmt.Sprintf("You have %d worlds, which is as many as are kept.", maxOwnWorlds),
		mend:    "Delete one under “Your worlds” on the sandbox’s page, and try again."}
}

// forgotten tells that a world was left unclaimed for too long: it is gone from
// that moment on, whenever it is swept out.
func (s *server) forgotten(w store.World) bool {
	return w.Learner == 0 && s.Now().Sub(w.Updated) > unclaimedFor
}

// keptUntil is when a world that was just changed is forgotten, unless it is
// changed again; empty when somebody owns it.
func (s *server) keptUntil(p *playing) string {
	if p.Learner != 0 {
		return ""
	}
	return s.Now().Add(unclaimedFor).UTC().Format(time.RFC3339)
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

// tidy removes what has had its time, once an hour at most. It fails quietly: the
// next time does what this one didn't.
func (s *server) tidy(ctx context.Context) {
	now := s.Now()
	if !s.tidied.due(now) {
		return
	}
	for {
		n, err := s.Store.DropUnclaimed(ctx, now.Add(-unclaimedFor), tidyBatch)
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

func (s *server) logTidy(err error) {
	if err != nil && !errors.Is(err, store.ErrClosed) && !errors.Is(err, context.Canceled) {
		s.Log.Error("removing worlds that nobody opened", "err", err)
	}
}

// archiveOldEvents keeps a world's log at its limit: each time so many records have
// come, as many of the oldest go to the archive, once there are too many.
func (s *server) archiveOldEvents(ctx context.Context, p *playing, came int) error {
	full := p.console.LastEvent / archiveEvery * archiveEvery
	if full < world.MaxEvents || p.console.LastEvent-int64(came) >= full {
		return nil
	}
	return s.Store.ArchiveEvents(ctx, p.ID, full-(world.MaxEvents-archiveEvery), maxArchived)
}
