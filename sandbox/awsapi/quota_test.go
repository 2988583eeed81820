package awsapi_test

import (
	"fmt"
	"strings"
	"testing"

	"rolecall/sandbox/awsapi"
)

// IAM refuses what is over its quotas, inline policies of one user, group or role
// together: "IAM and AWS STS quotas" in the IAM User Guide. The words are those of
// public reports (aws-amplify/amplify-backend#2615, danvk/mapsnap#483,
// docker/docs#5815).
func TestPoliciesOverQuota(t *testing.T) {
	w := stage(t)
	caller := who(t, w, "444455556666/admin")
	sized := func(n int) string {
		const frame = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/%s"}}`
		return fmt.Sprintf(frame, strings.Repeat("x", n-len(frame)+2))
	}
	trust := func(n int) string {
		const frame = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"%s"}}}}`
		return fmt.Sprintf(frame, strings.Repeat("x", n-len(frame)+2))
	}
	for _, c := range []struct {
		op      string
		in      awsapi.Input
		code    string
		message string
	}{
		{"CreateGroup", awsapi.Input{"GroupName": "devs"}, "", ""},
		{"PutUserPolicy", awsapi.Input{"UserName": "alice", "PolicyName": "a", "PolicyDocument": sized(1000)}, "", ""},
		{"PutUserPolicy", awsapi.Input{"UserName": "alice", "PolicyName": "b", "PolicyDocument": sized(1049)}, "LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user alice"},
		{"PutUserPolicy", awsapi.Input{"UserName": "alice", "PolicyName": "b", "PolicyDocument": sized(1048) + strings.Repeat("\n", 500)}, "", ""},
		{"PutUserPolicy", awsapi.Input{"UserName": "alice", "PolicyName": "a", "PolicyDocument": sized(999)}, "", ""},
		{"PutGroupPolicy", awsapi.Input{"GroupName": "devs", "PolicyName": "a", "PolicyDocument": sized(5121)}, "LimitExceeded", "Maximum policy size of 5120 bytes exceeded for group devs"},
		{"PutRolePolicy", awsapi.Input{"RoleName": "Deploy", "PolicyName": "a", "PolicyDocument": sized(10240)}, "", ""},
		{"PutRolePolicy", awsapi.Input{"RoleName": "Deploy", "PolicyName": "b", "PolicyDocument": sized(200)}, "LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role Deploy"},
		{"CreatePolicy", awsapi.Input{"PolicyName": "big", "PolicyDocument": sized(6145)}, "LimitExceeded", "Cannot exceed quota for PolicySize: 6144"},
		{"CreatePolicy", awsapi.Input{"PolicyName": "big", "PolicyDocument": sized(6144)}, "", ""},
		{"UpdateAssumeRolePolicy", awsapi.Input{"RoleName": "Deploy", "PolicyDocument": trust(2049)}, "LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048"},
		{"UpdateAssumeRolePolicy", awsapi.Input{"RoleName": "Deploy", "PolicyDocument": trust(1000)}, "", ""},
	} {
		_, out := awsapi.Invoke(w, caller, awsapi.LookupName("iam", c.op), c.in)
		code, message := "", ""
		if out.Err != nil {
			code, message = out.Err.Code, out.Err.Message
		}
		if code != c.code || message != c.message {
			t.Errorf("%s of %d: got %q %q, want %q %q", c.op, len(fmt.Sprint(c.in["PolicyDocument"])), code, message, c.code, c.message)
		}
	}
}
