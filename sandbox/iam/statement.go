package iam

import "strings"

// statement is a compiled statement. What matching reads first stands first.
type statement struct {
	actions      []pattern // in lower case
	resources    []pattern
	effect       Effect
	notPrincipal bool
	notAction    bool
	notResource  bool
	anyResource  bool // the kind has no Resource, or it holds a lone `*`
	anyAction    bool // Action holds a lone `*`
	hasPrincipal bool
	faulty       faultyParts
	index        int32
	service      uint64 // hash of the service that all its actions are of; 0 for several
	principals   []named
	conditions   []condition
	sid          string
	span         Span

	// The elements as written, for traces and findings.
	actionTexts, resourceTexts, principalTexts []string
}

// faultyParts are the elements of which something was left out for a fault, so that
// they are not as empty as they look.
type faultyParts struct{ action, resource, principal bool }

// element is an element of a statement, in the order a trace tests them.
type element uint8

const (
	elementNone element = iota
	elementPrincipal
	elementAction
	elementResource
	elementCondition
)

// concernsService reports whether the statement's actions could be of the
// request's service: the index by which most statements are passed over.
func (s *statement) concernsService(r *Request) bool {
	return s.service == 0 || s.service == r.serviceHash
}

// setService works out the index.
func (s *statement) setService() {
	if s.notAction || s.anyAction {
		return
	}
	for i := range s.actions {
		text := s.actions[i].text
		colon := strings.IndexByte(text, ':')
		if colon < 0 || int(s.actions[i].literal) < colon {
			s.service = 0
			return
		}
		h := hashFolded(text[:colon])
		if i > 0 && h != s.service {
			s.service = 0
			return
		}
		s.service = h
	}
}

func (s *statement) matchesAction(folded string) bool {
	if s.anyAction {
		return !s.notAction
	}
	for i := range s.actions {
		if p := &s.actions[i]; !p.rejects(folded) && p.matches(nil, folded) {
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
		if p := &s.resources[i]; !p.rejects(r.resource) && p.matches(r, r.resource) {
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
	return compilePattern(lowerASCII(raw), false, true)
}

// isStar reports whether text is `*`, also written several times.
func isStar(text string) bool { return text != "" && strings.Trim(text, "*") == "" }
