package learn

import (
	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// begin keeps that a known reader has opened a mode, the first time and when the
// mode is not the one they chose last; a page opened again writes nothing, and so
// does one that the reader did not open themselves. Of somebody new only the
// browser remembers the mode.
func (s *Pages) begin(c echo.Context, p *site.Progress, page *LessonPage) (*site.Progress, error) {
	lesson, mode := page.Lesson.Lesson.Slug, page.Mode.Slug
	if !site.Deliberate(c.Request()) {
		return p, nil
	}
	if p == nil {
		s.RememberMode(c, mode)
		return nil, nil
	}
	if p.Mode == mode && p.Mark(lesson, mode) != view.ModeNew {
		return p, nil
	}
	ctx := c.Request().Context()
	if p.Mode != mode {
		if err := s.Store.SetMode(ctx, p.Learner, mode); err != nil {
			return nil, err
		}
	}
	if p.Mark(lesson, mode) == view.ModeNew {
		t := store.Try{Lesson: lesson, Mode: mode, Block: site.WholePage, Step: site.WholePage, Outcome: site.OutcomeOpened, At: s.Now()}
		if _, err := s.Store.AddTry(ctx, p.Learner, t); err != nil {
			return nil, err
		}
	}
	s.Readers.Wrote(p.Learner)
	return s.ProgressOfLearner(c, p.Learner)
}

// keepChoice keeps what a reader committed to in a block. The first commitment
// stands; the progress returned holds it.
func (s *Pages) keepChoice(c echo.Context, page *LessonPage, block, choice string, right bool) (*site.Progress, error) {
	return s.Keep(c, func(id store.LearnerID) error {
		_, _, err := s.Store.AddPrediction(c.Request().Context(), id, store.Prediction{
			Lesson: page.Lesson.Lesson.Slug, Mode: page.Mode.Slug, Block: block,
			Choice: choice, Correct: right, At: s.Now(),
		})
		return err
	})
}

// keepRead keeps that a reader has finished a mode.
func (s *Pages) keepRead(c echo.Context, page *LessonPage) (*site.Progress, error) {
	return s.Keep(c, func(id store.LearnerID) error {
		return s.Store.AddRead(c.Request().Context(), id,
			store.Read{Lesson: page.Lesson.Lesson.Slug, Mode: page.Mode.Slug, At: s.Now()})
	})
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
