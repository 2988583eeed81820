package practise

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// testSizes are how many questions a test may have; testTimes how many seconds
// it may give for each, 0 for no limit.
var (
	testSizes = []int{5, 10, 20, 40}
	testTimes = []int{0, 60, 120}
)

// TestPage is where a test of one's own choosing begins.
func (s *Pages) TestPage(c echo.Context) error {
	v := view.TestSetup{Sizes: testSizes, Size: testSizes[1], Times: testTimes}
	lines, err := s.attemptLines(c)
	if err != nil {
		return err
	}
	if v.Certainty, err = s.asksCertainty(c); err != nil {
		return err
	}
	for _, a := range lines {
		switch {
		case a.kind != store.Test:
		case a.Finished:
			v.Past = append(v.Past, a.AttemptLine)
		default:
			v.Open = append(v.Open, a.AttemptLine)
		}
	}
	v.Past = v.Past[:min(len(v.Past), shownAttempts)]
	for _, l := range s.Course.Lessons() {
		if n := len(s.Bank.Questions(l.Slug)); n > 0 {
			v.Lessons = append(v.Lessons, view.QuizChoice{Slug: l.Slug, Title: l.Title, Questions: n})
		}
	}
	return s.Page(c, http.StatusOK, view.TestPage(s.Head(c, "Test", view.PracticePath), v))
}

// testWish is what a test's form asks for.
type testWish struct {
	lessons    []string // those chosen, or all
	difficulty *quiz.Difficulty
	size       int
	each       time.Duration // for each question; 0 without a limit
	order      int64         // the number that fixes the questions for a class; 0 for none
}

func (s *Pages) testWish(f map[string][]string) (testWish, error) {
	w := testWish{lessons: f["lesson"]}
	var err error
	if w.order, err = orderWish(f); err != nil {
		return w, err
	}
	seen := map[string]bool{}
	for _, slug := range w.lessons {
		if s.Course.Lesson(slug) == nil || seen[slug] {
			return w, advice.BadInput("There is no lesson %q to be tested on, or it was named twice.", slug)
		}
		seen[slug] = true
	}
	if len(w.lessons) == 0 {
		for _, l := range s.Course.Lessons() {
			if len(s.Bank.Questions(l.Slug)) > 0 {
				w.lessons = append(w.lessons, l.Slug)
			}
		}
	}
	switch site.First(f, "difficulty") {
	case "":
	case quiz.Easy.String():
		w.difficulty = new(quiz.Easy)
	case quiz.Medium.String():
		w.difficulty = new(quiz.Medium)
	case quiz.Hard.String():
		w.difficulty = new(quiz.Hard)
	default:
		return w, advice.BadInput("A question is easy, medium or hard.")
	}
	var ok bool
	if w.size, ok = oneOf(site.First(f, "count"), testSizes); !ok {
		return w, advice.BadInput("Choose how many questions: 5, 10, 20 or 40.")
	}
	seconds, ok := oneOf(site.First(f, "seconds"), testTimes)
	if !ok {
		return w, advice.BadInput("Choose no limit, one minute or two minutes a question.")
	}
	w.each = time.Duration(seconds) * time.Second
	return w, nil
}

// oneOf reads a number that must be one of those offered.
func oneOf(text string, offered []int) (int, bool) {
	for _, n := range offered {
		if text == strconv.Itoa(n) {
			return n, true
		}
	}
	return 0, false
}

// BeginTest draws a test as it was wished for and starts it, and its clock.
func (s *Pages) BeginTest(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	w, err := s.testWish(f)
	if err != nil {
		return err
	}
	setup := store.Setup{Difficulty: site.First(f, "difficulty"), Order: w.order}
	if setup.Certainty, err = s.certaintyWish(c, f); err != nil {
		return err
	}
	a := store.Attempt{Kind: store.Test, Setup: setup}
	if a.Seed, err = s.seedFor(w.order); err != nil {
		return err
	}
	questions := s.Bank.Draw(w.lessons, w.difficulty, w.size, uint64(a.Seed))
	if len(questions) == 0 {
		return advice.BadInput("These lessons have no questions of that difficulty. Choose another, or a mix.")
	}
	if len(w.lessons) == 1 {
		a.Lesson = w.lessons[0]
	} else {
		a.Setup.Lessons = w.lessons
	}
	if w.each > 0 {
		a.Deadline = s.Now().Add(w.each * time.Duration(len(questions)))
	}
	return s.beginAttempt(c, a, questions)
}

// late reports whether an attempt's time is over.
func (s *Pages) late(a store.Attempt) bool {
	return !a.Deadline.IsZero() && s.Now().After(a.Deadline)
}

// lateAnswers are the answers that came after a test's time was over.
func (s *Pages) lateAnswers(c echo.Context, t *Sitting) ([]view.LateAnswer, error) {
	if t.Deadline.IsZero() {
		return nil, nil
	}
	refused, err := s.Store.Refusals(c.Request().Context(), t.Learner)
	if err != nil {
		return nil, err
	}
	var late []view.LateAnswer
	for _, r := range refused {
		if r.Attempt == t.ID && r.Reason == store.RefusedLate {
			late = append(late, view.LateAnswer{Position: r.Position, At: r.At})
		}
	}
	return late, nil
}
