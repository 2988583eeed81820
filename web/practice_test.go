package web

import (
	"slices"
	"strings"
	"testing"

	"rolecall/quiz"
	"rolecall/quiz/generate"
	"rolecall/store"
)

// shownMade makes the generated question that a page asks.
func shownMade(t *testing.T, s *server, p page) (q *quiz.Question, position string) {
	t.Helper()
	asked, position := askedAt(t, s, p)
	family, seed, _ := generate.ParseID(asked.ID)
	f, ok := generate.Current(family)
	if !ok {
		t.Fatalf("%s asks %s, which is not generated", p.path, asked.ID)
	}
	m, err := f.Make(seed)
	if err != nil {
		t.Fatal(err)
	}
	return m.Question, position
}

func TestQuestionsWithoutEnd(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.get("/practice?family=how-long").has(t, "Questions without end", "Practise five")
	p := r.post("/practice", "family", "", "difficulty", "medium", "count", "5")
	attempt := attemptPath(p)
	for i := range 5 {
		q, position := shownMade(t, s, p)
		if q.Difficulty != quiz.Medium {
			t.Errorf("%s is %s", q.ID, q.Difficulty)
		}
		p.lacks(t, earned(q)...).lacks(t, q.Hint.HTML)
		r.post(attempt+"/hint", "position", position, "question", quiz.Handle(q.ID)).has(t, q.Hint.HTML).lacks(t, earned(q)...)
		answer := right(q, seedOf(t, s, r, attempt))
		if i == 0 {
			answer = wrong(q, seedOf(t, s, r, attempt))
		}
		told := r.post(attempt, append(answer, "position", position, "question", quiz.Handle(q.ID))...)
		told.has(t, earned(q)...).has(t, "Try a like one")
		p = r.get(attempt)
	}
	p.has(t, "4 of 5 right", `href="/practice"`)
	r.get("/progress").has(t, "4 of 5")
}

// An attempt outlives the server: its questions are made again from their ids.
func TestGeneratedQuestionsOutliveTheServer(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	before := r.post("/practice", "family", "who-assumes", "difficulty", "", "count", "5")
	later, err := newServer(Config{Config: s.Config})
	if err != nil {
		t.Fatal(err)
	}
	r.site = later.handler()
	after := r.get(before.path)
	if text(t, before.body) != text(t, after.body) {
		t.Errorf("the question changed:\n%s\n\n%s", text(t, before.body), text(t, after.body))
	}
}

func TestLikeOne(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.post("/practice", "family", "how-long", "difficulty", "", "count", "5")
	attempt := attemptPath(p)
	q, position := shownMade(t, s, p)
	if early := r.send(attempt+"/like", "position", position, "question", quiz.Handle(q.ID)); early.Code != 400 {
		t.Errorf("a like one before the answer: %d", early.Code)
	}
	r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
	like, _ := shownMade(t, s, r.post(attempt+"/like", "position", position, "question", quiz.Handle(q.ID)))
	if like.ID == q.ID || !strings.HasPrefix(like.ID, "gen:how-long:") {
		t.Errorf("like %s comes %s", q.ID, like.ID)
	}
}

// A question of the bank has like ones where a family asks about its objective.
func TestLikeOneOfTheBank(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read") // makes the learner
	i := slices.IndexFunc(s.Bank.Questions(quizLesson), func(q *quiz.Question) bool {
		return q.Objectives[0] == "two-sides" && q.Type == quiz.ChooseOne
	})
	q := s.Bank.Questions(quizLesson)[i]
	_, err := s.Store.StartAttempt(t.Context(), store.Attempt{
		Learner: learnerOf(t, s, r), Kind: store.Practice, Lesson: quizLesson, Seed: 1, Started: fixedNow(),
		Questions: []store.Question{{ID: q.ID, Version: q.Version}},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.post("/attempts/1", append(right(q, seedOf(t, s, r, "/attempts/1")), "position", "0", "question", quiz.Handle(q.ID))...).has(t, "Try a like one")
	like, _ := shownMade(t, s, r.post("/attempts/1/like", "position", "0", "question", quiz.Handle(q.ID)))
	if !slices.Contains(like.Objectives, "two-sides") {
		t.Errorf("like %s comes %s on %v", q.ID, like.ID, like.Objectives)
	}
}

func TestSittingsThatCannotBe(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	for name, fields := range map[string][]string{
		"family":     {"family", "no-such", "count", "5"},
		"difficulty": {"difficulty", "deadly", "count", "5"},
		"count":      {"count", "100000"},
		"nothing":    nil,
		"together":   {"family", "arn-match", "difficulty", "hard", "count", "5"}, // that kind has none so hard
	} {
		if p := r.send("/practice", fields...); p.Code != 400 {
			t.Errorf("%s: %d", name, p.Code)
		}
	}
}

// A version that is not kept any more counts for nothing, as with the bank.
func TestGeneratedVersionThatIsGone(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	id := generate.ID("who-assumes", 7)
	_, err := s.Store.StartAttempt(t.Context(), store.Attempt{
		Learner: learnerOf(t, s, r), Kind: store.Practice, Lesson: quizLesson, Seed: 1, Started: fixedNow(),
		Questions: []store.Question{{ID: id, Version: 99}, {ID: id, Version: 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, position := shownMade(t, s, r.get("/attempts/1")); position != "1" {
		t.Errorf("asks at position %s", position)
	}
}

// Every family is about objectives that the lesson has.
func TestFamiliesKnowTheLesson(t *testing.T) {
	s := testServer(t)
	l := s.Course.Lesson(generate.Lesson)
	if l == nil {
		t.Fatalf("there is no lesson %s", generate.Lesson)
	}
	for _, f := range generate.Families() {
		m, err := f.Make(1)
		if err != nil {
			t.Fatal(err)
		}
		if m.Question.Objectives[0] != f.Objective {
			t.Errorf("%s is about %v, its family about %s", m.Question.ID, m.Question.Objectives, f.Objective)
		}
		for _, o := range m.Question.Objectives {
			if _, ok := l.Objective(o); !ok {
				t.Errorf("%s: the lesson has no objective %q", f.ID, o)
			}
		}
	}
}
