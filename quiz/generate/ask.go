package generate

import (
	"fmt"

	"rolecall/sandbox"
)

// ask puts every option's claim to the engine. The error tells of a right one that
// fails, a wrong one that holds, and steps that break before they claim anything.
func (d *draft) ask() error {
	for i, o := range d.options() {
		holds, why, err := d.holds(o)
		switch {
		case err != nil:
			return fmt.Errorf("option %q: %w", o.text, err)
		case i == 0 && !holds:
			return fmt.Errorf("option %q is called right, but the engine says: %s", o.text, why)
		case i > 0 && holds:
			return fmt.Errorf("option %q is called wrong, but the engine says that all it claims is so", o.text)
		}
	}
	return nil
}

// holds plays an option's steps in a world of its own.
func (d *draft) holds(o option) (holds bool, why string, err error) {
	s := d.setting
	if o.change != nil {
		s = s.with(o.change)
	}
	w, err := s.world()
	if err != nil {
		return false, "", err
	}
	steps, err := sandbox.ParseSteps(o.steps)
	if err != nil {
		return false, "", err
	}
	wants := 0
	for _, r := range sandbox.Play(w, steps) {
		if r.Step.Kind == sandbox.StepWant {
			wants++
		}
		switch {
		case r.Met:
		case r.Step.Kind == sandbox.StepWant:
			return false, r.Why, nil
		default:
			return false, "", fmt.Errorf("line %d, %s: %s", r.Step.Line, r.Step.Text, r.Why)
		}
	}
	if wants == 0 {
		return false, "", fmt.Errorf("these steps claim nothing")
	}
	return true, "", nil
}

// said is the sentence of the last decision that steps come to, whatever it was.
func (d *draft) said(src string) (string, error) {
	w, err := d.setting.world()
	if err != nil {
		return "", err
	}
	steps, err := sandbox.ParseSteps(src)
	if err != nil {
		return "", err
	}
	results := sandbox.Replay(w, steps)
	last := results[len(results)-1]
	if !last.Met || last.Reply == nil || last.Reply.Outcome == nil || last.Reply.Outcome.Trace == nil {
		return "", fmt.Errorf("%s comes to no decision: %s", last.Step.Text, last.Why)
	}
	return last.Reply.Outcome.Trace.Sentence, nil
}
