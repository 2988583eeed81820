package iam

const (
	pageNotAction   = "IAM UG: IAM JSON policy elements: NotAction"
	pageNotResource = "IAM UG: IAM JSON policy elements: NotResource"
	actionSection   = " § IAM JSON policy elements: Action"
	wildSection     = " § Using wildcards in resource ARNs"
)

var matchRows = []row{
	// match.action
	{Rule: ruleMatchAction, Doc: pageAction + actionSection, Say: "case is ignored on both sides", Who: alice, Do: "S3:GETobject", On: obj, ID: []string{"Allow s3:getOBJECT on *"}, Want: "allowed"},
	{Rule: ruleMatchAction, Doc: pageAction + actionSection, Say: "? is one character", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:GetObjec? on *"}, Want: "allowed"},
	{Rule: ruleMatchAction, Doc: pageAction + actionSection, Say: "and not none", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:GetObject? on *"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchAction, Doc: pageAction + actionSection, Say: "a wildcard in the middle", Who: alice, Do: "iam:CreateAccessKey", On: alice, ID: []string{"Allow iam:*AccessKey* on *"}, Want: "allowed"},
	{Rule: ruleMatchAction, Doc: pageNotAction + " § NotAction with Allow", Say: "NotAction with Allow leaves out what it lists", Who: alice, Do: "iam:CreateUser", On: alice, ID: []string{"Allow !iam:* on *"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchAction, Doc: pageNotAction + " § NotAction with Deny", Say: "NotAction with Deny hits the rest", Who: alice, Do: "ec2:StopInstances", On: "*", ID: []string{full + ";Deny !s3:* on *"}, Want: "explicitDeny identity"},

	// match.resource
	{Rule: ruleMatchResource, Doc: pageResource + wildSection, Say: "* runs over slashes", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::reports/1/2/test/3/x", ID: []string{"Allow s3:* on arn:aws:s3:::reports/*/test/*"}, Want: "allowed"},
	{Rule: ruleMatchResource, Doc: pageResource + wildSection, Say: "* at a segment's end runs over colons", Who: alice, Do: "logs:GetLogEvents", On: "arn:aws:logs:us-east-1:111122223333:log-group:/app:log-stream:s", ID: []string{"Allow logs:* on arn:aws:logs:us-east-1:111122223333:log-group:/app*"}, Want: "allowed"},
	{Rule: ruleMatchResource, Doc: pageResource + wildSection, Say: "? is one character of a resource", Who: alice, Do: "s3:GetObject", On: "arn:aws:s3:::example1bucket/x", ID: []string{"Allow s3:* on arn:aws:s3:::example?bucket/*"}, Want: "allowed"},
	{Rule: ruleMatchResource, Doc: pageResource + " § IAM JSON policy elements: Resource", Say: "case matters", Who: alice, Do: "iam:GetUser", On: "arn:aws:iam::111122223333:user/bob", ID: []string{"Allow iam:* on arn:aws:iam::111122223333:user/Bob"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchResource, Doc: pageResource + " § IAM JSON policy elements: Resource", Say: "only * matches an action without resource-level permissions", Who: alice, Do: "s3:ListAllMyBuckets", On: "*", ID: []string{"Allow s3:* on arn:aws:s3:::*"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchResource, Doc: pageResource + " § IAM JSON policy elements: Resource", Say: "and it does", Who: alice, Do: "s3:ListAllMyBuckets", On: "*", ID: []string{"Allow s3:* on *"}, Want: "allowed"},
	{Rule: ruleMatchResource, Doc: pageNotResource + " § NotResource with Deny", Say: "NotResource with Deny spares what it lists", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full + ";Deny s3:* on !arn:aws:s3:::reports/*"}, Want: "allowed"},
	{Rule: ruleMatchResource, Doc: pageResource + " § IAM JSON policy elements: Resource", Say: "a bucket's objects are not the bucket", Who: alice, Do: "s3:ListBucket", On: "arn:aws:s3:::reports", ID: []string{"Allow s3:* on arn:aws:s3:::reports/*"}, Want: "implicitDeny identity"},
	{Rule: ruleMatchResource, Doc: "IAM UG: Access Analyzer policy check reference § Error – Missing ARN field", Say: "an ARN needs its six fields", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:* on arn:aws:s3:reports"}, Want: "error"},

	// match.wildcards
	{Rule: "match.wildcards", Doc: pageOperators + " § String condition operators", Say: "StringEquals takes * literally", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:username=alice", ID: []string{"Allow s3:* on * if StringEquals aws:username=al*"}, Want: "implicitDeny identity"},
	{Rule: "match.wildcards", Doc: pageOperators + " § String condition operators", Say: "StringLike does not", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:username=alice", ID: []string{"Allow s3:* on * if StringLike aws:username=al*"}, Want: "allowed"},
	{Rule: "match.wildcards", Doc: pageOperators + " § Amazon Resource Name (ARN) condition operators", Say: "ArnLike compares six fields apart (the page's example)", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:SourceArn=arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt", ID: []string{"Allow s3:* on * if ArnLike aws:SourceArn=arn:aws:someservice:*:111122223333:finance/*"}, Want: "implicitDeny identity"},
	{Rule: "match.wildcards", Doc: pageOperators + " § Amazon Resource Name (ARN) condition operators", Say: "StringLike would match it (the page's example)", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:SourceArn=arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt", ID: []string{"Allow s3:* on * if StringLike aws:SourceArn=arn:aws:someservice:*:111122223333:finance/*"}, Want: "allowed"},
	{Rule: "match.wildcards", Doc: pageOperators + " § Amazon Resource Name (ARN) condition operators", Say: "the last field holds colons", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:SourceArn=arn:aws:logs:us-east-1:111122223333:log-group:g:x", ID: []string{"Allow s3:* on * if ArnEquals aws:SourceArn=arn:aws:logs:*:111122223333:log-group:*"}, Want: "allowed"},
	{Rule: "match.wildcards", Doc: pageOperators + " § String condition operators", Say: "IgnoreCase takes * literally too", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:username=alice", ID: []string{"Allow s3:* on * if StringEqualsIgnoreCase aws:username=AL*"}, Want: "implicitDeny identity"},

	// match.ip
	{Rule: "match.ip", Doc: pageOperators + " § IP address condition operators", Say: "a bare address is itself alone", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:SourceIp=203.0.113.6", ID: []string{"Allow s3:* on * if IpAddress aws:SourceIp=203.0.113.5"}, Want: "implicitDeny identity"},
	{Rule: "match.ip", Doc: pageOperators + " § IP address condition operators", Say: "families never match each other", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:SourceIp=2001:db8::1", ID: []string{"Allow s3:* on * if IpAddress aws:SourceIp=0.0.0.0/0"}, Want: "implicitDeny identity"},
	{Rule: "match.ip", Doc: pageOperators + " § IP address condition operators", Say: "so NotIpAddress is true between them", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:SourceIp=2001:db8::1", ID: []string{full + ";Deny * on * if NotIpAddress aws:SourceIp=203.0.113.0/24"}, Want: "explicitDeny identity"},
	{Rule: "match.ip", Doc: pageOperators + " § IP address condition operators", Say: "every IPv6 address is in ::/0", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:SourceIp=2001:DB8::1", ID: []string{"Allow s3:* on * if IpAddress aws:SourceIp=::/0"}, Want: "allowed"},
	{Rule: "match.ip", Doc: pageOperators + " § IP address condition operators", Say: "a bare IPv6 address is /128", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:SourceIp=2001:db8::2", ID: []string{"Allow s3:* on * if IpAddress aws:SourceIp=2001:db8::1"}, Want: "implicitDeny identity"},

	// match.date
	{Rule: "match.date", Doc: pageOperators + " § Date condition operators", Say: "an offset counts", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:CurrentTime=2026-03-01T11:30:00Z", ID: []string{"Allow s3:* on * if DateLessThan aws:CurrentTime=2026-03-01T13:00:00+02:00"}, Want: "implicitDeny identity"},
	{Rule: "match.date", Doc: pageOperators + " § Date condition operators", Say: "also one west of Greenwich", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:CurrentTime=2026-03-01T11:30:00Z", ID: []string{"Allow s3:* on * if DateLessThan aws:CurrentTime=2026-03-01T07:00:00-05:00"}, Want: "allowed"},
	{Rule: "match.date", Doc: pageOperators + " § Date condition operators", Say: "epoch seconds against ISO 8601", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:EpochTime=1772366400", ID: []string{"Allow s3:* on * if DateEquals aws:EpochTime=2026-03-01T12:00:00Z"}, Want: "allowed"},
	{Rule: "match.date", Doc: pageOperators + " § Date condition operators", Say: "a date alone is its midnight", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:CurrentTime=2026-03-01T00:00:00Z", ID: []string{"Allow s3:* on * if DateEquals aws:CurrentTime=2026-03-01"}, Want: "allowed"},
	{Rule: "match.date", Doc: pageOperators + " § Date condition operators", Say: "the edge belongs to LessThanEquals", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:CurrentTime=2026-03-01T12:00:00Z", ID: []string{"Allow s3:* on * if DateLessThanEquals aws:CurrentTime=2026-03-01T12:00:00Z"}, Want: "allowed"},

	// match.values
	{Rule: "match.values", Doc: pageGrammar + " § Policy grammar notes", Say: "an unquoted number", Who: alice, Do: "s3:ListBucket", On: "arn:aws:s3:::reports", Ctx: "s3:max-keys=10", ID: []string{"Allow s3:* on * if NumericLessThanEquals s3:max-keys=#10"}, Want: "allowed"},
	{Rule: "match.values", Doc: pageGrammar + " § Policy grammar notes", Say: "an unquoted boolean", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:SecureTransport=true", ID: []string{"Allow s3:* on * if Bool aws:SecureTransport=#true"}, Want: "allowed"},
	{Rule: "match.values", Doc: pageGrammar + " § Policy grammar notes", Say: "decimals compare by value", Who: alice, Do: "s3:GetObject", On: obj, Ctx: "aws:MultiFactorAuthAge=3600.0", ID: []string{"Allow s3:* on * if NumericEquals aws:MultiFactorAuthAge=#3600"}, Want: "allowed"},
	{Rule: "match.values", Doc: pageGrammar + " § The policy language and JSON", Say: "one value may stand for an array", Who: alice, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:GetObject on *"}, Want: "allowed"},
}
