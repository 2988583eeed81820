package awscli

import (
	"strings"
	"testing"
)

// TestDocumentsThatAWSRefuses stores documents at the prompt and gets AWS's code for
// those that it refuses. Each stands for its kind; sandbox/iam/testdata/lint-cases.jsonl
// has the others.
func TestDocumentsThatAWSRefuses(t *testing.T) {
	w, s := crossAccount(t)
	if _, err := w.SetDocument("111122223333/users/alice/policies/everything.json", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`); err != nil {
		t.Fatal(err)
	}
	identity := func(action, resource string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":` + action + `,"Resource":` + resource + `}]}`
	}
	trust := func(principal, action string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `"}]}`
	}
	create := func(doc string) string {
		return "aws iam create-policy --policy-name P --policy-document '" + doc + "'"
	}
	role := func(name, doc string) string {
		return "aws iam create-role --role-name " + name + " --assume-role-policy-document '" + doc + "'"
	}
	const account = "111122223333"
	for _, tt := range []struct{ name, line, says string }{
		{"a wildcard for the service", create(identity(`"*:Untag*"`, `"*"`)), "MalformedPolicyDocument"},
		{"no actions", create(identity(`[]`, `"*"`)), "MalformedPolicyDocument"},
		{"no resources", create(identity(`"s3:GetObject"`, `[]`)), "MalformedPolicyDocument"},
		{"a Region in a bucket's ARN", create(identity(`"s3:ListBucket"`, `"arn:aws:s3:us-east-1::b"`)), "MalformedPolicyDocument"},
		{"an ARN of IAM without type", create(identity(`"sts:AssumeRole"`, `"arn:aws:iam::111122223333:deploy"`)), "MalformedPolicyDocument"},
		{"no Version in a managed policy", create(`{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`), "must be version 2012-10-17 or greater"},
		{"a service that is none", role("R", trust(`{"Service":"amazonaws.com"}`, "sts:AssumeRole")), "MalformedPolicyDocument"},
		{"another action of STS", role("R", trust(`{"Service":"ec2.amazonaws.com"}`, "sts:GetCallerIdentity")), "AssumeRole policy may only specify STS AssumeRole actions"},
		{"a user who is not there", role("R", trust(`{"AWS":"arn:aws:iam::`+account+`:user/nobody"}`, "sts:AssumeRole")), "MalformedPolicyDocument"},
		{"the role itself, before it is there", role("R", trust(`{"AWS":"arn:aws:iam::`+account+`:role/R"}`, "sts:AssumeRole")), "MalformedPolicyDocument"},
		{"a plain role", role("R", trust(`{"Service":"ec2.amazonaws.com"}`, "sts:AssumeRole")), ""},
		{"the role itself, once it is there", "aws iam update-assume-role-policy --role-name R --policy-document '" + trust(`{"AWS":"arn:aws:iam::`+account+`:role/R"}`, "sts:AssumeRole") + "'", ""},
		{"an Id, which IAM stores", create(`{"Version":"2012-10-17","Id":"x","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}`), ""},
	} {
		r := s.Exec(tt.line)
		if (r.Exit == 0) != (tt.says == "") || !strings.Contains(r.Stderr, tt.says) {
			t.Errorf("%s: exit %d, %s", tt.name, r.Exit, r.Stderr)
		}
	}
}
