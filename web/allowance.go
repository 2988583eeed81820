package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/budget"
)

// What the work for one page may come to, where its size depends on what somebody
// sent or imported. A step is about a hundred nanoseconds.
const (
	pageSteps = 10_000_000
	pageBytes = 32 << 20
)

// allowance is a budget for the work on one request. It ends with the request.
func (s *server) allowance(c echo.Context) *budget.Budget {
	return budget.New(c.Request().Context(), budget.Limits{Steps: pageSteps, Bytes: pageBytes})
}

// overLimit tells the reader which limit work has met. Other errors, such as that
// the request was cancelled, stay as they are.
func overLimit(what string, err error) error {
	e, ok := errors.AsType[*budget.Exceeded](err)
	if !ok {
		return err
	}
	return &problem{status: http.StatusUnprocessableEntity, title: "That is too much work for one request", cause: err,
		message: what + " was ended: " + e.Error() + ".",
		mend:    "Take out what you are not asking about, and try again. Nothing was changed."}
}
