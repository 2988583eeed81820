package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/store"
	"rolecall/web/view"
)

// modeCookie remembers the mode of somebody who is no learner yet.
const modeCookie = "mode"

// preferredMode is the mode the reader chose last; empty when none is known.
func (s *server) preferredMode(c echo.Context) (string, error) {
	p, err := s.progressOf(c)
	if err != nil {
		return "", err
	}
	if p != nil && p.mode != "" {
		return p.mode, nil
	}
	if cookie, err := c.Cookie(modeCookie); err == nil {
		return cookie.Value, nil
	}
	return "", nil
}

// begin keeps that a known reader has opened a mode, the first time and when the
// mode is not the one they chose last; a page opened again writes nothing, and so
// does one that the reader did not open themselves. Of somebody new only the
// browser remembers the mode.
func (s *server) begin(c echo.Context, p *progress, page *lessonPage) (*progress, error) {
	lesson, mode := page.Lesson.Lesson.Slug, page.Mode.Slug
	if !deliberate(c.Request()) {
		return p, nil
	}
	if p == nil {
		s.rememberMode(c, mode)
		return nil, nil
	}
	if p.mode == mode && p.mark(lesson, mode) != view.ModeNew {
		return p, nil
	}
	ctx := c.Request().Context()
	if p.mode != mode {
		if err := s.Store.SetMode(ctx, p.learner, mode); err != nil {
			return nil, err
		}
	}
	if p.mark(lesson, mode) == view.ModeNew {
		t := store.Try{Lesson: lesson, Mode: mode, Block: wholePage, Step: wholePage, Outcome: outcomeOpened, At: s.Now()}
		if _, err := s.Store.AddTry(ctx, p.learner, t); err != nil {
			return nil, err
		}
	}
	s.readers.wrote(p.learner)
	return s.progressOfLearner(c, p.learner)
}

func (s *server) rememberMode(c echo.Context, mode string) {
	if cookie, err := c.Cookie(modeCookie); err == nil && cookie.Value == mode {
		return
	}
	c.SetCookie(&http.Cookie{Name: modeCookie, Value: mode, Path: "/lessons", HttpOnly: true, Secure: s.secure,
		SameSite: http.SameSiteLaxMode, Expires: s.Now().AddDate(cookieYears, 0, 0)})
}

// keepChoice keeps what a reader committed to in a block. The first commitment
// stands; the progress returned holds it.
func (s *server) keepChoice(c echo.Context, page *lessonPage, block, choice string, right bool) (*progress, error) {
	return s.keep(c, func(id store.LearnerID) error {
		_, _, err := s.Store.AddPrediction(c.Request().Context(), id, store.Prediction{
			Lesson: page.Lesson.Lesson.Slug, Mode: page.Mode.Slug, Block: block,
			Choice: choice, Correct: right, At: s.Now(),
		})
		return err
	})
}

// keepRead keeps that a reader has finished a mode.
func (s *server) keepRead(c echo.Context, page *lessonPage) (*progress, error) {
	return s.keep(c, func(id store.LearnerID) error {
		return s.Store.AddRead(c.Request().Context(), id,
			store.Read{Lesson: page.Lesson.Lesson.Slug, Mode: page.Mode.Slug, At: s.Now()})
	})
}

// keepTry keeps that a step was tried, or another fact of [store.Try]'s form.
func (s *server) keepTry(c echo.Context, t store.Try) (*progress, error) {
	t.At = s.Now()
	return s.keep(c, func(id store.LearnerID) error {
		_, err := s.Store.AddTry(c.Request().Context(), id, t)
		return err
	})
}

// keep writes something of the reader's, who becomes a learner by it, and reads
// their progress anew.
func (s *server) keep(c echo.Context, write func(store.LearnerID) error) (*progress, error) {
	id, err := s.someone(c)
	if err != nil {
		return nil, err
	}
	if err := write(id); err != nil {
		return nil, err
	}
	s.readers.wrote(id)
	return s.progressOfLearner(c, id)
}

// rightOption reports whether a prediction's option is what happens.
func rightOption(p *lessons.Predict, option string) bool {
	for _, o := range p.Options {
		if o.ID == option {
			return o.Right
		}
	}
	return false
}
