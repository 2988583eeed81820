package iam

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// lintCase is a document with one real fault, or with none, and what has to be said
// of it.
type lintCase struct {
	Name     string          `json:"name"`
	Kind     string          `json:"kind"`
	Document json.RawMessage `json:"document"`
	Says     []string        `json:"says"`   // "CODE" or "CODE severity"; each has to be there
	Never    []string        `json:"never"`  // codes, severities or parts of a message that may not be there
	Source   string          `json:"source"` // why it is right
}

// TestLintCases plays testdata/lint-cases.jsonl: statements that can never apply,
// what AWS refuses to store, what lets everybody in, and documents of which nothing
// may be said.
func TestLintCases(t *testing.T) {
	src, err := os.ReadFile("testdata/lint-cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range bytes.Lines(src) {
		var c lintCase
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&c); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		n++
		t.Run(c.Name, func(t *testing.T) { c.run(t) })
	}
	if n < 150 {
		t.Errorf("%d cases are left", n)
	}
}

func (c *lintCase) run(t *testing.T) {
	kind, ok := ParseKind(c.Kind)
	if !ok {
		t.Fatalf("%q is no kind", c.Kind)
	}
	fs := Lint(kind, "p", c.Document)
	for _, want := range c.Says {
		code, severity, _ := strings.Cut(want, " ")
		if !slices.ContainsFunc(fs, func(f Finding) bool {
			return f.Code == code && (severity == "" || f.Severity.String() == severity) && (f.Suggestion != "" || code == codeWrongType)
		}) {
			t.Errorf("%s\nis not said to be %s (%s); said: %v", c.Document, want, c.Source, fs)
		}
	}
	for _, f := range fs {
		listed(t, kind, c.Document, f)
		if f.Span.Start.Line != 1 || f.Span.End.Offset <= f.Span.Start.Offset || f.Span.End.Offset > len(c.Document) {
			t.Errorf("%s has no place: %+v", f.Code, f.Span)
		}
		for _, never := range c.Never {
			if f.Code == never || f.Severity.String() == never || never == "anything" || strings.Contains(never, " ") && strings.Contains(f.Message, never) {
				t.Errorf("%s\nmay not be said to be %s (%s): %s", c.Document, never, c.Source, f)
			}
		}
	}
	storable := Storable(kind, "p", c.Document)
	if HasError(storable) != HasError(fs) {
		t.Errorf("%s: stored %v, linted %v", c.Document, storable, fs)
	}
}
