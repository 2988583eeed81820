package explain

import (
	"cmp"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

const (
	mostCompared = 4        // fixes whose newly admitted requests are looked for
	mostTried    = 1500     // requests tried for each
	mostAdmits   = 4        // told of each
	mostText     = 32 << 10 // of a document whose fixes are compared
)

// fixes looks for what would have the call allowed, and tries what else each fix
// lets in.
func (t *trial) fixes(p *analyze.Possibility) error {
	req, untold := p.Favour, p.Unknown
	if p.CanAllow {
		req = p.Against
	}
	found, err := analyze.WhyNot(analyze.Refusal{Request: req, Policies: t.policies, Untold: untold, Count: t.budget})
	if err != nil || found.Decision == iam.Allowed {
		return nil
	}
	found.Mends = slices.DeleteFunc(found.Mends, t.touchesAssumed)
	found.Mends = append(t.calls(p, found), found.Mends...)
	if len(found.Mends) == 0 && t.policies.Resource == nil {
		return nil // what would have to change was not given
	}
	for i := range found.Mends[:min(len(found.Mends), mostCompared)] {
		if err := t.budget.Step(100); err != nil {
			return err
		}
		t.admits(&found.Mends[i])
	}
	slices.SortStableFunc(found.Mends, func(a, b analyze.Mend) int {
		return cmp.Or(order(&a)-order(&b), len(a.Admits)-len(b.Admits))
	})
	if len(found.Mends) > 0 && found.Mends[0].OverBroad {
		found.Advice = "Every fix lets in more than this request needs; the smallest is: " + found.Mends[0].Sentence
	} else if len(found.Mends) > 0 && !found.Helpless {
		found.Advice = found.Mends[0].Sentence
	}
	t.answer.Fixes = found
	return nil
}

// order puts the call first, then what changes a value or adds one, then what lets in
// more than is needed, and last what loosens a Deny.
func order(m *analyze.Mend) (n int) {
	for _, s := range m.Steps {
		if s.Kind == analyze.StepNarrow || s.Kind == analyze.StepRemove {
			n = 8
		}
	}
	if m.OverBroad {
		n += 4
	}
	if m.Guardrail {
		n += 2
	}
	if !m.Yours {
		n++
	}
	return n
}

// touchesAssumed reports whether a fix changes a document that nobody gave.
func (t *trial) touchesAssumed(m analyze.Mend) bool {
	return slices.ContainsFunc(m.Steps, func(s analyze.Step) bool { return strings.HasPrefix(s.Document, "assumed: ") })
}

// calls are fixes of the call alone that the search for changes of policies does not
// find: the ARN that a policy names in place of the call's.
func (t *trial) calls(p *analyze.Possibility, found *analyze.Mending) (list []analyze.Mend) {
	if t.revoked(p) {
		found.Helpless = false
		list = append(list, callFix("Get a new session: assume the role again. The Deny is about sessions that were issued before its date, as revoking a role’s sessions attaches it, and leaves later ones alone."))
	}
	if alreadyIs(t.r) {
		found.Helpless = false
		list = append(list, callFix("Leave the AssumeRole out: the caller already is a session of this role, and its credentials do."))
	}
	named := false
	for _, doc := range t.docs {
		for _, cl := range doc.Clauses() {
			for _, e := range cl.Resources[:min(len(cl.Resources), 40)] {
				if cl.Effect != iam.Allow || strings.ContainsAny(e, "*?$") || !analyze.NearARN(e, t.request.Resource) || named {
					continue
				}
				req := p.Favour
				req.Resource = e
				r, err := req.Ready()
				if err != nil || iam.Evaluate(r, &t.policies).Decision != iam.Allowed {
					continue
				}
				sentence := "Make the call with " + e + ", if that is what was meant" + slip(e, t.request.Resource) + "."
				list = append(list, callFix(sentence))
				found.Helpless, named = false, true
			}
		}
	}
	return list
}

// callFix is a fix that changes the call alone.
func callFix(sentence string) analyze.Mend {
	step := analyze.Step{Kind: analyze.StepCall, Sentence: sentence, Statement: -1, Decides: "you, who make the call"}
	return analyze.Mend{Sentence: sentence, Yours: true, Risks: []string{}, Steps: []analyze.Step{step}}
}

// revoked reports whether a Deny refuses the session for when it was issued, and the
// date has passed by which a new one is later.
func (t *trial) revoked(p *analyze.Possibility) bool {
	who, err := iam.ParsePrincipal(t.request.Principal)
	if err != nil || who.Type() != iam.PrincipalAssumedRole {
		return false
	}
	r, err := p.Against.Ready()
	if err != nil {
		return false
	}
	for _, doc := range t.docs {
		for i, cl := range doc.Clauses() {
			for _, c := range cl.Conditions {
				if cl.Effect == iam.Deny && strings.EqualFold(c.Key, "aws:TokenIssueTime") && strings.HasPrefix(c.Base, "DateLessThan") && doc.MatchClause(i, r, t.policies.Boundary != nil).All() {
					return true
				}
			}
		}
	}
	return false
}

// admits tries which requests a fix lets in that were refused before.
func (t *trial) admits(m *analyze.Mend) {
	who, err := iam.ParsePrincipal(t.request.Principal)
	if err != nil {
		return
	}
	for i := range m.Steps {
		s := &m.Steps[i]
		if s.Text == "" || len(s.Text) > mostText {
			continue
		}
		holder := t.request.Resource
		switch s.Policy {
		case iam.KindIdentity, iam.KindBoundary, iam.KindSession:
			holder = t.request.Principal
		case iam.KindSCP:
			holder = who.Account()
		case iam.KindRCP:
			holder = t.request.ResourceAccount
		case iam.KindTrust, iam.KindResource:
		}
		var before []byte
		for _, doc := range t.of(s.Policy) {
			if doc.Name() == s.Document && !s.New {
				before = doc.Source()
			}
		}
		d, err := analyze.Diff(analyze.Change{Kind: s.Policy, Before: before, After: []byte(s.Text), Holder: holder, Account: t.request.ResourceAccount, Level: s.Level, Limit: mostTried, Count: t.budget})
		if err != nil {
			continue
		}
		t.widened(m, d, who)
	}
}

// widened takes over the requests that a fix newly admits, and marks the fix where
// they come from another account, organization or repository, or unsigned.
func (t *trial) widened(m *analyze.Mend, d *analyze.Difference, who iam.Principal) {
	for _, w := range d.Witnesses {
		if w.Direction != analyze.Widened {
			continue
		}
		if len(m.Admits) < mostAdmits && !slices.Contains(m.Admits, w.Sentence) {
			m.Admits = append(m.Admits, w.Sentence)
		}
		if risk := t.foreign(w.Request, who); risk != "" {
			m.OverBroad = true
			if !slices.Contains(m.Risks, risk) {
				m.Risks = append(m.Risks, risk)
			}
		}
	}
}

// foreign says who a newly admitted request comes from that is not of the caller's
// own account, provider or repository.
func (t *trial) foreign(r analyze.Request, who iam.Principal) string {
	p, err := iam.ParsePrincipal(r.Principal)
	switch {
	case err != nil:
		return ""
	case p.Type() == iam.PrincipalAnonymous && who.Type() != iam.PrincipalAnonymous:
		return "It also lets in callers who do not sign in at all."
	case p.Account() != "" && who.Account() != "" && p.Account() != who.Account() && p.Account() != t.request.ResourceAccount:
		return "It also lets in callers of other accounts."
	}
	for k, v := range r.Context {
		own := t.request.Context[k]
		if strings.HasSuffix(strings.ToLower(k), ":sub") && len(v) == 1 && (len(own) != 1 || repository(own[0]) != repository(v[0])) {
			return "It also lets in other subjects of the provider, such as " + v[0] + "."
		}
	}
	return ""
}

// repository is the part of a subject that names whose it is.
func repository(sub string) string {
	parts := strings.SplitN(sub, ":", 3)
	return strings.Join(parts[:min(len(parts), 2)], ":")
}
