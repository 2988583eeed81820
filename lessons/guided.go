package lessons

import (
	"fmt"
	"strings"
	"time"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
	"rolecall/sandbox/awscli"
	"rolecall/sandbox/world"
)

// steps compiles a guided path and walks it: each model answer in its order, and
// no step may have passed before its answer.
func (c *modeCompiler) steps(f *prose.Fence) Block {
	var y stepsYAML
	if !c.decode(f, &y) {
		return nil
	}
	c.claim(y.ID, f.Place)
	b := &Steps{ID: y.ID, World: y.World.Value, files: overlay(y.Files)}
	if len(y.Steps) == 0 {
		c.fail(f.Place.Fault("a path has at least one step"))
		return nil
	}
	ids := map[string]bool{}
	before := len(c.faults)
	for _, s := range y.Steps {
		if ids[s.ID.Value] {
			c.fail(s.ID.Place(f.Start).Fault("the step %q is there twice", s.ID.Value))
		}
		ids[s.ID.Value] = true
		b.Steps = append(b.Steps, c.step(s, f))
	}
	w := c.fresh(y.World, y.Files, f)
	if w == nil || len(c.faults) > before {
		return nil
	}
	c.walk(b, w, y.Steps, f)
	return b
}

func (c *modeCompiler) step(y stepYAML, f *prose.Fence) Step {
	at := y.ID.Place(f.Start)
	s := Step{
		ID: y.ID.Value, As: y.As, Console: y.Console.Value, Want: y.Want.Value, Edit: y.Edit.Value,
		Solution: y.Solution.Value,
		Say:      c.need("say", y.Say, f), Hint: c.text(y.Hint, f.Start), Done: c.text(y.Done, f.Start),
	}
	if !goodID(s.ID) {
		c.fail(at.Fault("%s", badID(s.ID)))
	}
	kinds := 0
	for kind, given := range []bool{s.Console != "", s.Edit != "", y.Advance.Value != ""} {
		if given {
			kinds++
			s.Kind = StepKind(kind)
		}
	}
	if kinds != 1 {
		c.fail(at.Fault("the step %q has exactly one of console, edit and advance", s.ID))
		return s
	}
	switch s.Kind {
	case StepConsole:
		if s.Want == "" {
			s.Want = "allowed"
		}
		var err error
		if s.want, err = sandbox.ParseWant(s.Want); err != nil {
			c.fail(y.Want.Place(f.Start).Fault("%v", err))
		}
	case StepEdit:
		if s.goals = c.parse(y.Goals, f); strings.TrimSpace(s.Solution) == "" || len(s.goals) == 0 {
			c.fail(at.Fault("the step %q has no solution or no goals", s.ID))
		}
	case StepAdvance:
		d, err := time.ParseDuration(y.Advance.Value)
		if err != nil || d <= 0 {
			c.fail(y.Advance.Place(f.Start).Fault("%q is not a length of time such as 61m or 24h", y.Advance.Value))
		}
		s.Advance = d
	}
	return s
}

// walk plays the model answers.
func (c *modeCompiler) walk(b *Steps, w *world.World, ys []stepYAML, f *prose.Fence) {
	as := ""
	var last *awscli.Reply
	for i := range b.Steps {
		s, y := &b.Steps[i], ys[i]
		at := y.ID.Place(f.Start)
		if s.As != "" {
			as = s.As
		}
		if s.Kind == StepConsole {
			if !c.model(s, y, w, as, f) {
				return
			}
		}
		if passed, _ := b.Judge(i, w, last); passed {
			c.fail(at.Fault("the step %q has passed before its answer is given", s.ID))
			return
		}
		reply, err := c.answer(s, w, as)
		if err != nil {
			c.fail(at.Fault("the model answer of %q: %v", s.ID, err))
			return
		}
		if reply != nil {
			last = reply
		}
		if passed, why := b.Judge(i, w, last); !passed {
			c.fail(at.Fault("the model answer of %q doesn't pass: %s", s.ID, why))
			return
		}
	}
}

// model finds out, on a copy of the world, which operation the model command of a
// step reaches and what it asks about.
func (c *modeCompiler) model(s *Step, y stepYAML, w *world.World, as string, f *prose.Fence) bool {
	if as == "" {
		c.fail(y.ID.Place(f.Start).Fault("nobody is at the console yet: say who with as:"))
		return false
	}
	if !strings.HasPrefix(s.Console, "aws ") || strings.Contains(s.Console, "\n") {
		c.fail(y.Console.Place(f.Start).Fault("a model command is one line that begins with aws"))
		return false
	}
	c.parse(prose.Str{Value: s.Console, Line: y.Console.Line}, f)
	played := c.command(w.Clone(), as, s.Console)
	reply := lastCommand(played)
	if reply == nil || reply.Operation == nil {
		why := "it reaches no operation"
		for _, p := range played {
			if !p.Met {
				why = p.Why
			}
		}
		c.fail(y.Console.Place(f.Start).Fault("the model command can't be run: %s", why))
		return false
	}
	s.operation = reply.Operation
	if t := traceOf(reply); t != nil {
		s.resource = t.Resource
	}
	return true
}

// command runs a command as somebody, whatever comes of it.
func (c *modeCompiler) command(w *world.World, as, command string) []sandbox.StepResult {
	steps, err := sandbox.ParseSteps("as " + as + "\n" + command)
	if err != nil {
		return []sandbox.StepResult{{Why: err.Error()}}
	}
	return sandbox.Replay(w, steps)
}

// answer gives a step's model answer.
func (c *modeCompiler) answer(s *Step, w *world.World, as string) (*awscli.Reply, error) {
	c.counts.StepsRun++
	switch s.Kind {
	case StepConsole:
		return lastCommand(c.command(w, as, s.Console)), nil
	case StepEdit:
		_, err := w.SetDocument(s.Edit, s.Solution)
		return nil, err
	case StepAdvance:
		return nil, w.Advance(s.Advance)
	}
	return nil, fmt.Errorf("unknown kind of step")
}

// Judge says whether a step, counted from 0, has passed on a learner's world, and
// if not, why in one plain sentence. Last is the learner's last command; nil
// before the first.
//
//   - A console step passes when that command called the same operation on the same
//     resource as the model's and came to the wanted outcome.
//   - An edit step passes when its goals hold on a copy of the world.
//   - An advance step passes when the clock stands at least so much later than the
//     last thing that happened in the world.
func (s *Steps) Judge(step int, w *world.World, last *awscli.Reply) (passed bool, why string) {
	if step < 0 || step >= len(s.Steps) {
		return false, "There is no such step."
	}
	st := &s.Steps[step]
	switch st.Kind {
	case StepConsole:
		return st.judgeConsole(last)
	case StepEdit:
		return st.judgeEdit(w)
	case StepAdvance:
		return st.judgeAdvance(w)
	}
	return false, "There is no such step."
}

func (st *Step) judgeConsole(last *awscli.Reply) (bool, string) {
	if last == nil || last.Operation == nil || last.Outcome == nil {
		return false, "No command has reached AWS yet."
	}
	if st.operation == nil {
		return false, "This step can't be judged."
	}
	if last.Operation.Name != st.operation.Name || last.Operation.Service != st.operation.Service {
		return false, fmt.Sprintf("The last command called %s; this step is about %s.", last.Operation.Name, st.operation.Name)
	}
	if t := traceOf(last); t != nil && st.resource != "" && t.Resource != st.resource {
		return false, fmt.Sprintf("The last command was about %s; this step is about %s.", t.Resource, st.resource)
	}
	return st.want.Check(last)
}

func (st *Step) judgeEdit(w *world.World) (bool, string) {
	for _, p := range sandbox.Play(w.Clone(), st.goals) {
		if !p.Met {
			return false, p.Why
		}
	}
	return true, ""
}

func (st *Step) judgeAdvance(w *world.World) (bool, string) {
	var moved time.Duration
	if at := lastThing(w); at.IsZero() {
		moved = w.Offset()
	} else {
		moved = w.Now().Sub(at)
	}
	if moved >= st.Advance {
		return true, ""
	}
	return false, fmt.Sprintf("The clock has to move on by %s; so far it has by %s.", spoken(st.Advance), spoken(moved))
}

// lastThing is when the world's last call was made or session issued; the zero
// time when there was none.
func lastThing(w *world.World) time.Time {
	var at time.Time
	if es := w.Events(); len(es) > 0 {
		at = es[len(es)-1].EventTime
	}
	if ss := w.Sessions(); len(ss) > 0 && ss[len(ss)-1].Issued.After(at) {
		at = ss[len(ss)-1].Issued
	}
	return at
}

// spoken is a length of time in words: "61 minutes", "2 hours".
func spoken(d time.Duration) string {
	switch {
	case d >= time.Hour && d%time.Hour == 0:
		return prose.Count(int(d/time.Hour), "hour")
	case d >= time.Minute:
		return prose.Count(int(d/time.Minute), "minute")
	}
	return prose.Count(int(d/time.Second), "second")
}
