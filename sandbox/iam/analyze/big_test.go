package analyze_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// Policies far beyond AWS's quotas cost no more than the searches' bounds.
func TestLargePoliciesEnd(t *testing.T) {
	var one, two []string
	for i := range 2000 {
		who := fmt.Sprintf(`{"AWS":"arn:aws:iam::%012d:role/r%d"}`, i, i)
		one = append(one, open("Allow", who, fmt.Sprintf("s3:Get%d*", i), fmt.Sprintf("arn:aws:s3:::b%d/*", i), condition("StringLike", fmt.Sprintf("aws:PrincipalTag/t%d", i), "${aws:username}*")))
		two = append(two, open("Allow", who, fmt.Sprintf("s3:Put%d*", i), fmt.Sprintf("arn:aws:s3:::b%d/*", i), condition("StringNotEquals", fmt.Sprintf("aws:PrincipalTag/t%d", i), "x")))
	}
	most := 10 * time.Second
	began := time.Now()
	d, err := analyze.Diff(analyze.Change{Kind: iam.KindResource, Before: doc(one...), After: doc(two...)})
	if err != nil || d.Complete {
		t.Errorf("%v, complete %t", err, d.Complete)
	}
	holds(t, d)
	if took := time.Since(began); took > most {
		t.Errorf("a change took %s", took)
	}
	began = time.Now()
	if _, err := analyze.WhoGetsIn(analyze.Door{Kind: iam.KindResource, Document: doc(one...)}); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > most {
		t.Errorf("who gets in took %s", took)
	}
	began = time.Now()
	m, err := analyze.WhyNot(analyze.Refusal{Request: get(bob, nil), Policies: iam.Policies{Resource: policy(t, iam.KindResource, "big", doc(strings.Replace(strings.Join(one, ","), "Allow", "Deny", 1000)))}})
	if err != nil {
		t.Fatal(err)
	}
	mends(t, m)
	if took := time.Since(began); took > most {
		t.Errorf("why not took %s", took)
	}
}
