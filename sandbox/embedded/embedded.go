package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"rolecall/sandbox/iam"
)

// Policy is a policy document of a file.
type Policy struct {
	Path string   // "Resources.Deploy.Properties.AssumeRolePolicyDocument"
	Kind iam.Kind //
	text []byte
	at   []anchor // in the order of the text
	sam  bool     // SAM writes the Version itself
}

// anchor is where a part of the rendered document stands in the file.
type anchor struct {
	start, end   int // in the text
	line, column int
	unsure       bool // what is deployed may differ
}

// What a file may be.
const (
	mostNodes = 400_000 // nodes rendered of one file, those behind aliases each time
	mostDepth = 100
)

// ErrNeither says that a file is neither a template nor a plan.
var ErrNeither = errors.New("this is neither a template nor a plan")

// Find lists the policy documents of a file. The error is [ErrNeither], or says what
// keeps the file from being read.
func Find(src []byte) ([]Policy, error) {
	var doc yaml.Node
	if trimmed := bytes.TrimSpace(src); len(trimmed) > 0 && trimmed[0] == '{' {
		src = bytes.ReplaceAll(src, []byte{'\t'}, []byte{' '}) // JSON may be indented by tabs, YAML not
	}
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return nil, fmt.Errorf("it is not YAML or JSON: %w", err)
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, ErrNeither
	}
	f := &finder{left: mostNodes}
	root := doc.Content[0]
	switch {
	case isTemplate(root):
		f.template(root)
	case isPlan(root):
		f.plan(root)
	default:
		return nil, ErrNeither
	}
	return f.found, f.err
}

// finder gathers the documents of one file.
type finder struct {
	found []Policy
	left  int
	err   error
}

// Lint is [iam.Lint] with the findings placed in the file.
func (p *Policy) Lint() []iam.Finding {
	var out []iam.Finding
	for _, f := range iam.Lint(p.Kind, p.Path, p.text) {
		if p.sam && f.Code == "missing-version" || p.unsure(f.Span) || comparing(f.Code) && p.unsure(iam.Span{End: iam.Position{Offset: len(p.text)}}) {
			continue
		}
		f.Span = iam.Span{Start: p.place(f.Span.Start), End: p.place(f.Span.End)}
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b iam.Finding) int {
		if a.Span.Start.Line != b.Span.Start.Line {
			return a.Span.Start.Line - b.Span.Start.Line
		}
		return a.Span.Start.Column - b.Span.Start.Column
	})
	return out
}

// comparing reports whether a code is about statements compared with one another, any
// of which may differ from what is rendered.
func comparing(code string) bool {
	return code == "redundant-statement" || code == "unreachable-statement"
}

// unsure reports whether a finding is about something that only AWS knows.
func (p *Policy) unsure(s iam.Span) bool {
	return slices.ContainsFunc(p.at, func(a anchor) bool { return a.unsure && a.start < s.End.Offset && s.Start.Offset < a.end })
}

// place is where the part that holds an offset stands in the file.
func (p *Policy) place(at iam.Position) iam.Position {
	i, found := slices.BinarySearchFunc(p.at, at.Offset, func(a anchor, offset int) int { return a.start - offset })
	if !found {
		i--
	}
	if i < 0 || i >= len(p.at) {
		return iam.Position{Line: 1, Column: 1}
	}
	return iam.Position{Line: p.at[i].line, Column: p.at[i].column}
}
