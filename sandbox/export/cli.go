package export

import (
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
)

// Text is an export: one file, and what is not in it, a sentence each.
type Text struct {
	Name string // of the file
	Body string
	Left []string
}

// CLI writes a world as a shell script of AWS CLI commands. Commands that AWS
// would refuse stand in it as comments. The error is the budget's, and there is no
// text then.
func CLI(b *budget.Budget, w *world.World, title string) (Text, error) {
	s := &script{plan: newPlan(b, w)}
	for _, a := range s.accounts {
		s.identities(a)
	}
	s.allRoles()
	for _, a := range s.accounts {
		s.permissions(a)
		s.buckets(a)
		s.resources(a)
	}
	s.organization()
	body := s.b.String()
	s.b.Reset()
	s.header(title)
	if s.err != nil {
		return Text{}, s.err
	}
	return Text{"cli.sh", s.b.String() + body, s.left}, nil
}

func (s *script) header(title string) {
	s.line("#!/usr/bin/env bash")
	s.comment("%s", title)
	s.line("#")
	s.comment("A world of the Rolecall sandbox, as AWS CLI commands that build it in real accounts. Read it before you run it: it makes users, roles and policies, some of them wrong on purpose.")
	s.line("#")
	s.comment("The accounts' ids are those of AWS's documentation. Put your own first, and names of buckets that nobody else has:")
	for _, a := range s.accounts {
		s.line("#   sed -i 's/" + a.ID + "/YOUR-ACCOUNT-ID/g' cli.sh    # " + oneLine(a.Name))
	}
	if s.org != nil {
		s.comment("Policies may name the organization, %s, and the ids of its units: put yours.", s.org.ID)
	}
	s.comment("Each account takes a profile of ~/.aws/config: %s. See `aws configure sso` and `aws configure`.", strings.Join(s.profiles(), ", "))
	s.comment("IAM takes some seconds to know a new principal everywhere. If a command fails for that, go on from it.")
	if len(s.left) > 0 {
		s.line("#")
		s.comment("Not in here:")
		for _, l := range s.left {
			lines := wrapped(l)
			s.line("# - " + lines[0])
			for _, more := range lines[1:] {
				s.line("#   " + more)
			}
		}
	}
	s.line("set -euo pipefail")
	s.line("export AWS_REGION=" + world.Region + " AWS_PAGER=")
}

func (s *script) profiles() []string {
	var list []string
	for _, id := range slices.Sorted(maps.Keys(s.label)) {
		list = append(list, s.label[id])
	}
	return list
}

// identities writes what policies can name and roles are made of: managed
// policies, users, groups, identity providers.
func (s *script) identities(a *world.Account) {
	s.title("%s, account %s", a.Name, a.ID)
	s.as(a.ID)
	for _, name := range slices.Sorted(maps.Keys(a.Policies)) {
		p := a.Policies[name]
		src, _ := s.document(p.DocumentPath())
		s.aws("iam create-policy", slices.Concat([]arg{opt("--policy-name", p.Name)}, pathArg(p.Path), maybe("--description", p.Description), tagArgs(p.Tags, "Key", "Value"), []arg{opt("--policy-document", src)})...)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Groups)) {
		s.aws("iam create-group", append([]arg{opt("--group-name", name)}, pathArg(a.Groups[name].Path)...)...)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		u := a.Users[name]
		s.aws("iam create-user", slices.Concat([]arg{opt("--user-name", name)}, pathArg(u.Path), maybe("--permissions-boundary", u.Boundary), tagArgs(u.Tags, "Key", "Value"))...)
		for _, g := range u.Groups {
			s.aws("iam add-user-to-group", opt("--group-name", g), opt("--user-name", name))
		}
		s.fresh = true
	}
	s.providers(a)
}

func (s *script) providers(a *world.Account) {
	for _, url := range slices.Sorted(maps.Keys(a.OIDCProviders)) {
		p := a.OIDCProviders[url]
		s.aws("iam create-open-id-connect-provider", slices.Concat([]arg{opt("--url", "https://"+url)},
			listArgs("--client-id-list", p.Audiences), listArgs("--thumbprint-list", p.Thumbprints), tagArgs(p.Tags, "Key", "Value"))...)
	}
	for _, name := range slices.Sorted(maps.Keys(a.SAMLProviders)) {
		p := a.SAMLProviders[name]
		metadata := p.Metadata
		if metadata == "" {
			file := "saml-" + name + ".xml"
			s.comment("%s is the metadata that your identity provider hands out.", file)
			metadata = "file://" + file
		}
		s.aws("iam create-saml-provider", append([]arg{opt("--name", name), {name: "--saml-metadata-document", value: metadata, file: p.Metadata == ""}}, tagArgs(p.Tags, "Key", "Value")...)...)
	}
}

// listArgs is an option that takes several words; none when there are none.
func listArgs(name string, values []string) []arg {
	var args []arg
	for i, v := range values {
		if i > 0 {
			name = ""
		}
		args = append(args, opt(name, v))
	}
	return args
}

func pathArg(path string) []arg {
	if path == "/" {
		return nil
	}
	return maybe("--path", path)
}

// nobody is the trust policy of a role between its making and its own policy.
const nobody = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}`

// allRoles writes the roles, each after those that its trust policy names.
func (s *script) allRoles() {
	if len(s.roles) == 0 {
		return
	}
	s.title("Roles, each after the principals that its trust policy names")
	var later []*world.Role
	for _, r := range s.roles {
		s.as(r.Account)
		src, _ := s.document(r.TrustPath())
		trust := src
		if s.comesEarly(r) || s.refused(src) {
			later = append(later, r)
			trust = nobody
		}
		s.settle(trust)
		duration := ""
		if r.MaxSession != 3600 {
			duration = strconv.FormatInt(r.MaxSession, 10)
		}
		s.aws("iam create-role", slices.Concat([]arg{opt("--role-name", r.Name)}, pathArg(r.Path), maybe("--description", r.Description), maybe("--max-session-duration", duration),
			maybe("--permissions-boundary", r.Boundary), tagArgs(r.Tags, "Key", "Value"), []arg{opt("--assume-role-policy-document", trust)})...)
		s.fresh = true
	}
	for _, r := range later {
		s.as(r.Account)
		src, _ := s.document(r.TrustPath())
		args := []arg{opt("--role-name", r.Name), opt("--policy-document", src)}
		if s.refused(src) {
			s.refusedByAWS(r.Name+" trusts a principal that was deleted. Until you name another, nobody can assume the role. AWS would refuse:", "iam update-assume-role-policy", args...)
			continue
		}
		s.settle(src)
		s.aws("iam update-assume-role-policy", args...)
	}
}

// permissions writes inline policies, attachments and instance profiles.
func (s *script) permissions(a *world.Account) {
	s.title("What those of %s may do", a.Name)
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		s.held(a, "user", name, a.Users[name].Attached)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Groups)) {
		s.held(a, "group", name, a.Groups[name].Attached)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
		s.held(a, "role", name, a.Roles[name].Attached)
	}
	for _, name := range slices.Sorted(maps.Keys(a.InstanceProfiles)) {
		p := a.InstanceProfiles[name]
		s.as(a.ID)
		s.aws("iam create-instance-profile", slices.Concat([]arg{opt("--instance-profile-name", name)}, pathArg(p.Path), tagArgs(p.Tags, "Key", "Value"))...)
		if p.Role != "" {
			s.aws("iam add-role-to-instance-profile", opt("--instance-profile-name", name), opt("--role-name", p.Role))
		}
	}
}

// held writes the policies of a user, group or role.
func (s *script) held(a *world.Account, class, name string, attached []string) {
	owner := opt("--"+class+"-name", name)
	for _, policy := range s.w.InlinePolicies(a.ID, class+"s", name) {
		src, _ := s.document(a.ID + "/" + class + "s/" + name + "/policies/" + policy + ".json")
		s.as(a.ID)
		s.aws("iam put-"+class+"-policy", owner, opt("--policy-name", policy), opt("--policy-document", src))
	}
	for _, arn := range attached {
		s.as(a.ID)
		s.aws("iam attach-"+class+"-policy", owner, opt("--policy-arn", arn))
	}
}

// buckets writes buckets, what is in them, and their policies last.
func (s *script) buckets(a *world.Account) {
	for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
		b := a.Buckets[name]
		s.title("Bucket %s of %s", name, a.Name)
		s.as(a.ID)
		s.aws("s3api create-bucket", opt("--bucket", name))
		for _, key := range slices.Sorted(maps.Keys(b.Objects)) {
			s.object(b, b.Objects[key])
		}
		if src, ok := s.document(b.PolicyPath()); ok {
			s.resourcePolicy(src, "s3api put-bucket-policy", opt("--bucket", name), opt("--policy", src))
		}
	}
}

// resourcePolicy writes the command that stores a resource's policy.
func (s *script) resourcePolicy(src, words string, args ...arg) {
	if s.refused(src) {
		s.refusedByAWS("The policy names a principal that was deleted. AWS would refuse:", words, args...)
		return
	}
	s.settle(src)
	s.aws(words, args...)
}

func (s *script) object(b *world.Bucket, o *world.Object) {
	file := s.vars.pick("file", o.Key[strings.LastIndexByte(o.Key, '/')+1:], "object")
	if utf8.Valid(o.Body) && !slices.Contains(o.Body, 0) {
		s.command("printf '%s' " + quote(string(o.Body)) + " > " + file)
	} else {
		s.command("printf '%s' " + quote(base64.StdEncoding.EncodeToString(o.Body)) + " | base64 --decode > " + file)
	}
	args := []arg{opt("--bucket", b.Name), opt("--key", o.Key), opt("--body", file)}
	if o.ContentType != "binary/octet-stream" {
		args = append(args, maybe("--content-type", o.ContentType)...)
	}
	s.aws("s3api put-object", args...)
}
