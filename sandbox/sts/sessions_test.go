package sts_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

// TestSessionsAsTheyStand follows sessions through revocation and expiry as "Revoke
// IAM role temporary security credentials" in the IAM User Guide has it.
func TestSessionsAsTheyStand(t *testing.T) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	w := world.New(world.Env{Now: func() time.Time { return now }, Rand: world.Seeded("sessions")})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	a, err := w.AddAccount("111122223333", "Tools")
	must(err)
	u, err := w.AddUser(a, "alice", "/")
	must(err)
	_, err = w.AddKey(u)
	must(err)
	for _, name := range []string{"Deploy", "Guarded", "Doomed"} {
		_, err = w.AddRole(a, name, "/", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":"sts:AssumeRole"}}`)
		must(err)
	}
	// A Deny that is not aimed at sessions is no revocation.
	_, err = w.SetDocument("111122223333/roles/Guarded/policies/mfa.json", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}}`)
	must(err)
	caller, _ := world.UserCaller(u)
	assume := func(role, name string) {
		t.Helper()
		access, fault := w.Begin(caller)
		if fault != world.FaultNone {
			t.Fatal(fault)
		}
		_, err := sts.AssumeRole(access, sts.AssumeRoleInput{RoleARN: "arn:aws:iam::111122223333:role/" + role, RoleSessionName: name, DurationSeconds: 3600})
		must(err)
	}
	states := func() map[string]sts.SessionState {
		got := map[string]sts.SessionState{}
		for _, s := range sts.Sessions(w) {
			got[s.Name] = s.State
		}
		return got
	}
	assume("Deploy", "old")
	assume("Guarded", "guarded")
	assume("Doomed", "doomed")
	must(w.Advance(10 * time.Minute))
	must(sts.RevokeSessions(w, a.ID, "Deploy"))
	assume("Deploy", "too soon")
	must(w.Advance(sts.RevokeAhead + time.Second))
	assume("Deploy", "new")
	w.DeleteRole(a.Roles["Doomed"])
	want := map[string]sts.SessionState{"old": sts.SessionRevoked, "too soon": sts.SessionRevoked, "new": sts.SessionActive, "guarded": sts.SessionActive, "doomed": sts.SessionOrphaned}
	if diff := cmp.Diff(want, states()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	list := sts.Sessions(w)
	if list[0].Name != "new" || list[0].Left != time.Hour || list[0].IssuedBy != "arn:aws:iam::111122223333:user/alice" {
		t.Errorf("the newest is %+v", list[0])
	}
	old := list[4]
	if diff := cmp.Diff(&sts.Revocation{Document: "111122223333/roles/Deploy/policies/AWSRevokeOlderSessions.json", Before: "2026-11-21T09:10:30.000Z"}, old.RevokedBy); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	must(w.Advance(55 * time.Minute))
	want["old"], want["guarded"], want["doomed"] = sts.SessionExpired, sts.SessionExpired, sts.SessionExpired
	if diff := cmp.Diff(want, states()); diff != "" {
		t.Errorf("after an hour (-want +got)\n%s", diff)
	}
	if err := sts.RevokeSessions(w, a.ID, "Nobody"); err == nil {
		t.Error("sessions of no role were revoked")
	}
}
