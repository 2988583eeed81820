package sts

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// SessionState says how an issued session stands.
type SessionState string

// The states of a session.
const (
	SessionActive  SessionState = "active"
	SessionExpired SessionState = "expired"
	// SessionRevoked: it would last longer, but a Deny on everything is aimed at
	// sessions like it; see "Revoke IAM role temporary security credentials" in the
	// IAM User Guide.
	SessionRevoked SessionState = "revoked"
	// SessionOrphaned: the role or user behind it is gone, so nobody takes it.
	SessionOrphaned SessionState = "orphaned"
)

// IssuedSession is what a list shows of a session: no secret is in it.
type IssuedSession struct {
	AccessKeyID    string            // ASIA…, its name in forms and URLs
	Kind           world.SessionKind // which call issued it
	Account        string
	ARN            string // as GetCallerIdentity prints it
	Name           string // role session name, federated user's name, user's name; "root"
	Role           string // the role's name; empty for other kinds
	IssuedBy       string // ARN or service name of who asked for it
	Provider       string // ARN of the identity provider, if one vouched
	SourceIdentity string
	Tags           map[string]string
	Chained        bool // a role's session asked for it
	Narrowed       bool // a session policy limits it
	Issued         time.Time
	Expires        time.Time
	State          SessionState
	Left           time.Duration // until it ends; 0 unless active
	RevokedBy      *Revocation   // of SessionRevoked
}

// Revocation is the statement that denies a session everything.
type Revocation struct {
	Document  string // path of the policy, as traces name it
	Statement int    // counts from 0
	Sid       string
	Before    string // the aws:TokenIssueTime it asks for, as written; empty when it names the session otherwise
}

// Sessions lists the sessions of a world, the newest first, as they stand now.
func Sessions(w *world.World) []IssuedSession {
	all := w.Sessions()
	list := make([]IssuedSession, 0, len(all))
	for _, s := range slices.Backward(all) {
		list = append(list, issued(w, s))
	}
	return list
}

func issued(w *world.World, s *world.Session) IssuedSession {
	i := IssuedSession{
		AccessKeyID: s.AccessKeyID, Kind: s.Kind, Account: s.Account, ARN: s.ARN, Name: s.Name, Role: s.Role,
		IssuedBy: s.IssuedBy, Provider: s.Provider, SourceIdentity: s.SourceIdentity, Tags: s.Tags, Chained: s.Chained,
		Narrowed: s.Policy != "" || len(s.PolicyARNs) > 0, Issued: s.Issued, Expires: s.Expires, State: SessionActive,
	}
	who, known := w.SessionIdentity(s)
	switch {
	case s.Expired(w.Now()):
		i.State = SessionExpired
	case !known:
		i.State = SessionOrphaned
	default:
		if i.RevokedBy = revocation(w, who); i.RevokedBy != nil {
			i.State = SessionRevoked
			break
		}
		i.Left = s.Expires.Sub(w.Now())
	}
	return i
}

// anyAction stands for whatever a session may try: only a statement on every
// action matches it.
const anyAction = "rolecall:AnyCall"

// revocation finds a Deny on everything that is aimed at a session by the time it
// was issued or by its id.
func revocation(w *world.World, who world.Identity) *Revocation {
	a := &world.Access{World: w, Who: who, Time: w.Now(), Extra: world.Context{}}
	trace, err := a.Decide(anyAction, world.Target{ARN: "*", Account: who.Account}, nil)
	if err != nil {
		return nil
	}
	for _, l := range trace.Layers {
		for _, p := range l.Policies {
			for _, s := range p.Statements {
				if !s.Matched || s.Effect != iam.Deny {
					continue
				}
				if before, aimed := aimedAt(w.PolicySource(p.Name), s.Span); aimed {
					return &Revocation{p.Name, s.Index, s.Sid, before}
				}
			}
		}
	}
	return nil
}

// aimedAt reads of a statement whether its conditions tell sessions apart, and the
// time before which they must have been issued.
func aimedAt(src string, at iam.Span) (before string, aimed bool) {
	var statement struct {
		Condition map[string]map[string]json.RawMessage
	}
	from, to := at.Start.Offset, at.End.Offset
	if from < 0 || from >= to || to > len(src) || json.Unmarshal([]byte(src[from:to]), &statement) != nil {
		return "", false
	}
	for _, operator := range slices.Sorted(maps.Keys(statement.Condition)) {
		for key, raw := range statement.Condition[operator] {
			switch strings.ToLower(key) {
			case "aws:tokenissuetime":
				if times := stringList(raw); len(times) > 0 {
					before = times[0]
				}
				aimed = true
			case "aws:userid":
				aimed = true
			}
		}
	}
	return before, aimed
}

// RevokeAhead is how far into the future the console's button revokes sessions: the
// page says about 30 seconds, for the time until the policy is known everywhere.
const RevokeAhead = 30 * time.Second

// RevokeSessions does what the IAM console's button "Revoke active sessions" does:
// it writes the inline policy AWSRevokeOlderSessions, which denies everything to
// sessions of the role that were issued before now or will be within RevokeAhead.
// Later ones are not touched. See "Revoke IAM role temporary security credentials"
// in the IAM User Guide.
func RevokeSessions(w *world.World, account, role string) error {
	a := w.Account(account)
	if a == nil || a.Roles[role] == nil {
		return fmt.Errorf("account %s has no role %q", account, role)
	}
	return w.Revoke(a.Roles[role], w.Now().Add(RevokeAhead))
}
