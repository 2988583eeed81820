package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"rolecall/store"
)

var asked = []store.Question{{ID: "q1", Version: 1}, {ID: "q2", Version: 3}}

func attempt(id store.LearnerID) store.Attempt {
	return store.Attempt{Learner: id, Kind: store.Test, Lesson: "l", Seed: -7, Questions: asked,
		Started: noon, Deadline: noon.Add(10 * time.Minute)}
}

func start(t *testing.T, s *store.Store, a store.Attempt) store.Attempt {
	t.Helper()
	id, err := s.StartAttempt(t.Context(), a)
	ok(t, err)
	a.ID = id
	return a
}

func answer(a store.Attempt, position int, chosen ...string) store.Answer {
	return store.Answer{Attempt: a.ID, Position: position, Question: asked[position%2], Chosen: chosen,
		Correct: true, Hint: true, MS: 900, At: noon.Add(time.Minute)}
}

func TestAttempt(t *testing.T) {
	s := fresh(t)
	id, other := learner(t, s), learner(t, s)
	a := start(t, s, attempt(id))
	got, err := s.Attempt(t.Context(), id, a.ID)
	ok(t, err)
	equal(t, "attempt", got, a)
	_, err = s.Attempt(t.Context(), other, a.ID)
	is(t, err, store.ErrNotFound)

	untimed := attempt(id)
	untimed.Deadline, untimed.Kind = time.Time{}, store.Practice
	b := start(t, s, untimed)
	all, err := s.Attempts(t.Context(), id)
	ok(t, err)
	equal(t, "all", all, []store.Attempt{b, a})

	open, err := s.OpenAttempt(t.Context(), id, "l", store.Test)
	ok(t, err)
	equal(t, "open", open, a)
	done, isNew, err := s.FinishAttempt(t.Context(), id, a.ID, noon.Add(time.Minute))
	ok(t, err)
	a.Finished = noon.Add(time.Minute)
	equal(t, "finished", done, a)
	equal(t, "fresh", isNew, true)
	done, isNew, err = s.FinishAttempt(t.Context(), id, a.ID, noon.Add(time.Hour))
	ok(t, err)
	equal(t, "finished again", done, a)
	equal(t, "fresh", isNew, false)
	_, err = s.OpenAttempt(t.Context(), id, "l", store.Test)
	is(t, err, store.ErrNotFound)
	_, _, err = s.FinishAttempt(t.Context(), other, b.ID, noon)
	is(t, err, store.ErrNotFound)
}

func TestFirstAnswerStands(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	a := start(t, s, attempt(id))
	first := answer(a, 0, "b", "c")
	got, isNew, err := s.AddAnswer(t.Context(), id, first)
	ok(t, err)
	equal(t, "first", got, first)
	equal(t, "fresh", isNew, true)
	got, isNew, err = s.AddAnswer(t.Context(), id, answer(a, 0, "a"))
	ok(t, err)
	equal(t, "stands", got, first)
	equal(t, "fresh", isNew, false)

	second := answer(a, 1)
	_, _, err = s.AddAnswer(t.Context(), id, second)
	ok(t, err)
	second.Chosen = []string{}
	all, err := s.Answers(t.Context(), id, a.ID)
	ok(t, err)
	equal(t, "answers", all, []store.Answer{first, second})
	all, err = s.AllAnswers(t.Context(), id)
	ok(t, err)
	equal(t, "all answers", all, []store.Answer{first, second})
}

func TestAnswersThatDoNotCount(t *testing.T) {
	s := fresh(t)
	id, other := learner(t, s), learner(t, s)
	a := start(t, s, attempt(id))
	first := answer(a, 0, "b")
	_, _, err := s.AddAnswer(t.Context(), id, first)
	ok(t, err)

	_, _, err = s.AddAnswer(t.Context(), other, answer(a, 1, "a"))
	is(t, err, store.ErrNotFound)
	_, _, err = s.AddAnswer(t.Context(), other, first)
	is(t, err, store.ErrNotFound)
	_, _, err = s.AddAnswer(t.Context(), id, answer(a, 2, "a"))
	is(t, err, store.ErrNotFound)
	before := answer(a, 1, "a")
	before.Position = -1
	_, _, err = s.AddAnswer(t.Context(), id, before)
	is(t, err, store.ErrNotFound)
	late := answer(a, 1, "a")
	late.At = a.Deadline.Add(time.Millisecond)
	_, _, err = s.AddAnswer(t.Context(), id, late)
	is(t, err, store.ErrPastDeadline)

	_, _, err = s.FinishAttempt(t.Context(), id, a.ID, noon.Add(2*time.Minute))
	ok(t, err)
	_, _, err = s.AddAnswer(t.Context(), id, answer(a, 1, "a"))
	is(t, err, store.ErrFinished)
	stands, isNew, err := s.AddAnswer(t.Context(), id, answer(a, 0, "a"))
	ok(t, err)
	equal(t, "a replay after the end", stands, first)
	equal(t, "fresh", isNew, false)
	theirs, err := s.Answers(t.Context(), other, a.ID)
	ok(t, err)
	equal(t, "another learner's view", len(theirs), 0)
}

// TestDoubleSubmits sends different answers to one position at the same time.
func TestDoubleSubmits(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	a := start(t, s, attempt(id))
	release := hold(t, s)
	var wg sync.WaitGroup
	stands := make([]store.Answer, 20)
	fresh := make([]bool, 20)
	for i := range stands {
		wg.Go(func() {
			var err error
			stands[i], fresh[i], err = s.AddAnswer(context.Background(), id, answer(a, 0, string(rune('a'+i))))
			if err != nil {
				t.Error(err)
			}
		})
	}
	release()
	wg.Wait()
	winners := 0
	for i := range stands {
		equal(t, "what stands", stands[i], stands[0])
		if fresh[i] {
			winners++
		}
	}
	equal(t, "winners", winners, 1)
}
