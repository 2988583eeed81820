package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/contextkey"
	"rolecall/sandbox/iam/reference"
)

// propose gathers patches: for each Deny that hit and each layer that could say
// yes.
func (m *mender) propose() {
	m.each(func(slot layerSlot, p *iam.Policy) {
		for i := range m.f.clauses[p] {
			cl := &m.f.clauses[p][i]
			match := p.MatchClause(i, m.ready, m.given.Policies.Boundary != nil)
			switch {
			case cl.Effect == iam.Deny && match.All():
				m.spare(slot, p, cl)
			case cl.Effect == iam.Allow && match.Principal && match.Action && match.Resource && !match.Condition:
				m.bring(p, cl)
				m.correctValues(slot, p, cl, match)
				m.relax(slot, p, cl, match)
			case cl.Effect == iam.Allow:
				m.correctResource(slot, p, cl, match)
			}
		}
	})
	for _, l := range []iam.Layer{iam.LayerIdentity, iam.LayerResource, iam.LayerSession, iam.LayerBoundary} {
		m.permit(l)
	}
	for level := range m.given.Policies.SCPs {
		m.permitSCP(level)
	}
}

func (m *mender) keep(p patch) { m.patches = append(m.patches, p) }

// bring asks what the call would have to carry for an Allow to hold.
func (m *mender) bring(p *iam.Policy, cl *iam.Clause) {
	if c, ok := m.f.satisfy(p, cl.Index, m.spot, m.base); ok {
		m.callWith(c)
	}
}

// callWith keeps the difference between the call as it was and another one, if a
// caller can make it.
func (m *mender) callWith(c choice) {
	var needs []Need
	after := m.f.request(m.spot, c)
	for i, key := range m.f.keys {
		was, is := m.base[m.f.lows[i]], after.value(key)
		if slices.Equal(was, is) || m.given.Request.value(key) == nil && m.fixed(key) {
			continue
		}
		if !bringable(m.f.lows[i]) || len(was) > 0 && ofToken(m.f.lows[i]) || pastClock(m.f.lows[i], was, is) || m.f.lows[i] == "aws:requestedregion" && contextkey.GlobalRegion(m.request.Action) != "" {
			return
		}
		needs = append(needs, Need{key, nonNil(is), needWords(key, is)})
	}
	if len(needs) == 0 {
		return
	}
	var words []string
	for _, n := range needs {
		words = append(words, n.Words)
	}
	step := Step{
		Kind: StepCall, Bring: needs, Statement: -1, Decides: "you, who make the call",
		Sentence: "Make the call " + listWords(words, "and") + ".",
	}
	if !slices.ContainsFunc(m.patches, func(p patch) bool { return p.step.Sentence == step.Sentence }) {
		m.keep(patch{step: step, call: c})
	}
}

// pastClock reports whether a call would have to be made before now, as far as
// the request tells now.
func pastClock(low string, was, is []string) bool {
	if low != "aws:currenttime" && low != "aws:epochtime" {
		return false
	}
	if len(was) != 1 || len(is) != 1 {
		return true
	}
	now, ok := parseTime(was[0])
	then, ok2 := parseTime(is[0])
	return !ok || !ok2 || then.Before(now)
}

// fixed reports whether a key's value is not the caller's to choose.
func (m *mender) fixed(key string) bool {
	st, _ := m.f.key(m.spot, key)
	return st == keyGiven || st == keyAbsent
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func needWords(key string, values []string) string {
	if len(values) == 0 {
		return without(key)
	}
	return keyWords(key, values)
}

// bringable reports whether whoever calls can choose the key's value: not what
// administrators set, such as tags of principals and resources.
func bringable(low string) bool {
	for _, prefix := range [...]string{"aws:principal", "aws:resource", "aws:userid", "aws:username", "aws:sourceidentity", "aws:viaaws", "iam:", "aws:tokenissuetime", "aws:federatedprovider"} {
		if strings.HasPrefix(low, prefix) {
			return low == "iam:passedtoservice" || low == "iam:permissionsboundary"
		}
	}
	return !strings.Contains(low, ":resourcetag/")
}

// ofToken reports whether a key tells what a token or an assertion says: whoever
// calls cannot make it say something else.
func ofToken(low string) bool {
	provider, _, _ := strings.Cut(low, ":")
	return strings.Contains(provider, ".") || provider == "saml"
}

// escape asks what the call could carry for a Deny not to match.
func (m *mender) escape(p *iam.Policy, cl *iam.Clause) {
	for _, c := range cl.Conditions {
		low := strings.ToLower(c.Key)
		for _, v := range m.f.domain[low] {
			if m.f.over() {
				return
			}
			next := m.base.with(low, v)
			r, err := m.f.request(m.spot, next).Ready()
			if err == nil && !p.MatchClause(cl.Index, r, m.given.Policies.Boundary != nil).All() {
				m.callWith(next)
				break
			}
		}
	}
}

// spare has a Deny leave the request alone.
func (m *mender) spare(slot layerSlot, p *iam.Policy, cl *iam.Clause) {
	m.escape(p, cl)
	st, err := readStatement(statementText(p, cl.Index))
	if err != nil {
		return
	}
	m.spareService(slot, p, cl, st)
	m.spareResource(slot, p, cl, st)
	m.spareCaller(slot, p, cl, st)
	m.removeDeny(slot, p, cl)
}

// spareResource takes the resource out of a Deny.
func (m *mender) spareResource(slot layerSlot, p *iam.Policy, cl *iam.Clause, st members) {
	res := m.request.Resource
	if res == "*" || len(cl.Resources) == 0 {
		return
	}
	next := members(nil)
	switch {
	case cl.NotResource:
		next = st.set("NotResource", appendNew(slices.Clone(cl.Resources), res))
	case len(cl.Resources) == 1 && cl.Resources[0] == "*":
		for _, e := range st {
			if e.name == "Resource" {
				e = member{"NotResource", res}
			}
			next = append(next, e)
		}
	case len(cl.Resources) > 1 && slices.Contains(cl.Resources, res):
		next = st.set("Resource", slices.DeleteFunc(slices.Clone(cl.Resources), func(r string) bool { return r == res }))
	}
	if next == nil {
		return
	}
	step := Step{Kind: StepNarrow, Statement: cl.Index, Sentence: "Let " + m.place(slot, p, cl) + " spare " + resourceWords(res) + "."}
	if len(cl.Actions) != 1 || strings.ContainsAny(cl.Actions[0], "*?") || cl.NotAction {
		step.Risks = []string{"The other actions of the statement are no longer refused on " + resourceWords(res) + " either."}
	}
	goRound(&step, cl)
	m.edit(slot, p, changeStatement(p, cl.Index, next), step, 4)
}

// spareCaller makes an exception for the caller, where the Deny is about many.
func (m *mender) spareCaller(slot layerSlot, p *iam.Policy, cl *iam.Clause, st members) {
	if slot.layer == iam.LayerIdentity || slot.layer == iam.LayerSession || slot.layer == iam.LayerBoundary || !hasAccount(m.who) {
		return
	}
	cond, _ := st.get("Condition").(members)
	arns := []string{}
	inner, _ := cond.get("ArnNotEquals").(members)
	for _, c := range cl.Conditions {
		if c.Operator == "ArnNotEquals" && c.Key == "aws:PrincipalArn" {
			arns = c.Values
		}
	}
	arns = appendNew(slices.Clone(arns), principalARN(m.who))
	next := st.set("Condition", cond.set("ArnNotEquals", inner.set("aws:PrincipalArn", arns)))
	step := Step{Kind: StepNarrow, Statement: cl.Index, Sentence: "Let " + m.place(slot, p, cl) + " make an exception for " + m.callerName() + "."}
	if len(cl.Actions) != 1 || strings.ContainsAny(strings.Join(cl.Actions, ""), "*?") || cl.NotAction {
		step.Risks = []string{"The statement then spares " + m.callerName() + " in all that it denies, not only in " + m.request.Action + "."}
	}
	goRound(&step, cl)
	m.edit(slot, p, changeStatement(p, cl.Index, next), step, 5)
}

// goRound marks an exception from a Deny that refuses only what lacks something: the
// call would be spared without having what the statement asks for. That the caller is
// excepted by a condition on who calls is what such a condition is for.
func goRound(step *Step, cl *iam.Clause) {
	for _, c := range cl.Conditions {
		if low := strings.ToLower(c.Key); low == "aws:principalarn" && strings.HasPrefix(c.Base, "Arn") && strings.Contains(step.Sentence, "make an exception") {
			continue
		}
		step.OverBroad = true
		step.Risks = append(step.Risks, "It goes round what the statement guards: it refuses calls by "+c.Key+"."+guardWords[strings.ToLower(c.Key)])
		return
	}
}

// guardWords say what an exception opens, by the key that the Deny asks for.
var guardWords = map[string]string{
	"iam:permissionsboundary": " Without the boundary whoever makes the role can give it more than they may do themselves.",
	"aws:resourceorgid":       " The perimeter then lets data go to a resource outside the organization.",
	"aws:resourceorgpaths":    " The perimeter then lets data go to a resource outside the organization.",
	"aws:resourceaccount":     " The perimeter then lets data go to another account's resource.",
	"aws:principalorgid":      " The perimeter then lets in callers from outside the organization.",
	"aws:principalorgpaths":   " The perimeter then lets in callers from outside the organization.",
	"aws:principalaccount":    " The perimeter then lets in callers of another account.",
	"aws:sourceip":            " The call then comes through from any network, with stolen credentials too.",
	"aws:sourcevpc":           " The call then comes through from any network, with stolen credentials too.",
	"aws:sourcevpce":          " The call then comes through from any network, with stolen credentials too.",
	"aws:tokenissuetime":      " Sessions that were revoked then work again.",
}

func (m *mender) removeDeny(slot layerSlot, p *iam.Policy, cl *iam.Clause) {
	text, ok := dropStatement(p, cl.Index)
	if !ok {
		return
	}
	step := Step{
		Kind: StepRemove, Statement: -1, OverBroad: true, Sentence: "Take " + m.place(slot, p, cl) + " away.",
		Risks: []string{"It takes the guard away from every call that the statement refuses, not only from this one."},
	}
	m.edit(slot, p, text, step, 9)
}

// relax drops the conditions that fail.
func (m *mender) relax(slot layerSlot, p *iam.Policy, cl *iam.Clause, match iam.ClauseMatch) {
	st, err := readStatement(statementText(p, cl.Index))
	if err != nil {
		return
	}
	cond, _ := st.get("Condition").(members)
	var demands []string
	for _, j := range match.FailedConditions {
		c := cl.Conditions[j]
		inner, _ := cond.get(c.Operator).(members)
		if inner = inner.set(c.Key, nil); len(inner) == 0 {
			cond = cond.set(c.Operator, nil)
		} else {
			cond = cond.set(c.Operator, inner)
		}
		demands = appendNew(demands, c.Demand)
	}
	next := st.set("Condition", cond)
	if len(cond) == 0 {
		next = st.set("Condition", nil)
	}
	step := Step{
		Kind: StepRelax, Statement: cl.Index, OverBroad: true,
		Sentence: "Drop from " + m.place(slot, p, cl) + " the demand for " + listWords(demands, "and") + ".",
		Risks:    []string{"It drops a condition for everybody and everything that the statement is about."},
	}
	m.edit(slot, p, changeStatement(p, cl.Index, next), step, 8)
}

// edit keeps a step whose document AWS would store.
func (m *mender) edit(slot layerSlot, old *iam.Policy, text string, step Step, cost int) {
	if m.edits++; m.edits > mostEdits {
		return
	}
	kind, name := kindOfSlot(slot, m.request), "new policy"
	had := map[string]bool{}
	if old != nil {
		kind, name = old.Kind(), old.Name()
		step.Document = name
		for _, f := range iam.Lint(kind, name, old.Source()) {
			had[f.Code+f.Message] = true
		}
	}
	doc, findings := iam.Parse(kind, name, []byte(text))
	if doc == nil || iam.HasError(findings) {
		return
	}
	for _, f := range iam.Lint(kind, name, []byte(text)) {
		if had[f.Code+f.Message] {
			continue
		}
		if f.Severity == iam.SeverityError {
			return
		}
		step.Findings = append(step.Findings, f)
		if f.Severity == iam.SeverityAdvice {
			step.OverBroad = true
			step.Risks = appendNew(step.Risks, f.Message)
		}
	}
	step.Layer, step.Policy, step.Level = slot.layer.String(), kind, slot.level
	step.Text, step.New, step.Decides = text, old == nil, m.decides(slot.layer)
	m.keep(patch{step: step, slot: slot, doc: doc, cost: cost + 10*truth(step.OverBroad)})
}

func kindOfSlot(slot layerSlot, r Request) iam.Kind {
	switch slot.layer {
	case iam.LayerIdentity:
		return iam.KindIdentity
	case iam.LayerBoundary:
		return iam.KindBoundary
	case iam.LayerSession:
		return iam.KindSession
	case iam.LayerSCP:
		return iam.KindSCP
	case iam.LayerRCP:
		return iam.KindRCP
	case iam.LayerResource:
		if iam.AsksTrustPolicy(r.Action, r.Resource) {
			return iam.KindTrust
		}
	}
	return iam.KindResource
}

// principalElement names the caller in a Principal element.
func (m *mender) principalElement() any {
	switch m.who.Type() {
	case iam.PrincipalService:
		return members{{"Service", m.who.ARN()}}
	case iam.PrincipalSAML, iam.PrincipalOIDC:
		return members{{"Federated", m.who.ARN()}}
	case iam.PrincipalAnonymous:
		return "*"
	case iam.PrincipalUser, iam.PrincipalAssumedRole, iam.PrincipalFederatedUser, iam.PrincipalRoot:
	}
	arn := principalARN(m.who)
	if v := m.request.value("aws:PrincipalArn"); len(v) == 1 && m.who.Type() == iam.PrincipalAssumedRole {
		arn = v[0] // with its path
	}
	return members{{"AWS", arn}}
}

// narrowing are the conditions that a new grant to a service or provider carries,
// from what this call brings.
func (m *mender) narrowing() members {
	var keys []string
	switch m.who.Type() {
	case iam.PrincipalService:
		keys = []string{"aws:SourceArn", "aws:SourceAccount"}
	case iam.PrincipalOIDC:
		keys = []string{providerHost(m.who) + ":aud", providerHost(m.who) + ":sub"}
	case iam.PrincipalSAML:
		keys = []string{"SAML:aud"}
	case iam.PrincipalUser, iam.PrincipalAssumedRole, iam.PrincipalFederatedUser, iam.PrincipalRoot, iam.PrincipalAnonymous:
	}
	var equal, like members
	for _, k := range keys {
		switch v := m.request.value(k); {
		case len(v) != 1:
		case strings.HasSuffix(k, "SourceArn"):
			like = append(like, member{k, v[0]})
		default:
			equal = append(equal, member{k, v[0]})
		}
	}
	var out members
	if len(like) > 0 {
		out = append(out, member{"ArnEquals", like})
	}
	if len(equal) > 0 {
		out = append(out, member{"StringEquals", equal})
	}
	return out
}

// actionText is the action as AWS writes it.
func (m *mender) actionText() string {
	service, _, _ := strings.Cut(m.request.Action, ":")
	if a := reference.Find(m.request.Action); a != nil {
		return strings.ToLower(service) + ":" + a.Name
	}
	return m.request.Action
}
