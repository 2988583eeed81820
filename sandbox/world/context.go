package world

import (
	"maps"
	"rolecall/sandbox/iam"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Context is a request context: condition keys and their values.
type Context map[string][]string

func (c Context) set(key string, values ...string) {
	if len(values) > 0 {
		c[key] = values
	}
}

// Target is the resource of one authorization.
type Target struct {
	ARN     string // "*" for actions without resource-level permissions
	Account string // that owns it
	Policy  string // path of its resource-based policy, of a role its trust policy; may be empty
	Tags    map[string]string
	Shown   string // how messages write the resource; the ARN when empty
}

// Target is the role as the resource of a call to IAM.
func (r *Role) Target() Target { return Target{ARN: r.ARN(), Account: r.Account, Tags: r.Tags} }

// TrustTarget is the role as the resource of a call to STS: its trust policy counts.
func (r *Role) TrustTarget() Target {
	return Target{ARN: r.ARN(), Account: r.Account, Policy: r.TrustPath(), Tags: r.Tags}
}

// context gathers the global condition keys of a request; see "AWS global
// condition context keys" in the IAM User Guide for when each is present.
func (a *Access) context(t Target, extra Context) Context {
	c := Context{}
	a.requestKeys(c)
	a.principalKeys(c)
	a.sessionKeys(c)
	maps.Copy(c, a.World.Where(t.Account))
	for _, k := range slices.Sorted(maps.Keys(t.Tags)) {
		c.set("aws:ResourceTag/"+k, t.Tags[k])
	}
	for k, vs := range a.Extra {
		c.set(k, vs...)
	}
	for k, vs := range extra {
		c.set(k, vs...)
	}
	return c
}

func (a *Access) requestKeys(c Context) {
	c.set("aws:CurrentTime", a.Time.Format("2006-01-02T15:04:05Z"))
	c.set("aws:EpochTime", strconv.FormatInt(a.Time.Unix(), 10))
	c.set("aws:SecureTransport", "true")
	c.set("aws:RequestedRegion", region)
	c.set("aws:ViaAWSService", "false")
	if a.Who.Type != IdentityService {
		ip := a.Caller.SourceIP
		if ip == "" {
			ip = DefaultSourceIP
		}
		c.set("aws:SourceIp", ip)
	}
	if a.Caller.UserAgent != "" {
		c.set("aws:UserAgent", a.Caller.UserAgent)
	}
}

func (a *Access) principalKeys(c Context) {
	who := a.Who
	if who.Type == IdentityProvider {
		return // nobody of AWS's calls; the provider's own keys come with the call
	}
	if who.Type != IdentityAnonymous { // unsigned requests carry none
		c.set("aws:PrincipalIsAWSService", strconv.FormatBool(who.Type == IdentityService))
	}
	if who.Type == IdentityService {
		c.set("aws:PrincipalServiceName", who.ARN)
		c.set("aws:PrincipalServiceNamesList", who.ARN)
		if arn := a.Caller.SourceARN; arn != "" {
			c.set("aws:SourceArn", arn)
			if account := iam.AccountOf(arn); account != "" {
				c.set("aws:SourceAccount", account)
			}
		}
		return
	}
	c.set("aws:PrincipalType", who.principalType())
	if who.Type == IdentityAnonymous {
		c.set("aws:userid", "anonymous")
		c.set("aws:PrincipalAccount", "anonymous")
		return
	}
	c.set("aws:PrincipalArn", who.principalARN())
	c.set("aws:PrincipalAccount", who.Account)
	c.set("aws:userid", who.UserID)
	if who.Type == IdentityUser {
		c.set("aws:username", who.User.Name)
	}
	if org := a.World.state.Organization; org.Has(who.Account) {
		c.set("aws:PrincipalOrgID", org.ID)
		c.set("aws:PrincipalOrgPaths", org.Path(who.Account))
	}
	tags := who.Tags()
	for _, k := range slices.Sorted(maps.Keys(tags)) {
		c.set("aws:PrincipalTag/"+k, tags[k])
	}
}

// sessionKeys are those that temporary credentials alone bring along.
func (a *Access) sessionKeys(c Context) {
	s := a.Who.Session
	if s == nil {
		return
	}
	c.set("aws:TokenIssueTime", s.Issued.Format("2006-01-02T15:04:05Z"))
	if s.SourceIdentity != "" {
		c.set("aws:SourceIdentity", s.SourceIdentity)
	}
	if s.Provider != "" {
		c.set("aws:FederatedProvider", s.Provider)
	}
	for k, vs := range s.Claims {
		c.set(k, vs...)
	}
	if s.Kind == SessionRoot {
		c.set("aws:AssumedRoot", "true")
	}
	if s.Kind != SessionUser {
		return
	}
	at, ok := a.Who.mfa()
	c.set("aws:MultiFactorAuthPresent", strconv.FormatBool(ok))
	if ok {
		c.set("aws:MultiFactorAuthAge", strconv.FormatInt(int64(a.Time.Sub(at)/time.Second), 10))
	}
}

func (i Identity) principalType() string {
	switch i.Type {
	case IdentityUser:
		return "User"
	case IdentityRole:
		return "AssumedRole"
	case IdentityFederated:
		return "FederatedUser"
	case IdentityRoot:
		return "Account"
	case IdentityAnonymous, IdentityService, IdentityProvider:
	}
	return "Anonymous"
}

// principalARN is aws:PrincipalArn: of a role's session it is the role's ARN.
func (i Identity) principalARN() string {
	if i.Type == IdentityRole {
		return i.Role.ARN()
	}
	return i.ARN
}

// Tags are the principal's tags as aws:PrincipalTag sees them. Session tags
// stand over the role's whatever the case of their keys; a federated user has
// its session tags alone.
func (i Identity) Tags() map[string]string {
	all := map[string]string{}
	switch {
	case i.Type == IdentityRole:
		mergeTags(all, i.Role.Tags)
		mergeTags(all, i.Session.Tags)
	case i.Type == IdentityUser:
		mergeTags(all, i.User.Tags)
	case i.Type == IdentityFederated:
		mergeTags(all, i.Session.Tags)
	}
	return all
}

// mergeTags lays tags over others; keys that differ in case alone are one key.
func mergeTags(into, over map[string]string) {
	for k, v := range over {
		for old := range into {
			if strings.EqualFold(old, k) {
				delete(into, old)
			}
		}
		into[k] = v
	}
}
