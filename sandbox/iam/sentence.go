package iam

// sentence says in one sentence what decided.
func (e *explainer) sentence(res Result) {
	switch {
	case e.r.special == alwaysAllowed:
		e.add3("Allowed: ", e.r.action, " needs no permission, and no policy of an account or organization takes it away.")
	case res.Decision == ExplicitDeny:
		e.denySentence(res.DeniedBy)
	case res.Decision == Allowed:
		e.allowSentence()
	case e.cannotAssume():
		e.add("Not allowed: a root user cannot assume roles, whatever the policies say.")
	default:
		e.implicitSentence(res.DeniedBy)
	}
}

// implicitSentence names the sides that said yes and why the others did not.
func (e *explainer) implicitSentence(denied Layers) {
	start := e.begin()
	said := e.saidYes(denied)
	if said {
		e.add(", but ")
	}
	first := true
	for _, l := range traceOrder {
		if !denied.Has(l) {
			continue
		}
		if !first {
			e.add(", and ")
		}
		first = false
		e.why(l)
	}
	if said {
		e.add(".")
	} else {
		e.add(", so nobody said yes.")
	}
	e.capital(start)
}

// saidYes names the sides that grant and do: limits (boundary, session policy,
// SCP, RCP) grant nothing, so their yes is not worth a mention. It reports
// whether there are any.
func (e *explainer) saidYes(denied Layers) bool {
	p := &e.r.principal
	fromIdentity := e.tally.allowed.Has(LayerIdentity) && p.inAccount()
	fromResource := e.tally.allowed.Has(LayerResource) && !denied.Has(LayerResource)
	if fromResource && !e.crossing && e.tally.grant == grantAccount {
		if fromResource = false; !fromIdentity && e.r.needsOwnPolicy() {
			e.holder(LayerResource)
			e.add2(" leaves it to account ", p.account)
			return true
		}
	}
	switch {
	case fromIdentity && fromResource:
		e.holder(LayerResource)
		e.add(" and ")
		e.holder(LayerIdentity)
		e.add(" allow it")
	case fromIdentity:
		e.holder(LayerIdentity)
		e.add(" allows it")
	case fromResource:
		e.holder(LayerResource)
		e.add(" allows it")
	default:
		return false
	}
	return true
}

// holder names a layer's policies by whose they are: "alice's identity policy",
// "Deploy's trust policy".
func (e *explainer) holder(l Layer) {
	switch l {
	case LayerIdentity:
		e.owner(&e.r.principal)
		e.add(" identity policy")
	case LayerBoundary:
		e.owner(&e.r.principal)
		e.add(" permissions boundary")
	case LayerSession:
		e.add("the session policy")
	case LayerResource:
		e.resourcePolicy(e.r)
	case LayerSCP:
		e.add2("the service control policy above account ", e.r.principal.account)
	case LayerRCP:
		e.add2("the resource control policy above account ", e.r.account)
	}
}

// why says why a required layer does not allow: "Deploy's trust policy names
// only bob".
func (e *explainer) why(l Layer) {
	m := &e.misses[l]
	if m.statement == nil && e.nothingThere(l) {
		return
	}
	if l == LayerSCP {
		e.add2("a level of service control policies above account ", e.r.principal.account)
	} else {
		e.holder(l)
	}
	s := m.statement
	switch {
	case s == nil:
		e.add2(" has no statement that allows ", e.r.action)
	case m.failed == elementCondition:
		c := &s.conditions[m.condition]
		e.add(" asks for ")
		e.demand(c)
		e.add(" and ")
		e.carried(e.r, c)
	case m.failed == elementPrincipal && s.notPrincipal:
		e.add(" leaves out ")
		e.named(s.principals)
	case m.failed == elementPrincipal:
		e.add(" names only ")
		e.named(s.principals)
	case m.failed == elementResource && s.notResource:
		e.add3(" allows ", e.r.action, " on everything but ")
		e.list(s.resourceTexts, "and")
	case m.failed == elementResource:
		e.add3(" allows ", e.r.action, " only on ")
		e.list(s.resourceTexts, "and")
	default:
		e.add2(" does not allow ", e.r.action)
	}
}

// nothingThere is why for a layer that holds no policy at all; it reports
// whether there was anything to say.
func (e *explainer) nothingThere(l Layer) bool {
	p := &e.r.principal
	switch {
	case l == LayerIdentity && len(e.p.Identity) == 0 && p.typ == PrincipalFederatedUser:
		e.add3("the user ", p.name, " who federated has no identity policy")
	case l == LayerIdentity && len(e.p.Identity) == 0:
		e.add2(p.name, " has no identity policy")
	case l == LayerResource && e.p.Resource == nil && e.r.isTrust():
		e.add2(lastPart(e.r.resource), " has no trust policy")
	case l == LayerResource && e.p.Resource == nil:
		e.add("the resource has no policy that names ")
		e.caller(p)
	case l == LayerSession && len(e.p.Session) == 0:
		e.add("a federated user's session without a session policy has no permissions here (AWS's pages disagree)")
	default:
		return false
	}
	return true
}

func (e *explainer) denySentence(by Layers) {
	e.add("Not allowed: ")
	i, n := 0, len(by.List())
	for _, l := range traceOrder {
		if by.Has(l) {
			e.separate(i, n, "and")
			e.denyPlace(l)
			i++
		}
	}
	if n > 1 {
		e.add(" deny it, and a Deny beats every Allow.")
		return
	}
	e.add(" denies it, and a Deny beats every Allow.")
}

// denyPlace names the first Deny of a layer that matches.
func (e *explainer) denyPlace(l Layer) {
	if s := e.denies[l]; s != nil {
		start := e.begin()
		e.prose.statement(s)
		e.buf[start] = 's'
		e.add(" of ")
	}
	e.holder(l)
}

func (e *explainer) allowSentence() {
	p := &e.r.principal
	e.add("Allowed: ")
	switch g := e.tally.grant; {
	case !p.inAccount():
		e.holder(LayerResource)
		e.add(" says yes to ")
		e.caller(p)
		e.add(", and nothing else is asked.")
	case p.typ == PrincipalRoot && !e.required.Has(LayerResource):
		e.caller(p)
		e.add(" may do everything in its own account.")
	case p.typ == PrincipalRoot:
		e.holder(LayerResource)
		e.add(" says yes to ")
		e.caller(p)
		e.add(".")
	case e.crossing:
		e.add("both sides say yes, ")
		e.holder(LayerIdentity)
		e.add(" and ")
		e.holder(LayerResource)
		e.add(".")
	case g == grantDirect:
		e.holder(LayerResource)
		e.namesDirectly()
		e.add(", so ")
		e.owner(p)
		e.add(" own policies weren't needed.")
	case g == grantRole:
		e.holder(LayerResource)
		e.add3(" names ", p.name, ", so no identity policy was needed.")
	case g == grantAccount && e.r.needsOwnPolicy():
		e.holder(LayerResource)
		e.add3(" leaves it to account ", p.account, ", and ")
		e.holder(LayerIdentity)
		e.add(" says yes.")
	default:
		e.holder(LayerIdentity)
		e.add(" says yes.")
	}
}

// namesDirectly says how the resource's policy names the caller: by its own
// name, or with everybody.
func (e *explainer) namesDirectly() {
	if !e.byName {
		e.add(" is open to everybody")
		return
	}
	e.add(" names ")
	e.caller(&e.r.principal)
}
