package analyze

import (
	"rolecall/sandbox/iam"
)

// callersFor are callers behind an entry, the most telling first.
func (w *watch) callersFor(n iam.ClausePrincipal) []string {
	if n.Value != "*" {
		return w.f.callersOf(n)
	}
	out := []string{w.f.somebody(w.f.stranger())}
	if w.door.Kind == iam.KindResource {
		w.f.fresh["anonymous"] = "anyone, without signing in,"
		out = append([]string{"anonymous"}, out...)
	}
	return append(out, w.f.callers(w.door.Kind == iam.KindResource)...)
}

// try looks for a request of the caller that this statement lets in.
func (w *watch) try(cl *iam.Clause, arn string, e *Entrance) bool {
	who, err := iam.ParsePrincipal(arn)
	if err != nil {
		return false
	}
	for _, action := range w.actions {
		for _, resource := range w.resources {
			if w.f.over() {
				return false
			}
			if !mayCall(who, action) || !w.f.goTogether(action, resource) {
				continue
			}
			s := &spot{who: who, action: action, resource: resource, account: accountOf(resource, w.door.Account)}
			if w.effort += len(w.f.clauses[w.p]); w.effort > mostEffort || !w.about(cl, s) {
				continue
			}
			c, ok := w.f.satisfy(w.p, cl.Index, s, nil)
			if !ok {
				continue
			}
			for _, next := range w.around(s, c) {
				if !w.f.spend(w.f.whole()) {
					return false
				}
				w.effort += len(w.f.clauses[w.p])
				if w.admit(cl, s, next, e) {
					return true
				}
			}
		}
	}
	return false
}

// about reports whether the statement is about a spot, its conditions aside.
func (w *watch) about(cl *iam.Clause, s *spot) bool {
	r, err := w.f.request(s, w.f.withVariables(cl, nil)).Ready()
	if err != nil {
		return false
	}
	m := w.p.MatchClause(cl.Index, r, false)
	return m.Principal && m.Action && m.Resource
}

// around are a choice and those that differ from it in one key, to get past a
// Deny.
func (w *watch) around(s *spot, c choice) []choice {
	out := []choice{c}
	for i, low := range w.f.lows {
		if len(s.keys) == 0 || s.keys[i].standing == keyFree || s.keys[i].standing == keyAlways {
			for _, v := range w.f.domain[low] {
				out = append(out, c.with(low, v))
			}
		}
	}
	return out
}

func (w *watch) admit(cl *iam.Clause, s *spot, c choice, e *Entrance) bool {
	req := w.f.request(s, c)
	r, err := req.Ready()
	if err != nil || !w.p.MatchClause(cl.Index, r, false).All() {
		return false
	}
	quiet := &iam.Policies{Resource: w.p, RCPs: w.door.RCPs}
	willing := *quiet
	if hasAccount(s.who) && s.who.Type() != iam.PrincipalRoot {
		willing.Identity = []*iam.Policy{w.stand.identity}
		if s.who.Type() == iam.PrincipalFederatedUser {
			willing.Session = willing.Identity
		}
	}
	if iam.Evaluate(r, &willing).Decision != iam.Allowed {
		if e.Why == "" {
			e.Why = iam.Explain(r, &willing).Sentence
		}
		return false
	}
	e.Open, e.Witness, e.policies, e.Why = true, &req, &willing, ""
	if e.Delegates = iam.Evaluate(r, quiet).Decision != iam.Allowed; e.Delegates {
		e.Assumes = []string{"the caller's identity-based policy allows it"}
	} else {
		e.policies = quiet
	}
	for _, k := range sortedKeys(req.Context) {
		if st, _ := w.f.key(s, k); st == keyFree {
			e.Needs = append(e.Needs, Need{k, req.Context[k], keyWords(k, req.Context[k])})
		}
	}
	return true
}
