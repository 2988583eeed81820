package refusal

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	runner  = "arn:aws:sts::111122223333:assumed-role/Pipeline/run-7"
	reports = "arn:aws:s3:::reports/2026/q3.csv"
)

// met are wordings as people met them, each with the place where its shape was
// found. Names and accounts are ours, and so is every sentence round the error.
var met = []struct {
	name, source, text string
	want               Refused
}{
	{"the SDK for Go, version 2, in Terraform", "https://github.com/ministryofjustice/modernisation-platform/pull/12326",
		"Error: creating rule group (strict): operation error Network Firewall: CreateRuleGroup, https response error StatusCode: 400, RequestID: 0e1f, api error AccessDeniedException: User: " + runner + " is not authorized to perform: network-firewall:CreateRuleGroup on resource: arn:aws:network-firewall:eu-west-2:111122223333:stateful-rulegroup/strict because no identity-based policy allows the network-firewall:CreateRuleGroup action",
		Refused{Code: "AccessDeniedException", Principal: runner, Action: "network-firewall:CreateRuleGroup", Resource: "arn:aws:network-firewall:eu-west-2:111122223333:stateful-rulegroup/strict", Layer: Identity}},
	{"another action than the one called", "https://github.com/ministryofjustice/modernisation-platform/pull/12326",
		"operation error EC2: CreateVpcEndpoint, https response error StatusCode: 403, RequestID: 84c8, api error UnauthorizedOperation: You are not authorized to perform this operation. User: " + runner + " is not authorized to perform: ec2:CreateVpcEndpoint on resource: arn:aws:ec2:eu-west-2:111122223333:vpc-endpoint/* because no identity-based policy allows the vpce:AllowMultiRegion action.",
		Refused{Code: "UnauthorizedOperation", Principal: runner, Action: "vpce:AllowMultiRegion", Asked: "ec2:CreateVpcEndpoint", Resource: "arn:aws:ec2:eu-west-2:111122223333:vpc-endpoint/*", Layer: Identity}},
	{"the SDK for Java, version 1", "https://github.com/amzn/selling-partner-api-models/issues/891",
		"User: " + alice + " is not authorized to perform: sts:AssumeRole on resource: " + deploy + " (Service: AWSSecurityTokenService; Status Code: 403; Error Code: AccessDenied; Request ID: b59b74ae-9126-4975)",
		Refused{Code: "AccessDenied", Principal: alice, Action: "sts:AssumeRole", Resource: deploy}},
	{"the SDK for Java, version 2, and S3's quotes", "https://github.com/aws-ia/terraform-aws-bedrock/issues/41",
		"User: " + runner + " is not authorized to perform: s3:GetObject on resource: \"" + reports + "\" because no identity-based policy allows the s3:GetObject action (Service: S3, Status Code: 403, Request ID: DMQ0, Extended Request ID: TF77/W+K=)",
		Refused{Code: "AccessDenied", Principal: runner, Action: "s3:GetObject", Resource: reports, Layer: Identity}},
	{"PassRole, by ECS", "https://github.com/LBHackney-IT/Data-Platform/pull/1992",
		"botocore.errorfactory.AccessDeniedException: An error occurred (AccessDeniedException) when calling the RunTask operation: User: " + alice + " is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/Task because no identity-based policy allows the iam:PassRole action",
		Refused{Code: "AccessDeniedException", Operation: "RunTask", Principal: alice, Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/Task", Layer: Identity}},
	{"PassRole, by EC2, with an encoded failure", "https://github.com/aws/karpenter-provider-aws/issues/6298",
		"launching nodeclaim, creating instance, with fleet error(s), UnauthorizedOperation: You are not authorized to perform this operation. User: " + runner + " is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/Node because no identity-based policy allows the iam:PassRole action. Encoded Failure: 4GIOHlTk",
		Refused{Code: "UnauthorizedOperation", Principal: runner, Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/Node", Layer: Identity, Encoded: true}},
	{"PassRole, logged as JSON", "https://github.com/cisagov/crossfeed/issues/109",
		`{"message":"User: ` + runner + ` is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/Worker","code":"AccessDeniedException","requestId":"e834632c","statusCode":400,"retryable":false}`,
		Refused{Code: "AccessDeniedException", Principal: runner, Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/Worker"}},
	{"a program's log line", "https://github.com/uswitch/kiam/issues/33",
		`{"level":"error","msg":"error requesting credentials: AccessDenied: User: ` + runner + ` is not authorized to perform: sts:AssumeRole on resource: ` + deploy + `\n\tstatus code: 403, request id: 01b4ba14","pod.iam.role":"Deploy"}`,
		Refused{Code: "AccessDenied", Principal: runner, Action: "sts:AssumeRole", Resource: deploy}},
	{"KMS behind Lambda", "https://github.com/cattle-ops/terraform-aws-gitlab-runner/pull/1253",
		"Calling the invoke API action failed with this message: Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function's KMS key settings. KMS Exception: AccessDeniedExceptionKMS Message: User: " + runner + " is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/k because no identity-based policy allows the kms:Decrypt action (Service: Kms, Status Code: 400, Request ID: 7)",
		Refused{Code: "AccessDeniedException", Principal: runner, Action: "kms:Decrypt", Resource: "arn:aws:kms:us-east-1:111122223333:key/k", Layer: Identity}},
	{"KMS, which doesn't say", "https://github.com/aceew/aws-lambda-env-vars/issues/7",
		"Caught an error: AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
		Refused{Code: "AccessDeniedException"}},
	{"the SDK for PHP", "https://github.com/amzn/selling-partner-api-models/issues/2523",
		`Error executing "AssumeRole" on "https://sts.eu-west-1.amazonaws.com"; AWS HTTP error: Client error resulted in a 403 Forbidden response: AccessDenied (client): User: ` + alice + ` is not authorized to perform: sts:AssumeRole on resource: ` + alice + ` - Sender AccessDenied`,
		Refused{Code: "AccessDenied", Principal: alice, Action: "sts:AssumeRole", Resource: alice}},
	{"GitHub Actions", "https://github.com/aws-actions/configure-aws-credentials/issues/1100",
		"Assuming role with OIDC\nError: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity",
		Refused{Code: "AccessDenied", Action: "sts:AssumeRoleWithWebIdentity"}},
	{"SAML", "https://github.com/aws/aws-sdk-net/issues/744",
		"Not authorized to perform sts:AssumeRoleWithSAML (Service: AWSSecurityTokenService; Status Code: 403; Error Code: AccessDenied; Request ID: fe270994). Please try again.",
		Refused{Code: "AccessDenied", Action: "sts:AssumeRoleWithSAML"}},
	{"a Deny, before AWS named the sort of policy", "https://github.com/cloud-custodian/cloud-custodian/issues/4736",
		"botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the GetFunction operation: User: " + alice + " is not authorized to perform: lambda:GetFunction on resource: arn:aws:lambda:us-east-1:111122223333:function:nightly with an explicit deny",
		Refused{Code: "AccessDeniedException", Operation: "GetFunction", Principal: alice, Action: "lambda:GetFunction", Resource: "arn:aws:lambda:us-east-1:111122223333:function:nightly", Explicit: true}},
	{"a Deny in an identity policy, the role's name alone", "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2517",
		"│ Error: unable to get role (Deploy): AccessDenied: User: " + runner + " is not authorized to perform: iam:GetRole on resource: role Deploy with an explicit deny in an identity-based policy\n│       status code: 403, request id: 99222140",
		Refused{Code: "AccessDenied", Principal: runner, Action: "iam:GetRole", Resource: "role Deploy", Layer: Identity, Explicit: true}},
	{"a bucket policy's Deny", "https://github.com/noobaa/noobaa-core/issues/10060",
		"An error occurred (AccessDenied) when calling the ListObjectsV2 operation: User: " + alice + " is not authorized to perform: s3:ListBucket on resource: \"arn:aws:s3:::reports\" with an explicit deny in a resource-based policy",
		Refused{Code: "AccessDenied", Operation: "ListObjectsV2", Principal: alice, Action: "s3:ListBucket", Resource: "arn:aws:s3:::reports", Layer: Resource, Explicit: true}},
	{"a secret's name instead of its ARN", "https://github.com/external-secrets/external-secrets/issues/2685",
		"Warning UpdateFailed external-secrets AccessDeniedException: User: " + runner + " is not authorized to perform: secretsmanager:GetSecretValue on resource: app/test/new because no identity-based policy allows the secretsmanager:GetSecretValue action\n status code: 400",
		Refused{Code: "AccessDeniedException", Principal: runner, Action: "secretsmanager:GetSecretValue", Resource: "app/test/new", Layer: Identity}},
	{"an SCP, in other words", "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
		"User: " + alice + " is not authorized to perform: s3:ListAllMyBuckets due to an explicit deny in a Service Control Policy",
		Refused{Code: "AccessDenied", Principal: alice, Action: "s3:ListAllMyBuckets", Layer: SCP, Explicit: true}},
	{"XML over several lines", "https://github.com/Netflix/security_monkey/issues/77",
		"BotoServerError: 403 Forbidden\n<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <Error>\n    <Type>Sender</Type>\n    <Code>AccessDenied</Code>\n    <Message>User: " + runner + " is not authorized to perform: sts:AssumeRole on resource: " + deploy + "</Message>\n  </Error>\n</ErrorResponse>",
		Refused{Code: "AccessDenied", Principal: runner, Action: "sts:AssumeRole", Resource: deploy}},
	{"CloudFormation", "https://github.com/eksctl-io/eksctl/issues/319",
		`CREATE_FAILED – "API: iam:CreateRole User: ` + alice + ` is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111122223333:role/Cluster"`,
		Refused{Code: "AccessDenied", Principal: alice, Action: "iam:CreateRole", Resource: "arn:aws:iam::111122223333:role/Cluster"}},
	{"Lambda that can't have its role", "https://github.com/serverless/serverless/issues/4384",
		"An error occurred (InvalidParameterValueException) when calling the CreateFunction operation: The role defined for the function cannot be assumed by Lambda.",
		Refused{Code: "InvalidParameterValueException", Operation: "CreateFunction"}},
}

func TestMetWordings(t *testing.T) {
	for _, tt := range met {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Source, got.Message = FromMessage, ""
			if d := cmp.Diff(&tt.want, got); d != "" {
				t.Errorf("%s (-want +got):\n%s", tt.source, d)
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
		return &Refused{Source: FromRecord, Code: "AccessDenied", Operation: "Decrypt", Action: "kms:Decrypt", Principal: principal, Account: account, Context: context}
	}
	assumed := `{"type": "AssumedRole", "principalId": "AROAEXAMPLE:run-7", "arn": "` + runner + `", "accountId": "111122223333", "sessionContext": {"sessionIssuer": {"type": "Role", "arn": "arn:aws:iam::111122223333:role/Pipeline"}, "sourceIdentity": "alice", "attributes": {"mfaAuthenticated": "false", "creationDate": "2026-11-21T08:00:00Z"}}}`
	session := ctx("aws:SourceIdentity", "alice", "aws:TokenIssueTime", "2026-11-21T08:00:00Z")
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
		{"a web identity", body(`{"type": "WebIdentityUser", "principalId": "accounts.google.com:x:y", "userName": "y", "identityProvider": "accounts.google.com"}`, ""), told("", "", ctx())},
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
