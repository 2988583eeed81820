package practise

import (
	"context"
	"errors"
	"io"
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

// ProgressPage shows the reader what they did.
func (s *ProgressPages) ProgressPage(c echo.Context) error {
	m, err := s.progressView(c)
	if err != nil {
		return err
	}
	return s.Page(c, http.StatusOK, view.ProgressPage(s.Head(c, "Your progress", "/progress"), m))
}

func (s *ProgressPages) progressView(c echo.Context) (view.Progress, error) {
	var m view.Progress
	id, err := s.Learner(c)
	if err != nil || id == 0 {
		return m, err
	}
	ctx := c.Request().Context()
	l, err := s.Store.Learner(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	if m.Browsers, err = s.Browsers(c, "/progress"); err != nil {
		return m, err
	}
	st, err := s.Study(ctx, id)
	if err != nil {
		return m, err
	}
	p := site.NewProgress(id, st.Progress, store.Preferences{})
	m.Known, m.PhraseAt = true, l.PhraseAt
	for _, e := range s.LessonList(p) {
		m.Lessons = append(m.Lessons, s.lessonProgress(e, st, p))
	}
	s.addAttempts(ctx, &m, st)
	s.addPlots(&m, st)
	return m, nil
}

// addAttempts lists what is open, and the latest of what is done.
func (s *ProgressPages) addAttempts(ctx context.Context, m *view.Progress, st *study) {
	for _, a := range s.linesOf(ctx, st) {
		if a.Finished {
			m.Attempts = append(m.Attempts, a.AttemptLine)
		} else {
			m.Open = append(m.Open, a.AttemptLine)
		}
	}
	m.Open = m.Open[:min(len(m.Open), shownAttempts)]
	m.Attempts = m.Attempts[:min(len(m.Attempts), shownAttempts)]
}

// lessonProgress counts what the reader did in a lesson.
func (s *ProgressPages) lessonProgress(e view.LessonEntry, st *study, p *site.Progress) view.LessonProgress {
	l := view.LessonProgress{LessonEntry: e}
	for _, f := range st.Predictions {
		if f.Lesson == e.Slug {
			l.Predicted++
			if f.Correct {
				l.AsExpected++
			}
		}
	}
	for _, t := range st.Tries {
		if t.Lesson == e.Slug && t.Outcome == store.Passed {
			l.Tried++
		}
	}
	for key := range p.Reviews {
		if key[0] == e.Slug {
			l.Cards++
		}
	}
	for _, name := range challengesOf(e.Lesson) {
		l.Challenges++
		if p.Solved[name] {
			l.Solved++
		}
	}
	l.Mastery = quiz.Masteries(st.Sched, e.Slug, e.Lesson.Objectives, st.Items, st.now)
	l.Share = quiz.LessonMastery(l.Mastery)
	for _, i := range st.Items {
		if i.Lesson == e.Slug && i.Kind == quiz.QuestionItem && !st.last[i.RecallKey].IsZero() {
			l.Answered++
		}
	}
	return l
}

// challengesOf names the challenges that a lesson embeds.
func challengesOf(l *lessons.Lesson) []string {
	var names []string
	for _, m := range l.Modes {
		for b := range m.All() {
			if ref, ok := b.(*lessons.ChallengeRef); ok {
				names = append(names, ref.Name)
			}
		}
	}
	return names
}

// NewPhrase makes a recovery phrase and shows it, once: the answer is not to be
// kept, and asking again makes another. Other browsers are signed out first when the
// form asks for it; otherwise the page offers to.
func (s *ProgressPages) NewPhrase(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	var v view.Phrase
	if site.First(f, "others") == "out" {
		n, err := s.EndOthers(c)
		if err != nil {
			return err
		}
		v.Told = site.SignedOutWords(strconv.Itoa(n))
	}
	id, err := s.Someone(c)
	if err != nil {
		return err
	}
	v.Words, err = s.Store.NewPhrase(c.Request().Context(), id, s.Now())
	if err != nil {
		return err
	}
	b, err := s.Browsers(c, "/progress")
	if err != nil {
		return err
	}
	v.Others = max(len(b.List)-1, 0)
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.Page(c, http.StatusOK, view.PhrasePage(s.Head(c, "Your recovery phrase", "/progress"), v))
}

// RecoverForm takes a recovery phrase.
func (s *ProgressPages) RecoverForm(c echo.Context) error { return s.recoverPage(c, http.StatusOK, "") }

func (s *ProgressPages) recoverPage(c echo.Context, status int, problem string) error {
	id, err := s.Learner(c)
	if err != nil {
		return err
	}
	head := s.Head(c, "Enter a recovery phrase", "/progress")
	return s.Page(c, status, view.RecoverPage(head, problem, id != 0))
}

// RecoverProgress opens the progress of a phrase in this browser. The token that the
// browser had until now ends.
func (s *ProgressPages) RecoverProgress(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	_, token, err := s.Store.Recover(c.Request().Context(), site.First(f, "phrase"), s.Token(c.Request()), s.Now())
	if errors.Is(err, store.ErrNotFound) {
		return s.recoverPage(c, http.StatusUnprocessableEntity,
			"This phrase opens nothing. Check the eight words and their order; a phrase stops working when a newer one is made.")
	}
	if err != nil {
		return err
	}
	s.NewToken(c, token)
	return site.SeeOther(c, "/progress")
}

// Export hands the reader everything that is kept of them.
func (s *ProgressPages) Export(c echo.Context) error {
	id, err := s.Learner(c)
	if err != nil {
		return err
	}
	if id == 0 {
		return advice.NotFound("Nothing is kept of this browser, so there is nothing to export.")
	}
	return s.Download(c, "rolecall-progress.json", "application/json", func(to io.Writer) error {
		return s.Store.WriteExport(c.Request().Context(), id, to)
	})
}

// DeleteForm asks before everything is deleted.
func (s *ProgressPages) DeleteForm(c echo.Context) error {
	id, err := s.Learner(c)
	if err != nil {
		return err
	}
	return s.Page(c, http.StatusOK, view.DeletePage(s.Head(c, "Delete everything", "/progress"), id != 0))
}

// DeleteProgress deletes everything that is kept of the reader.
func (s *ProgressPages) DeleteProgress(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	if site.First(f, "sure") != "yes" {
		return advice.BadInput("Nothing was deleted: the form did not say that you are sure.")
	}
	id, err := s.Learner(c)
	if err != nil {
		return err
	}
	if id != 0 {
		if err := s.Store.DeleteLearner(c.Request().Context(), id); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		s.Readers.Wrote(id)
		s.Readers.ForgetTokens()
	}
	s.ClearCookie(c)
	return s.Page(c, http.StatusOK, view.DeletedPage(s.Head(c, "Everything is deleted", "/progress")))
}
