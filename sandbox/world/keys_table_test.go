package world

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"rolecall/sandbox/iam/contextkey"
)

// The sandbox sends no key that the table says such callers never carry, and sends
// aws:PrincipalIsAWSService and aws:PrincipalArn as the table has them.
func TestRequestsFollowTheTable(t *testing.T) {
	a := &Account{ID: "111122223333"}
	session := &Session{Kind: SessionRole, Issued: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}
	callers := []struct {
		who  Identity
		kind contextkey.Caller
	}{
		{Identity{Type: IdentityUser, Account: a.ID, ARN: "arn:aws:iam::111122223333:user/alice", User: &User{Name: "alice"}}, contextkey.User},
		{Identity{Type: IdentityRole, Account: a.ID, ARN: "arn:aws:sts::111122223333:assumed-role/Reader/ship", Role: &Role{Name: "Reader", Account: a.ID}, Session: session}, contextkey.RoleSession},
		{Identity{Type: IdentityRoot, Account: a.ID, ARN: "arn:aws:iam::111122223333:root"}, contextkey.Root},
		{Identity{Type: IdentityService, ARN: "lambda.amazonaws.com"}, contextkey.Service},
		{Identity{Type: IdentityAnonymous}, contextkey.Anonymous},
		{Identity{Type: IdentityProvider, ARN: "accounts.google.com"}, contextkey.WebIdentity},
	}
	for _, c := range callers {
		acc := &Access{World: New(Env{}), Who: c.who, Time: session.Issued}
		got := acc.context(Target{ARN: "arn:aws:s3:::reports/a", Account: a.ID}, nil)
		for key := range got {
			if contextkey.Find(key) != nil && contextkey.Of(key, c.kind, "s3:GetObject") == contextkey.Never {
				t.Errorf("a call by an %s carries %s, and never does", c.kind, key)
			}
		}
		for _, key := range []string{"aws:PrincipalIsAWSService", "aws:PrincipalArn", "aws:SecureTransport", "aws:RequestedRegion", "aws:TokenIssueTime"} {
			if contextkey.Of(key, c.kind, "s3:GetObject") == contextkey.Always && len(got[key]) == 0 {
				t.Errorf("a call by an %s lacks %s, which it always carries (it has %s)", c.kind, key, strings.Join(slices.Sorted(maps.Keys(got)), ", "))
			}
		}
	}
}
