package iam

import "fmt"

// Severity ranks a finding.
type Severity uint8

// The severities. Only errors keep a document from being evaluated or stored.
const (
	SeverityError   Severity = iota // AWS would refuse the document
	SeverityWarning                 // accepted, but a part of it does not mean what it seems to say
	SeverityAdvice                  // accepted, but probably not what was meant, or risky
)

// String returns "error", "warning" or "advice".
func (s Severity) String() string {
	switch s {
	case SeverityError:
		return "error"
	case SeverityWarning:
		return "warning"
	case SeverityAdvice:
		return "advice"
	}
	return "unknown"
}

// MarshalText writes the word that [Severity.String] gives.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Position is a place in a document.
type Position struct {
	Offset int `json:"offset"` // bytes, from 0
	Line   int `json:"line"`   // from 1
	Column int `json:"column"` // code points, from 1
}

// Span is a stretch of a document; End is the place after its last byte.
type Span struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// Finding is one thing to say about a document. Code is stable; Message names
// the fault and Suggestion the mend (it may be empty), both as plain sentences
// without a position: the printer puts that in front.
type Finding struct {
	Code       string   `json:"code"`
	Severity   Severity `json:"severity"`
	Span       Span     `json:"span"`
	Message    string   `json:"message"`
	Suggestion string   `json:"suggestion,omitempty"`
	Dead       bool     `json:"dead,omitempty"` // the statement never applies, or not to the principal that the message begins with
}

// String prints the finding as one line: "Line 7, column 22: message suggestion".
func (f Finding) String() string {
	s := fmt.Sprintf("Line %d, column %d: %s", f.Span.Start.Line, f.Span.Start.Column, f.Message)
	if f.Suggestion != "" {
		s += " " + f.Suggestion
	}
	return s
}

// HasError reports whether any finding is an error.
func HasError(fs []Finding) bool {
	for _, f := range fs {
		if f.Severity == SeverityError {
			return true
		}
	}
	return false
}
