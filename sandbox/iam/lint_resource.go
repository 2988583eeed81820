package iam

import "strings"

// arnParts takes an entry of Resource apart at its first five colons, those inside
// policy variables aside. n is how many fields there are; with fewer than six the
// last one runs on by its wildcard.
func arnParts(text string) (f arnFields, n int) {
	start := 0
	for i := 0; i < len(text) && n < 5; i++ {
		if text[i] == '$' && strings.HasPrefix(text[i:], "${") {
			if end := strings.IndexByte(text[i:], '}'); end > 0 {
				i += end
			}
			continue
		}
		if text[i] == ':' {
			f[n] = text[start:i]
			n, start = n+1, i+1
		}
	}
	f[n] = text[start:]
	return f, n + 1
}

// deadResources finds entries of Resource that are the ARN of nothing.
func (l *linter) deadResources(s *statement) {
	for i := range s.resources {
		if text := s.resourceTexts[i]; !isStar(text) && strings.IndexByte(text, '<') < 0 {
			if why, mend := deadARN(text); why != "" {
				l.warn(codeResource, s.resources[i].start, s.resources[i].end, quote(text)+why, mend)
			}
		}
	}
	l.resourceTypes(s)
}

// needRegion are services all of whose ARNs have a Region and an account, but for
// the types named: those of AWS itself or without one.
var needRegion = map[string][]string{
	"dynamodb": nil, "ecs": nil, "eks": nil, "events": nil, "kinesis": nil, "kms": nil, "lambda": nil, "logs": nil, "rds": nil, "secretsmanager": nil, "sns": nil, "sqs": nil,
	"states": nil, "ecr": nil, "cloudwatch": {"dashboard/"}, "codebuild": nil, "codecommit": nil, "codepipeline": nil, "batch": nil, "athena": nil, "glue": nil, "firehose": nil,
	"elasticfilesystem": nil, "acm": nil, "cognito-idp": nil,
}

// deadARN says why no resource has such an ARN, or nothing.
func deadARN(text string) (why, mend string) {
	f, n := arnParts(text)
	if n < 6 {
		return "", ""
	}
	service, region, account, rest := f[2], f[3], f[4], f[5]
	switch {
	case strings.Contains(region, "${") || strings.Contains(account, "${"):
		return " holds a policy variable before its fifth colon, where AWS fills none in: it matches nothing.", "Write the Region and the account out, or `*`, and test `aws:ResourceAccount` in a condition."
	case rest == "":
		return " names no resource: it matches nothing.", "End it with the resource, or with `*` for all of them."
	case service != strings.ToLower(service):
		return " has its service in upper case, and every ARN has it in lower case: it matches nothing.", "Write `" + strings.ToLower(service) + "`."
	case account != "" && !hasWildcard(account) && !isAccount(account) && !wordAccount(account):
		return " has " + quote(account) + " in place of the account: it matches nothing.", "Write the twelve digits of the account, or `*` for any."
	case region != "" && !hasWildcard(region) && !isRegion(region) && region != "global" && region != "aws-global":
		return " has " + quote(region) + " in place of the Region: it matches nothing.", "Write a Region's code, such as eu-central-1, or `*` for any."
	}
	switch service {
	case "iam":
		if account == "" {
			return " has no account: it matches nothing, for every ARN of IAM has one.", "Put the account between the last two colons, as in arn:aws:iam::111122223333:role/NAME, or `*` for any."
		}
	case "sts":
		if kind, _, _ := strings.Cut(rest, "/"); region == "" && (kind == "role" || kind == "user") {
			return " is no ARN of STS: a " + kind + " is a resource of IAM, so it matches nothing.", "Write arn:aws:iam::111122223333:" + kind + "/NAME."
		}
	case "s3":
		if account != "" && !hasWildcard(account) && region == "" && !s3Typed(rest) {
			return " has an account, and the ARNs of buckets and objects have none: it matches nothing.", "Write arn:aws:s3:::BUCKET, or arn:aws:s3:::BUCKET/*, and test `aws:ResourceAccount` in a condition."
		}
	default:
		but, ok := needRegion[service]
		if !ok || region != "" && account != "" || startsWithAny(rest, but) {
			break
		}
		lacks := "account"
		if region == "" {
			lacks = "Region"
		}
		return " has no " + lacks + ": it matches nothing, for every ARN of this service has one.", "Write it as arn:aws:" + service + ":REGION:ACCOUNT:…, with `*` for any."
	}
	return "", ""
}

func startsWithAny(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// wordAccount reports whether a text stands for the account in ARNs of resources
// that belong to AWS: aws, amazon, cloudfront.
func wordAccount(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '-' && (c < 'a' || c > 'z') {
			return false
		}
	}
	return !strings.Contains(s, "account") && s != "self" && s != "root"
}

// s3Types are how the last part of an ARN of S3 begins when it has an account: an
// access point, a job.
var s3Types = [...]string{"accesspoint/", "access-grants/", "storage-lens/", "storage-lens-group/", "job/", "async-request/"}

func s3Typed(rest string) bool { return canBegin(rest, s3Types[:]) }
