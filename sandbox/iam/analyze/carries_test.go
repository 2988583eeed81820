package analyze

import (
	"strings"
	"testing"

	"rolecall/sandbox/iam"
)

// TestMendsNameOnlyPoliciesThatCanBe: not every resource can carry a policy, and a
// role's own policy is about assuming it, not about passing or changing it. See
// "AWS services that work with IAM" § Resource-based policies, and "Grant a user
// permissions to pass a role to an AWS service".
func TestMendsNameOnlyPoliciesThatCanBe(t *testing.T) {
	tests := []struct {
		action, resource string
		carries          bool
	}{
		{"s3:GetObject", "arn:aws:s3:::reports/a", true},
		{"sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:jobs", true},
		{"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf", true},
		{"sts:AssumeRole", "arn:aws:iam::111122223333:role/Deploy", true},
		{"iam:PassRole", "arn:aws:iam::111122223333:role/Deploy", false},
		{"iam:CreateRole", "arn:aws:iam::111122223333:role/Deploy", false},
		{"ec2:RunInstances", "arn:aws:ec2:us-east-1:111122223333:instance/*", false},
		{"kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/k", false},
		{"lambda:CreateEventSourceMapping", "arn:aws:lambda:us-east-1:111122223333:event-source-mapping:x", false},
		{"s3:ListAllMyBuckets", "*", false},
	}
	for _, tt := range tests {
		if got := carriesPolicy(tt.action, tt.resource); got != tt.carries {
			t.Errorf("%s on %s: %v", tt.action, tt.resource, got)
		}
		m, err := WhyNot(Refusal{Request: Request{Principal: "arn:aws:iam::111122223333:user/alice", Action: tt.action, Resource: tt.resource, ResourceAccount: "111122223333"}, Policies: iam.Policies{}})
		if err != nil {
			t.Fatal(err)
		}
		for _, mend := range m.Mends {
			for _, step := range mend.Steps {
				if step.Layer == iam.LayerResource.String() && !tt.carries {
					t.Errorf("%s on %s: %s", tt.action, tt.resource, mend.Sentence)
				}
			}
		}
		if len(m.Mends) == 0 && !strings.HasPrefix(tt.action, "kms:") {
			t.Errorf("%s on %s: no mend at all", tt.action, tt.resource)
		}
	}
}
