package itemstats

import (
	"cmp"
	"slices"
	"time"
)

// Enough is how many answers a number needs. With fewer, a facility of one half
// can as well be a third or two thirds, and single people shine through.
const Enough = 30

// Share is a number of right answers out of a number of questions.
type Share struct{ Right, Of int }

func (s Share) value() float64 { return float64(s.Right) / float64(max(s.Of, 1)) }

// Response is one learner's first answer to a version of a question.
type Response struct {
	Answered bool // a test can be handed in with questions left open; they are not right
	Right    bool
	Hint     bool     // the hint was open
	Chosen   []string // the options chosen, or whatever names the answer's parts
	Time     time.Duration
	Rest     Share // of the same attempt without this question; Of is 0 when there is none
}

// maxParts bounds how many different parts of answers a tally counts, for people
// type what they like. Those beyond are counted together.
const maxParts = 64

// Other names what is beyond [maxParts] different parts.
const Other = "…"

// Tally counts the responses to a version of a question. It keeps no response:
// its size depends on how many different results there are, not on how many
// people answered. The zero value is an empty tally.
type Tally struct {
	n, answered, right, hints int
	cells                     map[Share]*cell
	parts                     map[string]bool
	seconds                   map[int]int // answers by their time
}

// cell holds the responses of those who did equally in the rest.
type cell struct {
	rest     Share
	n, right int
	parts    map[string]int
}

// Add counts a response.
func (t *Tally) Add(r Response) {
	if t.cells == nil {
		t.cells, t.parts, t.seconds = map[Share]*cell{}, map[string]bool{}, map[int]int{}
	}
	t.n++
	c := t.cell(r.Rest)
	c.n++
	if r.Right {
		t.right++
		c.right++
	}
	if !r.Answered {
		return
	}
	t.answered++
	if r.Hint {
		t.hints++
	}
	if r.Time > 0 {
		t.seconds[int(r.Time.Round(time.Second)/time.Second)]++
	}
	for _, p := range r.Chosen {
		c.parts[t.part(p)]++
	}
}

func (t *Tally) cell(rest Share) *cell {
	if rest.Of <= 0 {
		rest = Share{}
	}
	c := t.cells[rest]
	if c == nil {
		c = &cell{rest: rest, parts: map[string]int{}}
		t.cells[rest] = c
	}
	return c
}

func (t *Tally) part(p string) string {
	if t.parts[p] {
		return p
	}
	if len(t.parts) >= maxParts {
		return Other
	}
	t.parts[p] = true
	return p
}

// ranked lists the cells that have a rest, worst first.
func (t *Tally) ranked() []*cell {
	var all []*cell
	for _, c := range t.cells {
		if c.rest.Of > 0 {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b *cell) int {
		return cmp.Or(cmp.Compare(a.rest.Right*b.rest.Of, b.rest.Right*a.rest.Of), cmp.Compare(a.rest.Of, b.rest.Of))
	})
	return all
}
