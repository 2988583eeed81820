package export

import (
	"maps"
	"slices"

	"rolecall/sandbox/world"

	"github.com/hashicorp/hcl/v2/hclwrite"
)

const (
	organizationType = "aws_organizations_organization"
	unitType         = "aws_organizations_organizational_unit"
	controlType      = "aws_organizations_policy"
	waitType         = "terraform_data" // Terraform's own, of its version 1.4
)

// knowOrganization has the ids of the organization and its units stand for
// references.
func (c *config) knowOrganization() {
	if c.org == nil || c.org.Root == nil {
		return
	}
	c.account = c.org.Management
	id := c.blockName(organizationType, c.org.ID, "organization")
	c.symbols.add(symbol{text: c.org.ID, name: []string{organizationType, id, "id"}})
	c.symbols.add(symbol{text: c.org.Root.ID, name: []string{organizationType, id, "roots"}, index: true})
	c.knowUnits(c.org.Root)
}

func (c *config) knowUnits(n *world.Node) {
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		ou := n.OUs[name]
		c.symbols.add(symbol{text: ou.ID, name: []string{unitType, c.blockName(unitType, ou.ID, name), "id"}})
		c.knowUnits(ou)
	}
}

// nodeID is the id of the root, a unit or an account.
func (c *config) nodeID(id string) hclwrite.Tokens { return c.symbols.text(id, false) }

// organizationBlocks writes the tree and its policies.
func (c *config) organizationBlocks() {
	if c.org == nil || c.org.Root == nil {
		return
	}
	c.section("The organization")
	c.account = c.org.Management
	rest := c.blocks
	b := c.block(organizationType, c.org.ID, "organization")
	plain(b, "feature_set", "ALL")
	b.SetAttributeRaw("enabled_policy_types", strs(c.policyTypes()))
	if len(c.org.Services) > 0 {
		b.SetAttributeRaw("aws_service_access_principals", strs(c.org.Services))
	}
	c.accessBlocks()
	c.leave("accounts of the organization are taken to be its members already. If you have an organization, import it: `terraform import %s.%s ORGANIZATION-ID`.", organizationType, c.ids[organizationType+" "+c.org.ID])
	c.unitBlocks(c.org.Root)
	for _, f := range c.w.Files() {
		c.flush()
		if (f.Class == "scps" || f.Class == "rcps") && f.Name != world.FullAccess {
			c.control(f)
		}
	}
	c.attachments(c.org.Root, c.allElse(rest))
}

// allElse is a block that stands once all of the accounts' own stand. The policies
// are attached after it.
func (c *config) allElse(rest []symbol) symbol {
	c.file.Body().AppendNewline()
	c.remark(c.file.Body(), "From here on the organization's policies bind whoever builds: they are attached when all else stands.")
	b := c.file.Body().AppendNewBlock("resource", []string{waitType, "all_else"}).Body()
	after(b, rest...)
	return symbol{name: []string{waitType, "all_else"}}
}

// organization is the block on which the others hang.
func (c *config) organization() symbol {
	return symbol{name: []string{organizationType, c.ids[organizationType+" "+c.org.ID]}}
}

// accessBlocks say who administers services and root access in the organization.
func (c *config) accessBlocks() {
	for _, service := range slices.Sorted(maps.Keys(c.org.Delegated)) {
		for _, account := range c.org.Delegated[service] {
			c.flush()
			b := c.block("aws_organizations_delegated_administrator", account+" "+service, account+"_"+service)
			b.SetAttributeRaw("account_id", c.symbols.text(account, false))
			plain(b, "service_principal", service)
			after(b, c.organization())
		}
	}
	if len(c.org.RootFeatures) > 0 {
		b := c.block("aws_iam_organizations_features", c.org.ID, "root_access")
		b.SetAttributeRaw("enabled_features", strs(c.org.RootFeatures))
		after(b, c.organization())
	}
}

func (c *config) unitBlocks(n *world.Node) {
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		c.flush()
		ou := n.OUs[name]
		b := c.block(unitType, ou.ID, name)
		plain(b, "name", name)
		b.SetAttributeRaw("parent_id", c.nodeID(n.ID))
		for _, a := range ou.Accounts {
			c.leave("account %s belongs under the unit %s: move it there, with `aws organizations move-account`, or import it as an aws_organizations_account.", a.ID, name)
		}
		c.unitBlocks(ou)
	}
}

func (c *config) control(f world.File) {
	b := c.block(controlType, f.Path, f.Class[:3]+"_"+f.Name)
	plain(b, "name", f.Name)
	kind := "SERVICE_CONTROL_POLICY"
	if f.Class == "rcps" {
		kind = "RESOURCE_CONTROL_POLICY"
	}
	plain(b, "type", kind)
	src, _ := c.w.Document(f.Path)
	c.policy(b, "content", src)
	after(b, c.organization())
}

func (c *config) attachments(n *world.Node, rest symbol) {
	c.attached(n.ID, n.Name, n.SCPs, n.RCPs, rest)
	for _, a := range n.Accounts {
		c.attached(a.ID, a.ID, a.SCPs, a.RCPs, rest)
	}
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		c.attachments(n.OUs[name], rest)
	}
}

func (c *config) attached(id, name string, scps, rcps []string, rest symbol) {
	effective := world.EffectiveSCPs(scps)
	if !slices.Contains(effective, world.FullAccess) {
		c.leave("FullAWSAccess comes off %s, which Terraform doesn't do: `aws organizations detach-policy --policy-id p-FullAWSAccess --target-id …`.", name)
	}
	c.attach("scps", id, name, effective, rest)
	c.attach("rcps", id, name, rcps, rest)
}

func (c *config) attach(class, id, name string, policies []string, rest symbol) {
	for _, p := range policies {
		path := "organization/" + class + "/" + p + ".json"
		if c.ids[controlType+" "+path] == "" {
			continue
		}
		c.flush()
		b := c.block(controlType+"_attachment", id+" "+path, name+"_"+p)
		b.SetAttributeRaw("policy_id", c.attr(controlType, path, "id"))
		b.SetAttributeRaw("target_id", c.nodeID(id))
		after(b, rest)
	}
}
