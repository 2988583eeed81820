package awsapi

import (
	"strings"

	"rolecall/sandbox/world"
)

// authorizeInOrganization asks for each resource that a call names: its policy and
// where that hangs, its account, its units. See "Actions, resources, and condition
// keys for AWS Organizations".
func (c *Call) authorizeInOrganization(o *world.Organization) error {
	ctx := world.Context{}
	if typ := orElse(c.str("Filter"), orElse(c.str("PolicyType"), c.str("Type"))); typ != "" {
		ctx["organizations:PolicyType"] = []string{typ}
	}
	if service := c.str("ServicePrincipal"); service != "" {
		ctx["organizations:ServicePrincipal"] = []string{service}
	}
	targets := c.organizationTargets(o, ctx)
	if len(targets) == 0 {
		return c.authorize(c.Op.Action, c.anyTarget(""), ctx)
	}
	for _, t := range targets {
		if err := c.authorize(c.Op.Action, t, ctx); err != nil {
			return err
		}
	}
	return nil
}

// organizationTargets are the resources that a call's parameters name. Of a policy
// that is known the type becomes a condition key.
func (c *Call) organizationTargets(o *world.Organization, ctx world.Context) []world.Target {
	var targets []world.Target
	add := func(arn string) {
		targets = append(targets, world.Target{ARN: arn, Account: c.Access.Who.Account})
	}
	prefix := "arn:aws:organizations::" + o.Management + ":"
	if id := c.str("PolicyId"); id != "" {
		arn := prefix + "policy/" + o.ID + "/service_control_policy/" + id
		if p, err := c.control(); err == nil {
			arn = p.summary(o).ARN
			ctx["organizations:PolicyType"] = []string{p.typ()}
		}
		add(arn)
	}
	for _, param := range []string{"AccountId", "TargetId", "ChildId", "OrganizationalUnitId", "ParentId", "SourceParentId", "DestinationParentId", "RootId"} {
		id := c.str(param)
		switch {
		case id == "":
		case strings.HasPrefix(id, "r-"):
			add(prefix + "root/" + o.ID + "/" + id)
		case strings.HasPrefix(id, "ou-"):
			add(prefix + "ou/" + o.ID + "/" + id)
		default:
			add(prefix + "account/" + o.ID + "/" + id)
		}
	}
	return targets
}
