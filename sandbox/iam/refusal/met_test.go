package refusal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

const (
	runner  = "arn:aws:sts::111122223333:assumed-role/Pipeline/run-7"
	reports = "arn:aws:s3:::reports/2026/q3.csv"
)

// met are what the messages of testdata/met.txtar say, by their names there.
var met = map[string]Refused{
	"the SDK for Go, version 2, in Terraform":             {Code: "AccessDeniedException", Operation: "CreateRuleGroup", Principal: runner, Action: "network-firewall:CreateRuleGroup", Resource: "arn:aws:network-firewall:eu-west-2:111122223333:stateful-rulegroup/strict", Layer: Identity},
	"another action than the one called":                  {Code: "UnauthorizedOperation", Operation: "CreateVpcEndpoint", Principal: runner, Action: "vpce:AllowMultiRegion", Asked: "ec2:CreateVpcEndpoint", Resource: "arn:aws:ec2:eu-west-2:111122223333:vpc-endpoint/*", Layer: Identity},
	"the SDK for Java, version 1":                         {Code: "AccessDenied", Principal: alice, Action: "sts:AssumeRole", Resource: deploy},
	"the SDK for Java, version 2, and S3's quotes":        {Code: "AccessDenied", Principal: runner, Action: "s3:GetObject", Resource: reports, Layer: Identity},
	"PassRole, by ECS":                                    {Code: "AccessDeniedException", Operation: "RunTask", Principal: alice, Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/Task", Layer: Identity},
	"PassRole, by EC2, with an encoded failure":           {Code: "UnauthorizedOperation", Principal: runner, Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/Node", Layer: Identity, Encoded: true},
	"PassRole, logged as JSON":                            {Code: "AccessDeniedException", Principal: runner, Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/Worker"},
	"a program's log line":                                {Code: "AccessDenied", Principal: runner, Action: "sts:AssumeRole", Resource: deploy},
	"KMS behind Lambda":                                   {Code: "AccessDeniedException", Principal: runner, Action: "kms:Decrypt", Resource: "arn:aws:kms:us-east-1:111122223333:key/k", Layer: Identity},
	"KMS, which doesn't say":                              {Code: "AccessDeniedException"},
	"the SDK for PHP":                                     {Code: "AccessDenied", Principal: alice, Action: "sts:AssumeRole", Resource: alice},
	"GitHub Actions":                                      {Code: "AccessDenied", Action: "sts:AssumeRoleWithWebIdentity"},
	"SAML":                                                {Code: "AccessDenied", Action: "sts:AssumeRoleWithSAML"},
	"a Deny, before AWS named the sort of policy":         {Code: "AccessDeniedException", Operation: "GetFunction", Principal: alice, Action: "lambda:GetFunction", Resource: "arn:aws:lambda:us-east-1:111122223333:function:nightly", Explicit: true},
	"a Deny in an identity policy, the role's name alone": {Code: "AccessDenied", Principal: runner, Action: "iam:GetRole", Resource: "role Deploy", Layer: Identity, Explicit: true},
	"a bucket policy's Deny":                              {Code: "AccessDenied", Operation: "ListObjectsV2", Principal: alice, Action: "s3:ListBucket", Resource: "arn:aws:s3:::reports", Layer: Resource, Explicit: true},
	"a secret's name instead of its ARN":                  {Code: "AccessDeniedException", Principal: runner, Action: "secretsmanager:GetSecretValue", Resource: "app/test/new", Layer: Identity},
	"an SCP, in other words":                              {Code: "AccessDenied", Principal: alice, Action: "s3:ListAllMyBuckets", Layer: SCP, Explicit: true},
	"XML over several lines":                              {Code: "AccessDenied", Principal: runner, Action: "sts:AssumeRole", Resource: deploy},
	"CloudFormation":                                      {Code: "AccessDenied", Principal: alice, Action: "iam:CreateRole", Resource: "arn:aws:iam::111122223333:role/Cluster"},
	"IAM, with an authorization id": {Code: "AccessDenied", Operation: "CreateInstanceProfile", Principal: alice, Action: "iam:CreateInstanceProfile", Resource: "arn:aws:iam::111122223333:instance-profile/web", Layer: Identity, Explicit: true,
		PolicyARN: "arn:aws:iam::111122223333:policy/NoProfiles", AuthorizationID: "EXAMPLE1a2b3c4d5e6f7g8h9i0j", Region: "us-east-1"},
	"a VPC endpoint, by way of an SCP":          {Code: "AccessDenied", Principal: runner, Action: "SNS:Publish", Resource: "arn:aws:sns:us-east-1:444455556666:news", Layer: SCP, Explicit: true},
	"a session policy, as AWS's page spells it": {Code: "AccessDenied", Principal: alice, Action: "codedeploy:ListDeployments", Resource: "arn:aws:codedeploy:us-east-1:111122223333:deploymentgroup:*", Layer: Session, Explicit: true},
	"a public bucket policy":                    {Code: "AccessDenied", Operation: "PutBucketPolicy", Principal: alice, Action: "s3:PutBucketPolicy", Resource: "arn:aws:s3:::reports"},
	"Lambda that can't have its role":           {Code: "InvalidParameterValueException", Operation: "CreateFunction", Principal: "lambda.amazonaws.com", Action: "sts:AssumeRole", Layer: Trust},
}

func TestMetWordings(t *testing.T) {
	file, err := txtar.ParseFile("testdata/met.txtar")
	if err != nil || len(file.Files) != len(met) {
		t.Fatalf("testdata/met.txtar holds %d messages, the table %d: %v", len(file.Files), len(met), err)
	}
	for _, f := range file.Files {
		t.Run(f.Name, func(t *testing.T) {
			source, text, _ := strings.Cut(string(f.Data), "\n")
			if !strings.HasPrefix(source, "source: https://") {
				t.Errorf("it says no source: %s", source)
			}
			got, err := Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			want := met[f.Name]
			want.Source, got.Message = FromMessage, ""
			if d := cmp.Diff(&want, got); d != "" {
				t.Errorf("%s (-want +got):\n%s", source, d)
			}
		})
	}
}

// The kinds of userIdentity are those of "CloudTrail userIdentity element" in the
// CloudTrail User Guide; the wrappers are what CloudTrail's files, its event
// history, CloudWatch Logs and EventBridge put round a record.
func TestRecordsOfEveryKind(t *testing.T) {
	body := func(identity, more string) string {
		return `{"eventSource": "kms.amazonaws.com", "eventName": "Decrypt", "awsRegion": "us-east-1", "sourceIPAddress": "203.0.113.7", "errorCode": "AccessDenied", "errorMessage": "x", "userIdentity": ` + identity + more + `}`
	}
	ctx := func(more ...string) map[string][]string {
		m := map[string][]string{"aws:SourceIp": {"203.0.113.7"}, "aws:RequestedRegion": {"us-east-1"}}
		for i := 0; i < len(more); i += 2 {
			m[more[i]] = []string{more[i+1]}
		}
		return m
	}
	told := func(principal, account string, context map[string][]string) *Refused {
		r := &Refused{Source: FromRecord, Code: "AccessDenied", Operation: "Decrypt", Action: "kms:Decrypt", Principal: principal, Account: account, Context: context}
		if r.Absent = fromOutside; context["aws:SourceVpce"] != nil { // a call of alice's with her long-term key
			r.Absent = []string{"aws:TokenIssueTime", "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"}
		}
		return r
	}
	assumed := `{"type": "AssumedRole", "principalId": "AROAEXAMPLE:run-7", "arn": "` + runner + `", "accountId": "111122223333", "sessionContext": {"sessionIssuer": {"type": "Role", "arn": "arn:aws:iam::111122223333:role/Pipeline"}, "sourceIdentity": "alice", "attributes": {"mfaAuthenticated": "false", "creationDate": "2026-11-21T08:00:00Z"}}}`
	session := ctx("aws:SourceIdentity", "alice", "aws:TokenIssueTime", "2026-11-21T08:00:00Z", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/Pipeline")
	one := body(assumed, "")
	quoted := `"` + escaped(one) + `"`
	tests := []struct {
		name, text string
		want       *Refused
	}{
		{"a role's session", one, told(runner, "", session)},
		{"root", body(`{"type": "Root", "accountId": "111122223333"}`, ""), told("arn:aws:iam::111122223333:root", "", ctx())},
		{"a federated user", body(`{"type": "FederatedUser", "arn": "arn:aws:sts::111122223333:federated-user/carol", "accountId": "111122223333"}`, ""), told("arn:aws:sts::111122223333:federated-user/carol", "", ctx())},
		{"a service", body(`{"type": "AWSService", "invokedBy": "cloudtrail.amazonaws.com"}`, ""), told("cloudtrail.amazonaws.com", "", ctx())},
		{"another account", body(`{"type": "AWSAccount", "principalId": "AIDAEXAMPLE", "accountId": "444455556666"}`, ""), told("", "444455556666", ctx())},
		{"a web identity", body(`{"type": "WebIdentityUser", "principalId": "accounts.google.com:x:y", "userName": "y", "identityProvider": "accounts.google.com"}`, ""), told("accounts.google.com", "", ctx("accounts.google.com:sub", "y", "accounts.google.com:aud", "x"))},
		{"a web identity of a provider in IAM", body(`{"type": "WebIdentityUser", "principalId": "`+provider+`:sts.amazonaws.com:repo:octo/app:pull_request", "userName": "repo:octo/app:pull_request", "identityProvider": "`+provider+`"}`, ""),
			told(provider, "", ctx("token.actions.githubusercontent.com:sub", "repo:octo/app:pull_request", "token.actions.githubusercontent.com:aud", "sts.amazonaws.com"))},
		{"a SAML user", body(`{"type": "SAMLUser", "principalId": "SampleUniqueID:bob@example.com", "userName": "bob@example.com", "identityProvider": "SampleUniqueID"}`, `, "requestParameters": {"principalArn": "arn:aws:iam::111122223333:saml-provider/Corp"}`),
			told("arn:aws:iam::111122223333:saml-provider/Corp", "", ctx("saml:sub", "bob@example.com", "saml:namequalifier", "SampleUniqueID"))},
		{"a user of IAM Identity Center", body(`{"type": "IdentityCenterUser", "accountId": "111122223333", "onBehalfOf": {"userId": "u", "identityStoreArn": "arn:aws:identitystore::111122223333:identitystore/d-1"}}`, ""), told("", "111122223333", ctx())},
		{"by way of a service", body(`{"type": "AssumedRole", "arn": "`+runner+`", "invokedBy": "cloudformation.amazonaws.com"}`, ""), told(runner, "", ctx("aws:ViaAWSService", "true", "aws:CalledViaLast", "cloudformation.amazonaws.com"))},
		{"through an endpoint", body(`{"type": "IAMUser", "arn": "`+alice+`"}`, `, "vpcEndpointId": "vpce-0abc"`), told(alice, "", ctx("aws:SourceVpce", "vpce-0abc"))},
		{"CloudTrail's file", `{"Records": [{"eventSource": "kms.amazonaws.com", "eventName": "ListKeys"}, ` + one + `]}`, told(runner, "", session)},
		{"the event history", `{"Events": [{"EventId": "e", "EventName": "Decrypt", "CloudTrailEvent": ` + quoted + `}]}`, told(runner, "", session)},
		{"CloudWatch Logs", `{"events": [{"logStreamName": "s", "timestamp": 1, "message": ` + quoted + `}]}`, told(runner, "", session)},
		{"a subscription of CloudWatch Logs", `{"messageType": "DATA_MESSAGE", "logEvents": [{"id": "1", "message": ` + quoted + `}]}`, told(runner, "", session)},
		{"EventBridge", `{"version": "0", "detail-type": "AWS API Call via CloudTrail", "source": "aws.kms", "detail": ` + one + `}`, told(runner, "", session)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			got.Message = ""
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

const provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"

// fromOutside are the keys that a call from a public address does not carry.
var fromOutside = []string{"aws:SourceVpce", "aws:SourceVpc", "aws:VpcSourceIp"}

func escaped(s string) string {
	out := ""
	for _, r := range s {
		if r == '"' || r == '\\' {
			out += `\`
		}
		out += string(r)
	}
	return out
}

// Names of operations in records are not always those of actions; see the
// services' pages on logging with CloudTrail.
func TestActionsOfRecords(t *testing.T) {
	tests := []struct{ source, event, want string }{
		{"lambda", "Invoke", "lambda:InvokeFunction"},
		{"lambda", "GetFunction20150331v2", "lambda:GetFunction"},
		{"lambda", "ListFunctions20150331", "lambda:ListFunctions"},
		{"s3", "HeadBucket", "s3:ListBucket"},
		{"s3", "DeleteObjects", "s3:DeleteObject"},
		{"s3", "GetBucketLifecycle", "s3:GetLifecycleConfiguration"},
		{"s3", "DeleteBucketEncryption", "s3:PutEncryptionConfiguration"},
		{"s3", "GetBucketVersioning", "s3:GetBucketVersioning"},
		{"monitoring", "PutMetricData", "cloudwatch:PutMetricData"},
		{"sts", "AssumeRole", "sts:AssumeRole"},
	}
	for _, tt := range tests {
		if got := actionOf(tt.source, tt.event); got != tt.want {
			t.Errorf("%s of %s is %s, want %s", tt.event, tt.source, got, tt.want)
		}
	}
	r, err := Parse(`{"eventSource": "s3.amazonaws.com", "eventName": "GetObject", "errorCode": "VpceAccessDenied", "errorMessage": "The request was denied due to a VPC endpoint policy", "vpcEndpointId": "vpce-0abc", "userIdentity": {"type": "AWSAccount", "accountId": "111122223333"}}`)
	if err != nil || r.Layer != VPCEndpoint {
		t.Errorf("a network activity event: %+v, %v", r, err)
	}
}
