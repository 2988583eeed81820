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
		{"s3:ListAllMyBuckets", "arn:aws:s3:::*", false},
		{"s3:GetObject", "arn:aws:s3:::reports/*", true},
		{"s3:CreateBucket", "arn:aws:s3:::reports", false},
		{"lambda:CreateFunction", "arn:aws:lambda:us-east-1:111122223333:function:nightly", false},
		{"lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111122223333:function:nightly", true},
		{"dynamodb:ListTables", "arn:aws:dynamodb:us-east-1:111122223333:table/*", false},
		{"dynamodb:Query", "arn:aws:dynamodb:us-east-1:111122223333:table/orders/index/by-day", true},
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

// TestCarriersAreNamed: the policy hangs on the bucket, the access point or the
// table, whatever of it the call is for.
func TestCarriersAreNamed(t *testing.T) {
	for resource, want := range map[string]string{
		"arn:aws:s3:::reports/2026/q3.csv":                                  "the bucket reports",
		"arn:aws:s3:us-east-1:111122223333:accesspoint/front/object/a/b":    "accesspoint/front",
		"arn:aws:dynamodb:us-east-1:111122223333:table/orders/index/by-day": "table/orders",
		"arn:aws:dynamodb:us-east-1:111122223333:table/orders/stream/2026":  "table/orders/stream/2026",
		"arn:aws:lambda:us-east-1:111122223333:function:nightly":            "function:nightly",
	} {
		if got := carrierWords(resource); got != want {
			t.Errorf("%s hangs on %s, want %s", resource, got, want)
		}
	}
}
