package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// carrier is a sort of resource that can be given a policy of its own.
type carrier struct {
	begins []string // how the last part of its ARN begins; none: all of the service's
	makes  []string // the actions that make it: before them there is nothing to carry a policy
}

// carriers are the resources that can be given a policy of their own, by service.
// See the column "Resource-based policies" of "AWS services that work with IAM" in
// the IAM User Guide. Keys of KMS are left out on purpose: one always has its
// policy, and a new one that says only what a call lacks would shut everybody else
// out.
var carriers = map[string]carrier{
	"s3":                {makes: []string{"CreateBucket", "CreateAccessPoint"}},
	"sqs":               {makes: []string{"CreateQueue"}},
	"sns":               {makes: []string{"CreateTopic"}},
	"secretsmanager":    {[]string{"secret:"}, []string{"CreateSecret"}},
	"lambda":            {[]string{"function:", "layer:"}, []string{"CreateFunction", "PublishLayerVersion"}},
	"dynamodb":          {[]string{"table/"}, []string{"CreateTable"}},
	"ecr":               {[]string{"repository/"}, []string{"CreateRepository"}},
	"events":            {[]string{"event-bus/"}, []string{"CreateEventBus"}},
	"execute-api":       {},
	"es":                {[]string{"domain/"}, []string{"CreateDomain", "CreateElasticsearchDomain"}},
	"elasticfilesystem": {[]string{"file-system/"}, []string{"CreateFileSystem"}},
	"backup":            {[]string{"backup-vault:"}, []string{"CreateBackupVault"}},
	"glacier":           {[]string{"vaults/"}, []string{"CreateVault"}},
	"kinesis":           {[]string{"stream/"}, []string{"CreateStream"}},
	"codeartifact":      {[]string{"domain/", "repository/"}, []string{"CreateDomain", "CreateRepository"}},
	"ses":               {[]string{"identity/"}, []string{"CreateEmailIdentity"}},
	"acm-pca":           {makes: []string{"CreateCertificateAuthority"}},
}

// carriesPolicy reports whether the resource of a call can be given a policy of its
// own that is about the call: a role only for the calls that ask its trust policy,
// and nothing that the call itself makes or that names more than one thing.
func carriesPolicy(action, resource string) bool {
	if iam.AsksTrustPolicy(action, resource) {
		return true
	}
	parts := strings.SplitN(resource, ":", 6)
	if len(parts) != 6 {
		return false
	}
	_, verb, _ := strings.Cut(action, ":")
	c, known := carriers[parts[2]]
	name := carrierName(resource)
	return known && name != "" && !strings.ContainsAny(name, "*?") &&
		!slices.ContainsFunc(c.makes, func(m string) bool { return strings.EqualFold(m, verb) }) &&
		(len(c.begins) == 0 || slices.ContainsFunc(c.begins, func(b string) bool { return strings.HasPrefix(parts[5], b) }))
}

// carrierName is the part of an ARN that names what the policy hangs on: of an
// object its bucket or access point, of an index its table.
func carrierName(resource string) string {
	name := resourceWords(resource)
	switch parts := strings.SplitN(name, "/", 4); {
	case strings.HasPrefix(resource, "arn:aws:s3:::"):
		return parts[0]
	case len(parts) > 2 && (parts[0] == "accesspoint" || parts[0] == "table" && parts[2] == "index"):
		return parts[0] + "/" + parts[1]
	}
	return name
}

// carrierWords names what the policy hangs on.
func carrierWords(resource string) string {
	if strings.HasPrefix(resource, "arn:aws:s3:::") {
		return "the bucket " + carrierName(resource)
	}
	return carrierName(resource)
}
