package contextkey

import (
	"strings"
	"testing"
)

// Every row says something of every kind of caller and names its page.
func TestRowsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Table() {
		if len(r.marks) != int(callers) || strings.Trim(r.marks, "ASN?") != "" || r.Page == "" {
			t.Errorf("the row of %s is not whole: %+v", r.Key, r)
		}
		if r.Key != strings.ToLower(r.Key) || seen[r.Key] {
			t.Errorf("%s is there twice or not in lower case", r.Key)
		}
		seen[r.Key] = true
		if strings.Contains(r.marks, "?") && r.Note == "" {
			t.Errorf("%s: pages disagree, and the note does not say how", r.Key)
		}
	}
}

// The expected values are those of the pages named in the table.
func TestOf(t *testing.T) {
	tests := []struct {
		key    string
		caller Caller
		action string
		want   Availability
	}{
		{"aws:PrincipalIsAWSService", Anonymous, "s3:GetObject", Never},
		{"aws:PrincipalIsAWSService", WebIdentity, "sts:AssumeRoleWithWebIdentity", Never},
		{"aws:PrincipalIsAWSService", SAML, "sts:AssumeRoleWithSAML", Never},
		{"aws:PrincipalIsAWSService", User, "s3:GetObject", Always},
		{"aws:PrincipalOrgID", Anonymous, "cognito-identity:GetId", Never},
		{"aws:TokenIssueTime", RoleSession, "s3:GetObject", Always},
		{"aws:TokenIssueTime", User, "s3:GetObject", Sometimes},
		{"aws:MultiFactorAuthPresent", RoleSession, "s3:GetObject", Disputed},
		{"sts:RoleSessionName", User, "sts:AssumeRole", Always},
		{"sts:RoleSessionName", User, "s3:GetObject", Never},
		{"sts:ExternalId", User, "sts:AssumeRole", Sometimes},
		{"sts:ExternalId", WebIdentity, "sts:AssumeRoleWithWebIdentity", Never},
		{"aws:PrincipalTag/team", RoleSession, "s3:GetObject", Sometimes},
		{"aws:SourceArn", User, "sqs:SendMessage", Never},
		{"aws:SourceArn", Service, "sqs:SendMessage", Sometimes},
		{"token.actions.githubusercontent.com:sub", WebIdentity, "sts:AssumeRoleWithWebIdentity", Always},
		{"token.actions.githubusercontent.com:sub", User, "sts:AssumeRole", Never},
		{"iam:PermissionsBoundary", User, "iam:CreateRole", Sometimes},
		{"iam:PermissionsBoundary", User, "s3:GetObject", Never},
		{"aws:SomethingNew", User, "s3:GetObject", Sometimes},
	}
	for _, tt := range tests {
		if got := Of(tt.key, tt.caller, tt.action); got != tt.want {
			t.Errorf("%s in %s by %s: %s, want %s", tt.key, tt.action, tt.caller, got, tt.want)
		}
	}
	if GlobalRegion("iam:CreateRole") != "us-east-1" || GlobalRegion("s3:GetObject") != "" {
		t.Error("the Regions of global services are wrong")
	}
}
