package world

import (
	"crypto/subtle"
	"time"
)

// CallerKind says how a caller proves who it is.
type CallerKind uint8

// The kinds of caller.
const (
	CallerAnonymous CallerKind = iota // unsigned
	CallerKeys                        // by Credentials
	CallerRoot                        // the root user of Account
	CallerService                     // the AWS service named Service
)

// DefaultSourceIP is where calls come from unless the caller says otherwise; it
// belongs to a block set aside for documentation (RFC 5737).
const DefaultSourceIP = "203.0.113.10"

// Caller is who makes a call and from where.
type Caller struct {
	Kind        CallerKind
	Credentials Credentials // of CallerKeys
	Account     string      // of CallerRoot
	Service     string      // of CallerService, such as "lambda.amazonaws.com"
	SourceARN   string      // of CallerService: the resource it acts for; may be empty
	SourceIP    string      // empty means DefaultSourceIP
	UserAgent   string
}

// KeysCaller is a caller that signs with the credentials.
func KeysCaller(c Credentials) Caller { return Caller{Kind: CallerKeys, Credentials: c} }

// UserCaller is a caller that signs with the user's first active key; ok is
// false when the user has none.
func UserCaller(u *User) (c Caller, ok bool) {
	for _, k := range u.Keys {
		if k.Active {
			return KeysCaller(Credentials{AccessKeyID: k.ID, SecretAccessKey: k.Secret}), true
		}
	}
	return Caller{}, false
}

// FaultKind says why credentials are not accepted. Services word it differently.
type FaultKind uint8

// The faults of credentials.
const (
	FaultNone      FaultKind = iota
	FaultMissing             // none were given
	FaultUnknown             // no such key, its owner is gone, or the token isn't its own
	FaultSignature           // the secret is not the key's
	FaultExpired             // the session has ended
)

// IdentityType is the sort of principal behind a call.
type IdentityType uint8

// The sorts of principal.
const (
	IdentityAnonymous IdentityType = iota
	IdentityUser
	IdentityRole
	IdentityFederated
	IdentityRoot
	IdentityService
	IdentityProvider // a user of an OpenID Connect or SAML provider, who asks for a role
)

// Identity is who a caller turned out to be.
type Identity struct {
	Type    IdentityType
	ARN     string // as GetCallerIdentity prints it; the service's name of IdentityService
	Account string
	UserID  string
	User    *User    // of IdentityUser, and the federating user of IdentityFederated
	Role    *Role    // of IdentityRole
	Session *Session // nil with long-term keys
	KeyID   string
	Name    string // of IdentityProvider: what the provider calls the user
}

// Principal is the caller as [iam.ParsePrincipal] reads it.
func (i Identity) Principal() string {
	if i.Type == IdentityAnonymous {
		return "anonymous"
	}
	return i.ARN
}

// Authenticate finds out who a caller is. Expired credentials are told apart
// from unknown ones only when they are otherwise right.
func (w *World) Authenticate(c Caller) (Identity, FaultKind) {
	switch c.Kind {
	case CallerAnonymous:
		return Identity{}, FaultNone
	case CallerService:
		return Identity{Type: IdentityService, ARN: c.Service}, FaultNone
	case CallerRoot:
		if w.Account(c.Account) == nil {
			return Identity{}, FaultUnknown
		}
		return rootIdentity(c.Account), FaultNone
	case CallerKeys:
		return w.authenticateKeys(c.Credentials)
	}
	return Identity{}, FaultMissing
}

func rootIdentity(account string) Identity {
	return Identity{Type: IdentityRoot, ARN: "arn:aws:iam::" + account + ":root", Account: account, UserID: account}
}

func (w *World) authenticateKeys(c Credentials) (Identity, FaultKind) {
	if c.AccessKeyID == "" {
		return Identity{}, FaultMissing
	}
	if s := w.sessions[c.AccessKeyID]; s != nil {
		return w.authenticateSession(s, c)
	}
	owner := w.keyOwner(c.AccessKeyID)
	if owner == nil || c.SessionToken != "" {
		return Identity{}, FaultUnknown
	}
	for _, k := range owner.Keys {
		if k.ID != c.AccessKeyID {
			continue
		}
		if !k.Active {
			return Identity{}, FaultUnknown
		}
		if !equal(k.Secret, c.SecretAccessKey) {
			return Identity{}, FaultSignature
		}
	}
	return Identity{Type: IdentityUser, ARN: owner.ARN(), Account: owner.Account, UserID: owner.ID, User: owner, KeyID: c.AccessKeyID}, FaultNone
}

func (w *World) authenticateSession(s *Session, c Credentials) (Identity, FaultKind) {
	if !equal(s.SessionToken, c.SessionToken) {
		return Identity{}, FaultUnknown
	}
	if !equal(s.SecretAccessKey, c.SecretAccessKey) {
		return Identity{}, FaultSignature
	}
	if s.Expired(w.Now()) {
		return Identity{}, FaultExpired
	}
	id, ok := w.SessionIdentity(s)
	if !ok {
		return Identity{}, FaultUnknown
	}
	return id, FaultNone
}

// SessionIdentity is who holds a session, whether or not it has ended; ok is
// false when the role or user behind it is gone.
func (w *World) SessionIdentity(s *Session) (id Identity, ok bool) {
	id = Identity{ARN: s.ARN, Account: s.Account, UserID: s.UserID, Session: s, KeyID: s.AccessKeyID}
	a := w.Account(s.Account)
	if a == nil {
		return Identity{}, false
	}
	switch s.Kind {
	case SessionRole:
		id.Type, id.Role = IdentityRole, a.Roles[s.Role]
		return id, id.Role != nil && id.Role.ID == s.PrincipalID
	case SessionFederated:
		id.Type = IdentityFederated
	case SessionUser:
		id.Type = IdentityUser
	case SessionRoot:
		id.Type = IdentityRoot
		return id, true
	}
	if s.User == "" {
		if s.Kind == SessionUser {
			id.Type = IdentityRoot
		}
		return id, true
	}
	if id.User = a.userOf(s); id.User == nil {
		return id, false
	}
	if s.Kind == SessionUser {
		id.ARN = id.User.ARN()
	}
	return id, true
}

// userOf finds the user behind a session by the unique id: the name may have
// changed since. It is nil when the user is gone.
func (a *Account) userOf(s *Session) *User {
	if u := a.Users[s.User]; u != nil && u.ID == s.PrincipalID {
		return u
	}
	for _, u := range a.Users {
		if u.ID == s.PrincipalID {
			return u
		}
	}
	return nil
}

func (w *World) keyOwner(id string) *User {
	for _, a := range w.state.Accounts {
		for _, u := range a.Users {
			for _, k := range u.Keys {
				if k.ID == id {
					return u
				}
			}
		}
	}
	return nil
}

// KeyAccount is the account that an access key id belongs to; empty when none.
func (w *World) KeyAccount(id string) string {
	if s := w.sessions[id]; s != nil {
		return s.Account
	}
	if u := w.keyOwner(id); u != nil {
		return u.Account
	}
	return ""
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// mfa says when the caller last proved itself by MFA; ok is false when the
// credentials carry no such information: a role's session never does.
func (i Identity) mfa() (at time.Time, ok bool) {
	if i.Session == nil || i.Session.Kind != SessionUser || i.Session.MFA.IsZero() {
		return time.Time{}, false
	}
	return i.Session.MFA, true
}

// KeyOwner is the user that a long-term access key belongs to; nil when there is none.
func (w *World) KeyOwner(id string) *User { return w.keyOwner(id) }
