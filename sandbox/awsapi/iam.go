package awsapi

import (
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

// iamOperations are the calls of Identity and Access Management, 2010-05-08.
func iamOperations() []*Operation {
	return slices.Concat(
		roleOperations(), userOperations(), groupOperations(), renameOperations(), accessKeyOperations(),
		managedPolicyOperations(), profileOperations(), providerOperations(), identityProviderOperations(), rootAccessOperations(), simulationOperations(), detailOperations(), mfaOperations(), loginOperations(), tagOperations(), policyUseOperations(),
		holderOperations("Role"), holderOperations("User"), holderOperations("Group"),
	)
}

const (
	pathPattern   = `(/)|(/[!-~]+/)`
	iamName       = `[\w+=,.@-]+`
	versionIDForm = `v[1-9][0-9]*(\.[A-Za-z0-9-]*)?`
)

func iamOp(o Operation) *Operation { o.Service = "iam"; return &o }

// nameParam names a role, user or group that is there; the model lets users' names
// be longer there than where they are made.
func nameParam(class string) Param {
	max := int64(128)
	if class == "Role" {
		max = 64
	}
	return required(str(class+"Name", "The "+strings.ToLower(class)+"'s name.", 1, max, iamName))
}

func pathParam() Param {
	return str("Path", "The path, which becomes part of the ARN.", 1, 512, pathPattern)
}

func pathPrefixParam() Param {
	return str("PathPrefix", "Only those whose path begins with this.", 1, 512, `/[!-\x7f]*`)
}

func policyNameParam() Param {
	return required(str("PolicyName", "The policy's name.", 1, 128, iamName))
}

func policyARNParam() Param {
	return required(str("PolicyArn", "The managed policy's ARN.", arnMin, arnMax, ""))
}

func documentParam(name, doc string) Param { return required(str(name, doc, 1, 131072, "")) }

func boundaryParam() Param {
	return str("PermissionsBoundary", "The ARN of the managed policy to set as permissions boundary.", arnMin, arnMax, "")
}

// account is the caller's account, which IAM calls are about.
func (c *Call) account() *world.Account { return c.World.Account(c.Access.Who.Account) }

// iamTarget is a resource of the caller's account that may not exist.
func (c *Call) iamTarget(kind, name string) world.Target {
	return world.Target{ARN: "arn:aws:iam::" + c.Access.Who.Account + ":" + kind + "/" + name, Account: c.Access.Who.Account}
}

// anyTarget is for actions without resource-level permissions; kind says what
// messages show.
func (c *Call) anyTarget(kind string) world.Target {
	t := world.Target{ARN: "*", Account: c.Access.Who.Account}
	if kind != "" {
		t.Shown = "arn:aws:iam::" + c.Access.Who.Account + ":" + kind + "/"
	}
	return t
}

func (c *Call) noSuch(format string, args ...any) error {
	return c.fail("NoSuchEntity", 404, format, args...)
}

func (c *Call) exists(format string, args ...any) error {
	return c.fail("EntityAlreadyExists", 409, format, args...)
}

// roleTarget, userTarget and groupTarget are the named entity as a resource, with
// its path when it exists.
func (c *Call) roleTarget(name string) world.Target {
	if r := c.account().Roles[name]; r != nil {
		return r.Target()
	}
	return c.iamTarget("role", name)
}

func (c *Call) userTarget(name string) world.Target {
	if u := c.account().Users[name]; u != nil {
		return world.Target{ARN: u.ARN(), Account: u.Account, Tags: u.Tags}
	}
	return c.iamTarget("user", name)
}

func (c *Call) groupTarget(name string) world.Target {
	if g := c.account().Groups[name]; g != nil {
		return world.Target{ARN: g.ARN(), Account: g.Account}
	}
	return c.iamTarget("group", name)
}

// iamContext adds iam:ResourceTag, which IAM offers besides aws:ResourceTag.
func iamContext(t world.Target, more world.Context) world.Context {
	ctx := world.Context{}
	for k, v := range t.Tags {
		ctx["iam:ResourceTag/"+k] = []string{v}
	}
	maps.Copy(ctx, more)
	return ctx
}

// iamAuthorize authorizes the operation's own action on a target.
func (c *Call) iamAuthorize(t world.Target, more world.Context) error {
	return c.authorize(c.Op.Action, t, iamContext(t, more))
}

// authorizeTagged authorizes making something, and tagging it when tags are given.
func (c *Call) authorizeTagged(t world.Target, tagging string) error {
	if err := c.iamAuthorize(t, c.tagContext()); err != nil || !c.has("Tags") {
		return err
	}
	return c.authorize(tagging, t, c.tagContext())
}

// tagContext is what tags in a request look like to conditions.
func (c *Call) tagContext() world.Context {
	ctx := world.Context{}
	for _, v := range c.list("Tags") {
		k := member(v, "Key")
		ctx["aws:RequestTag/"+k] = []string{member(v, "Value")}
		ctx["aws:TagKeys"] = append(ctx["aws:TagKeys"], k)
	}
	if b := c.str("PermissionsBoundary"); b != "" {
		ctx["iam:PermissionsBoundary"] = []string{b}
	}
	return ctx
}

func (c *Call) tagMap() map[string]string {
	m := map[string]string{}
	for _, v := range c.list("Tags") {
		m[member(v, "Key")] = member(v, "Value")
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// boundary checks the ARN of a permissions boundary that a call sets.
func (c *Call) boundary() (string, error) {
	arn := c.str("PermissionsBoundary")
	if arn == "" {
		return "", nil
	}
	if _, ok := c.World.ManagedDocumentPath(arn); !ok || strings.HasPrefix(arn, world.RootTaskPrefix) {
		return "", c.noSuch("Scope ARN: %s does not exist or is not attachable.%s", arn, notKept(arn))
	}
	return arn, nil
}

func (c *Call) answer(key string, value any) { c.answered = map[string]any{key: value} }

// passRole authorizes handing a role to a service; it is a permission and no
// call, so it leaves no event of its own. See "Grant a user permissions to pass a
// role to an AWS service" in the IAM User Guide.
func (c *Call) passRole(r *world.Role, service string) error {
	return c.authorize("iam:PassRole", r.Target(), iamContext(r.Target(), world.Context{"iam:PassedToService": {service}}))
}
