package sts

import (
	"crypto/sha1"
	"encoding/base64"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

// SAMLInput is what AssumeRoleWithSAML takes. Empty means not given.
type SAMLInput struct {
	RoleARN          string
	PrincipalARN     string
	SAMLAssertion    string // base64
	Policy           string
	PolicyARNs       []string
	DurationSeconds  int64
	MinimumTokenSize int64 // bytes
}

// SAMLOutput answers AssumeRoleWithSAML.
type SAMLOutput struct {
	Credentials      Credentials     `json:"Credentials"`
	AssumedRoleUser  AssumedRoleUser `json:"AssumedRoleUser"`
	PackedPolicySize int64           `json:"PackedPolicySize"` // deprecated: SessionTokenUtilization
	Subject          string          `json:"Subject"`
	SubjectType      string          `json:"SubjectType"`
	Issuer           string          `json:"Issuer"`
	Audience         string          `json:"Audience"`
	NameQualifier    string          `json:"NameQualifier"`
	SourceIdentity   string          `json:"SourceIdentity,omitempty"`
	TokenUtilization int64           `json:"SessionTokenUtilization"` // percent of the most that a token may have
	TokenSize        int64           `json:"SessionTokenSize"`        // bytes
	session          *world.Session
}

// Session is the session that was issued.
func (o *SAMLOutput) Session() *world.Session { return o.session }

// AssumeRoleWithSAML issues credentials of a role to whoever holds an assertion
// that a SAML provider of the role's account signed for that role. The assertion
// and the role's trust policy decide; the caller signs nothing. See
// "AssumeRoleWithSAML" in the STS API Reference.
func AssumeRoleWithSAML(a *world.Access, in SAMLInput) (*SAMLOutput, error) {
	role := a.World.RoleByARN(in.RoleARN)
	target, err := roleTarget(a.World, role, in.RoleARN)
	if err != nil {
		return nil, err
	}
	provider := a.World.SAMLProviderByARN(in.PrincipalARN)
	if provider == nil {
		return nil, badToken("Specified provider doesn't exist")
	}
	u, err := readAssertion(a.World, provider, in.SAMLAssertion)
	if err != nil {
		return nil, err
	}
	qualifier := nameQualifier(u.issuer, provider)
	a.Who = world.Identity{Type: world.IdentityProvider, ARN: provider.ARN(), Name: u.subject, UserID: qualifier + ":" + u.subject}
	if provider.Account != target.Account || !u.mayAssume(in.RoleARN, in.PrincipalARN) {
		return nil, denied("Not authorized to perform sts:AssumeRoleWithSAML")
	}
	f := federation{
		action: "sts:AssumeRoleWithSAML", role: role, target: target, name: u.first("RoleSessionName"),
		context: u.context(provider, qualifier), source: u.first("SourceIdentity"),
		transitive: u.attributes[SAMLAttribute+"TransitiveTagKeys"], tags: u.tags(),
		policy: in.Policy, policyARNs: in.PolicyARNs, duration: in.DurationSeconds, minimum: in.MinimumTokenSize,
		provider: provider.ARN(), claims: u.lasting(qualifier),
	}
	if !u.ends.IsZero() {
		f.most = u.ends.Sub(a.Time)
	}
	s, size, err := f.issue(a)
	if err != nil {
		return nil, err
	}
	return &SAMLOutput{credentialsOf(s), AssumedRoleUser{s.UserID, s.ARN}, size.percent,
		u.subject, u.subjectType, u.issuer, u.audience, qualifier, s.SourceIdentity, size.percent, size.bytes, s}, nil
}

// nameQualifier is the hash that tells users of the same name apart: SHA-1 over
// issuer, account and the provider's name, in base64.
func nameQualifier(issuer string, p *world.SAMLProvider) string {
	sum := sha1.Sum([]byte(issuer + p.Account + "/" + p.Name))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// mayAssume looks whether the assertion pairs the role with the provider, in
// either order.
func (u *samlUser) mayAssume(role, provider string) bool {
	return slices.ContainsFunc(u.attributes[SAMLAttribute+"Role"], func(pair string) bool {
		a, b, _ := strings.Cut(pair, ",")
		a, b = strings.TrimSpace(a), strings.TrimSpace(b)
		return a == role && b == provider || a == provider && b == role
	})
}

// tags are the session tags that the assertion passes as PrincipalTag attributes.
func (u *samlUser) tags() []Tag {
	var tags []Tag
	for _, name := range slices.Sorted(maps.Keys(u.attributes)) {
		if key, ok := strings.CutPrefix(name, SAMLAttribute+"PrincipalTag:"); ok && len(u.attributes[name]) > 0 {
			tags = append(tags, Tag{key, u.attributes[name][0]})
		}
	}
	return tags
}

// context are the condition keys of the assume call; see "Available keys for
// SAML-based AWS STS federation" in the IAM User Guide.
func (u *samlUser) context(p *world.SAMLProvider, qualifier string) world.Context {
	c := u.lasting(qualifier)
	c["saml:aud"] = []string{u.audience}
	c["saml:iss"] = []string{u.issuer}
	c["saml:doc"] = []string{p.Account + "/" + p.Name}
	for _, attribute := range slices.Sorted(maps.Keys(samlKeys)) {
		key := samlKeys[attribute]
		if vs := u.attributes[attribute]; len(vs) > 0 {
			c[key] = vs
		}
	}
	return c
}

// samlKeys are attributes that have condition keys of their own; see "Configure
// SAML assertions for the authentication response" in the IAM User Guide, the
// tables of eduPerson and eduOrg, Active Directory and X.500 attributes. Of several
// that have the same key one counts.
var samlKeys = map[string]string{
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.1":  "saml:eduPersonAffiliation",
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.2":  "saml:eduPersonNickname",
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.3":  "saml:eduPersonOrgDN",
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.4":  "saml:eduPersonOrgUnitDN",
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.5":  "saml:eduPersonPrimaryAffiliation",
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.6":  "saml:eduPersonPrincipalName",
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.7":  "saml:eduPersonEntitlement",
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.8":  "saml:eduPersonPrimaryOrgUnitDN",
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.9":  "saml:eduPersonScopedAffiliation",
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.10": "saml:eduPersonTargetedID",
	"urn:oid:1.3.6.1.4.1.5923.1.1.1.11": "saml:eduPersonAssurance",
	"urn:oid:1.3.6.1.4.1.5923.1.2.1.2":  "saml:eduOrgHomePageURI",
	"urn:oid:1.3.6.1.4.1.5923.1.2.1.3":  "saml:eduOrgIdentityAuthNPolicyURI",
	"urn:oid:1.3.6.1.4.1.5923.1.2.1.4":  "saml:eduOrgLegalName",
	"urn:oid:1.3.6.1.4.1.5923.1.2.1.5":  "saml:eduOrgSuperiorURI",
	"urn:oid:1.3.6.1.4.1.5923.1.2.1.6":  "saml:eduOrgWhitePagesURI",
	"urn:oid:2.5.4.3":                   "saml:cn",

	"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name":         "saml:name",
	"http://schemas.xmlsoap.org/claims/CommonName":                       "saml:commonName",
	"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname":    "saml:givenName",
	"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname":      "saml:surname",
	"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress": "saml:mail",

	"http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid": "saml:uid",

	// Some of these object ids are written as on that page, not as in X.500.
	"2.5.4.3":                    "saml:commonName",
	"2.5.4.4":                    "saml:surname",
	"2.4.5.42":                   "saml:givenName",
	"2.5.4.45":                   "saml:x500UniqueIdentifier",
	"0.9.2342.19200300100.1.1":   "saml:uid",
	"0.9.2342.19200300100.1.3":   "saml:mail",
	"0.9.2342.19200300.100.1.45": "saml:organizationStatus",
}

// lasting are the keys that stay with the session.
func (u *samlUser) lasting(qualifier string) world.Context {
	return world.Context{"saml:namequalifier": {qualifier}, "saml:sub": {u.subject}, "saml:sub_type": {u.subjectType}}
}
