package explain

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/iam/refusal"
)

// Fact is something that the text says.
type Fact struct{ Name, Value string }

// Facts lists what the text says.
func Facts(r *refusal.Refused) []Fact {
	account := ""
	if r.Account != "" {
		account = "someone of account " + r.Account
	}
	var list []Fact
	for _, f := range []Fact{{"Who", r.Principal}, {"Who", account}, {"Called", r.Asked}, {"Action", r.Action}, {"Resource", r.Resource}, {"Policy", r.PolicyARN}, {"Error", r.Code}} {
		if f.Value != "" {
			list = append(list, f)
		}
	}
	var keys []string
	for k := range r.Context {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, key := range keys {
		list = append(list, Fact{"Context", key + " = " + strings.Join(r.Context[key], ", ")})
	}
	return list
}

// Outcome is what AWS answered, in a word or two.
func (a *Answer) Outcome() string {
	switch {
	case a.Error:
		return a.Refused.Code
	case a.Refused.Explicit:
		return "Denied explicitly"
	}
	return "Not allowed"
}

// Tags are the words that qualify a fix.
func Tags(m *analyze.Mend) []string {
	var tags []string
	if m.OverBroad {
		tags = append(tags, "lets in more than is needed")
	}
	if m.Guardrail {
		tags = append(tags, "changes a guardrail")
	}
	if !m.Yours {
		tags = append(tags, "somebody else has to do it")
	}
	return tags
}

// Text is the answer as plain text.
func (a *Answer) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", a.Outcome())
	if a.Layer != "" {
		fmt.Fprintf(&b, " (%s)", a.Layer)
	}
	fmt.Fprintf(&b, "\n%s\n", a.Sentence)
	for _, f := range Facts(a.Refused) {
		fmt.Fprintf(&b, "  %s: %s\n", f.Name, f.Value)
	}
	section(&b, "What to do", a.Do)
	if t := a.Tried; t != nil {
		fmt.Fprintf(&b, "\nWith the policies given: %s\n", t.Verdict)
		for _, line := range []string{t.Sentence, t.Note} {
			if line != "" {
				fmt.Fprintf(&b, "%s\n", line)
			}
		}
		section(&b, "Why", t.Causes)
		section(&b, "What the linter says of them", t.Findings)
	}
	section(&b, "Assumed", a.Assumed)
	if a.Fixes != nil {
		a.fixText(&b)
	}
	section(&b, "What is still unknown", a.Unknown)
	return b.String()
}

func (a *Answer) fixText(b *strings.Builder) {
	fmt.Fprintf(b, "\nWhat would fix it\n")
	if len(a.Fixes.Mends) == 0 {
		fmt.Fprintf(b, "- %s\n", a.Fixes.Advice)
	}
	for i := range a.Fixes.Mends {
		m := &a.Fixes.Mends[i]
		fmt.Fprintf(b, "%d. %s\n", i+1, m.Sentence)
		if tags := Tags(m); len(tags) > 0 {
			fmt.Fprintf(b, "   [%s]\n", strings.Join(tags, "; "))
		}
		for _, r := range m.Risks {
			fmt.Fprintf(b, "   Note: %s\n", r)
		}
		for _, w := range m.Admits {
			fmt.Fprintf(b, "   It newly admits: %s\n", w)
		}
	}
}

func section(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, l := range lines {
		fmt.Fprintf(b, "- %s\n", l)
	}
}
