package analyze

import (
	"rolecall/sandbox/iam"
)

// BringWithin says what a refused call would have to carry to be allowed, without a
// change of any policy: MFA, an external id, an address. ok is false when nothing
// that was tried helps; a request that is allowed needs nothing. The error is the
// counter's; without a counter nothing ends the search.
func BringWithin(count Counter, r Request, p *iam.Policies) (needs []Need, changed Request, ok bool, err error) {
	ready, err := r.Ready()
	if err != nil {
		return nil, r, false, nil
	}
	if iam.Evaluate(ready, p).Decision == iam.Allowed {
		return nil, r, true, nil
	}
	if !conditional(ready, p) {
		return nil, r, false, nil
	}
	m, err := newMender(Refusal{Request: r, Policies: *p, Count: count})
	if err != nil {
		return nil, r, false, nil
	}
	m.proposeCalls()
	mends := m.combine()
	if m.f.err != nil {
		return nil, r, false, m.f.err
	}
	if len(mends) == 0 {
		return nil, r, false, nil
	}
	for _, s := range mends[0].Steps {
		needs = append(needs, s.Bring...)
	}
	return needs, mends[0].request, true, nil
}

// conditional reports whether some statement hangs on a condition alone: only
// then can the call itself change the answer.
func conditional(r *iam.Request, p *iam.Policies) bool {
	hangs := func(q *iam.Policy) bool {
		if q == nil {
			return false
		}
		for _, st := range q.Statements() {
			m := q.MatchClause(st.Index, r, p.Boundary != nil)
			if m.Principal && m.Action && m.Resource && m.Condition == (st.Effect == iam.Deny) {
				return true
			}
		}
		return false
	}
	if hangs(p.Resource) || hangs(p.Boundary) {
		return true
	}
	for _, ls := range [][][]*iam.Policy{{p.Identity, p.Session}, p.SCPs, p.RCPs} {
		for _, l := range ls {
			for _, q := range l {
				if hangs(q) {
					return true
				}
			}
		}
	}
	return false
}

// proposeCalls is propose for what the call could carry.
func (m *mender) proposeCalls() {
	m.each(func(_ layerSlot, p *iam.Policy) {
		for i := range m.f.clauses[p] {
			cl := &m.f.clauses[p][i]
			match := p.MatchClause(i, m.ready, m.given.Policies.Boundary != nil)
			switch {
			case cl.Effect == iam.Deny && match.All():
				m.escape(p, cl)
			case cl.Effect == iam.Allow && match.Principal && match.Action && match.Resource && !match.Condition:
				m.bring(p, cl)
			}
		}
	})
}
