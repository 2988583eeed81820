package store_test

import (
	"strings"
	"testing"
	"time"

	"rolecall/store"
)

func TestRetentionIsBounded(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	for _, bad := range []int{-1, 0, 79, 98, 100} {
		if err := s.SetRetention(t.Context(), id, bad); err == nil {
			t.Errorf("%d is taken", bad)
		}
	}
	for _, good := range []int{80, 97, 90} {
		ok(t, s.SetRetention(t.Context(), id, good))
		all, err := s.Studied(t.Context(), id)
		ok(t, err)
		equal(t, "retention", all.Retention, good)
	}
	is(t, s.SetRetention(t.Context(), id+9, 90), store.ErrNotFound)
}

func TestRefusalsAreKeptOnceAndCut(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	a := start(t, s, attempt(id))
	long := strings.Repeat("x", 5000)
	r := store.Refusal{Attempt: a.ID, Position: 1, Reason: store.RefusedLate, Chosen: []string{long}, At: noon}
	ok(t, s.AddRefusal(t.Context(), id, r))
	r.At = noon.Add(time.Hour)
	ok(t, s.AddRefusal(t.Context(), id, r)) // again: the first stands
	r.Chosen = []string{long[:200]}
	r.At = noon
	got, err := s.Refusals(t.Context(), id)
	ok(t, err)
	equal(t, "refusals", got, []store.Refusal{r})
	r.Attempt += 9
	is(t, s.AddRefusal(t.Context(), id, r), store.ErrNotFound)
}

func TestStudiedHoldsSetupAndCertainty(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	a := attempt(id)
	a.Setup = store.Setup{Purpose: store.Aimed, Lessons: []string{"l", "m"}, Certainty: true, Why: []string{"You missed it."}}
	a = start(t, s, a)
	given := answer(a, 0, "a")
	given.Sure = store.Sure
	_, _, err := s.AddAnswer(t.Context(), id, given)
	ok(t, err)
	_, _, err = s.AddReview(t.Context(), id, store.Review{Lesson: "l", Card: "c", Grade: store.Good, Ahead: true, At: noon})
	ok(t, err)
	all, err := s.Studied(t.Context(), id)
	ok(t, err)
	equal(t, "setup", all.Attempts[0].Setup, a.Setup)
	equal(t, "certainty", all.Answers[0].Sure, store.Sure)
	equal(t, "ahead", all.Reviews[0].Ahead, true)
}
