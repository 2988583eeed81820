package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// permit has a layer say yes: by one more entry where one element is all that an
// Allow lacks, or else by one more statement.
func (m *mender) permit(l iam.Layer) {
	p := &m.given.Policies
	var docs []*iam.Policy
	switch l {
	case iam.LayerIdentity:
		docs = p.Identity
		if !hasAccount(m.who) || m.who.Type() == iam.PrincipalRoot {
			return
		}
	case iam.LayerSession:
		docs = p.Session
		if len(docs) == 0 && m.who.Type() != iam.PrincipalFederatedUser {
			return
		}
	case iam.LayerBoundary:
		if p.Boundary == nil {
			return
		}
		docs = []*iam.Policy{p.Boundary}
	case iam.LayerResource:
		switch {
		case p.Resource != nil:
			docs = []*iam.Policy{p.Resource}
		case !carriesPolicy(m.request.Action, m.request.Resource):
			return
		}
	case iam.LayerSCP, iam.LayerRCP:
		return
	}
	if m.allowed(docs) && l != iam.LayerResource {
		return
	}
	extended := false
	for i, q := range docs {
		extended = m.extend(layerSlot{l, 0, i}, q) || extended
	}
	if !extended {
		m.addTo(layerSlot{l, 0, len(docs) - 1}, docs, m.grant(l, m.principalElement()), "", 2)
	}
	if l == iam.LayerResource && hasAccount(m.who) && m.who.Type() != iam.PrincipalRoot {
		step := "It lets account " + m.who.Account() + " decide for all of its users and roles, where " + m.callerName() + " alone is meant."
		m.addTo(layerSlot{l, 0, len(docs) - 1}, docs, m.grant(l, members{{"AWS", m.who.Account()}}), step, 6)
	}
}

// allowed reports whether some Allow of the documents matches already.
func (m *mender) allowed(docs []*iam.Policy) bool {
	for _, p := range docs {
		for i, cl := range m.f.clauses[p] {
			if cl.Effect == iam.Allow && p.MatchClause(i, m.ready, false).All() {
				return true
			}
		}
	}
	return false
}

// grant is a statement that allows this request and no other.
func (m *mender) grant(l iam.Layer, principal any) members {
	st := members{{"Effect", "Allow"}}
	own := l == iam.LayerResource
	if own {
		st = append(st, member{"Principal", principal})
	}
	st = append(st, member{"Action", m.actionText()})
	if kindOfSlot(layerSlot{layer: l}, m.request) != iam.KindTrust {
		st = append(st, member{"Resource", m.request.Resource})
	}
	cond := m.narrowing()
	if !own {
		cond = m.passing()
	}
	if len(cond) > 0 {
		st = append(st, member{"Condition", cond})
	}
	return st
}

// passing is the condition that a grant of iam:PassRole carries: the service that
// the role is passed to, as far as the call or the statements beside it tell; see
// "Grant a user permissions to pass a role to an AWS service" in the IAM User Guide.
func (m *mender) passing() members {
	if !strings.EqualFold(m.request.Action, "iam:PassRole") {
		return nil
	}
	services := m.request.value("iam:PassedToService")
	for _, p := range m.given.Policies.Identity {
		for _, cl := range m.f.clauses[p] {
			for _, c := range conditionsOn(&cl, "iam:PassedToService") {
				if len(services) == 0 && cl.Effect == iam.Allow && c.Base == "StringEquals" {
					services = c.Values
				}
			}
		}
	}
	if len(services) == 0 {
		return nil
	}
	return members{{"StringEquals", members{{"iam:PassedToService", services}}}}
}

// addTo adds a statement to the last of a layer's documents, or as a new one.
func (m *mender) addTo(slot layerSlot, docs []*iam.Policy, st members, broad string, cost int) {
	step := Step{Kind: StepAdd}
	if broad != "" {
		step.OverBroad, step.Risks = true, []string{broad}
	}
	if slot.layer == iam.LayerIdentity && strings.EqualFold(m.request.Action, "iam:PassRole") && st.get("Condition") == nil {
		step.OverBroad, step.Risks = true, append(step.Risks, "It lets the role be passed to any service: add a condition on iam:PassedToService that names the one meant.")
	}
	if round := m.goesRound(docs); round != "" {
		step.OverBroad, step.Risks = true, append(step.Risks, round)
		cost += 5
	}
	what := "allow " + m.actionText()
	if m.request.Resource != "*" && st.get("Resource") != nil {
		name := strings.TrimPrefix(resourceWords(m.request.Resource), "role/")
		if name == "" {
			name = m.request.Resource
		}
		what += " on " + name
	}
	if slot.layer == iam.LayerResource {
		name := m.callerName()
		if broad != "" {
			name = "account " + m.who.Account()
		}
		what += " to " + name
	}
	if len(docs) == 0 {
		step.Sentence = "Give " + m.holder(slot.layer) + " that says: " + what + "."
		m.edit(layerSlot{slot.layer, slot.level, -1}, nil, newDocument(st), step, cost)
		return
	}
	old := docs[len(docs)-1]
	step.Statement = len(old.Statements())
	step.Sentence = "Add a statement to " + m.holderOf(slot.layer) + ": " + what + "."
	m.edit(slot, old, addStatement(old, st), step, cost)
}

// goesRound says which condition of a layer a new statement would go round:
// that of an Allow which is about this request and lacks nothing else.
func (m *mender) goesRound(docs []*iam.Policy) string {
	for _, p := range docs {
		for i, cl := range m.f.clauses[p] {
			match := p.MatchClause(i, m.ready, false)
			if cl.Effect == iam.Allow && failures(match) == 1 && !match.Condition {
				return "It goes round the condition of " + statementWords(&cl) + ", which asks for " + cl.Conditions[match.FailedConditions[0]].Demand + "."
			}
		}
	}
	return ""
}

// extend adds one entry to an Allow that lacks nothing else, provided that this
// lets in nothing besides.
func (m *mender) extend(slot layerSlot, p *iam.Policy) (done bool) {
	for i := range m.f.clauses[p] {
		cl := &m.f.clauses[p][i]
		if cl.Effect != iam.Allow || cl.NotAction || cl.NotResource || cl.NotPrincipal {
			continue
		}
		match := p.MatchClause(i, m.ready, false)
		if failures(match) != 1 || !match.Condition {
			continue
		}
		st, err := readStatement(statementText(p, i))
		if err != nil {
			continue
		}
		next, what := m.extended(cl, match, st)
		if next == nil {
			continue
		}
		step := Step{Kind: StepExtend, Statement: i, Sentence: "Add " + what + " to " + m.place(slot, p, cl) + "."}
		m.edit(slot, p, changeStatement(p, i, next), step, 1)
		done = true
	}
	return done
}

func (m *mender) extended(cl *iam.Clause, match iam.ClauseMatch, st members) (next members, what string) {
	oneAction := len(cl.Actions) == 1 && !strings.ContainsAny(cl.Actions[0], "*?")
	switch {
	case !match.Action && len(cl.Principals) <= 1 && (len(cl.Resources) == 0 || len(cl.Resources) == 1 && cl.Resources[0] == m.request.Resource):
		return st.set("Action", appendNew(slices.Clone(cl.Actions), m.actionText())), m.actionText()
	case !match.Resource && oneAction && len(cl.Principals) <= 1:
		return st.set("Resource", appendNew(slices.Clone(cl.Resources), m.request.Resource)), m.request.Resource
	case !match.Principal && oneAction && (len(cl.Resources) == 0 || len(cl.Resources) == 1 && cl.Resources[0] == m.request.Resource):
		return m.extendedPrincipal(st), m.callerName()
	}
	return nil, ""
}

func (m *mender) extendedPrincipal(st members) members {
	old, ok := st.get("Principal").(members)
	add, ok2 := m.principalElement().(members)
	if !ok || !ok2 || m.who.Type() == iam.PrincipalOIDC || m.who.Type() == iam.PrincipalSAML || m.who.Type() == iam.PrincipalService {
		return nil
	}
	sort := add[0].name
	var list []string
	switch v := old.get(sort).(type) {
	case string:
		list = []string{v}
	case []any:
		for _, e := range v {
			if s, ok := e.(string); ok {
				list = append(list, s)
			}
		}
	}
	arn, _ := add[0].value.(string)
	return st.set("Principal", old.set(sort, append(list, arn)))
}

// permitSCP has one level of SCPs allow the action.
func (m *mender) permitSCP(level int) {
	docs := m.given.Policies.SCPs[level]
	if m.allowed(docs) || !hasAccount(m.who) {
		return
	}
	st := members{{"Effect", "Allow"}, {"Action", m.actionText()}, {"Resource", "*"}}
	step := Step{Kind: StepAdd, Risks: []string{"It is so for every account below that level."}}
	slot := layerSlot{iam.LayerSCP, level, len(docs) - 1}
	step.Sentence = "Have the service control policies at level " + itoa(level+1) + " from the root allow " + m.actionText() + "."
	if len(docs) == 0 {
		m.edit(layerSlot{iam.LayerSCP, level, -1}, nil, newDocument(st), step, 7)
		return
	}
	old := docs[len(docs)-1]
	step.Statement = len(old.Statements())
	m.edit(slot, old, addStatement(old, st), step, 7)
}

// callerName is the caller as a mend names it: a session by its role.
func (m *mender) callerName() string {
	switch m.who.Type() {
	case iam.PrincipalAssumedRole:
		return "the role " + m.who.Name()
	case iam.PrincipalAnonymous:
		return "everybody"
	case iam.PrincipalUser, iam.PrincipalFederatedUser, iam.PrincipalRoot, iam.PrincipalService, iam.PrincipalSAML, iam.PrincipalOIDC:
	}
	return callerWords(m.who)
}

// holder is a new document of a layer in words.
func (m *mender) holder(l iam.Layer) string {
	switch l {
	case iam.LayerIdentity:
		return m.callerName() + " an identity policy"
	case iam.LayerResource:
		if iam.AsksTrustPolicy(m.request.Action, m.request.Resource) {
			return lastPart(m.request.Resource) + " a trust policy"
		}
		return carrierWords(m.request.Resource) + " a policy of its own"
	case iam.LayerSession:
		return "the session a session policy"
	case iam.LayerBoundary, iam.LayerSCP, iam.LayerRCP:
	}
	return "it a " + l.Label()
}

// holderOf is a layer's document in words.
func (m *mender) holderOf(l iam.Layer) string {
	switch l {
	case iam.LayerIdentity:
		return possessive(strings.TrimPrefix(m.callerName(), "the role ")) + " identity policy"
	case iam.LayerBoundary:
		return possessive(strings.TrimPrefix(m.callerName(), "the role ")) + " permissions boundary"
	case iam.LayerSession:
		return "the session policy"
	case iam.LayerResource:
		if iam.AsksTrustPolicy(m.request.Action, m.request.Resource) {
			return possessive(lastPart(m.request.Resource)) + " trust policy"
		}
		return "the policy of " + carrierWords(m.request.Resource)
	case iam.LayerSCP:
		return "a service control policy above account " + m.who.Account()
	case iam.LayerRCP:
		return "a resource control policy above account " + m.request.ResourceAccount
	}
	return "the policy"
}

func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "'"
	}
	return name + "'s"
}

// place names a statement: "statement 2 of alice's identity policy".
func (m *mender) place(slot layerSlot, _ *iam.Policy, cl *iam.Clause) string {
	return statementWords(cl) + " of " + m.holderOf(slot.layer)
}

// decides says who has to agree to an edit of a layer.
func (m *mender) decides(l iam.Layer) string {
	switch l {
	case iam.LayerIdentity:
		return "an administrator of account " + m.who.Account()
	case iam.LayerBoundary:
		return "whoever sets permissions boundaries in account " + m.who.Account()
	case iam.LayerSession:
		return "whoever makes the session and passes its policy"
	case iam.LayerResource:
		return "an administrator of account " + m.request.ResourceAccount
	case iam.LayerSCP, iam.LayerRCP:
		return "the organization's management account, which guards all accounts by it,"
	}
	return "an administrator"
}
