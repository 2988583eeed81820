package sts

import (
	"errors"
	"fmt"
	"maps"
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
	ProviderID       string // of OAuth 2.0 access tokens: graph.facebook.com or www.amazon.com
	Policy           string
	PolicyARNs       []string
	DurationSeconds  int64
	MinimumTokenSize int64 // bytes
}

// WebIdentityOutput answers AssumeRoleWithWebIdentity.
type WebIdentityOutput struct {
	Credentials      Credentials     `json:"Credentials"`
	Subject          string          `json:"SubjectFromWebIdentityToken"`
	AssumedRoleUser  AssumedRoleUser `json:"AssumedRoleUser"`
	PackedPolicySize int64           `json:"PackedPolicySize"` // deprecated: SessionTokenUtilization
	Provider         string          `json:"Provider"`
	Audience         string          `json:"Audience"`
	SourceIdentity   string          `json:"SourceIdentity,omitempty"`
	TokenUtilization int64           `json:"SessionTokenUtilization"` // percent of the most that a token may have
	TokenSize        int64           `json:"SessionTokenSize"`        // bytes
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
	token, err := readToken(a, target.Account, strings.TrimSpace(in.WebIdentityToken), in.ProviderID)
	if err != nil {
		return nil, err
	}
	a.Who = token.identity()
	g := federation{
		action: "sts:AssumeRoleWithWebIdentity", role: role, target: target, name: in.RoleSessionName,
		context: token.context(), tags: token.tags, transitive: token.transitive, source: token.source,
		policy: in.Policy, policyARNs: in.PolicyARNs, duration: in.DurationSeconds, minimum: in.MinimumTokenSize,
		provider: token.principal(), claims: token.lasting(),
	}
	s, size, err := g.issue(a)
	if err != nil {
		return nil, err
	}
	return &WebIdentityOutput{credentialsOf(s), token.subject, AssumedRoleUser{s.UserID, s.ARN}, size.percent,
		token.principal(), token.audience, s.SourceIdentity, size.percent, size.bytes, s}, nil
}

// webToken is a token whose signature, times and audience are right.
type webToken struct {
	host       string              // the issuer's host and path
	provider   *world.OIDCProvider // nil for those that no account makes
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
func readToken(a *world.Access, account, token, oauth string) (*webToken, error) {
	if _, known := oauthKeys[oauth]; oauth != "" && !known {
		return nil, invalid("ProviderId is graph.facebook.com or www.amazon.com, and left out for OpenID Connect tokens")
	}

	t := &webToken{claims: jwt.MapClaims{}}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"ES256"}), jwt.WithTimeFunc(func() time.Time { return a.Time }),
		jwt.WithExpirationRequired(), jwt.WithStrictDecoding())
	_, err := parser.ParseWithClaims(token, t.claims, func(*jwt.Token) (any, error) {
		issuer, _ := t.claims["iss"].(string)
		if err := t.issuedBy(a.World.Account(account), issuer, oauth); err != nil {
			return nil, err
		}
		key, err := a.World.IssuerKey(t.host)
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
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return nil, badToken("The web identity token that was passed could not be validated by AWS: its signature is not its issuer's")
	case err != nil:
		return nil, badToken("The web identity token that was passed could not be validated by AWS: " + strings.TrimPrefix(err.Error(), "token "))
	}
	if oauth != "" {
		return t, t.readAccessToken()
	}
	return t, t.read()
}

// issuedBy finds out whose token it is: of a provider that the account knows, of
// one that all know, or of the OAuth 2.0 provider that the call names.
func (t *webToken) issuedBy(owner *world.Account, issuer, oauth string) error {
	t.host = strings.TrimPrefix(issuer, "https://")
	if owner != nil {
		t.provider = owner.OIDCProvider(issuer)
	}
	switch {
	case oauth != "":
		if t.provider = nil; t.host != oauth {
			return badToken("The access token is not one of " + oauth)
		}
	case t.provider == nil && !isBuiltIn(t.host):
		return badToken("No OpenIDConnect provider found in your account for " + issuer)
	}
	return nil
}

// principal is the provider as trust policies name it: an ARN, or a host.
func (t *webToken) principal() string {
	if t.provider == nil {
		return t.host
	}
	return t.provider.ARN()
}

// audiences are those that the account expects; nil means any.
func (t *webToken) audiences() []string {
	if t.provider == nil {
		return nil
	}
	return t.provider.Audiences
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
	auds := t.claim("aud")
	if len(auds) == 0 {
		return badToken("Missing a required claim: aud")
	}
	t.audience, _ = t.claims["azp"].(string)
	if t.audience == "" {
		t.audience = auds[0]
		for _, aud := range auds {
			if slices.Contains(t.audiences(), aud) {
				t.audience = aud
			}
		}
	}
	if t.provider != nil && !slices.Contains(t.audiences(), t.audience) {
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
	for _, k := range slices.Sorted(maps.Keys(tags)) {
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

// identity is who asks; CloudTrail writes the principal as provider, audience
// and subject ("CloudTrail userIdentity element").
func (t *webToken) identity() world.Identity {
	return world.Identity{Type: world.IdentityProvider, ARN: t.principal(), Name: t.subject,
		UserID: t.principal() + ":" + t.audience + ":" + t.subject}
}

// context are the condition keys of the assume call: each is the provider's URL,
// a colon and the claim's name.
func (t *webToken) context() world.Context {
	c := t.lasting()
	if t.claims["azp"] != nil {
		c[t.host+":oaud"] = t.claim("aud")
	}
	if email, ok := t.claims["email"].(string); ok {
		c[t.host+":email"] = []string{email}
	}
	for _, name := range providerClaims(t.host) {
		if vs := t.claim(name); len(vs) > 0 {
			c[t.host+":"+name] = vs
		}
	}
	return c
}

// lasting are the keys that stay with the session.
func (t *webToken) lasting() world.Context {
	if keys, ok := oauthKeys[t.host]; ok && t.provider == nil {
		return world.Context{t.host + ":" + keys.app: {t.audience}, t.host + ":" + keys.user: {t.subject}}
	}
	c := world.Context{t.host + ":aud": {t.audience}, t.host + ":sub": {t.subject}}
	if amr := t.claim("amr"); len(amr) > 0 {
		c[t.host+":amr"] = amr
	}
	return c
}
