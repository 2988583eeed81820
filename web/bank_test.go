package web

import (
	"strings"
	"testing"

	"rolecall/quiz"
	"rolecall/store"
	"rolecall/web/view"
)

// shareLink gives a bank a link for learners and returns its path.
func shareLink(t *testing.T, s *server, r *reader, bank string) string {
	t.Helper()
	r.post(bank + "/share")
	all, err := s.Store.Banks(t.Context(), instructorOf(t, s, r))
	if err != nil {
		t.Fatal(err)
	}
	code := all[len(all)-1].Code
	r.get(bank).has(t, s.PublicURL+view.BankStartPath(code))
	return view.BankStartPath(code)
}

// askedOwn reads which question of a bank a page asks, and at which position.
func askedOwn(t *testing.T, s *server, p page) (q *quiz.Question, position string) {
	t.Helper()
	asked, position := askedAt(t, s, p)
	if q = s.questions.OwnQuestion(t.Context(), store.Question{ID: asked.ID, Version: 1}); q == nil {
		t.Fatalf("%s asks %s, which is no bank's", p.path, asked.ID)
	}
	return q, position
}

// Learners practise a bank of every type. No byte of what is to be earned is sent
// before it is.
func TestBankIsPractisedLikeAnyQuestions(t *testing.T) {
	s := testServer(t)
	ada := teacher(t, s, "Ada")
	bank := makeBank(t, s, ada)
	types := oneOfEach(t, s)
	for _, q := range types {
		write(t, s, ada, bank, courseYAML(t, q))
	}
	link := shareLink(t, s, ada, bank)
	r := newReader(t, s.handler())
	start := r.get(link).has(t, "Week one", "8 questions").lacks(t, "Ada")
	checkHTML(t, link, start.body)
	for _, q := range types {
		start.lacks(t, earned(q)...)
	}
	p := r.post(link, "kind", "practice", "count", "all")
	attempt := attemptPath(p)
	for i := range types {
		q, position := askedOwn(t, s, p)
		if q.Type != types[i].Type {
			t.Errorf("question %d is of type %s, want the bank's order", i+1, q.Type)
		}
		p.lacks(t, earned(q)...).lacks(t, keys(q)...).lacks(t, q.Hint.HTML).has(t, link)
		r.post(attempt+"/hint", "position", position, "question", quiz.Handle(q.ID)).has(t, q.Hint.HTML).lacks(t, earned(q)...)
		if bad := r.send(attempt, "position", position, "question", quiz.Handle(q.ID), "option", "nothing"); bad.Code != 422 {
			t.Errorf("a tampered answer to %s: %d", q.Type, bad.Code)
		}
		answer := right(q, seedOf(t, s, r, attempt))
		if i == 0 {
			answer = wrong(q, seedOf(t, s, r, attempt))
		}
		r.post(attempt, append(answer, "position", position, "question", quiz.Handle(q.ID))...).has(t, earned(q)...)
		p = r.get(attempt)
	}
	p.has(t, "7 of 8 right", link)
	answers, err := s.Store.AllAnswers(t.Context(), learnerOf(t, s, r))
	if err != nil || len(answers) != 8 || !store.OfBank(answers[0].Question.ID) || answers[0].Question.Version != 1 {
		t.Errorf("stored %+v (%v)", answers, err)
	}
	r.get(link).has(t, "Earlier attempts")
	r.get("/progress").has(t, "Week one")
	a, err := s.Store.Attempt(t.Context(), learnerOf(t, s, r), attemptID(t, attempt))
	if err != nil || s.Course.Lesson(a.Lesson) != nil || a.Lesson == "" {
		t.Errorf("the attempt stands under %q (%v), where the course's tests would mix with it", a.Lesson, err)
	}
	// Another learner finds nothing there.
	other := newReader(t, s.handler())
	other.get(link).lacks(t, "Earlier attempts")
	if p := other.do("GET", attempt, nil); p.Code != 404 {
		t.Errorf("another learner's attempt answers %d", p.Code)
	}
	if p := r.do("GET", bank, nil); p.Code != 403 {
		t.Errorf("a learner opens the bank's own page: %d", p.Code)
	}
}

func TestTestOfABankTellsAtItsEnd(t *testing.T) {
	s := testServer(t)
	ada := teacher(t, s, "Ada")
	bank := makeBank(t, s, ada)
	for range 2 {
		write(t, s, ada, bank, plainQuestion)
	}
	link := shareLink(t, s, ada, bank)
	r := newReader(t, s.handler())
	p := r.post(link, "kind", "test", "count", "all")
	attempt := attemptPath(p)
	for range 2 {
		q, position := askedOwn(t, s, p)
		p.lacks(t, earned(q)...)
		p = r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
	}
	p.has(t, "All 2 right", "She owns it.")
	for _, f := range [][]string{{"kind", "practice", "count", "7"}, {"kind", "duel", "count", "all"}, {}} {
		if p := r.send(link, f...); p.Code != 400 {
			t.Errorf("%v answers %d", f, p.Code)
		}
	}
}

// An attempt keeps the question it asked, whatever becomes of the question and its bank.
func TestAttemptKeepsTheVersionItAsked(t *testing.T) {
	s := testServer(t)
	ada := teacher(t, s, "Ada")
	bank := makeBank(t, s, ada)
	q := write(t, s, ada, bank, plainQuestion)
	link := shareLink(t, s, ada, bank)
	r := newReader(t, s.handler())
	attempt := attemptPath(r.post(link, "kind", "practice", "count", "all"))
	path := view.QuestionPath(q.ID, "")
	ada.post(path, "form", "yaml", "revision", "1", "do", "save", "source", strings.Replace(plainQuestion, "Who decides?", "Who pays?", 1))
	newer := newReader(t, s.handler())
	newer.post(link, "kind", "practice", "count", "all").has(t, "Who pays?")
	ada.post(path + "/delete")
	r.get(attempt).has(t, "Who decides?").lacks(t, "Who pays?")
	ada.post(bank+"/delete").has(t, "Bring back")
	if p := r.do("GET", link, nil); p.Code != 404 {
		t.Errorf("the link of a deleted bank answers %d", p.Code)
	}
	told := r.post(attempt, "position", "0", "question", quiz.Handle(q.ID), "option", "1")
	told.has(t, "Who decides?", "She owns it.")
	ada.post(bank+"/restore").has(t, "Deleted questions")
	r.get(link).has(t, "no questions in it yet")
	if p := r.send(link, "kind", "practice", "count", "all"); p.Code != 404 {
		t.Errorf("an empty bank answers %d", p.Code)
	}
	ada.post(path + "/restore")
	r.get(link).has(t, "1 question.")
	ada.post(bank+"/share", "close", "yes")
	if p := r.do("GET", link, nil); p.Code != 404 {
		t.Errorf("a closed link answers %d", p.Code)
	}
}
