package iam

import "strings"

// grant says how closely a resource-based policy's Allow names the caller; it
// decides which of the caller's own policies must allow as well. See "Cross
// account policy evaluation logic" and "Evaluating identity-based policies with
// resource-based policies" in the IAM User Guide. The order is that of strength.
type grant uint8

const (
	grantNone    grant = iota
	grantAccount       // its account: that side's policies decide
	grantRole          // the role of the session, or the user who federated
	grantDirect        // the caller itself, or everybody
)

// namedKind is what a Principal entry of a policy names.
type namedKind uint8

const (
	namedEverybody namedKind = iota
	namedAccount
	namedUser
	namedRole
	namedSession   // an assumed-role session or a federated user
	namedService   // {"Service": …}
	namedProvider  // {"Federated": …}
	namedCanonical // {"CanonicalUser": …}: matches nobody here
	namedUniqueID  // what a deleted user or role leaves behind: matches nobody
)

// named is one entry of a Principal or NotPrincipal element.
type named struct {
	raw       string // as written
	partition string
	account   string
	name      string // user or role name without its path
	kind      namedKind
	start     int32
	end       int32
}

// names reports how the entry names the caller.
func (n *named) names(p *Principal) grant {
	switch n.kind {
	case namedEverybody:
		return grantDirect
	case namedAccount:
		if p.inAccount() && p.account == n.account {
			return grantAccount
		}
	case namedUser:
		switch p.typ {
		case PrincipalUser:
			if p.arn == n.raw {
				return grantDirect
			}
		case PrincipalFederatedUser:
			if p.name == n.name && p.account == n.account && p.inPartition(n.partition) {
				return grantRole
			}
		case PrincipalAnonymous, PrincipalAssumedRole, PrincipalRoot, PrincipalService, PrincipalSAML, PrincipalOIDC:
		}
	case namedRole:
		if p.typ == PrincipalAssumedRole && p.name == n.name && p.account == n.account && p.inPartition(n.partition) {
			return grantRole
		}
	case namedSession:
		if (p.typ == PrincipalAssumedRole || p.typ == PrincipalFederatedUser) && p.arn == n.raw {
			return grantDirect
		}
	case namedService:
		if p.typ == PrincipalService && p.arn == n.raw {
			return grantDirect
		}
	case namedProvider:
		if (p.typ == PrincipalSAML || p.typ == PrincipalOIDC) && p.arn == n.raw {
			return grantDirect
		}
	case namedCanonical, namedUniqueID:
	}
	return grantNone
}

func strongest(list []named, p *Principal) grant {
	g := grantNone
	for i := range list {
		g = max(g, list[i].names(p))
	}
	return g
}

// appliesTo reports how the statement's Principal or NotPrincipal takes in the
// caller; grantNone means not at all, as an element without entries does: it
// names nobody. bounded says that the caller has a
// permissions boundary.
func (s *statement) appliesTo(p *Principal, bounded bool) grant {
	if !s.notPrincipal {
		return strongest(s.principals, p)
	}
	if s.effect == Allow {
		if strongest(s.principals, p) == grantNone {
			return grantDirect
		}
		return grantNone
	}
	if bounded || !exempt(s.principals, p) {
		return grantDirect
	}
	return grantNone
}

// exempt reports whether a Deny with NotPrincipal spares the caller: a caller
// that belongs to an account must be listed together with that account. See
// "NotPrincipal with Deny" on the page of the NotPrincipal element.
func exempt(list []named, p *Principal) bool {
	self, account := false, false
	for i := range list {
		switch list[i].names(p) {
		case grantDirect, grantRole:
			self = true
			account = account || list[i].kind == namedEverybody
		case grantAccount:
			account = true
		case grantNone:
		}
	}
	switch {
	case !p.inAccount():
		return self
	case p.typ == PrincipalRoot:
		return account
	}
	return self && account
}

// parseNamed reads one value of the AWS key of a Principal element.
func parseNamed(s string) (named, bool) {
	n := named{raw: s}
	switch {
	case s == "*":
		n.kind = namedEverybody
		return n, true
	case isAccount(s):
		n.kind, n.account = namedAccount, s
		return n, true
	case isUniqueID(s):
		n.kind = namedUniqueID
		return n, true
	}
	f, ok := ParseARN(s)
	if !ok || f.Partition == "" || f.Region != "" || strings.ContainsAny(s, "*?") {
		return n, false
	}
	n.partition, n.account = f.Partition, f.Account
	kind, rest, _ := strings.Cut(f.Resource, "/")
	n.name = lastPart(rest)
	switch {
	case f.Service == "iam" && f.Account == "cloudfront" && kind == "user":
		n.kind = namedCanonical // an origin access identity of CloudFront
		return n, rest != ""
	case !isAccount(f.Account):
		return n, false
	case f.Service == "iam" && f.Resource == "root":
		n.kind = namedAccount
		return n, true
	case f.Service == "iam" && kind == "user":
		n.kind = namedUser
	case f.Service == "iam" && kind == "role":
		n.kind = namedRole
	case f.Service == "sts" && kind == "assumed-role":
		n.kind = namedSession
		return n, strings.Count(rest, "/") == 1 && !strings.HasPrefix(rest, "/") && n.name != ""
	case f.Service == "sts" && kind == "federated-user":
		n.kind = namedSession
	default:
		return n, false
	}
	return n, n.name != ""
}

// isUniqueID reports whether s is the id of a user or role that a stored policy
// shows once its bearer is gone. See "Unique identifiers" on the page "IAM
// identifiers".
func isUniqueID(s string) bool {
	if len(s) < 16 || len(s) > 128 || !(strings.HasPrefix(s, "AIDA") || strings.HasPrefix(s, "AROA")) {
		return false
	}
	for i := range len(s) {
		if !isDigit(s[i]) && (s[i] < 'A' || s[i] > 'Z') {
			return false
		}
	}
	return true
}
