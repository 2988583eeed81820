package site

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/budget"
)

// MaxLint is the longest document that is looked through, in bytes.
const MaxLint = 64 << 10

// MaxPolicy is the longest document that /check and /explain look through, in bytes
// and after the form is decoded. The longest policy that AWS publishes, a version of
// ReadOnlyAccess, has about 175 KB.
const MaxPolicy = 300 << 10

// What one request may cost, where that depends on what somebody sent or imported.
// A step is roughly a hundred nanoseconds.
var (
	// PageWork is for a page that is nothing but the work: an export.
	PageWork = budget.Limits{Steps: 10_000_000, Bytes: 32 << 20}
)

// Work makes the budget for a request's work: it ends at the limits, when the
// request's time is over, when the client goes and when the server stops. The error
// is the answer to a client that has used more than its share, see clients.go;
// nobody begins to work then.
func (s *Site) Work(c echo.Context, limits budget.Limits) (*budget.Budget, error) {
	if err := s.MayWork(c); err != nil {
		return nil, err
	}
	return Within(c.Request().Context(), limits), nil
}

// MayWork refuses a client that has used more than its share of computing time.
func (s *Site) MayWork(c echo.Context) error {
	if LifetimeOf(c.Request().Context()) == nil {
		return nil
	}
	return s.Limits.mayWork(c)
}

// Within makes a budget that ends with ctx. In a request it is counted for the
// client.
func Within(ctx context.Context, limits budget.Limits) *budget.Budget {
	b := budget.New(ctx, limits)
	if l := LifetimeOf(ctx); l != nil {
		l.work = append(l.work, b)
	}
	return b
}

// OverLimit tells the reader which limit work has met. Other errors, such as that
// the request was cancelled, stay as they are.
func OverLimit(what string, err error) error {
	e, ok := errors.AsType[*budget.Exceeded](err)
	if !ok {
		return err
	}
	return &Problem{Status: http.StatusUnprocessableEntity, Title: "That is too much work for one request", cause: err,
		Message: what + " was ended: " + e.Error() + ".",
		Mend:    "Take out what you are not asking about, and try again. Nothing was changed."}
}
