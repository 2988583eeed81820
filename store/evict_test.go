package store_test

import (
	"errors"
	"testing"
	"time"

	"rolecall/store"
)

// TestRoomAmongUsedWorlds fills the place of worlds that nobody claimed with worlds
// that were all used: the one whose last change is oldest goes, unless it is recent.
func TestRoomAmongUsedWorlds(t *testing.T) {
	s := open(t, t.TempDir())
	learner, _, err := s.NewLearner(t.Context(), noon)
	ok(t, err)
	used := func(at time.Time) string {
		id, capability, err := s.NewWorldID()
		ok(t, err)
		ok(t, s.AddWorld(t.Context(), id, capability, store.NewWorld{Document: []byte("{}"), Shell: []byte("{}"), At: noon}))
		_, err = s.ChangeWorld(t.Context(), store.WorldChange{ID: id, At: at, Events: []store.Row{{Seq: 1, Data: []byte("{}")}}})
		ok(t, err)
		return id
	}
	claimed, newer, older := used(noon.Add(time.Minute)), used(noon.Add(3*time.Minute)), used(noon.Add(2*time.Minute))
	_, err = s.ClaimWorld(t.Context(), claimed, learner.ID, 0)
	ok(t, err)
	evict := func(since time.Time) error {
		id, capability, err := s.NewWorldID()
		ok(t, err)
		return s.AddWorld(t.Context(), id, capability, store.NewWorld{Document: []byte("{}"), Shell: []byte("{}"), At: noon,
			Learner: learner.ID, Evict: true, EvictUsed: since})
	}
	if err := evict(noon.Add(2 * time.Minute)); !errors.Is(err, store.ErrTooMany) {
		t.Errorf("error %v when all were used since, want %v", err, store.ErrTooMany)
	}
	ok(t, evict(noon.Add(time.Hour)))
	for id, want := range map[string]error{claimed: nil, newer: nil, older: store.ErrNotFound} {
		if _, err := s.World(t.Context(), id); !errors.Is(err, want) {
			t.Errorf("world %s: error %v, want %v", id, err, want)
		}
	}
}
