package analyze_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// Who gets in follows from the page of AWS's documentation that a row names.
func TestWhoGetsIn(t *testing.T) {
	tests := []struct {
		say, page string
		door      analyze.Door
		summary   string
		ways      []string
		risks     []string // code and level
	}{
		{"one's own user", "Principal § IAM user principals",
			analyze.Door{Kind: iam.KindTrust, Resource: deploy, Document: doc(trust(aws("arn:aws:iam::444455556666:user/carol"), ""))},
			"There is one way in. carol can assume Deploy.", []string{"carol can assume Deploy."}, nil},
		{"another account", "Principal § AWS account principals",
			analyze.Door{Kind: iam.KindTrust, Resource: deploy, Document: doc(trust(aws("111122223333"), ""))}, "",
			[]string{"Anyone in 111122223333 can assume Deploy, if account 111122223333 lets them."}, []string{"missing-external-id low"}},
		{"a vendor", "Access to AWS accounts owned by third parties",
			analyze.Door{Kind: iam.KindTrust, Resource: deploy, Document: doc(trust(aws("123456789012"), condition("StringEquals", "sts:ExternalId", "x-1")))}, "",
			[]string{"Anyone in 123456789012 can assume Deploy with the external id x-1, if account 123456789012 lets them."}, nil},
		{"everybody", "Principal § All principals",
			analyze.Door{Kind: iam.KindTrust, Resource: deploy, Document: doc(trust(`"*"`, ""))},
			"Anyone in any AWS account can assume Deploy: no condition narrows it.",
			[]string{"Anyone in any AWS account can assume Deploy, if their own account lets them."}, []string{"open-to-everybody high"}},
		{"everybody with MFA", "AWS global condition context keys § aws:MultiFactorAuthPresent",
			analyze.Door{Kind: iam.KindTrust, Resource: deploy, Document: doc(trust(`"*"`, condition("Bool", "aws:MultiFactorAuthPresent", "true")))}, "",
			[]string{"Anyone in any AWS account can assume Deploy with MFA, if their own account lets them."}, []string{"weak-condition high"}},
		{"an organization", "AWS global condition context keys § aws:PrincipalOrgID",
			analyze.Door{Kind: iam.KindTrust, Resource: deploy, Document: doc(trust(`"*"`, condition("StringEquals", "aws:PrincipalOrgID", "o-example")))}, "",
			[]string{"Anyone in an account of the organization o-example can assume Deploy, if their own account lets them."}, nil},
		{"a service", "Principal § AWS service principals",
			analyze.Door{Kind: iam.KindTrust, Resource: deploy, Document: doc(trust(`{"Service":"lambda.amazonaws.com"}`, ""))}, "",
			[]string{"lambda.amazonaws.com can assume Deploy."}, nil},
		{"a deleted user", "Principal § IAM user principals",
			analyze.Door{Kind: iam.KindTrust, Resource: deploy, Document: doc(trust(aws("AIDACKCEVSQ6C2EXAMPLE"), ""))},
			"Nobody gets in by it.", []string{"AIDACKCEVSQ6C2EXAMPLE lets nobody in: no call can come from it."}, []string{"names-nobody low"}},
		{"a public bucket", "Principal § All principals",
			analyze.Door{Kind: iam.KindResource, Resource: reports, Account: "111122223333", Document: doc(open("Allow", `"*"`, "s3:GetObject", reports+"/*", ""))}, "",
			[]string{"Anyone, without signing in, can call s3:GetObject on reports/example."}, []string{"open-to-everybody high"}},
		{"a bucket given away", "Bucket policies",
			analyze.Door{Kind: iam.KindResource, Resource: reports, Account: "111122223333", Document: []byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:*","Resource":["arn:aws:s3:::reports","arn:aws:s3:::reports/*"]}}`)}, "",
			[]string{"Anyone in 444455556666 can call s3:GetObject on reports/example, if account 444455556666 lets them."}, []string{"may-rewrite-policy high"}},
	}
	for _, tt := range tests {
		t.Run(tt.say, func(t *testing.T) {
			e, err := analyze.WhoGetsIn(tt.door)
			if err != nil {
				t.Fatal(err)
			}
			enters(t, e)
			var ways, risks []string
			for _, x := range e.Entrances {
				ways = append(ways, x.Sentence)
			}
			for _, r := range e.Risks {
				risks = append(risks, r.Code+" "+string(r.Level))
			}
			if tt.summary != "" && e.Sentence != tt.summary {
				t.Errorf("%s: says %q, not %q", tt.page, e.Sentence, tt.summary)
			}
			if diff := cmp.Diff(tt.ways, ways); diff != "" {
				t.Errorf("%s: ways (-want +got):\n%s", tt.page, diff)
			}
			if diff := cmp.Diff(tt.risks, risks); diff != "" {
				t.Errorf("%s: risks (-want +got):\n%s", tt.page, diff)
			}
		})
	}
}

// enters evaluates every witness anew.
func enters(t failer, e *analyze.Entrances) {
	t.Helper()
	for i := range e.Entrances {
		x := &e.Entrances[i]
		if x.Open != (x.Witness != nil) {
			t.Fatalf("open without a witness: %s", x.Sentence)
		}
		if !x.Open {
			continue
		}
		r, err := x.Witness.Ready()
		if err != nil {
			t.Fatalf("%s: %v", x.Sentence, err)
		}
		if got := iam.Evaluate(r, x.Policies()).Decision; got != iam.Allowed {
			t.Fatalf("%s: %s", x.Sentence, got)
		}
	}
}

func TestEntrancesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]iam.Kind{iam.KindTrust, iam.KindResource}).Draw(t, "kind")
		var list []string
		for range rapid.IntRange(1, 4).Draw(t, "statements") {
			list = append(list, genStatement(t, kind))
		}
		e, err := analyze.WhoGetsIn(analyze.Door{Kind: kind, Document: doc(list...)})
		if err != nil {
			t.Fatal(err)
		}
		enters(t, e)
		if _, err := json.Marshal(e); err != nil {
			t.Fatal(err)
		}
	})
}

func TestDoorOfNothingIsRefused(t *testing.T) {
	doors := map[iam.Kind][]byte{
		iam.KindTrust:    doc(trust(`"*"`, "")),
		iam.KindResource: doc(open("Allow", `"*"`, "s3:*", "*", "")),
	}
	for kind, source := range doors {
		for _, resource := range []string{"Deploy", "::", "*", "444455556666", "a:b:c:d:e:f", "arn:aws:iam::444455556666"} {
			if _, err := analyze.WhoGetsIn(analyze.Door{Kind: kind, Document: source, Resource: resource}); err == nil {
				t.Errorf("a %v policy of %q is looked at", kind, resource)
			}
		}
	}
}
