package iam

// read counts a policy's statements for a layer. A Deny is looked for only until
// one is found, an Allow until nothing closer can come.
func (s *scope) read(t *tally, l Layer, p *Policy) {
	if p == nil {
		return // a document that did not parse allows and denies nothing
	}
	for i := range p.statements {
		st := &p.statements[i]
		if st.effect == Deny {
			if t.denied.Has(l) {
				continue
			}
		} else if t.allowed.Has(l) && (l != LayerResource || t.grant == grantDirect) {
			continue
		}
		g, ok := st.concerns(s.r, s.bounded)
		if !ok {
			continue
		}
		t.count(l, st.effect, g)
	}
}

// count enters a statement that matches.
func (t *tally) count(l Layer, effect Effect, g grant) {
	if effect == Deny {
		t.denied = t.denied.with(l)
		return
	}
	t.allowed = t.allowed.with(l)
	if l == LayerResource {
		t.grant = max(t.grant, g)
	}
}

// concerns is match without the reason, cheapest test first.
func (s *statement) concerns(r *Request, bounded bool) (grant, bool) {
	if !s.concernsService(r) {
		return grantNone, false
	}
	if s.anyResource {
		if !s.matchesAction(r.folded) {
			return grantNone, false
		}
	} else if !s.matchesResource(r) || !s.matchesAction(r.folded) {
		return grantNone, false
	}
	g := grantDirect
	if s.hasPrincipal {
		if g = s.appliesTo(&r.principal, bounded); g == grantNone {
			return g, false
		}
	}
	return g, s.failingCondition(r) < 0
}
