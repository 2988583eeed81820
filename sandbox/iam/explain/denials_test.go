package explain

import (
	"testing"

	"rolecall/sandbox/iam"
)

const (
	deployer  = "arn:aws:iam::111122223333:user/deployer"
	devops    = "arn:aws:iam::444455556666:role/devops"
	eksHost   = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
	eks       = "arn:aws:iam::111122223333:oidc-provider/" + eksHost
	taskRole  = "arn:aws:iam::111122223333:role/Task"
	bareToken = "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity"
)

// eksRecord is CloudTrail's record of a refused call of a pod.
func eksRecord(account string) string {
	sub := "system:serviceaccount:" + account
	return `{"userIdentity": {"type": "WebIdentityUser", "principalId": "` + eks + `:sts.amazonaws.com:` + sub + `", "userName": "` + sub + `", "identityProvider": "` + eks + `"}, "eventSource": "sts.amazonaws.com", "eventName": "AssumeRoleWithWebIdentity", "awsRegion": "eu-central-1", "sourceIPAddress": "203.0.113.9", "errorCode": "AccessDenied", "requestParameters": {"roleArn": "arn:aws:iam::111122223333:role/Pod", "roleSessionName": "pod"}}`
}

func eksTrust(provider, key, value string) map[iam.Kind]string {
	return map[iam.Kind]string{iam.KindTrust: doc(trust(`{"Federated": "`+provider+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals": {"`+key+`": "`+value+`"}}`))}
}

func trusts(principal, action string) map[iam.Kind]string {
	return map[iam.Kind]string{iam.KindTrust: doc(trust(principal, action, ""))}
}

var bothForTag = map[iam.Kind]string{
	iam.KindIdentity: doc(allow("sts:*", "*", "")),
	iam.KindTrust:    doc(trust(`{"AWS": "`+deployer+`"}`, "sts:AssumeRole", "")),
}

// Denials of public threads, each with the cause that was found there. Names and ids
// are ours; of each text only the error line stands here.
var publicDenials = []told{
	{"capitals of a name", "https://github.com/aws-actions/configure-aws-credentials/issues/686", githubRecord("repo:AdisonCavani/site:ref:refs/heads/main"),
		map[iam.Kind]string{iam.KindTrust: githubTrust("StringLike", "repo:adisoncavani/*")}, Denied, "", []string{"to be like repo:adisoncavani/*, and the call carries repo:AdisonCavani/site"}, nil},
	{"capitals, the whole subject", "https://github.com/aws-actions/configure-aws-credentials/issues/1100", githubRecord("repo:JarvisPrestidge/app:ref:refs/heads/main"),
		map[iam.Kind]string{iam.KindTrust: githubTrust("StringEquals", "repo:jarvisprestidge/app:ref:refs/heads/main")}, Denied, "Correct " + subKey, []string{"They differ in capitals alone, and those count"}, nil},
	{"a subject without its end", "https://github.com/ministryofjustice/modernisation-platform/issues/3909", githubRecord("repo:octo/config:pull_request"),
		map[iam.Kind]string{iam.KindTrust: githubTrust("StringEquals", "repo:octo/config")}, Denied, "", []string{"to be repo:octo/config, and the call carries repo:octo/config:pull_request"}, nil},
	{"the audience's key for the subject", "https://github.com/external-secrets/kubernetes-external-secrets/issues/287", eksRecord("secrets:external"),
		eksTrust(eks, eksHost+":aud", "system:serviceaccount:secrets:external"), Denied, "", []string{eksHost + ":aud to be system:serviceaccount:secrets:external, and the call carries sts.amazonaws.com"}, nil},
	{"an ARN in a condition's key", "https://github.com/aws/karpenter-provider-aws/issues/1666", eksRecord("karpenter:karpenter"),
		eksTrust(eks, eks+":sub", "system:serviceaccount:karpenter:karpenter"), Denied, "", []string{"asks for " + eks + ":sub"}, nil},
	{"a provider written wrongly", "https://github.com/aws/amazon-eks-pod-identity-webhook/issues/30", eksRecord("apps:cli"),
		eksTrust("arn:aws:iam::111122223333:oidc-provider/oidc.eu-central-1.eks.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE", eksHost+":sub", "system:serviceaccount:apps:cli"), Denied, "", []string{"oidc.eu-central-1.eks.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE, and not the caller"}, nil},
	{"another service account", "https://github.com/cert-manager/aws-privateca-issuer/issues/277", eksRecord("aws-privateca-issuer:aws-privateca-issuer-sa"),
		eksTrust(eks, eksHost+":sub", "system:serviceaccount:cert-manager-aws-privateca-issuer:cert-manager"), Denied, "", []string{"the call carries system:serviceaccount:aws-privateca-issuer:aws-privateca-issuer-sa"}, nil},
	{"installed in another namespace", "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/801", eksRecord("default:cluster-autoscaler"),
		eksTrust(eks, eksHost+":sub", "system:serviceaccount:kube-system:cluster-autoscaler"), Denied, "Add system:serviceaccount:default:cluster-autoscaler", []string{"the call carries system:serviceaccount:default:cluster-autoscaler"}, nil},
	{"a token, the message alone", "https://github.com/awslabs/data-on-eks/issues/338", bareToken, nil, "", "", []string{"The role does not let this token in", "CloudTrail’s record of the call tells who"}, nil},

	{"session tags, the trust policy", "https://github.com/aws-actions/configure-aws-credentials/issues/54", "##[error]" + notAuthorized(deployer, "sts:TagSession", devops, ""), bothForTag, Denied, "", []string{"The call passes session tags", "sts:TagSession to statement 1 of devops' trust policy"}, nil},
	{"session tags, the caller's side", "https://github.com/OvertureMaps/stac/pull/114", "Could not assume role with user credentials: " + notAuthorized("arn:aws:sts::111122223333:assumed-role/publish/GitHubActions", "sts:TagSession", devops, ""),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("sts:AssumeRole", devops, ""))}, Denied, "Add sts:TagSession to statement AllowOne", []string{"Or pass no tags"}, nil},
	{"session tags of a pod", "https://github.com/aws/aws-cdk-cli/pull/762", "Could not assume role in target account using current credentials (which are for account 111122223333) " + notAuthorized("arn:aws:sts::111122223333:assumed-role/eks-pod/p", "sts:TagSession", "arn:aws:iam::444455556666:role/cdk-lookup", ""), nil, "", "", []string{"The call passes session tags, or the caller’s session hands on transitive ones"}, nil},
	{"session tags, the SDK for Go", "https://github.com/DataDog/stratus-red-team/issues/462", "unable to assume role " + devops + ": operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: x, api error AccessDenied: " + notAuthorized(devSession, "sts:TagSession", devops, ""), nil, "", "", []string{"sts:TagSession besides sts:AssumeRole", "Who: " + devSession}, nil},
	{"session tags of a tool's profile", "https://github.com/18F/identity-terraform/pull/115", "aws-vault: error: exec: Failed to get credentials for admin: AccessDenied: " + notAuthorized("arn:aws:iam::111122223333:user/bob.smith", "sts:TagSession", devops, ""), nil, "", "", []string{"The call passes session tags"}, nil},

	{"Cognito's own session policy", "https://github.com/aws/aws-sdk-js/issues/1909", "AccessDeniedException: " + notAuthorized("arn:aws:sts::111122223333:assumed-role/Cognito_Unauth_Role/CognitoIdentityCredentials", "iam:PassRole", "arn:aws:iam::111122223333:role/lambda_basic", ""), nil, "", "", []string{"a session policy of Cognito’s own"}, nil},
	{"PassRole, a modelled error without a code", "https://github.com/alphagov/govuk-infrastructure/pull/2439", "operation error Bedrock: PutModelInvocationLoggingConfiguration, https response error StatusCode: 403, " + notAuthorized("arn:aws:sts::111122223333:assumed-role/terraform-cloud/run-1", "iam:PassRole", "arn:aws:iam::111122223333:role/bedrock-access", " because no identity-based policy allows the iam:PassRole action"), nil, "", "", []string{"no identity-based policy of terraform-cloud/run-1 allows iam:PassRole", "with a condition on iam:PassedToService"}, nil},
	{"PassRole, decoded", "https://github.com/kubermatic/docs/pull/1035", `{"allowed": false, "explicitDeny": false, "matchedStatements": {"items": []}, "failures": {"items": []}, "context": {"principal": {"arn": "arn:aws:iam::111122223333:user/machine"}, "action": "iam:PassRole", "resource": "arn:aws:iam::111122223333:role/cluster-host", "conditions": {"items": [{"key": "aws:Region", "values": {"items": [{"value": "eu-central-1"}]}}]}}}`,
		map[iam.Kind]string{iam.KindIdentity: doc(allow("ec2:*", "*", ""))}, Denied, "", []string{"Action: iam:PassRole", "allow iam:PassRole on cluster-host"}, nil},
	{"PassRole, no policy named", "https://github.com/mozilla-iam/cis/issues/33", "Error: function f: AccessDeniedException: " + notAuthorized("arn:aws:sts::111122223333:assumed-role/Developer/nemo", "iam:PassRole", "arn:aws:iam::111122223333:role/FunctionRole", ""), nil, "", "", []string{"No policy of the resource has a say in such a call"}, nil},
	{"a role that is not there", "https://github.com/uswitch/kiam/issues/33", `{"level":"error","msg":"error requesting credentials: AccessDenied: ` + notAuthorized("arn:aws:sts::111122223333:assumed-role/Controller/i-1", "sts:AssumeRole", "arn:aws:iam::111122223333:role/Kiam", "") + `\n\tstatus code: 403"}`, nil, "", "", []string{"Whether the role exists"}, nil},

	{"EC2, a trust policy for RDS", "https://github.com/aws/aws-cli/issues/2060", `{"Code": "AssumeRoleUnauthorizedAccess", "Message": "EC2 cannot assume the role Web. Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc."}`,
		trusts(`{"Service": "rds.amazonaws.com"}`, "sts:AssumeRole"), Denied, "", []string{"names rds.amazonaws.com, and not the caller", "Who: ec2.amazonaws.com"}, nil},
	{"ECS, a trust policy for CodeDeploy", "https://github.com/tmknom/terraform-aws-codedeploy-for-ecs/pull/18", "error ECS was unable to assume the role '" + taskRole + "' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role",
		trusts(`{"Service": "codedeploy.amazonaws.com"}`, "sts:AssumeRole"), Denied, "", []string{"names codedeploy.amazonaws.com, and not the caller", "ecs-tasks.amazonaws.com"}, nil},
	{"ECS, the message alone", "https://github.com/aws-samples/aws-modern-application-workshop/issues/88", "service web failed to launch a task with (error ECS was unable to assume the role '" + taskRole + "' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).", nil, "", "", []string{"The role does not trust the caller", "Who: ecs-tasks.amazonaws.com"}, nil},
	{"ECS, its infrastructure role", "https://github.com/hashicorp/terraform-provider-aws/issues/38538", "Error: creating ECS Service (web): InvalidParameterException: ECS was unable to assume the configured ECS Infrastructure Role '" + taskRole + "'. Please verify that the role being passed has the proper trust relationship with Amazon ECS.", nil, "", "", []string{"Who: ecs.amazonaws.com"}, nil},
	{"ECS, no service-linked role", "https://github.com/jonrau1/ElectricEye/issues/9", "InvalidParameterException: Unable to assume the service linked role. Please verify that the ECS service linked role exists.", nil, "", "", []string{"no service-linked role in this account", "aws iam create-service-linked-role"}, nil},

	{"a principal that does not exist", "https://github.com/hashicorp/terraform-provider-aws/issues/8905", "Error: Error creating IAM Role app: MalformedPolicyDocument: Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:role/nodes.dev\"\n\tstatus code: 400", nil, "", "", []string{"names a user, role, account or service that does not exist"}, nil},
	{"a principal that does not exist, an update", "https://github.com/databrickslabs/ucx/issues/2269", "An error occurred (MalformedPolicyDocument) when calling the UpdateAssumeRolePolicy operation: Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:role/UC_ROLE\"", nil, "", "", []string{"A role that is only now being made does not exist yet, the role itself included"}, []string{"which policy refused"}},
	{"a principal in an identity policy", "https://github.com/hashicorp/terraform-provider-aws/issues/10419", "Error: Error putting IAM group policy access: MalformedPolicyDocument: Policy document should not specify a principal.\n\tstatus code: 400", nil, "", "", []string{"An identity policy names a Principal, and it may not"}, nil},
	{"everybody as a role's principal", "https://github.com/aws/aws-cdk/issues/5732", "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\". (Service: AmazonIdentityManagement; Status Code: 400; Error Code: MalformedPolicyDocument; Request ID: 9)", nil, "", "", []string{"a principal of a form that is not taken there"}, nil},

	{"a boundary", "https://github.com/data-dot-all/dataall/issues/1233", "Resource handler returned message: \"Encountered a permissions error performing a tagging operation. Resource handler returned message: \"" + notAuthorized("arn:aws:sts::111122223333:assumed-role/cdk-exec/AWSCloudFormation", "iam:CreateRole", "arn:aws:iam::111122223333:role/env", " because no permissions boundary allows the iam:CreateRole action (Service: Iam, Status Code: 403, Request ID: 7)\"\" (RequestToken: 8, HandlerErrorCode: UnauthorizedTaggingOperation)"), nil, "", "", []string{"The permissions boundary of cdk-exec/AWSCloudFormation leaves iam:CreateRole out", "Resource: arn:aws:iam::111122223333:role/env\n"}, nil},
	{"roles without a boundary", "https://github.com/anomalyco/sst/issues/3597", "CREATE_FAILED | AWS::IAM::Role | ImagePublishingRole Resource handler returned message: \"" + notAuthorized("arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/c", "iam:CreateRole", "arn:aws:iam::111122223333:role/cdk-image", " with an explicit deny in an identity-based policy (Service: Iam, Status Code: 403, Request ID: 5)\" (RequestToken: 9, HandlerErrorCode: AccessDenied)"),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("*", "*", ""), deny("iam:CreateRole", "*", `{"StringNotLike": {"iam:PermissionsBoundary": "arn:aws:iam::*:policy/DevBoundary"}}`))}, Depends, "Make the call with iam:PermissionsBoundary", []string{"iam:PermissionsBoundary is not told"}, nil},
	{"an unnamed Deny behind CloudFormation", "https://github.com/kubernetes-sigs/cluster-api-provider-aws/issues/2117", "API: iam:CreateRole " + notAuthorized(devSession, "iam:CreateRole", "arn:aws:iam::111122223333:role/nodes.sigs.k8s.io", " with an explicit deny"), nil, "", "", []string{"Some policy says Deny to iam:CreateRole", "Resource: arn:aws:iam::111122223333:role/nodes.sigs.k8s.io\n"}, nil},
	{"CloudFormation, no policy named", "https://github.com/aws/aws-parallelcluster/pull/918", "AWS::IAM::Role RootRole API: iam:CreateRole " + notAuthorized("arn:aws:iam::111122223333:user/pcluster", "iam:CreateRole", "arn:aws:iam::111122223333:role/root", ""),
		map[iam.Kind]string{iam.KindIdentity: doc(allow("iam:CreateRole", "arn:aws:iam::111122223333:role/parallelcluster-*", ""))}, Denied, "", []string{"allows it on other resources: arn:aws:iam::111122223333:role/parallelcluster-*"}, nil},

	{"a secret's key", "https://github.com/external-secrets/external-secrets/issues/390", "AccessDeniedException: Access to KMS is not allowed\n\tstatus code: 400", nil, "", "", []string{"the caller lacks kms:Decrypt on the key"}, nil},
	{"a KMS key that is not told", "https://github.com/fluxcd/kustomize-controller/issues/673", "error KMS: Decrypt, https response error StatusCode: 400, RequestID: x, api error AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.", nil, "", "", []string{"which of three things is so"}, nil},
	{"an SCP behind a bare answer of S3", "https://github.com/hashicorp/terraform-provider-aws/issues/20750", "Error: Error putting S3 policy: AccessDenied: Access Denied\n\tstatus code: 403, request id: 1, host id: 2", nil, "", "", []string{"AccessDenied", "Find the call in CloudTrail’s event history"}, nil},
}

func TestPublicDenials(t *testing.T) { checkTold(t, publicDenials) }
