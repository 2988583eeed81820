package iam

import "strings"

// The calls that ask a role's trust policy, in lower case.
const (
	callAssume         = "sts:assumerole"
	callSAML           = "sts:assumerolewithsaml"
	callWeb            = "sts:assumerolewithwebidentity"
	callTag            = "sts:tagsession"
	callSourceIdentity = "sts:setsourceidentity"
	callContext        = "sts:setcontext"
)

// callerClass is what a Principal entry can be as the caller of STS.
type callerClass uint8

const (
	callerAny     callerClass = iota // everybody
	callerAccount                    // an account, or what belongs to one
	callerService
	callerSAML
	callerOIDC
	callerNobody
)

func (n *named) class() callerClass {
	switch n.kind {
	case namedEverybody:
		return callerAny
	case namedAccount, namedUser, namedRole, namedSession:
		return callerAccount
	case namedService:
		return callerService
	case namedProvider:
		if strings.Contains(n.raw, ":saml-provider/") {
			return callerSAML
		}
		return callerOIDC
	case namedCanonical, namedUniqueID:
		return callerNobody
	}
	return callerNobody
}

// calls are the calls by which the class assumes a role, its own first. See "Permissions
// for AssumeRole, AssumeRoleWithSAML, and AssumeRoleWithWebIdentity" in the IAM User
// Guide, and the policy check "Mismatched action for principal".
func (c callerClass) calls() []string {
	switch c {
	case callerSAML:
		return []string{callSAML, callTag, callSourceIdentity}
	case callerOIDC:
		return []string{callWeb, callTag, callSourceIdentity}
	case callerAccount, callerService:
		return []string{callAssume, callTag, callSourceIdentity, callContext}
	case callerAny:
		return []string{callAssume, callSAML, callWeb, callTag, callSourceIdentity, callContext}
	case callerNobody:
	}
	return nil
}

func (c callerClass) noun() string {
	switch c {
	case callerSAML:
		return "a SAML provider"
	case callerOIDC:
		return "an OIDC provider"
	case callerService:
		return "a service"
	case callerAccount:
		return "a principal of an account"
	case callerAny, callerNobody:
	}
	return "the principal"
}

// callName is how AWS writes a call.
func callName(folded string) string {
	switch folded {
	case callAssume:
		return "sts:AssumeRole"
	case callSAML:
		return "sts:AssumeRoleWithSAML"
	case callWeb:
		return "sts:AssumeRoleWithWebIdentity"
	case callTag:
		return "sts:TagSession"
	case callSourceIdentity:
		return "sts:SetSourceIdentity"
	}
	return "sts:SetContext"
}

// deadPrincipals finds principals and actions that cannot meet.
func (l *linter) deadPrincipals(s *statement) {
	if !s.hasPrincipal || s.notPrincipal || s.notAction {
		return
	}
	if l.policy.kind == KindTrust {
		l.mismatches(s)
		l.sessionTags(s)
	} else {
		l.providersElsewhere(s)
	}
	for i := range s.principals {
		if n := &s.principals[i]; n.kind == namedService {
			l.servicePrincipal(n)
		}
	}
}

// mismatches holds each principal against the actions, and each action against the
// principals.
func (l *linter) mismatches(s *statement) {
	for i := range s.principals {
		n := &s.principals[i]
		c := n.class()
		if c == callerNobody || !s.matchesSome(callerAny.calls()) || s.matchesSome(c.calls()) {
			continue
		}
		l.dead(codeMismatch, n.start, n.end, quote(n.raw)+" is "+c.noun()+", which never calls "+listWords(quoteAll(s.actionTexts), "or")+", so the statement does nothing for it.",
			"Write `"+callName(c.calls()[0])+"` as the action, or name a principal that makes the call.")
	}
	calls, noun := s.callsOfPrincipals()
	if len(s.actions) < 2 || calls == nil {
		return
	}
	for i := range s.actions {
		a := &s.actions[i]
		meets := !isTrustCall(a.text)
		for _, call := range calls {
			meets = meets || a.text == call
		}
		if !meets {
			l.warn(codeMismatch, a.start, a.end, quote(s.actionTexts[i])+" is never called by "+noun+", and the statement names no other principal: the entry does nothing.", "Remove it, or name a principal that makes the call.")
		}
	}
}

// callsOfPrincipals are the calls that some principal of the statement makes, and
// the noun for one of them. There are none when some principal is unknown.
func (s *statement) callsOfPrincipals() (calls []string, noun string) {
	var seen [callerNobody + 1]bool
	for i := range s.principals {
		c := s.principals[i].class()
		if c == callerNobody {
			return nil, ""
		}
		if !seen[c] {
			seen[c], noun = true, c.noun()
			calls = append(calls, c.calls()...)
		}
	}
	return calls, noun
}

// isTrustCall reports whether the text is one of the calls that ask a trust policy.
func isTrustCall(folded string) bool {
	for _, call := range callerAny.calls() {
		if folded == call {
			return true
		}
	}
	return false
}

func (s *statement) matchesSome(calls []string) bool {
	for _, call := range calls {
		if s.matchesAction(call) {
			return true
		}
	}
	return false
}

// providersElsewhere: only calls to STS are made by an identity provider's users
// without credentials of AWS, so that no other resource's policy meets one. See the
// policy check "Federated principal not supported".
func (l *linter) providersElsewhere(s *statement) {
	if l.policy.kind != KindResource {
		return
	}
	for i := range s.principals {
		n := &s.principals[i]
		c := n.class()
		if c != callerSAML && c != callerOIDC || s.matchesSome(c.calls()) || n.raw == "cognito-identity.amazonaws.com" {
			continue
		}
		l.dead(codeMismatch, n.start, n.end, quote(n.raw)+" is "+c.noun()+". Its users call this resource with the role that they assumed, so the entry names nobody.",
			`Name the role: {"AWS": "arn:aws:iam::111122223333:role/NAME"}.`)
	}
}

// sessionTags: two services pass session tags with every role they assume, and are
// refused without the permission. See "EKS Pod Identity role" in the EKS User Guide
// and the policy check "Missing action for roles anywhere trust policy".
func (l *linter) sessionTags(s *statement) {
	if s.effect != Allow {
		return
	}
	for i := range s.principals {
		n := &s.principals[i]
		var needs []string
		switch n.raw {
		case "pods.eks.amazonaws.com":
			needs = []string{callAssume, callTag}
		case "rolesanywhere.amazonaws.com":
			needs = []string{callAssume, callTag, callSourceIdentity}
		}
		var lacks []string
		for _, call := range needs {
			if n.kind == namedService && l.search() && !l.policy.allowsService(n.raw, call) {
				lacks = append(lacks, "`"+callName(call)+"`")
			}
		}
		if len(lacks) > 0 {
			l.dead(codeTagSession, n.start, n.end, quote(n.raw)+" never gets the role: with it comes "+listWords(lacks, "and")+", which no statement allows it.", "Add "+listWords(lacks, "and")+" to `Action`.")
		}
	}
}

// allowsService reports whether some Allow gives a service the call.
func (p *Policy) allowsService(service, call string) bool {
	for i := range p.statements {
		s := &p.statements[i]
		if s.effect != Allow || s.notPrincipal || !s.matchesAction(call) {
			continue
		}
		for j := range s.principals {
			if n := &s.principals[j]; n.kind == namedService && n.raw == service {
				return true
			}
		}
	}
	return false
}

// servicePrincipal says what is not known of a service's name. What AWS refuses to
// store is told as an error, by [Storable].
func (l *linter) servicePrincipal(n *named) {
	v, meant := judgeService(n.raw)
	switch {
	case v == serviceRegional && !refusedRegional(l.policy.kind, n.raw):
		l.warn(codeServiceName, n.start, n.end, quote(n.raw)+" has a Region in it, and the service calls by a name without one: nobody calls by this name.", "Write `"+meant+"`.")
	case v == serviceUnknown:
		l.warn(codeServiceName, n.start, n.end, quote(n.raw)+" is not a service principal that is known here.", didYouMean(l.nearService(meant), "The service's own guide names its service principal; it is written like lambda.amazonaws.com."))
	}
}

// nearService is [nearService], as often as there is room for.
func (l *linter) nearService(meant string) string {
	if l.hints == 0 || meant == "" || len(meant) > longestName {
		return ""
	}
	l.hints--
	return nearService(meant)
}

func quoteAll(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list[:min(len(list), 4)] {
		out = append(out, quote(s))
	}
	return out
}

// unsignedCalls: a call without credentials of AWS asks no identity-based policy.
func (l *linter) unsignedCalls(s *statement) {
	if l.policy.kind != KindIdentity || s.effect != Allow || s.notAction || len(s.actions) == 0 {
		return
	}
	for i := range s.actions {
		if a := s.actions[i].text; a != callSAML && a != callWeb {
			return
		}
	}
	a := &s.actions[0]
	l.dead(codeMismatch, a.start, a.end, quote(s.actionTexts[0])+" is called without credentials of AWS, so no identity-based policy is asked: the statement allows nothing.",
		"Who may assume the role this way is said by the role's trust policy.")
}
