package iam

// Explain decides a request exactly as [Evaluate] does and says why: a row for
// every statement of every policy handed in, a verdict for every layer, the
// combination step by step, and one sentence that names the cause.
func Explain(r *Request, p *Policies) *Trace {
	e := explainer{scope: scopeOf(r, p)}
	res := Result{Decision: Allowed}
	if r.special != alwaysAllowed {
		e.gather(&e.tally)
		e.required = e.scope.required(e.tally.grant)
		if r.principal.typ == PrincipalRoot && r.special == assumeRole {
			e.required = LayersOf(LayerIdentity)
		}
		res = e.combine(&e.tally)
	}
	t := &Trace{
		Decision: res.Decision, DeniedBy: res.DeniedBy,
		Principal: r.principal.arn, Action: r.action, Resource: r.resource,
	}
	t.Layers = make([]LayerTrace, 0, layerCount)
	for _, l := range traceOrder {
		t.Layers = append(t.Layers, e.layer(l))
	}
	t.Steps = e.steps(res)
	t.Sentence = e.sentence(res)
	return t
}

// traceOrder is the order in which AWS's page "Policy evaluation logic" goes
// through the layers.
var traceOrder = [layerCount]Layer{LayerRCP, LayerSCP, LayerResource, LayerIdentity, LayerBoundary, LayerSession}

// explainer is one Explain at work.
type explainer struct {
	scope
	tally    tally
	required Layers
	misses   [layerCount]miss // the nearest an Allow came in each layer
}

// miss is an Allow that did not match, and how near it came.
type miss struct {
	statement *statement
	near      int
	failed    element
	condition int
}

func (e *explainer) layer(l Layer) LayerTrace {
	lt := LayerTrace{
		Layer: l, Label: l.Label(), Applies: e.counts.Has(l), Required: e.required.Has(l),
		Policies: []PolicyTrace{},
	}
	switch l {
	case LayerBoundary:
		if e.p.Boundary != nil {
			lt.Policies = e.policies(l, lt.Policies, 0, e.p.Boundary)
		}
	case LayerIdentity:
		lt.Policies = e.policies(l, lt.Policies, 0, e.p.Identity...)
	case LayerSession:
		lt.Policies = e.policies(l, lt.Policies, 0, e.p.Session...)
	case LayerResource:
		if e.p.Resource != nil {
			lt.Policies = e.policies(l, lt.Policies, 0, e.p.Resource)
		}
		lt.Applies = lt.Applies && (e.p.Resource != nil || lt.Required)
	case LayerSCP:
		lt.Policies = e.scpLevels(lt.Policies)
	case LayerRCP:
		for i, level := range e.p.RCPs {
			lt.Policies = e.policies(l, lt.Policies, i, level...)
		}
	}
	lt.Verdict = e.verdict(l, lt.Applies)
	lt.Reason = e.reason(l, &lt)
	return lt
}

// scpLevels keeps the nearest miss of the first level that does not allow.
func (e *explainer) scpLevels(out []PolicyTrace) []PolicyTrace {
	var kept *miss
	for i, level := range e.p.SCPs {
		e.misses[LayerSCP] = miss{}
		before := len(out)
		out = e.policies(LayerSCP, out, i, level...)
		if kept == nil && !someAllow(out[before:]) {
			m := e.misses[LayerSCP]
			kept = &m
		}
	}
	if kept != nil {
		e.misses[LayerSCP] = *kept
	}
	return out
}

func someAllow(ps []PolicyTrace) bool {
	for i := range ps {
		for j := range ps[i].Statements {
			if st := &ps[i].Statements[j]; st.Matched && st.Effect == Allow {
				return true
			}
		}
	}
	return false
}

func (e *explainer) verdict(l Layer, applies bool) Verdict {
	switch {
	case e.r.special == alwaysAllowed || !applies:
		return VerdictNotApplicable
	case e.tally.denied.Has(l):
		return VerdictExplicitDeny
	case e.tally.allowed.Has(l) && !(e.required.Has(l) && e.r.principal.typ == PrincipalRoot && e.r.special == assumeRole):
		return VerdictAllowed
	}
	return VerdictImplicitDeny
}

func (e *explainer) policies(l Layer, out []PolicyTrace, level int, ps ...*Policy) []PolicyTrace {
	for _, p := range ps {
		pt := PolicyTrace{Name: p.name, Kind: p.kind, Level: level, Statements: make([]StatementTrace, len(p.statements))}
		for i := range p.statements {
			e.statement(l, &p.statements[i], &pt.Statements[i])
		}
		out = append(out, pt)
	}
	return out
}

// statement fills in one row.
func (e *explainer) statement(l Layer, s *statement, row *StatementTrace) {
	row.Index, row.Sid, row.Effect, row.Span = int(s.index), s.sid, s.effect, s.span
	_, failed, condition := s.match(e.r, e.bounded)
	if s.effect == Allow && failed != elementNone {
		e.noteMiss(l, s, failed, condition)
	}
	label := s.label()
	switch failed {
	case elementNone:
		row.Matched = true
		row.Rule, row.Text = ruleDefaultDeny, label+" matches and allows the call."
		if s.effect == Deny {
			row.Rule, row.Text = ruleExplicitDeny, label+" matches and denies the call."
		}
	case elementPrincipal:
		e.principalRow(s, row, label)
	case elementAction:
		row.Rule, row.Failed, row.Wanted, row.Seen = ruleMatchAction, "Action", rawPatterns(s.actions), []string{e.r.action}
		row.Text = label + " is about " + listValues(row.Wanted, "and") + "; this call is " + e.r.action + "."
		if s.notAction {
			row.Failed = "NotAction"
			row.Text = label + " leaves out " + listValues(row.Wanted, "and") + ", and so this call, " + e.r.action + "."
		}
	case elementResource:
		row.Rule, row.Failed, row.Wanted, row.Seen = ruleMatchResource, "Resource", rawPatterns(s.resources), []string{e.r.resource}
		row.Text = label + " is about " + listValues(row.Wanted, "and") + "; this call is about " + e.r.resource + "."
		if s.notResource {
			row.Failed = "NotResource"
			row.Text = label + " leaves out " + listValues(row.Wanted, "and") + ", and so " + e.r.resource + "."
		}
	case elementCondition:
		c := &s.conditions[condition]
		row.Failed, row.Operator, row.Key, row.Wanted = "Condition", c.raw, c.key.name, c.wanted
		row.Seen = e.r.lookup(&c.key)
		row.Rule = conditionRule(c, row.Seen)
		row.Text = label + " asks for " + c.demand() + "; " + carried(row.Seen) + "."
	}
	if len(row.Wanted) == 0 && row.Failed != "" {
		row.Text = label + " lists nothing in its " + row.Failed + ", so it matches nothing."
	}
}

func conditionRule(c *condition, seen []string) string {
	switch {
	case len(seen) == 0:
		return ruleMatchAbsent
	case c.quant != quantNone:
		return ruleMatchSets
	}
	return ruleMatchConditions
}

func (e *explainer) principalRow(s *statement, row *StatementTrace, label string) {
	row.Failed, row.Wanted, row.Seen = "Principal", rawPrincipals(s.principals), []string{e.r.principal.arn}
	row.Rule = rulePrincipalMatch
	row.Text = label + " is about " + namedList(s.principals) + "; this caller is " + callerPhrase(&e.r.principal) + "."
	if s.notPrincipal {
		row.Failed, row.Rule = "NotPrincipal", ruleNotPrincipal
		row.Text = label + " leaves out " + namedList(s.principals) + ", and so this caller, " + callerPhrase(&e.r.principal) + "."
	}
}

// noteMiss remembers the Allow of a layer that came nearest to matching: the
// right action counts most, then the right resource, then the right caller.
func (e *explainer) noteMiss(l Layer, s *statement, failed element, condition int) {
	near := 1
	m := miss{statement: s, failed: failed, condition: condition}
	switch {
	case failed == elementCondition:
		near = 5
	case failed == elementResource:
		near = 3
	case failed == elementPrincipal && s.matchesAction(e.r.folded):
		if near = 2; s.matchesResource(e.r) {
			near = 4
		}
	case failed == elementPrincipal:
		m.failed = elementAction
	}
	if near > e.misses[l].near {
		m.near = near
		e.misses[l] = m
	}
}
