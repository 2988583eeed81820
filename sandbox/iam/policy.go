package iam

// Effect is a statement's effect.
type Effect uint8

// The effects.
const (
	Allow Effect = iota
	Deny
)

// String returns "Allow" or "Deny".
func (e Effect) String() string {
	if e == Deny {
		return "Deny"
	}
	return "Allow"
}

// MarshalText writes the word that [Effect.String] gives.
func (e Effect) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// Statement is one statement of a policy, for pages that list them.
type Statement struct {
	Index  int // from 0
	Sid    string
	Effect Effect
	Span   Span
}

// Policy is a document that has been parsed and compiled. It is immutable and
// safe for use by many goroutines.
type Policy struct {
	name   string
	kind   Kind
	source []byte
	stmts  []Statement
}

// Name is the name given to [Parse].
func (p *Policy) Name() string { return p.name }

// Kind is the kind given to [Parse].
func (p *Policy) Kind() Kind { return p.kind }

// Source is the document as it was given; not to be changed.
func (p *Policy) Source() []byte { return p.source }

// Statements lists the statements in the document's order.
func (p *Policy) Statements() []Statement { return p.stmts }
