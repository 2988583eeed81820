package iam

import "strings"

// adviceOn looks at one statement as a whole.
func (l *linter) adviceOn(s *statement) {
	if s.effect != Allow {
		return
	}
	kind := l.policy.kind
	if s.hasPrincipal && kind != KindRCP {
		if c := l.clauseOf(s); c != nil {
			l.openness(s, c)
			l.services(s, c)
		}
		l.federation(s)
	}
	if kind == KindTrust {
		l.externalID(s)
	}
	if kind == KindIdentity {
		l.breadth(s)
	}
}

// clauseOf is the statement as analyses see it, when it names everybody or a service.
func (l *linter) clauseOf(s *statement) *Clause {
	for i := range s.principals {
		if k := s.principals[i].kind; k == namedEverybody || k == namedService {
			c := s.clause(Statement{Index: int(s.index), Sid: s.sid, Effect: s.effect, Span: s.span})
			return &c
		}
	}
	return nil
}

// federation: a provider vouches for many; the claims say for whom.
func (l *linter) federation(s *statement) {
	for i := range s.principals {
		n := &s.principals[i]
		_, host, ok := strings.Cut(n.raw, ":oidc-provider/")
		if n.kind != namedProvider || !ok {
			continue
		}
		key := newContextKey(host + ":sub")
		tested := false
		for j := range s.conditions {
			c := &s.conditions[j]
			if !c.key.same(&key) || c.negated || c.op == opNull {
				continue // says who is kept out
			}
			tested = true
			for _, v := range c.wanted {
				if c.op == opStringLike && wideSubject(v) {
					l.advise(codeWideSubject, c.start, c.end, "The subject "+quote(v)+" lets in more than one repository or project.", "Write it out as far as you can: organization, repository and branch or environment.")
				}
			}
		}
		if !tested && sharedClaim(n.raw) == "" {
			l.advise(codeSubject, n.start, n.end, "Every token of this provider may assume the role: no condition tests `"+key.name+"`.", "Add a condition on `"+key.name+"`, and one on `"+host+":aud`.")
		}
	}
}

// wideSubject reports whether a CI subject leaves organization or repository
// open, as in repo:*, repo:octo-org/* or project_path:*.
func wideSubject(v string) bool {
	star := strings.IndexAny(v, "*?")
	if star < 0 {
		return false
	}
	_, rest, ok := strings.Cut(v[:star], ":")
	return !ok || strings.Count(rest, "/") < 2 && !strings.Contains(rest, ":")
}

// sourceKeys say for whom a service acts.
var sourceKeys = [...]string{"aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"}

// externalID: trust in a whole account without any condition is right for one's
// own account and wrong for a vendor's. See "Access to AWS accounts owned by
// third parties" in the IAM User Guide.
func (l *linter) externalID(s *statement) {
	if len(s.conditions) > 0 || !s.matchesAction("sts:assumerole") {
		return
	}
	for i := range s.principals {
		if n := &s.principals[i]; n.kind == namedAccount {
			l.advise(codeExternalID, n.start, n.end, "Whoever account "+n.account+" lets may assume this role.", "If the account is a vendor's, ask for an external id: a condition on `sts:ExternalId`. If it is your own, all is well.")
			return
		}
	}
}

// breadth: the permissions from which all others can be had.
func (l *linter) breadth(s *statement) {
	if !s.anyResource || s.notResource {
		return
	}
	at := s.starResource()
	switch {
	case s.anyAction && !s.notAction && len(s.conditions) == 0:
		l.advise(codeAdmin, at.start, at.end, "This allows everything.", "List the actions that are needed.")
	case s.matchesAction("iam:passrole"):
		l.advise(codePassRole, at.start, at.end, "This lets any role be passed to a service, and so its permissions be had.", "Name the roles that may be passed, and the service in a condition on `iam:PassedToService`.")
	case s.matchesAction("sts:assumerole"):
		l.advise(codeAnyRole, at.start, at.end, "This lets every role be assumed that trusts the account.", "Name the roles.")
	}
}

// starResource is the entry of Resource that is `*`.
func (s *statement) starResource() *pattern {
	for i := range s.resources {
		if isStar(s.resourceTexts[i]) {
			return &s.resources[i]
		}
	}
	return &pattern{start: int32(s.span.Start.Offset), end: int32(s.span.End.Offset)}
}
