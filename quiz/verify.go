package quiz

import (
	"errors"
	"fmt"
	"maps"
	"sort"
	"strings"

	"rolecall/prose"
	"rolecall/sandbox"
)

// check is what the engine is asked about one option: do its steps hold?
type check struct {
	option string
	files  map[string]string // the question's and the option's own
	steps  []sandbox.Step
	at     prose.Place // of the steps' first line
}

// world reads what a question says about a world: the documents it shows and
// what the engine is to be asked.
func (r *questionReader) world(q *Question, y questionYAML) {
	if q.World == "" {
		r.worldless(y)
		return
	}
	if r.scenario(q) == nil {
		r.fail(y.World.Place(r.doc).Fault("there is no world %q: sandbox/worlds has no file of that name", q.World))
		return
	}
	files := values(y.Files)
	r.show(q, y, files)
	with := 0
	for _, o := range y.Options {
		if o.Steps.Value == "" {
			if len(o.Files) > 0 {
				r.fail(r.strAt(o.ID).Fault("the option %q has files but no steps", o.ID.Value))
			}
			continue
		}
		with++
		own := maps.Clone(files)
		maps.Copy(own, values(o.Files))
		steps, fs := StepsAt(o.Steps.Value, o.Steps.Place(r.doc))
		r.fail(fs...)
		q.checks = append(q.checks, check{option: o.ID.Value, files: own, steps: steps, at: o.Steps.Place(r.doc)})
	}
	switch {
	case with == len(y.Options):
		q.EngineChecked = true
	case with > 0:
		r.failAt("the engine is asked about every option or none: %d of %d have steps", with, len(y.Options))
	case len(q.Show) == 0:
		r.failAt("this question names a world but neither shows of it nor asks it: add steps to every option, or show:")
	}
}

func (r *questionReader) scenario(q *Question) *sandbox.Scenario {
	if r.lib == nil {
		return nil
	}
	return r.lib.Scenario(q.World)
}

// StepsAt parses steps that stand at a place of a file.
func StepsAt(src string, at prose.Place) ([]sandbox.Step, prose.Faults) {
	steps, err := sandbox.ParseSteps(src)
	var bad sandbox.StepErrors
	if err == nil {
		return steps, nil
	}
	if !errors.As(err, &bad) {
		return nil, prose.Faults{at.Fault("%v", err)}
	}
	var fs prose.Faults
	for _, e := range bad {
		fs = append(fs, at.Down(e.Line-1).Fault("%s", e.Message))
	}
	return nil, fs
}

func (r *questionReader) worldless(y questionYAML) {
	if len(y.Files) > 0 || len(y.Show) > 0 {
		r.failAt("files and show belong to a world: name it with world:")
	}
	for _, o := range y.Options {
		if o.Steps.Value != "" || len(o.Files) > 0 {
			r.fail(r.strAt(o.ID).Fault("steps and files belong to a world: name it with world:"))
		}
	}
}

func (r *questionReader) show(q *Question, y questionYAML, files map[string]string) {
	if len(y.Show) == 0 {
		return
	}
	w, err := r.scenario(q).Fresh(sandbox.Standing(q.World), files)
	if err != nil {
		r.failAt("%v", err)
		return
	}
	for _, path := range y.Show {
		src, ok := w.Document(path.Value)
		if !ok {
			r.fail(path.Place(r.doc).Fault("the world %s has no document %s", q.World, path.Value))
			continue
		}
		q.Show = append(q.Show, Document{Path: path.Value, JSON: src, HTML: prose.Code("json", src, "")})
	}
}

func values(m map[string]prose.Str) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v.Value
	}
	return out
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
	outcomes map[string][]outcome
}

// outcome is what the engine said about one option.
type outcome struct {
	option string
	holds  bool
	why    string // of steps that don't hold
	broken string // the steps couldn't be asked at all
	at     prose.Place
}

// Verify asks the engine about every option of every question that names a world:
// the steps of a right option must hold, those of a wrong one must fail at a want.
func Verify(b *Bank, lib *sandbox.Library) *Verification {
	v := &Verification{outcomes: map[string][]outcome{}}
	for _, q := range b.all {
		if !q.EngineChecked {
			continue
		}
		for _, c := range q.checks {
			o, steps := c.ask(lib.Scenario(q.World))
			v.StepsRun += steps
			v.outcomes[q.ID] = append(v.outcomes[q.ID], o)
		}
		v.Faults = append(v.Faults, judge(q, q.key(), v.outcomes[q.ID])...)
	}
	v.Faults = v.Faults.Sort()
	return v
}

func (c check) ask(s *sandbox.Scenario) (o outcome, steps int) {
	o = outcome{option: c.option, at: c.at}
	w, err := s.Fresh(sandbox.Standing(s.Name), c.files)
	if err != nil {
		o.broken = err.Error()
		return o, 0
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
		o.at = c.at.Down(p.Step.Line - 1)
		// Only a want tells a wrong option from a right one: a command that was to
		// succeed in silence says no more than that the steps are broken.
		if p.Step.Kind == sandbox.StepWant {
			o.why = p.Why
			return o, steps
		}
		o.broken = firstLine(p.Why)
		return o, steps
	}
	if wants == 0 {
		o.broken = "these steps claim nothing: end them with a want"
	}
	o.holds = true
	return o, steps
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// key is which options the author calls right.
func (q *Question) key() map[string]bool {
	key := map[string]bool{}
	for _, o := range q.Options() {
		key[o.ID] = o.Right
	}
	return key
}

// judge holds a key against what the engine said about every option.
func judge(q *Question, key map[string]bool, outcomes []outcome) prose.Faults {
	var fs prose.Faults
	for _, o := range outcomes {
		switch {
		case o.broken != "":
			fs = append(fs, o.at.Fault("%s, option %q: %s", q.ID, o.option, o.broken))
		case key[o.option] && !o.holds:
			fs = append(fs, o.at.Fault("%s: option %q is called right, but the engine says: %s", q.ID, o.option, firstLine(o.why)))
		case !key[o.option] && o.holds:
			fs = append(fs, o.at.Fault("%s: option %q is called wrong, but the engine says that all it claims is so", q.ID, o.option))
		}
	}
	return fs
}

// Flip moves every key that the engine was asked about, one at a time: from the
// right option to each wrong one, or, where several may be right, each option by
// itself. It reports those that would pass unnoticed.
func (v *Verification) Flip(b *Bank) Flips {
	var f Flips
	for _, q := range b.all {
		if !q.EngineChecked {
			continue
		}
		for _, moved := range movedKeys(q) {
			f.Flipped++
			if len(judge(q, moved, v.outcomes[q.ID])) > 0 {
				f.Caught++
				continue
			}
			f.Missed = append(f.Missed, q.place.Fault("%s: nobody would notice the key %s", q.ID, describe(moved)))
		}
	}
	f.Missed = f.Missed.Sort()
	return f
}

func movedKeys(q *Question) []map[string]bool {
	var keys []map[string]bool
	for _, o := range q.Options() {
		key := q.key()
		switch {
		case q.Type == ChooseAll:
			key[o.ID] = !o.Right
		case o.Right:
			continue
		default:
			for id := range key {
				key[id] = id == o.ID
			}
		}
		keys = append(keys, key)
	}
	return keys
}

func describe(key map[string]bool) string {
	var ids []string
	for id, right := range key {
		if right {
			ids = append(ids, id)
		}
	}
	sort.Strings(ids)
	return fmt.Sprintf("moved to %s", strings.Join(ids, ", "))
}
