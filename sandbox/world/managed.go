package world

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// The AWS managed policies that a world knows, word for word from the AWS
// Managed Policy Reference Guide.
//
//go:embed managed/*.json managed/root-task/*.json
var awsManaged embed.FS

const awsManagedPrefix = "arn:aws:iam::aws:policy/"

func awsManagedDocument(path string) (string, bool) {
	name, ok := strings.CutPrefix(path, "aws/policies/")
	if !ok {
		return "", false
	}
	src, err := awsManaged.ReadFile("managed/" + name)
	return string(src), err == nil
}

// AWSManagedPolicies lists the names of the AWS managed policies there are.
func AWSManagedPolicies() []string {
	entries, _ := awsManaged.ReadDir("managed")
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".json"); ok {
			names = append(names, name)
		}
	}
	return names
}

// RootTaskPrefix begins the ARNs of the policies that narrow a session of
// AssumeRoot to one task.
const RootTaskPrefix = awsManagedPrefix + "root-task/"

// RootTaskPolicies lists the names of those policies; see "Perform a privileged
// task on an AWS Organizations member account" in the IAM User Guide.
func RootTaskPolicies() []string {
	entries, _ := awsManaged.ReadDir("managed/root-task")
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".json"))
	}
	return names
}

// ManagedDocumentPath is the path of the document behind a managed policy's
// ARN, customer managed or AWS managed; ok is false when there is no such policy.
func (w *World) ManagedDocumentPath(arn string) (path string, ok bool) {
	if name, found := strings.CutPrefix(arn, awsManagedPrefix); found {
		path = "aws/policies/" + name + ".json"
		_, ok = awsManagedDocument(path)
		return path, ok
	}
	if p := w.ManagedPolicy(arn); p != nil {
		return p.DocumentPath(), true
	}
	return "", false
}

// PolicyText is the text of a managed policy's default version.
func (w *World) PolicyText(arn string) (src string, ok bool) {
	path, ok := w.ManagedDocumentPath(arn)
	if !ok {
		return "", false
	}
	if src, ok = w.state.Documents[path]; ok {
		return src, true
	}
	return awsManagedDocument(path)
}

// ManagedPolicy finds a customer managed policy by its ARN; nil when there is none.
func (w *World) ManagedPolicy(arn string) *ManagedPolicy {
	account, rest, ok := splitIAMARN(arn, "policy")
	if !ok || w.Account(account) == nil {
		return nil
	}
	p := w.Account(account).Policies[lastSegment(rest)]
	if p == nil || p.ARN() != arn {
		return nil
	}
	return p
}

// managed compiles managed policies by their ARNs. One that is missing counts
// as a policy that says nothing.
func (w *World) managed(arns []string, kind iam.Kind) []*iam.Policy {
	var ps []*iam.Policy
	for _, arn := range arns {
		if path, ok := w.ManagedDocumentPath(arn); ok {
			ps = appendPolicy(ps, w.policy(path, kind))
		}
	}
	return ps
}

// AttachmentCount says how many users, groups and roles have the policy
// attached or as their boundary.
func (w *World) AttachmentCount(arn string) int {
	attached, boundaries := w.Uses(arn)
	return attached + boundaries
}

// Uses says how many users, groups and roles have the policy attached, and how
// many users and roles have it as their boundary.
func (w *World) Uses(arn string) (attached, boundaries int) {
	count := func(policies []string, boundary string) {
		if slices.Contains(policies, arn) {
			attached++
		}
		if boundary == arn {
			boundaries++
		}
	}
	for _, a := range w.state.Accounts {
		for _, u := range a.Users {
			count(u.Attached, u.Boundary)
		}
		for _, g := range a.Groups {
			count(g.Attached, "")
		}
		for _, r := range a.Roles {
			count(r.Attached, r.Boundary)
		}
	}
	return attached, boundaries
}

// PolicyARN turns what an author may write for a managed policy (a name of the
// account's, or an ARN) into its ARN.
func (w *World) PolicyARN(account, nameOrARN string) (string, error) {
	arn := nameOrARN
	if !strings.HasPrefix(arn, "arn:") {
		p := w.Account(account).Policies[nameOrARN]
		if p == nil {
			return "", fmt.Errorf("account %s has no managed policy named %q", account, nameOrARN)
		}
		return p.ARN(), nil
	}
	if _, ok := w.ManagedDocumentPath(arn); !ok {
		return "", fmt.Errorf("there is no managed policy %s; of AWS's own the sandbox knows %s", arn, strings.Join(AWSManagedPolicies(), ", "))
	}
	return arn, nil
}

// splitIAMARN takes arn:aws:iam::ACCT:TYPE/REST apart.
func splitIAMARN(arn, typ string) (account, rest string, ok bool) {
	a, ok := iam.ParseARN(arn)
	if !ok || a.Partition != "aws" || a.Service != "iam" || a.Region != "" {
		return "", "", false
	}
	rest, ok = strings.CutPrefix(a.Resource, typ+"/")
	return a.Account, rest, ok && rest != ""
}

func lastSegment(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }

// RoleByARN finds a role by its ARN, path included; nil when there is none.
func (w *World) RoleByARN(arn string) *Role {
	account, rest, ok := splitIAMARN(arn, "role")
	if !ok || w.Account(account) == nil {
		return nil
	}
	r := w.Account(account).Roles[lastSegment(rest)]
	if r == nil || r.ARN() != arn {
		return nil
	}
	return r
}

// UserByARN finds a user by its ARN, path included; nil when there is none.
func (w *World) UserByARN(arn string) *User {
	account, rest, ok := splitIAMARN(arn, "user")
	if !ok || w.Account(account) == nil {
		return nil
	}
	u := w.Account(account).Users[lastSegment(rest)]
	if u == nil || u.ARN() != arn {
		return nil
	}
	return u
}
