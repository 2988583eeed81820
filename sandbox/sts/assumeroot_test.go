package sts_test

import (
	"strings"
	"testing"

	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

const audit = world.RootTaskPrefix + "IAMAuditRootUserCredentials"

// rooted is a scene in which Tools manages an organization with Production in it and
// centralized root access on.
func rooted(t *testing.T) *scene {
	s := newScene(t)
	s.w.SetOrganization(&world.Organization{
		ID: "o-exampleorgid", Management: tools, RootFeatures: []string{world.RootCredentialsManagement, world.RootSessions},
		Root: &world.Node{ID: "r-exam", Accounts: []*world.NodeAccount{{ID: tools}, {ID: production}}},
	})
	return s
}

// TestAssumeRootConditions decides by the keys of sts:AssumeRoot; see "Actions,
// resources, and condition keys for AWS Security Token Service" and aws:ResourceAccount
// in the IAM User Guide.
func TestAssumeRootConditions(t *testing.T) {
	s := rooted(t)
	s.account("777788889999", "Elsewhere")
	for _, tt := range []struct{ name, condition, member, task, code string }{
		{"nothing asked", `{}`, production, audit, ""},
		{"outside the organization", `{}`, "777788889999", audit, "AccessDenied"},
		{"the management account", `{}`, tools, audit, "AccessDenied"},
		{"the task", `{"StringEquals":{"sts:TaskPolicyArn":"` + audit + `"}}`, production, audit, ""},
		{"another task", `{"StringEquals":{"sts:TaskPolicyArn":"` + audit + `"}}`, production, world.RootTaskPrefix + "S3UnlockBucketPolicy", "AccessDenied"},
		{"the account", `{"StringEquals":{"aws:ResourceAccount":"` + production + `"}}`, production, audit, ""},
		{"another account", `{"StringEquals":{"aws:ResourceAccount":"` + tools + `"}}`, production, audit, "AccessDenied"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.document(tools+"/users/alice/policies/sts.json", strings.Replace(allow("sts:AssumeRoot"), `"Resource":"*"`, `"Resource":"*","Condition":`+tt.condition, 1))
			_, err := sts.AssumeRoot(s.user(), sts.AssumeRootInput{TargetPrincipal: tt.member, TaskPolicyARN: tt.task})
			if got, says := code(t, err); got != tt.code {
				t.Errorf("got %q %q, want %q", got, says, tt.code)
			}
		})
	}
}

// TestAssumeRootCarriesSourceIdentity is the SourceIdentity of "AssumeRoot" in the STS
// API Reference: that of the session that called.
func TestAssumeRootCarriesSourceIdentity(t *testing.T) {
	s := rooted(t)
	in := first()
	in.SourceIdentity = "alice"
	out, err := sts.AssumeRoot(s.session(s.assume(s.user(), in)), sts.AssumeRootInput{TargetPrincipal: production, TaskPolicyARN: audit})
	if err != nil {
		t.Fatal(err)
	}
	if out.SourceIdentity != "alice" || out.Session().SourceIdentity != "alice" {
		t.Errorf("the answer says %q, the session %q", out.SourceIdentity, out.Session().SourceIdentity)
	}
}
