package quiz

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
	"rolecall/sandbox/awscli"
	"rolecall/sandbox/iam"
)

// orderProof plays the items' steps in every order: only the right one may hold.
// What is out of order may break anywhere, for the right order proves the steps.
type orderProof struct {
	scenario *sandbox.Scenario
	files    map[string]string
	ids      []string          // in the right order
	steps    map[string]string // by item; one text, for a step may be about one before it
	at       prose.Place
}

func (p orderProof) text(ids []string) string {
	var b strings.Builder
	for _, id := range ids {
		b.WriteString(strings.TrimRight(p.steps[id], "\n") + "\n")
	}
	return b.String()
}

func (p orderProof) prove() (trials []trial, steps int) {
	permutations(slices.Clone(p.ids), func(ids []string) {
		t, n := p.play(ids)
		trials = append(trials, t)
		steps += n
	})
	return trials, steps
}

func (p orderProof) play(ids []string) (t trial, n int) {
	t = trial{part: orderPart(ids), name: "the order " + orderPart(ids), at: p.at}
	all, err := sandbox.ParseSteps(p.text(ids))
	if err != nil {
		t.why = err.Error()
		return t, 0
	}
	w, err := p.scenario.Fresh(sandbox.Standing(p.scenario.Name), p.files)
	if err != nil {
		t.broken = err.Error()
		return t, 0
	}
	played := sandbox.Play(w, all)
	if len(played) == 0 {
		t.broken = "these steps do nothing"
		return t, 0
	}
	last := played[len(played)-1]
	t.holds = last.Met
	if !t.holds {
		t.why = fmt.Sprintf("%q: %s", last.Step.Text, last.Why)
	}
	return t, len(played)
}

// gapProof runs the document with every text that is called right or wrong.
type gapProof struct{ gap *Gap }

func (p gapProof) prove() (trials []trial, steps int) {
	try := func(text string) {
		t := trial{part: text, name: fmt.Sprintf("the text %q", text), at: p.gap.at}
		t.holds, t.why = p.gap.holds(text)
		trials = append(trials, t)
		steps += len(p.gap.steps)
	}
	for _, a := range p.gap.Accept {
		try(a)
	}
	for _, t := range p.gap.Tempting {
		try(t.Text)
	}
	return trials, steps
}

// cliProof plays the question's steps and holds what the CLI printed last against
// every option. An option with files or steps of its own shows thereby when the
// CLI does print it.
type cliProof struct {
	check
	options []Option
	own     map[string]check // by option
	places  map[string]prose.Place
}

func (p cliProof) prove() (trials []trial, steps int) {
	printed, broken, steps := p.printed()
	for _, o := range p.options {
		t := trial{part: o.ID, name: fmt.Sprintf("option %q", o.ID), at: p.places[o.ID], broken: broken}
		t.holds = broken == "" && prints(o.Output, printed)
		t.why = "the CLI prints " + strings.Join(strings.Fields(printed), " ")
		if own, ok := p.own[o.ID]; ok && broken == "" {
			got, bad, n := own.printed()
			steps += n
			switch {
			case bad != "":
				t.broken = bad
			case !prints(o.Output, got):
				t.broken = "with its own steps and files the CLI prints " + strings.Join(strings.Fields(got), " ")
			}
		}
		trials = append(trials, t)
	}
	return trials, steps
}

// printed plays the steps and returns what the last command printed.
func (c check) printed() (out, broken string, steps int) {
	w, err := c.scenario.Fresh(sandbox.Standing(c.scenario.Name), c.files)
	if err != nil {
		return "", err.Error(), 0
	}
	var last *awscli.Reply
	for _, r := range sandbox.Replay(w, c.steps) {
		steps++
		if !r.Met {
			return "", firstLine(r.Why), steps
		}
		if r.Step.Kind == sandbox.StepAWS {
			last = r.Reply
		}
	}
	if last == nil {
		return "", "these steps run no command", steps
	}
	return last.Stdout + last.Stderr, "", steps
}

// prints reports whether an output is what an option says, where "…" stands for
// anything.
func prints(want, got string) bool {
	got = strings.TrimSpace(got)
	pieces := strings.Split(strings.TrimSpace(want), "…")
	rest, ok := strings.CutPrefix(got, pieces[0])
	if !ok || len(pieces) == 1 {
		return ok && rest == ""
	}
	for _, piece := range pieces[1 : len(pieces)-1] {
		_, after, found := strings.Cut(rest, piece)
		if !found {
			return false
		}
		rest = after
	}
	return strings.HasSuffix(rest, pieces[len(pieces)-1])
}

// Asks is what a [PickLine] question asks for.
type asks uint8

const (
	asksDenies asks = iota // the statement whose Deny matched
	asksAllows             // the statement whose Allow matched
	asksFails              // the line on which a statement failed to match
)

func (a asks) String() string {
	switch a {
	case asksDenies:
		return "denies"
	case asksAllows:
		return "allows"
	case asksFails:
		return "fails"
	}
	return "unknown"
}

// lineProof plays the question's steps, which must all hold, and holds the trace
// of the last command against every line that can be chosen.
type lineProof struct {
	check
	path    string
	source  string
	asks    asks
	options []Option
	places  map[string]prose.Place
}

func (p lineProof) prove() (trials []trial, steps int) {
	trace, broken, steps := p.trace()
	for _, o := range p.options {
		t := trial{part: o.ID, name: fmt.Sprintf("option %q", o.ID), at: p.places[o.ID], broken: broken}
		if broken == "" {
			t.holds, t.why = p.points(trace, o.Line)
		}
		trials = append(trials, t)
	}
	return trials, steps
}

func (p lineProof) trace() (t *iam.Trace, broken string, steps int) {
	w, err := p.scenario.Fresh(sandbox.Standing(p.scenario.Name), p.files)
	if err != nil {
		return nil, err.Error(), 0
	}
	for _, r := range sandbox.Play(w, p.steps) {
		steps++
		if !r.Met {
			return nil, firstLine(r.Why), steps
		}
		if r.Step.Kind != sandbox.StepWant && r.Reply != nil && r.Reply.Outcome != nil {
			t = r.Reply.Outcome.Trace
		}
	}
	if t == nil {
		return nil, "the last command of the steps was not decided by policies", steps
	}
	return t, "", steps
}

// points reports whether the trace points at a line, as the question asks.
func (p lineProof) points(t *iam.Trace, line int) (ok bool, why string) {
	why = "no statement of " + p.path + " is there"
	for _, layer := range t.Layers {
		for _, policy := range layer.Policies {
			if !p.shows(layer.Layer, policy) {
				continue
			}
			for _, s := range policy.Statements {
				if line < s.Span.Start.Line || line > s.Span.End.Line {
					continue
				}
				why = s.Text
				switch p.asks {
				case asksDenies:
					ok = s.Matched && s.Effect == iam.Deny
				case asksAllows:
					ok = s.Matched && s.Effect == iam.Allow
				case asksFails:
					ok = !s.Matched && line == failingLine(p.source, s)
				}
			}
		}
	}
	return ok, why
}

// shows reports whether a policy of the trace is the document shown. A session
// policy goes by its place in the session and not by its file's name.
func (p lineProof) shows(layer iam.Layer, t iam.PolicyTrace) bool {
	return t.Name == p.path || layer == iam.LayerSession && strings.HasPrefix(p.path, "files/")
}

// failingLine is the line of the element that kept a statement from matching; of a
// condition, that of its key.
func failingLine(source string, s iam.StatementTrace) int {
	wanted := []string{s.Failed}
	if s.Key != "" {
		wanted = []string{s.Failed, s.Operator, s.Key}
	}
	lines := strings.Split(source, "\n")
	from := s.Span.Start.Line
	for _, w := range wanted {
		found := false
		for n := from; n <= s.Span.End.Line && n <= len(lines); n++ {
			if strings.Contains(strings.ToLower(lines[n-1]), strings.ToLower(`"`+w+`"`)) {
				from, found = n, true
				break
			}
		}
		if !found {
			return 0
		}
	}
	return from
}

// spotProof holds what there is to say about a document against every line that
// can be chosen: the finding must be on the right one, and none as grave on the others.
type spotProof struct {
	kind    iam.Kind
	source  string
	finding string
	options []Option
	places  map[string]prose.Place
}

func (p spotProof) prove() (trials []trial, steps int) {
	findings := iam.Lint(p.kind, "document", []byte(p.source))
	for _, o := range p.options {
		t := trial{part: o.ID, name: fmt.Sprintf("option %q", o.ID), at: p.places[o.ID], why: "it finds " + foundAt(findings)}
		for _, f := range findings {
			if f.Span.Start.Line != o.Line {
				continue
			}
			if f.Code == p.finding {
				t.holds = true
			} else if !o.Right && f.Severity <= severityOf(findings, p.finding) {
				t.broken = fmt.Sprintf("this line has a fault too, %s: %s", f.Code, f.Message)
			}
		}
		trials = append(trials, t)
	}
	return trials, 0
}

// severityOf is how grave a finding is; as advice when there is none.
func severityOf(findings []iam.Finding, code string) iam.Severity {
	for _, f := range findings {
		if f.Code == code {
			return f.Severity
		}
	}
	return iam.SeverityAdvice
}

func foundAt(findings []iam.Finding) string {
	var list []string
	for _, f := range findings {
		list = append(list, fmt.Sprintf("%s on line %d", f.Code, f.Span.Start.Line))
	}
	if list == nil {
		return "nothing"
	}
	return strings.Join(list, ", ")
}
