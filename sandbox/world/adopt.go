package world

import (
	"fmt"
	"regexp"
	"time"

	"rolecall/sandbox/iam"
)

// MaxSessions is how many sessions a world takes over with [World.Adopt].
const MaxSessions = 1000

// keyPattern is what the ids of access keys look like here: no account on AWS
// holds such a key.
var keyPattern = regexp.MustCompile(`^A(KIA|SIA)[A-Z2-7]{9}EXAMPLE$`)

// longestSession is what GetSessionToken grants at most; no call grants more.
const longestSession = 36 * time.Hour

// Adopt gives the world sessions that were issued elsewhere, in their order; they
// count as unsaved. One that can't be refuses all of them, with an *[UnsoundError];
// the world is of no use then.
func (w *World) Adopt(sessions []*Session) error {
	if len(sessions) > MaxSessions {
		return fmt.Errorf("a world takes over at most %d sessions, there are %d", MaxSessions, len(sessions))
	}
	var e UnsoundError
	for i, s := range sessions {
		if err := w.checkSession(s); err != nil {
			e.add("session %d: %v", i+1, err)
			continue
		}
		w.keep(s)
		w.newSessions = append(w.newSessions, s)
	}
	return e.err()
}

func (w *World) checkSession(s *Session) error {
	switch {
	case s == nil:
		return fmt.Errorf("it is null")
	case !keyPattern.MatchString(s.AccessKeyID) || s.AccessKeyID[:4] != "ASIA":
		return fmt.Errorf("%q is no access key id of a sandbox", s.AccessKeyID)
	case w.sessions[s.AccessKeyID] != nil || w.keyOwner(s.AccessKeyID) != nil:
		return fmt.Errorf("%s is there twice", s.AccessKeyID)
	case s.SecretAccessKey == "" || s.SessionToken == "" || len(s.SecretAccessKey) > 128 || len(s.SessionToken) > 4096:
		return fmt.Errorf("%s has no secret or token, or one that is too long", s.AccessKeyID)
	case w.Account(s.Account) == nil:
		return fmt.Errorf("%s is of account %q, which isn't there", s.AccessKeyID, s.Account)
	case s.Expires.Before(s.Issued) || s.Expires.Sub(s.Issued) > longestSession:
		return fmt.Errorf("%s lasts longer than any session, or not at all", s.AccessKeyID)
	case len(s.ARN) > 2048 || len(s.Name) > 64 || len(s.Tags) > 50 || len(s.PolicyARNs) > 10 || len(s.Policy) > 4*2048:
		return fmt.Errorf("%s is larger than any session", s.AccessKeyID)
	}
	switch s.Kind {
	case SessionRole, SessionUser, SessionFederated, SessionRoot:
	default:
		return fmt.Errorf("%s is of the kind %q, which there isn't", s.AccessKeyID, s.Kind)
	}
	return w.checkSessionPolicies(s)
}

// checkSessionPolicies makes sure that what narrows a session is there: a policy
// that is missing must not read as none.
func (w *World) checkSessionPolicies(s *Session) error {
	if s.Policy != "" {
		if _, fs := iam.Parse(iam.KindSession, "session policy", []byte(s.Policy)); iam.HasError(fs) {
			return fmt.Errorf("%s: %w", s.AccessKeyID, &DocumentError{"session policy", errorsOnly(fs)})
		}
	}
	var e UnsoundError
	w.checkAttached(&e, s.AccessKeyID, s.PolicyARNs, "")
	return e.err()
}
