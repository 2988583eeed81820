package web

import (
	"context"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/view"
)

// keysView says when learners see a bank's keys.
func keysView(b store.Bank) view.KeysShown {
	return view.KeysShown{When: string(b.KeysShown), AnsweredOnly: b.AnsweredOnly}
}

// setBankKeys keeps when learners see a bank's keys.
func (s *server) setBankKeys(c echo.Context, i store.Instructor) error {
	b, f, err := s.bankForm(c, i)
	if err != nil {
		return err
	}
	shown := store.KeysShown(first(f, "shown"))
	switch shown {
	case store.KeysAfterEach, store.KeysAtEnd, store.KeysAfterClosing:
	default:
		return advice.BadInput("Choose when keys are shown: after each answer, after the last, or after closing.")
	}
	if err := s.Store.SetBankKeys(c.Request().Context(), i.ID, b.ID, shown, first(f, "answered") == "1", s.Now()); err != nil {
		return err
	}
	return seeOther(c, view.BankPath(int64(b.ID), "?keys=set"))
}

// keyRules reads what may be told of a learner's attempts. Those at the course's
// questions need no look into the store.
func (s *server) keyRules(ctx context.Context, id store.LearnerID, attempts ...store.Attempt) (store.KeyRules, error) {
	for _, a := range attempts {
		if a.Setup.Bank != nil {
			return s.Store.KeyRules(ctx, id)
		}
	}
	return nil, nil
}
