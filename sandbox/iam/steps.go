package iam

// layerVerdict fills in what a layer came to, and the reason.
func (e *explainer) layerVerdict(lt *LayerTrace) {
	l := lt.Layer
	lt.Required = e.required.Has(l)
	lt.Applies = e.counts.Has(l) && e.r.special != alwaysAllowed
	if l == LayerResource {
		lt.Applies = lt.Applies && (e.p.Resource != nil || lt.Required)
	}
	switch {
	case !lt.Applies:
		lt.Verdict = VerdictNotApplicable
	case e.tally.denied.Has(l):
		lt.Verdict = VerdictExplicitDeny
	case e.tally.allowed.Has(l) && !(lt.Required && e.cannotAssume()):
		lt.Verdict = VerdictAllowed
	default:
		lt.Verdict = VerdictImplicitDeny
	}
	if lt.Reason = e.fixedReason(lt); lt.Reason == "" {
		start := e.begin()
		e.reason(lt)
		e.capital(start)
		lt.Reason = e.end(start)
	}
}

// fixedReason is the reason of a layer where it needs no names.
func (e *explainer) fixedReason(lt *LayerTrace) string {
	switch {
	case !lt.Applies:
		return e.whyNotApplies(lt)
	case lt.Verdict == VerdictAllowed && lt.Layer == LayerRCP:
		return "No resource control policy denies the call; RCPFullAWSAccess allows the rest."
	case lt.Verdict == VerdictAllowed && lt.Layer == LayerSCP:
		return "Every level of service control policies allows the call."
	case lt.Verdict == VerdictImplicitDeny && lt.Required && e.cannotAssume():
		return "A root user cannot assume roles."
	}
	return ""
}

// reason says what a layer came to, in one sentence.
func (e *explainer) reason(lt *LayerTrace) {
	l := lt.Layer
	switch {
	case lt.Verdict == VerdictExplicitDeny:
		e.denyPlace(l)
		e.add(" denies the call.")
	case lt.Verdict == VerdictAllowed:
		e.holder(l)
		e.add(" allows the call")
		if l == LayerResource {
			e.howNamed()
		}
		e.add(".")
	case lt.Required:
		e.why(l)
		e.add(".")
	default:
		e.holder(l)
		e.add(" need not allow the call: ")
		e.whySpared(l)
		e.add(".")
	}
}

// howNamed says how closely the resource's policy names the caller.
func (e *explainer) howNamed() {
	if !e.r.principal.inAccount() {
		return
	}
	switch e.tally.grant {
	case grantDirect:
		if e.byName {
			e.add(" to the caller itself")
		} else {
			e.add(" to everybody")
		}
	case grantRole:
		e.add2(" to ", e.r.principal.name)
	case grantAccount:
		e.add3(" to account ", e.r.principal.account, ", which leaves it to that account's policies")
	case grantNone:
	}
}

func (e *explainer) whyNotApplies(lt *LayerTrace) string {
	p := &e.r.principal
	switch l := lt.Layer; {
	case e.r.special == alwaysAllowed:
		return "No policy counts for this action."
	case l == LayerResource:
		return "The resource has no policy of its own."
	case l == LayerRCP && len(e.p.RCPs) == 0:
		return "No resource control policies stand above the resource's account."
	case (l == LayerRCP || l == LayerSCP) && p.serviceLinked():
		return "Sessions of service-linked roles escape it."
	case l == LayerRCP:
		return "Resource control policies do not reach this call."
	case !p.inAccount():
		return "This caller has no side of its own; the resource's policy decides."
	case l == LayerSCP:
		return "No service control policies stand above the caller's account."
	case l == LayerBoundary && p.typ == PrincipalRoot && len(lt.Policies) > 0:
		return "A root user ignores permissions boundaries."
	case l == LayerBoundary:
		return "The caller has no permissions boundary."
	case l == LayerSession:
		return "No session policy was passed."
	}
	return "It does not count for this caller."
}

// steps tells the combination in the order of "Policy evaluation logic".
func (e *explainer) steps(res Result) {
	switch {
	case res.Decision == ExplicitDeny:
		e.step(ruleExplicitDeny, VerdictExplicitDeny, e.trace.Sentence)
		return
	case e.r.special == alwaysAllowed:
		e.step(ruleCallerIdentity, VerdictAllowed, e.trace.Sentence)
		return
	case e.deafTo:
		e.step(ruleRootS3, VerdictNotApplicable, "No Deny matches that could reach the bucket owner's root user.")
	default:
		e.step(ruleExplicitDeny, VerdictNotApplicable, "No Deny matches in any layer.")
	}
	sides := e.sidesRule()
	asked := e.counts | e.required
	for i := range e.trace.Layers {
		if lt := &e.trace.Layers[i]; asked.Has(lt.Layer) {
			s := e.step(e.layerRule(lt.Layer, sides), lt.Verdict, lt.Reason)
			s.Layer = layerNames[lt.Layer]
			if !lt.Required && lt.Verdict == VerdictImplicitDeny {
				s.Verdict = VerdictNotApplicable
			}
		}
	}
	if res.Decision == ImplicitDeny {
		e.step(ruleDefaultDeny, VerdictImplicitDeny, e.trace.Sentence)
		return
	}
	e.step(sides, VerdictAllowed, e.trace.Sentence)
}

// step adds a step; there is room for all.
func (e *explainer) step(rule string, v Verdict, text string) *TraceStep {
	n := len(e.trace.Steps)
	e.trace.Steps = e.trace.Steps[:n+1]
	s := &e.trace.Steps[n]
	s.Rule, s.Layer, s.Verdict, s.Text = rule, "", v, text
	return s
}

// whySpared says why a layer is not asked.
func (e *explainer) whySpared(l Layer) {
	switch {
	case e.r.principal.typ == PrincipalRoot:
		e.add("the root user has every permission in its own account")
	case e.tally.grant == grantDirect:
		e.resourcePolicy(e.r)
		e.namesDirectly()
		if l == LayerBoundary && e.r.isTrust() {
			e.add(" (here AWS's pages disagree: one lets a boundary limit a user whom a trust policy names)")
		}
	case e.tally.grant == grantRole:
		e.resourcePolicy(e.r)
		e.add2(" names ", e.r.principal.name)
	case e.r.needsOwnPolicy():
		e.add("without a yes from ")
		e.resourcePolicy(e.r)
		e.add(" nothing else counts")
	default:
		e.add("within one account either side's yes is enough")
	}
}

func (e *explainer) layerRule(l Layer, sides string) string {
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
		return sides
	}
	return ruleDefaultDeny
}

// sidesRule is the rule by which identity and resource policies combine here.
func (e *explainer) sidesRule() string {
	p := &e.r.principal
	switch {
	case e.r.special == alwaysAllowed:
		return ruleCallerIdentity
	case !p.inAccount():
		return ruleTrustProviders
	case e.cannotAssume():
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
