// Package fidelity says how faithful the engine is: for every rule of AWS that
// package iam lists, the page it comes from, how far that page carries it and the
// tests that hold it; where AWS's pages disagree; and what is not modelled. The tests are found in the source (see the package's own test,
// which keeps held.json and docs/fidelity.md fresh).
package fidelity

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"rolecall/sandbox/iam"
)

//go:embed held.json
var heldJSON []byte

// Test is a test function and the cases of it that hold a rule.
type Test struct {
	Package string   `json:"package"`         // "sandbox/iam"
	Name    string   `json:"name"`            // "TestRows"
	Cases   []string `json:"cases,omitempty"` // what each case shows; none when the function is one case
}

// Held is a rule and what holds it.
type Held struct {
	iam.Rule
	Tests []Test
}

// Count is the number of cases; a test function without named ones counts once.
func (h *Held) Count() int {
	n := 0
	for _, t := range h.Tests {
		n += max(1, len(t.Cases))
	}
	return n
}

// Part is a stretch of rules under a heading.
type Part struct {
	ID    string // "combine"
	Title string
	Rules []Held
}

var partTitles = [...]struct{ id, title string }{
	{"combine", "How layers combine"}, {"trust", "Trust and STS"}, {"match", "Matching"},
}

// Parts lists every rule with what holds it, in the order of the specification.
func Parts() ([]Part, error) {
	held := map[string][]Test{}
	if err := json.Unmarshal(heldJSON, &held); err != nil {
		return nil, fmt.Errorf("held.json: %w", err)
	}
	return partsOf(held), nil
}

func partsOf(held map[string][]Test) []Part {
	parts := make([]Part, 0, len(partTitles))
	for _, p := range partTitles {
		part := Part{ID: p.id, Title: p.title}
		for _, r := range iam.Rules() {
			if strings.HasPrefix(r.ID, p.id+".") {
				part.Rules = append(part.Rules, Held{Rule: r, Tests: held[r.ID]})
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// Markdown is docs/fidelity.md.
func Markdown(parts []Part) []byte {
	var b strings.Builder
	b.WriteString("# Fidelity\n\nEvery rule of AWS that the engine keeps, with its status, the page of AWS's documentation it comes from and the tests that hold it; where AWS's pages disagree; and what this simulator does not model. " +
		"The status is *documented* (the section cited says it), *pages disagree*, *observed* (no page says it, AWS is seen to do so) or *our choice*. " +
		"Made from the tests by `go test ./sandbox/iam/fidelity -update`, and checked fresh by `go test`.\n")
	for _, p := range parts {
		fmt.Fprintf(&b, "\n## %s\n", p.Title)
		for i := range p.Rules {
			writeRule(&b, &p.Rules[i])
		}
	}
	b.WriteString("\n## Where AWS's pages disagree\n\nNothing that is graded rests on one of these.\n\n")
	for _, d := range Disagreements() {
		fmt.Fprintf(&b, "- **%s.** %s *Here:* %s\n", d.Title, d.Pages, d.Here)
	}
	b.WriteString("\n## What is not modelled\n\n")
	for _, l := range Limits() {
		fmt.Fprintf(&b, "- **%s.** %s\n", l.Title, l.Text)
	}
	return []byte(b.String())
}

func writeRule(b *strings.Builder, h *Held) {
	fmt.Fprintf(b, "\n### `%s`\n\n%s\n\n**%s**: *%s*, section \"%s\". ", h.ID, h.Text, capital(h.Status.String()), h.Page, h.Section)
	if h.Note != "" {
		b.WriteString(h.Note + " ")
	}
	fmt.Fprintf(b, "Held by %s:\n\n", cases(h.Count()))
	for _, t := range h.Tests {
		fmt.Fprintf(b, "- `%s` %s", t.Package, t.Name)
		if len(t.Cases) > 0 {
			fmt.Fprintf(b, " (%d): %s", len(t.Cases), strings.Join(t.Cases, "; "))
		}
		b.WriteString("\n")
	}
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func cases(n int) string {
	if n == 1 {
		return "1 case"
	}
	return fmt.Sprintf("%d cases", n)
}
