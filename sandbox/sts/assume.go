package sts

import (
	"strings"
	"time"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// AssumeRoleInput is what AssumeRole takes. Empty means not given.
type AssumeRoleInput struct {
	RoleARN           string
	RoleSessionName   string
	DurationSeconds   int64
	Policy            string
	PolicyARNs        []string
	Tags              []Tag
	TransitiveTagKeys []string
	ExternalID        string
	SerialNumber      string
	TokenCode         string
	SourceIdentity    string
	MinimumTokenSize  int64 // bytes
}

const (
	defaultRoleSession = 3600 // seconds
	chainedRoleSession = 3600
	// instanceSession is about how long the credentials last that EC2 hands to an
	// instance; it renews them before their end.
	instanceSession = 6 * time.Hour
)

// AssumeRole issues credentials of a role. The caller's side and the role's
// trust policy decide; a role that doesn't exist is refused in the same words
// as one that doesn't trust the caller. See "AssumeRole" in the STS API
// Reference.
func AssumeRole(a *world.Access, in AssumeRoleInput) (*AssumeRoleOutput, error) {
	role := a.World.RoleByARN(in.RoleARN)
	target, err := roleTarget(a.World, role, in.RoleARN)
	if err != nil {
		return nil, err
	}
	tags, err := passedTags(a.Who, in.Tags, in.TransitiveTagKeys)
	if err != nil {
		return nil, err
	}
	source, err := sourceIdentity(a.Who, in.SourceIdentity)
	if err != nil {
		return nil, err
	}
	if err := authorizeAssume(a, target, in, tags, source); err != nil {
		return nil, err
	}
	if role == nil {
		return nil, denied("User: " + a.Who.Principal() + " is not authorized to perform: sts:AssumeRole on resource: " + in.RoleARN)
	}
	life, err := roleSessionLife(a.Who, role, in.DurationSeconds)
	if err != nil {
		return nil, err
	}
	if err := checkSessionPolicies(a.World, role.Account, in.Policy, in.PolicyARNs); err != nil {
		return nil, err
	}
	s := roleSession(role, in.RoleSessionName, a.Who.Principal())
	s.Policy, s.PolicyARNs = in.Policy, in.PolicyARNs
	s.Tags, s.Transitive = tags.all, tags.transitive
	s.SourceIdentity = source
	s.Chained = a.Who.Type == world.IdentityRole
	if a.Who.Type == world.IdentityService {
		s.Via = a.Who.ARN
	}
	size, err := issueSized(a.World, s, life, in.MinimumTokenSize)
	if err != nil {
		return nil, err
	}
	return &AssumeRoleOutput{credentialsOf(s), AssumedRoleUser{s.UserID, s.ARN}, size.percent, source, size.percent, size.bytes, s}, nil
}

func roleSession(role *world.Role, name, by string) *world.Session {
	return &world.Session{
		Kind: world.SessionRole, Account: role.Account, Role: role.Name, Name: name,
		ARN:    "arn:aws:sts::" + role.Account + ":assumed-role/" + role.Name + "/" + name,
		UserID: role.ID + ":" + name, PrincipalID: role.ID, IssuedBy: by,
	}
}

// roleTarget is the role as a resource. A role that doesn't exist is one
// without a trust policy.
func roleTarget(w *world.World, role *world.Role, arn string) (world.Target, error) {
	if role != nil {
		return role.TrustTarget(), nil
	}
	a, ok := iam.ParseARN(arn)
	account := iam.AccountOf(arn)
	if !ok || a.Service != "iam" || account == "" || !strings.HasPrefix(a.Resource, "role/") {
		return world.Target{}, invalid(arn + " is invalid")
	}
	return world.Target{ARN: arn, Account: account, Policy: account + "/roles//trust.json"}, nil
}

func authorizeAssume(a *world.Access, target world.Target, in AssumeRoleInput, tags tagSet, source string) error {
	if a.Who.Type == world.IdentityFederated {
		return denied("User: " + a.Who.ARN + " is not authorized to perform: sts:AssumeRole on resource: " + target.ARN)
	}
	if err := checkMFA(a, in.SerialNumber, in.TokenCode); err != nil {
		return err
	}
	ctx := assumeContext(in, tags, source)
	if err := a.Authorize("sts:AssumeRole", target, ctx); err != nil {
		if a.Who.Type == world.IdentityRoot {
			return denied("Roles may not be assumed by root accounts.")
		}
		return err
	}
	if len(tags.all) > 0 {
		if err := a.Authorize("sts:TagSession", target, ctx); err != nil {
			return err
		}
	}
	if source != "" {
		return a.Authorize("sts:SetSourceIdentity", target, ctx)
	}
	return nil
}

// assumeContext are the condition keys of AssumeRole; see "Actions, resources,
// and condition keys for AWS Security Token Service".
func assumeContext(in AssumeRoleInput, tags tagSet, source string) world.Context {
	c := world.Context{"sts:RoleSessionName": {in.RoleSessionName}}
	if in.ExternalID != "" {
		c["sts:ExternalId"] = []string{in.ExternalID}
	}
	if source != "" {
		c["sts:SourceIdentity"] = []string{source}
	}
	tags.context(c, in.Tags, in.TransitiveTagKeys)
	return c
}

// roleSessionLife is how long a role's session lasts: an hour unless the call
// asks otherwise, from a quarter of an hour to the role's maximum. A role that
// assumes a role gets an hour at most, and asking for more fails. See "Use
// temporary credentials: role chaining" in the IAM User Guide.
func roleSessionLife(who world.Identity, role *world.Role, asked int64) (time.Duration, error) {
	if asked == 0 && who.ARN == "ec2.amazonaws.com" {
		return instanceSession, nil
	}
	if asked == 0 {
		asked = defaultRoleSession
	}
	if who.Type == world.IdentityRole && asked > chainedRoleSession {
		return 0, invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining")
	}
	if asked > role.MaxSession {
		return 0, invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	}
	return time.Duration(asked) * time.Second, nil
}

// sourceIdentity is the one that the new session carries: what the call sets or
// what the caller's session has already, which can't be changed any more.
func sourceIdentity(who world.Identity, asked string) (string, error) {
	had := ""
	if who.Session != nil {
		had = who.Session.SourceIdentity
	}
	if had != "" && asked != "" && asked != had {
		return "", invalid("The source identity is already set for this assume role session")
	}
	if asked == "" {
		return had, nil
	}
	return asked, nil
}
