package iam

import (
	"fmt"
	"strings"
)

// PrincipalType says what sort of caller a principal is. See "AWS JSON policy
// elements: Principal" in the IAM User Guide.
type PrincipalType uint8

// The sorts of caller.
const (
	PrincipalAnonymous     PrincipalType = iota // nobody signed the request
	PrincipalUser                               // an IAM user
	PrincipalAssumedRole                        // a role session
	PrincipalFederatedUser                      // a session from GetFederationToken
	PrincipalRoot                               // an account's root user
	PrincipalService                            // an AWS service
	PrincipalSAML                               // a SAML provider, for AssumeRoleWithSAML
	PrincipalOIDC                               // an OIDC provider, for AssumeRoleWithWebIdentity
)

var principalTypeNames = [...]string{"anonymous", "user", "assumed-role", "federated-user", "root", "service", "saml-provider", "oidc-provider"}

// String returns the type as ARNs write it, such as "assumed-role".
func (t PrincipalType) String() string {
	if int(t) < len(principalTypeNames) {
		return principalTypeNames[t]
	}
	return "unknown"
}

// MarshalText writes the word that [PrincipalType.String] gives.
func (t PrincipalType) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Principal is a caller. The zero value is an anonymous one.
type Principal struct {
	arn     string
	account string
	name    string // user, role, federated user or provider name, without a path
	session string
	typ     PrincipalType
}

// Type is the sort of caller.
func (p Principal) Type() PrincipalType { return p.typ }

// Account is the caller's twelve-digit account id. It is empty for services,
// public identity providers and anonymous callers.
func (p Principal) Account() string { return p.account }

// ARN is the caller as it was given: an ARN, a service principal, a provider's
// host or "anonymous".
func (p Principal) ARN() string { return p.arn }

// Name is what people call the caller: the user's name without its path, the
// role's name, the federated user's name, the service or the provider.
func (p Principal) Name() string { return p.name }

// SessionName is a role session's name, and empty for any other caller.
func (p Principal) SessionName() string { return p.session }

// inAccount reports whether the caller belongs to an account, so that policies
// of its own side count.
func (p *Principal) inAccount() bool {
	switch p.typ {
	case PrincipalUser, PrincipalAssumedRole, PrincipalFederatedUser, PrincipalRoot:
		return true
	case PrincipalAnonymous, PrincipalService, PrincipalSAML, PrincipalOIDC:
		return false
	}
	return false
}

// inPartition reports whether the caller's ARN is of the partition.
func (p *Principal) inPartition(partition string) bool {
	rest, _ := strings.CutPrefix(p.arn, "arn:")
	return len(rest) > len(partition) && rest[len(partition)] == ':' && rest[:len(partition)] == partition
}

// serviceLinked reports whether the caller is a session of a service-linked role.
func (p *Principal) serviceLinked() bool {
	return p.typ == PrincipalAssumedRole && strings.HasPrefix(p.name, "AWSServiceRoleFor")
}

// publicProviders are the web identity providers that are named by host alone.
var publicProviders = [...]string{"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"}

// ParsePrincipal reads a caller: the ARN of a user, role session, federated
// user, account root or identity provider, a service principal such as
// lambda.amazonaws.com, a web identity provider such as accounts.google.com, or
// the word anonymous. A bare role ARN is an error: a role never calls, its
// sessions do.
func ParsePrincipal(s string) (Principal, error) {
	if s == "anonymous" {
		return Principal{arn: s, name: s}, nil
	}
	if strings.HasPrefix(s, "arn:") {
		return parsePrincipalARN(s)
	}
	if !isHost(s) {
		return Principal{}, fmt.Errorf("%s is not a caller: give the ARN of a user, a role session, a federated user, a root user or an identity provider, a service such as lambda.amazonaws.com, or anonymous", quote(s))
	}
	p := Principal{arn: s, name: s, typ: PrincipalOIDC}
	if isServicePrincipal(s) {
		p.typ = PrincipalService
	}
	return p, nil
}

func isServicePrincipal(s string) bool {
	for _, host := range publicProviders {
		if s == host {
			return false
		}
	}
	return strings.HasSuffix(s, ".amazonaws.com") || strings.HasSuffix(s, ".amazonaws.com.cn") ||
		strings.HasSuffix(s, ".aws.internal") || strings.HasSuffix(s, ".amazon.com")
}

// isHost reports whether s could be a domain name with at least one dot.
func isHost(s string) bool {
	dot := false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.':
			if i == 0 || i == len(s)-1 || s[i-1] == '.' {
				return false
			}
			dot = true
		case c == '-' || c == '_' || isAlnum(c):
		default:
			return false
		}
	}
	return dot
}

func isAlnum(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// isAccount reports whether s is a twelve-digit account id.
func isAccount(s string) bool { return len(s) == 12 && allDigits(s) }

// arnFields are the six fields of what may be the beginning of an ARN.
type arnFields [6]string

func hasWildcard(s string) bool {
	return strings.IndexByte(s, '*') >= 0 || strings.IndexByte(s, '?') >= 0
}

func parsePrincipalARN(s string) (Principal, error) {
	f, ok := ParseARN(s)
	if !ok || f.Partition == "" || f.Region != "" || !isAccount(f.Account) || hasWildcard(s) {
		return Principal{}, fmt.Errorf("%s is not the ARN of a caller: it needs six fields, no region and a twelve-digit account", quote(s))
	}
	p := Principal{arn: s, account: f.Account}
	kind, rest, _ := strings.Cut(f.Resource, "/")
	switch {
	case f.Service == "iam" && f.Resource == "root":
		p.typ, p.name = PrincipalRoot, "root"
	case f.Service == "iam" && kind == "user":
		p.typ, p.name = PrincipalUser, lastPart(rest)
	case f.Service == "iam" && kind == "saml-provider":
		p.typ, p.name = PrincipalSAML, rest
	case f.Service == "iam" && kind == "oidc-provider":
		p.typ, p.name = PrincipalOIDC, rest
	case f.Service == "sts" && kind == "federated-user":
		p.typ, p.name = PrincipalFederatedUser, rest
	case f.Service == "sts" && kind == "assumed-role":
		p.typ = PrincipalAssumedRole
		p.name, p.session, _ = strings.Cut(rest, "/")
		if p.session == "" || strings.Contains(p.session, "/") {
			return Principal{}, fmt.Errorf("%s is not the ARN of a role session: it is written assumed-role/ROLE/SESSION", quote(s))
		}
	case f.Service == "iam" && kind == "role":
		return Principal{}, fmt.Errorf("%s is a role, and a role never calls: give a session of it, arn:%s:sts::%s:assumed-role/%s/SESSION", quote(s), f.Partition, f.Account, lastPart(rest))
	default:
		return Principal{}, fmt.Errorf("%s is not the ARN of a caller", quote(s))
	}
	if p.name == "" {
		return Principal{}, fmt.Errorf("%s names nobody", quote(s))
	}
	return p, nil
}

// lastPart is a name without its path.
func lastPart(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }
