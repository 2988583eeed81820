package iam

const (
	secret = "arn:aws:secretsmanager:us-east-1:111122223333:secret:s-AbCdEf"
	queue  = "arn:aws:sqs:us-east-1:111122223333:q"
)

var organizationRows = []row{
	// combine.scp
	{Rule: ruleSCP, Doc: pageSCPEval + " § How SCPs work with Allow", Say: "an Allow at every level", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{full}, {"Allow s3:* on *"}, {"Allow s3:Get* on *"}}, Want: "allowed"},
	{Rule: ruleSCP, Doc: pageSCPEval + " § How SCPs work with Allow", Say: "one level without an Allow is enough to deny", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{full}, {"Allow ec2:* on *"}, {full}}, Want: "implicitDeny scp"},
	{Rule: ruleSCP, Doc: pageSCPEval + " § How SCPs work with Allow", Say: "a level with no policy denies", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{full}, {}}, Want: "implicitDeny scp"},
	{Rule: ruleSCP, Doc: pageSCPEval + " § How SCPs work with Deny", Say: "a Deny at any level counts", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{full, "Deny s3:* on *"}, {full}}, Want: "explicitDeny scp"},
	{Rule: ruleSCP, Doc: pageSCP + " § SCP effects on permissions", Say: "it grants nothing", Who: alice, Do: "s3:GetObject", On: obj, SCP: [][]string{{full}}, Want: "implicitDeny identity"},
	{Rule: ruleSCP, Doc: pageSCP + " § SCP effects on permissions", Say: "one policy of several at a level will do", Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{"Allow ec2:* on *", "Allow s3:* on *"}}, Want: "allowed"},

	// combine.scp-exempt
	{Rule: ruleSCPExempt, Doc: pageSCP + " § Tasks and entities not restricted by SCPs", Say: "a service-linked role", Who: slr, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{"Deny * on *"}}, Want: "allowed"},
	{Rule: ruleSCPExempt, Doc: pageSCP + " § Tasks and entities not restricted by SCPs", Say: "a service principal", Who: "cloudtrail.amazonaws.com", Do: "s3:PutObject", On: obj, R: "Allow s3:* on * to svc:cloudtrail.amazonaws.com", SCP: [][]string{{"Deny * on *"}}, Want: "allowed"},
	{Rule: ruleSCPExempt, Doc: pageSCP + " § SCP effects on permissions", Say: "the management account, which has none", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, Want: "allowed"},
	{Rule: ruleSCPExempt, Doc: pageSCP + " § SCP effects on permissions", Say: "an ordinary role is not", Who: ci, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{full + ";Deny * on *"}}, Want: "explicitDeny scp"},

	// combine.scp-language
	{Rule: "combine.scp-language", Doc: pageSCPSyntax + " § Elements summary", Say: "Allow with NotAction", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{"Allow !iam:* on *"}}, Want: "allowed"},
	{Rule: "combine.scp-language", Doc: pageSCPSyntax + " § Elements summary", Say: "Allow with a resource and a condition", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:RequestedRegion=eu-west-1", ID: []string{full}, SCP: [][]string{{"Allow s3:* on arn:aws:s3:::reports/* if StringEquals aws:RequestedRegion=eu-west-1"}}, Want: "allowed"},
	{Rule: "combine.scp-language", Doc: pageSCPSyntax + " § Elements summary", Say: "NotResource", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{full, "Deny s3:* on !arn:aws:s3:::reports/*"}}, Want: "allowed"},
	{Rule: "combine.scp-language", Doc: pageSCPSyntax + " § Action and NotAction elements", Say: "wildcards anywhere in an action", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{full, "Deny s3:*Obj* on *"}}, Want: "explicitDeny scp"},
	{Rule: "combine.scp-language", Doc: pageSCPSyntax + " § Unsupported elements", Say: "no Principal", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{"Allow * on * to *"}}, Want: "error"},
	{Rule: "combine.scp-language", Doc: pageSCPSyntax + " § Unsupported elements", Say: "no NotPrincipal", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{"Allow * on * to !" + alice}}, Want: "error"},

	// combine.rcp
	{Rule: ruleRCP, Doc: pageRCP + " § RCP effects on permissions", Say: "a Deny at any level counts, for the own account too", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, RCP: [][]string{{}, {"Deny s3:* on * to *"}}, Want: "explicitDeny rcp"},
	{Rule: ruleRCP, Doc: pageRCP + " § RCP effects on permissions", Say: "for strangers", Who: "arn:aws:iam::444455556666:user/mallory", Do: "s3:GetObject", On: obj, Ctx: "aws:PrincipalOrgID=o-other00000", ID: []string{full}, R: "Allow s3:* on * to *", RCP: [][]string{{"Deny s3:* on * to * if StringNotEqualsIfExists aws:PrincipalOrgID=o-home000000"}}, Want: "explicitDeny rcp"},
	{Rule: ruleRCP, Doc: pageRCP + " § RCP effects on permissions", Say: "for anonymous callers", Who: "anonymous", Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to *", RCP: [][]string{{"Deny s3:* on * to * if StringNotEqualsIfExists aws:PrincipalOrgID=o-home000000"}}, Want: "explicitDeny rcp"},
	{Rule: ruleRCP, Doc: pageRCP + " § RCP effects on permissions", Say: "for root", Who: root, Do: "s3:GetObject", On: obj, RCP: [][]string{{"Deny s3:* on * to *"}}, Want: "explicitDeny rcp"},
	{Rule: ruleRCP, Doc: pageRCP + " § RCP effects on permissions", Say: "silent policies take nothing away", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, RCP: [][]string{{"Deny s3:Put* on * to *"}, {}}, Want: "allowed"},
	{Rule: ruleRCP, Doc: pageRCP + " § RCP effects on permissions", Say: "it grants nothing", Who: alice, Do: "s3:GetObject", On: obj, RCP: [][]string{{}}, Want: "implicitDeny identity"},

	// combine.rcp-services
	{Rule: "combine.rcp-services", Doc: pageRCP + " § List of AWS services that support RCPs", Say: "never EC2", Who: alice, Do: "ec2:RunInstances", On: "*", ID: []string{full}, RCP: [][]string{{"Deny * on * to *"}}, Want: "allowed"},
	{Rule: "combine.rcp-services", Doc: pageRCP + " § List of AWS services that support RCPs", Say: "never Lambda", Who: alice, Do: "lambda:InvokeFunction", On: "arn:aws:lambda:us-east-1:111122223333:function:f", ID: []string{full}, RCP: [][]string{{"Deny * on * to *"}}, Want: "allowed"},
	{Rule: "combine.rcp-services", Doc: pageRCP + " § List of AWS services that support RCPs", Say: "never SSM", Who: alice, Do: "ssm:GetParameter", On: "arn:aws:ssm:us-east-1:111122223333:parameter/p", ID: []string{full}, RCP: [][]string{{"Deny * on * to *"}}, Want: "allowed"},
	{Rule: "combine.rcp-services", Doc: pageRCP + " § List of AWS services that support RCPs", Say: "SQS", Who: alice, Do: "sqs:SendMessage", On: queue, ID: []string{full}, RCP: [][]string{{"Deny sqs:* on * to *"}}, Want: "explicitDeny rcp"},
	{Rule: "combine.rcp-services", Doc: pageRCP + " § List of AWS services that support RCPs", Say: "Secrets Manager", Who: alice, Do: "secretsmanager:GetSecretValue", On: secret, ID: []string{full}, RCP: [][]string{{"Deny secretsmanager:* on * to *"}}, Want: "explicitDeny rcp"},
	{Rule: "combine.rcp-services", Doc: pageRCP + " § List of AWS services that support RCPs", Say: "STS", Who: alice, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to " + alice, RCP: [][]string{{"Deny sts:AssumeRole on * to *"}}, Want: "explicitDeny rcp"},
	{Rule: "combine.rcp-services", Doc: pageRCP + " § List of AWS services that support RCPs", Say: "DynamoDB", Who: alice, Do: "dynamodb:GetItem", On: "arn:aws:dynamodb:us-east-1:111122223333:table/t", ID: []string{full}, RCP: [][]string{{"Deny dynamodb:* on * to *"}}, Want: "explicitDeny rcp"},

	// combine.rcp-exempt
	{Rule: ruleRCPExempt, Doc: pageRCP + " § Resources and entities not restricted by RCPs", Say: "a service-linked role", Who: slr, Do: "s3:GetObject", On: obj, ID: []string{full}, RCP: [][]string{{"Deny s3:* on * to *"}}, Want: "allowed"},
	{Rule: ruleRCPExempt, Doc: pageRCP + " § Resources and entities not restricted by RCPs", Say: "kms:RetireGrant", Who: alice, Do: "kms:RetireGrant", On: key, R: "Allow kms:* on * to " + alice, RCP: [][]string{{"Deny kms:* on * to *"}}, Want: "allowed"},
	{Rule: ruleRCPExempt, Doc: pageRCP + " § Resources and entities not restricted by RCPs", Say: "kms:Decrypt is not exempt", Who: alice, Do: "kms:Decrypt", On: key, R: "Allow kms:* on * to " + alice, RCP: [][]string{{"Deny kms:* on * to *"}}, Want: "explicitDeny rcp"},
	{Rule: ruleRCPExempt, Doc: pageRCP + " § Resources and entities not restricted by RCPs", Say: "resources of the management account, above which none stand", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, Want: "allowed"},

	{Rule: ruleRCPExempt, Doc: pageRCP + " § Resources and entities not restricted by RCPs", Say: "a service taking its service-linked role", Who: "autoscaling.amazonaws.com", Do: "sts:AssumeRole", On: "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling", R: "Allow sts:AssumeRole to svc:autoscaling.amazonaws.com", RCP: [][]string{{"Deny sts:* on * to *"}}, Want: "allowed"},
	{Rule: ruleRCPExempt, Doc: pageRCP + " § Resources and entities not restricted by RCPs", Say: "a key that AWS manages", Who: alice, Do: "kms:DescribeKey", On: "arn:aws:kms:us-east-1:111122223333:alias/aws/s3", ID: []string{full}, RCP: [][]string{{"Deny kms:* on * to *"}}, Want: "allowed"},

	// combine.rcp-language
	{Rule: "combine.rcp-language", Doc: pageRCPSyntax + " § Effect element", Say: "no Allow", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, RCP: [][]string{{"Allow s3:* on * to *"}}, Want: "error"},
	{Rule: "combine.rcp-language", Doc: pageRCPSyntax + " § Principal element", Say: "no principal but everybody", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, RCP: [][]string{{"Deny s3:* on * to " + alice}}, Want: "error"},
	{Rule: "combine.rcp-language", Doc: pageRCPSyntax + " § Unsupported elements", Say: "no NotPrincipal", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, RCP: [][]string{{"Deny s3:* on * to !" + alice}}, Want: "error"},
	{Rule: "combine.rcp-language", Doc: pageRCPSyntax + " § Unsupported elements", Say: "no NotAction", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, RCP: [][]string{{"Deny !s3:* on * to *"}}, Want: "error"},
	{Rule: "combine.rcp-language", Doc: pageRCPSyntax + " § Resource and NotResource elements", Say: "NotResource is allowed", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, RCP: [][]string{{"Deny s3:* on !arn:aws:s3:::public/* to *"}}, Want: "explicitDeny rcp"},
	{Rule: "combine.rcp-language", Doc: pageRCPSyntax + " § Principal element", Say: "a missing Principal", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, RCP: [][]string{{"Deny s3:* on *"}}, Want: "error"},
}
