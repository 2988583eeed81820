package store_test

import (
	"errors"
	"testing"
	"time"

	"rolecall/store"
)

func TestMeterCountsWhatIsStored(t *testing.T) {
	s := open(t, t.TempDir())
	add := func(m *store.Meter, size int) {
		t.Helper()
		id, capability, err := s.NewWorldID()
		ok(t, err)
		ok(t, s.AddWorld(store.WithMeter(t.Context(), m), id, capability, store.NewWorld{Document: make([]byte, size), At: noon}))
	}
	var small, large store.Meter
	add(&small, 100)
	add(&large, 1<<20)
	if small.Writes() != 1 || small.Bytes() > 64<<10 {
		t.Errorf("a small world counts %d writes and %d bytes", small.Writes(), small.Bytes())
	}
	if n := large.Bytes(); n < 1<<20 || n > 1<<20+64<<10 {
		t.Errorf("a world of 1 MB counts %d bytes", n)
	}
	var failed store.Meter
	stop := errors.New("stop")
	if err := s.Write(store.WithMeter(t.Context(), &failed), func(*store.Tx) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
	if failed.Writes() != 0 || failed.Bytes() != 0 {
		t.Errorf("a write that failed counts %d writes and %d bytes", failed.Writes(), failed.Bytes())
	}
}

// TestRoomByEviction fills the place of worlds that nobody claimed: the oldest in
// which nothing was done goes, one that was used or claimed stays.
func TestRoomByEviction(t *testing.T) {
	s := open(t, t.TempDir())
	learner, _, err := s.NewLearner(t.Context(), noon)
	ok(t, err)
	add := func(at time.Time, evict bool) (string, error) {
		id, capability, err := s.NewWorldID()
		ok(t, err)
		return id, s.AddWorld(t.Context(), id, capability, store.NewWorld{Document: []byte("{}"), Shell: []byte("{}"), At: at, Evict: evict})
	}
	var ids []string
	for i := range 4 {
		id, err := add(noon.Add(time.Duration(i)*time.Minute), false)
		ok(t, err)
		ids = append(ids, id)
	}
	// The oldest was used, in the very millisecond in which it was made; the next was claimed.
	_, err = s.ChangeWorld(t.Context(), store.WorldChange{ID: ids[0], At: noon, Events: []store.Row{{Seq: 1, Data: []byte("{}")}}})
	ok(t, err)
	_, err = s.ClaimWorld(t.Context(), ids[1], learner.ID, 0)
	ok(t, err)
	newest, err := add(noon.Add(time.Hour), true)
	ok(t, err)
	for i, want := range []error{nil, nil, store.ErrNotFound, nil} {
		if _, err := s.World(t.Context(), ids[i]); !errors.Is(err, want) {
			t.Errorf("world %d: error %v, want %v", i, err, want)
		}
	}
	for _, id := range []string{ids[3], newest} {
		_, err := s.ChangeWorld(t.Context(), store.WorldChange{ID: id, At: noon.Add(2 * time.Hour)})
		ok(t, err)
	}
	if _, err := add(noon.Add(3*time.Hour), true); !errors.Is(err, store.ErrTooMany) {
		t.Errorf("error %v when all are in use, want %v", err, store.ErrTooMany)
	}
}
