package refusal

// Pages of AWS's documentation.
const (
	pageAssume  = "STS API: AssumeRole, Errors"
	pageWeb     = "STS API: AssumeRoleWithWebIdentity, Errors"
	pageSAML    = "STS API: AssumeRoleWithSAML, Errors"
	pageCommon  = "STS API: Common Error Types"
	pageIAM     = "IAM API: Common Error Types and the Errors of each operation"
	pageTrouble = "IAM UG: Troubleshoot IAM policies"
	pageS3      = "S3 API: Error responses"
	pageKMS     = "KMS Developer Guide: Key policies in AWS KMS"
	pageGitHub  = "GitHub Docs: Configuring OpenID Connect in Amazon Web Services"
)

var (
	opWeb     = []string{"AssumeRoleWithWebIdentity"}
	opSAML    = []string{"AssumeRoleWithSAML"}
	opDecode  = []string{"DecodeAuthorizationMessage"}
	opFedUser = []string{"GetFederationToken"}
)

// meanings are looked through in this order: words before codes, operations before
// any.
var meanings = joined(wordMeanings, stsMeanings, policyMeanings, iamMeanings, commonMeanings)

func joined(lists ...[]Meaning) (all []Meaning) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// wordMeanings are told by their words.
var wordMeanings = []Meaning{
	{"AccessDenied", "Roles may not be assumed by root accounts", nil, "An account’s root user can’t assume a role, whatever any policy says.", "Call as an IAM user or as a role’s session.", pageAssume, "root-user", "assuming-a-role"},
	{"ValidationError", "1 hour session limit for roles assumed by role chaining", nil, "A session asked for a role for more than an hour. When a role assumes a role, an hour is the most, whatever the role’s maximum is.", "Ask for 3600 seconds or less, or assume the role straight from a user or a workload.", pageAssume, "role-chaining", "chaining-and-session-tags"},
	{"ValidationError", "exceeds the MaxSessionDuration", nil, "The call asked for a longer session than the role’s maximum.", "Ask for less, or have the role’s maximum raised: twelve hours at most.", pageAssume, "duration", "temporary-credentials"},
	{"ValidationError", "value greater than or equal to 900", nil, "The call asked for a session of less than 900 seconds, the shortest there is.", "Ask for 900 seconds or more.", pageAssume, "duration", "temporary-credentials"},
	{"ValidationError", "'roleSessionName' failed to satisfy constraint", nil, "The session name is not well formed: it has 2 to 64 characters, letters, digits and _=,.@- alone.", "Choose a session name of these characters, without spaces and slashes.", pageAssume, "role-session-name", "assuming-a-role"},
	{"ValidationError", "'roleArn' failed to satisfy constraint", nil, "The role’s ARN is not well formed.", "Give the whole ARN: arn:aws:iam::ACCOUNT:role/PATH/NAME.", pageAssume, "arn", "assuming-a-role"},
	{"AccessDenied", "MultiFactorAuthentication failed", nil, "The MFA code or the device’s serial number was not accepted.", "Wait for the next code, for each works once, and compare the serial number with the user’s device.", pageAssume, "mfa", "conditions"},
	{"InvalidParameterValue", "cannot be assumed by Lambda", nil, "Lambda could not get the function’s role: the role’s trust policy has no Allow for lambda.amazonaws.com, or the role is too new for Lambda to know it.", "Let the trust policy allow sts:AssumeRole to the service principal lambda.amazonaws.com. If it does, wait some seconds and try again.", "Lambda Developer Guide: Troubleshoot execution issues", "service-principal", "workload-roles"},
	{"", "Unable to assume the service linked role", nil, "The service has no service-linked role in this account, or the role was made only now.", "Create it once: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com (or the name of the service that says it), wait some seconds and try again. That takes iam:CreateServiceLinkedRole.", "ECS Developer Guide: Using service-linked roles for Amazon ECS", "service-linked-role", "workload-roles"},
	{"AccessDenied", "does not exist in this region, or you are not allowed to access", nil, "KMS refused, and tells neither the key nor which of three things is so: the key is gone, it lies in another Region, or no policy lets the caller use it.", "Find the key’s ARN, in CloudTrail’s record of the call or in the settings of what was encrypted. Then look at the key policy first: an identity policy counts only if the key policy leaves the decision to the account.", pageKMS, "resource-based-policy", "policy-evaluation"},
	{"AccessDenied", "Access to KMS is not allowed", nil, "The secret itself may be read, but not the KMS key that encrypts it: the caller lacks kms:Decrypt on the key.", "Allow kms:Decrypt on that key in the caller’s policy, and see that the key policy lets the account’s policies decide or names the caller. Across accounts the secret needs a customer managed key: the key policy of aws/secretsmanager cannot be changed.", "Secrets Manager User Guide: Secret encryption and decryption", "resource-based-policy", "policy-evaluation"},
	{"AccessDenied", "setting in S3 Block Public Access", nil, "S3’s Block Public Access refused: what was to be stored would open the bucket or an object to the public. It overrides every permission, and it is on for new buckets.", "Name in the policy who may come in, and pass no public access control list. Only if all the world is meant to read: whoever owns the bucket takes that setting off, for the bucket and for the account.", pageS3, "resource-based-policy", "policy-evaluation"},
	{"AccessDenied", "has blocked upload requests that specify Server Side Encryption with Customer provided keys", nil, "The bucket takes no objects encrypted with keys that the caller provides (SSE-C). No policy was asked for that.", "Upload without a key of your own: with S3’s own encryption, or with a key of KMS.", pageS3, "resource-based-policy", "policy-evaluation"},
	{"AccessControlListNotSupported", "", nil, "The bucket’s object ownership is “bucket owner enforced”: it has no access control lists, and a call that sets one is refused.", "Leave the access control list out of the call, and grant access by the bucket policy.", pageS3, "resource-based-policy", "policy-evaluation"},
	{"InvalidClientTokenId", "security token included in the request is invalid", nil, noSuchKey, whichKey, pageCommon, "session-token", "temporary-credentials"},
	{"ExpiredToken", "Token expired: current date/time", nil, expiredWeb, newWeb, pageWeb, "expiration", "federation"},
	{"ExpiredToken", "must be issued within 5 minutes", nil, expiredSAML, newSAML, pageSAML, "expiration", "federation"},
	{"InvalidIdentityToken", "No OpenIDConnect provider found", nil, "The account has no identity provider in IAM for the token’s issuer.", "Create the OIDC provider in the role’s account, with exactly the issuer’s address, or name a role of the account that has it.", pageWeb, "oidc", "federation"},
	{"InvalidIdentityToken", "Incorrect token audience", nil, "The token’s audience is none of those registered for the identity provider in IAM.", "Ask for a token with the audience that the provider lists (sts.amazonaws.com for most), or add the audience to the provider. Compare capitals.", pageWeb, "oidc", "federation"},
	{"InvalidIdentityToken", "retrieve verification key from your identity provider", nil, "STS could not get the issuer’s keys: /.well-known/openid-configuration or the keys’ address was not reachable from the internet, or too slow.", "Try again. If it stays so, see that both addresses answer publicly and fast, with a valid certificate.", pageWeb, "oidc", "federation"},
	{"InvalidIdentityToken", "Specified provider doesn't exist", opSAML, "The SAML provider that the assertion’s role attribute names is not in the account.", "Correct the provider’s ARN in the assertion’s Role attribute, or create the provider.", pageSAML, "saml", "federation"},
	{"", "Credentials could not be loaded, please check your action inputs", nil, noRunToken, letRunToken, pageGitHub, "oidc", "federation"},
	{"", "ACTIONS_ID_TOKEN_REQUEST_URL", nil, noRunToken, letRunToken, pageGitHub, "oidc", "federation"},
	{"NoCredentials", "Unable to locate credentials", nil, "The tool found no credentials at all. AWS was not asked.", "Sign in (aws login or aws sso login), choose the profile, or give the machine a role.", "CLI User Guide: Troubleshooting errors for the AWS CLI", "session-token", "temporary-credentials"},
	{"NoCredentials", "Could not load credentials from any providers", nil, "The tool found no credentials at all. AWS was not asked.", "Sign in, choose the profile, or give the machine a role. In a GitHub workflow, see that the job has permissions: id-token: write and names the role.", pageGitHub, "session-token", "temporary-credentials"},
	{"NoCredentials", "no valid credential sources", nil, noneFound, signIn, pageCLI, "session-token", "temporary-credentials"},
	{"NoCredentials", "no credentials have been configured", nil, noneFound, signIn, pageCLI, "session-token", "temporary-credentials"},
	{"NoCredentials", "Unable to resolve AWS account to use", nil, noneFound, signIn, pageCLI, "session-token", "temporary-credentials"},
	{"NoCredentials", "NoCredentialProviders", nil, noneFound, signIn, pageCLI, "session-token", "temporary-credentials"},
	{"NoCredentials", "Partial credentials found", nil, "One part of the credentials is set and another is missing. AWS was not asked.", "Set all parts: key id, secret key, and of temporary ones the session token.", pageCLI, "session-token", "temporary-credentials"},
	{"NoCredentials", "but the current credentials are for", nil, "The tool is to work in one account and has credentials of another, and it found no role there that it may assume. AWS was not asked for the work itself.", "Take credentials of the account that is meant, or let the tool assume a role there: for the CDK, bootstrap that account with --trust.", "CDK Developer Guide: Bootstrapping", "cross-account", "cross-account"},
	{"NoCredentials", "config profile (", nil, "The tool’s configuration has no profile of this name. AWS was not asked.", "Compare the name with ~/.aws/config and AWS_PROFILE.", pageCLI, "default-chain", "temporary-credentials"},
	{"ExpiredToken", "SSO session associated with this profile has expired", nil, ssoEnded, "Run aws sso login with the profile.", pageCLI, "expiration", "temporary-credentials"},
	{"ExpiredToken", "Error loading SSO Token", nil, ssoEnded, "Run aws sso login with the profile.", pageCLI, "expiration", "temporary-credentials"},
	{"Forbidden", "", []string{"GetRoleCredentials"}, "IAM Identity Center gives the user no session of this role: the permission set is not assigned to the user in this account, or its name is another.", "Compare account id and permission set with what the access portal shows, and have it assigned.", "IAM Identity Center User Guide: Assign user or group access to AWS accounts", "federation", "federation"},
	{"SwitchRole", "Invalid information in one or more fields", nil, "The console could not switch to the role, and tells no reason: account, name or path of the role is another, its trust policy does not let the user in (MFA included), or the user may not call sts:AssumeRole on it.", "Compare account and role name, with its path and capitals. Then try aws sts assume-role with the same role: its error tells more.", "IAM UG: Switch from a user to an IAM role (console)", "trust-policy", "assuming-a-role"},
	{"InvalidParameterValue", "execution role does not have permissions to call", nil, "The function’s execution role lacks a permission that Lambda needs for what was set up: the message names the call.", "Allow that call in the execution role’s policy. For a VPC these are ec2:CreateNetworkInterface, ec2:DescribeNetworkInterfaces and ec2:DeleteNetworkInterface, as AWSLambdaVPCAccessExecutionRole has them.", "Lambda Developer Guide: Giving Lambda functions access to resources in an Amazon VPC", "service-principal", "workload-roles"},
	{"InvalidParameterValue", "Invalid IAM Instance Profile name", nil, "There is no instance profile of this name. It is not the role’s name: the profile is a thing of its own that holds the role.", "Create the instance profile and put the role in it, or compare the name; a new one takes some seconds.", "EC2 User Guide: Instance profiles", "instance-profile", "workload-roles"},
	{"Throttling", "Rate exceeded", nil, throttled, slower, pageCommon, "access-denied", "temporary-credentials"},
	{"MissingAuthenticationToken", "Missing Authentication Token", nil, "The request was not signed, or went to an address that the API does not have.", "Send it with credentials; with API Gateway, compare path and method.", pageCommon, "sigv4", "temporary-credentials"},
	{"LimitExceeded", "Cannot exceed quota for", nil, "The account is at a quota of IAM: the message names it.", "Put less into it (of policies: a managed policy has 6,144 characters, white space not counted), or ask for a higher quota where AWS raises it.", "IAM UG: IAM and AWS STS quotas", "managed-policy", "users-roles-policies"},
	{"ExpiredToken", "security token included in the request is expired", nil, expiredKeys, "Get new ones: assume the role again. A tool that does it by itself is better than a copied key.", pageCommon, "expiration", "temporary-credentials"},
	{"", "Cannot call GetFederationToken with session credentials", opFedUser, "GetFederationToken takes long-term keys; a session can’t call it.", "Assume a role with a session policy instead.", "STS API: GetFederationToken", "federation", "federation"},
	{"AccessDenied", "Cannot call GetFederationToken with session credentials", nil, "GetFederationToken takes long-term keys; a session can’t call it.", "Assume a role with a session policy instead.", "STS API: GetFederationToken", "federation", "federation"},
	{"AccessDenied", "Cannot call GetSessionToken with session credentials", nil, "GetSessionToken takes long-term keys; a session can’t call it.", "Use the session as it is, or assume a role.", "STS API: GetSessionToken", "session-token", "temporary-credentials"},
	{"AccessDenied", "Must use non-session credentials", nil, "This call takes long-term keys or a session made with MFA; these credentials are neither.", "Call with the user’s own access key, or get a session with MFA by GetSessionToken.", "STS API: GetSessionToken", "session-token", "temporary-credentials"},
}

const (
	pageCLI     = "CLI User Guide: Troubleshooting errors for the AWS CLI"
	noneFound   = "The tool found no credentials at all. AWS was not asked."
	signIn      = "Sign in (aws login or aws sso login), choose the profile, or give the machine a role."
	ssoEnded    = "The sign-in at IAM Identity Center has ended, or there was none. No policy was asked."
	expiredKeys = "The credentials have ended. No policy was asked."
	expiredWeb  = "The web identity token that was passed has ended. No policy was asked."
	newWeb      = "Get a new token from the identity provider and call at once: tokens live for minutes. Compare the machine’s clock."
	expiredSAML = "The SAML assertion that was passed has ended: it has to be used within five minutes of its issue. No policy was asked."
	newSAML     = "Sign in at the identity provider again and use the new assertion at once. Compare the clocks of the provider and the machine."
	noRunToken  = "The workflow’s run has no right to ask GitHub for a token, or is a run from a fork, which gets none. AWS was not asked."
	letRunToken = "Give the job permissions: id-token: write (and contents: read), in the calling workflow too where this one is reused."
	// STS and IAM have another name for it than the services that speak JSON.
	noSuchKey = "AWS knows no such access key: it was deleted, it is inactive, or temporary credentials came without their session token."
	whichKey  = "See which credentials the tool takes, and that all three parts of temporary ones are set."
)

// stsMeanings are the errors of the STS API.
var stsMeanings = []Meaning{
	{"ExpiredToken", "", opWeb, expiredWeb, newWeb, pageWeb, "expiration", "federation"},
	{"ExpiredToken", "", opSAML, expiredSAML, newSAML, pageSAML, "expiration", "federation"},
	{"ExpiredToken", "", nil, expiredKeys, "Get new ones: assume the role again. A tool that does it by itself is better than a copied key.", pageCommon, "expiration", "temporary-credentials"},
	{"InvalidIdentityToken", "", opSAML, "The SAML assertion was not accepted: it is not well formed, its signature does not fit the provider’s metadata, or its issuer is another.", "Upload the identity provider’s current metadata to the SAML provider in IAM, and compare the issuer (entity id) of both.", pageSAML, "saml", "federation"},
	{"InvalidIdentityToken", "", opWeb, "The web identity token was not accepted: its issuer, audience or signature is not what the role’s account expects.", "Compare the token’s issuer and audience with the identity provider in the account.", pageWeb, "oidc", "federation"},
	{"InvalidIdentityToken", "", nil, "The token or the assertion was not accepted: its issuer, audience or signature is not what the role’s account expects.", "Compare what the identity provider issues with the identity provider in the account.", pageWeb, "federation", "federation"},
	{"IDPRejectedClaim", "", nil, "The identity provider says that the token is no longer good, or its claims could not be verified. No policy was asked.", "Get a new token from the identity provider. If it comes again, the token was revoked or the provider’s keys changed.", pageWeb, "federation", "federation"},
	{"IDPCommunicationError", "", nil, "STS could not reach the identity provider to verify the token. No policy was asked.", "Try again a few times. If it stays so, the provider’s address does not answer publicly, or too slowly.", pageWeb, "oidc", "federation"},
	{"RegionDisabled", "", nil, "STS is not active for this account in the Region that was called. No policy was asked.", "Activate the Region under Account settings in the IAM console (opt-in Regions have to be enabled first), or call STS in another Region.", pageAssume, "sts", "temporary-credentials"},
	{"PackedPolicyTooLarge", "", nil, "The session policies and session tags of the call take more room than a session has. No policy refused it. (AWS’s pages disagree whether this limit still exists: the SDK’s notes of September 2026 say that it was removed.)", "Pass fewer or shorter session policies, ARNs of managed policies in place of text, and fewer session tags; the inherited tags count too.", pageAssume, "session-policy", "session-policies-and-boundaries"},
	{"InvalidAuthorizationMessage", "", opDecode, "The encoded message was cut or changed, so it cannot be decoded.", "Copy the whole message, without line breaks, from the error itself.", "STS API: DecodeAuthorizationMessage, Errors", "access-denied", "policy-evaluation"},
	{"InvalidAuthorizationMessage", "", nil, "The encoded message was cut or changed, so it cannot be decoded.", "Copy the whole message, without line breaks, from the error itself.", "STS API: DecodeAuthorizationMessage, Errors", "access-denied", "policy-evaluation"},
	{"ExpiredTradeInToken", "", nil, "The trade-in token has ended. No policy was asked.", "Ask for a new one and use it at once.", "STS API: GetDelegatedAccessToken, Errors", "expiration", "temporary-credentials"},
	{"OutboundWebIdentityFederationDisabled", "", nil, "The account has not enabled outbound identity federation. No policy was asked.", "Enable it once for the account: iam:EnableOutboundWebIdentityFederation.", "STS API: GetWebIdentityToken, Errors", "federation", "federation"},
	{"SessionDurationEscalation", "", nil, "The token was asked for longer than the session that asks still lasts.", "Ask for a shorter token, or get a new session first.", "STS API: GetWebIdentityToken, Errors", "duration", "temporary-credentials"},
	{"JWTPayloadSizeExceeded", "", nil, "The token would be larger than AWS makes them.", "Pass fewer or shorter tags.", "STS API: GetWebIdentityToken, Errors", "federation", "federation"},
}
