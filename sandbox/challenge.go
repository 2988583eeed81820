package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// Grade is how hard a challenge is.
type Grade string

// The grades.
const (
	GradeEasy   Grade = "easy"
	GradeMedium Grade = "medium"
	GradeHard   Grade = "hard"
	GradeExpert Grade = "expert"
)

// Challenge is a scenario to be mended: what must work works, and what must stay
// shut stays shut.
type Challenge struct {
	*Scenario
	Grade    Grade
	Lesson   string   // slug
	Track    Track    // the zero Track for a challenge that stands by itself
	Edit     []string // paths of the documents that the learner may change
	Goals    []Goal
	Hints    []string // markdown, from a nudge to nearly the answer
	Solution map[string]string
	Wrongs   []Wrong
}

// Track is a challenge's place in a row of challenges that tell one story.
type Track struct {
	Name string `yaml:"name"` // as it is shown; the same in all parts
	Part int    `yaml:"part"` // from 1, without gaps
}

// Goal is steps whose every want must hold.
type Goal struct {
	Name     string
	Sentence string // what is to be so
	MustWork bool   // false: it must stay shut
	Steps    []Step
}

// Wrong is a tempting solution that a goal rejects.
type Wrong struct {
	Name  string
	Files map[string]string
	Blame Blame
	line  int
}

// Blame says which goal rejects a wrong solution and which statement is guilty.
type Blame struct {
	Goal string `yaml:"goal"`
	File string `yaml:"file"`
	SID  string `yaml:"sid"`
	Why  string `yaml:"why"` // markdown
}

type challengeYAML struct {
	Grade  Grade    `yaml:"grade"`
	Lesson string   `yaml:"lesson"`
	Edit   []string `yaml:"edit"`
	Track  Track    `yaml:"track"`
}

// ParseChallenge reads a challenge file, as [ParseScenario] reads a scenario.
func ParseChallenge(file, name string, src []byte) (*Challenge, error) {
	a, faults := parseArchive(file, src)
	if len(faults) > 0 {
		return nil, faults
	}
	s, rest, faults := readScenario(a, name)
	c := &Challenge{Scenario: s, Solution: map[string]string{}}
	wrongs := map[string]*Wrong{}
	var head section
	for _, sec := range rest {
		kind, tail, _ := strings.Cut(sec.name, "/")
		switch {
		case sec.name == "challenge.yaml":
			head = sec
			var y challengeYAML
			faults = append(faults, decodeYAML(file, sec, &y)...)
			c.Grade, c.Lesson, c.Edit, c.Track = y.Grade, y.Lesson, y.Edit, y.Track
		case sec.name == "hints":
			c.Hints = paragraphs(sec.text)
		case kind == "goals" && tail != "":
			goal, more := parseGoal(file, tail, sec)
			c.Goals = append(c.Goals, goal)
			faults = append(faults, more...)
		case kind == "solution" && isDocumentPath(tail):
			c.Solution[tail] = sec.text
		case kind == "wrong" && strings.Contains(tail, "/"):
			faults = append(faults, readWrong(file, wrongs, tail, sec)...)
		default:
			faults = append(faults, Fault{file, sec.line - 1, fmt.Sprintf("%s is no part of a challenge", sec.name)})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(wrongs)) {
		c.Wrongs = append(c.Wrongs, *wrongs[name])
	}
	faults = append(faults, c.complete(head)...)
	if s.legible {
		faults = append(faults, s.try()...)
	}
	return c, faults.err()
}

func readWrong(file string, wrongs map[string]*Wrong, tail string, sec section) Faults {
	name, path, _ := strings.Cut(tail, "/")
	if wrongs[name] == nil {
		wrongs[name] = &Wrong{Name: name, Files: map[string]string{}, line: sec.line - 1}
	}
	if path == "blame.yaml" {
		return decodeYAML(file, sec, &wrongs[name].Blame)
	}
	wrongs[name].Files[path] = sec.text
	return nil
}

// complete looks whether the challenge has all that a challenge needs.
func (c *Challenge) complete(head section) Faults {
	var faults Faults
	fault := func(line int, format string, args ...any) {
		faults = append(faults, Fault{c.file, max(line, 1), fmt.Sprintf(format, args...)})
	}
	if head.name == "" {
		fault(1, "there is no challenge.yaml")
		return faults
	}
	if !slices.Contains([]Grade{GradeEasy, GradeMedium, GradeHard, GradeExpert}, c.Grade) {
		fault(yamlLineOf(head, "grade"), "grade %q is none of easy, medium, hard, expert", c.Grade)
	}
	if c.Track != (Track{}) && (c.Track.Name == "" || c.Track.Part < 1) {
		fault(yamlLineOf(head, "track"), "a track has a name and a part, counted from 1")
	}
	if len(c.Edit) == 0 {
		fault(head.line, "edit names no document that the learner may change")
	}
	if len(c.Goals) == 0 || len(c.Hints) == 0 || len(c.Solution) == 0 || len(c.Wrongs) < 2 {
		fault(1, "a challenge has goals, hints, a solution and at least two wrong solutions")
	}
	for _, path := range slices.Sorted(maps.Keys(c.Solution)) {
		if !slices.Contains(c.Edit, path) {
			fault(1, "the solution changes %s, which edit doesn't name", path)
		}
	}
	for _, w := range c.Wrongs {
		if w.Blame == (Blame{}) {
			fault(w.line, "wrong/%s has no blame.yaml", w.Name)
		} else if !slices.ContainsFunc(c.Goals, func(g Goal) bool { return g.Name == w.Blame.Goal }) {
			fault(w.line, "wrong/%s blames goal %q, which isn't there", w.Name, w.Blame.Goal)
		}
		for _, path := range slices.Sorted(maps.Keys(w.Files)) {
			if !slices.Contains(c.Edit, path) {
				fault(w.line, "wrong/%s changes %s, which edit doesn't name", w.Name, path)
			}
		}
	}
	return faults
}

func parseGoal(file, name string, sec section) (Goal, Faults) {
	g := Goal{Name: name}
	first, _, _ := strings.Cut(sec.text, "\n")
	if s, ok := strings.CutPrefix(first, "# must work: "); ok {
		g.Sentence, g.MustWork = strings.TrimSpace(s), true
	} else if s, ok := strings.CutPrefix(first, "# must stay shut: "); ok {
		g.Sentence = strings.TrimSpace(s)
	} else {
		return g, Faults{{file, sec.line, "a goal begins with `# must work: sentence` or `# must stay shut: sentence`"}}
	}
	steps, err := ParseSteps(sec.text)
	g.Steps = shiftSteps(steps, sec.line-1)
	faults := stepFaults(file, sec, err)
	if len(faults) == 0 && !slices.ContainsFunc(steps, func(s Step) bool { return s.Kind == StepWant }) {
		faults = append(faults, Fault{file, sec.line, "a goal wants something: it has no want"})
	}
	return g, faults
}

func paragraphs(text string) []string {
	var ps []string
	for _, p := range strings.Split(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			ps = append(ps, p)
		}
	}
	return ps
}

// GoalResult is whether a goal is met, and how its steps went.
type GoalResult struct {
	Goal  Goal
	Met   bool
	Why   string // a plain sentence when it isn't
	Steps []StepResult
}

// Judge plays every goal on a fresh copy of the challenge's world with the
// documents that the learner may change taken from theirs. A document that they
// removed is removed there too.
func (c *Challenge) Judge(learner *world.World) []GoalResult {
	files := map[string]string{}
	var removed []string
	for _, path := range c.Edit {
		if src, ok := learner.Document(path); ok {
			files[path] = src
		} else {
			removed = append(removed, path)
		}
	}
	return c.judge(files, removed)
}

// JudgeFiles judges files laid over the challenge's world.
func (c *Challenge) JudgeFiles(files map[string]string) []GoalResult { return c.judge(files, nil) }

func (c *Challenge) judge(files map[string]string, removed []string) []GoalResult {
	results := make([]GoalResult, len(c.Goals))
	for i, g := range c.Goals {
		results[i] = c.play(g, files, removed)
	}
	return results
}

func (c *Challenge) play(g Goal, files map[string]string, removed []string) GoalResult {
	w, err := c.Fresh(Standing(c.Name), files)
	if err != nil {
		return GoalResult{Goal: g, Why: err.Error()}
	}
	for _, path := range removed {
		if _, there := w.Document(path); !there {
			continue
		}
		if err := w.RemoveDocument(path); err != nil {
			return GoalResult{Goal: g, Why: err.Error()}
		}
	}
	r := GoalResult{Goal: g, Met: true, Steps: Play(w, g.Steps)}
	if last := r.Steps[len(r.Steps)-1]; !last.Met {
		r.Met, r.Why = false, last.Why
	}
	return r
}

// Solved says whether all goals are met.
func Solved(results []GoalResult) bool {
	return !slices.ContainsFunc(results, func(r GoalResult) bool { return !r.Met })
}

// Verify holds the challenge against its own claims: it isn't solved at the
// start, its solution solves it, and each wrong solution is rejected by the goal
// and through the statement that its blame names.
func (c *Challenge) Verify() Faults {
	var faults Faults
	fault := func(line int, format string, args ...any) {
		faults = append(faults, Fault{c.file, max(line, 1), fmt.Sprintf(format, args...)})
	}
	if Solved(c.JudgeFiles(nil)) {
		fault(1, "the challenge is solved before anything was changed")
	}
	for _, r := range c.JudgeFiles(c.Solution) {
		if !r.Met {
			fault(goalLine(r), "the solution doesn't meet goal %s: %s", r.Goal.Name, r.Why)
		}
	}
	for _, w := range c.Wrongs {
		if why := c.blamed(w); why != "" {
			fault(w.line, "wrong/%s: %s", w.Name, why)
		}
	}
	return faults
}

func goalLine(r GoalResult) int {
	if len(r.Steps) == 0 {
		return 1
	}
	return r.Steps[len(r.Steps)-1].Step.Line
}

// blamed says why a wrong solution isn't wrong in the way that its blame claims.
func (c *Challenge) blamed(w Wrong) string {
	for _, r := range c.JudgeFiles(w.Files) {
		if r.Goal.Name != w.Blame.Goal {
			continue
		}
		if r.Met {
			return fmt.Sprintf("goal %s accepts it", r.Goal.Name)
		}
		if len(r.Steps) == 0 {
			return r.Why
		}
		for _, s := range r.Steps {
			if s.Reply != nil && s.Reply.Outcome != nil && guilty(s.Reply.Outcome.Traces, w.Blame) {
				return ""
			}
		}
		return fmt.Sprintf("statement %q of %s had no part in the refusal by %s: %s", w.Blame.SID, w.Blame.File, r.Goal.Name, r.Why)
	}
	return "its goal isn't there"
}

// guilty looks for the blamed statement in the traces: one that let somebody in,
// one that denied, or one that was to allow or to deny and didn't match.
func guilty(traces []*iam.Trace, b Blame) bool {
	for _, t := range traces {
		for _, l := range t.Layers {
			for _, p := range l.Policies {
				if !samePolicy(p.Name, l.Layer, b.File) {
					continue
				}
				for _, s := range p.Statements {
					if s.Sid == b.SID && guiltyOf(t.Decision, s) {
						return true
					}
				}
			}
		}
	}
	return false
}

// guiltyOf says whether a statement can have brought a decision about: by what it
// did, or by staying silent.
func guiltyOf(d iam.Decision, s iam.StatementTrace) bool {
	if s.Matched {
		return d == iam.Allowed || s.Effect == iam.Deny
	}
	return d == iam.ImplicitDeny || d == iam.Allowed && s.Effect == iam.Deny
}

// samePolicy compares a policy of a trace with a path; a file that was passed as
// a session policy shows under the session's own name.
func samePolicy(name string, layer iam.Layer, path string) bool {
	return name == path || layer == iam.LayerSession && strings.HasPrefix(path, "files/")
}
