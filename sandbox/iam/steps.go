package iam

// reason says what a layer came to, in one sentence.
func (e *explainer) reason(l Layer, lt *LayerTrace) string {
	switch {
	case e.r.special == alwaysAllowed:
		return "No policy counts for " + e.r.action + "."
	case !lt.Applies:
		return e.whyNotApplies(l, lt)
	case lt.Verdict == VerdictExplicitDeny:
		return upperFirst(e.denyPlace(l)) + " denies the call."
	case lt.Verdict == VerdictAllowed && l == LayerRCP:
		return "No resource control policy denies the call; RCPFullAWSAccess allows the rest."
	case lt.Verdict == VerdictAllowed && l == LayerSCP:
		return "Every level of service control policies allows the call."
	case lt.Verdict == VerdictAllowed:
		return upperFirst(e.holderPhrase(l)) + " allows the call" + e.howNamed(l) + "."
	case e.r.principal.typ == PrincipalRoot && e.r.special == assumeRole && l == LayerIdentity:
		return "A root user cannot assume roles."
	case lt.Required:
		return upperFirst(e.why(l)) + "."
	}
	return upperFirst(e.holderPhrase(l)) + " does not allow the call, and need not."
}

// howNamed says how closely the resource's policy names the caller.
func (e *explainer) howNamed(l Layer) string {
	if l != LayerResource || !e.r.principal.inAccount() {
		return ""
	}
	p := &e.r.principal
	switch e.tally.grant {
	case grantDirect:
		return " to the caller itself or to everybody"
	case grantRole:
		return " to " + p.name
	case grantAccount:
		return " to account " + p.account + ", which leaves it to that account's policies"
	case grantNone:
	}
	return ""
}

func (e *explainer) whyNotApplies(l Layer, lt *LayerTrace) string {
	p := &e.r.principal
	empty := len(lt.Policies) == 0
	switch {
	case l == LayerResource:
		return "The resource has no policy of its own."
	case l == LayerRCP && len(e.p.RCPs) == 0:
		return "No resource control policies stand above account " + e.r.account + "."
	case l == LayerRCP && p.serviceLinked(), l == LayerSCP && p.serviceLinked():
		return "Sessions of service-linked roles escape it."
	case l == LayerRCP:
		return "Resource control policies do not reach " + e.r.action + "."
	case !p.inAccount():
		return upperFirst(callerPhrase(p)) + " has no policies of its own side; the resource's policy decides."
	case l == LayerSCP:
		return "No service control policies stand above account " + p.account + "."
	case l == LayerBoundary && p.typ == PrincipalRoot && !empty:
		return "A root user ignores permissions boundaries."
	case l == LayerBoundary:
		return upperFirst(callerPhrase(p)) + " has no permissions boundary."
	case l == LayerSession:
		return "No session policy was passed."
	}
	return "It does not count for this caller."
}

// steps tells the combination in the order of "Policy evaluation logic".
func (e *explainer) steps(res Result) []TraceStep {
	if e.r.special == alwaysAllowed {
		return []TraceStep{{Rule: ruleCallerIdentity, Verdict: VerdictAllowed, Text: e.r.action + " is allowed to every caller, under any policy."}}
	}
	steps := make([]TraceStep, 0, layerCount+2)
	steps = append(steps, e.denyStep(res))
	if res.Decision == ExplicitDeny {
		return steps
	}
	for _, l := range traceOrder {
		if e.counts.Has(l) || e.required.Has(l) {
			steps = append(steps, e.layerStep(l))
		}
	}
	return append(steps, e.lastStep(res))
}

func (e *explainer) denyStep(res Result) TraceStep {
	s := TraceStep{Rule: ruleExplicitDeny, Verdict: VerdictNotApplicable, Text: "No Deny matches in any layer."}
	switch {
	case res.Decision == ExplicitDeny:
		s.Verdict, s.Text = VerdictExplicitDeny, e.denySentence(res.DeniedBy)
	case e.deafTo:
		s.Rule, s.Text = ruleRootS3, "No Deny matches that could reach the bucket owner's root user."
	}
	return s
}

func (e *explainer) layerStep(l Layer) TraceStep {
	lt := LayerTrace{Layer: l, Applies: true, Required: e.required.Has(l)}
	lt.Verdict = e.verdict(l, true)
	s := TraceStep{Rule: e.layerRule(l), Layer: l.String(), Verdict: lt.Verdict}
	if lt.Required || lt.Verdict == VerdictAllowed {
		s.Text = e.reason(l, &lt)
		return s
	}
	s.Verdict, s.Text = VerdictNotApplicable, upperFirst(e.holderPhrase(l))+" need not allow: "+e.whySpared(l)+"."
	return s
}

// whySpared says why a layer is not asked.
func (e *explainer) whySpared(l Layer) string {
	p := &e.r.principal
	switch {
	case p.typ == PrincipalRoot:
		return "the root user has every permission in its own account"
	case e.tally.grant == grantDirect && l == LayerBoundary && e.r.isTrust():
		return resourcePolicyPhrase(e.r) + e.namesDirectly() + " (on this, AWS's pages disagree: one lets a boundary limit a user whom a trust policy names)"
	case e.tally.grant == grantDirect:
		return resourcePolicyPhrase(e.r) + e.namesDirectly()
	case e.tally.grant == grantRole:
		return resourcePolicyPhrase(e.r) + " names " + p.name
	case e.r.needsOwnPolicy():
		return "without a yes from " + resourcePolicyPhrase(e.r) + " nothing else counts"
	}
	return "within one account either side's yes is enough"
}

func (e *explainer) layerRule(l Layer) string {
	switch l {
	case LayerSCP:
		return ruleSCP
	case LayerRCP:
		return ruleRCP
	case LayerBoundary:
		return ruleBoundary
	case LayerSession:
		if e.r.principal.typ == PrincipalFederatedUser {
			return ruleFederated
		}
		return ruleSession
	case LayerIdentity, LayerResource:
		return e.sidesRule()
	}
	return ruleDefaultDeny
}

// sidesRule is the rule by which identity and resource policies combine here.
func (e *explainer) sidesRule() string {
	p := &e.r.principal
	switch {
	case !p.inAccount():
		return ruleTrustProviders
	case p.typ == PrincipalRoot && e.r.special == assumeRole:
		return ruleRootAssume
	case p.typ == PrincipalRoot:
		return ruleRoot
	case p.account == e.r.account && e.crossing:
		return ruleSourceIdentity
	case e.crossing:
		return ruleCrossAccount
	case e.tally.grant == grantDirect && e.r.isTrust():
		return ruleTrustDirect
	case e.tally.grant == grantDirect:
		return ruleDirect
	case e.tally.grant == grantRole:
		return ruleRoleGrant
	case e.r.isTrust() && e.tally.grant == grantNone:
		return ruleTrust
	case e.r.isKMS() && e.tally.grant == grantNone:
		return ruleKMS
	case e.tally.grant == grantAccount:
		return ruleAccount
	}
	return ruleSameAccount
}

func (e *explainer) lastStep(res Result) TraceStep {
	s := TraceStep{Rule: e.sidesRule(), Verdict: VerdictAllowed, Text: e.sentence(res)}
	if res.Decision == ImplicitDeny {
		s.Rule, s.Verdict = ruleDefaultDeny, VerdictImplicitDeny
	}
	return s
}
