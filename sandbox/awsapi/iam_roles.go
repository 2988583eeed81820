package awsapi

import (
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

func roleOperations() []*Operation {
	session := integer("MaxSessionDuration", "The longest session in seconds: 3600 to 43200.", 3600, 43200)
	trust := documentParam("AssumeRolePolicyDocument", "The trust policy: who may assume the role.")
	description := str("Description", "What the role is for.", 0, 1000, "")
	return []*Operation{
		iamOp(Operation{Name: "CreateRole", do: createRole, Doc: "Makes a role.",
			Input: []Param{pathParam(), nameParam("Role"), trust, description, session, boundaryParam(), tagsParam("Tags of the role.")}}),
		iamOp(Operation{Name: "GetRole", do: getRole, Doc: "Shows a role and its trust policy.", Input: []Param{nameParam("Role")}}),
		iamOp(Operation{Name: "ListRoles", do: listRoles, Doc: "Lists the roles of the account.", Input: []Param{pathPrefixParam()}}),
		iamOp(Operation{Name: "UpdateRole", do: updateRole, Doc: "Changes a role's description or longest session.",
			Input: []Param{nameParam("Role"), description, session}}),
		iamOp(Operation{Name: "UpdateAssumeRolePolicy", do: updateTrust, Doc: "Replaces a role's trust policy. Sessions that run go on.",
			Input: []Param{nameParam("Role"), documentParam("PolicyDocument", "The trust policy.")}}),
		iamOp(Operation{Name: "DeleteRole", do: deleteRole, Doc: "Removes a role that has no policies left.", Input: []Param{nameParam("Role")}}),
	}
}

func (c *Call) role() (*world.Role, error) {
	r := c.account().Roles[c.str("RoleName")]
	if r == nil {
		return nil, c.noSuch("The role with name %s cannot be found.", c.str("RoleName"))
	}
	return r, nil
}

// authorizedRole is the call's role once the caller may do the operation to it.
func (c *Call) authorizedRole() (*world.Role, error) {
	if err := c.iamAuthorize(c.roleTarget(c.str("RoleName")), nil); err != nil {
		return nil, err
	}
	return c.role()
}

func (c *Call) roleItem(r *world.Role, full bool) roleItem {
	item := roleItem{Path: r.Path, RoleName: r.Name, RoleID: r.ID, ARN: r.ARN(), CreateDate: r.Created, Description: r.Description, MaxSessionDuration: r.MaxSession}
	if src, ok := c.World.Document(r.TrustPath()); ok {
		item.AssumeRolePolicyDocument = policyJSON(src)
	}
	if full {
		item.Tags, item.PermissionsBoundary = tagItems(r.Tags), newBoundaryItem(r.Boundary)
	}
	return item
}

func newBoundaryItem(arn string) *boundaryItem {
	if arn == "" {
		return nil
	}
	return &boundaryItem{"Policy", arn}
}

func tagItems(tags map[string]string) []tagItem {
	var items []tagItem
	for _, k := range slices.Sorted(maps.Keys(tags)) {
		items = append(items, tagItem{k, tags[k]})
	}
	return items
}

func createRole(c *Call) (any, error) {
	name, path := c.str("RoleName"), orElse(c.str("Path"), "/")
	target := c.iamTarget("role"+strings.TrimSuffix(path, "/"), name)
	if err := c.authorizeTagged(target, "iam:TagRole"); err != nil {
		return nil, err
	}
	bound, err := c.boundary()
	if err != nil {
		return nil, err
	}
	if taken(c.account().Roles, name, "") {
		return nil, c.exists("Role with name %s already exists.", name)
	}
	r, err := c.World.AddRole(c.account(), name, path, c.str("AssumeRolePolicyDocument"))
	if err != nil {
		return nil, c.malformed("MalformedPolicyDocument", err)
	}
	r.Description, r.Boundary, r.Tags = c.str("Description"), bound, c.tagMap()
	if c.has("MaxSessionDuration") {
		r.MaxSession = c.num("MaxSessionDuration")
	}
	c.World.Touch()
	c.answer("role", map[string]any{"roleName": r.Name, "roleId": r.ID, "arn": r.ARN()})
	item := c.roleItem(r, true)
	if !c.has("MaxSessionDuration") {
		item.MaxSessionDuration = 0 // CreateRole answers it only when it was given
	}
	return &roleOutput{item}, nil
}

func getRole(c *Call) (any, error) {
	r, err := c.authorizedRole()
	if err != nil {
		return nil, err
	}
	item := c.roleItem(r, true)
	item.RoleLastUsed = &struct{}{}
	return &roleOutput{item}, nil
}

func listRoles(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget("role"), nil); err != nil {
		return nil, err
	}
	out := &listRolesOutput{Roles: []roleItem{}}
	for _, name := range slices.Sorted(maps.Keys(c.account().Roles)) {
		if r := c.account().Roles[name]; strings.HasPrefix(r.Path, c.str("PathPrefix")) {
			out.Roles = append(out.Roles, c.roleItem(r, false))
		}
	}
	return out, nil
}

func updateRole(c *Call) (any, error) {
	r, err := c.authorizedRole()
	if err != nil {
		return nil, err
	}
	if c.has("Description") {
		r.Description = c.str("Description")
	}
	// "If you do not specify a value for this setting, the default value of one hour
	// is applied", says UpdateRole's page in the IAM API Reference.
	r.MaxSession = 3600
	if c.has("MaxSessionDuration") {
		r.MaxSession = c.num("MaxSessionDuration")
	}
	c.World.Touch()
	return nil, nil
}

func updateTrust(c *Call) (any, error) {
	r, err := c.authorizedRole()
	if err != nil {
		return nil, err
	}
	if _, err := c.World.SetDocument(r.TrustPath(), c.str("PolicyDocument")); err != nil {
		return nil, c.malformed("MalformedPolicyDocument", err)
	}
	return nil, nil
}

func deleteRole(c *Call) (any, error) {
	r, err := c.authorizedRole()
	if err != nil {
		return nil, err
	}
	switch {
	case len(r.Attached) > 0:
		return nil, c.fail("DeleteConflict", 409, "Cannot delete entity, must detach all policies first.")
	case len(c.World.InlinePolicies(r.Account, "roles", r.Name)) > 0:
		return nil, c.fail("DeleteConflict", 409, "Cannot delete entity, must delete policies first.")
	}
	for _, p := range c.account().InstanceProfiles {
		if p.Role == r.Name {
			return nil, c.fail("DeleteConflict", 409, "Cannot delete entity, must remove roles from instance profile first.")
		}
	}
	c.World.DeleteRole(r)
	return nil, nil
}
