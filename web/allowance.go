package web

import (
	"context"
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
	// partSteps is for a part of a page that can be left out or cut short: a drawing,
	// an analysis. So that one can't take the time of the others, each has its own.
	partSteps = 2_000_000
)

// allowance is a budget for the work on one request. It ends with the request.
func (s *server) allowance(c echo.Context) *budget.Budget {
	return budget.New(c.Request().Context(), budget.Limits{Steps: pageSteps, Bytes: pageBytes})
}

// part is a budget for one part of a page. It ends with the request.
func part(ctx context.Context) *budget.Budget {
	return budget.New(ctx, budget.Limits{Steps: partSteps})
}

// part is a budget for one part of a page of the world.
func (p *playing) part() *budget.Budget {
	if p.ctx == nil {
		return nil
	}
	return part(p.ctx)
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
