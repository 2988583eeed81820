package sts

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"rolecall/sandbox/world"
)

// OutboundTokenInput is what GetWebIdentityToken takes.
type OutboundTokenInput struct {
	Audience        []string
	Algorithm       string // RS256 or ES384
	DurationSeconds int64  // 0 means five minutes
	Tags            []Tag
}

// OutboundTokenOutput answers GetWebIdentityToken.
type OutboundTokenOutput struct {
	WebIdentityToken string    `json:"WebIdentityToken"`
	Expiration       time.Time `json:"Expiration"`
}

const outboundLife = 300 // seconds, unless the call asks otherwise

// GetWebIdentityToken issues a token that tells other services who the caller is on
// AWS, signed as the account's own issuer. The account must have outbound federation
// enabled, and a token never outlives the session that asks for it. See
// "GetWebIdentityToken" in the STS API Reference and "Understanding token claims" in
// the IAM User Guide.
func GetWebIdentityToken(a *world.Access, in OutboundTokenInput) (*OutboundTokenOutput, error) {
	seconds := in.DurationSeconds
	if seconds == 0 {
		seconds = outboundLife
	}
	ctx := world.Context{
		"sts:IdentityTokenAudience": in.Audience, "sts:SigningAlgorithm": {in.Algorithm}, "sts:DurationSeconds": {fmt.Sprint(seconds)},
	}
	tagSet{}.context(ctx, in.Tags, nil)
	target := world.Target{ARN: "*", Account: a.Who.Account}
	if err := a.Authorize("sts:GetWebIdentityToken", target, ctx); err != nil {
		return nil, err
	}
	if len(in.Tags) > 0 {
		if err := a.Authorize("sts:TagGetWebIdentityToken", target, ctx); err != nil {
			return nil, err
		}
	}
	subject := outboundSubject(a.Who)
	if subject == "" {
		return nil, denied("User: " + a.Who.Principal() + " is not authorized to perform: sts:GetWebIdentityToken")
	}
	out := a.World.Account(a.Who.Account).Outbound
	if out == nil || !out.Enabled {
		return nil, &world.Fault{Code: "OutboundWebIdentityFederationDisabledException", Status: 403,
			Message: "The outbound web identity federation feature is not enabled for this account."}
	}
	ends := a.Time.Truncate(time.Second).Add(time.Duration(seconds) * time.Second)
	if s := a.Who.Session; s != nil && ends.After(s.Expires) {
		return nil, &world.Fault{Code: "SessionDurationEscalationException", Status: 403,
			Message: "The requested token duration would extend the session beyond its original expiration time."}
	}
	token, err := signOutbound(a, out, in, subject, ends)
	if err != nil {
		return nil, err
	}
	return &OutboundTokenOutput{token, ends}, nil
}

// outboundSubject is the principal that a token speaks of: the user, or the role
// behind the session; empty for those that get none.
func outboundSubject(who world.Identity) string {
	switch who.Type {
	case world.IdentityUser:
		return who.User.ARN()
	case world.IdentityRole:
		return who.Role.ARN()
	case world.IdentityAnonymous, world.IdentityFederated, world.IdentityRoot, world.IdentityService, world.IdentityProvider:
	}
	return ""
}

func signOutbound(a *world.Access, out *world.Outbound, in OutboundTokenInput, subject string, ends time.Time) (string, error) {
	claims := jwt.MapClaims{
		"iss": out.Issuer, "sub": subject, "aud": in.Audience, "iat": a.Time.Unix(), "exp": ends.Unix(), "jti": a.World.NewUUID(),
		"https://sts.amazonaws.com/": outboundClaims(a, in.Tags),
	}
	if len(in.Audience) == 1 {
		claims["aud"] = in.Audience[0]
	}
	var signed string
	var err error
	if in.Algorithm == "RS256" {
		var key *rsa.PrivateKey
		if key, err = a.World.OutboundRSA(out.Issuer); err == nil {
			signed, err = jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(key)
		}
	} else {
		var key *ecdsa.PrivateKey
		if key, err = a.World.OutboundKey(out.Issuer); err == nil {
			signed, err = jwt.NewWithClaims(jwt.SigningMethodES384, claims).SignedString(key)
		}
	}
	if err != nil {
		return "", fmt.Errorf("signing a token: %w", err)
	}
	return signed, nil
}

// outboundClaims are those about the caller on AWS, nested under STS's own name.
func outboundClaims(a *world.Access, tags []Tag) map[string]any {
	c := map[string]any{"aws_account": a.Who.Account, "source_region": world.Region}
	if org := a.World.Organization(); org.Has(a.Who.Account) {
		c["org_id"], c["ou_path"] = org.ID, org.Path(a.Who.Account)
	}
	if own := a.Who.Tags(); len(own) > 0 {
		c["principal_tags"] = own
	}
	if s := a.Who.Session; s != nil {
		c["original_session_exp"] = s.Expires.Format(time.RFC3339)
		if s.Provider != "" {
			c["federated_provider"] = s.Provider
		}
		if s.SourceIdentity != "" {
			c["source_identity"] = s.SourceIdentity
		}
	}
	if len(tags) > 0 {
		asked := map[string]string{}
		for _, t := range tags {
			asked[t.Key] = t.Value
		}
		c["request_tags"] = asked
	}
	return c
}
