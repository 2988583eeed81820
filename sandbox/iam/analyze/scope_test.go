package analyze_test

import (
	"strings"
	"testing"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// What a scope says is so by the engine: a direct grant passes a boundary and a
// session policy that leave the action out, and a service-linked role passes an SCP.
func TestScopes(t *testing.T) {
	nothing := func(kind iam.Kind) *iam.Policy { return policy(t, kind, "limit", doc(allow("sqs:*", "*", ""))) }
	bucket := func(arn string) *iam.Policy {
		return policy(t, iam.KindResource, "bucket", []byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"`+arn+`"},"Action":"s3:GetObject","Resource":"*"}]}`))
	}
	session := "arn:aws:sts::111122223333:assumed-role/Reader/ship"
	linked := "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForECS/ecs"
	tests := []struct {
		kind     iam.Kind
		caller   string
		policies iam.Policies
		want     string
	}{
		{iam.KindBoundary, alice, iam.Policies{Boundary: nothing(iam.KindBoundary), Resource: bucket(alice)}, "by name goes past what the boundary leaves out"},
		{iam.KindSession, session, iam.Policies{Session: []*iam.Policy{nothing(iam.KindSession)}, Resource: bucket(session)}, "by name goes past what it leaves out"},
		{iam.KindSCP, linked, iam.Policies{Identity: []*iam.Policy{policy(t, iam.KindIdentity, "own", doc(allow("s3:*", "*", "")))}, SCPs: [][]*iam.Policy{{nothing(iam.KindSCP)}}}, "does not bind the management account, service-linked roles"},
	}
	for _, tt := range tests {
		if got := analyze.Scope(tt.kind); !strings.Contains(got, tt.want) || !strings.Contains(got, "grants nothing") {
			t.Errorf("%s: %q does not say %q", tt.kind, got, tt.want)
		}
		r, err := get(tt.caller, nil).Ready()
		if err != nil {
			t.Fatal(err)
		}
		if got := iam.Evaluate(r, &tt.policies).Decision; got != iam.Allowed {
			t.Errorf("%s: the engine says %s", tt.kind, got)
		}
	}
	if analyze.Scope(iam.KindIdentity) != "" {
		t.Error("an identity policy has such a scope")
	}
}
