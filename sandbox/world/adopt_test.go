package world_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/world"
)

func TestAdoptedSessionsGoOn(t *testing.T) {
	w := company(t)
	var sessions []*world.Session
	for _, kind := range []world.SessionKind{world.SessionRole, world.SessionUser, world.SessionFederated, world.SessionRoot} {
		sessions = append(sessions, sessionOf(t, w, kind, time.Hour))
	}
	sessions[0].Policy = readS3
	sessions[0].PolicyARNs = []string{"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}
	back, err := world.Unmarshal(stored(t, w), env("other"))
	must(t, err)
	must(t, back.Adopt(sessions))
	if unsaved, _ := back.Unsaved(); cmp.Diff(sessions, unsaved) != "" || len(back.Sessions()) != 4 {
		t.Errorf("%d sessions are there, %d of them unsaved, want 4 and 4", len(back.Sessions()), len(unsaved))
	}
	for _, s := range sessions {
		id, fault := back.Authenticate(world.KeysCaller(s.Credentials()))
		if fault != world.FaultNone || id.ARN != s.ARN {
			t.Errorf("%s: fault %d, %q, want %q", s.Kind, fault, id.ARN, s.ARN)
		}
		if back.Session(s.AccessKeyID) != s || back.KeyAccount(s.AccessKeyID) != s.Account {
			t.Errorf("%s isn't found by its key", s.Kind)
		}
	}
}

func TestAdoptRefuses(t *testing.T) {
	tests := map[string]struct {
		edit func(s *world.Session)
		want string
	}{
		"a long-term key's id":       {func(s *world.Session) { s.AccessKeyID = "AKIA" + s.AccessKeyID[4:] }, "no access key id of a sandbox"},
		"a key of AWS's":             {func(s *world.Session) { s.AccessKeyID = "ASIAIOSFODNN7ABCDEFG" }, "no access key id of a sandbox"},
		"no secret":                  {func(s *world.Session) { s.SecretAccessKey = "" }, "no secret or token"},
		"a long token":               {func(s *world.Session) { s.SessionToken = strings.Repeat("t", 4097) }, "too long"},
		"an account outside":         {func(s *world.Session) { s.Account = outside }, "which isn't there"},
		"an end before its start":    {func(s *world.Session) { s.Expires = s.Issued.Add(-time.Second) }, "lasts longer than any session, or not at all"},
		"more than 36 hours":         {func(s *world.Session) { s.Expires = s.Issued.Add(36*time.Hour + time.Second) }, "lasts longer than any session"},
		"a long name":                {func(s *world.Session) { s.Name = strings.Repeat("n", 65) }, "larger than any session"},
		"another kind":               {func(s *world.Session) { s.Kind = "guest" }, `of the kind "guest"`},
		"a policy that isn't JSON":   {func(s *world.Session) { s.Policy = "{" }, "session policy"},
		"a managed policy that left": {func(s *world.Session) { s.PolicyARNs = []string{"arn:aws:iam::aws:policy/Gone"} }, "which isn't there"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := company(t)
			s := *sessionOf(t, w, world.SessionRole, time.Hour)
			tt.edit(&s)
			back, err := world.Unmarshal(stored(t, w), env("other"))
			must(t, err)
			if err := back.Adopt([]*world.Session{&s}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error that says %q", err, tt.want)
			}
		})
	}
	w := company(t)
	if err := w.Adopt([]*world.Session{nil}); err == nil || !strings.Contains(err.Error(), "session 1: it is null") {
		t.Errorf("a null session: got %v", err)
	}
	s := sessionOf(t, w, world.SessionRole, time.Hour)
	if err := w.Adopt([]*world.Session{s}); err == nil || !strings.Contains(err.Error(), "is there twice") {
		t.Errorf("a session that is there: got %v", err)
	}
	if err := w.Adopt(make([]*world.Session, world.MaxSessions+1)); err == nil || !strings.Contains(err.Error(), "at most 1000 sessions") {
		t.Errorf("too many sessions: got %v", err)
	}
}
