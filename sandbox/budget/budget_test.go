package budget

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"
)

func TestBudgetStopsAtItsLimits(t *testing.T) {
	for _, c := range []struct {
		name   string
		limits Limits
		use    func(*Budget) error
		want   string
	}{
		{"steps within", Limits{Steps: 5000}, func(b *Budget) error { return b.Step(5000) }, ""},
		{"one step too many", Limits{Steps: 5000}, func(b *Budget) error { return errors.Join(b.Step(5000), b.Step(1)) }, "the work would take more than the limit of 5000 steps"},
		{"steps that overflow", Limits{Steps: 10}, func(b *Budget) error { return errors.Join(b.Step(1), b.Step(math.MaxInt64)) }, "the work would take more than the limit of 10 steps"},
		{"negative steps give nothing back", Limits{Steps: 10}, func(b *Budget) error { return errors.Join(b.Step(10), b.Step(-10), b.Step(1)) }, "the work would take more than the limit of 10 steps"},
		{"bytes within", Limits{Bytes: 2048}, func(b *Budget) error { return b.Grow(2048) }, ""},
		{"one byte too many", Limits{Bytes: 2048}, func(b *Budget) error { return b.Grow(2049) }, "the result would be larger than the limit of 2 KB"},
		{"no limit", Limits{}, func(b *Budget) error { return errors.Join(b.Step(1<<40), b.Grow(1<<40)) }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.use(New(t.Context(), c.limits))
			if got := text(err); got != c.want {
				t.Errorf("got error %q, want %q", got, c.want)
			}
		})
	}
}

func TestBudgetEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := New(ctx, Limits{})
	cancel()
	var err error
	steps := 0
	for ; err == nil && steps < 2*checkEvery; steps++ {
		err = b.Step(1)
	}
	if !errors.Is(err, context.Canceled) || steps > checkEvery {
		t.Errorf("after %d steps: got %v, want context.Canceled within %d steps", steps, err, checkEvery)
	}
	if err := b.Grow(1); !errors.Is(err, context.Canceled) {
		t.Errorf("Grow: got %v, want context.Canceled", err)
	}
}

func TestStoppedKnowsItsErrors(t *testing.T) {
	for err, want := range map[error]bool{
		fmt.Errorf("expanding: %w", &Exceeded{What: "steps", Limit: 1}): true,
		fmt.Errorf("loading: %w", context.DeadlineExceeded):             true,
		context.Canceled:          true,
		errors.New("another one"): false,
	} {
		if got := Stopped(err); got != want {
			t.Errorf("%v: got %t, want %t", err, got, want)
		}
	}
	if Stopped(nil) {
		t.Error("no error is one of stopped work")
	}
}

func TestNilBudgetAllowsEverything(t *testing.T) {
	var b *Budget
	if err := errors.Join(b.Step(math.MaxInt64), b.Grow(math.MaxInt64)); err != nil || b.Left() >= 0 {
		t.Errorf("got %v with %d bytes left, want no error and no limit", err, b.Left())
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
