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
	name       string
	kind       Kind
	text       string
	id         string
	idStart    int32  // where Id's name stands in the document
	idEnd      int32  // 0 without an Id
	version    string // "" when the document has none
	statements []statement
}

// Name is the name given to [Parse].
func (p *Policy) Name() string { return p.name }

// Kind is the kind given to [Parse].
func (p *Policy) Kind() Kind { return p.kind }

// Source is a copy of the document as it was given.
func (p *Policy) Source() []byte { return []byte(p.text) }

// Version is the policy language's version that holds for the document: a
// missing Version means 2008-10-17.
func (p *Policy) Version() string {
	if p.version == "" {
		return version2008
	}
	return p.version
}

// ID is the document's Id element, or empty.
func (p *Policy) ID() string { return p.id }

// strayID reports whether the document has an Id where the grammar has none.
func (p *Policy) strayID() bool {
	return p.idEnd > 0 && (p.kind == KindIdentity || p.kind == KindBoundary || p.kind == KindSession)
}

const strayIDMend = "Remove it: only policies of resources have one. A statement's `Sid` can name it."

func (p *Policy) strayIDMessage() string {
	return "`Id` does not belong in " + p.kind.label() + "."
}

// Statements lists the statements in the document's order.
func (p *Policy) Statements() []Statement {
	list := make([]Statement, len(p.statements))
	for i := range p.statements {
		s := &p.statements[i]
		list[i] = Statement{Index: i, Sid: s.sid, Effect: s.effect, Span: s.span}
	}
	return list
}

// The versions of the policy language. Policy variables work under the later
// one alone. See "IAM JSON policy elements: Version".
const (
	version2008 = "2008-10-17"
	version2012 = "2012-10-17"
)
