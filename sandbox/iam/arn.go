package iam

import "strings"

// ARN is an Amazon Resource Name, arn:partition:service:region:account:resource, taken
// apart. No field is checked: what is written in a policy may hold wildcards. See
// "Identify AWS resources with Amazon Resource Names (ARNs)" in the IAM User Guide.
type ARN struct {
	Partition string // aws, aws-cn, aws-us-gov
	Service   string // the service's prefix in actions: iam, s3
	Region    string // empty where a resource has none, as in IAM
	Account   string // twelve digits; empty for buckets, aws for AWS's own managed policies
	Resource  string // the rest, colons and slashes included: role/team/Deploy
}

// ParseARN takes an ARN apart; ok is false when a text isn't one.
func ParseARN(s string) (a ARN, ok bool) {
	rest, ok := strings.CutPrefix(s, "arn:")
	if !ok {
		return ARN{}, false
	}
	for _, field := range []*string{&a.Partition, &a.Service, &a.Region, &a.Account} {
		if *field, rest, ok = strings.Cut(rest, ":"); !ok {
			return ARN{}, false
		}
	}
	a.Resource = rest
	return a, true
}

// String is the ARN as it is written.
func (a ARN) String() string {
	return "arn:" + a.Partition + ":" + a.Service + ":" + a.Region + ":" + a.Account + ":" + a.Resource
}

// AccountOf is the account in an ARN, twelve digits; empty when the text is no ARN or
// names no account.
func AccountOf(s string) string {
	if a, ok := ParseARN(s); ok && isAccount(a.Account) {
		return a.Account
	}
	return ""
}

func (a *ARN) isRole() bool { return a.Service == "iam" && strings.HasPrefix(a.Resource, "role/") }

func (a *ARN) isKey() bool { return a.Service == "kms" && strings.HasPrefix(a.Resource, "key/") }
