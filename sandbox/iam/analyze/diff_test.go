package analyze_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

const (
	deploy  = "arn:aws:iam::444455556666:role/Deploy"
	alice   = "arn:aws:iam::111122223333:user/alice"
	bob     = "arn:aws:iam::111122223333:user/bob"
	github  = "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com"
	reports = "arn:aws:s3:::reports"
)

func doc(statements ...string) []byte {
	return []byte(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)
}

func trust(principal, more string) string {
	return `{"Effect":"Allow","Principal":` + principal + `,"Action":"sts:AssumeRole"` + more + `}`
}

func aws(arn string) string { return `{"AWS":"` + arn + `"}` }

func condition(op, key, value string) string {
	return fmt.Sprintf(`,"Condition":{%q:{%q:%q}}`, op, key, value)
}

func allow(action, resource, more string) string {
	return fmt.Sprintf(`{"Effect":"Allow","Action":%q,"Resource":%q%s}`, action, resource, more)
}

func deny(action, resource, more string) string {
	return fmt.Sprintf(`{"Effect":"Deny","Action":%q,"Resource":%q%s}`, action, resource, more)
}

func open(effect, principal, action, resource, more string) string {
	return fmt.Sprintf(`{"Effect":%q,"Principal":%s,"Action":%q,"Resource":%q%s}`, effect, principal, action, resource, more)
}

// Each row's sentences follow from the page of AWS's documentation that it names.
func TestDiff(t *testing.T) {
	mfa := condition("Bool", "aws:MultiFactorAuthPresent", "true")
	tests := []struct {
		say, page     string
		change        analyze.Change
		before, after []byte
		want          []string // sentences, in order
	}{
		{"a user becomes an account", "Principal § AWS account principals", analyze.Change{Kind: iam.KindTrust, Holder: deploy},
			doc(trust(aws(alice), "")), doc(trust(aws("111122223333"), "")),
			[]string{"Now anyone in 111122223333 can assume Deploy; before, only alice could."}},
		{"an account becomes a user", "Principal § IAM user principals", analyze.Change{Kind: iam.KindTrust, Holder: deploy},
			doc(trust(aws("arn:aws:iam::111122223333:root"), "")), doc(trust(aws(alice), "")),
			[]string{"Anyone in 111122223333 can no longer assume Deploy: only alice can."}},
		{"within the account a user named becomes the account", "AssumeRole § Permissions", analyze.Change{Kind: iam.KindTrust, Holder: "arn:aws:iam::111122223333:role/Audit"},
			doc(trust(aws(alice), "")), doc(trust(aws("111122223333"), "")),
			[]string{
				"Now anyone in 111122223333 can assume Audit; before, only alice could.",
				"alice can no longer assume Audit without an identity policy that allows it: the policy leaves that to account 111122223333.",
			}},
		{"one role becomes everything", "Policies and permissions in IAM § Identity-based policies", analyze.Change{Kind: iam.KindIdentity, Holder: alice},
			doc(allow("sts:AssumeRole", deploy, "")), doc(allow("*", "*", "")),
			[]string{
				"Now alice can assume another-role; before, only arn:aws:iam::444455556666:role/Deploy was open.",
				"Now alice can call iam:CreateUser on user/some-user; before, nothing allowed it.",
			}},
		{"a boundary keeps out what it leaves out", "Permissions boundaries for IAM entities", analyze.Change{Kind: iam.KindBoundary, Holder: alice},
			nil, doc(`{"Effect":"Allow","Action":["s3:*","iam:*"],"Resource":"*"}`),
			[]string{"alice can no longer call ec2:DescribeInstances: the permissions boundary does not allow it."}},
		{"everybody", "Principal § All principals", analyze.Change{Kind: iam.KindTrust, Holder: deploy},
			doc(trust(aws(alice), "")), doc(trust(`"*"`, "")),
			[]string{"Now anyone in any AWS account can assume Deploy; before, only alice could."}},
		{"MFA is dropped", "AWS global condition context keys § aws:MultiFactorAuthPresent", analyze.Change{Kind: iam.KindTrust, Holder: deploy},
			doc(trust(aws(alice), mfa)), doc(trust(aws(alice), "")),
			[]string{"Now alice can assume Deploy without MFA; before, it took aws:MultiFactorAuthPresent to be true."}},
		{"an external id is asked for", "Access to AWS accounts owned by third parties", analyze.Change{Kind: iam.KindTrust, Holder: deploy},
			doc(trust(aws("111122223333"), "")), doc(trust(aws("111122223333"), condition("StringEquals", "sts:ExternalId", "x-1"))),
			[]string{"Anyone in 111122223333 can no longer assume Deploy without an external id: it takes sts:ExternalId to be x-1."}},
		{"a subject loses its branch", "Create a role for OIDC federation § GitHub", analyze.Change{Kind: iam.KindTrust, Holder: deploy},
			doc(strings.Replace(trust(`{"Federated":"`+github+`"}`, condition("StringLike", "token.actions.githubusercontent.com:sub", "repo:o/r:ref:refs/heads/main")), "AssumeRole", "AssumeRoleWithWebIdentity", 1)),
			doc(strings.Replace(trust(`{"Federated":"`+github+`"}`, condition("StringLike", "token.actions.githubusercontent.com:sub", "repo:o/*")), "AssumeRole", "AssumeRoleWithWebIdentity", 1)),
			[]string{"Now whoever token.actions.githubusercontent.com vouches for can assume Deploy with a web identity with token.actions.githubusercontent.com:sub repo:o/example:ref:refs/heads/main; before, it took token.actions.githubusercontent.com:sub to be like repo:o/r:ref:refs/heads/main."}},
		{"more of a service", "IAM JSON policy elements: Action", analyze.Change{Kind: iam.KindIdentity, Holder: alice},
			doc(allow("s3:GetObject", reports+"/*", "")), doc(allow("s3:*", reports+"/*", "")),
			[]string{"Now alice can call s3:PutObject on reports/example; before, only s3:GetObject was allowed."}},
		{"more resources", "IAM JSON policy elements: Resource", analyze.Change{Kind: iam.KindIdentity, Holder: alice},
			doc(allow("s3:GetObject", reports+"/public/*", "")), doc(allow("s3:GetObject", reports+"/*", "")),
			[]string{"Now alice can call s3:GetObject on reports/example; before, only arn:aws:s3:::reports/public/* was open."}},
		{"a Deny goes", "Policy evaluation logic", analyze.Change{Kind: iam.KindIdentity, Holder: alice},
			doc(allow("s3:*", "*", ""), deny("s3:DeleteObject", "*", "")), doc(allow("s3:*", "*", "")),
			[]string{"Now alice can call s3:DeleteObject on some-bucket/some-object; before, statement 2 denied it."}},
		{"an address range grows", "Condition operators § IP address", analyze.Change{Kind: iam.KindIdentity, Holder: alice},
			doc(allow("s3:GetObject", reports+"/*", condition("IpAddress", "aws:SourceIp", "203.0.113.0/25"))),
			doc(allow("s3:GetObject", reports+"/*", condition("IpAddress", "aws:SourceIp", "203.0.113.0/24"))),
			[]string{"Now alice can call s3:GetObject on reports/example from 203.0.113.128; before, it took aws:SourceIp to be within 203.0.113.0/25."}},
		{"a date moves by a day", "Condition operators § Date", analyze.Change{Kind: iam.KindIdentity, Holder: alice},
			doc(allow("s3:GetObject", reports+"/*", condition("DateLessThan", "aws:CurrentTime", "2026-12-01T00:00:00Z"))),
			doc(allow("s3:GetObject", reports+"/*", condition("DateLessThan", "aws:CurrentTime", "2026-12-02T00:00:00Z"))),
			[]string{"Now alice can call s3:GetObject on reports/example at 2026-12-01T00:00:00Z; before, it took aws:CurrentTime to be before 2026-12-01T00:00:00Z."}},
		{"a bucket is opened", "Principal § All principals", analyze.Change{Kind: iam.KindResource, Holder: reports, Account: "444455556666"},
			nil, doc(open("Allow", `"*"`, "s3:GetObject", reports+"/*", "")),
			[]string{"Now anyone, without signing in, can call s3:GetObject on reports/example; before, there was no such policy."}},
		{"a guardrail is added", "Service control policies § SCP evaluation", analyze.Change{Kind: iam.KindSCP, Account: "111122223333"},
			nil, doc(deny("iam:CreateUser", "*", "")),
			[]string{"Anyone in 111122223333 can no longer call iam:CreateUser on user/some-user: statement 1 denies it."}},
		{"a boundary shrinks", "Permissions boundaries for IAM entities", analyze.Change{Kind: iam.KindBoundary, Holder: alice},
			doc(allow("*", "*", "")), doc(allow("s3:*", "*", "")),
			[]string{"alice can no longer call iam:CreateUser on user/some-user: only s3:* is allowed."}},
		{"a session policy appears", "Policies and permissions § Session policies", analyze.Change{Kind: iam.KindSession, Holder: deploy},
			nil, doc(allow("s3:GetObject", reports+"/*", "")),
			[]string{
				"A session of Deploy can no longer call s3:GetObject on some-bucket/some-object: the session policy does not allow it.",
				"A session of Deploy can no longer call iam:CreateUser on user/some-user: the session policy does not allow it.",
				"A session of Deploy can no longer call s3:PutObject on reports/example: the session policy does not allow it.",
			}},
		{"an organization's perimeter", "Resource control policies (RCPs)", analyze.Change{Kind: iam.KindRCP, Account: "444455556666"},
			nil, doc(open("Deny", `"*"`, "s3:*", "*", condition("StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-example"))),
			[]string{"Anyone, without signing in, can no longer call s3:GetObject on some-bucket/some-object: statement 1 denies it."}},
	}
	for _, tt := range tests {
		t.Run(tt.say, func(t *testing.T) {
			tt.change.Before, tt.change.After = tt.before, tt.after
			d, err := analyze.Diff(tt.change)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, w := range d.Witnesses {
				got = append(got, w.Sentence)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.page, diff)
			}
			holds(t, d)
		})
	}
}
