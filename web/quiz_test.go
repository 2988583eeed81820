package web

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rolecall/quiz"
	"rolecall/store"
)

const quizLesson = "temporary-access"

// earned are the texts of a question that are not to be sent before they are earned.
func earned(q *quiz.Question) []string {
	var texts []string
	for _, o := range q.Options() {
		texts = append(texts, o.Why.HTML)
	}
	for _, w := range q.Worked {
		texts = append(texts, w.HTML)
	}
	for _, m := range q.Mistakes {
		texts = append(texts, m.HTML)
	}
	if !q.Verify.Empty() {
		texts = append(texts, q.Verify.HTML)
	}
	return texts
}

// right and wrong answer a question.
func right(q *quiz.Question) []string {
	var fields []string
	for _, o := range q.Options() {
		if o.Right {
			fields = append(fields, "option", o.ID)
		}
	}
	return fields
}

func wrong(q *quiz.Question) []string {
	for _, o := range q.Options() {
		if !o.Right {
			return []string{"option", o.ID}
		}
	}
	return nil
}

// shown reads which question of the bank a page asks, and at which position.
func shown(t *testing.T, s *server, p page) (q *quiz.Question, position string) {
	t.Helper()
	visit(parse(t, p.body), func(n *html.Node) {
		name, _ := attr(n, "name")
		value, _ := attr(n, "value")
		switch name {
		case "question":
			q = s.Bank.Question(value)
		case "position":
			position = value
		}
	})
	if q == nil {
		t.Fatalf("%s asks no question:\n%s", p.path, text(t, p.body))
	}
	return q, position
}

func attemptPath(p page) string {
	path, _, _ := strings.Cut(p.path, "?")
	return path
}

func TestPracticeTellsAfterEachAnswer(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.post("/quiz/"+quizLesson, "kind", "practice")
	attempt := attemptPath(p)
	for i := range practiceSize {
		q, position := shown(t, s, p)
		p.lacks(t, earned(q)...).lacks(t, q.Hint.HTML)
		hint := r.post(attempt+"/hint", "position", position, "question", q.ID)
		hint.has(t, q.Hint.HTML).lacks(t, earned(q)...)
		answer := right(q)
		if i == 0 {
			answer = wrong(q)
		}
		told := r.post(attempt, append(answer, "position", position, "question", q.ID)...)
		told.has(t, earned(q)...)
		p = r.get(attempt)
	}
	p.has(t, "4 of 5 right", "strong")
	answers, err := s.Store.Answers(t.Context(), learnerOf(t, s, r), 1)
	if err != nil || len(answers) != practiceSize || !answers[0].Hint || answers[0].Correct {
		t.Errorf("stored %+v (%v)", answers, err)
	}
}

func TestTestTellsNothingBeforeItsEnd(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.post("/quiz/"+quizLesson, "kind", "test")
	attempt := attemptPath(p)
	mix := map[quiz.Difficulty]int{}
	var asked []*quiz.Question
	for range 10 {
		q, position := shown(t, s, p)
		mix[q.Difficulty]++
		asked = append(asked, q)
		for _, before := range asked {
			p.lacks(t, earned(before)...).lacks(t, before.Hint.HTML)
		}
		if refused := r.send(attempt+"/hint", "position", position, "question", q.ID); refused.Code != 400 {
			t.Errorf("a hint in a test answers %d", refused.Code)
		}
		p = r.post(attempt, append(right(q), "position", position, "question", q.ID)...)
	}
	if mix[quiz.Easy] != 4 || mix[quiz.Medium] != 4 || mix[quiz.Hard] != 2 {
		t.Errorf("the test asks %v", mix)
	}
	p.has(t, "All 10 right")
	for _, q := range asked {
		p.has(t, earned(q)...)
	}
	if a, err := s.Store.Attempt(t.Context(), learnerOf(t, s, r), 1); err != nil || a.Finished.IsZero() {
		t.Errorf("the attempt is stored as %+v (%v)", a, err)
	}
	r.get("/progress").has(t, "10 of 10", "strong")
}

func TestAnswersCountOnce(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.post("/quiz/"+quizLesson, "kind", "practice")
	attempt := attemptPath(p)
	q, position := shown(t, s, p)
	r.post(attempt, append(wrong(q), "position", position, "question", q.ID)...)
	again := r.post(attempt, append(right(q), "position", position, "question", q.ID)...)
	again.has(t, "Not quite")
	answers, err := s.Store.Answers(t.Context(), learnerOf(t, s, r), 1)
	if err != nil || len(answers) != 1 || answers[0].Correct {
		t.Errorf("stored %+v (%v), want the first answer alone", answers, err)
	}
	// Going back to the form shows what stands, not the form.
	r.get(attempt+"?q=1").has(t, "Not quite").has(t, earned(q)...)
}

func TestTamperedAnswersAreRefused(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.post("/quiz/"+quizLesson, "kind", "practice")
	attempt := attemptPath(p)
	q, position := shown(t, s, p)
	for name, fields := range map[string][]string{
		"another question": {"position", position, "question", "no-such", "option", "a"},
		"no position":      {"question", q.ID, "option", "a"},
		"past the end":     {"position", "99", "question", q.ID, "option", "a"},
	} {
		if p := r.send(attempt, fields...); p.Code != 400 {
			t.Errorf("%s: %d", name, p.Code)
		}
	}
	for name, option := range map[string][]string{"nothing": nil, "no option": {"option", "zz"}, "two of one": {"option", "a", "option", "b"}} {
		if q.Type == quiz.ChooseAll && name == "two of one" {
			continue
		}
		p := r.send(attempt, append(option, "position", position, "question", q.ID)...)
		if p.Code != 422 {
			t.Errorf("%s: %d", name, p.Code)
		}
		p.has(t, `role="alert"`).lacks(t, earned(q)...)
	}
}

func TestAttemptsAreTheirOwners(t *testing.T) {
	s := testServer(t)
	owner, other := newReader(t, s.handler()), newReader(t, s.handler())
	p := owner.post("/quiz/"+quizLesson, "kind", "test")
	attempt := attemptPath(p)
	q, position := shown(t, s, p)
	other.post("/quiz/"+quizLesson, "kind", "practice")
	for _, r := range []*reader{other, newReader(t, s.handler())} {
		if p := r.do("GET", attempt, nil); p.Code != 404 {
			t.Errorf("reading another's attempt: %d", p.Code)
		}
		if p := r.send(attempt, append(right(q), "position", position, "question", q.ID)...); p.Code != 404 {
			t.Errorf("answering another's attempt: %d", p.Code)
		}
		if p := r.send(attempt + "/finish"); p.Code != 404 {
			t.Errorf("finishing another's attempt: %d", p.Code)
		}
	}
}

func TestHandingInEarly(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.post("/quiz/"+quizLesson, "kind", "test")
	attempt := attemptPath(p)
	q, position := shown(t, s, p)
	r.post(attempt+"/finish").has(t, "10 questions left unanswered", "None of the 10 right yet")
	late := r.send(attempt, append(right(q), "position", position, "question", q.ID)...)
	if late.Code != 409 {
		t.Errorf("an answer after the end: %d", late.Code)
	}
}

func TestQuestionThatChangedIsLeftOut(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read") // makes the learner
	q := s.Bank.Questions(quizLesson)[0]
	id, err := s.Store.StartAttempt(t.Context(), store.Attempt{
		Learner: learnerOf(t, s, r), Kind: store.Practice, Lesson: quizLesson, Seed: 1, Started: fixedNow(),
		Questions: []store.Question{{ID: q.ID, Version: q.Version + 7}, {ID: q.ID, Version: q.Version}},
	})
	if err != nil || id != 1 {
		t.Fatal(id, err)
	}
	p := r.get("/attempts/1")
	if _, position := shown(t, s, p); position != "1" {
		t.Errorf("asks at position %s", position)
	}
	r.post("/attempts/1", append(right(q), "position", "1", "question", q.ID)...)
	r.get("/attempts/1").has(t, "All 1 right")
}
