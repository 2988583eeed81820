package iam

import "strings"

// GuessKind guesses a document's kind from what it holds. It never fails: what
// fits nothing else is an identity policy, for boundaries, session policies and
// SCPs look the same.
func GuessKind(src []byte) Kind {
	p, _ := read(KindResource, "", src)
	principals, resources, trust, rcp := false, false, true, true
	for i := range p.statements {
		s := &p.statements[i]
		principals = principals || s.hasPrincipal
		resources = resources || len(s.resources) > 0
		for j := range s.actions {
			action := s.actions[j].text
			trust = trust && strings.HasPrefix(action, "sts:")
			rcp = rcp && reachesRCPService(action)
		}
		rcp = rcp && s.effect == Deny && !s.notPrincipal && !s.notAction && len(s.actions) > 0 &&
			len(s.principals) > 0 && onlyEverybody(s.principals) && s.anyResource && len(s.resources) > 0
	}
	switch {
	case !principals:
		return KindIdentity
	case trust && !resources:
		return KindTrust
	case rcp:
		return KindRCP
	}
	return KindResource
}

func onlyEverybody(ns []named) bool {
	for i := range ns {
		if ns[i].kind != namedEverybody {
			return false
		}
	}
	return true
}

// reachesRCPService reports whether a compiled action pattern is about one of
// the services that resource control policies reach.
func reachesRCPService(action string) bool {
	prefix, _, _ := strings.Cut(action, ":")
	return rcpService(prefix)
}
