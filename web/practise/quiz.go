package practise

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// PracticeSize is how many questions a practice has.
const PracticeSize = 5

// quizLesson finds the lesson that questions are asked about.
func (s *Pages) quizLesson(c echo.Context) (*lessons.Lesson, error) {
	l := s.Course.Lesson(c.Param("lesson"))
	if l == nil || len(s.Bank.Questions(l.Slug)) == 0 {
		return nil, advice.NotFound("There are no questions on a lesson of that name.")
	}
	return l, nil
}

// QuizStart is where practice and tests begin, and go on.
func (s *Pages) QuizStart(c echo.Context) error {
	l, err := s.quizLesson(c)
	if err != nil {
		return err
	}
	n := len(s.Bank.Questions(l.Slug))
	q := view.QuizStart{Lesson: l.Slug, Title: l.Title, Questions: n, Practice: min(PracticeSize, n), Test: quiz.TestMix()}
	if q.Certainty, err = s.asksCertainty(c); err != nil {
		return err
	}
	lines, err := s.attemptLines(c)
	if err != nil {
		return err
	}
	for _, a := range lines {
		switch {
		case a.slug != l.Slug:
		case a.Finished:
			q.Past = append(q.Past, a.AttemptLine)
		default:
			q.Open = append(q.Open, a.AttemptLine)
		}
	}
	return s.Page(c, http.StatusOK, view.QuizStartPage(s.Head(c, "Questions on "+l.Title, view.PracticePath), q))
}

// shownAttempts is how many attempts a page lists that isn't about them.
const shownAttempts = 10

type attemptLine struct {
	view.AttemptLine
	slug string
	bank string // the code of an instructor's bank
	kind store.AttemptKind
}

// attemptLines lists the reader's attempts, newest first.
func (s *Pages) attemptLines(c echo.Context) ([]attemptLine, error) {
	id, err := s.Learner(c)
	if err != nil || id == 0 {
		return nil, err
	}
	ctx := c.Request().Context()
	attempts, err := s.Store.Attempts(ctx, id)
	if err != nil {
		return nil, err
	}
	answers, err := s.Store.AllAnswers(ctx, id)
	if err != nil {
		return nil, err
	}
	keys, err := s.KeyRules(ctx, id, attempts...)
	if err != nil {
		return nil, err
	}
	return s.linesOf(ctx, &study{Studied: store.Studied{Attempts: attempts, Answers: answers, Keys: keys}}), nil
}

// linesOf sums up the attempts of a study, newest first.
func (s *Pages) linesOf(ctx context.Context, st *study) []attemptLine {
	byAttempt := map[store.AttemptID][]store.Answer{}
	for _, a := range st.Answers {
		byAttempt[a.Attempt] = append(byAttempt[a.Attempt], a)
	}
	var lines []attemptLine
	for _, a := range st.Attempts {
		lines = append(lines, s.attemptLine(ctx, a, st.Keys.Of(a), byAttempt[a.ID]))
	}
	return lines
}

// attemptLine sums an attempt up without looking into its questions.
func (s *Pages) attemptLine(ctx context.Context, a store.Attempt, rule store.KeyRule, answers []store.Answer) attemptLine {
	t := &Sitting{Attempt: a, lesson: s.Course.Lesson(a.Lesson)}
	l := view.AttemptLine{Href: t.path(), Lesson: t.lessonLink().Text, Kind: t.kindWord(),
		Answered: len(answers), Total: len(a.Questions), Started: a.Started, Finished: !a.Finished.IsZero()}
	answered := map[int]bool{}
	for _, answer := range answers {
		answered[answer.Position] = true
		if answer.Correct {
			l.Right++
		}
	}
	waits := false
	for i, q := range a.Questions {
		waits = waits || !answered[i] && s.Questions.Asks(ctx, a.ID, q)
	}
	l.Finished = l.Finished || !waits || s.late(a)
	l.Ends = a.Deadline
	if !rule.Tells(a.Kind, l.Finished, true) {
		l.Untold, l.Right = true, 0
	}
	return attemptLine{l, a.Lesson, bankOf(a), a.Kind}
}

// QuizBegin starts an attempt.
func (s *Pages) QuizBegin(c echo.Context) error {
	l, err := s.quizLesson(c)
	if err != nil {
		return err
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	a := store.Attempt{Kind: store.AttemptKind(site.First(f, "kind")), Lesson: l.Slug}
	if a.Setup.Order, err = orderWish(f); err != nil {
		return err
	}
	id, err := s.Someone(c)
	if err != nil {
		return err
	}
	if a.Setup.Certainty, err = s.certaintyWish(c, f); err != nil {
		return err
	}
	if a.Seed, err = s.seedFor(a.Setup.Order); err != nil {
		return err
	}
	questions, err := s.draw(c, id, l, a)
	if err != nil {
		return err
	}
	return s.beginAttempt(c, a, questions)
}

func (s *Pages) seed() (int64, error) {
	var b [8]byte
	if _, err := io.ReadFull(s.Rand, b[:]); err != nil {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(b[:]) & math.MaxInt64), nil
}

// Attempt shows an attempt: the question asked for, or else the one that is due,
// or the result once every question is answered.
func (s *Pages) Attempt(c echo.Context) error {
	t, err := s.sitting(c)
	if err != nil {
		return err
	}
	position := t.next(-1)
	if q := c.QueryParam("q"); q != "" {
		n, err := strconv.Atoi(q)
		if err != nil || !t.has(n-1) {
			return advice.NotFound("This attempt has no such question.")
		}
		position = n - 1
	} else if t.over() {
		return s.attemptResult(c, t)
	}
	switch {
	case !t.answered(position) && t.closed():
		return site.SeeOther(c, t.path())
	case !t.answered(position):
		if err := s.keepShown(c, t, position); err != nil {
			return err
		}
		return s.askPage(c, http.StatusOK, t.Ask(position))
	case !t.tells(position) && t.over():
		return site.SeeOther(c, t.path())
	case !t.tells(position):
		return site.SeeOther(c, t.at(t.next(position)))
	}
	told, err := t.told(position)
	if err != nil {
		return err
	}
	return s.Page(c, http.StatusOK, view.ToldPage(s.Head(c, t.kindWord(), view.PracticePath), told))
}

// keepShown starts the clock of a question that is about to be read.
func (s *Pages) keepShown(c echo.Context, t *Sitting, position int) error {
	r := c.Request()
	if !site.Deliberate(r) {
		return nil
	}
	return s.Store.ShowQuestion(r.Context(), t.Learner, t.ID, position, s.Now())
}

func (s *Pages) askPage(c echo.Context, status int, a view.Ask) error {
	c.Response().Header().Set("Cache-Control", "private, no-store") // going back asks what counts now
	return s.Page(c, status, view.AskPage(s.Head(c, a.Kind, view.PracticePath), a))
}

// askAgain puts a question again whose answer could not be taken.
func (s *Pages) askAgain(c echo.Context, a view.Ask) error {
	if site.IsFragment(c.Request()) {
		return s.Render(c, http.StatusOK, view.AskAgain(a)) // htmx swaps no 422
	}
	return s.askPage(c, http.StatusUnprocessableEntity, a)
}

func (s *Pages) attemptResult(c echo.Context, t *Sitting) error {
	r, err := t.result(s.Course)
	if err != nil {
		return err
	}
	if r.Late, err = s.lateAnswers(c, t); err != nil {
		return err
	}
	return s.Page(c, http.StatusOK, view.FinishedPage(s.Head(c, "Result", view.PracticePath), r))
}

// position reads which question a form is about. A form that names another
// question than the one at its position was tampered with, or is of another attempt.
func (t *Sitting) position(f map[string][]string) (int, error) {
	n, err := strconv.Atoi(site.First(f, "position"))
	if err != nil || !t.has(n) {
		return 0, advice.BadInput("This attempt has no such question.")
	}
	if site.First(f, "question") != quiz.Handle(t.Asked[n].ID) {
		return 0, advice.BadInput("The answer is to another question than the one at that place.")
	}
	return n, nil
}

// Answer takes the answer to a question. The first one counts: sent again, it
// shows what stands.
func (s *Pages) Answer(c echo.Context) error {
	t, err := s.acting(c)
	if err != nil {
		return err
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	n, err := t.position(f)
	if err != nil {
		s.refuse(c, t, -1, store.RefusedTampered, f["option"])
		return err
	}
	if t.answered(n) {
		return site.Onward(c, t.after(n))
	}
	q := t.Asked[n].Question
	chosen, err := answerOf(q, uint64(t.Seed), f)
	var r quiz.Result
	if err == nil {
		r, err = quiz.Grade(q, chosen)
	}
	if err != nil {
		if forged, ok := errors.AsType[notOffered](err); ok {
			s.refuse(c, t, n, store.RefusedTampered, []string{forged.given})
		}
		a := t.Ask(n)
		a.Given, a.Problem = f, site.Sentence(err)
		return s.askAgain(c, a)
	}
	wait, err := s.wrongWait(c, t)
	if err != nil {
		return err
	}
	if wait > 0 {
		s.refuse(c, t, n, store.RefusedHasty, chosen)
		return s.tooManyWrong(c, wait)
	}
	a := store.Answer{Attempt: t.ID, Position: n, Question: t.Questions[n], Chosen: chosen,
		Correct: r.Right, Hint: t.hinted(n), Sure: t.certainty(f), At: s.Now()}
	spent, err := s.Store.TimeSpent(c.Request().Context(), t.Learner, t.ID, n, a.At)
	if err != nil {
		return err
	}
	a.MS = spent.Milliseconds()
	stands, fresh, err := s.Store.AddAnswer(c.Request().Context(), t.Learner, a)
	if err != nil {
		return s.answerProblem(c, t, n, chosen, err)
	}
	if fresh && !r.Right && t.Kind == store.Practice && t.rule.Feedback(t.Kind) {
		s.Guesses.Wrong(t.Learner, s.Now())
	}
	t.answers[n] = stands
	if t.next(n) < 0 {
		if _, _, err := s.Store.FinishAttempt(c.Request().Context(), t.Learner, t.ID, s.Now()); err != nil {
			return err
		}
	}
	return site.Onward(c, t.after(n))
}

// after is where an answered question leads: to its feedback where each answer has
// one, else to the next question, and to the result at the end.
func (t *Sitting) after(position int) string {
	if t.rule.Feedback(t.Kind) {
		return t.at(position)
	}
	if n := t.next(position); n >= 0 && t.Finished.IsZero() {
		return t.at(n)
	}
	return t.path()
}

// Hint opens the hint of a practice's question and keeps that it was opened.
func (s *Pages) Hint(c echo.Context) error {
	t, err := s.acting(c)
	if err != nil {
		return err
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	n, err := t.position(f)
	if err != nil {
		return err
	}
	if t.Kind != store.Practice {
		return advice.BadInput("A test has no hints.")
	}
	_, err = s.KeepTry(c, store.Try{Lesson: t.Lesson, Mode: quizMode, Block: t.block(), Step: strconv.Itoa(n), Outcome: site.OutcomeHint})
	if err != nil {
		return err
	}
	return site.SeeOther(c, t.at(n)+"#hint")
}

// Finish hands an attempt in early.
func (s *Pages) Finish(c echo.Context) error {
	t, err := s.acting(c)
	if err != nil {
		return err
	}
	at := s.Now()
	if t.late {
		at = t.Deadline
	}
	if _, _, err := s.Store.FinishAttempt(c.Request().Context(), t.Learner, t.ID, at); err != nil {
		return err
	}
	return site.SeeOther(c, t.path())
}
