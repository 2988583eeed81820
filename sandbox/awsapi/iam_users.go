package awsapi

import (
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

func userOperations() []*Operation {
	ownName := str("UserName", "The user's name; the caller's own unless given.", 1, 128, iamName)
	newName := required(str("UserName", "The user's name.", 1, 64, iamName))
	return []*Operation{
		iamOp(Operation{Name: "CreateUser", do: createUser, Doc: "Makes a user without keys.",
			Input: []Param{pathParam(), newName, boundaryParam(), tagsParam("Tags of the user.")}}),
		iamOp(Operation{Name: "GetUser", do: getUser, Doc: "Shows a user.", Input: []Param{ownName}}),
		iamOp(Operation{Name: "ListUsers", do: listUsers, Doc: "Lists the users of the account.", Input: []Param{pathPrefixParam()}}),
		iamOp(Operation{Name: "DeleteUser", do: deleteUser, Doc: "Removes a user that has nothing left.", Input: []Param{nameParam("User")}}),
		iamOp(Operation{Name: "ListMFADevices", do: listMFADevices, Doc: "Lists a user's MFA devices.", Input: []Param{ownName}}),
		iamOp(Operation{Name: "ListGroupsForUser", do: listGroupsForUser, Doc: "Lists the groups a user is in.", Input: []Param{nameParam("User")}}),
	}
}

func groupOperations() []*Operation {
	return []*Operation{
		iamOp(Operation{Name: "CreateGroup", do: createGroup, Doc: "Makes a group.", Input: []Param{pathParam(), nameParam("Group")}}),
		iamOp(Operation{Name: "GetGroup", do: getGroup, Doc: "Shows a group and its users.", Input: []Param{nameParam("Group")}}),
		iamOp(Operation{Name: "ListGroups", do: listGroups, Doc: "Lists the groups of the account.", Input: []Param{pathPrefixParam()}}),
		iamOp(Operation{Name: "DeleteGroup", do: deleteGroup, Doc: "Removes a group that has nothing left.", Input: []Param{nameParam("Group")}}),
		iamOp(Operation{Name: "AddUserToGroup", do: addUserToGroup, Doc: "Puts a user into a group.", Input: []Param{nameParam("Group"), nameParam("User")}}),
		iamOp(Operation{Name: "RemoveUserFromGroup", do: removeUserFromGroup, Doc: "Takes a user out of a group.", Input: []Param{nameParam("Group"), nameParam("User")}}),
	}
}

// userName is the user a call is about: the caller when none is named.
func (c *Call) userName() string {
	if c.has("UserName") || c.Access.Who.User == nil {
		return c.str("UserName")
	}
	return c.Access.Who.User.Name
}

// authorizedUser is the call's user once the caller may do the operation to it.
func (c *Call) authorizedUser() (*world.User, error) {
	name := c.userName()
	if name == "" {
		return nil, c.fail("ValidationError", 400, "Must specify userName when calling with non-User credentials")
	}
	if err := c.iamAuthorize(c.userTarget(name), nil); err != nil {
		return nil, err
	}
	u := c.account().Users[name]
	if u == nil {
		return nil, c.noSuch("The user with name %s cannot be found.", name)
	}
	return u, nil
}

func newUserItem(u *world.User, full bool) userItem {
	item := userItem{Path: u.Path, UserName: u.Name, UserID: u.ID, ARN: u.ARN(), CreateDate: u.Created}
	if full {
		item.Tags, item.PermissionsBoundary = tagItems(u.Tags), newBoundaryItem(u.Boundary)
	}
	return item
}

func createUser(c *Call) (any, error) {
	name, path := c.str("UserName"), orElse(c.str("Path"), "/")
	target := c.iamTarget("user"+strings.TrimSuffix(path, "/"), name)
	if err := c.authorizeTagged(target, "iam:TagUser"); err != nil {
		return nil, err
	}
	bound, err := c.boundary()
	if err != nil {
		return nil, err
	}
	if taken(c.account().Users, name, "") {
		return nil, c.exists("User with name %s already exists.", name)
	}
	u, err := c.World.AddUser(c.account(), name, path)
	if err != nil {
		return nil, c.fail("ValidationError", 400, "%s", err.Error())
	}
	u.Boundary, u.Tags = bound, c.tagMap()
	c.World.Touch()
	c.answer("user", map[string]any{"userName": u.Name, "userId": u.ID, "arn": u.ARN()})
	return &userOutput{newUserItem(u, true)}, nil
}

func getUser(c *Call) (any, error) {
	if c.aboutRoot() {
		if err := c.iamAuthorize(c.rootTarget(), nil); err != nil {
			return nil, err
		}
		return &rootOutput{rootItem{c.account().ID, c.Access.Who.ARN, c.account().Created}}, nil
	}
	u, err := c.authorizedUser()
	if err != nil {
		return nil, err
	}
	return &userOutput{newUserItem(u, true)}, nil
}

func listUsers(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget("user"), nil); err != nil {
		return nil, err
	}
	out := &listUsersOutput{Users: []userItem{}}
	for _, name := range slices.Sorted(maps.Keys(c.account().Users)) {
		if u := c.account().Users[name]; strings.HasPrefix(u.Path, c.str("PathPrefix")) {
			out.Users = append(out.Users, newUserItem(u, false))
		}
	}
	return out, nil
}

func deleteUser(c *Call) (any, error) {
	u, err := c.authorizedUser()
	if err != nil {
		return nil, err
	}
	conflict := ""
	switch {
	case len(u.Attached) > 0:
		conflict = "must detach all policies first"
	case len(c.World.InlinePolicies(u.Account, "users", u.Name)) > 0:
		conflict = "must delete policies first"
	case len(u.Groups) > 0:
		conflict = "must remove users from group first"
	case len(u.Keys) > 0:
		conflict = "must delete access keys first"
	case len(u.MFA) > 0:
		conflict = "must delete MFA device first"
	case u.Login != nil:
		conflict = "must delete login profile first"
	}
	if conflict != "" {
		return nil, c.fail("DeleteConflict", 409, "Cannot delete entity, %s.", conflict)
	}
	c.World.DeleteUser(u)
	return nil, nil
}

func listMFADevices(c *Call) (any, error) {
	if c.aboutRoot() {
		return &listMFADevicesOutput{[]mfaDeviceItem{}}, c.iamAuthorize(c.rootTarget(), nil)
	}
	u, err := c.authorizedUser()
	if err != nil {
		return nil, err
	}
	out := &listMFADevicesOutput{MFADevices: []mfaDeviceItem{}}
	for _, d := range u.MFA {
		out.MFADevices = append(out.MFADevices, mfaDeviceItem{u.Name, d.Serial, d.Enabled})
	}
	return out, nil
}

func listGroupsForUser(c *Call) (any, error) {
	u, err := c.authorizedUser()
	if err != nil {
		return nil, err
	}
	out := &listGroupsOutput{Groups: []groupItem{}}
	for _, name := range u.Groups {
		if g := c.account().Groups[name]; g != nil {
			out.Groups = append(out.Groups, newGroupItem(g))
		}
	}
	return out, nil
}

func newGroupItem(g *world.Group) groupItem {
	return groupItem{g.Path, g.Name, g.ID, g.ARN(), g.Created}
}

// authorizedGroup is the call's group once the caller may do the operation to it.
func (c *Call) authorizedGroup() (*world.Group, error) {
	name := c.str("GroupName")
	if err := c.iamAuthorize(c.groupTarget(name), nil); err != nil {
		return nil, err
	}
	g := c.account().Groups[name]
	if g == nil {
		return nil, c.noSuch("The group with name %s cannot be found.", name)
	}
	return g, nil
}

func createGroup(c *Call) (any, error) {
	name, path := c.str("GroupName"), orElse(c.str("Path"), "/")
	if err := c.iamAuthorize(c.iamTarget("group"+strings.TrimSuffix(path, "/"), name), nil); err != nil {
		return nil, err
	}
	if taken(c.account().Groups, name, "") {
		return nil, c.exists("Group with name %s already exists.", name)
	}
	g, err := c.World.AddGroup(c.account(), name, path)
	if err != nil {
		return nil, c.fail("ValidationError", 400, "%s", err.Error())
	}
	return &createGroupOutput{newGroupItem(g)}, nil
}

func getGroup(c *Call) (any, error) {
	g, err := c.authorizedGroup()
	if err != nil {
		return nil, err
	}
	out := &getGroupOutput{Group: newGroupItem(g), Users: []userItem{}}
	for _, name := range slices.Sorted(maps.Keys(c.account().Users)) {
		if u := c.account().Users[name]; slices.Contains(u.Groups, g.Name) {
			out.Users = append(out.Users, newUserItem(u, false))
		}
	}
	return out, nil
}

func listGroups(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget("group"), nil); err != nil {
		return nil, err
	}
	out := &listGroupsOutput{Groups: []groupItem{}}
	for _, name := range slices.Sorted(maps.Keys(c.account().Groups)) {
		if g := c.account().Groups[name]; strings.HasPrefix(g.Path, c.str("PathPrefix")) {
			out.Groups = append(out.Groups, newGroupItem(g))
		}
	}
	return out, nil
}

func deleteGroup(c *Call) (any, error) {
	g, err := c.authorizedGroup()
	if err != nil {
		return nil, err
	}
	for _, u := range c.account().Users {
		if slices.Contains(u.Groups, g.Name) {
			return nil, c.fail("DeleteConflict", 409, "Cannot delete entity, must remove users from group first.")
		}
	}
	if len(g.Attached) > 0 || len(c.World.InlinePolicies(g.Account, "groups", g.Name)) > 0 {
		return nil, c.fail("DeleteConflict", 409, "Cannot delete entity, must detach all policies first.")
	}
	c.World.DeleteGroup(g)
	return nil, nil
}

// groupAndUser is the pair that a membership call is about.
func (c *Call) groupAndUser() (*world.Group, *world.User, error) {
	g, err := c.authorizedGroup()
	if err != nil {
		return nil, nil, err
	}
	u := c.account().Users[c.str("UserName")]
	if u == nil {
		return nil, nil, c.noSuch("The user with name %s cannot be found.", c.str("UserName"))
	}
	return g, u, nil
}

func addUserToGroup(c *Call) (any, error) {
	g, u, err := c.groupAndUser()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(u.Groups, g.Name) {
		u.Groups = append(u.Groups, g.Name)
		c.World.Touch()
	}
	return nil, nil
}

func removeUserFromGroup(c *Call) (any, error) {
	g, u, err := c.groupAndUser()
	if err != nil {
		return nil, err
	}
	u.Groups = slices.DeleteFunc(u.Groups, func(n string) bool { return n == g.Name })
	c.World.Touch()
	return nil, nil
}
