package awsapi

import (
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// resourceTarget is a resource with a policy of its own as the target of a call.
func resourceTarget(r *world.Resource) world.Target {
	return world.Target{ARN: r.ARN(), Account: r.Account, Policy: r.PolicyPath(), Tags: r.Tags}
}

// resource finds what a call names, by name in the caller's account or by ARN
// anywhere; the target stands for it when it doesn't exist.
func (c *Call) resource(kind, nameOrARN, missingARN string) (*world.Resource, world.Target) {
	if strings.HasPrefix(nameOrARN, "arn:") {
		if r := c.World.ResourceByARN(nameOrARN); r != nil && r.Kind == kind {
			return r, resourceTarget(r)
		}
		return nil, world.Target{ARN: nameOrARN, Account: orElse(iam.AccountOf(nameOrARN), c.Access.Who.Account)}
	}
	if a := c.World.Account(c.Access.Who.Account); a != nil {
		if r := a.Resource(kind, nameOrARN); r != nil {
			return r, resourceTarget(r)
		}
	}
	return nil, world.Target{ARN: missingARN, Account: c.Access.Who.Account}
}

// arnOf is the ARN that a resource of the caller's account would have.
func (c *Call) arnOf(service, rest string) string {
	return "arn:aws:" + service + ":" + world.Region + ":" + c.Access.Who.Account + ":" + rest
}

// resourcesOf lists the caller's own resources of a kind by name.
func (c *Call) resourcesOf(kind string) []*world.Resource {
	a := c.World.Account(c.Access.Who.Account)
	if a == nil {
		return nil
	}
	var list []*world.Resource
	for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
		if a.Resources[key].Kind == kind {
			list = append(list, a.Resources[key])
		}
	}
	return list
}

// setValue changes what a resource holds.
func (c *Call) setValue(r *world.Resource, key, value string) {
	if r.Values == nil {
		r.Values = map[string]string{}
	}
	r.Values[key] = value
	c.World.Touch()
}

// tooBig refuses values that the sandbox doesn't want to keep.
func (c *Call) tooBig(code, value string) error {
	if len(value) > 4096 {
		return c.fail(code, 400, "Values in the sandbox hold at most 4,096 bytes.")
	}
	return nil
}

// authorizeWithTags authorizes the operation's own action, and tagging by another
// where the call gives tags; both see them.
func (c *Call) authorizeWithTags(t world.Target, tagging string, tags map[string]string, extra world.Context) error {
	ctx := world.Context{}
	maps.Copy(ctx, extra)
	for _, k := range slices.Sorted(maps.Keys(tags)) {
		ctx["aws:RequestTag/"+k] = []string{tags[k]}
		ctx["aws:TagKeys"] = append(ctx["aws:TagKeys"], k)
	}
	if err := c.authorize(c.Op.Action, t, ctx); err != nil || len(tags) == 0 {
		return err
	}
	return c.authorize(tagging, t, ctx)
}

// setPolicy writes a resource's own policy, or takes it away when it is empty.
func (c *Call) setPolicy(r *world.Resource, src, code string) error {
	if src == "" {
		if _, there := c.World.Document(r.PolicyPath()); !there {
			return nil
		}
		return c.World.RemoveDocument(r.PolicyPath())
	}
	if _, err := c.World.SetDocument(r.PolicyPath(), src); err != nil {
		return c.malformed(code, err)
	}
	return nil
}

// locksOut reports whether the caller couldn't do an action that sets a resource's
// policy once src is that policy. A text that doesn't parse locks nobody out: it
// isn't stored.
func (c *Call) locksOut(r *world.Resource, action, src string) bool {
	target := resourceTarget(r)
	policies := c.Access.PoliciesOf(target)
	next, findings := iam.Parse(iam.KindResource, r.PolicyPath(), []byte(src))
	req, err := iam.NewRequest(c.Access.Who.Principal(), action, r.ARN(), r.Account, c.Access.ContextOf(target, nil))
	if err != nil || iam.HasError(findings) {
		return false
	}
	policies.Resource = next
	return iam.Evaluate(req, policies).Decision != iam.Allowed
}

// orNone keeps an empty map from being stored.
func orNone(m map[string]string) map[string]string {
	if len(m) == 0 {
		return nil
	}
	return m
}
