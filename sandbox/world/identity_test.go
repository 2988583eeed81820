package world_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

func TestWhoCalls(t *testing.T) {
	w := company(t)
	tests := []struct {
		name   string
		caller world.Caller
		typ    world.IdentityType
		says   string // what policies and messages call it
		fault  world.FaultKind
	}{
		{"nobody", world.Caller{}, world.IdentityAnonymous, "anonymous", world.FaultNone},
		{"a service", world.Caller{Kind: world.CallerService, Service: "lambda.amazonaws.com"}, world.IdentityService, "lambda.amazonaws.com", world.FaultNone},
		{"a root user", world.Caller{Kind: world.CallerRoot, Account: tools}, world.IdentityRoot, "arn:aws:iam::" + tools + ":root", world.FaultNone},
		{"a root user of no account", world.Caller{Kind: world.CallerRoot, Account: outside}, world.IdentityAnonymous, "anonymous", world.FaultUnknown},
		{"another kind", world.Caller{Kind: 99}, world.IdentityAnonymous, "anonymous", world.FaultMissing},
		{"a user's session", world.KeysCaller(sessionOf(t, w, world.SessionUser, time.Hour).Credentials()), world.IdentityUser, "arn:aws:iam::" + tools + ":user/team/alice", world.FaultNone},
		{"a role's session", world.KeysCaller(sessionOf(t, w, world.SessionRole, time.Hour).Credentials()), world.IdentityRole, "arn:aws:sts::" + production + ":assumed-role/Deploy/ship", world.FaultNone},
		{"a federated user", world.KeysCaller(sessionOf(t, w, world.SessionFederated, time.Hour).Credentials()), world.IdentityFederated, "arn:aws:sts::" + tools + ":federated-user/guest", world.FaultNone},
		{"a root session", world.KeysCaller(sessionOf(t, w, world.SessionRoot, time.Hour).Credentials()), world.IdentityRoot, "arn:aws:iam::" + production + ":root", world.FaultNone},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id, fault := w.Authenticate(tt.caller)
			if fault != tt.fault || id.Type != tt.typ || id.Principal() != tt.says {
				t.Errorf("got type %d, %q, fault %d; want type %d, %q, fault %d", id.Type, id.Principal(), fault, tt.typ, tt.says, tt.fault)
			}
		})
	}
}

// A session is of the role or user with a unique id: once that one is deleted its keys
// are unknown, whoever has the name next.
func TestSessionsOfWhoIsGone(t *testing.T) {
	w := company(t)
	role, user := sessionOf(t, w, world.SessionRole, time.Hour), sessionOf(t, w, world.SessionUser, time.Hour)
	rootsGuest := &world.Session{Kind: world.SessionFederated, Account: tools, Name: "guest", PrincipalID: tools, UserID: tools + ":guest", ARN: "arn:aws:sts::" + tools + ":federated-user/guest"}
	w.Issue(rootsGuest, time.Hour)
	w.DeleteRole(w.Account(production).Roles["Deploy"])
	w.DeleteUser(w.Account(tools).Users["alice"])
	if _, err := w.AddRole(w.Account(production), "Deploy", "/", trusts("arn:aws:iam::"+tools+":root")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddUser(w.Account(tools), "alice", "/team/"); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*world.Session{role, user} {
		if _, fault := w.Authenticate(world.KeysCaller(s.Credentials())); fault != world.FaultUnknown {
			t.Errorf("%s: fault %d, want %d: a namesake isn't who the session was issued to", s.Kind, fault, world.FaultUnknown)
		}
	}
	if id, fault := w.Authenticate(world.KeysCaller(rootsGuest.Credentials())); fault != world.FaultNone || id.User != nil {
		t.Errorf("the root user's guest: fault %d, user %v", fault, id.User)
	}
	if _, ok := w.SessionIdentity(&world.Session{Account: outside}); ok {
		t.Error("a session of an account that isn't there has an identity")
	}
}

func TestWhoseKey(t *testing.T) {
	w := company(t)
	alice := w.Account(tools).Users["alice"]
	key := alice.Keys[0].ID
	if w.KeyOwner(key) != alice || w.KeyAccount(key) != tools {
		t.Errorf("alice's key belongs to %v in %q", w.KeyOwner(key), w.KeyAccount(key))
	}
	if w.KeyOwner("AKIAIOSFODNN7EXAMPLE") != nil || w.KeyAccount("AKIAIOSFODNN7EXAMPLE") != "" {
		t.Error("a key that isn't there belongs to somebody")
	}
	alice.Keys[0].Active = false
	if _, ok := world.UserCaller(alice); ok {
		t.Error("a user signs with a key that is turned off")
	}
}

// The keys are those of "AWS global condition context keys" in the IAM User Guide, by
// the availability that each section states; "Where you can use principal key values"
// has aws:userid and aws:PrincipalType of each sort of caller.
func TestConditionKeysOfACall(t *testing.T) {
	w := company(t)
	alice, deploy := w.Account(tools).Users["alice"], w.Account(production).Roles["Deploy"]
	role := sessionOf(t, w, world.SessionRole, time.Hour)
	role.Tags = map[string]string{"TEAM": "green"}
	role.SourceIdentity, role.Provider = "alice", "arn:aws:iam::"+production+":saml-provider/corp"
	role.Claims = world.Context{"saml:sub": {"a1"}}
	withMFA := sessionOf(t, w, world.SessionUser, time.Hour)
	withMFA.MFA = start.Add(-time.Minute)
	guest := sessionOf(t, w, world.SessionFederated, time.Hour)
	guest.Tags = map[string]string{"team": "blue"}
	key, _ := world.UserCaller(alice)
	key.SourceIP, key.UserAgent = "198.51.100.7", "aws-cli/2"
	tests := []struct {
		name   string
		caller world.Caller
		want   map[string]string // "" is absent
	}{
		{"a user with a key", key, map[string]string{
			"aws:PrincipalType": "User", "aws:username": "alice", "aws:userid": alice.ID, "aws:PrincipalArn": alice.ARN(), "aws:PrincipalTag/team": "red",
			"aws:SourceIp": "198.51.100.7", "aws:UserAgent": "aws-cli/2", "aws:PrincipalIsAWSService": "false", "aws:PrincipalOrgID": "o-exampleorgid",
			"aws:MultiFactorAuthPresent": "", "aws:TokenIssueTime": "", "aws:ResourceTag/Stage": "live", "aws:ResourceAccount": production,
			"aws:CurrentTime": "2026-11-21T09:00:00Z", "aws:RequestedRegion": "us-east-1", "aws:SecureTransport": "true", "aws:ViaAWSService": "false",
		}},
		{"a user's session with MFA", world.KeysCaller(withMFA.Credentials()), map[string]string{
			"aws:PrincipalType": "User", "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "60", "aws:TokenIssueTime": "2026-11-21T09:00:00Z",
		}},
		{"a user's session without MFA", world.KeysCaller(sessionOf(t, w, world.SessionUser, time.Hour).Credentials()), map[string]string{
			"aws:MultiFactorAuthPresent": "false", "aws:MultiFactorAuthAge": "",
		}},
		{"a role's session", world.KeysCaller(role.Credentials()), map[string]string{
			"aws:PrincipalType": "AssumedRole", "aws:username": "", "aws:userid": deploy.ID + ":ship", "aws:PrincipalArn": deploy.ARN(),
			"aws:PrincipalTag/TEAM": "green", "aws:PrincipalTag/team": "", "aws:PrincipalTag/Stage": "live",
			"aws:SourceIdentity": "alice", "aws:FederatedProvider": role.Provider, "saml:sub": "a1", "aws:MultiFactorAuthPresent": "",
		}},
		{"a federated user", world.KeysCaller(guest.Credentials()), map[string]string{
			"aws:PrincipalType": "FederatedUser", "aws:username": "", "aws:userid": tools + ":guest", "aws:PrincipalTag/team": "blue",
		}},
		{"a root session", world.KeysCaller(sessionOf(t, w, world.SessionRoot, time.Hour).Credentials()), map[string]string{
			"aws:PrincipalType": "Account", "aws:AssumedRoot": "true", "aws:userid": production,
		}},
		{"nobody", world.Caller{}, map[string]string{
			"aws:PrincipalType": "Anonymous", "aws:userid": "anonymous", "aws:PrincipalArn": "", "aws:PrincipalOrgID": "", "aws:SourceIp": world.DefaultSourceIP,
		}},
		{"a service", world.Caller{Kind: world.CallerService, Service: "sns.amazonaws.com", SourceARN: "arn:aws:sns:us-east-1:" + tools + ":alarms"}, map[string]string{
			"aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": "sns.amazonaws.com", "aws:SourceAccount": tools,
			"aws:SourceArn": "arn:aws:sns:us-east-1:" + tools + ":alarms", "aws:SourceIp": "", "aws:PrincipalArn": "", "aws:PrincipalType": "",
		}},
		{"a service for a bucket", world.Caller{Kind: world.CallerService, Service: "s3.amazonaws.com", SourceARN: "arn:aws:s3:::reports"}, map[string]string{
			"aws:SourceArn": "arn:aws:s3:::reports", "aws:SourceAccount": "",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, fault := w.Begin(tt.caller)
			if fault != world.FaultNone {
				t.Fatalf("fault %d", fault)
			}
			a.Extra["sts:ExternalId"] = []string{"x-1"}
			c := a.ContextOf(deploy.TrustTarget(), world.Context{"sts:RoleSessionName": {"ship"}})
			for k, want := range tt.want {
				got := ""
				if len(c[k]) > 0 {
					got = c[k][0]
				}
				if got != want {
					t.Errorf("%s is %q, want %q", k, got, want)
				}
			}
			if c["sts:ExternalId"][0] != "x-1" || c["sts:RoleSessionName"][0] != "ship" {
				t.Error("the call's own keys are missing")
			}
		})
	}
}

// The messages are those of "Troubleshoot access denied error messages" in the IAM
// User Guide: "Access denied due to a … policy – implicit denial" and "– explicit
// denial", one of each type of policy.
func TestDenialsNameTheirCause(t *testing.T) {
	const deployRead = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}]}`
	const denyAnybody = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}]}`
	who, res := "User: arn:aws:sts::"+production+":assumed-role/Deploy/ship is not authorized to perform: s3:GetObject on resource: ", `"arn:aws:s3:::reports/q3.csv"`
	tests := []struct {
		name string
		edit func(w *world.World, r *world.Role, s *world.Session)
		by   string
		want string
	}{
		{"no identity-based policy", func(w *world.World, _ *world.Role, _ *world.Session) {
			_ = w.RemoveDocument(production + "/roles/Deploy/policies/work.json")
		}, "identity", who + res + " because no identity-based policy allows the s3:GetObject action"},
		{"an inline policy", func(w *world.World, _ *world.Role, _ *world.Session) {
			put(t, w, production+"/roles/Deploy/policies/no.json", deployRead)
		}, "identity", who + res + " with an explicit deny in an identity-based policy"},
		{"a managed policy", func(w *world.World, r *world.Role, _ *world.Session) {
			put(t, w, production+"/policies/No.json", deployRead)
			r.Attached = []string{"arn:aws:iam::" + production + ":policy/No"}
		}, "identity", who + res + " with an explicit deny in an identity-based policy: arn:aws:iam::" + production + ":policy/No"},
		{"one of AWS's own", func(_ *world.World, r *world.Role, _ *world.Session) {
			r.Attached = []string{"arn:aws:iam::aws:policy/AWSDenyAll"}
		}, "identity", who + res + " with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSDenyAll"},
		{"a boundary that doesn't allow", func(_ *world.World, r *world.Role, _ *world.Session) {
			r.Boundary = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
		}, "boundary", who + res + " because no permissions boundary allows the s3:GetObject action"},
		{"a session policy that doesn't allow", func(_ *world.World, _ *world.Role, s *world.Session) {
			s.PolicyARNs = []string{"arn:aws:iam::aws:policy/IAMReadOnlyAccess"}
		}, "session", who + res + " because no session policy allows the s3:GetObject action"},
		{"a session policy that denies", func(_ *world.World, _ *world.Role, s *world.Session) { s.Policy = deployRead },
			"session", who + res + " with an explicit deny in a session policy"},
		{"a bucket policy", func(w *world.World, _ *world.Role, _ *world.Session) {
			put(t, w, production+"/buckets/reports/policy.json", denyAnybody)
		}, "resource", who + res + " with an explicit deny in a resource-based policy"},
		{"a service control policy", func(w *world.World, _ *world.Role, _ *world.Session) {
			scps, _ := w.Organization().Attachments(production)
			*scps = []string{world.FullAccess, "NoS3"}
		}, "scp", who + res + " with an explicit deny in a service control policy: arn:aws:organizations::" + management + ":policy/o-exampleorgid/service_control_policy/p-nos3exam"},
		{"a resource control policy", func(w *world.World, _ *world.Role, _ *world.Session) {
			_, rcps := w.Organization().Attachments(production)
			*rcps = []string{"NoS3"}
		}, "rcp", who + res + " with an explicit deny in a resource control policy: arn:aws:organizations::" + management + ":policy/o-exampleorgid/resource_control_policy/p-nos3exam"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := company(t)
			s := sessionOf(t, w, world.SessionRole, time.Hour)
			target := world.Target{ARN: "arn:aws:s3:::reports/q3.csv", Account: production, Policy: w.Bucket("reports").PolicyPath()}
			a, _ := w.Begin(world.KeysCaller(s.Credentials()))
			if err := a.Authorize("s3:GetObject", target, nil); err != nil {
				t.Fatalf("before the edit it is refused: %v", err)
			}
			if len(w.ServiceControls(production)) == 0 || len(a.PoliciesOf(target).Identity) != 1 {
				t.Error("the policies that decide aren't listed")
			}
			tt.edit(w, w.Account(production).Roles["Deploy"], s)
			trace, err := a.Decide("s3:GetObject", target, nil)
			must(t, err)
			if got := a.DenialMessage(trace, "s3:GetObject", target, true); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if diff := cmp.Diff([]string{tt.by}, a.Deciding().DeniedBy.Strings()); diff != "" {
				t.Errorf("denied by: %s", diff)
			}
		})
	}
}

// A cause in an account of another organization is not named; nor is the resource of
// an action that has none.
func TestDenialsKeepOthersPoliciesToThemselves(t *testing.T) {
	w := company(t)
	w.SetOrganization(nil)
	alice := w.Account(tools).Users["alice"]
	put(t, w, tools+"/users/alice/policies/all.json", allowAll)
	c, _ := world.UserCaller(alice)
	a, _ := w.Begin(c)
	if a.Deciding() != nil {
		t.Error("something was decided before anything was asked")
	}
	bucket := world.Target{ARN: "arn:aws:s3:::reports/q3.csv", Account: production, Policy: w.Bucket("reports").PolicyPath()}
	role := w.Account(production).Roles["Deploy"]
	put(t, w, role.TrustPath(), `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}`)
	for _, tt := range []struct {
		action string
		target world.Target
		want   string
	}{
		{"s3:GetObject", bucket, "AccessDenied: User: " + alice.ARN() + " is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::reports/q3.csv"},
		{"sts:AssumeRole", role.TrustTarget(), "AccessDenied: User: " + alice.ARN() + " is not authorized to perform: sts:AssumeRole on resource: " + role.ARN()},
	} {
		if err := a.Authorize(tt.action, tt.target, nil); err == nil || err.Error() != tt.want {
			t.Errorf("got  %v\nwant %s", err, tt.want)
		}
	}
	if err := a.Authorize("not an action", bucket, nil); err == nil || err.Error()[:15] != "ValidationError" {
		t.Errorf("an action that can't be: got %v, want a ValidationError", err)
	}
	if a.Deciding() == nil || a.Deciding().Decision == iam.Allowed {
		t.Error("the denied call isn't the one that decided")
	}
	nobody, _ := w.Begin(world.Caller{})
	want := "AccessDenied: User: anonymous is not authorized to perform: s3:ListAllMyBuckets"
	if err := nobody.Authorize("s3:ListAllMyBuckets", world.Target{ARN: "*", Account: production}, nil); err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
