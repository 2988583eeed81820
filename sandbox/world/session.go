package world

import "time"

// SessionKind says which call issued a session.
type SessionKind string

// The kinds of session.
const (
	SessionRole      SessionKind = "assumedRole"   // AssumeRole and its kin
	SessionUser      SessionKind = "sessionToken"  // GetSessionToken
	SessionFederated SessionKind = "federatedUser" // GetFederationToken
	SessionRoot      SessionKind = "assumedRoot"   // AssumeRoot
)

// Credentials are what signs a request. Long-term keys have no session token.
type Credentials struct {
	AccessKeyID     string
	SecretAccessKey string
	SessionToken    string
}

// Session is a set of temporary credentials and what is known of whoever holds
// them. It never changes after it was issued: its permissions are looked up at
// each request, its end stands from the start.
type Session struct {
	AccessKeyID     string      `json:"accessKeyId"` // ASIA…
	SecretAccessKey string      `json:"secretAccessKey"`
	SessionToken    string      `json:"sessionToken"`
	Kind            SessionKind `json:"kind"`
	Issued          time.Time   `json:"issued"`
	Expires         time.Time   `json:"expires"`

	Account     string `json:"account"`
	ARN         string `json:"arn"`            // as GetCallerIdentity prints it
	UserID      string `json:"userId"`         // likewise: AROA…:NAME, AIDA…, ACCT:NAME
	Name        string `json:"name,omitempty"` // role session name or federated user's name
	Role        string `json:"role,omitempty"` // the role's name, of SessionRole
	User        string `json:"user,omitempty"` // the user's name, of the other kinds; empty for root
	PrincipalID string `json:"principalId"`    // unique id of that role or user, or the account id of root

	Policy         string            `json:"policy,omitempty"`     // inline session policy
	PolicyARNs     []string          `json:"policyArns,omitempty"` // managed session policies; of SessionRoot the task policy
	Tags           map[string]string `json:"tags,omitempty"`       // session tags, inherited ones included
	Transitive     []string          `json:"transitive,omitempty"` // keys of those that go on down a chain
	SourceIdentity string            `json:"sourceIdentity,omitempty"`
	MFA            time.Time         `json:"mfa,omitzero"` // when MFA was checked, of SessionUser
	Chained        bool              `json:"chained,omitempty"`
	IssuedBy       string            `json:"issuedBy,omitempty"` // ARN or service name of the caller
	Provider       string            `json:"provider,omitempty"` // ARN of the identity provider, of a federated role session
	Claims         Context           `json:"claims,omitempty"`   // condition keys that it brings to each request
	Via            string            `json:"via,omitempty"`      // the service that holds it, such as ec2.amazonaws.com
}

// Credentials are the session's three parts.
func (s *Session) Credentials() Credentials {
	return Credentials{s.AccessKeyID, s.SecretAccessKey, s.SessionToken}
}

// Expired reports whether the session has ended at a time.
func (s *Session) Expired(at time.Time) bool { return !at.Before(s.Expires) }

// Issue gives a session its keys, its token and its beginning, and keeps it.
// The kind, the principal and the rest are the caller's to fill in before.
func (w *World) Issue(s *Session, life time.Duration) { w.IssueSized(s, life, 0) }

// IssueSized is Issue with a token of at least so many bytes.
func (w *World) IssueSized(s *Session, life time.Duration, size int) {
	s.AccessKeyID = w.newKeyID("ASIA")
	s.SecretAccessKey = w.newSecret()
	s.SessionToken = filled(w.newToken(), size)
	s.Issued = w.Now().Truncate(time.Second)
	s.Expires = s.Issued.Add(life)
	w.keep(s)
	w.newSessions = append(w.newSessions, s)
}

func (w *World) keep(s *Session) {
	w.sessions[s.AccessKeyID] = s
	w.issued = append(w.issued, s)
}

// Session returns the session with the access key id; nil when there is none.
func (w *World) Session(accessKeyID string) *Session { return w.sessions[accessKeyID] }

// Sessions lists the sessions in the order they were issued.
func (w *World) Sessions() []*Session { return w.issued }
