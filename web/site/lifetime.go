package site

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/budget"
	"rolecall/store"
)

const (
	// RequestLimit is how long a request may take, apart from event streams and
	// downloads.
	RequestLimit = 20 * time.Second
	// downloadLimit is how long a download may take: it keeps a snapshot of the data
	// open for as long as it lasts.
	downloadLimit = 5 * time.Minute
	// pieceLimit is how long a client may take to accept one piece of a stream or of
	// a download before the connection is cut.
	pieceLimit = 20 * time.Second
)

// Why a request's context ended, as context.Cause tells it.
var (
	// ErrShutdown is the cause that the server's base context has to be cancelled
	// with when the server stops.
	ErrShutdown = errors.New("web: the server is being stopped")
	ErrTooLong  = errors.New("web: the request took longer than its limit")
)

// lifetime is a request's end: it comes when the client goes, when the server
// stops, or when the time is over. It also knows what the request has stored and
// the work it was allowed.
type lifetime struct {
	timer    *time.Timer
	Cancel   context.CancelCauseFunc
	stored   store.Meter
	learners int64            // writes that made a learner of the reader and nothing else
	work     []*budget.Budget // see limits.go
}

type lifetimeKey struct{}

// beginRequest gives the request a context that ends after the limit. The function that
// comes back releases it.
func (s *Site) beginRequest(c echo.Context) (*lifetime, func()) {
	l := &lifetime{}
	ctx, cancel := context.WithCancelCause(c.Request().Context())
	l.Cancel = cancel
	l.timer = time.AfterFunc(s.RequestLimit, func() { cancel(ErrTooLong) })
	ctx = context.WithValue(store.WithMeter(ctx, &l.stored), lifetimeKey{}, l)
	c.SetRequest(c.Request().WithContext(ctx))
	return l, func() { l.timer.Stop(); cancel(context.Canceled) }
}

// LifetimeOf is nil outside of a request.
func LifetimeOf(ctx context.Context) *lifetime {
	l, _ := ctx.Value(lifetimeKey{}).(*lifetime)
	return l
}

// lasting lets a request take as long as limit from now on; 0 sets no limit, for
// event streams, which have a deadline for each write instead.
func lasting(c echo.Context, limit time.Duration) {
	l := LifetimeOf(c.Request().Context())
	if l == nil {
		return
	}
	l.timer.Stop()
	if limit > 0 {
		l.timer = time.AfterFunc(limit, func() { l.Cancel(ErrTooLong) })
	}
}

// allowPiece gives the client pieceLimit to accept what is written next. The
// deadline is the operating system's, so it goes by the real clock.
func allowPiece(w http.ResponseWriter) error {
	err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(pieceLimit))
	if errors.Is(err, http.ErrNotSupported) { // as in tests without a connection
		return nil
	}
	return err
}

// interruption is why a request couldn't be answered as it should, found in its
// context; nil when err has another reason than the end of the context.
func interruption(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return nil
	}
	if _, told := errors.AsType[*Problem](err); told {
		return nil
	}
	if _, told := errors.AsType[*advice.Error](err); told {
		return nil
	}
	for _, other := range []error{store.ErrFull, store.ErrNotFound, store.ErrBusy, store.ErrClosed} {
		if errors.Is(err, other) {
			return nil
		}
	}
	return context.Cause(ctx)
}

// storedSomething tells whether a part of what the request sent is on the disk.
func storedSomething(ctx context.Context) bool {
	l := LifetimeOf(ctx)
	return l != nil && l.stored.Writes() > l.learners
}
