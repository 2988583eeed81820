package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"rolecall/store"
)

func packed(id string, version int, meaning, body string) store.PackedQuestion {
	return store.PackedQuestion{Question: store.Question{ID: id, Version: version}, Fingerprint: meaning, Packed: []byte(body)}
}

// What a version means is kept as it was first; its words may be mended.
func TestArchiveKeepsMeanings(t *testing.T) {
	s := fresh(t)
	archive := func(q store.PackedQuestion) []store.Question {
		clashes, err := s.Archive(t.Context(), []store.PackedQuestion{q}, noon)
		ok(t, err)
		return clashes
	}
	kept := func(version int) string {
		body, err := s.Archived(t.Context(), store.Question{ID: "q", Version: version})
		ok(t, err)
		return string(body)
	}
	for _, c := range []struct {
		q       store.PackedQuestion
		clashes []store.Question
		body    string
	}{
		{packed("q", 1, "m", "one"), nil, "one"},
		{packed("q", 1, "m", "one"), nil, "one"},
		{packed("q", 1, "m", "one, mended"), nil, "one, mended"},
		{packed("q", 1, "other", "two"), []store.Question{{ID: "q", Version: 1}}, "one, mended"},
		{packed("q", 2, "other", "two"), nil, "two"},
	} {
		equal(t, "clashes", archive(c.q), c.clashes)
		equal(t, "what is kept", kept(c.q.Version), c.body)
	}
	equal(t, "the first version", kept(1), "one, mended")
	_, err := s.Archived(t.Context(), store.Question{ID: "q", Version: 3})
	is(t, err, store.ErrNotFound)
}

// The program archives its questions at every start: what is there already is not
// written again.
func TestArchivingAgainWritesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	size := func() int64 {
		info, err := os.Stat(filepath.Join(dir, store.FileName+"-wal"))
		ok(t, err)
		return info.Size()
	}
	list := []store.PackedQuestion{packed("q", 1, "m", "one"), packed("r", 1, "m", "two")}
	for n := range 3 {
		before := size()
		_, err := s.Archive(t.Context(), list, noon.Add(time.Duration(n)*time.Hour))
		ok(t, err)
		if wrote := size() > before; wrote != (n == 0) {
			t.Errorf("start %d: written is %v", n+1, wrote)
		}
	}
}

// Questions made for an attempt are kept with it, exactly as they were then.
func TestMadeQuestionsStayWithTheirAttempt(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	q := packed("gen:x:1", 1, "m", "one").Question
	begin := func(body string) store.AttemptID {
		a, err := s.StartMade(t.Context(), attempt(id), []store.PackedQuestion{packed("gen:x:1", 1, "m", body)})
		ok(t, err)
		return a
	}
	first, second := begin("one"), begin("two")
	for attempt, want := range map[store.AttemptID]string{first: "one", second: "two"} {
		body, err := s.Made(t.Context(), attempt, q)
		ok(t, err)
		equal(t, "what is kept", string(body), want)
	}
	_, err := s.Made(t.Context(), second+1, q)
	is(t, err, store.ErrNotFound)
	if _, err = s.StartMade(t.Context(), attempt(id+7), []store.PackedQuestion{packed("gen:x:2", 1, "m", "x")}); err == nil {
		t.Error("an attempt of nobody was taken")
	}
	_, err = s.Archived(t.Context(), q)
	is(t, err, store.ErrNotFound)
}

func TestWrongMoments(t *testing.T) {
	s := fresh(t)
	id, other := learner(t, s), learner(t, s)
	three := attempt(id)
	three.Questions = append(three.Questions[:2:2], store.Question{ID: "q3", Version: 1})
	a := start(t, s, three)
	for n, right := range []bool{false, true, false} {
		one := answer(a, n, "a")
		one.Correct, one.At = right, noon.Add(time.Duration(n)*time.Second)
		_, _, err := s.AddAnswer(t.Context(), id, one)
		ok(t, err)
	}
	got, err := s.WrongMoments(t.Context(), id, a.Kind, 5)
	ok(t, err)
	equal(t, "moments", got, []time.Time{noon.Add(2 * time.Second), noon})
	got, err = s.WrongMoments(t.Context(), id, a.Kind, 1)
	ok(t, err)
	equal(t, "the latest", got, []time.Time{noon.Add(2 * time.Second)})
	for _, none := range []struct {
		id   store.LearnerID
		kind store.AttemptKind
	}{{other, a.Kind}, {id, "no such"}} {
		got, err := s.WrongMoments(t.Context(), none.id, none.kind, 5)
		ok(t, err)
		equal(t, "moments of another", len(got), 0)
	}
}
