package refusal

import (
	"encoding/json"
	"net/netip"
	"strings"
)

// parameters are the members of requestParameters that are read. Services leave them
// out of many records of refused calls.
type parameters struct {
	RoleARN        string   `json:"roleArn"`
	Bucket         string   `json:"bucketName"`
	Key            string   `json:"key"`
	ExternalID     string   `json:"externalId"`
	Session        string   `json:"roleSessionName"`
	SourceIdentity string   `json:"sourceIdentity"`
	Device         string   `json:"serialNumber"`
	SAMLProvider   string   `json:"principalArn"`
	Boundary       string   `json:"permissionsBoundary"`
	Policy         string   `json:"policyArn"`
	Tags           tagList  `json:"tags"`
	Transitive     []string `json:"transitiveTagKeys"`

	given bool
}

// tagList are tags as the services write them: a list of keys and values.
type tagList map[string]string

// UnmarshalJSON reads a list of tags; any other form counts as none.
func (t *tagList) UnmarshalJSON(b []byte) error {
	var list []struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}
	if json.Unmarshal(b, &list) != nil {
		return nil
	}
	*t = tagList{}
	for _, x := range list {
		(*t)[x.Key] = x.Value
	}
	return nil
}

func (e *record) parameters() (p parameters) {
	if len(e.Parameters) == 0 || e.Parameters[0] != '{' {
		return p
	}
	if json.Unmarshal(e.Parameters, &p) != nil {
		return parameters{}
	}
	p.given = true
	return p
}

// context is what the record tells of the request's context.
func (e *record) context(service string) map[string][]string {
	ctx := map[string][]string{}
	set := func(key, value string) {
		if value != "" {
			ctx[key] = []string{value}
		}
	}
	if _, err := netip.ParseAddr(e.SourceIP); err == nil {
		set("aws:SourceIp", e.SourceIP)
	}
	set("aws:RequestedRegion", e.Region)
	set("aws:SourceVpce", e.Endpoint)
	if e.UserIdentity.InvokedBy == "" {
		set("aws:UserAgent", e.Agent)
	}
	if len(e.TLS) > 0 && e.TLS[0] == '{' {
		set("aws:SecureTransport", "true")
	}
	e.sessionContext(set)
	e.tokenContext(set)
	switch p := e.parameters(); service {
	case "sts":
		set("sts:ExternalId", p.ExternalID)
		set("sts:RoleSessionName", p.Session)
		set("sts:SourceIdentity", p.SourceIdentity)
		if p.Device != "" {
			set("aws:MultiFactorAuthPresent", "true")
		}
		for k, v := range p.Tags {
			set("aws:RequestTag/"+k, v)
		}
		if len(p.Transitive) > 0 {
			ctx["sts:TransitiveTagKeys"] = p.Transitive
		}
	case "iam":
		set("iam:PermissionsBoundary", p.Boundary)
		set("iam:PolicyARN", p.Policy)
	}
	return ctx
}

// sessionContext is what a record tells of the caller's credentials. Of a role's
// session mfaAuthenticated says nothing: AWS's pages disagree on whether one carries
// aws:MultiFactorAuthPresent.
func (e *record) sessionContext(set func(key, value string)) {
	u, s := &e.UserIdentity, &e.UserIdentity.SessionContext
	set("aws:SourceIdentity", s.SourceIdentity)
	set("aws:TokenIssueTime", s.Attributes.Created)
	if u.Type == "AssumedRole" && s.Issuer.Type == "Role" {
		set("aws:PrincipalArn", s.Issuer.ARN) // with the role's path
	}
	if u.Type == "IAMUser" && s.Attributes.Created != "" || s.Attributes.MFA == "true" && (u.Type == "IAMUser" || u.Type == "Root") {
		set("aws:MultiFactorAuthPresent", s.Attributes.MFA)
	}
	if s.AssumedRoot == "true" {
		set("aws:AssumedRoot", "true")
	}
	if u.Type != "AWSService" && u.InvokedBy != "" && u.InvokedBy != "AWS Internal" {
		set("aws:ViaAWSService", "true")
		set("aws:CalledViaLast", u.InvokedBy)
	}
}

// tokenContext is what the record of a call with a token or an assertion tells of it:
// the provider, the subject and the audience. principalId is the provider, the
// audience and the subject with colons between, and userName is the subject.
func (e *record) tokenContext(set func(key, value string)) {
	u := &e.UserIdentity
	switch u.Type {
	case "WebIdentityUser":
		host := u.Provider
		if _, h, ok := strings.Cut(u.Provider, ":oidc-provider/"); ok {
			host = h
		}
		if host == "" || u.UserName == "" {
			return
		}
		set(host+":sub", u.UserName)
		if rest, ok := strings.CutPrefix(u.ID, u.Provider+":"); ok {
			if aud, ok := strings.CutSuffix(rest, ":"+u.UserName); ok {
				set(host+":aud", aud)
			}
		}
	case "SAMLUser":
		set("saml:namequalifier", u.Provider)
		set("saml:sub", u.UserName)
	}
}

// absent are the keys that the record shows the call did not carry.
func (e *record) absent(service string) (list []string) {
	u, p := &e.UserIdentity, e.parameters()
	if u.Type == "IAMUser" && u.SessionContext.Attributes.Created == "" && u.SessionContext.Attributes.MFA != "true" && p.Device == "" {
		list = append(list, "aws:TokenIssueTime") // a long-term key
		if service != "sts" || p.given {
			list = append(list, "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge")
		}
	}
	if service == "sts" && p.given && strings.HasPrefix(e.EventName, "AssumeRole") {
		if p.ExternalID == "" {
			list = append(list, "sts:ExternalId")
		}
		if p.SourceIdentity == "" {
			list = append(list, "sts:SourceIdentity")
		}
	}
	if u.SessionContext.SourceIdentity == "" && u.Type == "AssumedRole" && u.SessionContext.Attributes.Created != "" {
		list = append(list, "aws:SourceIdentity")
	}
	if e.Endpoint == "" && e.SourceIP != "" {
		if _, err := netip.ParseAddr(e.SourceIP); err == nil && !netip.MustParseAddr(e.SourceIP).IsPrivate() {
			list = append(list, "aws:SourceVpce", "aws:SourceVpc", "aws:VpcSourceIp")
		}
	}
	return list
}

// resource is what the record says the call was for.
func (e *record) resource(service string) string {
	switch p := e.parameters(); {
	case service == "sts" && p.RoleARN != "":
		return p.RoleARN
	case service == "s3" && p.Key != "":
		return "arn:aws:s3:::" + p.Bucket + "/" + p.Key
	case service == "s3" && p.Bucket != "":
		return "arn:aws:s3:::" + p.Bucket
	}
	if len(e.Resources) > 0 {
		return e.Resources[0].ARN
	}
	return ""
}
