package store_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rolecall/store"
)

func TestFirstPredictionStands(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	first := store.Prediction{Lesson: "l", Mode: "why", Block: "b", Choice: "no", Correct: true, At: noon}
	got, isNew, err := s.AddPrediction(t.Context(), id, first)
	ok(t, err)
	equal(t, "first", got, first)
	equal(t, "fresh", isNew, true)
	second := first
	second.Choice, second.Correct, second.At = "yes", false, noon.Add(time.Hour)
	got, isNew, err = s.AddPrediction(t.Context(), id, second)
	ok(t, err)
	equal(t, "stands", got, first)
	equal(t, "fresh", isNew, false)
	none, err := s.Predictions(t.Context(), id, "l", "myths")
	ok(t, err)
	equal(t, "another mode", len(none), 0)
}

func TestProgressTellsEverything(t *testing.T) {
	s := fresh(t)
	id, other := learner(t, s), learner(t, s)
	want := store.Progress{
		Reads: []store.Read{
			{Lesson: "l", Mode: "why", At: noon},
			{Lesson: "l", Mode: "why", At: noon.Add(24 * time.Hour)},
		},
		Predictions: []store.Prediction{{Lesson: "l", Mode: "myths", Block: "b", Choice: "true", At: noon}},
		Tries: []store.Try{
			{Lesson: "l", Mode: "try", Block: "b", Step: "who", Outcome: store.Failed, At: noon},
			{Lesson: "l", Mode: "try", Block: "b", Step: "who", Outcome: store.Passed, At: noon.Add(time.Minute)},
		},
		Challenges: []store.ChallengeResult{
			{Challenge: "locked-out", Key: "w-1 2", Failed: []string{"stays-shut"}, Hints: 1, At: noon},
			{Challenge: "locked-out", Key: "w-1 3", Solved: true, Failed: []string{}, Hints: 2, At: noon.Add(time.Minute)},
		},
		Reviews: []store.Review{
			{Lesson: "l", Card: "c", Seq: 0, Grade: store.Seen, At: noon},
			{Lesson: "l", Card: "c", Seq: 1, Grade: store.Good, MS: 4200, At: noon.Add(time.Minute)},
		},
	}
	for range 2 { // the second time is a replay
		record(t, s, id, want)
	}
	ok(t, s.AddRead(t.Context(), id, store.Read{Lesson: "l", Mode: "why", At: noon.Add(time.Hour)})) // the same day
	got, err := s.Progress(t.Context(), id)
	ok(t, err)
	equal(t, "progress", got, want)
	got, err = s.Progress(t.Context(), other)
	ok(t, err)
	equal(t, "another learner's", got, store.Progress{})
}

func record(t *testing.T, s *store.Store, id store.LearnerID, p store.Progress) {
	t.Helper()
	for _, r := range p.Reads {
		ok(t, s.AddRead(t.Context(), id, r))
	}
	for _, r := range p.Predictions {
		_, _, err := s.AddPrediction(t.Context(), id, r)
		ok(t, err)
	}
	for _, r := range p.Tries {
		_, err := s.AddTry(t.Context(), id, r)
		ok(t, err)
	}
	for _, r := range p.Challenges {
		_, err := s.AddChallengeResult(t.Context(), id, r)
		ok(t, err)
	}
	for _, r := range p.Reviews {
		_, _, err := s.AddReview(t.Context(), id, r)
		ok(t, err)
	}
}

func TestFirstReviewOfANumberStands(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	first := store.Review{Lesson: "l", Card: "c", Grade: store.Hard, At: noon}
	_, _, err := s.AddReview(t.Context(), id, first)
	ok(t, err)
	again := first
	again.Grade = store.Easy
	stands, isNew, err := s.AddReview(t.Context(), id, again)
	ok(t, err)
	equal(t, "stands", stands, first)
	equal(t, "fresh", isNew, false)
}

// TestFactsCountOnce plays facts in any order with any repeats: what is stored
// is the first of each key, and each method's answer says so.
func TestFactsCountOnce(t *testing.T) {
	s := fresh(t)
	rapid.Check(t, func(rt *rapid.T) {
		id := learner(t, s)
		model := map[string]store.Prediction{}
		n := rapid.IntRange(1, 30).Draw(rt, "facts")
		for i := range n {
			p := store.Prediction{
				Lesson: rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "lesson"),
				Mode:   "m",
				Block:  rapid.SampledFrom([]string{"x", "y", "z"}).Draw(rt, "block"),
				Choice: rapid.String().Draw(rt, "choice"),
				At:     noon.Add(time.Duration(i) * time.Millisecond),
			}
			key := p.Lesson + "/" + p.Block
			before, known := model[key]
			if !known {
				model[key], before = p, p
			}
			stands, isNew, err := s.AddPrediction(t.Context(), id, p)
			if err != nil || isNew == known || stands != before {
				rt.Fatalf("AddPrediction(%+v) = %+v, %v, %v; want %+v, %v", p, stands, isNew, err, before, !known)
			}
		}
		got, err := s.Progress(t.Context(), id)
		if err != nil || len(got.Predictions) != len(model) {
			rt.Fatalf("%d predictions, %v; want %d", len(got.Predictions), err, len(model))
		}
		for _, p := range got.Predictions {
			if want := model[p.Lesson+"/"+p.Block]; p != want {
				rt.Fatalf("stored %+v, want %+v", p, want)
			}
		}
	})
}

func ExampleGrade() {
	fmt.Println(store.Seen, store.Again, store.Hard, store.Good, store.Easy)
	// Output: 0 1 2 3 4
}
