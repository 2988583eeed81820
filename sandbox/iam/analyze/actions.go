package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam/reference"
)

const (
	mostActions   = 48
	mostResources = 48
)

var trustActions = [...]string{"sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"}

// actions are what a search asks to do: of each service that is mentioned, one
// action for every way in which the patterns at hand tell actions apart, one
// that they all leave out among them.
func (f *field) actions(trust bool) []string {
	if trust {
		return trustActions[:]
	}
	var patterns, services, out []string
	for _, p := range f.order {
		for _, cl := range f.clauses[p] {
			for _, a := range cl.Actions {
				patterns = appendNew(patterns, strings.ToLower(a))
				service, name, found := strings.Cut(strings.ToLower(a), ":")
				if found && !strings.ContainsAny(service, "*?") {
					services = appendNew(services, service)
				}
				if found && !strings.ContainsAny(a, "*?$") && name != "" {
					out = appendNew(out, a)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return truth(grave(b)) - truth(grave(a)) })
	out = out[:min(len(out), mostActions/2)]
	services = appendNew(services, "s3", "iam")
	services = append(services, unmentioned(patterns)...)
	for _, prefix := range identityFirst(services) {
		if len(out) > 2*mostActions { // more are not kept
			break
		}
		if s := reference.Lookup(prefix); s != nil {
			out = append(out, kindsOf(s, patterns)...)
		}
	}
	return unique(out, mostActions)
}

// unmentioned is a service that the patterns leave out, for when those that are
// always looked at are named by them: a list of what is allowed keeps it out.
func unmentioned(patterns []string) []string {
	names := func(action string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool { return p != "*" && fits(p, action) })
	}
	if !names("s3:getobject") || !names("iam:createuser") {
		return nil
	}
	for _, action := range [...]string{"ec2:runinstances", "sqs:sendmessage", "secretsmanager:getsecretvalue", "sns:publish"} {
		if !names(action) {
			service, _, _ := strings.Cut(action, ":")
			return []string{service}
		}
	}
	return nil
}

// grave reports whether an action hands on permissions, or makes new ones, so that
// it says most of what a policy is worth.
func grave(action string) bool {
	switch strings.ToLower(action) {
	case "iam:passrole", "sts:assumerole", "iam:updateassumerolepolicy", "iam:putrolepolicy", "iam:attachrolepolicy", "iam:putuserpolicy", "iam:attachuserpolicy", "iam:createpolicyversion":
		return true
	}
	return false
}

// kindsOf are actions of a service, one for each set of patterns that they fit.
func kindsOf(s *reference.Service, patterns []string) []string {
	var near []string
	for _, p := range patterns {
		service, _, _ := strings.Cut(p, ":")
		if fits(service, s.Prefix) || strings.Contains(service, "*") {
			near = append(near, p)
		}
	}
	seen := map[string]bool{}
	var out []string
	for _, name := range usualFirst(s) {
		action := s.Prefix + ":" + name
		low := strings.ToLower(action)
		sign := make([]byte, len(near))
		for i, p := range near {
			if fits(p, low) {
				sign[i] = 1
			}
		}
		if !seen[string(sign)] {
			seen[string(sign)] = true
			out = append(out, action)
		}
	}
	return out
}

// usualFirst puts the actions in front that readers know.
func usualFirst(s *reference.Service) []string {
	var first []string
	switch s.Prefix {
	case "s3":
		first = []string{"GetObject", "PutObject", "DeleteObject", "ListBucket"}
	case "sts":
		first = []string{"AssumeRole"}
	case "iam":
		first = []string{"CreateUser", "PassRole", "GetRole"}
	case "ec2":
		first = []string{"DescribeInstances", "RunInstances"}
	case "kms":
		first = []string{"Decrypt", "Encrypt"}
	case "sqs":
		first = []string{"SendMessage", "ReceiveMessage"}
	case "sns":
		first = []string{"Publish"}
	case "secretsmanager":
		first = []string{"GetSecretValue"}
	}
	for i := range s.Actions {
		first = append(first, s.Actions[i].Name)
	}
	return first
}

func unique(list []string, most int) []string {
	var out []string
	seen := map[string]bool{}
	for _, v := range list {
		if low := strings.ToLower(v); !seen[low] && len(out) < most {
			seen[low] = true
			out = append(out, v)
		}
	}
	return out
}

// resources are what a search asks about: an instance of each pattern, with and
// without something in place of a wildcard, a neighbour of each, and something
// of each service.
func (f *field) resources(actions []string) []string {
	var out []string
	for _, p := range f.order {
		for _, cl := range f.clauses[p] {
			for _, r := range cl.Resources {
				if strings.Trim(r, "*") == "" || !strings.HasPrefix(r, "arn:") {
					continue
				}
				out = appendNew(out, f.instances(r)...)
			}
		}
	}
	out = out[:min(len(out), mostResources)]
	for _, a := range actions {
		service, _, _ := strings.Cut(a, ":")
		for _, r := range samples(strings.ToLower(service), f.home) {
			out = appendNew(out, r)
		}
		if !slices.ContainsFunc(out, func(r string) bool { return f.goTogether(a, r) }) {
			out = appendNew(out, f.exampleFor(a))
		}
	}
	return appendNew(out, "*")
}

// exampleFor is some resource that an action takes.
func (f *field) exampleFor(action string) string {
	if a := reference.Find(action); a != nil {
		for _, t := range a.Targets() {
			return t.Example("us-east-1", f.home)
		}
	}
	return ""
}

func (f *field) instances(pattern string) []string {
	one := f.resource(pattern, filler)
	out := []string{one, f.resource(pattern, "")}
	if cut := strings.LastIndexAny(one, "/:"); cut > 0 && cut < len(one)-1 {
		out = append(out, one[:cut+1]+neighbour(one))
	}
	return out
}

// neighbour names something else of an ARN's kind, so that a sentence about it
// tells what it is.
func neighbour(arn string) string {
	switch {
	case strings.Contains(arn, ":role/"):
		return "another-role"
	case strings.Contains(arn, ":user/"):
		return "another-user"
	case strings.HasPrefix(arn, "arn:aws:s3:::") && strings.Contains(arn, "/"):
		return "another-object"
	case strings.HasPrefix(arn, "arn:aws:s3:::"):
		return "another-bucket"
	}
	return another
}

// resource fills a pattern; variables stand until the caller is known.
func (f *field) resource(pattern, name string) string {
	parts := strings.SplitN(pattern, ":", 6)
	if len(parts) < 6 {
		return pattern
	}
	if strings.ContainsAny(parts[4], "*?") {
		if parts[4] = f.home; !fits(pattern4(pattern), f.home) {
			parts[4] = fillAccount(pattern4(pattern))
		}
	}
	if strings.ContainsAny(parts[3], "*?") {
		parts[3] = instance(parts[3], "us-east-1")
	}
	if strings.ContainsAny(parts[1], "*?") {
		parts[1] = "aws"
	}
	if strings.ContainsAny(parts[2], "*?") {
		return ""
	}
	if parts[5] = instance(parts[5], name); parts[5] == "" {
		return ""
	}
	return strings.Join(parts, ":")
}

func pattern4(p string) string { return strings.SplitN(p, ":", 6)[4] }

// samples are resources of a service that no policy mentions.
func samples(service, account string) []string {
	at := ":us-east-1:" + account + ":"
	switch service {
	case "s3":
		return []string{"arn:aws:s3:::some-bucket", "arn:aws:s3:::some-bucket/some-object"}
	case "iam":
		return []string{"arn:aws:iam::" + account + ":user/some-user", "arn:aws:iam::" + account + ":role/SomeRole", "arn:aws:iam::" + account + ":policy/SomePolicy"}
	case "sts":
		return []string{"arn:aws:iam::" + account + ":role/SomeRole"}
	case "ec2":
		return []string{"arn:aws:ec2" + at + "instance/i-0123456789abcdef0"}
	case "lambda":
		return []string{"arn:aws:lambda" + at + "function:some-function"}
	case "dynamodb":
		return []string{"arn:aws:dynamodb" + at + "table/some-table"}
	case "kms":
		return []string{"arn:aws:kms" + at + "key/1234abcd-12ab-34cd-56ef-1234567890ab"}
	case "sqs", "sns":
		return []string{"arn:aws:" + service + at + "some-name"}
	case "secretsmanager":
		return []string{"arn:aws:secretsmanager" + at + "secret:some-secret-a1b2c3"}
	case "ssm":
		return []string{"arn:aws:ssm" + at + "parameter/some-parameter"}
	case "logs":
		return []string{"arn:aws:logs" + at + "log-group:some-group"}
	}
	return nil
}

// goTogether reports whether an action may be about a resource; * stands for
// actions without resource-level permissions. Of actions that are not known here,
// the service decides.
func (f *field) goTogether(action, resource string) bool {
	pair := [2]string{action, resource}
	meets, known := f.pairs[pair]
	if !known {
		meets = goTogether(action, resource)
		f.pairs[pair] = meets
	}
	return meets
}

func goTogether(action, resource string) bool {
	a := reference.Find(action)
	if a == nil {
		service, _, _ := strings.Cut(strings.ToLower(action), ":")
		parts := strings.SplitN(resource, ":", 6)
		return resource == "*" || len(parts) == 6 && parts[2] == service
	}
	if resource == "*" {
		return len(a.Targets()) == 0
	}
	return a.Takes(resource)
}

// accountOf is the account that owns a resource; ARNs of S3 do not say.
func accountOf(resource, otherwise string) string {
	parts := strings.SplitN(resource, ":", 6)
	if len(parts) == 6 && len(parts[4]) == 12 && isDigits(parts[4]) {
		return parts[4]
	}
	return otherwise
}

// identityFirst puts the services in front whose actions say most of what a policy
// is worth; the others keep their order.
func identityFirst(services []string) []string {
	rank := func(s string) int {
		if i := slices.Index(gravestServices[:], s); i >= 0 {
			return i
		}
		return len(gravestServices)
	}
	out := slices.Clone(services)
	slices.SortStableFunc(out, func(a, b string) int { return rank(a) - rank(b) })
	return out
}

var gravestServices = [...]string{"sts", "iam", "s3", "organizations", "ec2", "lambda", "dynamodb", "kms", "sqs", "sns", "ssm", "secretsmanager", "cloudtrail", "logs", "ecs", "eks"}
