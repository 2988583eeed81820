package view

import (
	"fmt"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/explain"
)

// ExplainPath is the page that explains a refusal of AWS's.
const ExplainPath = "/explain"

// Explain is the page that takes an error message or a CloudTrail record.
type Explain struct {
	Form    ExplainForm
	Results []*ExplainResult // none before anything was asked
}

// ExplainForm is what was pasted.
type ExplainForm struct {
	Text     string
	Account  string // that owns the resource, where its ARN doesn't say
	Problem  string // why the text couldn't be read
	Policies []ExplainPolicy
	Examples []Link
}

// ExplainPolicy is a field for a policy that the reader has.
type ExplainPolicy struct {
	Kind     iam.Kind
	Field    string // the form's field
	Label    string
	Hint     string
	Text     string
	Findings []iam.Finding // of a document that can't be read
}

// ExplainResult is what a refusal comes to, with how it looks.
type ExplainResult struct {
	*explain.Answer
	Mark    Mark
	Icon    Icon
	Tone    string // class of the layer's colour
	Read    []Link
	Verdict Mark // of the policies given
	Sandbox bool
}

// triedWord is a verdict in a word or two.
func triedWord(t *explain.Tried) string {
	switch t.Verdict {
	case explain.Allowed:
		return "Allowed"
	case explain.Depends:
		return "It depends"
	case explain.Denied, explain.Unread:
	}
	return "Not allowed"
}

// resultID names the section of an answer.
func resultID(i int) string {
	if i == 0 {
		return "result"
	}
	return fmt.Sprintf("result-%d", i+1)
}

// open reports whether the fields for policies show from the start.
func (f ExplainForm) open() bool {
	for _, p := range f.Policies {
		if p.Text != "" {
			return true
		}
	}
	return false
}

// gives reports whether a policy of a kind was pasted.
func (f ExplainForm) gives(k iam.Kind) bool {
	for _, p := range f.Policies {
		if p.Kind == k && p.Text != "" {
			return true
		}
	}
	return false
}

// explainRows keeps an empty field low.
func explainRows(text string) int {
	if text == "" {
		return 3
	}
	return rows(text)
}

// mendID names the listing of a fix's step.
func mendID(id string, mend, step int) string { return fmt.Sprintf("%s-%d-%d", id, mend+1, step+1) }

// CheckPolicies looks the given policies through and reports whether one can't be
// read; what is wrong stands under its field.
func (f *ExplainForm) CheckPolicies() (broken bool) {
	for i := range f.Policies {
		p := &f.Policies[i]
		if p.Text == "" {
			continue
		}
		kind := p.Kind
		if kind == iam.KindResource && iam.GuessKind([]byte(p.Text)) == iam.KindTrust {
			kind = iam.KindTrust
		}
		p.Findings = iam.Storable(kind, p.Label, []byte(p.Text))
		broken = broken || len(p.Findings) > 0
	}
	return broken
}
