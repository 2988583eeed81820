package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/store"
)

// healthz says that the process answers.
func (s *server) healthz(c echo.Context) error { return c.String(http.StatusOK, "ok") }

// readyz says that pages can be served and what is sent can be kept: the data was
// read, and written at most [writeCheckEvery] ago. It says in a few words why not.
func (s *server) readyz(c echo.Context) error {
	err := s.Store.CheckRead(c.Request().Context())
	if err == nil {
		err = s.writable.check(c.Request().Context(), s.Now, s.Store.CheckWrite)
	}
	if err == nil {
		return c.String(http.StatusOK, "ready")
	}
	if c.Request().Context().Err() != nil {
		return c.Request().Context().Err()
	}
	s.Log.Error("not ready", "err", err)
	reason := "the data can't be used"
	if unready, ok := errors.AsType[*store.UnreadyError](err); ok {
		reason = unready.Reason
	}
	return c.String(http.StatusServiceUnavailable, reason)
}

const (
	writeCheckEvery = 5 * time.Second // for all callers together
	writeCheckLimit = 4 * time.Second // a disk that takes longer isn't ready
)

// writeCheck writes at most once in [writeCheckEvery], however many ask. Who asks
// while one is under way gets its outcome. The zero value is ready to use.
type writeCheck struct {
	mu    sync.Mutex
	last  *oneCheck
	began time.Time // of last
}

// oneCheck is a check under way, or its outcome.
type oneCheck struct {
	done chan struct{}
	err  error // read after done
}

// check answers whether data can be written, by a check of its own or a recent one.
func (w *writeCheck) check(ctx context.Context, now func() time.Time, write func(context.Context, time.Time) error) error {
	one := w.recent(now(), write)
	select {
	case <-one.done:
		return one.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// recent is the check that counts at this moment. A new one doesn't end with the
// request that asked for it, for others wait for it too.
func (w *writeCheck) recent(now time.Time, write func(context.Context, time.Time) error) *oneCheck {
	w.mu.Lock()
	defer w.mu.Unlock()
	if age := now.Sub(w.began); w.last != nil && (w.last.underway() || age >= 0 && age < writeCheckEvery) {
		return w.last
	}
	one := &oneCheck{done: make(chan struct{})}
	w.last, w.began = one, now
	go func() {
		defer close(one.done)
		ctx, cancel := context.WithTimeout(context.Background(), writeCheckLimit)
		defer cancel()
		one.err = write(ctx, now)
	}()
	return one
}

func (o *oneCheck) underway() bool {
	select {
	case <-o.done:
		return false
	default:
		return true
	}
}

// metricsText prints counters in Prometheus's text format.
func (s *server) metricsText(c echo.Context) error {
	var b bytes.Buffer
	if err := s.metrics.write(&b, s.Now()); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", b.Bytes())
}
