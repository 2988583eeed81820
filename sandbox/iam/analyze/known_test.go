package analyze_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// What is known of other sides is taken into account: see "Cross-account policy
// evaluation logic" in the IAM User Guide.
func TestDiffWithKnownSides(t *testing.T) {
	trustBob := policy(t, iam.KindTrust, "trust", doc(trust(aws(bob), "")))
	trustTools := policy(t, iam.KindTrust, "trust", doc(trust(aws("111122223333"), "")))
	may := []*iam.Policy{policy(t, iam.KindIdentity, "may", doc(allow("sts:AssumeRole", deploy, "")))}
	scp := [][]*iam.Policy{{policy(t, iam.KindSCP, "scp", doc(allow("*", "*", ""), deny("sts:*", "*", "")))}}
	gain := analyze.Change{Kind: iam.KindIdentity, Holder: alice, After: doc(allow("sts:AssumeRole", deploy, ""))}
	with := func(c analyze.Change, callers []analyze.Caller, targets ...analyze.Target) analyze.Change {
		c.Callers, c.Targets = callers, targets
		return c
	}
	opened := analyze.Change{Kind: iam.KindTrust, Holder: deploy, Before: doc(trust(aws(bob), "")), After: doc(trust(aws(bob), ""), trust(aws(alice), ""))}
	tests := []struct {
		say    string
		change analyze.Change
		want   []string
	}{
		{"the role trusts her account", with(gain, nil, analyze.Target{ARN: deploy, Account: "444455556666", Policy: trustTools}),
			[]string{"Now alice can assume Deploy; before, there was no such policy."}},
		{"the role trusts bob alone", with(gain, nil, analyze.Target{ARN: deploy, Account: "444455556666", Policy: trustBob}), nil},
		{"a guardrail forbids it", with(gain, []analyze.Caller{{Principal: alice, SCPs: scp}}, analyze.Target{ARN: deploy, Account: "444455556666", Policy: trustTools}), nil},
		{"trusted, and her own side says yes", with(opened, []analyze.Caller{{Principal: alice, Identity: may}}),
			[]string{"Now alice can assume Deploy; before, only bob could."}},
		{"trusted, and her own side says nothing", with(opened, []analyze.Caller{{Principal: alice}}), nil},
	}
	for _, tt := range tests {
		t.Run(tt.say, func(t *testing.T) {
			d, err := analyze.Diff(tt.change)
			if err != nil {
				t.Fatal(err)
			}
			holds(t, d)
			var got []string
			for _, w := range d.Witnesses {
				got = append(got, w.Sentence)
				if len(w.Assumes) > 0 {
					t.Errorf("%s assumes %v", w.Sentence, w.Assumes)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
