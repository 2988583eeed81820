package quiz

import (
	"fmt"
	"sort"
	"strings"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// trial is what the engine said about one part of a key: an option, one order of
// the items, a pair with an answer, a text.
type trial struct {
	part   string // as [Body] names it in its keys
	name   string // for authors: `option "a"`
	holds  bool
	why    string // of a part that doesn't hold
	broken string // the engine couldn't be asked at all
	at     prose.Place
}

// prover asks the engine about every part of a question.
type prover interface {
	prove() (trials []trial, steps int)
}

// Flips is what moving the keys showed: each was reported, or it was not.
type Flips struct {
	Flipped, Caught int
	Missed          prose.Faults
}

// Verification is what the engine said about a bank.
type Verification struct {
	StepsRun int
	Faults   prose.Faults
	trials   map[string][]trial
}

// Verify asks the engine about every part of every question that it can decide,
// and holds the author's keys against its answers: what is called right must hold,
// and nothing else may. How it is asked depends on the type; [Body] and the
// authors' guide say it.
func Verify(b *Bank) *Verification {
	v := &Verification{trials: map[string][]trial{}}
	for _, q := range b.all {
		if q.proof == nil {
			continue
		}
		trials, steps := q.proof.prove()
		v.StepsRun += steps
		v.trials[q.ID] = trials
		v.Faults = append(v.Faults, judge(q, q.Body.key(), trials)...)
	}
	v.Faults = v.Faults.Sort()
	return v
}

// judge holds a key against what the engine said about every part.
func judge(q *Question, key map[string]bool, trials []trial) prose.Faults {
	var fs prose.Faults
	for _, t := range trials {
		switch {
		case t.broken != "":
			fs = append(fs, t.at.Fault("%s, %s: %s", q.ID, t.name, t.broken))
		case key[t.part] && !t.holds:
			fs = append(fs, t.at.Fault("%s: %s is called right, but the engine says: %s", q.ID, t.name, firstLine(t.why)))
		case !key[t.part] && t.holds:
			fs = append(fs, t.at.Fault("%s: %s is called wrong, but the engine says that all it claims is so", q.ID, t.name))
		}
	}
	return fs
}

// Flip moves every key that the engine was asked about, one at a time: from the
// right option to each wrong one, each option of those that apply by itself, two
// steps of an order, one pair, the text of a gap. It reports those that would pass
// unnoticed.
func (v *Verification) Flip(b *Bank) Flips {
	var f Flips
	for _, q := range b.all {
		if q.proof == nil {
			continue
		}
		for _, moved := range q.Body.moved() {
			f.Flipped++
			if len(judge(q, moved, v.trials[q.ID])) > 0 {
				f.Caught++
				continue
			}
			f.Missed = append(f.Missed, q.place.Fault("%s: nobody would notice the key %s", q.ID, describe(moved)))
		}
	}
	f.Missed = f.Missed.Sort()
	return f
}

func describe(key map[string]bool) string {
	var parts []string
	for part, right := range key {
		if right {
			parts = append(parts, part)
		}
	}
	sort.Strings(parts)
	return fmt.Sprintf("moved to %s", strings.Join(parts, ", "))
}

// check is one thing to play: do these steps hold in this world?
type check struct {
	part, name string
	scenario   *sandbox.Scenario
	files      map[string]string // the question's and the part's own
	steps      []sandbox.Step
	at         prose.Place // of the steps' first line
}

// ask plays the check. Only a want tells what holds from what doesn't: steps that
// break before one say no more than that they are broken.
func (c check) ask() (t trial, steps int) {
	t = trial{part: c.part, name: c.name, at: c.at}
	w, err := c.scenario.Fresh(sandbox.Standing(c.scenario.Name), c.files)
	if err != nil {
		t.broken = err.Error()
		return t, 0
	}
	wants := 0
	for _, p := range sandbox.Play(w, c.steps) {
		steps++
		if p.Step.Kind == sandbox.StepWant {
			wants++
		}
		if p.Met {
			continue
		}
		t.at = c.at.Down(p.Step.Line - 1)
		if p.Step.Kind == sandbox.StepWant {
			t.why = p.Why
			return t, steps
		}
		t.broken = firstLine(p.Why)
		return t, steps
	}
	if wants == 0 {
		t.broken = "these steps claim nothing: end them with a want"
	}
	t.holds = true
	return t, steps
}

// checks are parts that are each played by themselves: options with steps, and
// every pair with every answer.
type checks []check

func (list checks) prove() (trials []trial, steps int) {
	for _, c := range list {
		t, n := c.ask()
		trials = append(trials, t)
		steps += n
	}
	return trials, steps
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
