package refusal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The forms in which people paste errors; ids are examples.
func TestForms(t *testing.T) {
	tests := []struct {
		name, text string
		want       Refused
	}{
		{"a code and its message", "ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.", Refused{Code: "ValidationError"}},
		{"words without a code", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining", Refused{Code: "ValidationError"}},
		{"a Java class inside of a message", "Error: Error creating IAM Role admin: MalformedPolicyDocument: Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!\n        status code: 400, request id: 006f33b5", Refused{Code: "MalformedPolicyDocument"}},
		{"the SDK for Go, version 2, a modelled error", "Error: creating IAM Policy (x): operation error IAM: CreatePolicy, https response error StatusCode: 400, RequestID: 2f0c, MalformedPolicyDocument: Policy statement must contain resources.", Refused{Code: "MalformedPolicyDocument", Operation: "CreatePolicy"}},
		{"boto's class", "botocore.errorfactory.MalformedPolicyDocumentException: An error occurred (MalformedPolicyDocument) when calling the CreateRole operation: Has prohibited field Resource", Refused{Code: "MalformedPolicyDocument", Operation: "CreateRole"}},
		{"the SDK for Java", "com.amazonaws.services.securitytoken.model.RegionDisabledException: STS is not activated in this region for account:111122223333. (Service: AWSSecurityTokenService; Status Code: 403; Error Code: RegionDisabledException; Request ID: 5; Proxy: null)", Refused{Code: "RegionDisabledException"}},
		{"the SDK for JavaScript", "IDPCommunicationErrorException: Error communicating with the identity provider\n    at throwDefaultError (/app/node_modules/x.js:1:1)", Refused{Code: "IDPCommunicationErrorException"}},
		{"Terraform's box", "│ Error: creating IAM Role (x): EntityAlreadyExists: Role with name x already exists.\n│ \tstatus code: 409, request id: 1", Refused{Code: "EntityAlreadyExists"}},
		{"a JSON body without words", `{"__type":"com.amazonaws.sts#ThrottlingException"}`, Refused{Code: "ThrottlingException"}},
		{"a JSON body with words", `{"__type":"NoSuchEntityException","message":"The role with name x cannot be found."}`, Refused{Code: "NoSuchEntityException"}},
		{"the console's block", "You don't have permission to iam:ListRoles. To request access, copy the following text and send it to your AWS administrator.\nUser: " + alice + "\nService: iam\nAction: ListRoles\nOn resource(s): arn:aws:iam::111122223333:role/\nContext: no identity-based policy allows the action",
			Refused{Code: "AccessDenied", Principal: alice, Action: "iam:ListRoles", Resource: "arn:aws:iam::111122223333:role/", Layer: Identity}},
		{"the console's block, a Deny", "User: " + alice + "\nService: s3\nAction: s3:GetBucketPolicy\nOn resource(s): arn:aws:s3:::reports\nContext: a service control policy explicitly denies the action",
			Refused{Code: "AccessDenied", Principal: alice, Action: "s3:GetBucketPolicy", Resource: "arn:aws:s3:::reports", Layer: SCP, Explicit: true}},
		{"ECS", "service web failed to launch a task with (error ECS was unable to assume the role '" + deploy + "' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).",
			Refused{Code: "AccessDenied", Principal: "ecs-tasks.amazonaws.com", Action: "sts:AssumeRole", Resource: deploy, Layer: Trust}},
		{"ECS, its infrastructure role", "InvalidParameterException: ECS was unable to assume the configured ECS Infrastructure Role '" + deploy + "'. Please verify that the role being passed has the proper trust relationship with Amazon ECS.",
			Refused{Code: "InvalidParameterException", Principal: "ecs.amazonaws.com", Action: "sts:AssumeRole", Resource: deploy, Layer: Trust}},
		{"EC2", `{"Code": "AssumeRoleUnauthorizedAccess", "Message": "EC2 cannot assume the role Deploy. Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html", "LastUpdated": "2026-12-01T09:00:00Z"}`,
			Refused{Code: "AssumeRoleUnauthorizedAccess", Principal: "ec2.amazonaws.com", Action: "sts:AssumeRole", Layer: Trust}},
		{"CodeBuild", "CodeBuild is not authorized to perform: sts:AssumeRole on " + deploy + " (Service: AWSCodeBuild; Status Code: 400; Error Code: InvalidInputException; Request ID: 1)",
			Refused{Code: "InvalidInputException", Principal: "codebuild.amazonaws.com", Action: "sts:AssumeRole", Resource: deploy, Layer: Trust}},
		{"Step Functions", "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role. (Service: AWSStepFunctions; Status Code: 400; Error Code: AccessDeniedException; Request ID: 1)",
			Refused{Code: "AccessDeniedException", Principal: "states.amazonaws.com", Action: "sts:AssumeRole", Layer: Trust}},
		{"CloudFormation's event", `CDKToolkit | 2/12 | 7:18:46 AM | CREATE_FAILED | AWS::IAM::Role | ImagePublishingRole Resource handler returned message: "User: ` + alice + ` is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111122223333:role/cdk-image with an explicit deny in an identity-based policy (Service: Iam, Status Code: 403, Request ID: 5)" (RequestToken: 9, HandlerErrorCode: AccessDenied)`,
			Refused{Code: "AccessDenied", Principal: alice, Action: "iam:CreateRole", Resource: "arn:aws:iam::111122223333:role/cdk-image", Layer: Identity, Explicit: true}},
		{"GitHub's action, no token", "Error: Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers", Refused{Code: "NoCredentials"}},
		{"CloudFormation's call before a bare answer", "API: s3:PutBucketPolicy Access Denied", Refused{Code: "AccessDenied", Action: "s3:PutBucketPolicy"}},
		{"CloudFormation's wrapper", "Resource handler returned message: \"Access Denied (Service: S3, Status Code: 403, Request ID: 1)\" (RequestToken: 1, HandlerErrorCode: GeneralServiceException)", Refused{Code: "AccessDenied"}},
		{"the SDK for Java, version 2, its class alone", "software.amazon.awssdk.services.sts.model.StsException: User: " + alice + " is not authorized to perform: sts:AssumeRole on resource: " + deploy + " (Service: Sts, Status Code: 403, Request ID: 1)", Refused{Code: "AccessDenied", Principal: alice, Action: "sts:AssumeRole", Resource: deploy}},
		{"the CDK, another account's credentials", "Need to perform AWS calls for account 111122223333, but the current credentials are for 444455556666", Refused{Code: "NoCredentials"}},
		{"a body of API Gateway", `{"message":"Missing Authentication Token"}`, Refused{Code: "MissingAuthenticationToken"}},
		{"a rate without a code", "Rate exceeded", Refused{Code: "Throttling"}},
		{"the console's switch of roles", "Invalid information in one or more fields. Check your information or contact your administrator.", Refused{Code: "SwitchRole"}},
		{"EC2 without a code", "You are not authorized to perform this operation. Encoded authorization failure message: 4GIO", Refused{Code: "UnauthorizedOperation", Encoded: true}},
		{"GitHub's action, no provider", "Error: Could not assume role with OIDC: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com", Refused{Code: "InvalidIdentityToken"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			got.Message, tt.want.Source = "", FromMessage
			if d := cmp.Diff(&tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// What each error means comes from the Errors section of the operation's page.
func TestMeanings(t *testing.T) {
	tests := []struct {
		text, want string // want is a part of the meaning's sentence
		policy     bool   // a policy refused
	}{
		{"An error occurred (PackedPolicyTooLarge) when calling the AssumeRole operation: Packed policy consumes 112% of allotted space", "more room than a session has", false},
		{"An error occurred (RegionDisabledException) when calling the AssumeRole operation: STS is not activated in this region", "not active for this account in the Region", false},
		{"An error occurred (IDPCommunicationError) when calling the AssumeRoleWithWebIdentity operation: x", "could not reach the identity provider", false},
		{"An error occurred (Throttling) when calling the CreateRole operation: Rate exceeded", "Too many calls", false},
		{"An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name x cannot be found.", "does not exist", false},
		{"An error occurred (ValidationError) when calling the AssumeRole operation: 1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern", "session name is not well formed", false},
		{"An error occurred (ExpiredTokenException) when calling the AssumeRoleWithWebIdentity operation: Token expired: current date/time 1 must be before the expiration date/time 0", "web identity token that was passed has ended", false},
		{"An error occurred (ExpiredTokenException) when calling the AssumeRoleWithSAML operation: Token must be redeemed within 5 minutes of issuance", "SAML assertion that was passed has ended", false},
		{"An error occurred (ExpiredToken) when calling the GetObject operation: The provided token has expired.", "credentials have ended", false},
		{"An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithSAML operation: Invalid base64 SAMLResponse", "SAML assertion was not accepted", false},
		{"An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: x", "web identity token was not accepted", false},
		{"An error occurred (MalformedPolicyDocument) when calling the CreateRole operation: The passed in policy has a statement with no principals!", "names no principal", false},
		{"An error occurred (MalformedPolicyDocument) when calling the CreatePolicy operation: Policy statement must contain resources.", "names no resource", false},
		{"An error occurred (MalformedPolicyDocument) when calling the PutRolePolicy operation: something else", "does not take the policy", false},
		{"An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.", "knows no such access key", false},
		{"An error occurred (AccessDenied) when calling the AssumeRole operation: Roles may not be assumed by root accounts.", "root user can’t assume", true},
		{"AccessDeniedException: Access to KMS is not allowed", "KMS key that encrypts it", true},
	}
	for _, tt := range tests {
		r, err := Parse(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		m, _ := MeaningOf(r)
		if !strings.Contains(m.Sentence, tt.want) || m.Fix == "" || m.Page == "" {
			t.Errorf("%s\nmeans %q; want %q", tt.text, m.Sentence, tt.want)
		}
		if r.ByPolicy() != tt.policy {
			t.Errorf("%s: refused by a policy: %v", tt.text, r.ByPolicy())
		}
	}
}

// Several records, or several messages, are all read.
func TestSeveral(t *testing.T) {
	first := "An error occurred (AccessDenied) when calling the AssumeRole operation: User: " + alice + " is not authorized to perform: sts:AssumeRole on resource: " + deploy
	second := "User: " + alice + " is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::reports/a because no identity-based policy allows the s3:GetObject action"
	record := func(name string) string {
		return `{"eventSource": "kms.amazonaws.com", "eventName": "` + name + `", "errorCode": "AccessDenied", "userIdentity": {"type": "IAMUser", "arn": "` + alice + `"}}`
	}
	tests := []struct {
		name, text string
		want       []string
	}{
		{"two messages", first + "\n" + second, []string{"sts:AssumeRole", "s3:GetObject"}},
		{"the same twice", first + "\n" + first, []string{"sts:AssumeRole"}},
		{"a file of records", `{"Records": [` + record("Decrypt") + "," + record("Encrypt") + `]}`, []string{"kms:Decrypt", "kms:Encrypt"}},
		{"records, one a line", record("Decrypt") + "\n" + record("Encrypt") + "\n" + record("Decrypt"), []string{"kms:Decrypt", "kms:Encrypt"}},
		{"a log line before a record", "2026-12-01T09:00:00Z " + record("Decrypt"), []string{"kms:Decrypt"}},
	}
	for _, tt := range tests {
		all, err := ParseAll(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		var got []string
		for _, r := range all {
			got = append(got, r.Action)
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
}
