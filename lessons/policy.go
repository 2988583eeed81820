package lessons

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
	"rolecall/sandbox/iam"
)

// MaxDocument is how much a reader may send as a policy, in bytes.
const MaxDocument = 64 << 10

// policy compiles a live policy: laid over a world, decided by a bare request, or
// shown for its faults.
func (c *modeCompiler) policy(f *prose.Fence) Block {
	var y policyYAML
	body, at, fs := decodeHead(f, &y)
	if c.fail(fs...); fs != nil {
		return nil
	}
	c.claim(y.ID, f.Place)
	c.title(y.Title, f)
	if len(body) > MaxDocument {
		c.fail(at.Fault("a policy has at most %d bytes", MaxDocument))
		return nil
	}
	b := &Policy{ID: y.ID, Title: y.Title, World: y.Run.World.Value, Path: y.Path, JSON: strings.TrimRight(body, "\n") + "\n"}
	b.Code = prose.Code("json", b.JSON, b.ID)
	if y.Kind.Value != "" {
		kind, ok := iam.ParseKind(y.Kind.Value)
		if !ok {
			c.fail(y.Kind.Place(f.Start).Fault("%q is not a kind of policy: identity, resource, trust, boundary, session, scp or rcp", y.Kind.Value))
			return nil
		}
		b.Kind = kind
	}
	ways := 0
	for _, given := range []bool{y.Run.World.Value != "", y.Request != nil, y.Faults != nil} {
		if given {
			ways++
		}
	}
	switch {
	case ways != 1:
		c.fail(f.Place.Fault("a policy has a world with a path and steps, or a request with a kind and a want, or faults with a kind: exactly one of them"))
		return nil
	case y.Faults != nil:
		c.faulty(b, y, at)
	case y.Request != nil:
		c.bare(b, y, at, f)
	default:
		c.inWorld(b, y, at, f)
	}
	return b
}

// name is what the policy goes by in a trace of its own run.
func (p *Policy) name() string {
	if p.Path != "" {
		return p.Path
	}
	return p.ID
}

// Shows reports whether a policy in a trace of its own run is this document, so
// that the rows of that policy point into it. A session policy that a command took
// from a file goes by its place in the session, not by the file's name.
func (p *Policy) Shows(layer iam.Layer, t iam.PolicyTrace) bool {
	return t.Name == p.name() || layer == iam.LayerSession && p.Kind == iam.KindSession && strings.HasPrefix(p.Path, "files/")
}

// Run decides anew, the reader's text in the place of the document. With an error
// among the findings nothing was run and the result is empty. The time is that of
// the reader's clock; worlds of lessons keep their own.
func (p *Policy) Run(edited string, _ time.Time) (PolicyResult, []iam.Finding) {
	if len(edited) > MaxDocument {
		return PolicyResult{}, []iam.Finding{{
			Code: "TOO_LONG", Severity: iam.SeverityError,
			Span:       iam.Span{Start: iam.Position{Line: 1, Column: 1}, End: iam.Position{Line: 1, Column: 1}},
			Message:    fmt.Sprintf("This document has %d bytes.", len(edited)),
			Suggestion: fmt.Sprintf("At most %d are taken here.", MaxDocument),
		}}
	}
	if p.run == nil {
		return PolicyResult{}, iam.Lint(p.Kind, p.name(), []byte(edited))
	}
	return p.run(edited)
}

// faulty holds the faults that the author names against those that are found.
func (c *modeCompiler) faulty(b *Policy, y policyYAML, at prose.Place) {
	b.Findings = iam.Lint(b.Kind, b.ID, []byte(b.JSON))
	for _, code := range y.Faults {
		if !slices.ContainsFunc(b.Findings, func(f iam.Finding) bool { return f.Code == code }) {
			c.fail(at.Fault("the engine does not find %s in this policy; it finds %s", code, codes(b.Findings)))
		}
	}
	for _, f := range b.Findings {
		if f.Severity == iam.SeverityError && !slices.Contains(y.Faults, f.Code) {
			c.fail(at.Down(f.Span.Start.Line-1).Fault("%s: %s", f.Code, f.Message))
		}
	}
}

func codes(fs []iam.Finding) string {
	var list []string
	for _, f := range fs {
		if !slices.Contains(list, f.Code) {
			list = append(list, f.Code)
		}
	}
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, ", ")
}

// bare decides one request by the document alone.
func (c *modeCompiler) bare(b *Policy, y policyYAML, at prose.Place, f *prose.Fence) {
	place, err := placeOf(b.Kind)
	if err != nil || y.Kind.Value == "" {
		c.fail(f.Place.Fault("a request is decided by a policy of kind identity, resource or trust; show other kinds in a world"))
		return
	}
	r := y.Request
	req, err := iam.NewRequest(r.Principal.Value, r.Action, r.Resource, r.Account, r.Context)
	if err != nil {
		c.fail(r.Principal.Place(f.Start).Fault("%v", err))
		return
	}
	b.Runs = true
	b.run = func(edited string) (PolicyResult, []iam.Finding) {
		doc, _ := iam.Parse(b.Kind, b.ID, []byte(edited))
		findings := iam.Lint(b.Kind, b.ID, []byte(edited))
		if doc == nil {
			return PolicyResult{}, findings
		}
		t := iam.Explain(req, place(doc))
		return PolicyResult{Outcome: Outcome{Authorized: true, Decision: t.Decision, DeniedBy: t.DeniedBy}, Trace: t}, findings
	}
	b.Result, b.Findings = b.run(b.JSON)
	c.counts.PoliciesRun++
	if c.unsound(b, at) {
		return
	}
	if got := b.Result.Outcome.String(); got != normalWant(y.Want.Value) {
		c.fail(y.Want.Place(f.Start).Fault("want %s, but the engine says %s: %s", y.Want.Value, got, b.Result.Trace.Sentence))
	}
}

// unsound reports the errors of a document that was to be run.
func (c *modeCompiler) unsound(b *Policy, at prose.Place) bool {
	for _, f := range b.Findings {
		if f.Severity == iam.SeverityError {
			c.fail(at.Down(f.Span.Start.Line-1).Fault("%s: %s %s", f.Code, f.Message, f.Suggestion))
		}
	}
	return iam.HasError(b.Findings)
}

func placeOf(kind iam.Kind) (func(*iam.Policy) *iam.Policies, error) {
	switch kind {
	case iam.KindIdentity:
		return func(p *iam.Policy) *iam.Policies { return &iam.Policies{Identity: []*iam.Policy{p}} }, nil
	case iam.KindResource, iam.KindTrust:
		return func(p *iam.Policy) *iam.Policies { return &iam.Policies{Resource: p} }, nil
	case iam.KindBoundary, iam.KindSession, iam.KindSCP, iam.KindRCP:
		return nil, fmt.Errorf("a policy of kind %s decides nothing by itself", kind)
	}
	return nil, fmt.Errorf("unknown kind")
}

// normalWant puts the layers of a want in the order in which outcomes name them.
func normalWant(want string) string {
	fields := strings.Fields(want)
	if len(fields) > 1 {
		slices.Sort(fields[1:])
	}
	return strings.Join(fields, " ")
}

// inWorld lays the document over a world and plays the steps there.
func (c *modeCompiler) inWorld(b *Policy, y policyYAML, at prose.Place, f *prose.Fence) {
	if b.Path == "" {
		c.fail(f.Place.Fault("this policy names no path: where in the world it lies"))
		return
	}
	w := c.fresh(y.Run.World, y.Run.Files, f)
	if w == nil {
		return
	}
	if y.Kind.Value == "" {
		file, ok := w.File(b.Path)
		switch {
		case strings.HasPrefix(b.Path, "files/"):
			b.Kind = iam.KindSession // what a command takes by file:// is mostly that
		case ok:
			b.Kind = file.Kind
		default:
			c.fail(f.Place.Fault("%s is not the path of a policy", b.Path))
			return
		}
	}
	if b.Findings = iam.Lint(b.Kind, b.Path, []byte(b.JSON)); c.unsound(b, at) {
		return
	}
	if _, err := w.SetDocument(b.Path, b.JSON); err != nil {
		c.fail(at.Fault("%v", err))
		return
	}
	if strings.TrimSpace(y.Run.Steps.Value) == "" {
		c.fail(f.Place.Fault("this policy has no steps to play"))
		return
	}
	played := c.playOn(w, y.Run.Steps, f)
	c.counts.PoliciesRun++
	b.Runs = true
	b.Result = (&playing{played: played}).result()
	b.run = rerun(c.lib.Scenario(b.World), b, overlay(y.Run.Files), c.parse(y.Run.Steps, f))
}

// result is what a live policy shows of its steps.
func (p *playing) result() PolicyResult {
	r := p.run()
	return PolicyResult{Outcome: r.Outcome, Trace: r.Trace, Entries: r.Entries}
}

// rerun plays a policy's steps with another text in its place. The author's claims
// are of the author's text, so they aren't held against it.
func rerun(s *sandbox.Scenario, b *Policy, files map[string]string, steps []sandbox.Step) func(string) (PolicyResult, []iam.Finding) {
	return func(edited string) (PolicyResult, []iam.Finding) {
		findings := iam.Lint(b.Kind, b.Path, []byte(edited))
		w, err := s.Fresh(sandbox.Standing(b.World), files)
		if err != nil {
			return PolicyResult{}, append(findings, refusal(err))
		}
		if _, err := w.SetDocument(b.Path, edited); err != nil {
			if !iam.HasError(findings) {
				findings = append(findings, refusal(err))
			}
			return PolicyResult{}, findings
		}
		return (&playing{played: sandbox.Replay(w, steps)}).result(), findings
	}
}

// refusal is a document that a world doesn't take, as a finding.
func refusal(err error) iam.Finding {
	return iam.Finding{
		Code: "REFUSED", Severity: iam.SeverityError, Message: err.Error(),
		Span: iam.Span{Start: iam.Position{Line: 1, Column: 1}, End: iam.Position{Line: 1, Column: 1}},
	}
}
