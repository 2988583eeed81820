package iam

// The pages of AWS's documentation that rules cite. "IAM UG" is the IAM User
// Guide, "Organizations UG" the AWS Organizations User Guide, "STS API" the AWS
// STS API Reference.
const (
	pageLogic      = "IAM UG: How AWS enforcement code logic evaluates requests to allow or deny access"
	pageDenies     = "IAM UG: The difference between explicit and implicit denies"
	pageWithin     = "IAM UG: Policy evaluation for requests within a single account"
	pageCross      = "IAM UG: Cross-account policy evaluation logic"
	pagePrincipal  = "IAM UG: AWS JSON policy elements: Principal"
	pageNotPrinc   = "IAM UG: AWS JSON policy elements: NotPrincipal"
	pagePolicies   = "IAM UG: Policies and permissions in IAM"
	pageBoundary   = "IAM UG: Permissions boundaries for IAM entities"
	pageFederation = "IAM UG: Permissions for GetFederationToken"
	pageSCP        = "Organizations UG: Service control policies (SCPs)"
	pageSCPEval    = "Organizations UG: SCP evaluation"
	pageSCPSyntax  = "Organizations UG: SCP syntax"
	pageRCP        = "Organizations UG: Resource control policies (RCPs)"
	pageRCPSyntax  = "Organizations UG: RCP syntax"
	pageAssume     = "STS API: AssumeRole"
	pageTags       = "IAM UG: Pass session tags in AWS STS"
	pageSourceID   = "IAM UG: Monitor and control actions taken with assumed roles"
	pageAction     = "IAM UG: IAM JSON policy elements: Action"
	pageResource   = "IAM UG: IAM JSON policy elements: Resource"
	pageOperators  = "IAM UG: IAM JSON policy elements: Condition operators"
	pageMulti      = "IAM UG: Conditions with multiple context keys or values"
	pageSingle     = "IAM UG: Single-valued vs. multivalued context keys"
	pageVariables  = "IAM UG: IAM policy elements: Variables and tags"
	pageVersion    = "IAM UG: IAM JSON policy elements: Version"
	pageGrammar    = "IAM UG: Grammar of the IAM JSON policy language"
	pageKeys       = "IAM UG: AWS global condition context keys"
	pageKMS        = "KMS Developer Guide: Key policies in AWS KMS"
	pageQuotas     = "IAM UG: IAM and AWS STS quotas"
	pageEndpoints  = "IAM UG: Control access to AWS STS with VPC endpoint policies"
	pageShared     = "IAM UG: Identity-provider controls for shared OIDC providers"
	pageMFA        = "IAM UG: Secure API access with MFA"
	pageRevoke     = "IAM UG: Revoke IAM role temporary security credentials"
)

// within is the part of pageLogic about the policies of one account.
const within = "Resource-based policies"

var rules = [...]Rule{
	// How layers combine.
	{ruleExplicitDeny, "A matching Deny in any layer wins.", pageDenies, "Description", "iam", Documented, ""},
	{ruleDefaultDeny, "Without a matching Allow the answer is no.", pageDenies, "Description", "iam", Documented, ""},
	{ruleRoot, "The root user has full access in its own account, ignores boundaries, and obeys SCPs and explicit denies.", pageLogic, "Description", "iam", Documented, ""},
	{ruleRootAssume, "The root user cannot assume roles.", pageAssume, "Description", "iam", Documented, ""},
	{ruleKMS, "Nobody, root included, may use a KMS key unless its key policy says so or lets IAM policies say so.", pageKMS, "Key policies", "iam", Documented, ""},
	{ruleRootS3, "The owner's root user may always get, put and delete a bucket's policy, and a queue's, and delete a table's.", "S3 API: PutBucketPolicy", "Permissions", "iam", Documented, ""},
	{ruleSameAccount, "Within an account, an Allow of either side will do: the caller's identity policies or the resource's policy.", pageWithin, "Evaluating identity-based policies with resource-based policies", "iam", Documented, ""},
	{ruleCrossAccount, "Across accounts both sides must allow; boundary, session policy and SCP always limit.", pageCross, "Determining whether a cross-account request is allowed", "iam", Documented, ""},
	{ruleDirect, "A resource's policy that names the user, the session, the federated user or everybody grants directly: implicit denies of identity, boundary and session policies do not limit it; SCPs do.", pageLogic, within, "iam", Documented, ""},
	{ruleRoleGrant, "A grant to a session's role, or to the user who federated, needs no identity policy but stays within boundary and session policy.", pageLogic, within, "iam", PagesDisagree, "Troubleshoot access denied error messages says that boundaries do not limit what a resource-based policy grants, without making a difference of roles. The page cited, and Permissions boundaries for IAM entities, limit a grant to a role."},
	{ruleAccount, "An account id and its :root ARN mean the same: the account's own policies decide; a Deny hits everyone in it.", pagePrincipal, "AWS account principals", "iam", Documented, ""},
	{rulePrincipalMatch, "A role ARN matches its sessions by the role's name, user names are case-sensitive, and a principal has no partial wildcards.", pagePrincipal, "IAM user principals", "iam", Documented, ""},
	{ruleSession, "Session policies unite with one another, intersect with the identity policies, and grant nothing.", pagePolicies, "Session policies", "iam", Documented, ""},
	{ruleBoundary, "A permissions boundary limits and grants nothing.", pageBoundary, "Evaluating effective permissions with boundaries", "iam", Documented, ""},
	{ruleFederated, "A federated user without a session policy has nothing, except by a direct grant of a resource's policy.", pageFederation, "Session policy passed as parameter", "iam", PagesDisagree, "So says GetFederationToken in the STS API Reference. How AWS enforcement code logic evaluates requests speaks of a default session policy, with Allow as the decision, where none was passed."},
	{ruleSCP, "Service control policies must allow at every level and deny at none.", pageSCPEval, "How SCPs work with Allow", "iam", Documented, ""},
	{ruleSCPExempt, "Service control policies do not reach the management account, service principals and service-linked roles.", pageSCP, "Tasks and entities not restricted by SCPs", "iam", Documented, ""},
	{"combine.scp-language", "Service control policies take the whole policy language, except principals.", pageSCPSyntax, "Elements summary", "iam", PagesDisagree, "The table of elements allows Resource and NotResource with Allow; the section on Resource says that an Allow takes * alone."},
	{"combine.scp-quotas", "A root, unit or account takes ten SCPs at most, of 10,240 characters each, and five RCPs of 5,120, RCPFullAWSAccess among them.", "Organizations UG: Quotas and service limits for AWS Organizations", "Maximum and minimum values", "lint", Documented, ""},
	{ruleRCP, "A resource control policy goes by the resource's account; a Deny at any level counts, for callers of the same account and anonymous ones too.", pageRCP, "RCP effects on permissions", "iam", Documented, ""},
	{"combine.rcp-services", "Resource control policies bite only the services that support them.", pageRCP, "List of AWS services that support RCPs", "iam", Documented, ""},
	{ruleRCPExempt, "Resource control policies spare service-linked roles, AWS managed keys and kms:RetireGrant.", pageRCP, "Resources and entities not restricted by RCPs", "iam", Documented, ""},
	{"combine.rcp-language", "A resource control policy only denies, names everybody as principal, and has no NotAction.", pageRCPSyntax, "Elements summary", "iam", Documented, ""},
	{ruleNotPrincipal, "NotPrincipal with Deny spares a caller that is listed together with its account, and never one that has a boundary.", pageNotPrinc, "NotPrincipal with Deny", "iam", Documented, ""},
	{ruleCallerIdentity, "sts:GetCallerIdentity and sts:GetSessionToken need no permission, and no policy of an account or organization takes them away.", "STS API: GetCallerIdentity", "Description", "iam", PagesDisagree, "The STS API Reference says that no Deny stops it. The policy of a VPC endpoint can leave it out, says Control access to AWS STS with VPC endpoint policies. There are no endpoints here."},

	// Trust and STS.
	{ruleTrust, "A role's trust policy must allow, even within the account.", pageAssume, "Permissions", "iam", Documented, ""},
	{ruleTrustDirect, "A caller that the trust policy of its own account names needs no identity policy; explicit denies and SCPs still count.", pageAssume, "Permissions", "iam", Documented, ""},
	{ruleTrustProviders, "Services and identity providers are decided by the trust policy (and RCPs) alone.", pageEndpoints, "How AWS STS evaluates VPC endpoint policies for federated callers", "iam", Documented, "The section speaks of federated callers; that a service which assumes a role is asked for nothing else is observed."},
	{"trust.exact-actions", "sts:AssumeRole does not cover AssumeRoleWithSAML or AssumeRoleWithWebIdentity.", "Service Authorization Reference: AWS Security Token Service", "Actions defined by AWS Security Token Service", "iam", Documented, ""},
	{"trust.tag-session", "sts:TagSession is an authorization of its own, and follows AssumeRole's rule of sides.", pageTags, "Permissions required to add session tags", "iam", Documented, ""},
	{ruleSourceIdentity, "In a role chain sts:SetSourceIdentity is required in both policies, even within one account.", pageSourceID, "Permissions required to set source identity", "iam", Documented, ""},
	{"trust.inherited", "sts:TagSession and sts:SetSourceIdentity are needed for what a chained session merely inherits, too.", pageSourceID, "Permissions required to set source identity", "sts", Documented, "For sts:TagSession no page says it: of inherited tags it is observed."},
	{"trust.same-answer", "A missing permission and a missing role give the same AccessDenied.", pageAssume, "Errors", "sts", Observed, "AssumeRole lists no AccessDenied among its errors, and no page tells its message across accounts."},
	{"trust.duration", "A role session lasts 900 s up to the role's maximum, 3600 s by default, and a chained one at most an hour.", pageAssume, "DurationSeconds", "sts", Documented, ""},
	{"trust.session-token", "GetSessionToken and GetFederationToken last 15 minutes to 36 hours, root's at most an hour, and role sessions cannot call them.", "STS API: GetSessionToken", "DurationSeconds", "sts", Documented, ""},
	{"trust.temporary-credentials", "A federated user's session cannot call STS except GetCallerIdentity, and so cannot assume a role; a session of GetSessionToken can.", "IAM UG: Compare AWS STS credentials", "Compare AWS STS credentials", "sts", Documented, ""},
	{"trust.session-limits", "One inline and ten managed session policies, 2,048 characters, 50 tags.", pageAssume, "Request parameters", "sts", Documented, ""},
	{"trust.token-size", "A session token has 4,096 bytes at most; a call may ask for a least size, and the answer tells the size and its share of the most.", "STS API: GetFederationToken", "Response Elements", "sts", PagesDisagree, "The texts of AssumeRole's Policy and Tags and the page of IAM and AWS STS quotas still tell of a packed size with a limit of its own."},
	{"trust.session-tags", "Session tags override the role's whatever the key's case; transitive ones persist and cannot be passed again.", pageTags, "Things to know about session tags", "sts", Documented, ""},
	{"trust.source-identity", "A source identity cannot begin with aws:, cannot change once set, and persists through a chain.", pageSourceID, "Things to know about source identity", "sts", Documented, ""},
	{"trust.names", "External ids have 2-1,224 characters, session names 2-64, of their alphabets.", pageAssume, "Request parameters", "sts", Documented, ""},
	{"trust.self", "After assuming, the caller's own policies no longer matter; a role that assumes itself must be trusted to.", pageAssume, "Description", "iam", Documented, "Of a role that assumes itself it is said in Logging IAM and AWS STS API calls with AWS CloudTrail, at the field explicitTrustGrant."},
	{"trust.mfa-stops", "MFA stops at AssumeRole: the new session carries none of it, while GetSessionToken's does.", pageMFA, "Choosing between GetSessionToken and AssumeRole", "world", PagesDisagree, "AWS global condition context keys lists role sessions among the temporary credentials that carry aws:MultiFactorAuthPresent."},
	{"trust.sessions-live-on", "Editing a trust policy ends no live session, and a session chained onwards outlives the revoking of the first role.", "IAM UG: Update a role trust policy", "Updating a role trust policy (console)", "world", Documented, "That a session chained onwards outlives the revoking of the first role is observed: no page says it."},
	{"trust.managed-session-policies", "A managed session policy must be in the role's account.", pageAssume, "PolicyArns.member.N", "sts", Documented, ""},
	{"trust.pass-role", "iam:PassRole is a permission and no call: it leaves no event of its own and never reaches into another account.", "IAM UG: Grant a user permissions to pass a role to an AWS service", "iam:PassRole actions in AWS CloudTrail logs", "world", Documented, ""},
	{"trust.mfa", "aws:MultiFactorAuthPresent is absent with long-term keys: Bool false does not see that, BoolIfExists false does.", pageKeys, "aws:MultiFactorAuthPresent", "iam", Documented, ""},
	{"trust.revoke", "Sessions are revoked by a Deny with DateLessThan on aws:TokenIssueTime; the console dates it about 30 seconds ahead.", pageRevoke, "Revoking session permissions", "iam", Documented, ""},
	{"trust.policies-looked-up", "Policies are looked up at each request, so edits bite live sessions.", "IAM UG: Disabling permissions for temporary security credentials", "Description", "world", Documented, ""},
	{"trust.request-keys", "aws:username is there for IAM users only, aws:TokenIssueTime with temporary credentials only; of an anonymous call aws:PrincipalAccount and aws:userid read anonymous.", pageKeys, "aws:username", "world", Documented, ""},
	{"trust.principal-arn", "aws:PrincipalArn of a role's session is the role's ARN with its path, of a federated user the session's, of root the account's :root, meaning root alone.", pageKeys, "aws:PrincipalArn", "world", Documented, ""},
	{"trust.unique-ids", "A recreated user or role is a stranger to the trust that named the old one.", pagePrincipal, "IAM role principals", "iam", Documented, ""},
	{"trust.shared-oidc", "Trust in a shared OIDC provider must test the claim AWS demands to be stored.", pageShared, "Description", "iam", PagesDisagree, "The table demands sub of GitHub; the document history of 12 May 2026 says sub or job_workflow_ref; the example for GitHub in IAM and AWS STS condition context keys tests neither. Here either of the two is enough."},

	// Matching.
	{ruleMatchAction, "An action's prefix and name ignore case; ? is one character, * any run.", pageAction, "Description", "iam", Documented, ""},
	{ruleMatchResource, "A resource is case-sensitive, * runs over slashes, and only a lone * matches actions without resource-level permissions.", pageResource, "Using wildcards in resource ARNs", "iam", Documented, ""},
	{ruleMatchConditions, "Operators and keys are ANDed, values ORed, values of a negated operator NORed; key names ignore case.", pageMulti, "Evaluation logic for multiple context keys or values", "iam", Documented, ""},
	{ruleMatchAbsent, "An absent key makes a positive operator false, a negated one true, and any with IfExists true; an empty set equals an absent key.", pageOperators, "...IfExists condition operators", "iam", Documented, ""},
	{ruleMatchSets, "ForAllValues asks every value of the request, ForAnyValue some; negation applies to each value.", pageSingle, "Set operators for multivalued context keys", "iam", Documented, "That a set operator with IfExists is true without the key is our choice: no page joins the two."},
	{"match.null", "Null asks whether a key is absent.", pageOperators, "Condition operator to check existence of condition keys", "iam", Documented, ""},
	{"match.wildcards", "Wildcards work only in StringLike, StringNotLike and the Arn operators; Arn operators compare six fields apart.", pageOperators, "Amazon Resource Name (ARN) condition operators", "iam", Documented, ""},
	{"match.ip", "A bare address is a range of one; families never match each other; 0.0.0.0/0 is every IPv4 address.", pageOperators, "IP address condition operators", "iam", Documented, "The page gives a bare address the prefix /32 and does not speak of IPv6: that a bare IPv6 address is a range of one is our choice."},
	{"match.date", "Dates are ISO 8601 with offsets, or epoch seconds.", pageOperators, "Date condition operators", "iam", Documented, ""},
	{"match.values", "Unquoted numbers and booleans are values like any other.", pageGrammar, "Policy grammar notes", "iam", Documented, ""},
	{"match.variables", "Policy variables work under Version 2012-10-17, in Resource and in String, Arn and Bool values, from single-valued keys.", pageVariables, "Where you can use policy variables", "iam", Documented, ""},
	{"match.variable-no-value", "A variable without a value makes a Resource match nothing, a positive operator false, a negated one true, unless it has a default.", pageVariables, "Policy variables with no value", "iam", Documented, ""},
	{"match.variable-literals", "${*}, ${?} and ${$} are literals, and so is a wildcard that arrives through a value.", pageVariables, "Special characters", "iam", Documented, ""},
	{"match.version", "A missing Version means 2008-10-17, under which variables are text.", pageVersion, "Description", "iam", Documented, ""},
}
