package iam

// Policies are all the policies that apply to a request. SCPs are those above
// the caller's account, RCPs those above the resource's, a slice for each level,
// root first; none means no organization, or its management account.
// RCPFullAWSAccess is implied at each level. A nil Boundary or Resource is one
// that is not there; a nil in a slice allows and denies nothing.
type Policies struct {
	Identity []*Policy
	Boundary *Policy
	Session  []*Policy
	Resource *Policy
	SCPs     [][]*Policy
	RCPs     [][]*Policy
}

// Evaluate decides a request by "Policy evaluation logic" and "Cross-account
// policy evaluation logic" of the IAM User Guide. It allocates nothing as long
// as the policy variables of a pattern fit into 256 bytes.
func Evaluate(r *Request, p *Policies) Result {
	if r.special == alwaysAllowed {
		return Result{Decision: Allowed}
	}
	s := scopeOf(r, p)
	var t tally
	s.gather(&t)
	return s.combine(&t)
}

// scope says which layers count for a request at all. In a layer that does not
// count, not even a Deny is heard.
type scope struct {
	r        *Request
	p        *Policies
	counts   Layers
	bounded  bool // the caller has a permissions boundary
	crossing bool // caller and resource are in different accounts, or are judged so
	deafTo   bool // the bucket policy's Deny does not reach the owner's root
}

func scopeOf(r *Request, p *Policies) scope {
	if p == nil {
		p = &Policies{}
	}
	s := scope{r: r, p: p}
	caller := &r.principal
	s.counts = s.counts.with(LayerResource)
	if len(p.RCPs) > 0 && r.reachedByRCP() {
		s.counts = s.counts.with(LayerRCP)
	}
	if !caller.inAccount() {
		return s
	}
	s.counts = s.counts.with(LayerIdentity)
	if len(p.SCPs) > 0 && !caller.serviceLinked() {
		s.counts = s.counts.with(LayerSCP)
	}
	if len(p.Session) > 0 || caller.typ == PrincipalFederatedUser {
		s.counts = s.counts.with(LayerSession)
	}
	if p.Boundary != nil && caller.typ != PrincipalRoot {
		s.counts, s.bounded = s.counts.with(LayerBoundary), true
	}
	s.crossing = caller.account != r.account ||
		r.special == setSourceIdentity && caller.typ == PrincipalAssumedRole
	s.deafTo = r.special == bucketPolicyAction && caller.typ == PrincipalRoot && caller.account == r.account
	return s
}

// tally is what the layers' statements came to.
type tally struct {
	allowed Layers // some Allow matches (for SCPs: at every level)
	denied  Layers // some Deny matches
	grant   grant  // the closest Allow of the resource's policy
}

func (s *scope) gather(t *tally) {
	if s.counts.Has(LayerIdentity) {
		s.readAll(t, LayerIdentity, s.p.Identity)
	}
	if s.counts.Has(LayerBoundary) {
		s.read(t, LayerBoundary, s.p.Boundary)
	}
	if s.counts.Has(LayerSession) {
		s.readAll(t, LayerSession, s.p.Session)
	}
	if s.p.Resource != nil {
		s.read(t, LayerResource, s.p.Resource)
		if s.deafTo {
			t.denied &^= LayersOf(LayerResource)
		}
	}
	if s.counts.Has(LayerSCP) {
		s.levels(t, LayerSCP, s.p.SCPs)
	}
	if s.counts.Has(LayerRCP) {
		s.levels(t, LayerRCP, s.p.RCPs)
		t.allowed = t.allowed.with(LayerRCP)
	}
}

func (s *scope) readAll(t *tally, l Layer, ps []*Policy) {
	for _, p := range ps {
		s.read(t, l, p)
	}
}

// levels adds an organization's policies: each level must allow for itself, a
// Deny counts at any.
func (s *scope) levels(t *tally, l Layer, levels [][]*Policy) {
	every := true
	for _, level := range levels {
		t.allowed &^= LayersOf(l)
		s.readAll(t, l, level)
		every = every && t.allowed.Has(l)
	}
	t.allowed &^= LayersOf(l)
	if every {
		t.allowed = t.allowed.with(l)
	}
}

// combine turns what the layers came to into the decision.
func (s *scope) combine(t *tally) Result {
	if t.denied != 0 {
		return Result{Decision: ExplicitDeny, DeniedBy: t.denied}
	}
	if missing := s.missing(t); missing != 0 {
		return Result{Decision: ImplicitDeny, DeniedBy: missing}
	}
	return Result{Decision: Allowed}
}

// missing returns the layers that must allow and do not. No policy can let the
// root user assume a role: AWS gives it no identity-based policies to say so.
func (s *scope) missing(t *tally) Layers {
	if s.r.principal.typ == PrincipalRoot && s.r.special == assumeRole {
		return LayersOf(LayerIdentity)
	}
	return s.required(t.grant) &^ t.allowed
}

// required returns the layers in which an Allow must match, given how closely
// the resource's policy names the caller.
func (s *scope) required(g grant) Layers {
	caller := &s.r.principal
	if !caller.inAccount() {
		return LayersOf(LayerResource)
	}
	if caller.typ == PrincipalRoot {
		return s.requiredOfRoot()
	}
	limits := s.counts & LayersOf(LayerBoundary, LayerSession)
	always := s.counts & LayersOf(LayerSCP)
	switch {
	case s.crossing:
		return always | limits | LayersOf(LayerResource, LayerIdentity)
	case g == grantDirect:
		return always
	case g == grantRole:
		return always | limits
	case g == grantNone && s.r.needsOwnPolicy():
		return always | LayersOf(LayerResource)
	}
	return always | limits | LayersOf(LayerIdentity)
}

// requiredOfRoot: the root user has every permission in its own account, except
// that a KMS key obeys its own policy alone.
func (s *scope) requiredOfRoot() Layers {
	always := s.counts & LayersOf(LayerSCP)
	if s.crossing || s.r.isKMS() {
		return always | LayersOf(LayerResource)
	}
	return always
}
