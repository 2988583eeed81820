package iam

const (
	github = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
	saml   = "arn:aws:iam::111122223333:saml-provider/Corp"
	self   = "arn:aws:sts::111122223333:assumed-role/Target/s"
)

var trustRows = []row{
	// trust.must-allow
	{Rule: ruleTrust, Doc: pageAssume + " § Permissions", Say: "an identity policy alone opens no role of the own account", Who: alice, Do: "sts:AssumeRole", On: role, ID: []string{full}, R: "Allow sts:AssumeRole to svc:ec2.amazonaws.com", Want: "implicitDeny resource"},
	{Rule: ruleTrust, Doc: pageAssume + " § Permissions", Say: "nor does it without a trust policy", Who: alice, Do: "sts:AssumeRole", On: role, ID: []string{full}, Want: "implicitDeny resource"},
	{Rule: ruleTrust, Doc: pageAssume + " § Permissions", Say: "across accounts both sides, neither of which says yes", Who: alice, Do: "sts:AssumeRole", On: far, Owner: away, R: "Allow sts:AssumeRole to arn:aws:iam::111122223333:user/bob", Want: "implicitDeny identity resource"},
	{Rule: ruleTrust, Doc: "IAM UG: AWS JSON policy elements: Principal § IAM role principals", Say: "a trust policy has no Resource", Who: alice, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole on * to " + alice, Want: "error"},
	{Rule: ruleTrust, Doc: pageAssume + " § Permissions", Say: "the account trusted, and an identity policy", Who: alice, Do: "sts:AssumeRole", On: role, ID: []string{"Allow sts:AssumeRole on " + role}, R: "Allow sts:AssumeRole to " + home, Want: "allowed"},

	// trust.named-caller
	{Rule: ruleTrustDirect, Doc: pageAssume + " § Permissions", Say: "a user named in its own account", Who: alice, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to " + alice, Want: "allowed"},
	{Rule: ruleTrustDirect, Doc: pageAssume + " § Permissions", Say: "a session named", Who: ci, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to " + ci, Want: "allowed"},
	{Rule: ruleTrustDirect, Doc: pageAssume + " § Permissions", Say: "a role named", Who: ci, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to arn:aws:iam::111122223333:role/Deploy", Want: "allowed"},
	{Rule: ruleTrustDirect, Doc: pageLogic + " § " + within, Say: "a role named, within its session policy", Who: ci, Do: "sts:AssumeRole", On: role, Sess: []string{"Allow s3:* on *"}, R: "Allow sts:AssumeRole to arn:aws:iam::111122223333:role/Deploy", Want: "implicitDeny session"},
	{Rule: ruleTrustDirect, Doc: pageSCP + " § SCP effects on permissions", Say: "an SCP still counts", Who: alice, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to " + alice, SCP: [][]string{{"Allow s3:* on *"}}, Want: "implicitDeny scp"},
	{Rule: ruleTrustDirect, Doc: pageDenies + " § Description", Say: "an explicit Deny too", Who: alice, Do: "sts:AssumeRole", On: role, ID: []string{"Deny sts:* on *"}, R: "Allow sts:AssumeRole to " + alice, Want: "explicitDeny identity"},

	// trust.service-and-federation
	{Rule: ruleTrustProviders, Doc: pagePrincipal + " § AWS service principals", Say: "another service is a stranger", Who: "lambda.amazonaws.com", Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to svc:ec2.amazonaws.com", Want: "implicitDeny resource"},
	{Rule: ruleTrustProviders, Doc: pagePrincipal + " § SAML session principals", Say: "a SAML provider", Who: saml, Do: "sts:AssumeRoleWithSAML", On: role, Ctx: "SAML:aud=https://signin.aws.amazon.com/saml", R: "Allow sts:AssumeRoleWithSAML to fed:" + saml + " if StringEquals SAML:aud=https://signin.aws.amazon.com/saml", Want: "allowed"},
	{Rule: ruleTrustProviders, Doc: pagePrincipal + " § Web identity session principals", Say: "an OIDC provider and its subject", Who: github, Do: "sts:AssumeRoleWithWebIdentity", On: role, Ctx: "token.actions.githubusercontent.com:sub=repo:octo/app:ref:refs/heads/main", R: "Allow sts:AssumeRoleWithWebIdentity to fed:" + github + " if StringLike token.actions.githubusercontent.com:sub=repo:octo/app:*", Want: "allowed"},
	{Rule: ruleTrustProviders, Doc: pagePrincipal + " § Web identity session principals", Say: "another subject", Who: github, Do: "sts:AssumeRoleWithWebIdentity", On: role, Ctx: "token.actions.githubusercontent.com:sub=repo:evil/app:ref:refs/heads/main", R: "Allow sts:AssumeRoleWithWebIdentity to fed:" + github + " if StringLike token.actions.githubusercontent.com:sub=repo:octo/app:*", Want: "implicitDeny resource"},
	{Rule: ruleTrustProviders, Doc: pagePrincipal + " § Web identity session principals", Say: "a public provider by its host", Who: "accounts.google.com", Do: "sts:AssumeRoleWithWebIdentity", On: role, R: "Allow sts:AssumeRoleWithWebIdentity to fed:accounts.google.com", Want: "allowed"},
	{Rule: ruleTrustProviders, Doc: pageRCP + " § RCP effects on permissions", Say: "an RCP still counts", Who: github, Do: "sts:AssumeRoleWithWebIdentity", On: role, R: "Allow sts:AssumeRoleWithWebIdentity to fed:" + github, RCP: [][]string{{"Deny sts:AssumeRoleWithWebIdentity on * to *"}}, Want: "explicitDeny rcp"},

	// trust.exact-actions
	{Rule: "trust.exact-actions", Doc: "IAM UG: Permissions for AssumeRole, AssumeRoleWithSAML, and AssumeRoleWithWebIdentity § Permissions for AssumeRole, AssumeRoleWithSAML, and AssumeRoleWithWebIdentity", Say: "AssumeRole is not AssumeRoleWithWebIdentity", Who: github, Do: "sts:AssumeRoleWithWebIdentity", On: role, R: "Allow sts:AssumeRole to fed:" + github, Want: "implicitDeny resource"},
	{Rule: "trust.exact-actions", Doc: "IAM UG: Permissions for AssumeRole, AssumeRoleWithSAML, and AssumeRoleWithWebIdentity § Permissions for AssumeRole, AssumeRoleWithSAML, and AssumeRoleWithWebIdentity", Say: "nor AssumeRoleWithSAML", Who: saml, Do: "sts:AssumeRoleWithSAML", On: role, R: "Allow sts:AssumeRole to fed:" + saml, Want: "implicitDeny resource"},
	{Rule: "trust.exact-actions", Doc: pageAction + " § IAM JSON policy elements: Action", Say: "a wildcard covers them", Who: saml, Do: "sts:AssumeRoleWithSAML", On: role, R: "Allow sts:AssumeRole* to fed:" + saml, Want: "allowed"},

	// trust.tag-session
	{Rule: "trust.tag-session", Doc: pageTags + " § Permissions required to add session tags", Say: "AssumeRole does not cover it", Who: alice, Do: "sts:TagSession", On: role, R: "Allow sts:AssumeRole to " + alice, Want: "implicitDeny resource"},
	{Rule: "trust.tag-session", Doc: pageTags + " § Permissions required to add session tags", Say: "a named user of the account needs no identity policy", Who: alice, Do: "sts:TagSession", On: role, R: "Allow sts:AssumeRole,sts:TagSession to " + alice, Want: "allowed"},
	{Rule: "trust.tag-session", Doc: pageTags + " § Permissions required to add session tags", Say: "across accounts both sides", Who: alice, Do: "sts:TagSession", On: far, Owner: away, ID: []string{"Allow sts:AssumeRole on *"}, R: "Allow sts:* to " + home, Want: "implicitDeny identity"},
	{Rule: "trust.tag-session", Doc: pageTags + " § Passing session tags using AssumeRoleWithWebIdentity", Say: "a provider needs it of the trust policy", Who: github, Do: "sts:TagSession", On: role, R: "Allow sts:AssumeRoleWithWebIdentity to fed:" + github, Want: "implicitDeny resource"},

	// trust.source-identity-sides
	{Rule: ruleSourceIdentity, Doc: pageSourceID + " § Role chaining and cross-account requirements", Say: "a role session named still needs its own side", Who: ci, Do: "sts:SetSourceIdentity", On: role, R: "Allow sts:SetSourceIdentity to " + ci, Want: "implicitDeny identity"},
	{Rule: ruleSourceIdentity, Doc: pageSourceID + " § Role chaining and cross-account requirements", Say: "and the trust policy", Who: ci, Do: "sts:SetSourceIdentity", On: role, ID: []string{full}, R: "Allow sts:AssumeRole to " + ci, Want: "implicitDeny resource"},
	{Rule: ruleSourceIdentity, Doc: pageSourceID + " § Role chaining and cross-account requirements", Say: "both", Who: ci, Do: "sts:SetSourceIdentity", On: role, ID: []string{"Allow sts:SetSourceIdentity on *"}, R: "Allow sts:SetSourceIdentity to " + home, Want: "allowed"},
	{Rule: ruleSourceIdentity, Doc: pageSourceID + " § Permissions required to set source identity", Say: "a user is no chain: naming it is enough", Who: alice, Do: "sts:SetSourceIdentity", On: role, R: "Allow sts:SetSourceIdentity to " + alice, Want: "allowed"},
	{Rule: ruleSourceIdentity, Doc: pageSourceID + " § Role chaining and cross-account requirements", Say: "boundary and session policy limit it as across accounts", Who: ci, Do: "sts:SetSourceIdentity", On: role, ID: []string{full}, B: "Allow s3:* on *", Sess: []string{"Allow s3:* on *"}, R: "Allow sts:SetSourceIdentity to " + ci, Want: "implicitDeny boundary session"},

	// trust.self
	{Rule: "trust.self", Doc: "IAM UG: Roles terms and concepts § Role trust policy", Say: "a role is not trusted by itself", Who: self, Do: "sts:AssumeRole", On: role, ID: []string{full}, R: "Allow sts:AssumeRole to " + alice, Want: "implicitDeny resource"},
	{Rule: "trust.self", Doc: "IAM UG: Roles terms and concepts § Role trust policy", Say: "its own ARN in its trust policy lets it in", Who: self, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to arn:aws:iam::111122223333:role/Target", Want: "allowed"},
	{Rule: "trust.self", Doc: "IAM UG: Roles terms and concepts § Role trust policy", Say: "so does its account, with an identity policy", Who: self, Do: "sts:AssumeRole", On: role, ID: []string{full}, R: "Allow sts:AssumeRole to " + root, Want: "allowed"},

	// trust.mfa
	{Rule: "trust.mfa", Doc: pageKeys + " § aws:MultiFactorAuthPresent", Say: "Bool false does not see long-term keys", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full + ";Deny * on * if Bool aws:MultiFactorAuthPresent=false"}, Want: "allowed"},
	{Rule: "trust.mfa", Doc: pageKeys + " § aws:MultiFactorAuthPresent", Say: "BoolIfExists false does", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full + ";Deny * on * if BoolIfExists aws:MultiFactorAuthPresent=false"}, Want: "explicitDeny identity"},
	{Rule: "trust.mfa", Doc: pageMFA + " § IAM policies with MFA conditions", Say: "a trust policy that asks for MFA", Who: alice, Do: "sts:AssumeRole", On: role, Ctx: "aws:MultiFactorAuthPresent=true", R: "Allow sts:AssumeRole to " + alice + " if Bool aws:MultiFactorAuthPresent=true", Want: "allowed"},
	{Rule: "trust.mfa", Doc: pageMFA + " § IAM policies with MFA conditions", Say: "and is asked without it", Who: alice, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to " + alice + " if Bool aws:MultiFactorAuthPresent=true", Want: "implicitDeny resource"},

	// trust.revoke
	{Rule: "trust.revoke", Doc: pageRevoke + " § Revoking session permissions", Say: "a session issued before", Who: ci, Do: "s3:GetObject", On: obj, Ctx: "aws:TokenIssueTime=2026-11-21T08:59:59Z", ID: []string{full, "Deny * on * if DateLessThan aws:TokenIssueTime=2026-11-21T09:00:00Z"}, Want: "explicitDeny identity"},
	{Rule: "trust.revoke", Doc: pageRevoke + " § Revoking session permissions", Say: "a session issued after", Who: ci, Do: "s3:GetObject", On: obj, Ctx: "aws:TokenIssueTime=2026-11-21T09:00:01Z", ID: []string{full, "Deny * on * if DateLessThan aws:TokenIssueTime=2026-11-21T09:00:00Z"}, Want: "allowed"},
	{Rule: "trust.revoke", Doc: pageKeys + " § aws:TokenIssueTime", Say: "long-term keys carry no issue time", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full, "Deny * on * if DateLessThan aws:TokenIssueTime=2026-11-21T09:00:00Z"}, Want: "allowed"},

	// trust.unique-ids
	{Rule: "trust.unique-ids", Doc: pagePrincipal + " § IAM role principals", Say: "the id a deleted role left behind matches nobody", Who: ci, Do: "sts:AssumeRole", On: role, ID: []string{full}, R: "Allow sts:AssumeRole to AROADBQP57FF2AEXAMPLE", Want: "implicitDeny resource"},
	{Rule: "trust.unique-ids", Doc: pagePrincipal + " § IAM user principals", Say: "nor does a deleted user's", Who: alice, Do: "sts:AssumeRole", On: role, ID: []string{full}, R: "Allow sts:AssumeRole to AIDACKCEVSQ6C2EXAMPLE", Want: "implicitDeny resource"},
	{Rule: "trust.unique-ids", Doc: pagePrincipal + " § All principals", Say: "a condition on aws:PrincipalArn survives", Who: ci, Do: "sts:AssumeRole", On: role, Ctx: "aws:PrincipalArn=arn:aws:iam::111122223333:role/Deploy", R: "Allow sts:AssumeRole to * if ArnEquals aws:PrincipalArn=arn:aws:iam::111122223333:role/Deploy", Want: "allowed"},

	// trust.shared-oidc: what stands is evaluated whatever it fails to test.
	{Rule: "trust.shared-oidc", Doc: pageShared + " § Description", Say: "an older role without the claim stands", Who: github, Do: "sts:AssumeRoleWithWebIdentity", On: role, Ctx: "token.actions.githubusercontent.com:sub=repo:evil/x:y", R: "Allow sts:AssumeRoleWithWebIdentity to fed:" + github, Want: "allowed"},
	{Rule: "trust.shared-oidc", Doc: pageShared + " § Description", Say: "one that tests the claim", Who: github, Do: "sts:AssumeRoleWithWebIdentity", On: role, Ctx: "token.actions.githubusercontent.com:sub=repo:evil/x:y", R: "Allow sts:AssumeRoleWithWebIdentity to fed:" + github + " if StringLike token.actions.githubusercontent.com:sub=repo:octo/*", Want: "implicitDeny resource"},
	{Rule: "trust.shared-oidc", Doc: pageShared + " § Description", Say: "one whose wildcard takes in all", Who: github, Do: "sts:AssumeRoleWithWebIdentity", On: role, Ctx: "token.actions.githubusercontent.com:sub=repo:evil/x:y", R: "Allow sts:AssumeRoleWithWebIdentity to fed:" + github + " if StringLike token.actions.githubusercontent.com:sub=*", Want: "allowed"},
}
