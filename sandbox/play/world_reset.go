package play

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// Reset puts a world back to how its story began. When a version is given and
// the world has another, it is left as it is and comes back with done false.
func (s *Service) Reset(ctx context.Context, o Owner, id, version string) (p *World, done bool, err error) {
	unlock, err := s.locks.Lock(ctx, id)
	if err != nil {
		return nil, false, err
	}
	defer unlock()
	if p, err = s.Look(ctx, o, id); err != nil {
		return nil, false, err
	}
	if version != "" && version != strconv.FormatInt(p.WorldInfo.Version, 10) {
		return p, false, nil
	}
	return p, true, s.restart(ctx, p)
}

// Renew puts a fresh world in the place of one and loads it.
func (s *Service) Renew(ctx context.Context, o Owner, id string, fresh *world.World) (*World, error) {
	unlock, err := s.locks.Lock(ctx, id)
	if err != nil {
		return nil, err
	}
	defer unlock()
	p, err := s.Look(ctx, o, id)
	if err != nil {
		return nil, err
	}
	if err := s.replace(ctx, p, fresh); err != nil {
		return nil, err
	}
	return s.Look(ctx, o, id)
}

// restart replaces a world by what it began as.
func (s *Service) restart(ctx context.Context, p *World) error {
	began, err := s.Store.WorldBeginning(ctx, p.ID)
	if err == nil {
		fresh, err := world.Unmarshal(began, s.Env())
		if err != nil {
			return err
		}
		return s.replace(ctx, p, fresh)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	fresh, err := s.freshWorld(p.WorldInfo, s.beginning(p))
	if err != nil {
		return err
	}
	return s.replace(ctx, p, fresh)
}

// beginning is the environment that a world is begun in again. One that began
// from its capability comes out with the keys and ids that it had.
func (s *Service) beginning(p *World) world.Env {
	if !p.Console.Seeded {
		return s.Env()
	}
	return world.Env{Now: s.Now, Rand: seededBytes(p.Derive(seedPurpose))}
}

// replace puts a fresh world in the place of one; an undo brings back what it held,
// but for the sessions, the events and the clock. Users keep their keys, for
// somebody may have written them down; events go on counting, so that whoever
// follows them misses none.
func (s *Service) replace(ctx context.Context, p *World, fresh *world.World) error {
	n := &World{WorldInfo: p.WorldInfo, World: fresh}
	n.Console.LastEvent, n.Console.Seeded = p.Console.LastEvent, p.Console.Seeded
	if !p.Console.Seeded {
		keepKeys(p.World, fresh)
	}
	fresh.Restore(nil, p.Console.LastEvent)
	shell, err := n.firstConsole("")
	if err != nil {
		return err
	}
	document, err := json.Marshal(fresh)
	if err != nil {
		return err
	}
	step, err := stepOf(p.stored, document)
	if err != nil {
		return err
	}
	if step != nil {
		step.Title = "the reset"
	}
	_, err = s.Store.ResetWorld(ctx, store.WorldChange{
		ID: p.ID, Expected: p.WorldInfo.Version, Document: document, Shell: shell, Offset: fresh.Offset(), At: s.Now(),
		Step: step,
	})
	s.Publish(p.ID)
	return worldConflict(err)
}

// keepKeys gives the users of a fresh world the keys they had.
func keepKeys(from, to *world.World) {
	for _, a := range to.Accounts() {
		before := from.Account(a.ID)
		if before == nil {
			continue
		}
		for name, u := range a.Users {
			if was := before.Users[name]; was != nil && len(was.Keys) > 0 && len(u.Keys) > 0 {
				u.Keys = was.Keys
			}
		}
	}
}

// freshWorld makes a stored world's beginning again.
func (s *Service) freshWorld(info store.WorldInfo, env world.Env) (*world.World, error) {
	w, err := s.Path(info.Origin, env)
	if w != nil || err != nil {
		return w, err
	}
	sc := s.ScenarioOf(info)
	if sc == nil {
		return nil, advice.Conflict("The story that this world began as is not told any more, so it can’t be reset.")
	}
	return sc.NewWorld(env)
}
