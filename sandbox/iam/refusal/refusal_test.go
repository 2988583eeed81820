package refusal

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const (
	alice  = "arn:aws:iam::111122223333:user/alice"
	deploy = "arn:aws:iam::444455556666:role/Deploy"
)

// The wordings are those of "Troubleshoot access denied error messages" in the IAM
// User Guide and of the services' own error references, on accounts of examples.
var wordings = []struct {
	name, text string
	want       Refused
}{
	{"identity, implicit", "An error occurred (AccessDenied) when calling the AssumeRole operation: User: " + alice + " is not authorized to perform: sts:AssumeRole on resource: " + deploy + " because no identity-based policy allows the sts:AssumeRole action",
		Refused{Code: "AccessDenied", Operation: "AssumeRole", Principal: alice, Action: "sts:AssumeRole", Resource: deploy, Layer: Identity}},
	{"identity, explicit, with the policy's ARN", "User: " + alice + " is not authorized to perform: codecommit:ListRepositories with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/NoCode",
		Refused{Code: "AccessDenied", Principal: alice, Action: "codecommit:ListRepositories", Layer: Identity, Explicit: true, PolicyARN: "arn:aws:iam::111122223333:policy/NoCode"}},
	{"resource, implicit", "User: " + alice + " is not authorized to perform: secretsmanager:GetSecretValue because no resource-based policy allows the secretsmanager:GetSecretValue action",
		Refused{Code: "AccessDenied", Principal: alice, Action: "secretsmanager:GetSecretValue", Layer: Resource}},
	{"resource, explicit, a session", "User: arn:aws:sts::111122223333:assumed-role/Reader/ship is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::reports/2026/q3 final.csv\" with an explicit deny in a resource-based policy",
		Refused{Code: "AccessDenied", Principal: "arn:aws:sts::111122223333:assumed-role/Reader/ship", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/2026/q3 final.csv", Layer: Resource, Explicit: true}},
	{"boundary", "User: " + alice + " is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111122223333:role/x because no permissions boundary allows the iam:CreateRole action",
		Refused{Code: "AccessDenied", Principal: alice, Action: "iam:CreateRole", Resource: "arn:aws:iam::111122223333:role/x", Layer: Boundary}},
	{"boundary, explicit", "User: " + alice + " is not authorized to perform: iam:CreateRole with an explicit deny in a permissions boundary",
		Refused{Code: "AccessDenied", Principal: alice, Action: "iam:CreateRole", Layer: Boundary, Explicit: true}},
	{"session", "User: arn:aws:sts::111122223333:federated-user/carol is not authorized to perform: sns:Publish on resource: arn:aws:sns:us-east-1:111122223333:news because no session policy allows the sns:Publish action",
		Refused{Code: "AccessDenied", Principal: "arn:aws:sts::111122223333:federated-user/carol", Action: "sns:Publish", Resource: "arn:aws:sns:us-east-1:111122223333:news", Layer: Session}},
	{"SCP, implicit", "User: " + alice + " is not authorized to perform: ec2:DescribeInstances because no service control policy allows the ec2:DescribeInstances action",
		Refused{Code: "AccessDenied", Principal: alice, Action: "ec2:DescribeInstances", Layer: SCP}},
	{"SCP, explicit, with ARN", "AccessDeniedException: User: " + alice + " is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/k with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-example/service_control_policy/p-examplep",
		Refused{Code: "AccessDeniedException", Principal: alice, Action: "kms:Decrypt", Resource: "arn:aws:kms:us-east-1:111122223333:key/k", Layer: SCP, Explicit: true,
			PolicyARN: "arn:aws:organizations::999999999999:policy/o-example/service_control_policy/p-examplep"}},
	{"RCP", "User: " + alice + " is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::reports/a\" with an explicit deny in a resource control policy",
		Refused{Code: "AccessDenied", Principal: alice, Action: "s3:PutObject", Resource: "arn:aws:s3:::reports/a", Layer: RCP, Explicit: true}},
	{"VPC endpoint, implicit", "User: " + alice + " is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:us-east-1:111122223333:q because no VPC endpoint policy allows the sqs:SendMessage action",
		Refused{Code: "AccessDenied", Principal: alice, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:us-east-1:111122223333:q", Layer: VPCEndpoint}},
	{"VPC endpoint, explicit", "User: " + alice + " is not authorized to perform: sqs:SendMessage with an explicit deny in a VPC endpoint policy.",
		Refused{Code: "AccessDenied", Principal: alice, Action: "sqs:SendMessage", Layer: VPCEndpoint, Explicit: true}},
	{"trust, implicit", "User: " + alice + " is not authorized to perform: sts:AssumeRole because no role trust policy allows the sts:AssumeRole action",
		Refused{Code: "AccessDenied", Principal: alice, Action: "sts:AssumeRole", Layer: Trust}},
	{"trust, explicit", "User: " + alice + " is not authorized to perform: sts:AssumeRole with an explicit deny in the role trust policy",
		Refused{Code: "AccessDenied", Principal: alice, Action: "sts:AssumeRole", Layer: Trust, Explicit: true}},
	{"no cause, across accounts", "An error occurred (AccessDenied) when calling the AssumeRole operation: User: " + alice + " is not authorized to perform: sts:AssumeRole on resource: " + deploy,
		Refused{Code: "AccessDenied", Operation: "AssumeRole", Principal: alice, Action: "sts:AssumeRole", Resource: deploy}},
	{"an explicit deny of the old wording", "User: " + alice + " is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::111122223333:user/ with an explicit deny",
		Refused{Code: "AccessDenied", Principal: alice, Action: "iam:ListUsers", Resource: "arn:aws:iam::111122223333:user/", Explicit: true}},
	{"S3's bare words", "An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied",
		Refused{Code: "AccessDenied", Operation: "ListObjectsV2", Action: "s3:ListBucket"}},
	{"S3's HEAD", "fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden",
		Refused{Code: "403", Operation: "HeadObject", Action: "s3:GetObject"}},
	{"S3's XML", "<Error><Code>AccessDenied</Code><Message>User: " + alice + " is not authorized to perform: s3:GetObject on resource: &quot;arn:aws:s3:::reports/a&quot; because no identity-based policy allows the s3:GetObject action</Message></Error>",
		Refused{Code: "AccessDenied", Principal: alice, Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/a", Layer: Identity}},
	{"EC2's encoded message", "An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. User: " + alice + " is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:111122223333:instance/* because no identity-based policy allows the ec2:RunInstances action. Encoded authorization failure message: 4GIOHlTkIaWHQD0Q0m6XSnuUMCm",
		Refused{Code: "UnauthorizedOperation", Operation: "RunInstances", Principal: alice, Action: "ec2:RunInstances", Resource: "arn:aws:ec2:us-east-1:111122223333:instance/*", Layer: Identity, Encoded: true}},
	{"web identity", "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity",
		Refused{Code: "AccessDenied", Operation: "AssumeRoleWithWebIdentity", Action: "sts:AssumeRoleWithWebIdentity"}},
	{"expired", "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired",
		Refused{Code: "ExpiredToken", Operation: "GetCallerIdentity"}},
	{"broken over lines", "User: " + alice + " is not\n authorized to perform:\n sts:AssumeRole on resource: " + deploy + "\n because no identity-based policy allows the sts:AssumeRole action\n",
		Refused{Code: "AccessDenied", Principal: alice, Action: "sts:AssumeRole", Resource: deploy, Layer: Identity}},
}

func TestWordings(t *testing.T) {
	for _, tt := range wordings {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Source = FromMessage
			got.Message = ""
			if d := cmp.Diff(&tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

const trailRecord = `{"eventVersion": "1.11", "userIdentity": {"type": "IAMUser", "arn": "` + alice + `", "accountId": "111122223333",
 "sessionContext": {"attributes": {"mfaAuthenticated": "true"}}},
 "eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "sourceIPAddress": "203.0.113.7", "errorCode": "AccessDenied",
 "errorMessage": "User: ` + alice + ` is not authorized to perform: sts:AssumeRole on resource: ` + deploy + ` because no identity-based policy allows the sts:AssumeRole action",
 "requestParameters": {"roleArn": "` + deploy + `", "roleSessionName": "ship"}}`

const decodedMessage = `{"allowed": false, "explicitDeny": true, "matchedStatements": {"items": []}, "failures": {"items": []}, "context": {"principal": {"id": "AIDAEXAMPLE", "arn": "` + alice + `"},
 "action": "ec2:RunInstances", "resource": "arn:aws:ec2:us-east-1:111122223333:instance/*", "conditions": {"items": [{"key": "ec2:InstanceType", "values": {"items": [{"value": "m7i.large"}]}}]}}}`

func TestRecords(t *testing.T) {
	told := &Refused{Source: FromRecord, Code: "AccessDenied", Operation: "AssumeRole", Principal: alice, Action: "sts:AssumeRole", Resource: deploy, Layer: Identity,
		Context: map[string][]string{"aws:SourceIp": {"203.0.113.7"}, "aws:MultiFactorAuthPresent": {"true"}, "sts:RoleSessionName": {"ship"}},
		Absent:  append([]string{"sts:ExternalId", "sts:SourceIdentity"}, fromOutside...)}
	tests := []struct {
		name, text string
		want       *Refused
	}{
		{"one", trailRecord, told},
		{"a file of records", `{"Records": [{"eventSource": "s3.amazonaws.com", "eventName": "ListBuckets"}, ` + trailRecord + `]}`, told},
		{"a list", "[" + trailRecord + "]", told},
		{"S3 by its parameters", `{"eventSource": "s3.amazonaws.com", "eventName": "HeadObject", "errorCode": "AccessDenied", "errorMessage": "Access Denied", "userIdentity": {"arn": "` + alice + `"}, "requestParameters": {"bucketName": "reports", "key": "a/b"}}`,
			&Refused{Source: FromRecord, Code: "AccessDenied", Operation: "HeadObject", Principal: alice, Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/a/b", Context: map[string][]string{}}},
		{"a decoded message", decodedMessage, &Refused{Source: FromDecoded, Code: "UnauthorizedOperation", Principal: alice, Action: "ec2:RunInstances", Resource: "arn:aws:ec2:us-east-1:111122223333:instance/*", Explicit: true,
			Context: map[string][]string{"ec2:InstanceType": {"m7i.large"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			got.Message = ""
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "nothing to read"},
		{"it does not work", "neither an AWS error message"},
		{"\xff", "not UTF-8"},
		{strings.Repeat("x", MaxText+1), "longer than 64 KB"},
		{`{"Version": "2012-10-17", "Statement": []}`, "no CloudTrail record"},
		{`{"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole"}`, "went through"},
		{`{"eventSource": `, "breaks off"},
		{`{"Records": 7}`, "not a CloudTrail record"},
		{`[]`, "holds no record"},
		{`{"allowed": true}`, "was allowed"},
		{`{"allowed": false}`, "names no action"},
	}
	for _, tt := range tests {
		if r, err := Parse(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.40q: %+v, %v; want %q", tt.text, r, err, tt.want)
		}
	}
}

// FuzzParse: whatever is pasted, nothing breaks, and what was read is legible and
// says at least an action or a code.
func FuzzParse(f *testing.F) {
	for _, w := range wordings {
		f.Add(w.text)
	}
	f.Add(trailRecord)
	f.Add(decodedMessage)
	f.Add(`{"CloudTrailEvent": "{}"}`)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Parse(text)
		if err != nil {
			if r != nil || err.Error() == "" {
				t.Fatalf("%+v with the error %v", r, err)
			}
			return
		}
		if r.Action == "" && r.Code == "" {
			t.Fatalf("%+v says nothing", r)
		}
		for _, s := range []string{r.Code, r.Operation, r.Principal, r.Action, r.Resource, r.PolicyARN, r.Message} {
			if !utf8.ValidString(s) {
				t.Fatalf("%q is not UTF-8", s)
			}
		}
	})
}
