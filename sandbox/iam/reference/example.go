package reference

import "strings"

// exampleNames stand for variables whose values are of a form of their own, as in
// the examples of AWS's documentation.
var exampleNames = map[string]string{
	"Partition": "aws", "BucketName": "some-bucket", "ObjectName": "some-object", "UserNameWithPath": "some-user", "RoleNameWithPath": "SomeRole",
	"PolicyNameWithPath": "SomePolicy", "GroupNameWithPath": "some-group", "InstanceId": "i-0123456789abcdef0", "VpcId": "vpc-0123456789abcdef0",
	"SubnetId": "subnet-0123456789abcdef0", "VolumeId": "vol-0123456789abcdef0", "ImageId": "ami-0123456789abcdef0", "SecurityGroupId": "sg-0123456789abcdef0",
	"KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab", "SecretId": "some-secret-a1b2c3", "OrganizationId": "exampleorgid",
}

// Example is the ARN of some resource of the type in a Region and an account; ""
// when the type has no format.
func (r *Resource) Example(region, account string) string {
	if len(r.Formats) == 0 {
		return ""
	}
	var b strings.Builder
	for text := r.Formats[0]; ; {
		before, rest, found := strings.Cut(text, "${")
		b.WriteString(strings.ReplaceAll(before, "*", "some"))
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(exampleValue(name, region, account))
		text = after
	}
}

func exampleValue(name, region, account string) string {
	if known, ok := exampleNames[name]; ok {
		return known
	}
	switch {
	case name == "Region":
		return region
	case strings.Contains(name, "Account"):
		return account
	}
	for _, ending := range []string{"WithPath", "Name", "Id"} {
		if stem := strings.TrimSuffix(name, ending); stem != "" {
			name = stem
		}
	}
	return strings.ToLower("some-" + strings.Join(words(name), "-"))
}
