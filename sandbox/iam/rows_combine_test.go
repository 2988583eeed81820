package iam

var combineRows = []row{
	// combine.explicit-deny
	{Rule: ruleExplicitDeny, Doc: pageDenies + " § Description", Say: "a Deny beats an Allow of the same policy",
		Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full + ";Deny s3:Get* on *"}, Want: "explicitDeny identity"},
	{Rule: ruleExplicitDeny, Doc: pageLogic + " § " + within, Say: "every layer that denies is named",
		Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full, "Deny s3:* on *"}, Sess: []string{full + ";Deny s3:* on *"}, R: "Deny s3:* on * to *",
		Want: "explicitDeny identity resource session"},
	{Rule: ruleExplicitDeny, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "a Deny of the resource's side beats both sides' Allow",
		Who: alice, Do: "s3:GetObject", On: obj, Owner: away, ID: []string{full}, R: "Allow s3:* on * to " + home + ";Deny s3:* on * to " + alice, Want: "explicitDeny resource"},
	{Rule: ruleExplicitDeny, Doc: pageBoundary + " § Evaluating effective permissions with boundaries", Say: "a Deny of the boundary beats a direct grant",
		Who: alice, Do: "s3:GetObject", On: obj, B: full + ";Deny s3:GetObject on *", R: "Allow s3:* on * to " + alice, Want: "explicitDeny boundary"},

	// combine.default-deny
	{Rule: ruleDefaultDeny, Doc: pageDenies + " § Description", Say: "no policy at all",
		Who: alice, Do: "s3:GetObject", On: obj, Want: "implicitDeny identity"},
	{Rule: ruleDefaultDeny, Doc: pageDenies + " § Description", Say: "an Allow of something else",
		Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:PutObject on *"}, Want: "implicitDeny identity"},
	{Rule: ruleDefaultDeny, Doc: pageDenies + " § Description", Say: "a Deny of something else allows nothing",
		Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Deny s3:PutObject on *"}, Want: "implicitDeny identity"},
	{Rule: ruleDefaultDeny, Doc: "IAM UG: IAM JSON policy elements: NotAction § NotAction with Deny", Say: "Deny with NotAction allows nothing either",
		Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Deny !s3:* on *"}, Want: "implicitDeny identity"},

	// combine.root
	{Rule: ruleRoot, Doc: pageLogic + " § Description", Say: "root needs no policy", Who: root, Do: "s3:GetObject", On: obj, Want: "allowed"},
	{Rule: ruleRoot, Doc: "IAM UG: Permissions boundaries for IAM entities § Permissions boundaries for IAM entities", Say: "root ignores a boundary", Who: root, Do: "s3:GetObject", On: obj, B: "Allow ec2:* on *", Want: "allowed"},
	{Rule: ruleRoot, Doc: "IAM UG: Permissions boundaries for IAM entities § Permissions boundaries for IAM entities", Say: "also what it denies", Who: root, Do: "s3:GetObject", On: obj, B: "Deny s3:* on *", Want: "allowed"},
	{Rule: ruleRoot, Doc: pageSCP + " § SCP effects on permissions", Say: "root obeys an SCP", Who: root, Do: "s3:GetObject", On: obj, SCP: [][]string{{full}, {"Allow ec2:* on *"}}, Want: "implicitDeny scp"},
	{Rule: ruleRoot, Doc: pageDenies + " § Description", Say: "root obeys a Deny of the resource", Who: root, Do: "s3:GetObject", On: obj, R: "Deny s3:GetObject on * to *", Want: "explicitDeny resource"},
	{Rule: ruleRoot, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "root of one account is a stranger in another", Who: root, Do: "s3:GetObject", On: obj, Owner: away, Want: "implicitDeny resource"},
	{Rule: ruleRoot, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "root of a trusted account needs no more", Who: root, Do: "s3:GetObject", On: obj, Owner: away, R: "Allow s3:* on * to " + home, Want: "allowed"},

	// combine.root-cannot-assume
	{Rule: ruleRootAssume, Doc: pageAssume + " § Description", Say: "root cannot assume a role of its account", Who: root, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to " + home, Want: "implicitDeny identity"},
	{Rule: ruleRootAssume, Doc: pageAssume + " § Description", Say: "nor one of another", Who: root, Do: "sts:AssumeRole", On: far, Owner: away, R: "Allow sts:AssumeRole to " + home, Want: "implicitDeny identity"},
	{Rule: ruleRootAssume, Doc: pageAssume + " § Description", Say: "nor one that trusts everybody", Who: root, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to *", Want: "implicitDeny identity"},
	{Rule: ruleRootAssume, Doc: pageAssume + " § Description", Say: "nor with an identity policy, which root cannot have", Who: root, Do: "sts:AssumeRole", On: role, ID: []string{full}, R: "Allow sts:AssumeRole to " + home, Want: "implicitDeny identity"},
	{Rule: ruleRootAssume, Doc: pageDenies + " § Description", Say: "a Deny still counts first", Who: root, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to " + home + ";Deny sts:AssumeRole to *", Want: "explicitDeny resource"},

	// combine.kms-key-policy
	{Rule: ruleKMS, Doc: pageKMS + " § Key policies", Say: "an identity policy alone opens no key", Who: alice, Do: "kms:Decrypt", On: key, ID: []string{full}, R: "Allow kms:* on * to " + away, Want: "implicitDeny resource"},
	{Rule: ruleKMS, Doc: pageKMS + " § Key policies", Say: "nor does being root", Who: root, Do: "kms:Decrypt", On: key, R: "Allow kms:* on * to " + alice, Want: "implicitDeny resource"},
	{Rule: ruleKMS, Doc: "KMS Developer Guide: Default key policy § Allows access to the AWS account and enables IAM policies", Say: "the account's entry enables IAM policies", Who: alice, Do: "kms:Decrypt", On: key, ID: []string{full}, R: "Allow kms:* on * to " + root, Want: "allowed"},
	{Rule: ruleKMS, Doc: "KMS Developer Guide: Default key policy § Allows access to the AWS account and enables IAM policies", Say: "and without one of them nothing is allowed", Who: alice, Do: "kms:Decrypt", On: key, R: "Allow kms:* on * to " + root, Want: "implicitDeny identity"},
	{Rule: ruleKMS, Doc: pageKMS + " § Key policies", Say: "naming the user is enough", Who: alice, Do: "kms:Decrypt", On: key, R: "Allow kms:Decrypt on * to " + alice, Want: "allowed"},
	{Rule: ruleKMS, Doc: pageKMS + " § Key policies", Say: "no key policy at all", Who: alice, Do: "kms:Decrypt", On: key, ID: []string{full}, Want: "implicitDeny resource"},

	{Rule: ruleKMS, Doc: pageKMS + " § Key policies", Say: "listing keys asks for no key", Who: alice, Do: "kms:ListKeys", On: "*", ID: []string{"Allow kms:ListKeys on *"}, Want: "allowed"},
	{Rule: ruleKMS, Doc: pageKMS + " § Key policies", Say: "nor does making one, which needs the identity policy", Who: alice, Do: "kms:CreateKey", On: "*", Want: "implicitDeny identity"},
	{Rule: ruleKMS, Doc: pageKMS + " § Key policies", Say: "root may make one", Who: root, Do: "kms:CreateKey", On: "*", Want: "allowed"},
	{Rule: ruleKMS, Doc: "KMS Developer Guide: Control access to aliases § kms:CreateAlias", Say: "an alias has no policy of its own", Who: alice, Do: "kms:CreateAlias", On: "arn:aws:kms:us-east-1:111122223333:alias/reports", ID: []string{"Allow kms:CreateAlias on arn:aws:kms:*:111122223333:alias/*"}, Want: "allowed"},
	{Rule: ruleKMS, Doc: "KMS Developer Guide: Control access to aliases § kms:CreateAlias", Say: "but the key it is for has", Who: alice, Do: "kms:CreateAlias", On: key, ID: []string{full}, Want: "implicitDeny resource"},
	{Rule: ruleKMS, Doc: "KMS Developer Guide: Allowing users in other accounts to use a KMS key § Allowing users in other accounts to use a KMS key", Say: "across accounts both sides", Who: alice, Do: "kms:Decrypt", On: "arn:aws:kms:us-east-1:444455556666:key/k1", Owner: away, R: "Allow kms:Decrypt on * to " + home, Want: "implicitDeny identity"},

	// combine.root-bucket-policy
	{Rule: ruleRootS3, Doc: "S3 API: PutBucketPolicy § Permissions", Say: "the owner's root may put the policy that locked it out", Who: root, Do: "s3:PutBucketPolicy", On: "arn:aws:s3:::reports", R: "Deny s3:* on * to *", Want: "allowed"},
	{Rule: ruleRootS3, Doc: "S3 API: DeleteBucketPolicy § Permissions", Say: "and delete it", Who: root, Do: "s3:DeleteBucketPolicy", On: "arn:aws:s3:::reports", R: "Deny s3:* on * to *", Want: "allowed"},
	{Rule: ruleRootS3, Doc: "S3 API: GetBucketPolicy § Permissions", Say: "and get it", Who: root, Do: "s3:GetBucketPolicy", On: "arn:aws:s3:::reports", R: "Deny s3:* on * to *", Want: "allowed"},
	{Rule: ruleRootS3, Doc: "S3 API: PutBucketPolicy § Permissions", Say: "a user with every permission may not", Who: alice, Do: "s3:PutBucketPolicy", On: "arn:aws:s3:::reports", ID: []string{full}, R: "Deny s3:* on * to *", Want: "explicitDeny resource"},
	{Rule: ruleRootS3, Doc: "S3 API: PutBucketPolicy § Permissions", Say: "nor root of another account", Who: root, Do: "s3:PutBucketPolicy", On: "arn:aws:s3:::reports", Owner: away, R: "Deny s3:* on * to *", Want: "explicitDeny resource"},
	{Rule: ruleRootS3, Doc: "IAM UG: AWS account root user § Tasks that require root user credentials", Say: "a queue's policy likewise", Who: root, Do: "sqs:SetQueueAttributes", On: "arn:aws:sqs:us-east-1:111122223333:orders", R: "Deny sqs:* on * to *", Want: "allowed"},
	{Rule: ruleRootS3, Doc: "IAM UG: AWS account root user § Tasks that require root user credentials", Say: "but not its messages", Who: root, Do: "sqs:ReceiveMessage", On: "arn:aws:sqs:us-east-1:111122223333:orders", R: "Deny sqs:* on * to *", Want: "explicitDeny resource"},
	{Rule: ruleRootS3, Doc: "DynamoDB API: DeleteResourcePolicy § Description", Say: "a table's policy can be deleted", Who: root, Do: "dynamodb:DeleteResourcePolicy", On: "arn:aws:dynamodb:us-east-1:111122223333:table/orders", R: "Deny dynamodb:* on * to *", Want: "allowed"},
	{Rule: ruleRootS3, Doc: "DynamoDB API: DeleteResourcePolicy § Description", Say: "but not put anew", Who: root, Do: "dynamodb:PutResourcePolicy", On: "arn:aws:dynamodb:us-east-1:111122223333:table/orders", R: "Deny dynamodb:* on * to *", Want: "explicitDeny resource"},
	{Rule: ruleRootS3, Doc: pageSCP + " § SCP effects on permissions", Say: "an SCP still stops it", Who: root, Do: "s3:PutBucketPolicy", On: "arn:aws:s3:::reports", R: "Deny s3:* on * to *", SCP: [][]string{{full + ";Deny s3:* on *"}}, Want: "explicitDeny scp"},

	// combine.same-account
	{Rule: ruleSameAccount, Doc: pageWithin + " § Evaluating identity-based policies with resource-based policies", Say: "identity alone", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:GetObject on " + obj}, Want: "allowed"},
	{Rule: ruleSameAccount, Doc: pageWithin + " § Evaluating identity-based policies with resource-based policies", Say: "resource alone", Who: alice, Do: "s3:GetObject", On: obj, R: "Allow s3:GetObject on " + obj + " to " + alice, Want: "allowed"},
	{Rule: ruleSameAccount, Doc: pageWithin + " § Evaluating identity-based policies with resource-based policies", Say: "a resource policy that is silent takes nothing away", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, R: "Allow s3:PutObject on * to " + away, Want: "allowed"},

	{Rule: ruleSameAccount, Doc: pageWithin + " § Evaluating identity-based policies with resource-based policies", Say: "a session's identity policy alone", Who: ci, Do: "sqs:SendMessage", On: queue, ID: []string{"Allow sqs:* on " + queue}, Want: "allowed"},

	// combine.cross-account
	{Rule: ruleCrossAccount, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "identity alone is not enough", Who: alice, Do: "s3:GetObject", On: obj, Owner: away, ID: []string{full}, Want: "implicitDeny resource"},
	{Rule: ruleCrossAccount, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "nor the resource's naming the user", Who: alice, Do: "s3:GetObject", On: obj, Owner: away, R: "Allow s3:* on * to " + alice, Want: "implicitDeny identity"},
	{Rule: ruleCrossAccount, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "nor its being open to everybody", Who: alice, Do: "s3:GetObject", On: obj, Owner: away, R: "Allow s3:* on * to *", Want: "implicitDeny identity"},
	{Rule: ruleCrossAccount, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "nobody said yes", Who: alice, Do: "s3:GetObject", On: obj, Owner: away, Want: "implicitDeny identity resource"},
	{Rule: ruleCrossAccount, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "both sides, and the boundary limits", Who: alice, Do: "s3:GetObject", On: obj, Owner: away, ID: []string{full}, B: "Allow ec2:* on *", R: "Allow s3:* on * to " + alice, Want: "implicitDeny boundary"},
	{Rule: ruleCrossAccount, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "both sides, and the caller's SCP limits", Who: alice, Do: "s3:GetObject", On: obj, Owner: away, ID: []string{full}, SCP: [][]string{{"Allow ec2:* on *"}}, R: "Allow s3:* on * to " + alice, Want: "implicitDeny scp"},
	{Rule: ruleCrossAccount, Doc: pageCross + " § Determining whether a cross-account request is allowed", Say: "every layer that is missing is named", Who: ci, Do: "s3:GetObject", On: obj, Owner: away, B: "Allow ec2:* on *", Sess: []string{"Allow ec2:* on *"}, SCP: [][]string{{"Allow ec2:* on *"}}, Want: "implicitDeny boundary identity resource scp session"},

	// combine.direct-grant
	{Rule: ruleDirect, Doc: pageLogic + " § " + within, Say: "a user named is not limited by its boundary", Who: alice, Do: "s3:GetObject", On: obj, B: "Allow ec2:* on *", R: "Allow s3:* on * to " + alice, Want: "allowed"},
	{Rule: ruleDirect, Doc: pageLogic + " § " + within, Say: "a session named is not limited by its session policy", Who: ci, Do: "s3:GetObject", On: obj, Sess: []string{"Allow ec2:* on *"}, R: "Allow s3:* on * to " + ci, Want: "allowed"},
	{Rule: ruleDirect, Doc: pageLogic + " § " + within, Say: "a federated user's session named needs no session policy", Who: fed, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to " + fed, Want: "allowed"},
	{Rule: ruleDirect, Doc: pagePrincipal + " § All principals", Say: "everybody counts as a direct grant", Who: ci, Do: "s3:GetObject", On: obj, B: "Allow ec2:* on *", Sess: []string{"Allow ec2:* on *"}, R: "Allow s3:* on * to *", Want: "allowed"},
	{Rule: ruleDirect, Doc: pagePrincipal + " § All principals", Say: "also when narrowed by aws:PrincipalArn", Who: ci, Do: "s3:GetObject", On: obj, Ctx: "aws:PrincipalArn=arn:aws:iam::111122223333:role/Deploy", Sess: []string{"Allow ec2:* on *"}, R: "Allow s3:* on * to * if ArnEquals aws:PrincipalArn=arn:aws:iam::111122223333:role/Deploy", Want: "allowed"},
	{Rule: ruleDirect, Doc: pageSCP + " § SCP effects on permissions", Say: "an SCP limits it all the same", Who: alice, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to " + alice, SCP: [][]string{{"Allow ec2:* on *"}}, Want: "implicitDeny scp"},
	{Rule: ruleDirect, Doc: pageLogic + " § " + within, Say: "another user's grant is none", Who: alice, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to arn:aws:iam::111122223333:user/bob", Want: "implicitDeny identity"},

	// combine.role-grant
	{Rule: ruleRoleGrant, Doc: pageLogic + " § " + within, Say: "the role named needs no identity policy", Who: ci, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to arn:aws:iam::111122223333:role/Deploy", Want: "allowed"},
	{Rule: ruleRoleGrant, Doc: pageLogic + " § " + within, Say: "but the role's boundary limits", Who: ci, Do: "s3:GetObject", On: obj, B: "Allow ec2:* on *", R: "Allow s3:* on * to arn:aws:iam::111122223333:role/Deploy", Want: "implicitDeny boundary"},
	{Rule: ruleRoleGrant, Doc: pagePolicies + " § Session policies", Say: "and so does the session policy", Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full}, Sess: []string{"Allow ec2:* on *"}, R: "Allow s3:* on * to arn:aws:iam::111122223333:role/Deploy", Want: "implicitDeny session"},
	{Rule: ruleRoleGrant, Doc: pageLogic + " § " + within, Say: "the user who federated named, within the session policy", Who: fed, Do: "s3:GetObject", On: obj, Sess: []string{"Allow s3:* on *"}, R: "Allow s3:* on * to " + alice, Want: "allowed"},
	{Rule: ruleRoleGrant, Doc: pageLogic + " § " + within, Say: "the user who federated named, without a session policy", Who: fed, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to " + alice, Want: "implicitDeny session"},
	{Rule: ruleRoleGrant, Doc: pageLogic + " § " + within, Say: "a session grant beside it is the stronger", Who: ci, Do: "s3:GetObject", On: obj, B: "Allow ec2:* on *", R: "Allow s3:* on * to arn:aws:iam::111122223333:role/Deploy," + ci, Want: "allowed"},

	// combine.account-delegates
	{Rule: ruleAccount, Doc: pagePrincipal + " § AWS account principals", Say: "the account id leaves it to identity policies", Who: alice, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to " + home, Want: "implicitDeny identity"},
	{Rule: ruleAccount, Doc: pagePrincipal + " § AWS account principals", Say: "the :root ARN means the same", Who: alice, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to " + root, Want: "implicitDeny identity"},
	{Rule: ruleAccount, Doc: pagePrincipal + " § AWS account principals", Say: "across accounts, with an identity policy", Who: alice, Do: "s3:GetObject", On: obj, Owner: away, ID: []string{"Allow s3:Get* on *"}, R: "Allow s3:* on * to " + root, Want: "allowed"},
	{Rule: ruleAccount, Doc: pagePrincipal + " § AWS account principals", Say: "a Deny of the account hits its users", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, R: "Deny s3:* on * to " + home, Want: "explicitDeny resource"},
	{Rule: ruleAccount, Doc: pagePrincipal + " § AWS account principals", Say: "and its sessions", Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full}, R: "Deny s3:* on * to " + root, Want: "explicitDeny resource"},
	{Rule: ruleAccount, Doc: pagePrincipal + " § AWS account principals", Say: "but nobody else's", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, R: "Deny s3:* on * to " + away, Want: "allowed"},

	// combine.principal-match
	{Rule: rulePrincipalMatch, Doc: pagePrincipal + " § IAM role principals", Say: "a role with a path matches by its name", Who: ci, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to arn:aws:iam::111122223333:role/app/Deploy", Want: "allowed"},
	{Rule: rulePrincipalMatch, Doc: pagePrincipal + " § IAM user principals", Say: "user names are case-sensitive", Who: alice, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to arn:aws:iam::111122223333:user/Alice", Want: "implicitDeny identity"},
	{Rule: rulePrincipalMatch, Doc: pagePrincipal + " § Specifying a principal", Say: "no wildcard in part of an ARN", Who: alice, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to arn:aws:iam::111122223333:user/*", Want: "error"},
	{Rule: rulePrincipalMatch, Doc: pagePrincipal + " § Role session principals", Say: "no wildcard for a session", Who: ci, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to arn:aws:sts::111122223333:assumed-role/Deploy/*", Want: "error"},
	{Rule: rulePrincipalMatch, Doc: pagePrincipal + " § Role session principals", Say: "another session of the role", Who: ci, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to arn:aws:sts::111122223333:assumed-role/Deploy/other", Want: "implicitDeny identity"},
	{Rule: rulePrincipalMatch, Doc: pagePrincipal + " § IAM role principals", Say: "the same role name in another account", Who: ci, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to arn:aws:iam::444455556666:role/Deploy", Want: "implicitDeny identity"},

	{Rule: rulePrincipalMatch, Doc: "IAM UG: IAM identifiers § IAM ARNs", Say: "the same account and role in another partition", Who: ci, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to arn:aws-cn:iam::111122223333:role/Deploy", Want: "implicitDeny identity"},

	{Rule: rulePrincipalMatch, Doc: "IAM UG: Access Analyzer policy check reference § Suggestion – Empty array principal", Say: "a list of principals without any names nobody", Who: "anonymous", Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to none", Want: "implicitDeny resource"},
	{Rule: rulePrincipalMatch, Doc: "IAM UG: Access Analyzer policy check reference § Suggestion – Empty array principal", Say: "and a Deny of nobody hits nobody", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, R: "Deny s3:* on * to none", Want: "allowed"},
	{Rule: ruleNotPrincipal, Doc: pageNotPrinc + " § NotPrincipal with Deny", Say: "a list without any spares nobody", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, R: "Deny s3:* on * to !none", Want: "explicitDeny resource"},

	// combine.not-principal
	{Rule: ruleNotPrincipal, Doc: pageNotPrinc + " § NotPrincipal with Deny", Say: "listed without its account: denied", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, R: "Deny s3:* on * to !" + alice, Want: "explicitDeny resource"},
	{Rule: ruleNotPrincipal, Doc: pageNotPrinc + " § NotPrincipal with Deny", Say: "listed with its account: spared", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, R: "Deny s3:* on * to !" + alice + "," + home, Want: "allowed"},
	{Rule: ruleNotPrincipal, Doc: pageNotPrinc + " § NotPrincipal with Deny", Say: "another user of the listed account: denied", Who: "arn:aws:iam::111122223333:user/bob", Do: "s3:GetObject", On: obj, ID: []string{full}, R: "Deny s3:* on * to !" + alice + "," + root, Want: "explicitDeny resource"},
	{Rule: ruleNotPrincipal, Doc: pageNotPrinc + " § NotPrincipal with Deny", Say: "whoever has a boundary is denied, listed or not", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, B: full, R: "Deny s3:* on * to !" + alice + "," + root, Want: "explicitDeny resource"},
	{Rule: ruleNotPrincipal, Doc: pageNotPrinc + " § NotPrincipal with Deny", Say: "role and account listed spare its sessions", Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full}, R: "Deny s3:* on * to !arn:aws:iam::111122223333:role/Deploy," + root, Want: "allowed"},
	{Rule: ruleNotPrincipal, Doc: pageNotPrinc + " § NotPrincipal with Deny", Say: "a service listed is spared", Who: "cloudtrail.amazonaws.com", Do: "s3:PutObject", On: obj, R: "Allow s3:* on * to svc:cloudtrail.amazonaws.com;Deny s3:* on * to !svc:cloudtrail.amazonaws.com", Want: "allowed"},
	{Rule: ruleNotPrincipal, Doc: pageNotPrinc + " § AWS JSON policy elements: NotPrincipal", Say: "not in a trust policy", Who: alice, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to !" + alice, Want: "error"},

	// combine.caller-identity
	{Rule: ruleCallerIdentity, Doc: "STS API: GetCallerIdentity § Description", Say: "without any policy", Who: alice, Do: "sts:GetCallerIdentity", On: "*", Want: "allowed"},
	{Rule: ruleCallerIdentity, Doc: "STS API: GetCallerIdentity § Description", Say: "under an SCP that denies all", Who: ci, Do: "STS:getcalleridentity", On: "*", SCP: [][]string{{"Deny * on *"}}, Want: "allowed"},
	{Rule: ruleCallerIdentity, Doc: "STS API: GetSessionToken § Permissions", Say: "GetSessionToken needs no permission", Who: alice, Do: "sts:GetSessionToken", On: "*", ID: []string{"Deny sts:* on *"}, Want: "allowed"},
	{Rule: ruleCallerIdentity, Doc: "STS API: GetFederationToken § Permissions", Say: "GetFederationToken does", Who: alice, Do: "sts:GetFederationToken", On: "arn:aws:sts::111122223333:federated-user/x", Want: "implicitDeny identity"},
}
