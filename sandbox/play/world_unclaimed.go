package play

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"time"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// MaxUnclaimed is how many worlds wait for somebody to open them, unless the
// configuration says otherwise. Beyond it a new one takes the place of the oldest in
// which nothing was done or, where all were used, of the one used longest ago. So nobody
// keeps others out by filling the place.
const MaxUnclaimed = 50_000

// InUseFor is how long after its last change a world is not taken away for another.
const InUseFor = 10 * time.Minute

// seedPurpose is what a seeded world's keys and ids are derived for.
const seedPurpose = "beginning"

// seededBytes is the source of bytes of a seed.
func seededBytes(seed []byte) io.Reader { return rand.NewChaCha8([32]byte(seed)) }

// Seeded begins a scenario's world whose keys follow from its capability,
// so that it is the same world after each reset.
func (s *Service) Seeded(name, capability string) (*World, error) {
	sc := s.Library.Scenario(name)
	if sc == nil {
		return nil, advice.BadInput("There is no scenario called %q; %q is an empty one.", Beginning(name), "blank")
	}
	w, err := sc.NewWorld(world.Env{Now: s.Now, Rand: seededBytes(store.Derive(capability, seedPurpose))})
	if err != nil {
		return nil, err
	}
	p := &World{WorldInfo: store.WorldInfo{Scenario: name, Title: sc.Title}, World: w}
	p.Console.Seeded = true
	return p, nil
}

// Add keeps a world that nobody owns yet, with the sessions it came with.
func (s *Service) Add(ctx context.Context, p *World, capability string) error {
	s.Tidy(ctx)
	document, err := json.Marshal(p.World)
	if err != nil {
		return err
	}
	if len(document) > world.MaxDocument {
		return FullWorld(len(document))
	}
	shell, err := p.firstConsole("")
	if err != nil {
		return err
	}
	unclaimed, err := s.Store.UnclaimedWorlds(ctx)
	if err != nil {
		return err
	}
	n := store.NewWorld{Scenario: p.WorldInfo.Scenario, Title: p.Title, Document: document, Shell: shell, At: s.Now(),
		Evict: unclaimed >= s.MaxUnclaimed, EvictUsed: s.Now().Add(-InUseFor)}
	if p.imported {
		n.Beginning = document
	}
	rows, err := s.change(p)
	if err != nil {
		return err
	}
	err = s.Store.AddWorldWith(ctx, p.ID, capability, n, func(tx *store.Tx) error {
		_, err := tx.ChangeWorld(rows)
		return err
	})
	if errors.Is(err, store.ErrTooMany) {
		return advice.TooMany("%d worlds are in use that nobody has taken in a browser, which is as many as are kept. Take some, or try again in %d minutes: a world that isn't used makes room.", s.MaxUnclaimed, InUseFor/time.Minute)
	}
	return err
}

// Beginning is as much of what was sent as a message says again.
func Beginning(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
