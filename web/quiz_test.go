package web

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rolecall/quiz"
	"rolecall/store"
	"rolecall/web/practise"
)

const quizLesson = "temporary-access"

// askedAt reads which question a page asks, and at which position: the page names
// it by its handle alone.
func askedAt(t *testing.T, s *server, p page) (q store.Question, position string) {
	t.Helper()
	handle := ""
	visit(parse(t, p.body), func(n *html.Node) {
		name, _ := attr(n, "name")
		value, _ := attr(n, "value")
		switch name {
		case "question":
			handle = value
		case "position":
			position = value
		}
	})
	n, err := strconv.Atoi(position)
	if err != nil {
		t.Fatalf("%s asks no question:\n%s", p.path, text(t, p.body))
	}
	for learner := range store.LearnerID(20) {
		a, err := s.Store.Attempt(t.Context(), learner, attemptID(t, attemptPath(p)))
		if err == nil && quiz.Handle(a.Questions[n].ID) == handle {
			return a.Questions[n], position
		}
	}
	t.Fatalf("%s asks at place %d what its attempt has not", p.path, n)
	return q, position
}

// shown reads which question of the bank a page asks, and at which position.
func shown(t *testing.T, s *server, p page) (q *quiz.Question, position string) {
	t.Helper()
	asked, position := askedAt(t, s, p)
	if q = s.Bank.Question(asked.ID); q == nil {
		t.Fatalf("%s asks %s, which the bank has not", p.path, asked.ID)
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
	for i := range practise.PracticeSize {
		q, position := shown(t, s, p)
		p.lacks(t, earned(q)...).lacks(t, keys(q)...).lacks(t, q.Hint.HTML)
		hint := r.post(attempt+"/hint", "position", position, "question", quiz.Handle(q.ID))
		hint.has(t, q.Hint.HTML).lacks(t, earned(q)...)
		answer := right(q, seedOf(t, s, r, attempt))
		if i == 0 {
			answer = wrong(q, seedOf(t, s, r, attempt))
		}
		told := r.post(attempt, append(answer, "position", position, "question", quiz.Handle(q.ID))...)
		told.has(t, earned(q)...)
		p = r.get(attempt)
	}
	p.has(t, "4 of 5 right", "strong")
	answers, err := s.Store.Answers(t.Context(), learnerOf(t, s, r), 1)
	if err != nil || len(answers) != practise.PracticeSize || !answers[0].Hint || answers[0].Correct {
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
		if refused := r.send(attempt+"/hint", "position", position, "question", quiz.Handle(q.ID)); refused.Code != 400 {
			t.Errorf("a hint in a test answers %d", refused.Code)
		}
		p = r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
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
	r.post(attempt, append(wrong(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
	again := r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
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
	for _, kind := range quiz.Types() {
		q := ofType(t, s, kind)[0]
		attempt := begin(t, s, r, q)
		for name, fields := range map[string][]string{
			"another question": {"position", "0", "question", "no-such", "option", "a"},
			"no position":      {"question", quiz.Handle(q.ID), "option", "a"},
			"past the end":     {"position", "99", "question", quiz.Handle(q.ID), "option", "a"},
		} {
			if p := r.send(attempt, fields...); p.Code != 400 {
				t.Errorf("%s, %s: %d", q.ID, name, p.Code)
			}
		}
		for name, fields := range misuses(q) {
			p := r.send(attempt, append(fields, "position", "0", "question", quiz.Handle(q.ID))...)
			if p.Code != 422 {
				t.Errorf("%s, %s: %d", q.ID, name, p.Code)
			}
			p.has(t, `role="alert"`).lacks(t, earned(q)...).lacks(t, keys(q)...)
		}
	}
}

// misuses are forms that answer no question of the type.
func misuses(q *quiz.Question) map[string][]string {
	m := map[string][]string{"nothing": nil}
	switch b := q.Body.(type) {
	case *quiz.Choice:
		m["no option"] = []string{"option", "9"}
		m["no number"] = []string{"option", b.Options[0].ID}
		m["one twice"] = []string{"option", "1", "option", "1"}
		if !b.Many {
			m["two of one"] = []string{"option", "1", "option", "2"}
		}
	case *quiz.Ordering:
		m["one place twice"] = []string{"place-1", "2", "place-2", "2"}
		m["no such place"] = []string{"place-1", "9"}
		m["no number"] = []string{"place-1", b.Items[0].ID}
	case *quiz.Matching:
		m["the first alone"] = []string{"pair-1", "1"}
		m["no such answer"] = []string{"pair-1", "7"}
	case *quiz.Gap:
		m["blanks"] = []string{"text", "  "}
		m["quotes"] = []string{"text", `""`}
		m["two lines"] = []string{"text", "a\nb"}
		m["too long"] = []string{"text", strings.Repeat("a", 201)}
		m["two texts"] = []string{"text", "a", "text", "b"}
	}
	return m
}

// ofType lists the bank's questions of a type; there is one at least.
func ofType(t *testing.T, s *server, kind quiz.Type) []*quiz.Question {
	t.Helper()
	var list []*quiz.Question
	for _, q := range s.Bank.Questions(quizLesson) {
		if q.Type == kind {
			list = append(list, q)
		}
	}
	if list == nil {
		t.Fatalf("the bank has no question of type %s", kind)
	}
	return list
}

// begin starts a practice of these questions.
func begin(t *testing.T, s *server, r *reader, qs ...*quiz.Question) (attempt string) {
	t.Helper()
	r.post("/lessons/" + quizLesson + "/why/read") // makes the learner
	a := store.Attempt{Learner: learnerOf(t, s, r), Kind: store.Practice, Lesson: quizLesson, Seed: 7, Started: fixedNow()}
	for _, q := range qs {
		a.Questions = append(a.Questions, store.Question{ID: q.ID, Version: q.Version})
	}
	id, err := s.Store.StartAttempt(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	return "/attempts/" + strconv.FormatInt(int64(id), 10)
}

// Every question of every type is asked without a word that is to be earned, and
// told in full after a wrong answer as after a right one.
func TestEveryQuestionIsAskedAndTold(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	for _, kind := range quiz.Types() {
		for _, q := range ofType(t, s, kind) {
			*now = now.Add(10 * time.Second) // so many wrong answers at once would be guessing
			attempt := begin(t, s, r, q, q)
			for n, answer := range [][]string{wrong(q, 7), right(q, 7)} {
				position := strconv.Itoa(n)
				ask := r.get(attempt + "?q=" + strconv.Itoa(n+1))
				ask.lacks(t, earned(q)...).lacks(t, keys(q)...).lacks(t, q.Hint.HTML)
				labelled(t, ask)
				told := r.post(attempt, append(answer, "position", position, "question", quiz.Handle(q.ID))...)
				told.has(t, earned(q)...).has(t, []string{"Not quite.", "Right."}[n])
			}
			answers, err := s.Store.Answers(t.Context(), learnerOf(t, s, r), attemptID(t, attempt))
			if err != nil || len(answers) != 2 || !given(q, answers[0], wrongly(q)) || !given(q, answers[1], rightly(q)) {
				t.Errorf("%s: stored %+v (%v)", q.ID, answers, err)
			}
		}
	}
}

// given reports whether an answer is stored as it was meant; pairs in any order.
func given(q *quiz.Question, a store.Answer, want []string) bool {
	if q.Type == quiz.MatchPairs {
		slices.Sort(a.Chosen)
		slices.Sort(want)
	}
	return slices.Equal(a.Chosen, want)
}

// labelled sees that every field of a form has a label.
func labelled(t *testing.T, p page) {
	t.Helper()
	labels, fields := map[string]bool{}, map[string]string{}
	visit(parse(t, p.body), func(n *html.Node) {
		if id, ok := attr(n, "for"); ok && n.Data == "label" {
			labels[id] = true
		}
		kind, _ := attr(n, "type")
		if id, ok := attr(n, "id"); ok && (n.Data == "select" || n.Data == "input" && kind != "hidden") {
			fields[id] = n.Data
		}
	})
	for id, element := range fields {
		if !labels[id] {
			t.Errorf("%s: the %s %q has no label", p.path, element, id)
		}
	}
}

// A form that could not be taken comes back as it was filled in.
func TestAnswersThatAreRefusedAreKept(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	q := ofType(t, s, quiz.PutInOrder)[0]
	attempt := begin(t, s, r, q)
	r.send(attempt, "position", "0", "question", quiz.Handle(q.ID), "place-1", "2", "place-2", "2", "place-3", "1").
		has(t, `<option value="2" selected>`, "Two of them have place 2")
	q = ofType(t, s, quiz.FillIn)[0]
	attempt = begin(t, s, r, q)
	r.send(attempt, "position", "0", "question", quiz.Handle(q.ID), "text", strings.Repeat("x", 201)).has(t, strings.Repeat("x", 201), "at most 200 characters")
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
		if p := r.send(attempt, append(right(q, seedOf(t, s, owner, attempt)), "position", position, "question", quiz.Handle(q.ID))...); p.Code != 404 {
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
	late := r.send(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
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
	r.post("/attempts/1", append(right(q, 1), "position", "1", "question", quiz.Handle(q.ID))...)
	r.get("/attempts/1").has(t, "All 1 right")
}
