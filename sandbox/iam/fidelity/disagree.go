package fidelity

// Disagreement is a question on which pages of AWS's documentation contradict each
// other. No question, challenge or other graded text rests on one.
type Disagreement struct {
	Title string
	Pages string   // what each page says
	Here  string   // what is done here
	Rules []string // the rules whose status it gives; none where no rule depends on it
}

// Disagreements lists where AWS's pages contradict each other.
func Disagreements() []Disagreement { return append([]Disagreement(nil), disagreements[:]...) }

var disagreements = [...]Disagreement{
	{"The claim that trust in GitHub must test",
		"The table of Identity-provider controls for shared OIDC providers names sub. The document history of 12 May 2026 says sub or job_workflow_ref. The example for GitHub in IAM and AWS STS condition context keys tests neither.",
		"Either of the two claims is enough.", []string{"trust.shared-oidc"}},
	{"Resource in an Allow of an SCP",
		"The table of elements in SCP syntax allows Resource and NotResource with Allow. The section on Resource says that an Allow takes * alone.",
		"An Allow takes both.", []string{"combine.scp-language"}},
	{"The limit of session policies and tags",
		"The STS API Reference has named the session token's size as the limit since 14 September 2026. The texts of AssumeRole's Policy and Tags and the page IAM and AWS STS quotas still tell of a packed size with a limit of its own.",
		"The token's 4,096 bytes are the limit. The code is PackedPolicyTooLarge; its wording is our own.", []string{"trust.token-size"}},
	{"Whether GetCallerIdentity can be forbidden",
		"The STS API Reference says that it works under an explicit Deny. Control access to AWS STS with VPC endpoint policies says that an endpoint's policy which leaves it out blocks it.",
		"Both hold: no policy of an account or organization stops it, and there are no endpoints here.", []string{"combine.caller-identity"}},
	{"A federated user without a session policy",
		"GetFederationToken in the STS API Reference says that such a session has no permissions. How AWS enforcement code logic evaluates requests says that a default session policy is created and the decision is Allow.",
		"The session has no permissions of its own.", []string{"combine.federated-user"}},
	{"Whether an external id is a secret",
		"Access to AWS accounts owned by third parties says that it is known to the two parties alone, of your choice, and also that it is no secret and that the vendor should generate it. The STS API Reference calls it possibly a passphrase.",
		"It is treated as no secret, and as the vendor's to choose.", nil},
	{"Boundaries and resource-based policies",
		"Troubleshoot access denied error messages says that boundaries do not limit resource-based policies. Permissions boundaries for IAM entities, and the page on the enforcement code logic, say that a grant to a role's ARN is limited.",
		"A grant to a role is limited; one to a user or a session is not.", []string{"combine.role-grant"}},
	{"STS's global endpoint",
		"IAM and AWS STS quotas tells of changes to come. AWS STS Regions and endpoints says that they are done: calls are answered in the caller's Region. The page on creating a VPC endpoint says that setting a Region alone goes to the global endpoint; the SDKs' reference says Regional by default for new SDKs.",
		"There are no Regions at STS here.", nil},
	{"Which SDKs call a Regional STS endpoint by themselves",
		"The SDKs' reference lists Boto3 and .NET 3 as Regional by default and in the same table with the global endpoint.",
		"Nothing here depends on it.", nil},
	{"MFA in sessions of a role",
		"AWS global condition context keys lists role sessions among the temporary credentials that carry aws:MultiFactorAuthPresent. Secure API access with MFA says that credentials of AssumeRole carry no information about MFA.",
		"A role's session carries none. /explain takes the key as not told for a role's session.", []string{"trust.mfa-stops"}},
	{"Whether {\"AWS\": \"*\"} means callers with a token or an assertion",
		"AWS JSON policy elements: Principal says under All principals that \"*\" and {\"AWS\": \"*\"} are equivalent. Control access to AWS STS with VPC endpoint policies says that {\"AWS\": \"*\"} does not match callers of AssumeRoleWithSAML and AssumeRoleWithWebIdentity, and \"*\" does.",
		"Both forms mean everybody. There are no endpoint policies here, and a trust policy names providers as Federated.", nil},
	{"Which keys callers with a token or an assertion carry",
		"AWS global condition context keys says that aws:PrincipalAccount is in all requests and aws:PrincipalIsAWSService in all signed ones. Control access to AWS STS with VPC endpoint policies says that callers of AssumeRoleWithSAML and AssumeRoleWithWebIdentity carry neither, nor aws:PrincipalArn and aws:PrincipalOrgID.",
		"They carry none of the four. Nor does an anonymous caller carry aws:PrincipalIsAWSService.", nil},
}
