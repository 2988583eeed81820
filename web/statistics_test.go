package web

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"rolecall/quiz"
	"rolecall/quiz/itemstats"
	"rolecall/store"
	"rolecall/web/teach"
)

// crowd has n learners answer a test of these questions, those of a higher number
// more of them rightly, and returns what was stored of each.
func crowd(t *testing.T, s *server, n int, kind store.AttemptKind, qs ...*quiz.Question) {
	t.Helper()
	ctx := t.Context()
	for i := range n {
		l, _, err := s.Store.NewLearner(ctx, fixedNow())
		if err != nil {
			t.Fatal(err)
		}
		a := store.Attempt{Learner: l.ID, Kind: kind, Lesson: quizLesson, Seed: 7, Started: fixedNow()}
		for _, q := range qs {
			a.Questions = append(a.Questions, store.Question{ID: q.ID, Version: q.Version})
		}
		if a.ID, err = s.Store.StartAttempt(ctx, a); err != nil {
			t.Fatal(err)
		}
		for p, q := range qs {
			given := store.Answer{Attempt: a.ID, Position: p, Question: a.Questions[p], Chosen: wrongly(q), Hint: i%3 == 0, MS: int64(1000 * (i + 1)), At: fixedNow()}
			if given.Correct = i*len(qs) >= p*n; given.Correct {
				given.Chosen = rightly(q)
			}
			if _, _, err := s.Store.AddAnswer(ctx, l.ID, given); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := s.Store.FinishAttempt(ctx, l.ID, a.ID, fixedNow().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
}

func gathered(t *testing.T, s *server) *teach.Statistics {
	t.Helper()
	all, err := teach.GatherStatistics(t.Context(), s.Store, s.Course, s.Bank, s.Now())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func of(s *teach.Statistics, t *testing.T, id, kind string) teach.QuestionStatistics {
	t.Helper()
	for _, q := range s.Questions {
		if q.ID == id && q.Kind == kind {
			return q
		}
	}
	t.Fatalf("nothing on %s in %s", id, kind)
	return teach.QuestionStatistics{}
}

func TestGatherStatistics(t *testing.T) {
	s := testServer(t)
	qs := ofType(t, s, quiz.ChooseOne)[:4]
	crowd(t, s, 40, store.Test, qs...)
	crowd(t, s, 12, store.Practice, qs[0])
	all := gathered(t, s)
	if all.Attempts != 52 || all.Answers != 172 {
		t.Errorf("read %d attempts, %d answers", all.Attempts, all.Answers)
	}
	// In a test of four, question p is right for all but the first 10·p of 40.
	for p, want := range []float64{1, 0.75, 0.5, 0.25} {
		q := of(all, t, qs[p].ID, "test")
		if i := q.Statistics; i.Attempts != 40 || i.Facility.Value != want || !q.Current || q.Lesson != quizLesson {
			t.Errorf("question %d is %+v", p, i)
		}
	}
	half := of(all, t, qs[2].ID, "test").Statistics
	if half.Time.Median.Value != 20.5 || half.HintUse.Value != 0.35 || len(half.Parts) != 2 {
		t.Errorf("times, hints and parts are %+v", half)
	}
	if i := of(all, t, qs[0].ID, "practice").Statistics; i.Attempts != 12 || i.Enough || i.Facility.Known {
		t.Errorf("a practice of twelve tells %+v", i)
	}
	if len(all.Tests) != 1 || all.Tests[0].Method != itemstats.KR20 || all.Tests[0].Attempts != 40 {
		t.Errorf("tests are %+v", all.Tests)
	}
	text, err := json.Marshal(all)
	if err != nil || strings.Contains(string(text), "learner") {
		t.Errorf("as JSON: %v, or it speaks of learners", err)
	}
	all.Keep("no-such")
	if len(all.Questions)+len(all.Tests) != 0 {
		t.Error("kept what is of another lesson")
	}
}

// Older versions stay apart, a family counts as one, and what isn't of the course
// isn't told.
func TestStatisticsNameQuestions(t *testing.T) {
	s := testServer(t)
	older := *ofType(t, s, quiz.ChooseOne)[0]
	older.Version += 7
	theirs := older
	theirs.ID = "of-a-teacher"
	crowd(t, s, 2, store.Practice, &older, &theirs)
	r := newReader(t, s.handler())
	attempt := attemptPath(r.post("/practice", "family", "who-assumes", "difficulty", "", "count", "5"))
	made, err := s.Store.Attempt(t.Context(), learnerOf(t, s, r), attemptID(t, attempt))
	if err != nil {
		t.Fatal(err)
	}
	q := s.questions.Question(t.Context(), made.ID, made.Questions[0])
	r.post(attempt, append(right(q, uint64(made.Seed)), "position", "0", "question", quiz.Handle(q.ID))...)
	all := gathered(t, s)
	for _, q := range all.Questions {
		switch {
		case q.ID == "of-a-teacher", strings.Count(q.ID, ":") > 1:
			t.Errorf("tells of %s", q.ID)
		case q.ID == older.ID && q.Version == older.Version && (q.Current || q.Statistics.Attempts != 2):
			t.Errorf("the older version is %+v", q)
		}
	}
	if f := of(all, t, "gen:who-assumes", "practice"); f.Statistics.Attempts != 1 || !f.Current || f.Title == "" {
		t.Errorf("the family is %+v", f)
	}
}
