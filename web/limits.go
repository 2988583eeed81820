package web

import (
	"github.com/labstack/echo/v4"

	"rolecall/sandbox/budget"
)

// What one request may cost. A step is roughly a hundred nanoseconds.
var (
	// pageWork is for a page or a part of one: a map, an analysis, an export.
	pageWork = budget.Limits{Steps: 20_000_000, Bytes: 128 << 20}
	// lineWork is for one line of a console, one policy run, one lint.
	lineWork = budget.Limits{Steps: 2_500_000, Bytes: 32 << 20}
	// importWork is for reading a world, an account or a file of questions.
	importWork = budget.Limits{Steps: 20_000_000, Bytes: 128 << 20}
)

// work makes the budget for a part of a request's work: it ends at the limits,
// when the request's time is over, when the client goes and when the server stops.
// The error is the answer to a client that has used more than its share, see
// clients.go; nobody begins to work then.
func (s *server) work(c echo.Context, limits budget.Limits) (*budget.Budget, error) {
	ctx := c.Request().Context()
	b := budget.New(ctx, limits)
	l := lifetimeOf(ctx)
	if l == nil {
		return b, nil
	}
	if err := s.clients.mayWork(c); err != nil {
		return nil, err
	}
	l.work = append(l.work, b)
	return b, nil
}
