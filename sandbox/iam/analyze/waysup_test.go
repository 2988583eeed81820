package analyze_test

import (
	"testing"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

func TestWaysUp(t *testing.T) {
	tests := []struct {
		say    string
		source []byte
		want   int // risks
	}{
		{"any role's trust policy", doc(allow("iam:UpdateAssumeRolePolicy", "*", "")), 1},
		{"one role's alone", doc(allow("iam:UpdateAssumeRolePolicy", "arn:aws:iam::111122223333:role/Deploy", "")), 0},
		{"of another account, which decides for itself", doc(allow("iam:UpdateAssumeRolePolicy", "arn:aws:iam::444455556666:role/*", "")), 0},
		{"with a boundary alone", doc(allow("iam:PutRolePolicy", "*", condition("StringEquals", "iam:PermissionsBoundary", "arn:aws:iam::111122223333:policy/Fence"))), 0},
		{"one's own keys", doc(allow("iam:CreateAccessKey", "arn:aws:iam::111122223333:user/${aws:username}", "")), 0},
		{"denied again", doc(allow("iam:AddUserToGroup", "*", ""), `{"Effect":"Deny","Action":"iam:*","Resource":"*"}`), 0},
		{"reading", doc(allow("iam:Get*", "*", "")), 0},
		{"everything, which the linter tells", doc(allow("*", "*", "")), 0},
		{"all of IAM", doc(allow("iam:*", "*", "")), 15},
		{"all but IAM", doc(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`), 1},
	}
	for _, tt := range tests {
		t.Run(tt.say, func(t *testing.T) {
			p, findings := iam.Parse(iam.KindIdentity, "test", tt.source)
			if p == nil {
				t.Fatal(findings)
			}
			got := analyze.WaysUp(p, "111122223333")
			if len(got) != tt.want {
				t.Errorf("%d risks instead of %d: %v", len(got), tt.want, got)
			}
		})
	}
}
