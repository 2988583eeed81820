package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rolecall/store"
)

// edit replaces a world's document as a change that can be undone.
func edit(t testing.TB, s *store.Store, id string, version int64, before, after, title string) int64 {
	t.Helper()
	v, err := s.ChangeWorld(t.Context(), store.WorldChange{ID: id, Expected: version, Document: []byte(after), At: noon,
		Step: &store.NewStep{Title: title, Before: []byte(before)}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// turn undoes or redoes a step, as a handler does: it reads where the step leads
// and leaves what was in force.
func turn(t testing.TB, s *store.Store, id string, seq int64, redo bool) error {
	t.Helper()
	w, err := s.World(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	to, err := s.WorldStepDocument(t.Context(), id, seq)
	if err != nil {
		return err
	}
	_, err = s.ChangeWorld(t.Context(), store.WorldChange{ID: id, Expected: w.Version, Document: to, At: noon,
		Turn: &store.Turn{Seq: seq, Redo: redo, Before: w.Document}})
	return err
}

func TestUndoAndRedo(t *testing.T) {
	s := fresh(t)
	id, _ := world(t, s, crossAccount(0))
	edit(t, s, id, 1, `{"v":1}`, "two", "first")
	edit(t, s, id, 2, "two", "three", "second")
	u, err := s.Upkeep(t.Context(), id)
	ok(t, err)
	equal(t, "next", u, store.Upkeep{Undo: &store.WorldStep{Seq: 3, Title: "second", Made: noon}})

	ok(t, turn(t, s, id, 3, false))
	ok(t, turn(t, s, id, 2, false))
	u, err = s.Upkeep(t.Context(), id)
	ok(t, err)
	equal(t, "all undone", u, store.Upkeep{Redo: &store.WorldStep{Seq: 2, Undone: true, Title: "first", Made: noon}})
	w, err := s.World(t.Context(), id)
	ok(t, err)
	equal(t, "document", string(w.Document), `{"v":1}`)

	ok(t, turn(t, s, id, 2, true))
	ok(t, turn(t, s, id, 3, true))
	w, err = s.World(t.Context(), id)
	ok(t, err)
	equal(t, "done again", []any{string(w.Document), w.Version}, []any{"three", int64(7)})

	// A new change ends what could be done again.
	ok(t, turn(t, s, id, 3, false))
	edit(t, s, id, 8, "two", "other", "third")
	u, err = s.Upkeep(t.Context(), id)
	ok(t, err)
	equal(t, "after a new change", u, store.Upkeep{Undo: &store.WorldStep{Seq: 9, Title: "third", Made: noon}})
	is(t, turn(t, s, id, 3, true), store.ErrNotFound)
}

func TestOnlyTheNextStepTurns(t *testing.T) {
	s := fresh(t)
	id, _ := world(t, s, crossAccount(0))
	edit(t, s, id, 1, `{"v":1}`, "two", "first")
	edit(t, s, id, 2, "two", "three", "second")
	for _, c := range []struct {
		seq  int64
		redo bool
		have int64
	}{{2, false, 3}, {3, true, 0}} {
		var conflict *store.ConflictError
		if err := turn(t, s, id, c.seq, c.redo); !errors.As(err, &conflict) || !conflict.Step || conflict.Have != c.have {
			t.Errorf("step %d, redo %v: %v", c.seq, c.redo, err)
		}
	}
	w, err := s.World(t.Context(), id)
	ok(t, err)
	equal(t, "nothing changed", []any{string(w.Document), w.Version}, []any{"three", int64(3)})
	_, err = s.ChangeWorld(t.Context(), store.WorldChange{ID: id, Expected: 2, Document: []byte("x"), At: noon, Turn: &store.Turn{Seq: 3}})
	var conflict *store.ConflictError
	if !errors.As(err, &conflict) || conflict.Step {
		t.Errorf("an old version is answered %v", err)
	}
}

// TestUndoIsAStack turns steps as a list of documents would.
func TestUndoIsAStack(t *testing.T) {
	s := fresh(t)
	rapid.Check(t, func(r *rapid.T) {
		id, capability, err := s.NewWorldID()
		ok(t, err)
		first := crossAccount(0)
		ok(t, s.AddWorld(t.Context(), id, capability, first))
		past, now, future := []string{}, string(first.Document), []string{}
		for i := range rapid.IntRange(1, 12).Draw(r, "moves") {
			w, err := s.World(t.Context(), id)
			ok(t, err)
			u, err := s.Upkeep(t.Context(), id)
			ok(t, err)
			switch rapid.SampledFrom([]string{"edit", "undo", "redo"}).Draw(r, "move") {
			case "edit":
				next := fmt.Sprint("document ", i)
				edit(t, s, id, w.Version, now, next, next)
				past, now, future = append(past, now), next, nil
			case "undo":
				if (u.Undo == nil) != (len(past) == 0) {
					r.Fatalf("undo %v with a past of %d", u.Undo, len(past))
				}
				if u.Undo != nil {
					ok(t, turn(t, s, id, u.Undo.Seq, false))
					future, now, past = append(future, now), past[len(past)-1], past[:len(past)-1]
				}
			case "redo":
				if (u.Redo == nil) != (len(future) == 0) {
					r.Fatalf("redo %v with a future of %d", u.Redo, len(future))
				}
				if u.Redo != nil {
					ok(t, turn(t, s, id, u.Redo.Seq, true))
					past, now, future = append(past, now), future[len(future)-1], future[:len(future)-1]
				}
			}
			if w, err = s.World(t.Context(), id); err != nil || string(w.Document) != now {
				r.Fatalf("the document is %q, want %q (%v)", w.Document, now, err)
			}
		}
	})
}

func TestStepsAreBounded(t *testing.T) {
	s := fresh(t)
	id, _ := world(t, s, crossAccount(0))
	for v := int64(1); v <= store.MaxSteps+5; v++ {
		edit(t, s, id, v, fmt.Sprint(v), fmt.Sprint(v+1), fmt.Sprint("change ", v))
	}
	n := 0
	for u := step(t, s, id); u != nil; u = step(t, s, id) {
		ok(t, turn(t, s, id, u.Seq, false))
		n++
	}
	equal(t, "steps that could be undone", n, store.MaxSteps)

	// Random bytes don't shrink: three documents of 1.5 MB are over the limit.
	id, _ = world(t, s, crossAccount(0))
	big := make([]byte, 3<<19)
	for v := int64(1); v <= 3; v++ {
		_, err := seeded(byte(v)).Read(big)
		ok(t, err)
		edit(t, s, id, v, string(big), "small", "large")
	}
	ok(t, turn(t, s, id, 4, false))
	ok(t, turn(t, s, id, 3, false))
	if u := step(t, s, id); u != nil {
		t.Errorf("step %d was kept over the limit", u.Seq)
	}
}

func step(t *testing.T, s *store.Store, id string) *store.WorldStep {
	t.Helper()
	u, err := s.Upkeep(t.Context(), id)
	ok(t, err)
	return u.Undo
}

func TestResetCanBeUndone(t *testing.T) {
	s := fresh(t)
	id, _ := world(t, s, crossAccount(0))
	_, err := s.ResetWorld(t.Context(), store.WorldChange{ID: id, Expected: 1, Document: []byte("new"), At: noon,
		Step: &store.NewStep{Title: "reset", Before: []byte(`{"v":1}`)}})
	ok(t, err)
	ok(t, turn(t, s, id, 2, false))
	w, err := s.World(t.Context(), id)
	ok(t, err)
	equal(t, "document", string(w.Document), `{"v":1}`)
}

func TestArchiveLosesNothingSilently(t *testing.T) {
	s := fresh(t)
	id, _ := world(t, s, crossAccount(0))
	var events []store.Row
	for i := int64(1); i <= 25; i++ {
		events = append(events, store.Row{Seq: i, Data: fmt.Appendf(nil, `{"n":%d}`, i)})
	}
	_, err := s.ChangeWorld(t.Context(), store.WorldChange{ID: id, Events: events, At: noon})
	ok(t, err)
	for _, c := range []struct {
		upTo int64
		want store.Archive
	}{
		{0, store.Archive{}},
		{5, store.Archive{From: 1, To: 5, Records: 5}},
		{10, store.Archive{From: 1, To: 10, Records: 10}},
		{15, store.Archive{From: 6, To: 15, Records: 10, Gone: 5}},
		{20, store.Archive{From: 11, To: 20, Records: 10, Gone: 10}},
	} {
		ok(t, s.ArchiveEvents(t.Context(), id, c.upTo, 10))
		u, err := s.Upkeep(t.Context(), id)
		ok(t, err)
		equal(t, fmt.Sprint("up to ", c.upTo), u.Archive, c.want)
		kept, err := s.WorldEvents(t.Context(), id, 0, 100)
		ok(t, err)
		if got := int64(len(kept)) + u.Archive.Records + u.Archive.Gone; got != 25 {
			t.Errorf("%d records are accounted for", got)
		}
	}
	var lines bytes.Buffer
	ok(t, s.WriteArchive(t.Context(), id, &lines))
	var want strings.Builder
	for i := 11; i <= 20; i++ {
		fmt.Fprintf(&want, "{\"n\":%d}\n", i)
	}
	equal(t, "archive", lines.String(), want.String())

	_, err = s.ResetWorld(t.Context(), store.WorldChange{ID: id, Expected: 1, Document: []byte("new"), At: noon})
	ok(t, err)
	u, err := s.Upkeep(t.Context(), id)
	ok(t, err)
	equal(t, "after a reset", u.Archive, store.Archive{})
}

func TestShareIsAnotherEachTime(t *testing.T) {
	s := fresh(t)
	id, _ := world(t, s, crossAccount(0))
	at := func() store.Share {
		sh, err := s.Share(t.Context(), id)
		ok(t, err)
		return sh
	}
	equal(t, "at first", at(), store.Share{})
	ok(t, s.ShareWorld(t.Context(), id, noon))
	ok(t, s.ShareWorld(t.Context(), id, noon.Add(time.Hour))) // a second press makes no other link
	equal(t, "shared", at(), store.Share{Number: 1, Open: true, Made: noon})
	ok(t, s.UnshareWorld(t.Context(), id))
	equal(t, "withdrawn", at(), store.Share{Number: 1, Made: noon})
	ok(t, s.ShareWorld(t.Context(), id, noon.Add(time.Hour)))
	equal(t, "again", at(), store.Share{Number: 2, Open: true, Made: noon.Add(time.Hour)})
	is(t, s.ShareWorld(t.Context(), "w-nobody", noon), store.ErrNotFound)
}

func TestWorldsAreCounted(t *testing.T) {
	s := fresh(t)
	owner := learner(t, s)
	add := func(origin string) error {
		id, capability, err := s.NewWorldID()
		ok(t, err)
		return s.AddWorld(t.Context(), id, capability, store.NewWorld{Learner: owner, Origin: origin, Most: 2, At: noon})
	}
	ok(t, add(""))
	ok(t, add("challenge/locked-out")) // doesn't count
	ok(t, add(""))
	is(t, add(""), store.ErrTooMany)
	id, _ := world(t, s, crossAccount(0))
	_, err := s.ClaimWorld(t.Context(), id, owner, 2)
	is(t, err, store.ErrTooMany)
}

func TestUnclaimedWorldsEnd(t *testing.T) {
	s := fresh(t)
	old, _ := world(t, s, crossAccount(0))
	used, _ := world(t, s, crossAccount(0))
	owned, _ := world(t, s, crossAccount(learner(t, s)))
	_, err := s.ChangeWorld(t.Context(), store.WorldChange{ID: used, At: noon.Add(time.Hour)})
	ok(t, err)
	n, err := s.DropUnclaimed(t.Context(), noon.Add(time.Minute), 10)
	ok(t, err)
	equal(t, "dropped", n, int64(1))
	_, err = s.World(t.Context(), old)
	is(t, err, store.ErrNotFound)
	for _, id := range []string{used, owned} {
		_, err = s.World(t.Context(), id)
		ok(t, err)
	}
}

func TestDraftIsTakenOnce(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	ok(t, s.KeepDraft(t.Context(), id, "a", []byte("first"), noon))
	ok(t, s.KeepDraft(t.Context(), id, "b", []byte("second"), noon))
	_, err := s.Draft(t.Context(), id, "a")
	is(t, err, store.ErrNotFound)
	got, err := s.Draft(t.Context(), id, "b")
	ok(t, err)
	equal(t, "draft", string(got), "second")
	take := func() error { return s.Write(t.Context(), func(tx *store.Tx) error { return tx.DropDraft(id, "b") }) }
	ok(t, take())
	is(t, take(), store.ErrNotFound)
	ok(t, s.KeepDraft(t.Context(), id, "c", nil, noon))
	ok(t, s.DropDrafts(t.Context(), noon.Add(time.Minute)))
	_, err = s.Draft(t.Context(), id, "c")
	is(t, err, store.ErrNotFound)
}
