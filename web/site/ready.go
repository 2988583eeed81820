package site

import (
	"context"
	"errors"
	"sync"
	"time"

	"rolecall/store"
)

// unready is why the data can't be served, in words for everybody; empty when it can
// be: it was read, and written at most [writeCheckEvery] ago.
func (s *Site) unready(ctx context.Context) string {
	err := s.Store.CheckRead(ctx)
	if err == nil {
		err = s.writable.Check(ctx, s.Now, s.Store.CheckWrite)
	}
	switch {
	case err == nil:
		return ""
	case ctx.Err() != nil:
		return "the request ended before the data was checked"
	}
	s.Log.Error("not ready", "err", err)
	if e, ok := errors.AsType[*store.UnreadyError](err); ok {
		return e.Reason
	}
	return "the data can't be used"
}

const (
	WriteCheckEvery = 5 * time.Second // for all callers together
	WriteCheckLimit = 4 * time.Second // a disk that takes longer isn't ready
)

// WriteCheck writes at most once in [writeCheckEvery], however many ask. Who asks
// while one is under way gets its outcome. The zero value is ready to use.
type WriteCheck struct {
	mu    sync.Mutex
	last  *oneCheck
	began time.Time // of last
}

// oneCheck is a check under way, or its outcome.
type oneCheck struct {
	done chan struct{}
	err  error // read after done
}

// Check answers whether data can be written, by a check of its own or a recent one.
func (w *WriteCheck) Check(ctx context.Context, now func() time.Time, write func(context.Context, time.Time) error) error {
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
func (w *WriteCheck) recent(now time.Time, write func(context.Context, time.Time) error) *oneCheck {
	w.mu.Lock()
	defer w.mu.Unlock()
	if age := now.Sub(w.began); w.last != nil && (w.last.underway() || age >= 0 && age < WriteCheckEvery) {
		return w.last
	}
	one := &oneCheck{done: make(chan struct{})}
	w.last, w.began = one, now
	go func() {
		defer close(one.done)
		ctx, cancel := context.WithTimeout(context.Background(), WriteCheckLimit)
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
