package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/budget"
)

// What one request may cost, where that depends on what somebody sent or imported.
// A step is roughly a hundred nanoseconds.
var (
	// pageWork is for a page that is nothing but the work: an export.
	pageWork = budget.Limits{Steps: 10_000_000, Bytes: 32 << 20}
)

// partWork is for a part of a page that can be left out or cut short: a drawing, an
// analysis. So that one can't take the time of the others, each has its own.
var partWork = budget.Limits{Steps: 2_000_000}

// work makes the budget for a request's work: it ends at the limits, when the
// request's time is over, when the client goes and when the server stops. The error
// is the answer to a client that has used more than its share, see clients.go;
// nobody begins to work then.
func (s *server) work(c echo.Context, limits budget.Limits) (*budget.Budget, error) {
	if err := s.mayWork(c); err != nil {
		return nil, err
	}
	return within(c.Request().Context(), limits), nil
}

// mayWork refuses a client that has used more than its share of computing time.
func (s *server) mayWork(c echo.Context) error {
	if lifetimeOf(c.Request().Context()) == nil {
		return nil
	}
	return s.clients.mayWork(c)
}

// within makes a budget that ends with ctx. In a request it is counted for the
// client.
func within(ctx context.Context, limits budget.Limits) *budget.Budget {
	b := budget.New(ctx, limits)
	if l := lifetimeOf(ctx); l != nil {
		l.work = append(l.work, b)
	}
	return b
}

// part is a budget for one part of a page of the world.
func (p *playing) part() *budget.Budget { return p.within(partWork) }

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
