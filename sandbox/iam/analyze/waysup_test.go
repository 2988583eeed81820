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
		{"everything, but of a bucket alone", doc(allow("*", "arn:aws:s3:::reports/*", ""), allow("iam:UpdateAssumeRolePolicy", "*", "")), 1},
		{"all of IAM", doc(allow("iam:*", "*", "")), 15},
		{"all but IAM", doc(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`), 1},
	}
	for _, tt := range tests {
		t.Run(tt.say, func(t *testing.T) {
			p, findings := iam.Parse(iam.KindIdentity, "test", tt.source)
			if p == nil {
				t.Fatal(findings)
			}
			got := analyze.WaysUp(p, "arn:aws:iam::111122223333:user/alice")
			if len(got) != tt.want {
				t.Errorf("%d risks instead of %d: %v", len(got), tt.want, got)
			}
		})
	}
}

// The account is the holder's. Where nobody says whose a policy is, it may be of any
// account that it names.
func TestWaysUpInTheHoldersAccount(t *testing.T) {
	const anyRole = "arn:aws:iam::444455556666:role/*"
	source := doc(allow("sts:AssumeRole", "arn:aws:iam::777788889999:role/Deploy", ""), allow("iam:UpdateAssumeRolePolicy", anyRole, ""))
	p, findings := iam.Parse(iam.KindIdentity, "test", source)
	if p == nil {
		t.Fatal(findings)
	}
	for holder, want := range map[string]int{
		"": 1, "arn:aws:iam::444455556666:role/Admin": 1, "arn:aws:iam::777788889999:user/bob": 0,
	} {
		if got := analyze.WaysUp(p, holder); len(got) != want {
			t.Errorf("held by %q: %d risks instead of %d: %v", holder, len(got), want, got)
		}
	}
}
