package iam

// Explain decides a request exactly as [Evaluate] does and says why: a row for
// every statement of every policy handed in, a verdict for every layer, the
// combination step by step, and one sentence that names the cause.
func Explain(r *Request, p *Policies) *Trace {
	var e Explainer
	return e.Explain(r, p)
}

// Explainer explains one request after another in the same memory. The zero
// value is ready; it is not for use by several goroutines at once.
type Explainer struct {
	room *traceRoom
	rows []StatementTrace
	buf  []byte
}

// Explain is the function [Explain], but the trace, with all its words, is good
// only until the next call.
func (x *Explainer) Explain(r *Request, p *Policies) *Trace {
	e := explainer{scope: scopeOf(r, p)}
	x.makeRoom(&e)
	e.readLayers()
	res := Result{Decision: Allowed}
	if r.special != alwaysAllowed {
		e.required = e.scope.required(e.tally.grant)
		if e.cannotAssume() {
			e.required = LayersOf(LayerIdentity)
		}
		res = e.combine(&e.tally)
	}
	t := e.trace
	t.Decision, t.DeniedBy = res.Decision, res.DeniedBy
	start := e.begin()
	e.sentence(res)
	t.Sentence = e.end(start)
	for i := range t.Layers {
		e.layerVerdict(&t.Layers[i])
	}
	e.steps(res)
	x.buf = e.buf
	return t
}

// traceOrder is the order in which AWS's page "Policy evaluation logic" goes
// through the layers.
var traceOrder = [layerCount]Layer{LayerRCP, LayerSCP, LayerResource, LayerIdentity, LayerBoundary, LayerSession}

// explainer is one Explain at work.
type explainer struct {
	scope
	prose
	trace    *Trace
	tally    tally
	required Layers
	byName   bool                   // a direct grant names the caller, not everybody
	misses   [layerCount]miss       // the nearest an Allow came in each layer
	denies   [layerCount]*statement // the first Deny that matches in each layer
	policies []PolicyTrace          // room not yet given away
	rows     []StatementTrace
}

// miss is an Allow that did not match, and how near it came.
type miss struct {
	statement *statement
	near      int8
	failed    element
	condition int32
}

// cannotAssume: the root user can assume no role.
func (e *explainer) cannotAssume() bool {
	return e.r.principal.typ == PrincipalRoot && e.r.special == assumeRole
}

// makeRoom gives an explainer rows for all statements and a buffer for its words.
func (x *Explainer) makeRoom(e *explainer) {
	policies, rows := countPolicies(e.p)
	if x.room == nil {
		x.room = new(traceRoom) // every field of it is written every time
	}
	if rows > cap(x.rows) {
		x.rows = make([]StatementTrace, rows)
	} else {
		x.rows = x.rows[:rows]
		clear(x.rows)
	}
	if x.buf == nil {
		x.buf = make([]byte, 0, 320+64*rows)
	}
	e.rows, e.buf, e.trace = x.rows, x.buf[:0], &x.room.trace
	e.trace.Principal, e.trace.Action, e.trace.Resource = e.r.principal.arn, e.r.action, e.r.resource
	e.trace.Layers, e.trace.Steps = x.room.layers[:], x.room.steps[:0]
	if e.policies = x.room.policies[:0]; policies > len(x.room.policies) {
		e.policies = make([]PolicyTrace, 0, policies)
	}
}

func countPolicies(p *Policies) (policies, statements int) {
	count := func(list []*Policy) {
		policies += len(list)
		for _, q := range list {
			if q != nil {
				statements += len(q.statements)
			}
		}
	}
	count(p.Identity)
	count(p.Session)
	if p.Boundary != nil {
		policies, statements = policies+1, statements+len(p.Boundary.statements)
	}
	if p.Resource != nil {
		policies, statements = policies+1, statements+len(p.Resource.statements)
	}
	for _, level := range p.SCPs {
		count(level)
	}
	for _, level := range p.RCPs {
		count(level)
	}
	return policies, statements
}

// traceRoom is what every trace needs, in one piece.
type traceRoom struct {
	trace    Trace
	layers   [layerCount]LayerTrace
	steps    [layerCount + 2]TraceStep
	policies [3]PolicyTrace
}

// readLayers fills in every row and, in the layers that count, the tally.
func (e *explainer) readLayers() {
	for i, l := range traceOrder {
		lt := &e.trace.Layers[i]
		lt.Layer, lt.Label = l, l.Label()
		from := len(e.policies)
		switch l {
		case LayerBoundary:
			if e.p.Boundary != nil {
				e.policy(l, 0, e.p.Boundary)
			}
		case LayerIdentity:
			e.listOf(l, 0, e.p.Identity)
		case LayerSession:
			e.listOf(l, 0, e.p.Session)
		case LayerResource:
			if e.p.Resource != nil {
				e.policy(l, 0, e.p.Resource)
			}
			if e.deafTo {
				e.tally.denied &^= LayersOf(l)
			}
		case LayerSCP:
			e.scpLevels()
		case LayerRCP:
			for level, ps := range e.p.RCPs {
				e.listOf(l, level, ps)
			}
			if e.counts.Has(l) {
				e.tally.allowed = e.tally.allowed.with(l)
			}
		}
		lt.Policies = e.policies[from:len(e.policies):len(e.policies)]
	}
}

// scpLevels reads the levels of SCPs, each of which must allow for itself, and
// keeps the nearest miss of the first that does not.
func (e *explainer) scpLevels() {
	if len(e.p.SCPs) == 0 {
		return
	}
	var kept miss
	every := true
	for level, ps := range e.p.SCPs {
		e.misses[LayerSCP] = miss{}
		e.tally.allowed &^= LayersOf(LayerSCP)
		e.listOf(LayerSCP, level, ps)
		if every && !e.tally.allowed.Has(LayerSCP) {
			every, kept = false, e.misses[LayerSCP]
		}
	}
	e.misses[LayerSCP] = kept
	e.tally.allowed &^= LayersOf(LayerSCP)
	if every && e.counts.Has(LayerSCP) {
		e.tally.allowed = e.tally.allowed.with(LayerSCP)
	}
}

func (e *explainer) listOf(l Layer, level int, ps []*Policy) {
	for _, p := range ps {
		e.policy(l, level, p)
	}
}

func (e *explainer) policy(l Layer, level int, p *Policy) {
	if p == nil {
		return
	}
	n := len(p.statements)
	rows := e.rows[:n:n]
	e.rows = e.rows[n:]
	for i := range p.statements {
		e.statement(l, &p.statements[i], &rows[i])
	}
	at := len(e.policies)
	e.policies = e.policies[:at+1]
	pt := &e.policies[at]
	pt.Name, pt.Kind, pt.Level, pt.Statements = p.name, p.kind, level, rows
}

// statement fills in one row and counts the statement.
func (e *explainer) statement(l Layer, s *statement, row *StatementTrace) {
	row.Index, row.Sid, row.Effect, row.Span = int(s.index), s.sid, s.effect, s.span
	g, failed, condition := s.match(e.r, e.bounded)
	if failed != elementNone {
		e.missRow(s, row, failed, condition)
		if s.effect == Allow {
			e.noteMiss(l, s, failed, condition)
		}
		return
	}
	row.Matched = true
	if s.effect == Deny {
		row.Rule, row.Text = ruleExplicitDeny, "It matches, and denies the call."
		if e.denies[l] == nil {
			e.denies[l] = s
		}
	} else {
		row.Rule, row.Text = ruleDefaultDeny, "It matches, and allows the call."
	}
	if !e.counts.Has(l) {
		return
	}
	e.tally.count(l, s.effect, g)
	if l == LayerResource && s.effect == Allow && g == grantDirect {
		e.byName = e.byName || s.namesItself(&e.r.principal)
	}
}

// namesItself reports whether the statement names the caller by its own name.
func (s *statement) namesItself(p *Principal) bool {
	for i := range s.principals {
		if n := &s.principals[i]; !s.notPrincipal && n.kind != namedEverybody && n.names(p) == grantDirect {
			return true
		}
	}
	return false
}

// noteMiss remembers the Allow of a layer that came nearest to matching: the
// right action counts most, then the right resource, then the right caller.
func (e *explainer) noteMiss(l Layer, s *statement, failed element, condition int) {
	m := miss{statement: s, near: 1, failed: failed, condition: int32(condition)}
	switch {
	case failed == elementCondition:
		m.near = 5
	case failed == elementResource:
		m.near = 3
	case failed == elementPrincipal && s.matchesAction(e.r.folded):
		if m.near = 2; s.matchesResource(e.r) {
			m.near = 4
		}
	case failed == elementPrincipal:
		m.failed = elementAction
	}
	if m.near > e.misses[l].near {
		e.misses[l] = m
	}
}
