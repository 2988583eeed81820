package iam

const logicSection = " § Evaluation logic for multiple context keys or values"

var conditionRows = []row{
	// match.and-or
	{Rule: ruleMatchConditions, Doc: pageMulti + logicSection, Say: "operators are ANDed", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:username=alice aws:SecureTransport=false", ID: []string{"Allow s3:* on * if StringEquals aws:username=alice if Bool aws:SecureTransport=true"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchConditions, Doc: pageMulti + logicSection, Say: "keys of an operator are ANDed", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:username=alice aws:PrincipalAccount=444455556666", ID: []string{"Allow s3:* on * if StringEquals aws:username=alice if StringEquals aws:PrincipalAccount=111122223333"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchConditions, Doc: pageMulti + logicSection, Say: "values are ORed", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:username=alice", ID: []string{"Allow s3:* on * if StringEquals aws:username=bob|alice"}, Want: "allowed"},
	{Rule: ruleMatchConditions, Doc: pageMulti + logicSection, Say: "values of a negated operator are NORed", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:username=alice", ID: []string{"Allow s3:* on * if StringNotEquals aws:username=bob|alice"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchConditions, Doc: "IAM UG: IAM JSON policy elements: Condition § The condition block", Say: "key names ignore case", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "AWS:UserName=alice", ID: []string{"Allow s3:* on * if StringEquals aws:username=alice"}, Want: "allowed"},
	{Rule: ruleMatchConditions, Doc: pageOperators + " § String condition operators", Say: "IgnoreCase ignores the case of values", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:username=ALICE", ID: []string{"Allow s3:* on * if StringEqualsIgnoreCase aws:username=alice"}, Want: "allowed"},

	// match.absent-key
	{Rule: ruleMatchAbsent, Doc: pageOperators + " § IAM JSON policy elements: Condition operators", Say: "a positive operator is false", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:* on * if StringEquals aws:PrincipalTag/team=red"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchAbsent, Doc: pageOperators + " § IAM JSON policy elements: Condition operators", Say: "a negated one is true, also in a Deny", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full + ";Deny s3:* on * if StringNotEquals aws:PrincipalTag/team=red"}, Want: "explicitDeny identity"},
	{Rule: ruleMatchAbsent, Doc: pageOperators + " § ...IfExists condition operators", Say: "IfExists is true", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:* on * if StringEqualsIfExists aws:PrincipalTag/team=red"}, Want: "allowed"},
	{Rule: ruleMatchAbsent, Doc: pageOperators + " § ...IfExists condition operators", Say: "IfExists tests a key that is there", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:PrincipalTag/team=blue", ID: []string{"Allow s3:* on * if StringEqualsIfExists aws:PrincipalTag/team=red"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchAbsent, Doc: pageOperators + " § ...IfExists condition operators", Say: "a negated IfExists in a Deny hits absent keys", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full + ";Deny s3:* on * if StringNotEqualsIfExists aws:PrincipalTag/team=red"}, Want: "explicitDeny identity"},
	{Rule: ruleMatchAbsent, Doc: pageOperators + " § IAM JSON policy elements: Condition operators", Say: "an empty set equals an absent key", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:PrincipalTag/team=[]", ID: []string{"Allow s3:* on * if StringNotEquals aws:PrincipalTag/team=red"}, Want: "allowed"},

	// match.set-operators
	{Rule: ruleMatchSets, Doc: pageSingle + " § Set operators for multivalued context keys", Say: "ForAllValues asks every value", Who: alice, Do: "ec2:CreateTags", On: "*", Ctx: "aws:TagKeys=env|owner", ID: []string{"Allow ec2:* on * if ForAllValues:StringEquals aws:TagKeys=env|team"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchSets, Doc: pageSingle + " § Set operators for multivalued context keys", Say: "and is true of none", Who: alice, Do: "ec2:CreateTags", On: "*", Ctx: "aws:TagKeys=[]", ID: []string{"Allow ec2:* on * if ForAllValues:StringEquals aws:TagKeys=env|team"}, Want: "allowed"},
	{Rule: ruleMatchSets, Doc: pageSingle + " § Set operators for multivalued context keys", Say: "an empty text is a null data set to it", Who: alice, Do: "ec2:CreateTags", On: "*", Ctx: "aws:TagKeys=", ID: []string{"Allow ec2:* on * if ForAllValues:StringEquals aws:TagKeys=env|team"}, Want: "allowed"},
	{Rule: ruleMatchSets, Doc: pageSingle + " § Set operators for multivalued context keys", Say: "ForAnyValue is false without the key", Who: alice, Do: "ec2:CreateTags", On: "*", ID: []string{"Allow ec2:* on * if ForAnyValue:StringEquals aws:TagKeys=env"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchSets, Doc: pageSingle + " § Set operators for multivalued context keys", Say: "a negated ForAnyValue too", Who: alice, Do: "ec2:CreateTags", On: "*", ID: []string{"Allow ec2:* on * if ForAnyValue:StringNotEquals aws:TagKeys=env"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchSets, Doc: pageSingle + " § Set operators for multivalued context keys", Say: "and of a null data set", Who: alice, Do: "ec2:CreateTags", On: "*", Ctx: "aws:TagKeys=", ID: []string{"Allow ec2:* on * if ForAnyValue:StringNotEquals aws:TagKeys=env"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchSets, Doc: pageSingle + " § Set operators for multivalued context keys", Say: "negation applies to each value: some other", Who: alice, Do: "ec2:CreateTags", On: "*", Ctx: "aws:TagKeys=env|owner", ID: []string{"Allow ec2:* on * if ForAnyValue:StringNotEquals aws:TagKeys=env"}, Want: "allowed"},
	{Rule: ruleMatchSets, Doc: pageSingle + " § Set operators for multivalued context keys", Say: "negation applies to each value: all others", Who: alice, Do: "ec2:CreateTags", On: "*", Ctx: "aws:TagKeys=env|owner", ID: []string{"Allow ec2:* on * if ForAllValues:StringNotEquals aws:TagKeys=env"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchSets, Doc: pageSingle + " § Set operators for multivalued context keys", Say: "attributes beyond the list (the page's example)", Who: alice, Do: "dynamodb:GetItem", On: "arn:aws:dynamodb:us-east-1:111122223333:table/Thread", Ctx: "dynamodb:Attributes=ID|Message|UserName", ID: []string{"Allow dynamodb:GetItem on arn:aws:dynamodb:*:*:table/Thread if ForAllValues:StringEquals dynamodb:Attributes=ID|Message|Tags"}, Want: "implicitDeny identity"},

	// match.null
	{Rule: "match.null", Doc: pageOperators + " § Condition operator to check existence of condition keys", Say: "true asks for absence", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:* on * if Null aws:TokenIssueTime=true"}, Want: "allowed"},
	{Rule: "match.null", Doc: pageOperators + " § Condition operator to check existence of condition keys", Say: "and fails on a key that is there", Who: ci, Do: "s3:GetObject", On: obj, Ctx: "aws:TokenIssueTime=2026-03-01T12:00:00Z", ID: []string{"Allow s3:* on * if Null aws:TokenIssueTime=true"}, Want: "implicitDeny identity"},
	{Rule: "match.null", Doc: pageOperators + " § Condition operator to check existence of condition keys", Say: "false asks for presence", Who: ci, Do: "s3:GetObject", On: obj, Ctx: "aws:TokenIssueTime=2026-03-01T12:00:00Z", ID: []string{"Allow s3:* on * if Null aws:TokenIssueTime=false"}, Want: "allowed"},
	{Rule: "match.null", Doc: pageOperators + " § Condition operator to check existence of condition keys", Say: "an empty set counts as absent", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:TagKeys=[]", ID: []string{"Allow s3:* on * if Null aws:TagKeys=false"}, Want: "implicitDeny identity"},
	{Rule: "match.null", Doc: pageOperators + " § ...IfExists condition operators", Say: "Null takes no IfExists", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:* on * if NullIfExists aws:TagKeys=false"}, Want: "error"},
}

const (
	whereSection   = " § Where you can use policy variables"
	noValueSection = " § Policy variables with no value"
	specialSection = " § Special characters"
	defaultSection = " § Specifying default values"
)

var variableRows = []row{
	// match.variables
	{Rule: "match.variables", Doc: pageVariables + whereSection, Say: "in a Resource", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::home/alice/x", Ctx: "aws:username=alice", ID: []string{"Allow s3:* on arn:aws:s3:::home/${aws:username}/*"}, Want: "allowed"},
	{Rule: "match.variables", Doc: pageVariables + whereSection, Say: "in a String value", Who: alice, Do: "s3:ListBucket", On: "arn:aws:s3:::home", Ctx: "aws:username=alice s3:prefix=alice/docs", ID: []string{"Allow s3:* on * if StringLike s3:prefix=${aws:username}/*"}, Want: "allowed"},
	{Rule: "match.variables", Doc: pageVariables + whereSection, Say: "in an Arn value", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:username=alice aws:PrincipalArn=" + alice, ID: []string{"Allow s3:* on * if ArnEquals aws:PrincipalArn=arn:aws:iam::*:user/${aws:username}"}, Want: "allowed"},
	{Rule: "match.variables", Doc: pageOperators + " § Boolean condition operators", Say: "in a Bool value", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:SecureTransport=true aws:PrincipalTag/tls=true", ID: []string{"Allow s3:* on * if Bool aws:SecureTransport=${aws:PrincipalTag/tls}"}, Want: "allowed"},
	{Rule: "match.variables", Doc: pageOperators + " § Numeric condition operators", Say: "not in a Numeric value", Who: alice, Do: "s3:ListBucket", On: "arn:aws:s3:::home", Ctx: "s3:max-keys=10 aws:PrincipalTag/n=10", ID: []string{"Allow s3:* on * if NumericEquals s3:max-keys=${aws:PrincipalTag/n}"}, Want: "implicitDeny identity"},
	{Rule: "match.variables", Doc: pageSingle + " § Key points", Say: "not from a key with several values", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::home/env", Ctx: "aws:TagKeys=env|team", ID: []string{"Allow s3:* on arn:aws:s3:::home/${aws:TagKeys}"}, Want: "implicitDeny identity"},
	{Rule: "match.variables", Doc: pageVariables + " § Tags as policy variables", Say: "a variable's key ignores case", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::home/red", Ctx: "aws:PrincipalTag/Team=red", ID: []string{"Allow s3:* on arn:aws:s3:::home/${AWS:principaltag/team}"}, Want: "allowed"},

	// match.variable-no-value
	{Rule: "match.variable-no-value", Doc: pageVariables + noValueSection, Say: "a Resource matches nothing", Who: ci, Do: "s3:GetObject", On: "arn:aws:s3:::home/x", ID: []string{"Allow s3:* on arn:aws:s3:::home/${aws:username}*"}, Want: "implicitDeny identity"},
	{Rule: "match.variable-no-value", Doc: pageVariables + noValueSection, Say: "a NotResource excludes nothing", Who: ci, Do: "s3:GetObject", On: "arn:aws:s3:::home/x", ID: []string{full + ";Deny s3:* on !arn:aws:s3:::home/${aws:username}*"}, Want: "explicitDeny identity"},
	{Rule: "match.variable-no-value", Doc: pageVariables + noValueSection, Say: "a positive operator is false", Who: ci, Do: "s3:GetObject", On: obj, Ctx: "s3:prefix=x", ID: []string{"Allow s3:* on * if StringLike s3:prefix=${aws:username}*"}, Want: "implicitDeny identity"},
	{Rule: "match.variable-no-value", Doc: pageVariables + noValueSection, Say: "a negated one is true", Who: ci, Do: "s3:GetObject", On: obj, Ctx: "s3:ExistingObjectTag/Team=red", ID: []string{full + ";Deny s3:* on * if StringNotEquals s3:ExistingObjectTag/Team=${aws:PrincipalTag/Team}"}, Want: "explicitDeny identity"},
	{Rule: "match.variable-no-value", Doc: pageVariables + defaultSection, Say: "a default fills in", Who: ci, Do: "s3:GetObject", On: "arn:aws:s3:::bucket-company-wide", ID: []string{"Allow s3:* on arn:aws:s3:::bucket-${aws:PrincipalTag/team~'company-wide'}"}, Want: "allowed"},
	{Rule: "match.variable-no-value", Doc: pageVariables + defaultSection, Say: "a value comes before the default", Who: ci, Do: "s3:GetObject", On: "arn:aws:s3:::bucket-company-wide", Ctx: "aws:PrincipalTag/team=yellow", ID: []string{"Allow s3:* on arn:aws:s3:::bucket-${aws:PrincipalTag/team~'company-wide'}"}, Want: "implicitDeny identity"},

	// match.variable-literals
	{Rule: "match.variable-literals", Doc: pageVariables + specialSection, Say: "${*} is an asterisk", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::home/a*b", ID: []string{"Allow s3:* on arn:aws:s3:::home/a${*}b"}, Want: "allowed"},
	{Rule: "match.variable-literals", Doc: pageVariables + specialSection, Say: "and matches nothing else", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::home/axb", ID: []string{"Allow s3:* on arn:aws:s3:::home/a${*}b"}, Want: "implicitDeny identity"},
	{Rule: "match.variable-literals", Doc: pageVariables + specialSection, Say: "${?} is a question mark, ${$} a dollar", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::home/?$", ID: []string{"Allow s3:* on arn:aws:s3:::home/${?}${$}"}, Want: "allowed"},
	{Rule: "match.variable-literals", Doc: pageVariables + specialSection, Say: "a wildcard that arrives through a value is literal", Who: ci, Do: "s3:GetObject", On: "arn:aws:s3:::home/bob/x", Ctx: "aws:PrincipalTag/dir=*", ID: []string{"Allow s3:* on arn:aws:s3:::home/${aws:PrincipalTag/dir}/*"}, Want: "implicitDeny identity"},
	{Rule: "match.variable-literals", Doc: pageVariables + specialSection, Say: "and matches itself", Who: ci, Do: "s3:GetObject", On: "arn:aws:s3:::home/*/x", Ctx: "aws:PrincipalTag/dir=*", ID: []string{"Allow s3:* on arn:aws:s3:::home/${aws:PrincipalTag/dir}/*"}, Want: "allowed"},

	// match.version
	{Rule: "match.version", Doc: pageVersion + " § IAM JSON policy elements: Version", Say: "a missing Version means 2008", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::home/alice", Ctx: "aws:username=alice", ID: []string{"none Allow s3:* on arn:aws:s3:::home/${aws:username}"}, Want: "implicitDeny identity"},
	{Rule: "match.version", Doc: pageVersion + " § IAM JSON policy elements: Version", Say: "under which a variable is text", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::home/${aws:username}", Ctx: "aws:username=alice", ID: []string{"2008 Allow s3:* on arn:aws:s3:::home/${aws:username}"}, Want: "allowed"},
	{Rule: "match.version", Doc: pageVersion + " § IAM JSON policy elements: Version", Say: "and its asterisk a wildcard", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::home/${axb}", ID: []string{"2008 Allow s3:* on arn:aws:s3:::home/${a*b}"}, Want: "allowed"},
	{Rule: "match.version", Doc: pageVersion + " § IAM JSON policy elements: Version", Say: "each policy has its own", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::home/alice", Ctx: "aws:username=alice", ID: []string{"2008 Allow s3:* on arn:aws:s3:::home/${aws:username}", "Allow s3:* on arn:aws:s3:::home/${aws:username}"}, Want: "allowed"},
}
