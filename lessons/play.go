package lessons

import (
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
	"rolecall/sandbox"
	"rolecall/sandbox/awscli"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// playing is a world in which a directive's steps were played, to the end unless
// there was a fault. Its world is nil when it couldn't be made.
type playing struct {
	name   string
	world  *world.World
	played []sandbox.StepResult
}

// play makes the world that a directive names and plays its steps there. What
// goes wrong, an unmet claim above all, is a fault at the step's line.
func (c *modeCompiler) play(y runYAML, f *prose.Fence) *playing {
	p := &playing{name: y.World.Value}
	if p.world = c.fresh(y.World, y.Files, f); p.world == nil {
		return p
	}
	if strings.TrimSpace(y.Steps.Value) == "" {
		c.fail(f.Place.Fault("this %s has no steps to play", f.Name))
		return p
	}
	p.played = c.playOn(p.world, y.Steps, f)
	return p
}

// fresh makes a world with the author's files laid over it; nil with a
// fault when that can't be done.
func (c *modeCompiler) fresh(name prose.Str, files map[string]prose.Str, f *prose.Fence) *world.World {
	if name.Value == "" {
		c.fail(f.Place.Fault("this %s names no world", f.Name))
		return nil
	}
	scenario := c.lib.Scenario(name.Value)
	if scenario == nil {
		c.fail(name.Place(f.Start).Fault("there is no world %q: sandbox/worlds has no file of that name", name.Value))
		return nil
	}
	w, err := scenario.Fresh(sandbox.Standing(name.Value), overlay(files))
	if err != nil {
		c.fail(name.Place(f.Start).Fault("%v", err))
		return nil
	}
	return w
}

// overlay is the files of a directive by path.
func overlay(files map[string]prose.Str) map[string]string {
	all := make(map[string]string, len(files))
	for path, src := range files {
		all[path] = src.Value
	}
	return all
}

// playOn plays steps on a world and reports what went wrong.
func (c *modeCompiler) playOn(w *world.World, steps prose.Str, f *prose.Fence) []sandbox.StepResult {
	parsed := c.parse(steps, f)
	played := sandbox.Play(w, parsed)
	c.counts.StepsRun += len(played)
	for _, s := range played {
		if !s.Met {
			c.fail(steps.Place(f.Start).Down(s.Step.Line-1).Fault("%s", firstLine(s.Why)))
		}
	}
	return played
}

// parse reads steps that stand in a directive.
func (c *modeCompiler) parse(steps prose.Str, f *prose.Fence) []sandbox.Step {
	parsed, fs := quiz.StepsAt(steps.Value, steps.Place(f.Start))
	c.fail(fs...)
	return parsed
}

// run is what the steps came to as a whole.
func (p *playing) run() Run {
	r := Run{World: p.name, Entries: entries(p.played)}
	if last := lastCommand(p.played); last != nil {
		r.Outcome, r.Trace = outcomeOf(last), traceOf(last)
	}
	return r
}

// document is a document of the world as the steps left it.
func (p *playing) document(path string) (src string, ok bool) {
	if p.world == nil {
		return "", true // the fault is told already
	}
	return p.world.Document(path)
}

func lastCommand(played []sandbox.StepResult) *awscli.Reply {
	for i := len(played) - 1; i >= 0; i-- {
		if played[i].Reply != nil && played[i].Step.Kind != sandbox.StepWant {
			return played[i].Reply
		}
	}
	return nil
}

// entries is a transcript of what was played; claims are not part of it.
func entries(played []sandbox.StepResult) []Entry {
	var es []Entry
	for _, s := range played {
		e := Entry{Line: s.Step.Text, Who: s.Who, At: s.At}
		switch s.Step.Kind {
		case sandbox.StepWant:
			continue
		case sandbox.StepAs:
			e.Kind = EntryAs
		case sandbox.StepAdvance:
			e.Kind = EntryAdvance
		case sandbox.StepKeep:
			e.Kind = EntryKeep
		case sandbox.StepRevoke:
			e.Kind = EntryRevoke
		case sandbox.StepAWS:
			e.Kind = EntryCommand
			if s.Reply != nil {
				e.Stdout, e.Stderr, e.Exit = s.Reply.Stdout, s.Reply.Stderr, s.Reply.Exit
				e.Outcome, e.Trace = outcomeOf(s.Reply), traceOf(s.Reply)
			}
		}
		es = append(es, e)
	}
	return es
}

func outcomeOf(r *awscli.Reply) Outcome {
	if r.Outcome == nil {
		return Outcome{}
	}
	o := Outcome{Decision: r.Outcome.Decision, DeniedBy: r.Outcome.DeniedBy, Authorized: r.Outcome.Authorized}
	if err := r.Outcome.Err; err != nil {
		o.Error, o.Message = err.Code, err.Message
		if err.Cause != "" {
			o.Error = err.Cause // the answer to a HEAD request tells a number alone
		}
	}
	return o
}

func traceOf(r *awscli.Reply) *iam.Trace {
	if r.Outcome == nil {
		return nil
	}
	return r.Outcome.Trace
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
