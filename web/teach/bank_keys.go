package teach

import (
	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// setBankKeys keeps when learners see a bank's keys.
func (s *Pages) setBankKeys(c echo.Context, i store.Instructor) error {
	b, f, err := s.bankForm(c, i)
	if err != nil {
		return err
	}
	shown := store.KeysShown(site.First(f, "shown"))
	switch shown {
	case store.KeysAfterEach, store.KeysAtEnd, store.KeysAfterClosing:
	default:
		return advice.BadInput("Choose when keys are shown: after each answer, after the last, or after closing.")
	}
	if err := s.Store.SetBankKeys(c.Request().Context(), i.ID, b.ID, shown, site.First(f, "answered") == "1", s.Now()); err != nil {
		return err
	}
	return site.SeeOther(c, view.BankPath(int64(b.ID), "?keys=set"))
}
