package embedded

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"rolecall/sandbox/iam"
)

// member is a member of a mapping, nil without one.
func member(n *yaml.Node, name string) *yaml.Node {
	if n = plain(n); n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return plain(n.Content[i+1])
		}
	}
	return nil
}

// text is the value of a member that is a text.
func text(n *yaml.Node, name string) string {
	if m := member(n, name); m != nil && m.Kind == yaml.ScalarNode {
		return m.Value
	}
	return ""
}

func isTemplate(root *yaml.Node) bool {
	resources := member(root, "Resources")
	if resources == nil || resources.Kind != yaml.MappingNode {
		return false
	}
	if member(root, "AWSTemplateFormatVersion") != nil {
		return true
	}
	for i := 1; i < len(resources.Content); i += 2 {
		if strings.HasPrefix(text(resources.Content[i], "Type"), "AWS::") {
			return true
		}
	}
	return false
}

// slot is a property of a resource that holds a policy document.
type slot struct {
	property string // with dots between the members on the way; [] goes through a list
	kind     iam.Kind
}

// identitySlots are those of users, groups and roles.
var identitySlots = []slot{{"Policies[].PolicyDocument", iam.KindIdentity}}

// slots are the properties by the type of their resource. See "AWS resource and property
// types reference" in the CloudFormation guide.
var slots = map[string][]slot{
	"AWS::IAM::Role":                      {{"AssumeRolePolicyDocument", iam.KindTrust}, identitySlots[0]},
	"AWS::IAM::User":                      identitySlots,
	"AWS::IAM::Group":                     identitySlots,
	"AWS::IAM::Policy":                    {{"PolicyDocument", iam.KindIdentity}},
	"AWS::IAM::ManagedPolicy":             {{"PolicyDocument", iam.KindIdentity}},
	"AWS::IAM::RolePolicy":                {{"PolicyDocument", iam.KindIdentity}},
	"AWS::IAM::UserPolicy":                {{"PolicyDocument", iam.KindIdentity}},
	"AWS::IAM::GroupPolicy":               {{"PolicyDocument", iam.KindIdentity}},
	"AWS::SSO::PermissionSet":             {{"InlinePolicy", iam.KindIdentity}},
	"AWS::S3::BucketPolicy":               {{"PolicyDocument", iam.KindResource}},
	"AWS::S3::AccessPoint":                {{"Policy", iam.KindResource}},
	"AWS::SQS::QueuePolicy":               {{"PolicyDocument", iam.KindResource}},
	"AWS::SQS::QueueInlinePolicy":         {{"PolicyDocument", iam.KindResource}},
	"AWS::SNS::TopicPolicy":               {{"PolicyDocument", iam.KindResource}},
	"AWS::SNS::TopicInlinePolicy":         {{"PolicyDocument", iam.KindResource}},
	"AWS::KMS::Key":                       {{"KeyPolicy", iam.KindResource}},
	"AWS::KMS::ReplicaKey":                {{"KeyPolicy", iam.KindResource}},
	"AWS::SecretsManager::ResourcePolicy": {{"ResourcePolicy", iam.KindResource}},
	"AWS::ECR::Repository":                {{"RepositoryPolicyText", iam.KindResource}},
	"AWS::ECR::RegistryPolicy":            {{"PolicyText", iam.KindResource}},
	"AWS::EC2::VPCEndpoint":               {{"PolicyDocument", iam.KindResource}},
	"AWS::EFS::FileSystem":                {{"FileSystemPolicy", iam.KindResource}},
	"AWS::Backup::BackupVault":            {{"AccessPolicy", iam.KindResource}},
	"AWS::DynamoDB::Table":                {{"ResourcePolicy.PolicyDocument", iam.KindResource}},
	"AWS::OpenSearchService::Domain":      {{"AccessPolicies", iam.KindResource}},
	"AWS::Elasticsearch::Domain":          {{"AccessPolicies", iam.KindResource}},
	"AWS::ApiGateway::RestApi":            {{"Policy", iam.KindResource}},
	"AWS::CodeArtifact::Domain":           {{"PermissionsPolicyDocument", iam.KindResource}},
	"AWS::CodeArtifact::Repository":       {{"PermissionsPolicyDocument", iam.KindResource}},
	"AWS::Kinesis::ResourcePolicy":        {{"ResourcePolicy", iam.KindResource}},
	"AWS::Logs::ResourcePolicy":           {{"PolicyDocument", iam.KindResource}},
	"AWS::Serverless::Function":           {{"AssumeRolePolicyDocument", iam.KindTrust}},
	"AWS::Serverless::StateMachine":       {{"AssumeRolePolicyDocument", iam.KindTrust}},
	"AWS::VpcLattice::AuthPolicy":         {{"Policy", iam.KindResource}},
}

// template finds the documents of a template.
func (f *finder) template(root *yaml.Node) {
	resources := member(root, "Resources")
	for i := 0; i+1 < len(resources.Content); i += 2 {
		name, resource := resources.Content[i].Value, plain(resources.Content[i+1])
		typ, props := text(resource, "Type"), member(resource, "Properties")
		path := "Resources." + name + ".Properties."
		for _, s := range slots[typ] {
			f.slot(path, s, props)
		}
		switch {
		case strings.HasPrefix(typ, "AWS::Serverless::"):
			f.serverless(path+"Policies", member(props, "Policies"))
		case typ == "AWS::Organizations::Policy":
			if kind, ok := organizationKind(text(props, "Type")); ok {
				f.add(path+"Content", kind, member(props, "Content"), false)
			}
		}
	}
}

// slot adds the documents of one property.
func (f *finder) slot(path string, s slot, n *yaml.Node) {
	name, rest, more := strings.Cut(s.property, ".")
	list := strings.HasSuffix(name, "[]")
	name = strings.TrimSuffix(name, "[]")
	n = member(n, name)
	switch {
	case n == nil:
	case !more:
		f.add(path+name, s.kind, n, false)
	case !list:
		f.slot(path+name+".", slot{rest, s.kind}, n)
	case n.Kind == yaml.SequenceNode:
		for i, m := range n.Content {
			f.slot(fmt.Sprintf("%s%s[%d].", path, name, i), slot{rest, s.kind}, m)
		}
	}
}

// serverless adds the policies of a function of SAM: documents among the names of
// managed policies and of SAM's policy templates.
func (f *finder) serverless(path string, n *yaml.Node) {
	switch {
	case n == nil:
	case n.Kind == yaml.SequenceNode:
		for i, m := range n.Content {
			if m = plain(m); member(m, "Statement") != nil {
				f.add(fmt.Sprintf("%s[%d]", path, i), iam.KindIdentity, m, true)
			}
		}
	case member(n, "Statement") != nil:
		f.add(path, iam.KindIdentity, n, true)
	}
}

// organizationKind is the kind of an organization's policy of a type.
func organizationKind(typ string) (iam.Kind, bool) {
	switch typ {
	case "SERVICE_CONTROL_POLICY":
		return iam.KindSCP, true
	case "RESOURCE_CONTROL_POLICY":
		return iam.KindRCP, true
	}
	return 0, false
}
