package iam

import "strings"

// holderPhrase names a layer's policies by whose they are: "alice's identity
// policy", "Deploy's trust policy".
func (e *explainer) holderPhrase(l Layer) string {
	p := &e.r.principal
	switch l {
	case LayerIdentity:
		return ownerPhrase(p) + " identity policy"
	case LayerBoundary:
		return ownerPhrase(p) + " permissions boundary"
	case LayerSession:
		return "the session policy"
	case LayerResource:
		return resourcePolicyPhrase(e.r)
	case LayerSCP:
		return "the service control policy above account " + p.account
	case LayerRCP:
		return "the resource control policy above account " + e.r.account
	}
	return l.Label()
}

// why says why a required layer does not allow: "Deploy's trust policy names
// only bob".
func (e *explainer) why(l Layer) string {
	holder := e.holderPhrase(l)
	if l == LayerSCP && !e.tally.allowed.Has(l) {
		holder = "a level of service control policies above account " + e.r.principal.account
	}
	m := e.misses[l]
	if m.statement == nil {
		return e.nothingThere(l, holder)
	}
	s := m.statement
	switch m.failed {
	case elementCondition:
		c := &s.conditions[m.condition]
		return holder + " asks for " + c.demand() + " and " + carried(e.r.lookup(&c.key))
	case elementPrincipal:
		if s.notPrincipal {
			return holder + " leaves out " + namedList(s.principals)
		}
		return holder + " names only " + namedList(s.principals)
	case elementResource:
		if s.notResource {
			return holder + " allows " + e.r.action + " on everything but " + listValues(rawPatterns(s.resources), "and")
		}
		return holder + " allows " + e.r.action + " only on " + listValues(rawPatterns(s.resources), "and")
	case elementAction, elementNone:
	}
	return holder + " does not allow " + e.r.action
}

// nothingThere is why for a layer without any Allow.
func (e *explainer) nothingThere(l Layer, holder string) string {
	p := &e.r.principal
	switch l {
	case LayerIdentity:
		if len(e.p.Identity) == 0 {
			if p.typ == PrincipalFederatedUser {
				return "the user " + p.name + " who federated has no identity policy"
			}
			return p.name + " has no identity policy"
		}
	case LayerResource:
		if e.p.Resource == nil {
			if e.r.isTrust() {
				return lastPart(e.r.resource) + " has no trust policy"
			}
			return "the resource has no policy that names " + callerPhrase(p)
		}
	case LayerSession:
		if len(e.p.Session) == 0 {
			return "a federated user's session without a session policy has no permissions"
		}
	case LayerBoundary, LayerSCP, LayerRCP:
	}
	return holder + " has no statement that allows " + e.r.action
}

// sentence says in one sentence what decided.
func (e *explainer) sentence(res Result) string {
	p := &e.r.principal
	switch {
	case e.r.special == alwaysAllowed:
		return "Allowed: " + e.r.action + " needs no permission, and no policy can take it away."
	case res.Decision == ExplicitDeny:
		return e.denySentence(res.DeniedBy)
	case res.Decision == Allowed:
		return e.allowSentence()
	case p.typ == PrincipalRoot && e.r.special == assumeRole:
		return "Not allowed: a root user cannot assume roles, whatever the policies say."
	}
	var no []string
	for _, l := range traceOrder {
		if res.DeniedBy.Has(l) {
			no = append(no, e.why(l))
		}
	}
	if yes := e.saidYes(res.DeniedBy); yes != "" {
		return upperFirst(yes) + ", but " + strings.Join(no, ", and ") + "."
	}
	return upperFirst(strings.Join(no, ", and ")) + ", so nobody said yes."
}

// saidYes names the sides that grant and do: limits (boundary, session policy,
// SCP, RCP) grant nothing, so their yes is not worth a mention.
func (e *explainer) saidYes(denied Layers) string {
	p := &e.r.principal
	resource, identity := e.holderPhrase(LayerResource), e.holderPhrase(LayerIdentity)
	fromIdentity := e.tally.allowed.Has(LayerIdentity) && p.inAccount()
	fromResource := e.tally.allowed.Has(LayerResource) && !denied.Has(LayerResource)
	if fromResource && !e.crossing && e.tally.grant == grantAccount {
		if fromIdentity {
			return identity + " allows it"
		}
		if e.r.needsOwnPolicy() {
			return resource + " leaves it to account " + p.account
		}
		return ""
	}
	switch {
	case fromIdentity && fromResource:
		return resource + " and " + identity + " allow it"
	case fromIdentity:
		return identity + " allows it"
	case fromResource:
		return resource + " allows it"
	}
	return ""
}

func (e *explainer) denySentence(by Layers) string {
	var where []string
	for _, l := range traceOrder {
		if by.Has(l) {
			where = append(where, e.denyPlace(l))
		}
	}
	return "Not allowed: " + listWords(where, "and") + " denies it, and a Deny beats every Allow."
}

// denyPlace names the first Deny of a layer that matches.
func (e *explainer) denyPlace(l Layer) string {
	for _, p := range e.policiesOf(l) {
		for i := range p.statements {
			s := &p.statements[i]
			if s.effect == Deny {
				if _, ok := s.concerns(e.r, e.bounded); ok {
					return lowerFirst(s.label()) + " of " + e.holderPhrase(l)
				}
			}
		}
	}
	return e.holderPhrase(l)
}

func (e *explainer) policiesOf(l Layer) (ps []*Policy) {
	switch l {
	case LayerIdentity:
		return e.p.Identity
	case LayerSession:
		return e.p.Session
	case LayerBoundary:
		return []*Policy{e.p.Boundary}
	case LayerResource:
		return []*Policy{e.p.Resource}
	case LayerSCP:
		for _, level := range e.p.SCPs {
			ps = append(ps, level...)
		}
	case LayerRCP:
		for _, level := range e.p.RCPs {
			ps = append(ps, level...)
		}
	}
	return ps
}

func (e *explainer) allowSentence() string {
	p := &e.r.principal
	resource, identity := e.holderPhrase(LayerResource), e.holderPhrase(LayerIdentity)
	g := e.tally.grant
	switch {
	case !p.inAccount():
		return "Allowed: " + resource + " says yes to " + callerPhrase(p) + ", and nothing else is asked."
	case p.typ == PrincipalRoot && !e.required.Has(LayerResource):
		return "Allowed: " + callerPhrase(p) + " may do everything in its own account."
	case p.typ == PrincipalRoot:
		return "Allowed: " + resource + " says yes to " + callerPhrase(p) + "."
	case e.crossing:
		return "Allowed: both sides say yes, " + identity + " and " + resource + "."
	case g == grantDirect:
		return "Allowed: " + resource + e.namesDirectly() + ", so " + ownerPhrase(p) + " own policies weren't needed."
	case g == grantRole:
		return "Allowed: " + resource + " names " + p.name + ", so no identity policy was needed."
	case g == grantAccount && e.r.needsOwnPolicy():
		return "Allowed: " + resource + " leaves it to account " + p.account + ", and " + identity + " says yes."
	}
	return "Allowed: " + identity + " says yes."
}

// namesDirectly says how the resource's policy names the caller in its closest
// Allow: by its own name, or with everybody.
func (e *explainer) namesDirectly() string {
	for i := range e.p.Resource.statements {
		s := &e.p.Resource.statements[i]
		if g, ok := s.concerns(e.r, e.bounded); !ok || s.effect == Deny || g != grantDirect || s.notPrincipal {
			continue
		}
		for j := range s.principals {
			if n := &s.principals[j]; n.kind != namedEverybody && n.names(&e.r.principal) == grantDirect {
				return " names " + callerPhrase(&e.r.principal)
			}
		}
	}
	return " is open to everybody"
}

// upperFirst begins a sentence with a capital, unless a name begins it: names
// stand as their ARNs have them.
func upperFirst(s string) string {
	for _, article := range [...]string{"the ", "a ", "an ", "without ", "statement "} {
		if strings.HasPrefix(s, article) {
			return string(s[0]-'a'+'A') + s[1:]
		}
	}
	return s
}

func lowerFirst(s string) string {
	if strings.HasPrefix(s, "Statement ") {
		return "s" + s[1:]
	}
	return s
}
