package practise

import (
	"context"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/sandbox/advice"
	"rolecall/store"
)

// draw picks an attempt's questions: for a practice, those first that the reader
// has not answered yet, unless a class is to have the same.
func (s *Pages) draw(c echo.Context, id store.LearnerID, l *lessons.Lesson, a store.Attempt) ([]*quiz.Question, error) {
	switch a.Kind {
	case store.Test:
		return s.Bank.Test(l.Slug, quiz.TestMix(), uint64(a.Seed)), nil
	case store.Practice:
		var known map[string]bool
		if a.Setup.Order == 0 {
			var err error
			if known, err = s.AnsweredRight(c.Request().Context(), id); err != nil {
				return nil, err
			}
		}
		return s.Bank.Practice(l.Slug, PracticeSize, uint64(a.Seed), known), nil
	}
	return nil, advice.BadInput("Choose a practice or a test.")
}

// AnsweredRight are the questions, by id, that a learner has answered right and knows
// it: which ones a practice asks first must not say more than its reader was told.
func (s *Pages) AnsweredRight(ctx context.Context, id store.LearnerID) (map[string]bool, error) {
	attempts, err := s.Store.Attempts(ctx, id)
	if err != nil {
		return nil, err
	}
	answers, err := s.Store.AllAnswers(ctx, id)
	if err != nil {
		return nil, err
	}
	st := &study{now: s.Now(), byAttempt: byAttempt(attempts)}
	if st.Keys, err = s.KeyRules(ctx, id, attempts...); err != nil {
		return nil, err
	}
	right := map[string]bool{}
	for _, a := range answers {
		if a.Correct && st.tells(a.Attempt) {
			right[a.Question.ID] = true
		}
	}
	return right, nil
}
