package awsapi

import (
	"slices"

	"rolecall/sandbox/world"
)

// controlOperations are the calls about an organization's policies besides those
// that make, attach and show them.
func controlOperations() []*Operation {
	policy := required(str("PolicyId", "The policy's id: p-….", 0, 130, ""))
	root := required(str("RootId", "The organization's root: r-….", 0, 34, `r-[0-9a-z]{4,32}`))
	typ := required(enum("PolicyType", "Which type.", scpType, rcpType))
	management := []string{"TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY", "DECLARATIVE_POLICY_EC2", "SECURITYHUB_POLICY",
		"INSPECTOR_POLICY", "UPGRADE_ROLLOUT_POLICY", "BEDROCK_POLICY", "S3_POLICY", "NETWORK_SECURITY_DIRECTOR_POLICY"}
	op := func(name, doc string, do func(*Call) (any, error), in ...Param) *Operation {
		return &Operation{Service: "organizations", Name: name, Doc: doc, Input: in, do: do}
	}
	return []*Operation{
		op("EnablePolicyType", "Enables a type of policy at the root.", enablePolicyType, root, typ),
		op("DisablePolicyType", "Disables a type of policy: all policies of it are detached.", disablePolicyType, root, typ),
		op("UpdatePolicy", "Changes a policy of the organization.", updateControl, policy, str("Description", "What it is for.", 0, 512, ""), text("Content", "The policy document.")),
		op("DeletePolicy", "Removes a policy of the organization that is attached nowhere.", deleteControl, policy),
		op("ListTargetsForPolicy", "Lists where a policy is attached.", targetsOfControl, policy),
		op("DescribeEffectivePolicy", "Shows the effective management policy of an account. Service and resource control policies have none.", effectivePolicy,
			required(enum("PolicyType", "Which type.", management...)), str("TargetId", "The account; the caller's own unless given.", 0, 100, "")),
	}
}

// rootOutputItem answers EnablePolicyType and DisablePolicyType.
type rootOutputItem struct {
	Root rootNodeItem `json:"Root"`
}

// targetItem is where a policy is attached.
type targetItem struct {
	TargetID string `json:"TargetId"`
	ARN      string `json:"Arn"`
	Name     string `json:"Name"`
	Type     string `json:"Type"`
}

// listTargetsOutput answers ListTargetsForPolicy.
type listTargetsOutput struct {
	Targets []targetItem `json:"Targets"`
}

// policyTypeRoot is the organization of a call about a type of policy.
func (c *Call) policyTypeRoot() (*world.Organization, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	if o.Root.ID != c.str("RootId") {
		return nil, c.fail("RootNotFoundException", 400, "You specified a root that doesn't exist.")
	}
	return o, nil
}

func enablePolicyType(c *Call) (any, error) {
	o, err := c.policyTypeRoot()
	if err != nil {
		return nil, err
	}
	typ := c.str("PolicyType")
	if !slices.Contains(o.PoliciesOff, typ) {
		return nil, c.fail("PolicyTypeAlreadyEnabledException", 400, "The specified policy type is already enabled.")
	}
	o.PoliciesOff = slices.DeleteFunc(o.PoliciesOff, func(t string) bool { return t == typ })
	c.World.Touch()
	return &rootOutputItem{newRootItem(o)}, nil
}

// disablePolicyType detaches all policies of the type. Without any of its own, a
// node or account has FullAWSAccess alone, so nothing is limited any more.
func disablePolicyType(c *Call) (any, error) {
	o, err := c.policyTypeRoot()
	if err != nil {
		return nil, err
	}
	typ := c.str("PolicyType")
	if slices.Contains(o.PoliciesOff, typ) {
		return nil, c.policyTypeOff()
	}
	o.PoliciesOff = append(o.PoliciesOff, typ)
	eachAttachment(o, func(_, _, _ string, scps, rcps *[]string) {
		if typ == scpType {
			*scps = nil
		} else {
			*rcps = nil
		}
	})
	c.World.Touch()
	return &rootOutputItem{newRootItem(o)}, nil
}

func (c *Call) policyTypeOff() error {
	return c.fail("PolicyTypeNotEnabledException", 400, "This operation can be performed only for enabled policy types.")
}

// eachAttachment calls do for the root, every unit and every account with what
// hangs on it. The management account's place may be missing from the tree.
func eachAttachment(o *world.Organization, do func(id, name, typ string, scps, rcps *[]string)) {
	o.Root.Walk(func(n *world.Node) {
		typ := "ORGANIZATIONAL_UNIT"
		if n == o.Root {
			typ = "ROOT"
		}
		do(n.ID, n.Name, typ, &n.SCPs, &n.RCPs)
		for _, a := range n.Accounts {
			do(a.ID, "", "ACCOUNT", &a.SCPs, &a.RCPs)
		}
	})
}

func updateControl(c *Call) (any, error) {
	o, p, err := c.knownControl()
	if err != nil {
		return nil, err
	}
	if p.managedByAWS() {
		return nil, c.fail("InvalidInputException", 400, "You can't change a policy that AWS manages.")
	}
	if c.has("Content") {
		if _, err := c.World.SetDocument(p.path(), c.str("Content")); err != nil {
			return nil, c.malformed("MalformedPolicyDocumentException", err)
		}
	}
	return c.controlOutput(o, p), nil
}

func deleteControl(c *Call) (any, error) {
	o, p, err := c.knownControl()
	if err != nil {
		return nil, err
	}
	if p.managedByAWS() {
		return nil, c.fail("InvalidInputException", 400, "You can't delete a policy that AWS manages.")
	}
	if len(targetsOf(c, o, p)) > 0 {
		return nil, c.fail("PolicyInUseException", 400, "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.")
	}
	return nil, c.World.RemoveDocument(p.path())
}

func targetsOfControl(c *Call) (any, error) {
	o, p, err := c.knownControl()
	if err != nil {
		return nil, err
	}
	return &listTargetsOutput{targetsOf(c, o, p)}, nil
}

func targetsOf(c *Call, o *world.Organization, p control) []targetItem {
	targets := []targetItem{}
	prefix := "arn:aws:organizations::" + o.Management + ":"
	kinds := map[string]string{"ROOT": "root/", "ORGANIZATIONAL_UNIT": "ou/", "ACCOUNT": "account/"}
	eachAttachment(o, func(id, name, typ string, scps, rcps *[]string) {
		if !slices.Contains(attached(o, p.typ(), *scps, *rcps), p.name) {
			return
		}
		if a := c.World.Account(id); typ == "ACCOUNT" && a != nil {
			name = a.Name
		}
		targets = append(targets, targetItem{id, prefix + kinds[typ] + o.ID + "/" + id, name, typ})
	})
	return targets
}

// effectivePolicy: the sandbox has none of the management policies that have an
// effective form.
func effectivePolicy(c *Call) (any, error) {
	if _, err := c.organization(false); err != nil {
		return nil, err
	}
	return nil, c.fail("EffectivePolicyNotFoundException", 400, "If you ran this action on the management account, this policy type is not enabled. If you ran the action on a member account, the account doesn't have an effective policy of this type.")
}
