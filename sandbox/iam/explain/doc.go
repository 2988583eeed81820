// Package explain says what a refusal of AWS's comes to: what its words tell, what
// the policies at hand decide, on what that depends which nobody told, and what would
// have the call allowed. It takes text and policies and answers in words; pages and
// commands print the answer.
package explain

import (
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/iam/refusal"
)

// Given is what the asker has besides the text.
type Given struct {
	Account  string // that owns the resource, where its ARN does not say
	Policies []Policy
}

// Policy is a document that the asker has.
type Policy struct {
	Kind iam.Kind
	Name string
	Text string
}

// Answer is what one refusal comes to.
type Answer struct {
	Refused  *refusal.Refused `json:"refused"`
	Error    bool             `json:"error"` // no policy refused: the code says what is wrong
	Sentence string           `json:"sentence"`
	Layer    string           `json:"layer,omitempty"` // that AWS blames, in words
	Do       []string         `json:"do"`
	Unknown  []string         `json:"unknown"` // what the text and the policies leave open
	Page     string           `json:"page,omitempty"`
	Term     string           `json:"-"` // of the glossary
	Lesson   string           `json:"-"`
	Tried    *Tried           `json:"tried,omitempty"`

	// Fixes are ways to have the call allowed, tried; nil when none was looked for.
	Fixes   *analyze.Mending `json:"fixes,omitempty"`
	Assumed []string         `json:"assumed,omitempty"`
}

// Verdict is what the policies at hand decide.
type Verdict string

// The verdicts.
const (
	Allowed Verdict = "allowed"
	Denied  Verdict = "denied"
	Depends Verdict = "depends"
	Unread  Verdict = "undecided" // the text tells too little to decide
)

// Tried is what the policies at hand decide.
type Tried struct {
	Verdict  Verdict           `json:"verdict"`
	Sentence string            `json:"sentence"`
	Causes   []string          `json:"causes"` // the statements and conditions that decide
	Depends  []analyze.Depends `json:"depends,omitempty"`
	Note     string            `json:"note,omitempty"` // how that fits what AWS said
	Findings []string          `json:"findings,omitempty"`
	Trace    *iam.Trace        `json:"-"`
}
