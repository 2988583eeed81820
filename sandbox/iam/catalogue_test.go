package iam

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKnownAction(t *testing.T) {
	for _, c := range []struct {
		service, name string
		known         bool
		suggestion    string
	}{
		{"sts", "AssumeRole", true, ""},
		{"STS", "assumerole", true, ""},
		{"sts", "Assume*", true, ""},
		{"sts", "?ssumeRole", true, ""},
		{"sts", "AssumRole", false, "sts:AssumeRole"},
		{"sts", "AssumeRoel", false, "sts:AssumeRole"},
		{"sts", "RenewToken", false, ""},
		{"sts", "Zz*", false, ""},
		{"iam", "PassRole", true, ""},
		{"s3", "ListBucket", true, ""},
		{"s3", "ListObjectsV2", false, ""},
		{"s3", "GetObjects", false, "s3:GetObject"},
		{"lambda", "InvokeFunction", true, ""},
		{"lambda", "Invoke", false, ""},
		{"kms", "ReEncrypt*", true, ""},
		{"athena", "Anything", false, ""},
		{"athena", "StartQueryExecution", true, ""},
		{"devops-guru", "DescribeOrganizationHealth", true, ""},
		{"logs", "BeginLiveTail", false, ""},
		{"nosuch", "Thing", false, ""},
	} {
		known, suggestion := KnownAction(c.service, c.name)
		if known != c.known || suggestion != c.suggestion {
			t.Errorf("%s:%s: got %v %q, want %v %q", c.service, c.name, known, suggestion, c.known, c.suggestion)
		}
	}
}

func TestKnownKey(t *testing.T) {
	for _, c := range []struct {
		key        string
		known      bool
		suggestion string
	}{
		{"aws:SourceIp", true, ""},
		{"AWS:sourceip", true, ""},
		{"aws:PrincipalTag/team", true, ""},
		{"aws:PrincipalTag/", true, ""},
		{"kms:EncryptionContext:app", true, ""},
		{"token.actions.githubusercontent.com:sub", true, ""},
		{"athena:whatever", false, ""},
		{"kms:GranteeServicePrincipal", true, ""},
		{"ec2:ManagedResourceOperator", true, ""},
		{"s3:destinationRegion", true, ""},
		{"aws:IsMcpServiceAction", true, ""},
		{"aws:SignInSessionArn", true, ""},
		{"sts:ExternalID", true, ""},
		{"sts:ExternalIdd", false, "sts:ExternalId"},
		{"aws:MultiFactorAuthPresnt", false, "aws:MultiFactorAuthPresent"},
		{"aws:Weather", false, ""},
		{"nonsense", false, ""},
	} {
		known, suggestion := KnownKey(c.key)
		if known != c.known || suggestion != c.suggestion {
			t.Errorf("%s: got %v %q, want %v %q", c.key, known, suggestion, c.known, c.suggestion)
		}
	}
}

func TestKnownService(t *testing.T) {
	if known, _ := KnownService("S3"); !known {
		t.Error("S3 is unknown")
	}
	if known, suggestion := KnownService("dynmodb"); known || suggestion != "dynamodb" {
		t.Errorf("dynmodb: got %v %q", known, suggestion)
	}
}

func TestComplete(t *testing.T) {
	want := []string{"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoot"}
	if diff := cmp.Diff(want, CompleteAction("sts:assumero", 9)); diff != "" {
		t.Errorf("actions (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"sts:", "states:", "storagegateway:"}, CompleteAction("st", 9)); diff != "" {
		t.Errorf("prefixes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"aws:PrincipalAccount", "aws:PrincipalArn"}, CompleteKey("aws:Principala", 2)); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if got := CompleteKey("aws:", 3); len(got) != 3 {
		t.Errorf("limit: got %d keys", len(got))
	}
}
