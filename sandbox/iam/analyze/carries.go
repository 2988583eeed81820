package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// carriers are the resources that can be given a policy of their own, by service
// and the beginning of the ARN's last part; none means all of the service's. See
// the column "Resource-based policies" of "AWS services that work with IAM" in the
// IAM User Guide. Keys of KMS are left out on purpose: one always has its policy,
// and a new one that says only what a call lacks would shut everybody else out.
var carriers = map[string][]string{
	"s3": nil, "sqs": nil, "sns": nil,
	"secretsmanager": {"secret:"}, "lambda": {"function:", "layer:"}, "dynamodb": {"table/"},
	"ecr": {"repository/"}, "events": {"event-bus/"}, "execute-api": nil, "es": {"domain/"},
	"elasticfilesystem": {"file-system/"}, "backup": {"backup-vault:"}, "glacier": {"vaults/"},
	"kinesis": {"stream/"}, "codeartifact": {"domain/", "repository/"}, "ses": {"identity/"}, "acm-pca": nil,
}

// carriesPolicy reports whether the resource of a call can be given a policy of its
// own that is about the call: a role only for the calls that ask its trust policy.
func carriesPolicy(action, resource string) bool {
	if iam.AsksTrustPolicy(action, resource) {
		return true
	}
	parts := strings.SplitN(resource, ":", 6)
	if len(parts) != 6 {
		return false
	}
	begins, known := carriers[parts[2]]
	return known && (len(begins) == 0 || slices.ContainsFunc(begins, func(b string) bool { return strings.HasPrefix(parts[5], b) }))
}

// carrierWords names what the policy hangs on: of an object, its bucket.
func carrierWords(resource string) string {
	if rest, ok := strings.CutPrefix(resource, "arn:aws:s3:::"); ok {
		bucket, _, _ := strings.Cut(rest, "/")
		return "the bucket " + bucket
	}
	return resourceWords(resource)
}
