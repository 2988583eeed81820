package world

import "time"

// Account is one AWS account and what it owns. Policies are kept apart, as
// documents of the world.
type Account struct {
	ID               string                      `json:"id"`
	Name             string                      `json:"name"`
	Created          time.Time                   `json:"created"`
	Users            map[string]*User            `json:"users,omitempty"`
	Groups           map[string]*Group           `json:"groups,omitempty"`
	Roles            map[string]*Role            `json:"roles,omitempty"`
	Policies         map[string]*ManagedPolicy   `json:"policies,omitempty"`
	InstanceProfiles map[string]*InstanceProfile `json:"instanceProfiles,omitempty"`
	OIDCProviders    map[string]*OIDCProvider    `json:"oidcProviders,omitempty"`
	SAMLProviders    map[string]*SAMLProvider    `json:"samlProviders,omitempty"`
	Buckets          map[string]*Bucket          `json:"buckets,omitempty"`
	Resources        map[string]*Resource        `json:"resources,omitempty"` // by kind/name
	MFA              []*MFADevice                `json:"mfa,omitempty"`       // virtual devices of nobody yet
	RootLogin        *Login                      `json:"rootLogin,omitempty"` // the root user's password, if it has one
	Outbound         *Outbound                   `json:"outbound,omitempty"`  // its issuer of tokens for services outside AWS
}

// User is an IAM user: a long-lived identity with long-term keys.
type User struct {
	Account  string            `json:"account"`
	Name     string            `json:"name"`
	Path     string            `json:"path"`
	ID       string            `json:"id"` // AIDA…
	Created  time.Time         `json:"created"`
	Tags     map[string]string `json:"tags,omitempty"`
	Groups   []string          `json:"groups,omitempty"`
	Boundary string            `json:"boundary,omitempty"` // ARN
	Attached []string          `json:"attached,omitempty"` // ARNs of managed policies
	Keys     []*AccessKey      `json:"keys,omitempty"`
	MFA      []*MFADevice      `json:"mfa,omitempty"`
	Login    *Login            `json:"login,omitempty"` // the password, if there is one
}

// Login tells of a password for the console. The password itself is not kept.
type Login struct {
	Created time.Time `json:"created"`
	Reset   bool      `json:"reset,omitempty"` // it must be changed at the next sign-in
}

// ARN is the user's ARN, its path included.
func (u *User) ARN() string { return "arn:aws:iam::" + u.Account + ":user" + u.Path + u.Name }

// Outbound is outbound identity federation: the account as an issuer of tokens.
type Outbound struct {
	Issuer  string `json:"issuer"` // https://….tokens.sts.global.api.aws
	Enabled bool   `json:"enabled"`
}

// AccessKey is a long-term access key.
type AccessKey struct {
	ID      string    `json:"id"` // AKIA…
	Secret  string    `json:"secret"`
	Active  bool      `json:"active"`
	Created time.Time `json:"created"`
}

// MFADevice is a virtual MFA device. Seed is its shared secret.
type MFADevice struct {
	Name    string    `json:"name"`
	Serial  string    `json:"serial"` // ARN
	Seed    []byte    `json:"seed"`
	Enabled time.Time `json:"enabled"`
	Used    int64     `json:"used,omitempty"` // the thirty-second step of the last code that was taken
}

// Group is an IAM group. It is no principal: it only hands its policies to its users.
type Group struct {
	Account  string    `json:"account"`
	Name     string    `json:"name"`
	Path     string    `json:"path"`
	ID       string    `json:"id"` // AGPA…
	Created  time.Time `json:"created"`
	Attached []string  `json:"attached,omitempty"`
}

// ARN is the group's ARN, its path included.
func (g *Group) ARN() string { return "arn:aws:iam::" + g.Account + ":group" + g.Path + g.Name }

// Role is an IAM role. Its trust policy is the document ACCT/roles/NAME/trust.json.
type Role struct {
	Account     string            `json:"account"`
	Name        string            `json:"name"`
	Path        string            `json:"path"`
	ID          string            `json:"id"` // AROA…
	Created     time.Time         `json:"created"`
	Description string            `json:"description,omitempty"`
	MaxSession  int64             `json:"maxSession"` // seconds, 3600-43200
	Tags        map[string]string `json:"tags,omitempty"`
	Boundary    string            `json:"boundary,omitempty"`
	Attached    []string          `json:"attached,omitempty"`
}

// ARN is the role's ARN, its path included.
func (r *Role) ARN() string { return "arn:aws:iam::" + r.Account + ":role" + r.Path + r.Name }

// TrustPath is the path of the role's trust policy.
func (r *Role) TrustPath() string { return r.Account + "/roles/" + r.Name + "/trust.json" }

// ManagedPolicy is a customer managed policy; its default version is the
// document ACCT/policies/NAME.json.
type ManagedPolicy struct {
	Account     string           `json:"account"`
	Name        string           `json:"name"`
	Path        string           `json:"path"`
	ID          string           `json:"id"` // ANPA…
	Created     time.Time        `json:"created"`
	Updated     time.Time        `json:"updated"`
	Description string           `json:"description,omitempty"`
	Default     int              `json:"default"` // number of the default version
	Last        int              `json:"last"`    // number of the newest version ever made
	Others      []*PolicyVersion `json:"others,omitempty"`

	Tags map[string]string `json:"tags,omitempty"`
}

// PolicyVersion is a version of a managed policy that isn't in force.
type PolicyVersion struct {
	Number   int       `json:"number"`
	Document string    `json:"document"`
	Created  time.Time `json:"created"`
}

// ARN is the policy's ARN, its path included.
func (p *ManagedPolicy) ARN() string {
	return "arn:aws:iam::" + p.Account + ":policy" + p.Path + p.Name
}

// DocumentPath is the path of the policy's default version.
func (p *ManagedPolicy) DocumentPath() string { return p.Account + "/policies/" + p.Name + ".json" }

// InstanceProfile hands a role to EC2 instances.
type InstanceProfile struct {
	Account string    `json:"account"`
	Name    string    `json:"name"`
	Path    string    `json:"path"`
	ID      string    `json:"id"` // AIPA…
	Created time.Time `json:"created"`
	Role    string    `json:"role,omitempty"`

	Tags map[string]string `json:"tags,omitempty"`
}

// ARN is the instance profile's ARN.
func (p *InstanceProfile) ARN() string {
	return "arn:aws:iam::" + p.Account + ":instance-profile" + p.Path + p.Name
}

// OIDCProvider is an OpenID Connect identity provider.
type OIDCProvider struct {
	Account   string    `json:"account"`
	URL       string    `json:"url"` // host and path, without https://
	Audiences []string  `json:"audiences,omitempty"`
	Created   time.Time `json:"created"`

	Thumbprints []string          `json:"thumbprints,omitempty"`
	Tags        map[string]string `json:"tags,omitempty"`
}

// ARN is the provider's ARN.
func (p *OIDCProvider) ARN() string { return "arn:aws:iam::" + p.Account + ":oidc-provider/" + p.URL }

// SAMLProvider is a SAML 2.0 identity provider.
type SAMLProvider struct {
	Account string    `json:"account"`
	Name    string    `json:"name"`
	Created time.Time `json:"created"`

	Metadata string            `json:"metadata,omitempty"` // as it was handed in
	Tags     map[string]string `json:"tags,omitempty"`
}

// ARN is the provider's ARN.
func (p *SAMLProvider) ARN() string { return "arn:aws:iam::" + p.Account + ":saml-provider/" + p.Name }

// Bucket is an S3 bucket. Its policy is the document ACCT/buckets/NAME/policy.json.
type Bucket struct {
	Account string             `json:"account"`
	Name    string             `json:"name"`
	Created time.Time          `json:"created"`
	Objects map[string]*Object `json:"objects,omitempty"`
}

// ARN is the bucket's ARN, which names no account.
func (b *Bucket) ARN() string { return "arn:aws:s3:::" + b.Name }

// PolicyPath is the path of the bucket's policy.
func (b *Bucket) PolicyPath() string { return b.Account + "/buckets/" + b.Name + "/policy.json" }

// Object is an object in a bucket.
type Object struct {
	Key         string    `json:"key"`
	Body        []byte    `json:"body"`
	ETag        string    `json:"etag"` // MD5 in hexadecimal, without quotes
	ContentType string    `json:"contentType"`
	Modified    time.Time `json:"modified"`
}

// Resource is anything else that a policy can name: a queue, a key, a secret.
// A policy of its own, if its service knows such, is the document
// ACCT/KIND/NAME/policy.json.
type Resource struct {
	Account string            `json:"account"`
	Kind    string            `json:"kind"` // "queues", "keys", …
	Name    string            `json:"name"`
	ARNText string            `json:"arn"`
	Created time.Time         `json:"created"`
	Tags    map[string]string `json:"tags,omitempty"`
	Values  map[string]string `json:"values,omitempty"` // what it holds, by name
}

// ARN is the resource's ARN.
func (r *Resource) ARN() string { return r.ARNText }

// PolicyPath is the path of the resource's own policy.
func (r *Resource) PolicyPath() string {
	return r.Account + "/" + r.Kind + "/" + r.Name + "/policy.json"
}
