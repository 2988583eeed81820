package export

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rolecall/sandbox/world"
)

// resources writes what an account owns besides IAM and buckets.
func (s *script) resources(a *world.Account) {
	first := true
	for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
		r := a.Resources[key]
		if first {
			s.title("Other resources of %s", a.Name)
			first = false
		}
		s.as(a.ID)
		policy, _ := s.document(r.PolicyPath())
		s.resource(r, policy)
	}
}

func (s *script) resource(r *world.Resource, policy string) {
	switch r.Kind {
	case "queues":
		s.queue(r, policy)
	case "topics":
		s.aws("sns create-topic", append([]arg{opt("--name", r.Name)}, tagArgs(r.Tags, "Key", "Value")...)...)
		if policy != "" {
			s.resourcePolicy(policy, "sns set-topic-attributes", opt("--topic-arn", r.ARN()), opt("--attribute-name", "Policy"), opt("--attribute-value", policy))
		}
	case "tables":
		s.table(r, policy)
	case "functions":
		s.function(r, policy)
	case "parameters":
		s.aws("ssm put-parameter", append([]arg{opt("--name", parameterName(r)), opt("--value", r.Values["value"]), opt("--type", orElse(r.Values["type"], "String"))}, tagArgs(r.Tags, "Key", "Value")...)...)
	case "instances":
		s.instance(r)
	case "secrets":
		s.aws("secretsmanager create-secret", slices.Concat([]arg{opt("--name", r.Name)}, maybe("--secret-string", r.Values["value"]), tagArgs(r.Tags, "Key", "Value"))...)
		if policy != "" {
			s.resourcePolicy(policy, "secretsmanager put-resource-policy", opt("--secret-id", r.Name), opt("--resource-policy", policy))
		}
	case "keys":
		s.key(r, policy)
	default:
		s.leave("%s: the export doesn't know what kind of resource it is.", r.ARN())
	}
}

func (s *script) queue(r *world.Resource, policy string) {
	s.aws("sqs create-queue", append([]arg{opt("--queue-name", r.Name)}, tagMap(r.Tags)...)...)
	if policy == "" {
		return
	}
	v := s.capture(r.Name+"_url", "QueueUrl", "sqs get-queue-url", opt("--queue-name", r.Name))
	s.resourcePolicy(policy, "sqs set-queue-attributes", ref("--queue-url", v), opt("--attributes", compactJSON(map[string]string{"Policy": policy})))
}

// itemPrefix marks the values of a table that are items.
const itemPrefix = "item:"

func tableKey(r *world.Resource) string { return orElse(r.Values["key"], "id") }

// provisioned is the throughput that is set aside for a table; ok is false when it
// is paid for by the request.
func provisioned(r *world.Resource) (read, write int64, ok bool) {
	read, readErr := strconv.ParseInt(r.Values["read_capacity"], 10, 64)
	write, writeErr := strconv.ParseInt(r.Values["write_capacity"], 10, 64)
	return read, write, readErr == nil && writeErr == nil && read > 0 && write > 0
}

func (s *script) table(r *world.Resource, policy string) {
	attributes := compactJSON([]map[string]string{{"AttributeName": tableKey(r), "AttributeType": orElse(r.Values["key_type"], "S")}})
	schema := compactJSON([]map[string]string{{"AttributeName": tableKey(r), "KeyType": "HASH"}})
	billing := opt("--billing-mode", "PAY_PER_REQUEST")
	if read, write, ok := provisioned(r); ok {
		billing = opt("--provisioned-throughput", compactJSON(map[string]int64{"ReadCapacityUnits": read, "WriteCapacityUnits": write}))
	}
	s.aws("dynamodb create-table", append([]arg{opt("--table-name", r.Name), opt("--attribute-definitions", attributes), opt("--key-schema", schema), billing},
		tagArgs(r.Tags, "Key", "Value")...)...)
	s.aws("dynamodb wait table-exists", opt("--table-name", r.Name))
	for _, k := range slices.Sorted(maps.Keys(r.Values)) {
		if strings.HasPrefix(k, itemPrefix) {
			s.aws("dynamodb put-item", opt("--table-name", r.Name), opt("--item", r.Values[k]))
		}
	}
	if policy != "" {
		s.resourcePolicy(policy, "dynamodb put-resource-policy", opt("--resource-arn", r.ARN()), opt("--policy", policy))
	}
}

// What a function is made of when the world doesn't say.
const (
	anyRuntime = "python3.13"
	anyHandler = "index.handler"
)

func (s *script) function(r *world.Resource, policy string) {
	role := s.functionRole(r)
	if role == "" {
		s.leave("function %s of %s has no role, which Lambda doesn't allow.", r.Name, r.Account)
		return
	}
	s.comment("function.zip is the function's code, which the sandbox doesn't hold.")
	args := []arg{opt("--function-name", r.Name), opt("--runtime", orElse(r.Values["runtime"], anyRuntime)), opt("--role", role),
		opt("--handler", orElse(r.Values["handler"], anyHandler)), {name: "--zip-file", value: "fileb://function.zip", file: true}}
	s.aws("lambda create-function", append(args, tagMap(r.Tags)...)...)
	if policy != "" {
		s.leave("the policy of function %s: Lambda takes it statement by statement, with `aws lambda add-permission`.", r.Name)
	}
}

// functionRole is the ARN of the role that a function runs as; empty when the
// world doesn't say.
func (p *plan) functionRole(r *world.Resource) string {
	role := r.Values["role"]
	if x := p.w.Account(r.Account).Roles[role]; x != nil {
		return x.ARN()
	}
	if strings.HasPrefix(role, "arn:") {
		return role
	}
	return ""
}

// latestImage is the public parameter that names the newest Amazon Linux image;
// see "Reference the latest AMIs using Systems Manager public parameters" in the
// EC2 User Guide.
const latestImage = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"

func (s *script) instance(r *world.Resource) {
	s.leave("instance %s of %s comes back under another id, from the newest Amazon Linux image.", r.Name, r.Account)
	args := []arg{opt("--image-id", "resolve:ssm:"+latestImage), opt("--instance-type", orElse(r.Values["type"], "t3.micro"))}
	if profile := r.Values["profile"]; profile != "" {
		args = append(args, opt("--iam-instance-profile", compactJSON(map[string]string{"Name": profile})))
	}
	if len(r.Tags) > 0 {
		list := []map[string]string{}
		for _, k := range slices.Sorted(maps.Keys(r.Tags)) {
			list = append(list, map[string]string{"Key": k, "Value": r.Tags[k]})
		}
		args = append(args, opt("--tag-specifications", compactJSON([]any{map[string]any{"ResourceType": "instance", "Tags": list}})))
	}
	s.aws("ec2 run-instances", args...)
}

func (s *script) key(r *world.Resource, policy string) {
	s.leave("key %s of %s comes back under another id; policies that name %s must name the new one.", r.Name, r.Account, r.ARN())
	args := []arg{opt("--description", r.Name)}
	if policy != "" && !s.refused(policy) {
		s.settle(policy)
		args = append(args, opt("--policy", policy))
	}
	v := s.capture(r.Name+"_key", "KeyMetadata.KeyId", "kms create-key", append(args, tagArgs(r.Tags, "TagKey", "TagValue")...)...)
	s.aws("kms create-alias", opt("--alias-name", keyAlias(r)), ref("--target-key-id", v))
}

var notAlias = regexp.MustCompile(`[^A-Za-z0-9/_-]+`)

// keyAlias is an alias after a key's name, in the characters that KMS allows.
func keyAlias(r *world.Resource) string { return "alias/" + notAlias.ReplaceAllString(r.Name, "-") }

// parameterName is a parameter's name as SSM takes it: one with a slash in it
// begins with a slash.
func parameterName(r *world.Resource) string {
	if strings.Contains(r.Name, "/") {
		return "/" + strings.TrimPrefix(r.Name, "/")
	}
	return r.Name
}

func orElse(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}
