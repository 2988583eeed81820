package sts

import (
	"maps"
	"regexp"
	"time"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// federation is a role asked for with a proof of an identity provider: what
// AssumeRoleWithWebIdentity and AssumeRoleWithSAML have in common. The caller's
// side is the provider, so the trust policy alone decides, and RCPs.
type federation struct {
	action     string
	role       *world.Role // nil when there is none
	target     world.Target
	name       string        // of the session
	context    world.Context // the provider's condition keys
	tags       []Tag
	transitive []string
	source     string
	policy     string
	policyARNs []string
	duration   int64
	minimum    int64         // bytes that the session token has at least
	most       time.Duration // that the proof allows; zero when it sets no bound
	provider   string        // ARN
	claims     world.Context // those keys that stay with the session
}

// sourcePattern is what source identities and the names of sessions look like. It has
// no colon, so none begins with aws:.
var sourcePattern = regexp.MustCompile(`^[\w+=,.@-]{2,64}$`)

func (f federation) issue(a *world.Access) (*world.Session, tokenSize, error) {
	tags, err := passedTags(world.Identity{}, f.tags, f.transitive)
	if err != nil {
		return nil, tokenSize{}, err
	}
	if f.source != "" && !sourcePattern.MatchString(f.source) {
		return nil, tokenSize{}, badToken("The source identity that the provider sent is malformed")
	}
	if err := f.authorize(a, tags); err != nil {
		return nil, tokenSize{}, err
	}
	life, err := roleSessionLife(a.Who, f.role, f.duration)
	if err != nil {
		return nil, tokenSize{}, err
	}
	if f.most > 0 && f.most < life {
		life = f.most
	}
	if err := checkSessionPolicies(a.World, f.role.Account, f.policy, f.policyARNs); err != nil {
		return nil, tokenSize{}, err
	}
	s := roleSession(f.role, f.name, f.provider)
	s.Policy, s.PolicyARNs = f.policy, f.policyARNs
	s.Tags, s.Transitive, s.SourceIdentity = tags.all, tags.transitive, f.source
	s.Provider, s.Claims = f.provider, f.claims
	size, err := issueSized(a.World, s, life, f.minimum)
	return s, size, err
}

// authorize asks the trust policy for the call itself and for what it carries. A
// refusal doesn't say why, nor whether there is such a role.
func (f federation) authorize(a *world.Access, tags tagSet) error {
	ctx := maps.Clone(f.context)
	ctx["sts:RoleSessionName"] = []string{f.name}
	if f.source != "" {
		ctx["sts:SourceIdentity"] = []string{f.source}
	}
	tags.context(ctx, f.tags, f.transitive)
	actions := []string{f.action}
	if len(tags.all) > 0 {
		actions = append(actions, "sts:TagSession")
	}
	if f.source != "" {
		actions = append(actions, "sts:SetSourceIdentity")
	}
	for _, action := range actions {
		t, err := a.Decide(action, f.target, ctx)
		if err != nil {
			return invalid(err.Error())
		}
		if t.Decision != iam.Allowed || f.role == nil {
			return denied("Not authorized to perform " + action)
		}
	}
	return nil
}
