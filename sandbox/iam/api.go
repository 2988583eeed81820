package iam

import (
	"errors"
	"io"
)

// GuessKind guesses a document's kind from what it holds. It never fails: what
// fits nothing else is an identity policy.
func GuessKind(src []byte) Kind { return KindIdentity }

// Parse reads a document of the given kind. It returns all faults at once; the
// policy is nil when any of them is an error. Only faults that AWS's grammar
// refuses are found here: quotas are [Storable]'s, advice is [Lint]'s.
func Parse(kind Kind, name string, src []byte) (*Policy, []Finding) {
	return &Policy{name: name, kind: kind, source: src}, nil
}

// Lint returns everything there is to say about a document in source order:
// errors, quota errors, warnings and advice.
func Lint(kind Kind, name string, src []byte) []Finding { return nil }

// Storable returns the errors for which AWS would refuse to store a document:
// those of [Parse], AWS's size quotas, and the claim a trust policy must test
// when it trusts a shared OIDC provider.
func Storable(kind Kind, name string, src []byte) []Finding { return nil }

// PrincipalType says what sort of caller a principal is.
type PrincipalType uint8

// The sorts of caller.
const (
	PrincipalAnonymous PrincipalType = iota
	PrincipalUser
	PrincipalAssumedRole
	PrincipalFederatedUser
	PrincipalRoot
	PrincipalService
	PrincipalSAML
	PrincipalOIDC
)

// Principal is a caller.
type Principal struct {
	arn, account, name string
	typ                PrincipalType
}

// ParsePrincipal reads a caller as eval-schema writes it.
func ParsePrincipal(s string) (Principal, error) { return Principal{arn: s}, nil }

// Type is the sort of caller.
func (p Principal) Type() PrincipalType { return p.typ }

// Account is the caller's twelve-digit account id; empty for services, public identity providers and the anonymous.
func (p Principal) Account() string { return p.account }

// ARN is the caller as it was written.
func (p Principal) ARN() string { return p.arn }

// Name is what people call it: the user's, role's or service's name.
func (p Principal) Name() string { return p.name }

// Request is one authorization request, made ready for evaluation.
type Request struct{ principal Principal }

// NewRequest makes a request ready. context is the whole request context; an
// empty slice equals an absent key and key names ignore case.
func NewRequest(principal, action, resourceARN, resourceAccount string, context map[string][]string) (*Request, error) {
	p, err := ParsePrincipal(principal)
	return &Request{principal: p}, err
}

// Policies are all that apply to a request. SCPs and RCPs hold a slice per level, root first.
type Policies struct {
	Identity []*Policy
	Boundary *Policy
	Session  []*Policy
	Resource *Policy
	SCPs     [][]*Policy
	RCPs     [][]*Policy
}

// Evaluate decides a request. It allocates nothing.
func Evaluate(r *Request, p *Policies) Result { return Result{} }

// Explain decides a request as [Evaluate] does and says why.
func Explain(r *Request, p *Policies) *Trace { return &Trace{} }

// StreamOptions steers [Stream].
type StreamOptions struct {
	Trace   bool // add the trace to each decision
	Workers int  // goroutines that decide; 0 means one a processor
}

// Stream answers JSON Lines requests with JSON Lines decisions. ok is false
// when any line was not a valid request; err tells of reading or writing alone.
func Stream(r io.Reader, w io.Writer, opt StreamOptions) (ok bool, err error) {
	return false, errors.New("not built yet")
}
