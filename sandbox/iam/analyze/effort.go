package analyze

import "strings"

// Counter counts work and says when to stop. The error is told to whoever asked: it
// names a limit, or says that nobody waits for the answer any more. A *budget.Budget
// is one.
type Counter interface {
	Step(n int64) error
}

// mostWork bounds each search, in steps of roughly a hundred nanoseconds, whatever
// else is counted.
const mostWork = 1_500_000

// effort is the work that a search has done.
type effort struct {
	count Counter // may be nil
	work  int64
	err   error // the counter's; the search has no answer then
}

// spend counts work. False means that the search is to end, with what it has.
func (e *effort) spend(n int) bool {
	e.work += int64(n)
	if e.count != nil && e.err == nil {
		e.err = e.count.Step(int64(n))
	}
	return !e.over()
}

// over reports whether the search is to end.
func (e *effort) over() bool { return e.err != nil || e.work > mostWork }

// perStep is how many of the units of [weigh] a step is worth.
const perStep = 8

// weigh is about how long it takes to hold a request against a statement once: by
// what it lists, and how long that is.
func weigh(lists ...[]string) (steps int) {
	for _, list := range lists {
		for _, text := range list {
			steps += 1 + len(text)/32 + strings.Count(text, "*")
		}
	}
	return steps
}
