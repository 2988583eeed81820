package store_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"rolecall/store"
)

func sittings(t *testing.T, s *store.Store) []store.Sitting {
	t.Helper()
	var all []store.Sitting
	ok(t, s.EachSitting(t.Context(), func(one *store.Sitting) error {
		c := *one
		c.Answers = append([]store.Given{}, one.Answers...)
		all = append(all, c)
		return nil
	}))
	return all
}

func TestEachSitting(t *testing.T) {
	s := fresh(t)
	equal(t, "of nobody", len(sittings(t, s)), 0)
	ann, ben := learner(t, s), learner(t, s)
	a := start(t, s, attempt(ann))
	of := attempt(ben)
	of.Questions = []store.Question{{ID: "another", Version: 3}}
	b := start(t, s, of)
	c := start(t, s, attempt(ann))
	for _, given := range []store.Answer{answer(a, 1, "x"), answer(a, 0, "y", "z")} {
		_, _, err := s.AddAnswer(t.Context(), ann, given)
		ok(t, err)
	}
	_, _, err := s.AddAnswer(t.Context(), ann, answer(c, 1))
	ok(t, err)
	_, _, err = s.FinishAttempt(t.Context(), ann, a.ID, noon.Add(time.Minute))
	ok(t, err)
	given := func(position int, chosen ...string) store.Given {
		return store.Given{Position: position, Chosen: chosen, Correct: true, Hint: true, MS: 900}
	}
	want := func(learner int, questions []store.Question, finished time.Time, answers ...store.Given) store.Sitting {
		return store.Sitting{Learner: learner, Kind: store.Test, Lesson: "l", Questions: questions,
			Deadline: a.Deadline, Finished: finished, Answers: append([]store.Given{}, answers...)}
	}
	empty := given(1)
	empty.Chosen = []string{}
	equal(t, "sittings", sittings(t, s), []store.Sitting{
		want(1, asked, noon.Add(time.Minute), given(0, "y", "z"), given(1, "x")),
		want(1, asked, time.Time{}, empty),
		want(2, b.Questions, time.Time{}),
	})
	stop := errors.New("enough")
	is(t, s.EachSitting(t.Context(), func(*store.Sitting) error { return stop }), stop)
}

// BenchmarkEachSitting reads a hundred thousand answers.
func BenchmarkEachSitting(b *testing.B) {
	dir := b.TempDir()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Config{Dir: dir, Rand: rand.Reader})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for _, fill := range []string{
		`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO learners (id, created) SELECT i, 0 FROM n`,
		`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
			INSERT INTO attempts (id, learner, kind, lesson, seed, questions, size, started, finished)
			SELECT i + 1, 1 + i % 1000, 'test', 'temporary-access', 1, (SELECT json_group_array(json_object('id', 'question-' || value, 'version', 1))
				FROM json_each('[1,2,3,4,5,6,7,8,9,10]')), 10, 0, 1 FROM n`,
		`INSERT INTO answers (attempt, position, question, version, chosen, correct, hint, ms, at)
			SELECT attempts.id, j.value - 1, 'question-' || j.value, 1, '["a"]', attempts.id % 2, 0, 9000, 0 FROM attempts, json_each('[1,2,3,4,5,6,7,8,9,10]') j`,
	} {
		if _, err := db.ExecContext(ctx, fill); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		if err := s.EachSitting(ctx, func(one *store.Sitting) error { n += len(one.Answers); return nil }); err != nil {
			b.Fatal(err)
		}
		if n != 100_000 {
			b.Fatalf("read %d answers", n)
		}
	}
}
