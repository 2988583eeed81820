package store_test

import (
	"errors"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rolecall/store"
)

// world keeps a world and returns its id and capability.
func world(t *testing.T, s *store.Store, w store.NewWorld) (id, capability string) {
	t.Helper()
	id, capability, err := s.NewWorldID()
	ok(t, err)
	ok(t, s.AddWorld(t.Context(), id, capability, w))
	return id, capability
}

func crossAccount(owner store.LearnerID) store.NewWorld {
	return store.NewWorld{Learner: owner, Scenario: "cross-account", Origin: "challenge/locked-out", Title: "Mine",
		Document: []byte(`{"v":1}`), At: noon}
}

func rows(from, n int64) []store.Row {
	var all []store.Row
	for i := range n {
		all = append(all, store.Row{Seq: from + i, Data: []byte{byte('a' + i)}})
	}
	return all
}

func TestWorldIsReadBack(t *testing.T) {
	s := fresh(t)
	owner := learner(t, s)
	id, capability := world(t, s, crossAccount(owner))
	if !regexp.MustCompile(`^[a-z0-9-]{20,}$`).MatchString(id) {
		t.Errorf("id %q", id)
	}
	w, err := s.World(t.Context(), id)
	ok(t, err)
	want := store.World{
		WorldInfo: store.WorldInfo{ID: id, Learner: owner, Scenario: "cross-account", Origin: "challenge/locked-out",
			Title: "Mine", Version: 1, Created: noon, Updated: noon},
		Document: []byte(`{"v":1}`), Shell: []byte{},
	}
	if d := cmp.Diff(want, w, cmpopts.IgnoreUnexported(store.World{}), cmpopts.EquateEmpty()); d != "" {
		t.Errorf("world (-want +got):\n%s", d)
	}
	if !w.Opens(capability) || w.Opens("") || w.Opens(capability+"x") {
		t.Error("the capability opens wrongly")
	}
	_, err = s.World(t.Context(), "w-nobody")
	is(t, err, store.ErrNotFound)
	at, err := s.WorldByOrigin(t.Context(), owner, "challenge/locked-out")
	ok(t, err)
	equal(t, "by origin", at, want.WorldInfo)
	mine, err := s.Worlds(t.Context(), owner)
	ok(t, err)
	equal(t, "mine", mine, []store.WorldInfo{want.WorldInfo})
}

func TestWorldIsClaimedOnce(t *testing.T) {
	s := fresh(t)
	first, second := learner(t, s), learner(t, s)
	id, _ := world(t, s, crossAccount(0))
	for _, step := range []struct {
		learner store.LearnerID
		owns    bool
	}{{first, true}, {second, false}, {first, true}} {
		owns, err := s.ClaimWorld(t.Context(), id, step.learner, 0)
		ok(t, err)
		equal(t, "owns", owns, step.owns)
	}
	_, err := s.ClaimWorld(t.Context(), "w-nobody", first, 0)
	is(t, err, store.ErrNotFound)
}

func TestChangeWorld(t *testing.T) {
	s := fresh(t)
	id, _ := world(t, s, crossAccount(0))
	v, err := s.ChangeWorld(t.Context(), store.WorldChange{ID: id, Expected: 1, Document: []byte(`{"v":2}`),
		Shell: []byte("sh"), Offset: time.Hour, Sessions: rows(1, 1), Events: rows(1, 2), At: noon.Add(time.Minute)})
	ok(t, err)
	equal(t, "version", v, int64(2))
	v, err = s.ChangeWorld(t.Context(), store.WorldChange{ID: id, Offset: 2 * time.Hour, Events: rows(3, 1), At: noon.Add(time.Hour)})
	ok(t, err)
	equal(t, "version without a document", v, int64(2))

	w, err := s.World(t.Context(), id)
	ok(t, err)
	equal(t, "document", string(w.Document), `{"v":2}`)
	equal(t, "shell", string(w.Shell), "sh")
	equal(t, "offset", w.Offset, 2*time.Hour)
	equal(t, "updated", w.Updated, noon.Add(time.Hour))
	equal(t, "sessions", w.Sessions, rows(1, 1))
	events, err := s.WorldEvents(t.Context(), id, 1, 10)
	ok(t, err)
	equal(t, "events", events, []store.Row{{Seq: 2, Data: []byte("b")}, {Seq: 3, Data: []byte("a")}})
	events, err = s.WorldEvents(t.Context(), id, 0, 1)
	ok(t, err)
	equal(t, "first event", events, rows(1, 1))
}

func TestConflictsKeepNothing(t *testing.T) {
	s := fresh(t)
	id, _ := world(t, s, crossAccount(0))
	_, err := s.ChangeWorld(t.Context(), store.WorldChange{ID: id, Expected: 1, Document: []byte("2"), Events: rows(1, 1), At: noon})
	ok(t, err)
	for name, c := range map[string]store.WorldChange{
		"old version": {ID: id, Expected: 1, Document: []byte("3"), Events: rows(2, 1), At: noon},
		"taken event": {ID: id, Expected: 2, Document: []byte("3"), Events: rows(1, 2), At: noon},
	} {
		_, err := s.ChangeWorld(t.Context(), c)
		var conflict *store.ConflictError
		if !errors.As(err, &conflict) || conflict.World != id || conflict.Duplicate != (name == "taken event") {
			t.Errorf("%s: error %v, want a conflict", name, err)
		}
	}
	w, err := s.World(t.Context(), id)
	ok(t, err)
	equal(t, "document", string(w.Document), "2")
	equal(t, "version", w.Version, int64(2))
	events, err := s.WorldEvents(t.Context(), id, 0, 10)
	ok(t, err)
	equal(t, "events", events, rows(1, 1))
	_, err = s.ChangeWorld(t.Context(), store.WorldChange{ID: "w-nobody", Expected: 1, Document: []byte("3"), At: noon})
	is(t, err, store.ErrNotFound)
	_, err = s.ChangeWorld(t.Context(), store.WorldChange{ID: "w-nobody", Events: rows(1, 1), At: noon})
	is(t, err, store.ErrNotFound)
}

func TestResetWorld(t *testing.T) {
	s := fresh(t)
	owner := learner(t, s)
	id, capability := world(t, s, crossAccount(owner))
	_, err := s.ChangeWorld(t.Context(), store.WorldChange{ID: id, Offset: time.Hour, Shell: []byte("sh"),
		Sessions: rows(1, 3), Events: rows(1, 3), At: noon})
	ok(t, err)
	v, err := s.ResetWorld(t.Context(), store.WorldChange{ID: id, Expected: 1, Document: []byte("new"), At: noon})
	ok(t, err)
	equal(t, "version", v, int64(2))
	w, err := s.World(t.Context(), id)
	ok(t, err)
	equal(t, "reset", []any{string(w.Document), string(w.Shell), w.Offset, len(w.Sessions), w.Learner, w.Opens(capability)},
		[]any{"new", "", time.Duration(0), 0, owner, true})
	events, err := s.WorldEvents(t.Context(), id, 0, 10)
	ok(t, err)
	equal(t, "events", len(events), 0)
}

func TestRenameDelete(t *testing.T) {
	s := fresh(t)
	id, _ := world(t, s, crossAccount(0))
	ok(t, s.RenameWorld(t.Context(), id, "Yours", noon.Add(time.Hour)))
	w, err := s.World(t.Context(), id)
	ok(t, err)
	equal(t, "renamed", []any{w.Title, w.Version, w.Updated}, []any{"Yours", int64(1), noon.Add(time.Hour)})
	ok(t, s.DeleteWorld(t.Context(), id))
	is(t, s.DeleteWorld(t.Context(), id), store.ErrNotFound)
	is(t, s.RenameWorld(t.Context(), id, "x", noon), store.ErrNotFound)
}
