package view

import (
	"fmt"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// ExplainPath is the page that explains a refusal of AWS's.
const ExplainPath = "/explain"

// Explain is the page that takes an error message or a CloudTrail record.
type Explain struct {
	Form   ExplainForm
	Result *ExplainResult // nil before anything was asked
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

// ExplainResult is what a refusal comes to.
type ExplainResult struct {
	Mark     Mark
	Word     string // replaces the mark's word
	Layer    string // the layer in AWS's words; empty when none was named
	Icon     Icon
	Tone     string // class of the layer's colour
	Sentence string
	Facts    []ExplainFact
	Unknown  []string // what the text does not tell
	Do       []string // what to do, when no policy was given to mend
	Read     []Link

	Tried   *Outcome // what the engine decides with the policies given
	Note    string   // how that fits what AWS said
	Assumed []string
	Trace   *iam.Trace
	Mending *analyze.Mending // what would have the call allowed
	Sandbox bool
}

// ExplainFact is something the text says.
type ExplainFact struct{ Name, Value string }

// mendTags are the words that qualify a mend.
func mendTags(m analyze.Mend) []string {
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

// mendID names the listing of a mend's step.
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
