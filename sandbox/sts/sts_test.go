package sts_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

var start = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)

const (
	tools      = "111122223333"
	production = "444455556666"
)

// scene is a world with a user alice in Tools and roles that she can take.
type scene struct {
	*testing.T
	w     *world.World
	alice *world.User
}

func newScene(t *testing.T) *scene {
	t.Helper()
	w := world.New(world.Env{Now: func() time.Time { return start }, Rand: world.Seeded(t.Name())})
	s := &scene{T: t, w: w}
	a := s.account(tools, "Tools")
	s.account(production, "Production")
	var err error
	if s.alice, err = w.AddUser(a, "alice", "/"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddKey(s.alice); err != nil {
		t.Fatal(err)
	}
	s.document(tools+"/users/alice/policies/sts.json", allow("sts:*"))
	s.role(tools, "First", 43200, trust(`{"AWS":"arn:aws:iam::111122223333:root"}`))
	s.document(tools+"/roles/First/policies/sts.json", allow("sts:*"))
	s.role(production, "Deploy", 7200, trust(`{"AWS":"arn:aws:iam::111122223333:root"}`))
	return s
}

func allow(action string) string {
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":%q,"Resource":"*"}]}`, action)
}

func trust(principal string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}]}`
}

func (s *scene) account(id, name string) *world.Account {
	s.Helper()
	a, err := s.w.AddAccount(id, name)
	if err != nil {
		s.Fatal(err)
	}
	return a
}

func (s *scene) role(account, name string, maxSession int64, trust string) *world.Role {
	s.Helper()
	r, err := s.w.AddRole(s.w.Account(account), name, "/", trust)
	if err != nil {
		s.Fatal(err)
	}
	r.MaxSession = maxSession
	return r
}

func (s *scene) document(path, src string) {
	s.Helper()
	if _, err := s.w.SetDocument(path, src); err != nil {
		s.Fatal(err)
	}
}

// user is a call by alice with her long-term key, session one with a session.
func (s *scene) user() *world.Access {
	s.Helper()
	c, _ := world.UserCaller(s.alice)
	return s.access(c)
}

func (s *scene) session(x *world.Session) *world.Access {
	s.Helper()
	return s.access(world.KeysCaller(x.Credentials()))
}

func (s *scene) access(c world.Caller) *world.Access {
	s.Helper()
	a, fault := s.w.Begin(c)
	if fault != world.FaultNone {
		s.Fatalf("credentials refused: %v", fault)
	}
	return a
}

func deploy() sts.AssumeRoleInput {
	return sts.AssumeRoleInput{RoleARN: "arn:aws:iam::444455556666:role/Deploy", RoleSessionName: "ship"}
}

func first() sts.AssumeRoleInput {
	return sts.AssumeRoleInput{RoleARN: "arn:aws:iam::111122223333:role/First", RoleSessionName: "one"}
}

func (s *scene) assume(a *world.Access, in sts.AssumeRoleInput) *world.Session {
	s.Helper()
	out, err := sts.AssumeRole(a, in)
	if err != nil {
		s.Fatal(err)
	}
	return out.Session()
}

// code is the code and message of a refusal, empty when there was none.
func code(t *testing.T, err error) (string, string) {
	t.Helper()
	if err == nil {
		return "", ""
	}
	var f *world.Fault
	if !errors.As(err, &f) {
		t.Fatalf("a refusal is a *world.Fault, this is %T: %v", err, err)
	}
	return f.Code, f.Message
}

// Each rule names the page of AWS's documentation that it comes from.
//
// Rules: trust.duration, trust.same-answer, trust.temporary-credentials, trust.unique-ids, combine.root-cannot-assume.
func TestAssumeRoleRules(t *testing.T) {
	const limit = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
	const chained = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
	tests := []struct {
		rule, page string
		run        func(s *scene) error
		code, says string
	}{
		{"without a duration a session lasts an hour", "STS API: AssumeRole, DurationSeconds", func(s *scene) error {
			got := s.assume(s.user(), deploy())
			if life := got.Expires.Sub(got.Issued); life != time.Hour {
				return fmt.Errorf("the session lasts %s", life)
			}
			return nil
		}, "", ""},
		{"the role's maximum is granted", "STS API: AssumeRole, DurationSeconds", func(s *scene) error {
			in := deploy()
			in.DurationSeconds = 7200
			got := s.assume(s.user(), in)
			if life := got.Expires.Sub(got.Issued); life != 2*time.Hour {
				return fmt.Errorf("the session lasts %s", life)
			}
			return nil
		}, "", ""},
		{"more than the role's maximum fails", "IAM UG: Update the maximum session duration for a role", func(s *scene) error {
			in := deploy()
			in.DurationSeconds = 7201
			_, err := sts.AssumeRole(s.user(), in)
			return err
		}, "ValidationError", limit},
		{"a chained call for more than an hour fails", "IAM UG: Role chaining", func(s *scene) error {
			in := deploy()
			in.DurationSeconds = 3601
			_, err := sts.AssumeRole(s.session(s.assume(s.user(), first())), in)
			return err
		}, "ValidationError", chained},
		{"a chained call for an hour works", "IAM UG: Role chaining", func(s *scene) error {
			in := deploy()
			in.DurationSeconds = 3600
			_, err := sts.AssumeRole(s.session(s.assume(s.user(), first())), in)
			return err
		}, "", ""},
		{"a role that doesn't exist is refused like one that doesn't trust", "IAM UG: Troubleshoot roles", func(s *scene) error {
			s.role(production, "Other", 3600, trust(`{"AWS":"arn:aws:iam::444455556666:root"}`))
			other, missing := deploy(), deploy()
			other.RoleARN = "arn:aws:iam::444455556666:role/Other"
			missing.RoleARN = "arn:aws:iam::444455556666:role/Gone"
			_, there := sts.AssumeRole(s.user(), other)
			_, gone := sts.AssumeRole(s.user(), missing)
			_, a := code(s.T, there)
			_, b := code(s.T, gone)
			if strings.ReplaceAll(a, "Other", "X") != strings.ReplaceAll(b, "Gone", "X") {
				return fmt.Errorf("%q and %q differ", a, b)
			}
			return gone
		}, "AccessDenied", "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Gone"},
		{"the root user can't assume a role", "IAM UG: AWS account root user", func(s *scene) error {
			_, err := sts.AssumeRole(s.access(world.Caller{Kind: world.CallerRoot, Account: tools}), first())
			return err
		}, "AccessDenied", "Roles may not be assumed by root accounts."},
		{"across accounts the caller's side must allow", "IAM UG: Cross-account policy evaluation logic", func(s *scene) error {
			_ = s.w.RemoveDocument(tools + "/users/alice/policies/sts.json")
			_, err := sts.AssumeRole(s.user(), deploy())
			return err
		}, "AccessDenied", "because no identity-based policy allows the sts:AssumeRole action"},
		{"in one account a trust that names the caller is enough", "IAM UG: Policy evaluation logic, same account", func(s *scene) error {
			_ = s.w.RemoveDocument(tools + "/users/alice/policies/sts.json")
			s.document(tools+"/roles/First/trust.json", trust(`{"AWS":"arn:aws:iam::111122223333:user/alice"}`))
			_, err := sts.AssumeRole(s.user(), first())
			return err
		}, "", ""},
		{"a trust policy that asks for an external id refuses a call without", "IAM UG: Access to AWS accounts owned by third parties", func(s *scene) error {
			s.document(production+"/roles/Deploy/trust.json", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"4711"}}}]}`)
			in := deploy()
			in.ExternalID = "4711"
			if _, err := sts.AssumeRole(s.user(), in); err != nil {
				return fmt.Errorf("with the external id: %w", err)
			}
			_, err := sts.AssumeRole(s.user(), deploy())
			return err
		}, "AccessDenied", ""},
		{"a federated user can't assume a role", "IAM UG: Compare AWS STS credentials", func(s *scene) error {
			out, err := sts.GetFederationToken(s.user(), sts.GetFederationTokenInput{Name: "carol", Policy: allow("*")})
			if err != nil {
				return err
			}
			_, err = sts.AssumeRole(s.session(out.Session()), deploy())
			return err
		}, "AccessDenied", ""},
		{"a session from GetSessionToken can", "IAM UG: Compare AWS STS credentials", func(s *scene) error {
			out, err := sts.GetSessionToken(s.user(), sts.GetSessionTokenInput{})
			if err != nil {
				return err
			}
			_, err = sts.AssumeRole(s.session(out.Session()), deploy())
			return err
		}, "", ""},
		{"a recreated user is a stranger to the trust that named it", "IAM UG: Principal element", func(s *scene) error {
			s.document(production+"/roles/Deploy/trust.json", trust(`{"AWS":"arn:aws:iam::111122223333:user/alice"}`))
			s.w.DeleteUser(s.alice)
			var err error
			if s.alice, err = s.w.AddUser(s.w.Account(tools), "alice", "/"); err != nil {
				return err
			}
			if _, err = s.w.AddKey(s.alice); err != nil {
				return err
			}
			s.document(tools+"/users/alice/policies/sts.json", allow("sts:*"))
			_, err = sts.AssumeRole(s.user(), deploy())
			return err
		}, "AccessDenied", ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			err := tt.run(newScene(t))
			var f *world.Fault
			if err != nil && !errors.As(err, &f) {
				t.Fatalf("%s: %v", tt.page, err)
			}
			got, says := code(t, err)
			if got != tt.code || !strings.Contains(says, tt.says) {
				t.Errorf("%s: got %q %q, want %q %q", tt.page, got, says, tt.code, tt.says)
			}
		})
	}
}

// IAM UG: "Pass session tags in AWS STS".
//
// Rules: trust.session-tags.
func TestSessionTags(t *testing.T) {
	s := newScene(t)
	in := first()
	in.Tags = []sts.Tag{{Key: "Team", Value: "ship"}, {Key: "job", Value: "42"}}
	in.TransitiveTagKeys = []string{"team"}
	one := s.assume(s.user(), in)
	two := s.assume(s.session(one), deploy())
	if diff := cmp.Diff(map[string]string{"Team": "ship"}, two.Tags); diff != "" {
		t.Errorf("the transitive tag alone goes on down the chain (-want +got):\n%s", diff)
	}
	refusals := []struct {
		name string
		who  *world.Access
		tags []sts.Tag
		keys []string
		says string
	}{
		{"a transitive tag can't be passed again", s.session(one), []sts.Tag{{Key: "TEAM", Value: "x"}}, nil, "conflicts with a transitive tag key"},
		{"keys ignore case", s.user(), []sts.Tag{{Key: "a", Value: "1"}, {Key: "A", Value: "2"}}, nil, "Duplicate tag keys"},
		{"aws: is AWS's own", s.user(), []sts.Tag{{Key: "aws:x", Value: "1"}}, nil, "aws: prefixed"},
		{"a transitive key is one of the tags", s.user(), nil, []string{"team"}, "must be included"},
	}
	for _, tt := range refusals {
		t.Run(tt.name, func(t *testing.T) {
			in := deploy()
			in.Tags, in.TransitiveTagKeys = tt.tags, tt.keys
			_, err := sts.AssumeRole(tt.who, in)
			if got, says := code(t, err); got != "InvalidParameterValue" || !strings.Contains(says, tt.says) {
				t.Errorf("got %q %q, want %q", got, says, tt.says)
			}
		})
	}
}

// IAM UG: "Pass session tags in AWS STS": sts:TagSession is needed for what is
// merely inherited, too.
//
// Rules: trust.inherited.
func TestInheritedTagsNeedTagSession(t *testing.T) {
	s := newScene(t)
	in := first()
	in.Tags, in.TransitiveTagKeys = []sts.Tag{{Key: "team", Value: "ship"}}, []string{"team"}
	one := s.assume(s.user(), in)
	s.document(tools+"/roles/First/policies/sts.json", allow("sts:AssumeRole"))
	_, err := sts.AssumeRole(s.session(one), deploy())
	if got, says := code(t, err); got != "AccessDenied" || !strings.Contains(says, "sts:TagSession") {
		t.Errorf("got %q %q, want a denial of sts:TagSession", got, says)
	}
}

// IAM UG: "Monitor and control actions taken with assumed roles".
//
// Rules: trust.source-identity, trust.inherited.
func TestSourceIdentity(t *testing.T) {
	s := newScene(t)
	in := first()
	in.SourceIdentity = "alice"
	one := s.assume(s.user(), in)
	two := s.assume(s.session(one), deploy())
	if two.SourceIdentity != "alice" {
		t.Errorf("the source identity goes on down the chain, got %q", two.SourceIdentity)
	}
	again := deploy()
	again.SourceIdentity = "bob"
	_, err := sts.AssumeRole(s.session(one), again)
	if got, _ := code(t, err); got != "ValidationError" {
		t.Errorf("it can't change once set: got %q", got)
	}
	s.document(tools+"/roles/First/policies/sts.json", allow("sts:AssumeRole"))
	_, err = sts.AssumeRole(s.session(one), deploy())
	if got, says := code(t, err); got != "AccessDenied" || !strings.Contains(says, "sts:SetSourceIdentity") {
		t.Errorf("inheriting it needs sts:SetSourceIdentity: got %q %q", got, says)
	}
}

// IAM UG: "Session policies"; STS API: AssumeRole, Policy and PolicyArns.
//
// Rules: trust.session-limits, trust.managed-session-policies.
func TestSessionPolicyLimits(t *testing.T) {
	s := newScene(t)
	tests := []struct {
		name   string
		policy string
		arns   []string
		tags   int
		code   string
	}{
		{"a document", allow("s3:GetObject"), nil, 0, ""},
		{"not a document", `{"Version":`, nil, 0, "MalformedPolicyDocument"},
		{"with a principal", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`, nil, 0, "MalformedPolicyDocument"},
		{"2,049 characters", allow("s3:GetObject") + strings.Repeat(" ", 2049-len(allow("s3:GetObject"))), nil, 0, "ValidationError"},
		{"2,048 characters", allow("s3:GetObject") + strings.Repeat(" ", 2048-len(allow("s3:GetObject"))), nil, 0, ""},
		{"eleven managed policies", "", slicesRepeat("arn:aws:iam::aws:policy/AWSDenyAll", 11), 0, "ValidationError"},
		{"ten managed policies", "", slicesRepeat("arn:aws:iam::aws:policy/AWSDenyAll", 10), 0, ""},
		{"a managed policy of another account", "", []string{"arn:aws:iam::111122223333:policy/Own"}, 0, "ValidationError"},
		{"more than a session token holds", "", nil, 40, "PackedPolicyTooLarge"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := deploy()
			in.Policy, in.PolicyARNs = tt.policy, tt.arns
			for i := range tt.tags {
				in.Tags = append(in.Tags, sts.Tag{Key: fmt.Sprintf("key%d", i), Value: strings.Repeat("v", 250)})
			}
			_, err := sts.AssumeRole(s.user(), in)
			if got, says := code(t, err); got != tt.code {
				t.Errorf("got %q (%s), want %q", got, says, tt.code)
			}
		})
	}
}

func slicesRepeat(s string, n int) []string {
	var out []string
	for range n {
		out = append(out, s)
	}
	return out
}

// IAM UG: "Secure API access with MFA"; RFC 6238.
//
// Rules: trust.mfa-stops, trust.mfa.
func TestMFA(t *testing.T) {
	s := newScene(t)
	phone, err := s.w.AddMFA(s.alice, "phone")
	if err != nil {
		t.Fatal(err)
	}
	bob, _ := s.w.AddUser(s.w.Account(tools), "bob", "/")
	tablet, _ := s.w.AddMFA(bob, "tablet")
	s.document(production+"/roles/Deploy/trust.json", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}`)
	now := s.w.Now()
	tests := []struct {
		name         string
		serial, code string
		says         string
	}{
		{"the code of her own device", phone.Serial, phone.Code(now), ""},
		{"the same code again", phone.Serial, phone.Code(now), "invalid MFA one time pass code"},
		{"a code of a minute ago", phone.Serial, phone.Code(now.Add(-90 * time.Second)), "invalid MFA one time pass code"},
		{"somebody else's device", tablet.Serial, tablet.Code(now), "unable to validate MFA code"},
		{"no code", "", "", "is not authorized to perform: sts:AssumeRole"},
		{"a code without a device", "", phone.Code(now), "must provide both"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := deploy()
			in.SerialNumber, in.TokenCode = tt.serial, tt.code
			_, err := sts.AssumeRole(s.user(), in)
			got, says := code(t, err)
			if tt.says == "" && got != "" || tt.says != "" && (got != "AccessDenied" || !strings.Contains(says, tt.says)) {
				t.Errorf("got %q %q, want %q", got, says, tt.says)
			}
		})
	}
	if err := s.w.Advance(time.Minute); err != nil {
		t.Fatal(err)
	}
	out, err := sts.GetSessionToken(s.user(), sts.GetSessionTokenInput{SerialNumber: phone.Serial, TokenCode: phone.Code(s.w.Now())})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sts.AssumeRole(s.session(out.Session()), deploy()); err != nil {
		t.Errorf("GetSessionToken carries the MFA: %v", err)
	}
}

// STS API: GetSessionToken and GetFederationToken.
//
// Rules: trust.session-token.
func TestUserSessions(t *testing.T) {
	s := newScene(t)
	root := s.access(world.Caller{Kind: world.CallerRoot, Account: tools})
	role := s.session(s.assume(s.user(), first()))
	life := func(out *sts.GetSessionTokenOutput, err error) time.Duration {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out.Session().Expires.Sub(out.Session().Issued)
	}
	if got := life(sts.GetSessionToken(s.user(), sts.GetSessionTokenInput{})); got != 12*time.Hour {
		t.Errorf("a user's session lasts twelve hours, got %s", got)
	}
	if got := life(sts.GetSessionToken(root, sts.GetSessionTokenInput{})); got != time.Hour {
		t.Errorf("root's lasts an hour, got %s", got)
	}
	if got := life(sts.GetSessionToken(root, sts.GetSessionTokenInput{DurationSeconds: 7200})); got != time.Hour {
		t.Errorf("a longer wish of root becomes an hour, got %s", got)
	}
	_, err := sts.GetSessionToken(role, sts.GetSessionTokenInput{})
	if _, says := code(t, err); says != "Cannot call GetSessionToken with session credentials" {
		t.Errorf("a session can't call GetSessionToken: %q", says)
	}
	_, err = sts.GetFederationToken(role, sts.GetFederationTokenInput{Name: "carol"})
	if _, says := code(t, err); says != "Cannot call GetFederationToken with session credentials" {
		t.Errorf("a session can't call GetFederationToken: %q", says)
	}
	out, err := sts.GetFederationToken(s.user(), sts.GetFederationTokenInput{Name: "carol", Tags: []sts.Tag{{Key: "team", Value: "ship"}}})
	if err != nil {
		t.Fatal(err)
	}
	want := sts.FederatedUser{FederatedUserID: "111122223333:carol", ARN: "arn:aws:sts::111122223333:federated-user/carol"}
	if diff := cmp.Diff(want, out.FederatedUser); diff != "" {
		t.Errorf("federated user (-want +got):\n%s", diff)
	}
}

// IAM UG: "Compare AWS STS credentials"; STS API: GetCallerIdentity.
//
// Rules: combine.caller-identity.
func TestGetCallerIdentityAlwaysSucceeds(t *testing.T) {
	s := newScene(t)
	s.document(tools+"/users/alice/policies/deny.json", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}`)
	out, err := sts.GetCallerIdentity(s.user())
	if err != nil {
		t.Fatal(err)
	}
	if out.ARN != "arn:aws:iam::111122223333:user/alice" || out.UserID != s.alice.ID || out.Account != tools {
		t.Errorf("got %+v", out)
	}
}
