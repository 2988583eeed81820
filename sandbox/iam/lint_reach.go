package iam

import "strings"

// mostCompared bounds the comparing of statements with one another.
const mostCompared = 64

// reach finds statements that can have no effect: an Allow that a Deny of the
// same policy covers, and a statement that another one of its effect covers.
func (l *linter) reach() {
	ss := l.policy.statements
	if len(ss) > mostCompared {
		return
	}
	for i := range ss {
		for j := range ss {
			if i == j || !covers(&ss[j], &ss[i]) {
				continue
			}
			switch {
			case ss[i].effect == Allow && ss[j].effect == Deny:
				l.adviseStatement(codeUnreachable, &ss[i], ss[i].label()+" allows nothing: "+ss[j].mention()+" denies all of it.", "Remove it, or narrow the Deny.")
			case ss[i].effect == ss[j].effect && (j < i || !covers(&ss[i], &ss[j])):
				l.adviseStatement(codeRedundant, &ss[i], ss[i].label()+" adds nothing to "+ss[j].mention()+".", "Remove it.")
			default:
				continue
			}
			break
		}
	}
}

// covers reports whether every request that b matches is one that a matches, as
// far as that can be told from the text.
func covers(a, b *statement) bool {
	if len(a.conditions) > 0 && !sameConditions(a, b) {
		return false
	}
	if a.notAction || b.notAction || a.notResource || b.notResource || a.notPrincipal || b.notPrincipal {
		return false
	}
	return coversAll(a.actions, b.actions, a.anyAction) && !hasParts(a) && !hasParts(b) &&
		coversAll(a.resources, b.resources, a.anyResource) && coversPrincipals(a, b)
}

// hasParts reports whether a resource holds variables, of which the text tells
// nothing.
func hasParts(s *statement) bool {
	for i := range s.resources {
		if s.resources[i].parts != nil && !s.anyResource {
			return true
		}
	}
	return false
}

func coversAll(a, b []pattern, anything bool) bool {
	if anything {
		return true
	}
	for i := range b {
		covered := false
		for j := range a {
			covered = covered || coversText(&a[j], &b[i])
		}
		if !covered {
			return false
		}
	}
	return len(b) > 0
}

// letters turns compiled wildcards into characters that no policy holds.
var letters = strings.NewReplacer("\xff", "\x00", "\xfe", "\x01")

// coversText compares the text of two patterns: taking the wildcards of b as
// letters is safe, because whatever stands for them is more text yet.
func coversText(a, b *pattern) bool {
	return matchWild(a.text, letters.Replace(b.text)) && onesAreSafe(a.text, b.text)
}

// onesAreSafe: a `?` of a must not stand for a `*` of b.
func onesAreSafe(a, b string) bool {
	return strings.IndexByte(a, wildOne) < 0 || strings.IndexByte(b, wildRun) < 0
}

func coversPrincipals(a, b *statement) bool {
	if !a.hasPrincipal {
		return true
	}
	for i := range b.principals {
		covered := false
		for j := range a.principals {
			n := &a.principals[j]
			covered = covered || n.kind == namedEverybody || n.kind == b.principals[i].kind && n.raw == b.principals[i].raw
		}
		if !covered {
			return false
		}
	}
	return len(b.principals) > 0
}

// sameConditions reports whether every condition of a stands in b word for word.
func sameConditions(a, b *statement) bool {
	for i := range a.conditions {
		found := false
		for j := range b.conditions {
			found = found || sameCondition(&a.conditions[i], &b.conditions[j])
		}
		if !found {
			return false
		}
	}
	return true
}

func sameCondition(a, b *condition) bool {
	if a.raw != b.raw || !a.key.same(&b.key) || len(a.wanted) != len(b.wanted) {
		return false
	}
	for i := range a.wanted {
		if a.wanted[i] != b.wanted[i] {
			return false
		}
	}
	return true
}
