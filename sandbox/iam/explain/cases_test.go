package explain

import (
	"strings"
	"testing"

	"rolecall/sandbox/iam"
)

const (
	github = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
	subKey = "token.actions.githubusercontent.com:sub"
)

// doc is a document of statements.
func doc(statements ...string) string {
	return `{"Version": "2012-10-17", "Statement": [` + strings.Join(statements, ", ") + `]}`
}

func allow(action, resource, condition string) string {
	return statement("Allow", action, resource, condition)
}
func deny(action, resource, condition string) string {
	return statement("Deny", action, resource, condition)
}

func statement(effect, action, resource, condition string) string {
	st := `{"Sid": "` + effect + `One", "Effect": "` + effect + `", "Action": "` + action + `", "Resource": "` + resource + `"`
	if condition != "" {
		st += `, "Condition": ` + condition
	}
	return st + "}"
}

func trust(principal, action, condition string) string {
	st := `{"Effect": "Allow", "Principal": ` + principal + `, "Action": "` + action + `"`
	if condition != "" {
		st += `, "Condition": ` + condition
	}
	return st + "}"
}

// githubTrust trusts GitHub under a condition on the subject.
func githubTrust(operator, sub string) string {
	condition := `{"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}, "` + operator + `": {"` + subKey + `": "` + sub + `"}}`
	if operator == "StringEquals" {
		condition = `{"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "` + subKey + `": "` + sub + `"}}`
	}
	return doc(trust(`{"Federated": "`+github+`"}`, "sts:AssumeRoleWithWebIdentity", condition))
}

// githubRecord is CloudTrail's record of a refused call with a token.
func githubRecord(sub string) string {
	return `{"eventVersion": "1.08", "userIdentity": {"type": "WebIdentityUser", "principalId": "` + github + `:sts.amazonaws.com:` + sub + `", "userName": "` + sub + `", "identityProvider": "` + github + `"}, "eventSource": "sts.amazonaws.com", "eventName": "AssumeRoleWithWebIdentity", "awsRegion": "us-east-1", "sourceIPAddress": "203.0.113.9", "errorCode": "AccessDenied", "errorMessage": "An unknown error occurred", "requestParameters": {"roleArn": "arn:aws:iam::111122223333:role/GitHubActions", "roleSessionName": "GitHubActions"}}`
}

func notAuthorized(who, action, resource, rest string) string {
	return "User: " + who + " is not authorized to perform: " + action + " on resource: " + resource + rest
}

const devSession = "arn:aws:sts::111122223333:assumed-role/dev/x"

// told is a denial with what is true of it: what the answer has to say and must not.
type told struct {
	name, source, text string
	given              map[iam.Kind]string
	verdict            Verdict // empty: no policies were given
	first              string  // what the first fix says
	want, lacks        []string
}

// Public denials whose answer was wrong once, with what is right of them.
var onceWrong = []told{
	{"a wildcard under StringEquals", "https://github.com/aws-actions/configure-aws-credentials/issues/1137",
		"Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity", map[iam.Kind]string{iam.KindResource: doc(trust(`{"Federated": "`+github+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals": {"`+subKey+`": "repo:octo-org/*", "token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}`))},
		Denied, "Write StringLike in place of StringEquals", []string{"StringEquals takes the * of repo:octo-org/* literally", "lets in more than is needed"}, []string{"Which statement came closest"}},
	{"a job with an environment", "https://github.com/aws-actions/configure-aws-credentials/issues/452", githubRecord("repo:myorganization/app:environment:prod"),
		map[iam.Kind]string{iam.KindResource: githubTrust("StringLike", "repo:myorganization/*:ref:refs/heads/*")},
		Denied, "Add repo:myorganization/app:environment:prod to the values of " + subKey, []string{"this call carries repo:myorganization/app:environment:prod", "A job with an environment has the subject"}, []string{"Make the call with token"}},
	{"a run of a pull request", "https://github.com/aws-actions/configure-aws-credentials/issues/511", githubRecord("repo:octo/app:pull_request"),
		map[iam.Kind]string{iam.KindResource: githubTrust("StringEquals", "repo:octo/app:ref:refs/heads/main")},
		Denied, "", []string{"A run of a pull request has the subject repo:OWNER/REPO:pull_request"}, nil},
	{"an RCP and an anonymous caller", "https://github.com/aws-samples/resource-control-policy-examples/issues/18",
		`{"__type":"AccessDeniedException","Message":"User: anonymous is not authorized to perform: cognito-identity:GetId on resource: * with an explicit deny in a resource control policy"}`,
		map[iam.Kind]string{iam.KindRCP: `{"Version":"2012-10-17","Statement":[{"Sid":"CTCOGNITOPV5","Effect":"Deny","Principal":"*","Action":["cognito-idp:*","cognito-identity:*"],"Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-3exampleorg"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"},"ArnNotLike":{"aws:PrincipalArn":["arn:aws:iam::444455556666:role/*"]}}}]}`},
		Denied, "", []string{"StringNotEqualsIfExists holds for a call that carries no aws:PrincipalOrgID, as anonymous callers never do", "Which account owns the resource"}, []string{"000000000000"}},
	{"the session name of AssumeRole", "https://github.com/aws/aws-cli/issues/7216",
		"An error occurred (AccessDenied) when calling the AssumeRole operation: " + notAuthorized("arn:aws:sts::111122223333:assumed-role/engineer/jane@example.com", "sts:AssumeRole", "arn:aws:iam::444455556666:role/engineer", ""),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("sts:AssumeRole", "arn:aws:iam::444455556666:role/engineer", "")), iam.KindResource: doc(trust(`{"AWS": "arn:aws:iam::111122223333:root"}`, "sts:AssumeRole", `{"StringLike": {"sts:RoleSessionName": "*@example.com"}}`))},
		Depends, "Make the call under the session name", []string{"Every AssumeRole carries sts:RoleSessionName, and the text does not tell which"}, []string{"carries none"}},
	{"the Region of a global service", "https://github.com/aws-solutions/innovation-sandbox-on-aws/issues/29",
		notAuthorized("arn:aws:sts::111122223333:assumed-role/Sandbox/u", "iam:CreateServiceLinkedRole", "arn:aws:iam::111122223333:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS", " with an explicit deny in a service control policy"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("*", "*", "")), iam.KindSCP: doc(deny("*", "*", `{"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}`))},
		Denied, "Leave iam:* out of statement DenyOne", []string{"calls to iam are always made in us-east-1"}, []string{"Make the call with aws:RequestedRegion"}},
	{"the path of a role of Identity Center", "https://github.com/serverless/serverless/issues/13652",
		notAuthorized("arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jane", "sts:AssumeRole", "arn:aws:iam::444455556666:role/Prod", ""),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("sts:AssumeRole", "*", "")), iam.KindResource: doc(trust(`{"AWS": "arn:aws:iam::111122223333:root"}`, "sts:AssumeRole", `{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*"}}`))},
		Depends, "", []string{"a session’s ARN does not tell", "Roles of IAM Identity Center lie under /aws-reserved/sso.amazonaws.com/REGION/"}, []string{"this call carries arn:aws:iam::111122223333:role/AWSReservedSSO"}},
	{"a revoked session", "IAM UG: AWS global condition context keys, aws:TokenIssueTime",
		notAuthorized(devSession, "s3:PutObject", "arn:aws:s3:::b/k", " with an explicit deny in an identity-based policy"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("*", "*", ""), deny("*", "*", `{"DateLessThan": {"aws:TokenIssueTime": "2026-11-30T00:00:00Z"}}`))},
		Depends, "Get a new session: assume the role again", []string{"a session that was revoked is the likely cause"}, []string{"With these policies alone the call is allowed"}},
	{"a boundary that the call has to pass", "https://github.com/aws/chalice/issues/1716",
		"An error occurred (AccessDenied) when calling the CreateRole operation: " + notAuthorized(devSession, "iam:CreateRole", "arn:aws:iam::111122223333:role/test1-dev", " with an explicit deny"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("iam:*", "*", ""), deny("iam:CreateRole", "*", `{"StringNotEquals": {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/DevBoundary"}}`))},
		Depends, "Make the call with iam:PermissionsBoundary arn:aws:iam::111122223333:policy/DevBoundary.", []string{"It goes round what the statement guards: it refuses calls by iam:PermissionsBoundary"}, nil},
	{"a resource perimeter", "https://github.com/aws-samples/data-perimeter-policy-examples",
		notAuthorized(devSession, "s3:PutObject", "arn:aws:s3:::b/k", " with an explicit deny in an identity-based policy"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("*", "*", ""), deny("*", "*", `{"StringNotEquals": {"aws:ResourceOrgID": "o-exampleorgid"}}`))},
		Depends, "", []string{"lets in more than is needed", "The perimeter then lets data go to a resource outside the organization"}, nil},
	{"two words swapped", "https://github.com/aws/karpenter-provider-aws/issues/5444",
		"AccessDenied: " + notAuthorized("arn:aws:sts::111122223333:assumed-role/prod-KarpenterControllerRole/1704838296921190277", "iam:PassRole", "arn:aws:iam::111122223333:role/KarpenterNodeRole-prod", " because no identity-based policy allows the iam:PassRole action\n\tstatus code: 403, request id: 8cf2c336"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("iam:PassRole", "arn:aws:iam::111122223333:role/prod-KarpenterNodeRole", `{"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}`))},
		Denied, "", []string{"the two names look like one", "Add arn:aws:iam::111122223333:role/KarpenterNodeRole-prod to statement AllowOne"}, []string{"Add a statement to prod-KarpenterControllerRole"}},
	{"a role's path left out", "https://github.com/awsdocs/aws-opsworks-user-guide/pull/9",
		notAuthorized("arn:aws:iam::111122223333:user/ops", "iam:PassRole", "arn:aws:iam::111122223333:role/aws-opsworks-cm-service-role", " because no identity-based policy allows the iam:PassRole action"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("iam:PassRole", "arn:aws:iam::111122223333:role/service-role/aws-opsworks-cm-service-role", ""))},
		Denied, "Make the call with arn:aws:iam::111122223333:role/service-role/aws-opsworks-cm-service-role", []string{"it lacks the path"}, nil},
	{"already this role", "https://github.com/aws-containers/ecsworkshop/pull/109",
		"An error occurred (AccessDenied) when calling the AssumeRole operation: " + notAuthorized("arn:aws:sts::111122223333:assumed-role/ecsworkshop-admin/i-0123456789abcdef0", "sts:AssumeRole", "arn:aws:iam::111122223333:role/ecsworkshop-admin", ""),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("*", "*", "")), iam.KindResource: doc(trust(`{"Service": "ec2.amazonaws.com"}`, "sts:AssumeRole", ""))},
		Denied, "Leave the AssumeRole out", []string{"The caller already is a session of this role"}, nil},
	{"a code before its words", "https://github.com/99designs/aws-vault/issues/263", "ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.", nil,
		"", "", []string{"an hour is the most", "Ask for 3600 seconds or less"}, []string{"which policy refused"}},
	{"a Java class behind the code", "https://github.com/terraform-aws-modules/terraform-aws-iam/issues/47", "Error: Error creating IAM Role admin: MalformedPolicyDocument: Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!\n        status code: 400", nil,
		"", "", []string{"MalformedPolicyDocument\n", "A statement names no principal"}, []string{"com.amazon"}},
	{"a statement without resources", "https://github.com/terraform-aws-modules/terraform-aws-iam/issues/603", "Error: creating IAM Policy (x): operation error IAM: CreatePolicy, https response error StatusCode: 400, RequestID: 2f0c, MalformedPolicyDocument: Policy statement must contain resources.", nil,
		"", "", []string{"A statement names no resource"}, nil},
	{"the console's block", "AWS console", "You don't have permission to iam:ListRoles. To request access, copy the following text and send it to your AWS administrator.\nUser: arn:aws:iam::111122223333:user/dev\nService: iam\nAction: ListRoles\nOn resource(s): arn:aws:iam::111122223333:role/\nContext: no identity-based policy allows the action", nil,
		"", "Give dev an identity policy that says: allow iam:ListRoles on arn:aws:iam::111122223333:role/.", []string{"no identity-based policy of dev allows iam:ListRoles"}, nil},
}

// More of the same kinds: what is not told is not taken for absent, and no fix is
// impossible. The rules are those of the table of condition keys.
var sameKinds = []told{
	{"an address that is not told", "IAM UG: AWS global condition context keys, aws:SourceIp", notAuthorized(devSession, "s3:GetObject", "arn:aws:s3:::b/k", " with an explicit deny in an identity-based policy"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("s3:*", "*", ""), deny("s3:*", "*", `{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}`))}, Depends, "Make the call from 203.0.113.0", []string{"aws:SourceIp is not told"}, []string{"without the key"}},
	{"TLS, which is usual", "IAM UG: AWS global condition context keys, aws:SecureTransport", notAuthorized(devSession, "s3:GetObject", "arn:aws:s3:::b/k", " with an explicit deny in an identity-based policy"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("s3:*", "*", ""), deny("s3:*", "*", `{"Bool": {"aws:SecureTransport": "false"}}`))}, Depends, "Make the call over TLS", nil, []string{"carries none"}},
	{"MFA of a role's session", "IAM UG: Secure API access with MFA", notAuthorized(devSession, "iam:CreateUser", "arn:aws:iam::111122223333:user/x", " with an explicit deny in an identity-based policy"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("*", "*", ""), deny("*", "*", `{"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}`))}, Depends, "", []string{"aws:MultiFactorAuthPresent is not told"}, []string{"Make the call with MFA"}},
	{"MFA of a user", "IAM UG: Secure API access with MFA", notAuthorized("arn:aws:iam::111122223333:user/a", "iam:CreateUser", "arn:aws:iam::111122223333:user/x", " with an explicit deny in an identity-based policy"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("*", "*", ""), deny("*", "*", `{"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}`))}, Depends, "Make the call with MFA.", nil, nil},
	{"an external id", "IAM UG: Access to AWS accounts owned by third parties", notAuthorized("arn:aws:iam::111122223333:user/a", "sts:AssumeRole", "arn:aws:iam::444455556666:role/Vendor", ""),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("sts:AssumeRole", "*", "")), iam.KindTrust: doc(trust(`{"AWS": "111122223333"}`, "sts:AssumeRole", `{"StringEquals": {"sts:ExternalId": "x-1"}}`))}, Depends, "Make the call with the external id x-1.", nil, []string{"this call carries none"}},
	{"a Region that can be chosen", "Organizations UG: Deny access to AWS based on the requested AWS Region", notAuthorized(devSession, "ec2:StopInstances", "arn:aws:ec2:us-west-2:111122223333:instance/i-1", " with an explicit deny in a service control policy"),
		map[iam.Kind]string{iam.KindSCP: doc(deny("*", "*", `{"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}`))}, Denied, "Make the call with aws:RequestedRegion eu-central-1", []string{"aws:RequestedRegion is us-west-2"}, nil},
	{"the wrong action in a trust policy", "STS API: AssumeRoleWithWebIdentity", bareToken,
		map[iam.Kind]string{iam.KindTrust: doc(trust(`{"Federated": "`+github+`"}`, "sts:AssumeRole", ""))}, Denied, "", []string{"The trust policy has no Allow for sts:AssumeRoleWithWebIdentity: it allows sts:AssumeRole"}, nil},
	{"a malformed document that was pasted", "IAM UG: Troubleshoot IAM policies", "An error occurred (MalformedPolicyDocument) when calling the CreatePolicy operation: Syntax errors in policy.",
		map[iam.Kind]string{iam.KindIdentity: `{"Version": "2012-10-17", "Statement": [{"Effect": "allow", "Action": "s3:GetObject", "Resource": "*"}]}`}, Unread, "", []string{"breaks the grammar", "identity: Line 1"}, nil},
	{"a bare answer of S3 with a policy", "S3 UG: Troubleshoot access denied (403 Forbidden) errors in Amazon S3", "An error occurred (AccessDenied) when calling the GetObject operation: Access Denied",
		map[iam.Kind]string{iam.KindIdentity: doc(allow("s3:GetObject", "arn:aws:s3:::b", ""))}, Unread, "", []string{"is no resource that `s3:GetObject` takes"}, nil},
	{"every subject, true where the key is absent", "https://github.com/aws-actions/configure-aws-credentials/issues/318", bareToken,
		map[iam.Kind]string{iam.KindTrust: doc(trust(`{"Federated": "`+github+`"}`, "sts:AssumeRoleWithWebIdentity", `{"ForAllValues:StringLike": {"`+subKey+`": "repo:octo/*"}}`))}, Depends, "", []string{"ForAllValues"}, nil},
}

func TestSameKinds(t *testing.T) { checkTold(t, sameKinds) }

func TestOnceWrong(t *testing.T) { checkTold(t, onceWrong) }

func checkTold(t *testing.T, list []told) {
	for _, c := range list {
		t.Run(c.name, func(t *testing.T) {
			given := Given{}
			for kind, text := range c.given {
				given.Policies = append(given.Policies, Policy{kind, kind.String(), text})
			}
			answers, err := All(c.text, given, nil)
			if err != nil {
				t.Fatal(err)
			}
			a := answers[0]
			got := a.Text()
			if c.verdict != "" && (a.Tried == nil || a.Tried.Verdict != c.verdict) {
				t.Errorf("%s: the verdict is not %s in\n%s", c.source, c.verdict, got)
			}
			if c.first != "" && (a.Fixes == nil || len(a.Fixes.Mends) == 0 || !strings.HasPrefix(a.Fixes.Mends[0].Sentence, c.first)) {
				t.Errorf("%s: the first fix is not %q in\n%s", c.source, c.first, got)
			}
			for _, w := range c.want {
				if !strings.Contains(got, w) {
					t.Errorf("%s: %q is not in\n%s", c.source, w, got)
				}
			}
			for _, l := range c.lacks {
				if strings.Contains(got, l) {
					t.Errorf("%s: %q is in\n%s", c.source, l, got)
				}
			}
		})
	}
}
