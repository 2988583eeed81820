package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// A request that is shown has to be one that can be made: its values are of the
// forms that AWS and identity providers document.

// typicalValues are values of those forms, to take another one from.
var typicalValues = [...]string{
	another, "eu-west-1", "us-east-1", "repo:another-org/another-repo:ref:refs/heads/main", "system:serviceaccount:another:another",
	"project_path:another/another:ref_type:branch:ref:main", "organization:another:project:another:workspace:another:run_phase:apply",
	"organization:another:pipeline:another:ref:refs/heads/main:commit:0123456:step:deploy", "owner:another:project:another:environment:production",
	"space:another:stack:another:run_type:TRACKED:scope:write", "org/12345678-1234-1234-1234-123456789012/project/12345678-1234-1234-1234-123456789012/user/12345678-1234-1234-1234-123456789012",
	"{12345678-1234-1234-1234-123456789012}:{12345678-1234-1234-1234-123456789012}", "us-east-1:12345678-1234-1234-1234-123456789012",
	"12345678-1234-1234-1234-123456789012", "1234567890", "999999999999", "o-anotherorg", "o-anotherorg/r-ab12/ou-ab12-11111111/", "vpc-0123456789abcdef0", "vpce-0123456789abcdef0",
	"arn:aws:s3:::" + another, "arn:aws:iam::999999999999:role/Another", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:ec2:us-east-1:999999999999:vpc/vpc-0123456789abcdef0",
	"lambda.amazonaws.com", "ec2.amazonaws.com", "User", "AssumedRole", "https://signin.aws.amazon.com/saml", "https://us-west-2.signin.aws.amazon.com/saml",
	"persistent", "transient", "aws:kms", "AES256", "authenticated",
}

// typicalOf is a typical value of a key that is none of those given; otherwise, when
// nothing is known of the key.
func typicalOf(key, otherwise string, but []string) string {
	if iam.PossibleValue(key, otherwise) {
		return otherwise
	}
	for _, v := range typicalValues {
		if iam.PossibleValue(key, v) && !slices.ContainsFunc(but, func(p string) bool { return fits(strings.ToLower(p), strings.ToLower(v)) }) {
			return v
		}
	}
	return ""
}

// possibleOnly leaves out what no request carries. What holds policy variables is
// filled in later.
func possibleOnly(key string, values []string) []string {
	return slices.DeleteFunc(values, func(v string) bool { return !strings.Contains(v, "${") && !iam.PossibleValue(key, v) })
}

// starFillers stand for a `*` where the plain filler makes a value that cannot be.
var starFillers = [...]string{
	filler, "", "1", "12345678-1234-1234-1234-123456789012", "999999999999", "us-east-1", "ec2", "main", "ref:refs/heads/main", "refs/heads/main", filler + ":ref:refs/heads/main",
	filler + "/" + filler + ":ref:refs/heads/main", "ref_type:branch:ref:main", filler + ":ref_type:branch:ref:main", filler + "/" + filler + ":ref_type:branch:ref:main",
	"run_phase:apply", "workspace:" + filler + ":run_phase:apply", "project:" + filler + ":workspace:" + filler + ":run_phase:apply", "environment:production",
}

// mostStars is for how many wildcards of a value fillers are tried.
const mostStars = 3

// likeInstances are values that a pattern with wildcards matches and that a request
// can carry; none when there are none.
func likeInstances(key, pattern string) []string {
	out := possibleOnly(key, appendNew(nil, instance(pattern, filler), instance(pattern, "")))
	if len(out) > 0 || strings.Contains(pattern, "${") || !iam.PossiblePattern(key, pattern) {
		return out
	}
	if strings.Count(pattern, "*") <= mostStars {
		if v := filled(key, "", pattern); v != "" {
			return []string{v}
		}
	}
	for _, v := range typicalValues {
		if fits(pattern, v) && iam.PossibleValue(key, v) {
			return []string{v}
		}
	}
	return []string{instance(pattern, filler)}
}

// filled tries fillers for one wildcard after the other.
func filled(key, done, pattern string) string {
	star := strings.IndexByte(pattern, '*')
	if star < 0 {
		if v := done + strings.ReplaceAll(pattern, "?", "x"); iam.PossibleValue(key, v) {
			return v
		}
		return ""
	}
	before := done + strings.ReplaceAll(pattern[:star], "?", "x")
	for _, f := range starFillers {
		if iam.PossiblePattern(key, before+f+pattern[star+1:]) {
			if v := filled(key, before+f, pattern[star+1:]); v != "" {
				return v
			}
		}
	}
	return ""
}
