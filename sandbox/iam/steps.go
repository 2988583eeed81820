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
	start := e.begin()
	e.reason(lt)
	e.end(&lt.Reason, start)
	e.reasons[l] = e.marks[len(e.marks)-1]
}

// reason says what a layer came to, in one sentence.
func (e *explainer) reason(lt *LayerTrace) {
	l := lt.Layer
	start := e.begin()
	switch {
	case !lt.Applies:
		e.add(e.whyNotApplies(lt))
		return
	case lt.Verdict == VerdictExplicitDeny:
		e.denyPlace(l)
		e.add(" denies the call.")
	case lt.Verdict == VerdictAllowed && l == LayerRCP:
		e.add("No resource control policy denies the call; RCPFullAWSAccess allows the rest.")
	case lt.Verdict == VerdictAllowed && l == LayerSCP:
		e.add("Every level of service control policies allows the call.")
	case lt.Verdict == VerdictAllowed:
		e.holder(l)
		e.add(" allows the call")
		if l == LayerResource {
			e.howNamed()
		}
		e.add(".")
	case lt.Required && e.cannotAssume():
		e.add("A root user cannot assume roles.")
	case lt.Required:
		e.why(l)
		e.add(".")
	default:
		e.holder(l)
		e.add(" need not allow the call: ")
		e.whySpared(l)
		e.add(".")
	}
	e.capital(start)
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

// steps tells the combination in the order of "Policy evaluation logic"; last is
// where the closing sentence stands.
func (e *explainer) steps(res Result, last mark) {
	steps := make([]TraceStep, 0, 4)
	switch {
	case e.r.special == alwaysAllowed:
	case res.Decision == ExplicitDeny:
		steps = append(steps, TraceStep{Rule: ruleExplicitDeny, Verdict: VerdictExplicitDeny})
		e.trace.Steps = steps
		e.marks = append(e.marks, mark{&steps[0].Text, last.start, last.end})
		return
	default:
		n := 2
		for l := range Layer(layerCount) {
			if e.counts.Has(l) || e.required.Has(l) {
				n++
			}
		}
		steps = append(make([]TraceStep, 0, n), e.denyStep())
	}
	for i := range e.trace.Layers {
		lt := &e.trace.Layers[i]
		if e.r.special == alwaysAllowed || !e.counts.Has(lt.Layer) && !lt.Required {
			continue
		}
		s := TraceStep{Rule: e.layerRule(lt.Layer), Layer: layerNames[lt.Layer], Verdict: lt.Verdict}
		if !lt.Required && lt.Verdict == VerdictImplicitDeny {
			s.Verdict = VerdictNotApplicable
		}
		steps = append(steps, s)
		at := e.reasons[lt.Layer]
		e.marks = append(e.marks, mark{&steps[len(steps)-1].Text, at.start, at.end})
	}
	e.trace.Steps = append(steps, e.lastStep(res))
	e.marks = append(e.marks, mark{&e.trace.Steps[len(steps)].Text, last.start, last.end})
}

func (e *explainer) denyStep() TraceStep {
	if e.deafTo {
		return TraceStep{Rule: ruleRootS3, Text: "No Deny matches that could reach the bucket owner's root user."}
	}
	return TraceStep{Rule: ruleExplicitDeny, Text: "No Deny matches in any layer."}
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

func (e *explainer) lastStep(res Result) TraceStep {
	if res.Decision == ImplicitDeny {
		return TraceStep{Rule: ruleDefaultDeny, Verdict: VerdictImplicitDeny}
	}
	return TraceStep{Rule: e.sidesRule(), Verdict: VerdictAllowed}
}
