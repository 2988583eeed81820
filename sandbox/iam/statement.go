package iam

import "strings"

// statement is a compiled statement.
type statement struct {
	sid          string
	index        int32
	effect       Effect
	notPrincipal bool
	notAction    bool
	notResource  bool
	anyResource  bool // the kind has no Resource, or it holds a lone `*`
	anyAction    bool // Action holds a lone `*`
	hasPrincipal bool
	principals   []named   // nil when the kind has none
	actions      []pattern // in lower case
	resources    []pattern
	conditions   []condition
	span         Span
}

// element is an element of a statement, in the order a trace tests them.
type element uint8

const (
	elementNone element = iota
	elementPrincipal
	elementAction
	elementResource
	elementCondition
)

func (s *statement) matchesAction(folded string) bool {
	if s.anyAction {
		return !s.notAction
	}
	for i := range s.actions {
		if s.actions[i].matches(nil, folded) {
			return !s.notAction
		}
	}
	return s.notAction
}

func (s *statement) matchesResource(r *Request) bool {
	if s.anyResource {
		return true
	}
	for i := range s.resources {
		if s.resources[i].matches(r, r.resource) {
			return !s.notResource
		}
	}
	return s.notResource
}

// failingCondition returns the index of the first condition that does not hold,
// -1 when all do.
func (s *statement) failingCondition(r *Request) int {
	for i := range s.conditions {
		if !s.conditions[i].holds(r) {
			return i
		}
	}
	return -1
}

// match reports whether the statement matches the request and, for an Allow of
// a resource-based policy, how closely it names the caller; otherwise which
// element fails first and, for a condition, which one.
func (s *statement) match(r *Request, bounded bool) (g grant, failed element, condition int) {
	g = grantDirect
	if s.hasPrincipal {
		if g = s.appliesTo(&r.principal, bounded); g == grantNone {
			return g, elementPrincipal, -1
		}
	}
	if !s.matchesAction(r.folded) {
		return grantNone, elementAction, -1
	}
	if !s.matchesResource(r) {
		return grantNone, elementResource, -1
	}
	if i := s.failingCondition(r); i >= 0 {
		return grantNone, elementCondition, i
	}
	return g, elementNone, -1
}

// compileActions lowers the case of action patterns, which ignore it.
func compileAction(raw string) pattern {
	p := compilePattern(lowerASCII(raw), false, true)
	p.raw = raw
	return p
}

// isStar reports whether text is `*`, also written several times.
func isStar(text string) bool { return text != "" && strings.Trim(text, "*") == "" }
