package sts

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"rolecall/sandbox/world"
)

// WebIdentityInput is what AssumeRoleWithWebIdentity takes. Empty means not given.
type WebIdentityInput struct {
	RoleARN          string
	RoleSessionName  string
	WebIdentityToken string
	Policy           string
	PolicyARNs       []string
	DurationSeconds  int64
}

// WebIdentityOutput answers AssumeRoleWithWebIdentity.
type WebIdentityOutput struct {
	Credentials      Credentials     `json:"Credentials"`
	Subject          string          `json:"SubjectFromWebIdentityToken"`
	AssumedRoleUser  AssumedRoleUser `json:"AssumedRoleUser"`
	PackedPolicySize int64           `json:"PackedPolicySize,omitempty"`
	Provider         string          `json:"Provider"`
	Audience         string          `json:"Audience"`
	SourceIdentity   string          `json:"SourceIdentity,omitempty"`
	session          *world.Session
}

// Session is the session that was issued.
func (o *WebIdentityOutput) Session() *world.Session { return o.session }

// AssumeRoleWithWebIdentity issues credentials of a role to whoever holds a token
// of an OpenID Connect provider that the role's account knows. The token and the
// role's trust policy decide; the caller signs nothing. See
// "AssumeRoleWithWebIdentity" in the STS API Reference.
func AssumeRoleWithWebIdentity(a *world.Access, in WebIdentityInput) (*WebIdentityOutput, error) {
	role := a.World.RoleByARN(in.RoleARN)
	target, err := roleTarget(a.World, role, in.RoleARN)
	if err != nil {
		return nil, err
	}
	token, err := readToken(a, target.Account, strings.TrimSpace(in.WebIdentityToken))
	if err != nil {
		return nil, err
	}
	a.Who = token.identity()
	g := federation{
		action: "sts:AssumeRoleWithWebIdentity", role: role, target: target, name: in.RoleSessionName,
		context: token.context(), tags: token.tags, transitive: token.transitive, source: token.source,
		policy: in.Policy, policyARNs: in.PolicyARNs, duration: in.DurationSeconds,
		provider: token.provider.ARN(), claims: token.lasting(),
	}
	s, packed, err := g.issue(a)
	if err != nil {
		return nil, err
	}
	return &WebIdentityOutput{credentialsOf(s), token.subject, AssumedRoleUser{s.UserID, s.ARN}, packed,
		token.provider.ARN(), token.audience, s.SourceIdentity, s}, nil
}

// webToken is a token whose signature, times and audience are right.
type webToken struct {
	provider   *world.OIDCProvider
	claims     jwt.MapClaims
	subject    string
	audience   string // "azp" where the token has it, else "aud"
	tags       []Tag
	transitive []string
	source     string
}

// readToken verifies a token against the account's providers. See
// "Troubleshoot SAML federation with IAM" and "Create an OpenID Connect (OIDC)
// identity provider in IAM" in the IAM User Guide for what it must carry.
func readToken(a *world.Access, account, token string) (*webToken, error) {
	t := &webToken{claims: jwt.MapClaims{}}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"ES256"}), jwt.WithTimeFunc(func() time.Time { return a.Time }),
		jwt.WithExpirationRequired(), jwt.WithStrictDecoding())
	_, err := parser.ParseWithClaims(token, t.claims, func(*jwt.Token) (any, error) {
		issuer, _ := t.claims["iss"].(string)
		if owner := a.World.Account(account); owner != nil {
			t.provider = owner.OIDCProvider(issuer)
		}
		if t.provider == nil {
			return nil, badToken("No OpenIDConnect provider found in your account for " + issuer)
		}
		key, err := a.World.IssuerKey(t.provider.URL)
		if err != nil {
			return nil, err
		}
		return &key.PublicKey, nil
	})
	if f := (*world.Fault)(nil); errors.As(err, &f) {
		return nil, f
	}
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		at, _ := t.claims.GetExpirationTime()
		return nil, refused("ExpiredTokenException", fmt.Sprintf("Token expired: current date/time %d must be before the expiration date/time %d", a.Time.Unix(), at.Unix()))
	case errors.Is(err, jwt.ErrTokenMalformed):
		return nil, badToken("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
	case err != nil:
		return nil, badToken("The web identity token that was passed could not be validated by AWS: " + strings.TrimPrefix(err.Error(), "token "))
	}
	return t, t.read()
}

func badToken(message string) error { return refused("InvalidIdentityToken", message) }

// read takes the claims out that STS looks at.
func (t *webToken) read() error {
	t.subject, _ = t.claims["sub"].(string)
	if t.subject == "" {
		return badToken("Missing a required claim: sub")
	}
	if _, ok := t.claims["iat"]; !ok {
		return badToken("Missing a required claim: iat")
	}
	auds := t.strings("aud")
	if len(auds) == 0 {
		return badToken("Missing a required claim: aud")
	}
	t.audience, _ = t.claims["azp"].(string)
	if t.audience == "" {
		t.audience = auds[0]
		for _, aud := range auds {
			if slices.Contains(t.provider.Audiences, aud) {
				t.audience = aud
			}
		}
	}
	if !slices.Contains(t.provider.Audiences, t.audience) {
		return badToken("Incorrect token audience")
	}
	t.source, _ = t.claims["https://aws.amazon.com/source_identity"].(string)
	return t.readTags()
}

// readTags reads session tags; see "Pass session tags using
// AssumeRoleWithWebIdentity" in "Pass session tags in AWS STS".
func (t *webToken) readTags() error {
	claim, given := t.claims["https://aws.amazon.com/tags"]
	if !given {
		return nil
	}
	m, _ := claim.(map[string]any)
	tags, ok := m["principal_tags"].(map[string]any)
	if !ok {
		return badToken("The claim https://aws.amazon.com/tags holds no principal_tags")
	}
	for _, k := range sortedKeys(tags) {
		list, _ := tags[k].([]any)
		value, ok := tags[k].(string)
		if len(list) == 1 {
			value, ok = list[0].(string)
		}
		if !ok {
			return badToken("Each of principal_tags has one value; " + k + " hasn't")
		}
		t.tags = append(t.tags, Tag{k, value})
	}
	keys, _ := m["transitive_tag_keys"].([]any)
	for _, k := range keys {
		if key, ok := k.(string); ok {
			t.transitive = append(t.transitive, key)
		}
	}
	return nil
}

// strings reads a claim that is a string or a list of strings.
func (t *webToken) strings(name string) []string {
	switch v := t.claims[name].(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				list = append(list, s)
			}
		}
		return list
	}
	return nil
}

// identity is who asks; CloudTrail writes the principal as provider, audience
// and subject ("CloudTrail userIdentity element").
func (t *webToken) identity() world.Identity {
	return world.Identity{Type: world.IdentityProvider, ARN: t.provider.ARN(), Name: t.subject,
		UserID: t.provider.ARN() + ":" + t.audience + ":" + t.subject}
}

// providerClaims are the claims besides those of every provider that STS makes
// condition keys of, by issuer; see "Available keys for AWS OIDC federation" in
// the IAM User Guide. Claims of other issuers, or other claims, are not there.
var providerClaims = map[string][]string{
	"token.actions.githubusercontent.com": {"actor", "actor_id", "job_workflow_ref", "repository", "repository_id", "workflow", "ref", "environment", "enterprise_id"},
}

// context are the condition keys of the assume call: each is the provider's URL,
// a colon and the claim's name.
func (t *webToken) context() world.Context {
	c := t.lasting()
	if t.claims["azp"] != nil {
		c[t.provider.URL+":oaud"] = t.strings("aud")
	}
	if email, ok := t.claims["email"].(string); ok {
		c[t.provider.URL+":email"] = []string{email}
	}
	for _, name := range providerClaims[t.provider.URL] {
		if vs := t.strings(name); len(vs) > 0 {
			c[t.provider.URL+":"+name] = vs
		}
	}
	return c
}

// lasting are the keys that stay with the session.
func (t *webToken) lasting() world.Context {
	c := world.Context{t.provider.URL + ":aud": {t.audience}, t.provider.URL + ":sub": {t.subject}}
	if amr := t.strings("amr"); len(amr) > 0 {
		c[t.provider.URL+":amr"] = amr
	}
	return c
}
