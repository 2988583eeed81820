package sts

import (
	"strings"
	"time"

	"rolecall/sandbox/world"
)

const (
	defaultUserSession = 43200 // seconds
	rootUserSession    = 3600
)

// GetSessionTokenInput is what GetSessionToken takes. Empty means not given.
type GetSessionTokenInput struct {
	DurationSeconds         int64
	SerialNumber, TokenCode string
	MinimumTokenSize        int64 // bytes
}

// GetSessionToken issues temporary credentials of the user who calls, who needs
// no permission for it. Sessions can't call it. See "GetSessionToken" in the STS
// API Reference.
func GetSessionToken(a *world.Access, in GetSessionTokenInput) (*GetSessionTokenOutput, error) {
	if err := longTermOnly(a.Who, "GetSessionToken"); err != nil {
		return nil, err
	}
	if err := checkMFA(a, in.SerialNumber, in.TokenCode); err != nil {
		return nil, err
	}
	if err := a.Authorize("sts:GetSessionToken", world.Target{ARN: "*", Account: a.Who.Account}, nil); err != nil {
		return nil, err
	}
	s := &world.Session{
		Kind: world.SessionUser, Account: a.Who.Account, ARN: a.Who.ARN, UserID: a.Who.UserID,
		PrincipalID: a.Who.UserID, IssuedBy: a.Who.ARN, Name: "root",
	}
	if u := a.Who.User; u != nil {
		s.User, s.Name = u.Name, u.Name
	}
	if in.TokenCode != "" {
		s.MFA = a.Time
	}
	size, err := issueSized(a.World, s, userSessionLife(a.Who, in.DurationSeconds), in.MinimumTokenSize)
	if err != nil {
		return nil, err
	}
	return &GetSessionTokenOutput{credentialsOf(s), size.percent, size.bytes, s}, nil
}

// GetFederationTokenInput is what GetFederationToken takes. Empty means not given.
type GetFederationTokenInput struct {
	Name            string
	Policy          string
	PolicyARNs      []string
	Tags            []Tag
	DurationSeconds int64

	MinimumTokenSize int64 // bytes
}

// GetFederationToken issues credentials for somebody whom the calling user
// vouches for. They can do what both the user and the session policies passed
// allow. Without any they can do nothing by themselves: so says
// "GetFederationToken" in the STS API Reference, while "The difference between
// explicit and implicit denies" in the IAM User Guide speaks of a default session
// policy that allows.
func GetFederationToken(a *world.Access, in GetFederationTokenInput) (*GetFederationTokenOutput, error) {
	if err := longTermOnly(a.Who, "GetFederationToken"); err != nil {
		return nil, err
	}
	tags, err := passedTags(world.Identity{}, in.Tags, nil)
	if err != nil {
		return nil, err
	}
	target := world.Target{ARN: "arn:aws:sts::" + a.Who.Account + ":federated-user/" + in.Name, Account: a.Who.Account}
	ctx := world.Context{}
	tags.context(ctx, in.Tags, nil)
	if err := a.Authorize("sts:GetFederationToken", target, ctx); err != nil {
		return nil, err
	}
	if len(in.Tags) > 0 {
		if err := a.Authorize("sts:TagSession", target, ctx); err != nil {
			return nil, err
		}
	}
	if err := checkSessionPolicies(a.World, a.Who.Account, in.Policy, in.PolicyARNs); err != nil {
		return nil, err
	}
	s := &world.Session{
		Kind: world.SessionFederated, Account: a.Who.Account, Name: in.Name, ARN: target.ARN,
		UserID: a.Who.Account + ":" + in.Name, PrincipalID: a.Who.UserID, IssuedBy: a.Who.ARN,
		Policy: in.Policy, PolicyARNs: in.PolicyARNs, Tags: tags.all,
	}
	if u := a.Who.User; u != nil {
		s.User = u.Name
	}
	size, err := issueSized(a.World, s, userSessionLife(a.Who, in.DurationSeconds), in.MinimumTokenSize)
	if err != nil {
		return nil, err
	}
	return &GetFederationTokenOutput{credentialsOf(s), FederatedUser{s.UserID, s.ARN}, size.percent, size.percent, size.bytes, s}, nil
}

// longTermOnly refuses callers that hold temporary credentials.
func longTermOnly(who world.Identity, call string) error {
	if who.Session != nil {
		return denied("Cannot call " + call + " with session credentials")
	}
	if who.Type != world.IdentityUser && who.Type != world.IdentityRoot {
		return denied("User: " + who.Principal() + " is not authorized to perform: sts:" + call)
	}
	return nil
}

// userSessionLife is twelve hours unless the call asks otherwise; of the root
// user it is an hour at most, and a longer wish becomes an hour.
func userSessionLife(who world.Identity, asked int64) time.Duration {
	if asked == 0 {
		asked = defaultUserSession
	}
	if who.Type == world.IdentityRoot && asked > rootUserSession {
		asked = rootUserSession
	}
	return time.Duration(asked) * time.Second
}

// GetCallerIdentity says who calls. No policy of an account or an organization
// forbids it; a VPC endpoint's policy could, and there are no endpoints here. See
// "GetCallerIdentity" in the STS API Reference and "Control access to AWS
// STS with VPC endpoint policies" in the IAM User Guide.
func GetCallerIdentity(a *world.Access) (*GetCallerIdentityOutput, error) {
	if err := a.Authorize("sts:GetCallerIdentity", world.Target{ARN: "*", Account: a.Who.Account}, nil); err != nil {
		return nil, err
	}
	return &GetCallerIdentityOutput{a.Who.UserID, a.Who.Account, a.Who.ARN}, nil
}

// GetAccessKeyInfo tells which account an access key id belongs to.
func GetAccessKeyInfo(a *world.Access, keyID string) (*GetAccessKeyInfoOutput, error) {
	if s := a.Who.Session; s != nil && s.Kind != world.SessionRole {
		return nil, denied("User: " + a.Who.ARN + " is not authorized to perform: sts:GetAccessKeyInfo")
	}
	if err := a.Authorize("sts:GetAccessKeyInfo", world.Target{ARN: "*", Account: a.Who.Account}, nil); err != nil {
		return nil, err
	}
	account := a.World.KeyAccount(keyID)
	if account == "" || !strings.HasPrefix(keyID, "A") {
		return nil, invalid("Access key " + keyID + " does not belong to any account of this world")
	}
	return &GetAccessKeyInfoOutput{account}, nil
}
