// Package budget limits what one request may cost: the steps it may take, the
// bytes it may produce, and the time its context leaves. Whoever does work whose
// size depends on what somebody sent takes a *Budget, counts as it goes and
// stops at the first error. The package knows nothing of AWS, worlds or HTTP.
package budget

import (
	"context"
	"errors"
	"fmt"
)

// checkEvery is how many steps pass between two looks at the context.
const checkEvery = 1024

// Limits is what a budget allows. A zero field sets no limit.
type Limits struct {
	Steps int64 // units of work, of roughly a hundred nanoseconds each
	Bytes int64 // bytes of output, or of memory that stays in use until the end
}

// Exceeded is the error for work that would go over a limit. Its text names the
// limit and can be shown to people.
type Exceeded struct {
	What  string // "steps" or "bytes"
	Limit int64
}

func (e *Exceeded) Error() string {
	if e.What == "bytes" && e.Limit >= 1<<10 {
		return fmt.Sprintf("the result would be larger than the limit of %d KB", e.Limit>>10)
	}
	return fmt.Sprintf("the work would take more than the limit of %d %s", e.Limit, e.What)
}

// Stopped reports whether an error is that of work which was stopped: it would
// have gone over a limit, or its context has ended.
func Stopped(err error) bool {
	var over *Exceeded
	return errors.As(err, &over) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// Budget counts one request's work. It is used by one goroutine. A nil *Budget
// allows everything, so that callers without limits need no special case.
type Budget struct {
	ctx          context.Context
	limits       Limits
	steps, bytes int64
	nextCheck    int64
}

// New returns a budget that also ends when ctx does.
func New(ctx context.Context, limits Limits) *Budget {
	return &Budget{ctx: ctx, limits: limits, nextCheck: checkEvery}
}

// Step counts n units of work. The error is an *Exceeded, or the context's.
func (b *Budget) Step(n int64) error {
	if b == nil {
		return nil
	}
	if n = max(n, 0); b.limits.Steps > 0 && n > b.limits.Steps-b.steps {
		return &Exceeded{What: "steps", Limit: b.limits.Steps}
	}
	b.steps += n
	if b.steps < b.nextCheck {
		return nil
	}
	b.nextCheck = b.steps + checkEvery
	return b.ctx.Err()
}

// Grow counts n bytes of output, to be called before they are made. The error is
// an *Exceeded, or the context's.
func (b *Budget) Grow(n int64) error {
	if b == nil {
		return nil
	}
	if n = max(n, 0); b.limits.Bytes > 0 && n > b.limits.Bytes-b.bytes {
		return &Exceeded{What: "bytes", Limit: b.limits.Bytes}
	}
	b.bytes += n
	return b.ctx.Err()
}

// Steps is how many units of work were counted.
func (b *Budget) Steps() int64 {
	if b == nil {
		return 0
	}
	return b.steps
}

// Left is how many bytes may still be made; negative when there is no limit.
func (b *Budget) Left() int64 {
	if b == nil || b.limits.Bytes == 0 {
		return -1
	}
	return b.limits.Bytes - b.bytes
}
