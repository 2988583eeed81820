package analyze_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

func policy(t failer, kind iam.Kind, name string, src []byte) *iam.Policy {
	t.Helper()
	p, findings := iam.Parse(kind, name, src)
	if p == nil {
		t.Fatalf("%s: %v", src, findings)
	}
	return p
}

func assume(principal string, context map[string][]string) analyze.Request {
	return analyze.Request{Principal: principal, Action: "sts:AssumeRole", Resource: deploy, ResourceAccount: "444455556666", Context: context}
}

func get(principal string, context map[string][]string) analyze.Request {
	return analyze.Request{Principal: principal, Action: "s3:GetObject", Resource: reports + "/q3.csv", ResourceAccount: "111122223333", Context: context}
}

// The mends follow from the page of AWS's documentation that a row names.
func TestWhyNot(t *testing.T) {
	id := func(statements ...string) []*iam.Policy {
		return []*iam.Policy{policy(t, iam.KindIdentity, "identity", doc(statements...))}
	}
	trusting := func(statements ...string) *iam.Policy { return policy(t, iam.KindTrust, "trust", doc(statements...)) }
	mfa := condition("Bool", "aws:MultiFactorAuthPresent", "true")
	tests := []struct {
		say, page string
		request   analyze.Request
		policies  iam.Policies
		advice    string
		want      []string // of each mend: "!" over-broad, "#" guardrail, "~" not yours, and its sentence
	}{
		{"the other side of a pair", "Cross-account policy evaluation logic", assume(alice, nil),
			iam.Policies{Identity: id(allow("s3:ListAllMyBuckets", "*", "")), Resource: trusting(trust(aws(alice), ""))},
			"Add a statement to alice's identity policy: allow sts:AssumeRole on Deploy.",
			[]string{"Add a statement to alice's identity policy: allow sts:AssumeRole on Deploy."}},
		{"both sides", "Cross-account policy evaluation logic", assume(alice, nil),
			iam.Policies{Resource: trusting(trust(aws(bob), ""))}, "",
			[]string{
				"Add alice to statement 1 of Deploy's trust policy. And: Give alice an identity policy that says: allow sts:AssumeRole on Deploy.",
				"!Give alice an identity policy that says: allow sts:AssumeRole on Deploy. And: Add a statement to Deploy's trust policy: allow sts:AssumeRole to account 111122223333.",
			}},
		{"MFA", "Secure API access with MFA", assume(alice, nil),
			iam.Policies{Identity: id(allow("sts:AssumeRole", deploy, "")), Resource: trusting(trust(aws(alice), mfa))},
			"Make the call with MFA.",
			[]string{
				"Make the call with MFA.",
				"!Add a statement to Deploy's trust policy: allow sts:AssumeRole to alice.",
				"!Drop from statement 1 of Deploy's trust policy the demand for aws:MultiFactorAuthPresent to be true.",
				"!Add a statement to Deploy's trust policy: allow sts:AssumeRole to account 111122223333.",
			}},
		{"an external id", "Access to AWS accounts owned by third parties", assume(alice, nil),
			iam.Policies{Identity: id(allow("sts:AssumeRole", deploy, "")), Resource: trusting(trust(aws("111122223333"), condition("StringEquals", "sts:ExternalId", "x-1")))},
			"Make the call with the external id x-1.", nil},
		{"a guardrail", "Service control policies (SCPs)", get(alice, nil),
			iam.Policies{Identity: id(allow("s3:*", "*", "")), SCPs: [][]*iam.Policy{{policy(t, iam.KindSCP, "scp", doc(allow("*", "*", ""), deny("s3:GetObject", "*", "")))}}},
			"Nothing in your hands helps. It is for the organization's management account, which guards all accounts by it, to decide.",
			[]string{
				"#~Let statement 2 of a service control policy above account 111122223333 spare reports/q3.csv.",
				"#~Let statement 2 of a service control policy above account 111122223333 make an exception for alice.",
				"!#~Take statement 2 of a service control policy above account 111122223333 away.",
			}},
		{"a Deny that asks for MFA", "AWS global condition context keys § aws:MultiFactorAuthPresent", get(alice, nil),
			iam.Policies{Identity: id(allow("s3:*", "*", ""), deny("*", "*", condition("BoolIfExists", "aws:MultiFactorAuthPresent", "false")))},
			"Make the call with MFA.", nil},
		{"too late", "Condition operators § Date", get(alice, map[string][]string{"aws:CurrentTime": {"2026-11-21T09:00:00Z"}}),
			iam.Policies{Identity: id(allow("s3:*", "*", condition("DateLessThan", "aws:CurrentTime", "2026-11-01T00:00:00Z")))}, "",
			[]string{
				"Give the bucket reports a policy of its own that says: allow s3:GetObject on reports/q3.csv to alice.",
				"!Add a statement to alice's identity policy: allow s3:GetObject on reports/q3.csv.",
				"!Drop from statement 1 of alice's identity policy the demand for aws:CurrentTime to be before 2026-11-01T00:00:00Z.",
			}},
		{"too early", "Condition operators § Date", get(alice, map[string][]string{"aws:CurrentTime": {"2026-11-21T09:00:00Z"}}),
			iam.Policies{Identity: id(allow("s3:*", "*", condition("DateGreaterThan", "aws:CurrentTime", "2026-12-01T00:00:00Z")))},
			"Make the call at 2026-12-01T00:00:01Z.", nil},
		{"a boundary", "Permissions boundaries for IAM entities", get(alice, nil),
			iam.Policies{Identity: id(allow("s3:*", "*", "")), Boundary: policy(t, iam.KindBoundary, "boundary", doc(allow("sqs:*", "*", "")))}, "",
			[]string{
				"Give the bucket reports a policy of its own that says: allow s3:GetObject on reports/q3.csv to alice.",
				"#~Add a statement to alice's permissions boundary: allow s3:GetObject on reports/q3.csv.",
			}},
		{"root", "AssumeRole § Description", assume("arn:aws:iam::444455556666:root", nil),
			iam.Policies{Resource: trusting(trust(aws("444455556666"), ""))},
			"No policy helps: a root user cannot assume roles. Call as a user or from another role.", []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.say, func(t *testing.T) {
			m, err := analyze.WhyNot(analyze.Refusal{Request: tt.request, Policies: tt.policies})
			if err != nil {
				t.Fatal(err)
			}
			mends(t, m)
			got := []string{}
			for _, x := range m.Mends {
				got = append(got, marks(x)+x.Sentence)
			}
			if tt.advice != "" && m.Advice != tt.advice {
				t.Errorf("%s: advice is %q, not %q", tt.page, m.Advice, tt.advice)
			}
			if diff := cmp.Diff(tt.want, got); tt.want != nil && diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.page, diff)
			}
		})
	}
}

func marks(m analyze.Mend) (s string) {
	if m.OverBroad {
		s += "!"
	}
	if m.Guardrail {
		s += "#"
	}
	if !m.Yours {
		s += "~"
	}
	return s
}

// mends holds every mend to what it says.
func mends(t failer, m *analyze.Mending) {
	t.Helper()
	for i := range m.Mends {
		x := &m.Mends[i]
		r, err := x.Request().Ready()
		if err != nil {
			t.Fatalf("%s: %v", x.Sentence, err)
		}
		if got := iam.Evaluate(r, x.Policies()).Decision; got != iam.Allowed {
			t.Fatalf("%s: %s", x.Sentence, got)
		}
		if x.OverBroad && len(x.Risks) == 0 {
			t.Fatalf("%s is over-broad and does not say why", x.Sentence)
		}
		for _, s := range x.Steps {
			if s.Decides == "" || s.Sentence == "" || (s.Text == "") != (s.Kind == analyze.StepCall) {
				t.Fatalf("a step lacks a part: %+v", s)
			}
			if s.Text != "" && iam.HasError(iam.Storable(s.Policy, "new", []byte(s.Text))) {
				t.Fatalf("%s: AWS would not store %s", x.Sentence, s.Text)
			}
		}
	}
}

// Edits leave what they don't touch as it was written.
func TestWhyNotKeepsTheText(t *testing.T) {
	src := "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Sid\": \"Read\",\n      \"Effect\": \"Allow\",\n      \"Action\": [\"s3:ListBucket\", \"s3:GetBucketLocation\"],\n      \"Resource\": \"arn:aws:s3:::reports\"\n    }\n  ]\n}\n"
	want := strings.Replace(src, "    }\n  ]", "    },\n    {\n      \"Effect\": \"Allow\",\n      \"Action\": \"s3:GetObject\",\n      \"Resource\": \"arn:aws:s3:::reports/q3.csv\"\n    }\n  ]", 1)
	m, err := analyze.WhyNot(analyze.Refusal{Request: get(alice, nil), Policies: iam.Policies{Identity: []*iam.Policy{policy(t, iam.KindIdentity, "read", []byte(src))}}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, m.Mends[0].Steps[0].Text); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMendsHelp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := func(kind iam.Kind, most int) (list []*iam.Policy) {
			for range rapid.IntRange(0, most).Draw(t, kind.String()) {
				list = append(list, policy(t, kind, kind.String(), doc(genStatement(t, kind), genStatement(t, kind))))
			}
			return list
		}
		given := analyze.Refusal{Request: get(alice, map[string][]string{"aws:username": {"alice"}}), Policies: iam.Policies{Identity: some(iam.KindIdentity, 2), Session: some(iam.KindSession, 1)}}
		if scps := some(iam.KindSCP, 1); scps != nil {
			given.Policies.SCPs = [][]*iam.Policy{scps}
		}
		if own := some(iam.KindResource, 1); own != nil {
			given.Policies.Resource = own[0]
		}
		m, err := analyze.WhyNot(given)
		if err != nil {
			t.Fatal(err)
		}
		mends(t, m)
		if _, err := json.Marshal(m); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkWhyNot(b *testing.B) {
	given := analyze.Refusal{Request: assume(alice, nil), Policies: iam.Policies{Resource: policy(b, iam.KindTrust, "trust", doc(trust(aws(bob), condition("Bool", "aws:MultiFactorAuthPresent", "true"))))}}
	for b.Loop() {
		if m, err := analyze.WhyNot(given); err != nil || len(m.Mends) == 0 {
			b.Fatal(err)
		}
	}
}
