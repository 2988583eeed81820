package awsapi

import (
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

// treeOperations are the calls of Organizations about units and where accounts
// stand.
func treeOperations() []*Operation {
	const parentForm = `(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})`
	const unitForm = `ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}`
	parent := required(str("ParentId", "The root or the unit.", 0, 100, parentForm))
	unit := required(str("OrganizationalUnitId", "The unit.", 0, 68, unitForm))
	account := required(str("AccountId", "The account.", 0, 12, `\d{12}`))
	name := str("Name", "The unit's name.", 1, 128, "")
	op := func(name, doc string, do func(*Call) (any, error), in ...Param) *Operation {
		return &Operation{Service: "organizations", Name: name, Doc: doc, Input: in, do: do}
	}
	return []*Operation{
		op("DescribeAccount", "Shows an account of the organization.", describeAccount, account),
		op("ListRoots", "Lists the organization's root and the types of policy enabled there.", listRoots),
		op("ListOrganizationalUnitsForParent", "Lists the units under the root or a unit.", listUnits, parent),
		op("ListAccountsForParent", "Lists the accounts under the root or a unit.", listAccountsUnder, parent),
		op("ListChildren", "Lists what stands under the root or a unit.", listChildren, parent, required(enum("ChildType", "Which.", "ACCOUNT", "ORGANIZATIONAL_UNIT"))),
		op("ListParents", "Says where a unit or an account stands.", listParents, required(str("ChildId", "The unit or the account.", 0, 100, `(\d{12})|(`+unitForm+`)`))),
		op("DescribeOrganizationalUnit", "Shows a unit.", describeUnit, unit),
		op("CreateOrganizationalUnit", "Makes a unit under the root or a unit.", createUnit, parent, required(name)),
		op("UpdateOrganizationalUnit", "Renames a unit.", updateUnit, unit, name),
		op("DeleteOrganizationalUnit", "Removes an empty unit.", deleteUnit, unit),
		op("MoveAccount", "Moves an account to another unit or to the root.", moveAccount, account,
			required(str("SourceParentId", "Where it stands.", 0, 100, parentForm)), required(str("DestinationParentId", "Where it is to stand.", 0, 100, parentForm))),
	}
}

// accountOutput answers DescribeAccount.
type accountOutput struct {
	Account accountItem `json:"Account"`
}

// policyTypeItem is a type of policy at the root.
type policyTypeItem struct {
	Type   string `json:"Type"`
	Status string `json:"Status"`
}

// rootNodeItem is the root of an organization.
type rootNodeItem struct {
	ID          string           `json:"Id"`
	ARN         string           `json:"Arn"`
	Name        string           `json:"Name"`
	PolicyTypes []policyTypeItem `json:"PolicyTypes"`
}

// listRootsOutput answers ListRoots.
type listRootsOutput struct {
	Roots []rootNodeItem `json:"Roots"`
}

// unitItem is an organizational unit.
type unitItem struct {
	ID   string `json:"Id"`
	ARN  string `json:"Arn"`
	Name string `json:"Name"`
	Path string `json:"Path"`
}

// unitOutput answers the calls about one unit.
type unitOutput struct {
	OrganizationalUnit unitItem `json:"OrganizationalUnit"`
}

// listUnitsOutput answers ListOrganizationalUnitsForParent.
type listUnitsOutput struct {
	OrganizationalUnits []unitItem `json:"OrganizationalUnits"`
}

// nodeItem is a place in the tree.
type nodeItem struct {
	ID   string `json:"Id"`
	Type string `json:"Type"` // ROOT, ORGANIZATIONAL_UNIT, ACCOUNT
}

// listChildrenOutput answers ListChildren.
type listChildrenOutput struct {
	Children []nodeItem `json:"Children"`
}

// listParentsOutput answers ListParents.
type listParentsOutput struct {
	Parents []nodeItem `json:"Parents"`
}

func newRootItem(o *world.Organization) rootNodeItem {
	item := rootNodeItem{o.Root.ID, "arn:aws:organizations::" + o.Management + ":root/" + o.ID + "/" + o.Root.ID, "Root", []policyTypeItem{}}
	for _, t := range []string{scpType, rcpType} {
		if !slices.Contains(o.PoliciesOff, t) {
			item.PolicyTypes = append(item.PolicyTypes, policyTypeItem{t, "ENABLED"})
		}
	}
	return item
}

func newUnitItem(o *world.Organization, n *world.Node) unitItem {
	return unitItem{n.ID, "arn:aws:organizations::" + o.Management + ":ou/" + o.ID + "/" + n.ID, n.Name, o.Path(n.ID)}
}

func describeAccount(c *Call) (any, error) {
	o, id, err := c.memberAccount()
	if err != nil {
		return nil, err
	}
	a := c.World.Account(id)
	if a == nil {
		return nil, c.fail("AccountNotFoundException", 400, "You specified an account that doesn't exist.")
	}
	return &accountOutput{newAccountItem(o, a)}, nil
}

func listRoots(c *Call) (any, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	return &listRootsOutput{[]rootNodeItem{newRootItem(o)}}, nil
}

// parent is the call's root or unit, once the caller may do the operation.
func (c *Call) parent() (*world.Organization, *world.Node, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, nil, err
	}
	n := o.Node(c.str("ParentId"))
	if n == nil {
		return nil, nil, c.fail("ParentNotFoundException", 400, "You specified a parent that doesn't exist.")
	}
	return o, n, nil
}

func listUnits(c *Call) (any, error) {
	o, n, err := c.parent()
	if err != nil {
		return nil, err
	}
	out := &listUnitsOutput{OrganizationalUnits: []unitItem{}}
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		out.OrganizationalUnits = append(out.OrganizationalUnits, newUnitItem(o, n.OUs[name]))
	}
	return out, nil
}

// accountsUnder are the ids of the accounts right under a node.
func accountsUnder(o *world.Organization, n *world.Node) []string {
	var ids []string
	if n == o.Root && o.Parent(o.Management) == n {
		ids = append(ids, o.Management)
	}
	for _, a := range n.Accounts {
		if !slices.Contains(ids, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func listAccountsUnder(c *Call) (any, error) {
	o, n, err := c.parent()
	if err != nil {
		return nil, err
	}
	out := &listAccountsOutput{Accounts: []accountItem{}}
	for _, id := range accountsUnder(o, n) {
		if a := c.World.Account(id); a != nil {
			out.Accounts = append(out.Accounts, newAccountItem(o, a))
		}
	}
	return out, nil
}

func listChildren(c *Call) (any, error) {
	o, n, err := c.parent()
	if err != nil {
		return nil, err
	}
	out := &listChildrenOutput{Children: []nodeItem{}}
	if c.str("ChildType") == "ACCOUNT" {
		for _, id := range accountsUnder(o, n) {
			out.Children = append(out.Children, nodeItem{id, "ACCOUNT"})
		}
		return out, nil
	}
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		out.Children = append(out.Children, nodeItem{n.OUs[name].ID, "ORGANIZATIONAL_UNIT"})
	}
	return out, nil
}

func listParents(c *Call) (any, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	n := o.Parent(c.str("ChildId"))
	if n == nil {
		return nil, c.fail("ChildNotFoundException", 400, "You specified a child that doesn't exist.")
	}
	typ := "ORGANIZATIONAL_UNIT"
	if n == o.Root {
		typ = "ROOT"
	}
	return &listParentsOutput{[]nodeItem{{n.ID, typ}}}, nil
}

// unit is the call's unit, once the caller may do the operation.
func (c *Call) unit() (*world.Organization, *world.Node, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, nil, err
	}
	n := o.Node(c.str("OrganizationalUnitId"))
	if n == nil || n == o.Root {
		return nil, nil, c.fail("OrganizationalUnitNotFoundException", 400, "You specified an organizational unit that doesn't exist.")
	}
	return o, n, nil
}

func describeUnit(c *Call) (any, error) {
	o, n, err := c.unit()
	if err != nil {
		return nil, err
	}
	return &unitOutput{newUnitItem(o, n)}, nil
}

const (
	deepestUnit = 5 // units nest five deep below the root
	mostUnits   = 100
)

func createUnit(c *Call) (any, error) {
	o, n, err := c.parent()
	if err != nil {
		return nil, err
	}
	name := c.str("Name")
	switch {
	case n.OUs[name] != nil:
		return nil, c.fail("DuplicateOrganizationalUnitException", 400, "An OU with the same name already exists.")
	case o.Depth(n.ID) >= deepestUnit:
		return nil, c.fail("ConstraintViolationException", 400, "You have exceeded the depth that organizational units can be nested: %d.", deepestUnit)
	case o.Root.Units() >= mostUnits:
		return nil, c.fail("ConstraintViolationException", 400, "An organization of the sandbox holds at most %d units.", mostUnits)
	}
	if n.OUs == nil {
		n.OUs = map[string]*world.Node{}
	}
	n.OUs[name] = &world.Node{ID: c.unitID(o, name), Name: name}
	c.World.Touch()
	return &unitOutput{newUnitItem(o, n.OUs[name])}, nil
}

// unitID is the id made from a unit's name, or another where that is taken.
func (c *Call) unitID(o *world.Organization, name string) string {
	id := world.OUID(name)
	if len(id) > len("ou-exam-")+32 {
		id = id[:len("ou-exam-")+32]
	}
	for o.Node(id) != nil {
		id = "ou-exam-" + strings.ReplaceAll(c.World.NewUUID(), "-", "")[:8]
	}
	return id
}

func updateUnit(c *Call) (any, error) {
	o, n, err := c.unit()
	if err != nil {
		return nil, err
	}
	above := o.Parent(n.ID)
	if name := c.str("Name"); c.has("Name") && name != n.Name {
		if above.OUs[name] != nil {
			return nil, c.fail("DuplicateOrganizationalUnitException", 400, "An OU with the same name already exists.")
		}
		delete(above.OUs, n.Name)
		n.Name = name
		above.OUs[name] = n
		c.World.Touch()
	}
	return &unitOutput{newUnitItem(o, n)}, nil
}

func deleteUnit(c *Call) (any, error) {
	o, n, err := c.unit()
	if err != nil {
		return nil, err
	}
	if len(n.Accounts) > 0 || len(n.OUs) > 0 {
		return nil, c.fail("OrganizationalUnitNotEmptyException", 400, "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.")
	}
	delete(o.Parent(n.ID).OUs, n.Name)
	c.World.Touch()
	return nil, nil
}

func moveAccount(c *Call) (any, error) {
	o, id, err := c.memberAccount()
	if err != nil {
		return nil, err
	}
	from, to := o.Node(c.str("SourceParentId")), o.Node(c.str("DestinationParentId"))
	switch {
	case from == nil || o.Parent(id) != from:
		return nil, c.fail("SourceParentNotFoundException", 400, "You specified a source parent that doesn't exist.")
	case to == nil:
		return nil, c.fail("DestinationParentNotFoundException", 400, "You specified a destination parent that doesn't exist.")
	case from == to:
		return nil, c.fail("DuplicateAccountException", 400, "The account is already present in the specified destination.")
	}
	place := &world.NodeAccount{ID: id}
	if i := slices.IndexFunc(from.Accounts, func(a *world.NodeAccount) bool { return a.ID == id }); i >= 0 {
		place = from.Accounts[i]
		from.Accounts = slices.Delete(from.Accounts, i, i+1)
	}
	to.Accounts = append(to.Accounts, place)
	c.World.Touch()
	return nil, nil
}
