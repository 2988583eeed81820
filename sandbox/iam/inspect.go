package iam

import "slices"

// Clause is one statement as written, for analyses that reason about what a
// policy mentions. Its slices are copies.
type Clause struct {
	Statement
	Principals   []ClausePrincipal
	NotPrincipal bool
	Actions      []string
	NotAction    bool
	Resources    []string // none when the kind or the statement has no Resource
	NotResource  bool
	Conditions   []ClauseCondition
}

// ClausePrincipal is one entry of a Principal element: its sort ("AWS",
// "Service", "Federated", "CanonicalUser") and its value as written.
type ClausePrincipal struct{ Sort, Value string }

// ClauseCondition is one key of one operator.
type ClauseCondition struct {
	Operator string // as written, such as "ForAnyValue:StringLikeIfExists"
	Base     string // the operator alone, such as "StringLike"
	Key      string
	Values   []string
	Negated  bool
	IfExists bool
	Set      string // "", "ForAllValues" or "ForAnyValue"
	Demand   string // in words, such as "aws:SourceIp to be within 203.0.113.0/24"
}

// HoldsWithoutKey reports whether the condition holds for a request that lacks the
// key. Null asks for just that or the contrary, and is left out.
func (c ClauseCondition) HoldsWithoutKey() bool {
	return c.Base != "Null" && (c.IfExists || c.Set == "ForAllValues" || c.Negated && c.Set == "")
}

// Clauses lists the statements with all that they hold, in the document's order.
func (p *Policy) Clauses() []Clause {
	list := make([]Clause, len(p.statements))
	for i, st := range p.Statements() {
		list[i] = p.statements[i].clause(st)
	}
	return list
}

func (s *statement) clause(st Statement) Clause {
	c := Clause{
		Statement: st, NotPrincipal: s.notPrincipal, NotAction: s.notAction, NotResource: s.notResource,
		Actions: slices.Clone(s.actionTexts), Resources: slices.Clone(s.resourceTexts),
	}
	for j := range s.principals {
		c.Principals = append(c.Principals, ClausePrincipal{s.principals[j].sort(), s.principals[j].raw})
	}
	for j := range s.conditions {
		c.Conditions = append(c.Conditions, s.conditions[j].clause())
	}
	return c
}

func (n *named) sort() string {
	switch n.kind {
	case namedService:
		return "Service"
	case namedProvider:
		return "Federated"
	case namedCanonical:
		return "CanonicalUser"
	case namedEverybody, namedAccount, namedUser, namedRole, namedSession, namedUniqueID:
		return "AWS"
	}
	return "AWS"
}

func (c *condition) clause() ClauseCondition {
	out := ClauseCondition{
		Operator: c.raw, Base: c.base, Key: c.key.name, Values: append([]string(nil), c.wanted...),
		Negated: c.negated, IfExists: c.ifExists, Demand: c.demand(),
	}
	switch c.quant {
	case quantAll:
		out.Set = "ForAllValues"
	case quantAny:
		out.Set = "ForAnyValue"
	case quantNone:
	}
	return out
}

// ClauseMatch says element by element how a statement meets a request. An
// element that the statement does not have matches. The entries are the first
// ones of Principal, Action and Resource that fit, -1 for none.
type ClauseMatch struct {
	Principal, Action, Resource, Condition     bool
	PrincipalEntry, ActionEntry, ResourceEntry int
	FailedConditions                           []int // indexes into [Clause.Conditions]
}

// All reports whether the whole statement matches.
func (m ClauseMatch) All() bool { return m.Principal && m.Action && m.Resource && m.Condition }

// MatchClause holds the statement of an index against a request, every element
// for itself. bounded says that the caller has a permissions boundary, which
// matters to a Deny with NotPrincipal.
func (p *Policy) MatchClause(i int, r *Request, bounded bool) ClauseMatch {
	s := &p.statements[i]
	m := ClauseMatch{
		Principal: !s.hasPrincipal || s.appliesTo(&r.principal, bounded) != grantNone,
		Action:    s.matchesAction(r.folded), Resource: s.matchesResource(r),
		PrincipalEntry: -1, ActionEntry: -1, ResourceEntry: -1,
	}
	for j := range s.principals {
		if s.principals[j].names(&r.principal) != grantNone {
			m.PrincipalEntry = j
			break
		}
	}
	for j := range s.actions {
		if s.actions[j].matches(nil, r.folded) {
			m.ActionEntry = j
			break
		}
	}
	for j := range s.resources {
		if s.resources[j].matches(r, r.resource) {
			m.ResourceEntry = j
			break
		}
	}
	for j := range s.conditions {
		if !s.conditions[j].holds(r) {
			m.FailedConditions = append(m.FailedConditions, j)
		}
	}
	m.Condition = len(m.FailedConditions) == 0
	return m
}
