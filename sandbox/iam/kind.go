package iam

// Kind says where a policy document is attached, and so what it may hold.
// See "Policies and permissions in AWS Identity and Access Management" in the
// IAM User Guide.
type Kind uint8

// The seven kinds of policy document.
const (
	KindIdentity Kind = iota // attached to a user, group or role
	KindResource             // attached to a resource: bucket, queue, key, …
	KindTrust                // a role's trust policy
	KindBoundary             // a permissions boundary
	KindSession              // passed while a session is made
	KindSCP                  // a service control policy
	KindRCP                  // a resource control policy
)

var kindNames = [...]string{"identity", "resource", "trust", "boundary", "session", "scp", "rcp"}

// String returns the kind's name as `rolecall lint --kind` takes it.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// MarshalText writes the name that [ParseKind] reads.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// ParseKind is the inverse of [Kind.String]; ok is false for any other word.
func ParseKind(s string) (kind Kind, ok bool) {
	for i, name := range kindNames {
		if name == s {
			return Kind(i), true
		}
	}
	return 0, false
}

// label is the kind in AWS's words, for messages.
func (k Kind) label() string {
	switch k {
	case KindIdentity:
		return "an identity-based policy"
	case KindResource:
		return "a resource-based policy"
	case KindTrust:
		return "a trust policy"
	case KindBoundary:
		return "a permissions boundary"
	case KindSession:
		return "a session policy"
	case KindSCP:
		return "a service control policy"
	case KindRCP:
		return "a resource control policy"
	}
	return "a policy"
}

// namesPrincipals reports whether statements of the kind carry a Principal.
func (k Kind) namesPrincipals() bool {
	return k == KindResource || k == KindTrust || k == KindRCP
}
