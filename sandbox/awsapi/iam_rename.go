package awsapi

import (
	"strings"
)

// renameOperations change what a user or group is called. Whoever does so needs the
// permission on the old ARN and on the new one; see UpdateUser and UpdateGroup in
// the IAM API Reference.
func renameOperations() []*Operation {
	newPath := func(what string) Param {
		return str("NewPath", "The "+what+"'s new path; left out, it keeps its own.", 1, 512, pathPattern)
	}
	return []*Operation{
		iamOp(Operation{Name: "UpdateUser", do: updateUser, Doc: "Gives a user another name or path; its unique id stays.",
			Input: []Param{nameParam("User"), newPath("user"), str("NewUserName", "The user's new name; left out, it keeps its own.", 1, 64, iamName)}}),
		iamOp(Operation{Name: "UpdateGroup", do: updateGroup, Doc: "Gives a group another name or path; its unique id stays.",
			Input: []Param{nameParam("Group"), newPath("group"), str("NewGroupName", "The group's new name; left out, it keeps its own.", 1, 128, iamName)}}),
	}
}

// taken reports whether somebody but own has a name. Names are not distinguished by
// case; see CreateUser in the IAM API Reference.
func taken[V any](m map[string]V, name, own string) bool {
	for other := range m {
		if other != own && strings.EqualFold(other, name) {
			return true
		}
	}
	return false
}

// authorizeNew asks for the operation on the ARN that a user or group is to have.
func (c *Call) authorizeNew(kind, path, name string, tags map[string]string) error {
	target := c.iamTarget(kind+strings.TrimSuffix(path, "/"), name)
	target.Tags = tags
	return c.iamAuthorize(target, nil)
}

func updateUser(c *Call) (any, error) {
	u, err := c.authorizedUser()
	if err != nil {
		return nil, err
	}
	name, path := orElse(c.str("NewUserName"), u.Name), orElse(c.str("NewPath"), u.Path)
	if err := c.authorizeNew("user", path, name, u.Tags); err != nil {
		return nil, err
	}
	if taken(c.account().Users, name, u.Name) {
		return nil, c.exists("User with name %s already exists.", name)
	}
	if _, err := c.World.RenameUser(u, name, path); err != nil {
		return nil, c.fail("ValidationError", 400, "%s", err.Error())
	}
	return nil, nil
}

func updateGroup(c *Call) (any, error) {
	g, err := c.authorizedGroup()
	if err != nil {
		return nil, err
	}
	name, path := orElse(c.str("NewGroupName"), g.Name), orElse(c.str("NewPath"), g.Path)
	if err := c.authorizeNew("group", path, name, nil); err != nil {
		return nil, err
	}
	if taken(c.account().Groups, name, g.Name) {
		return nil, c.exists("Group with name %s already exists.", name)
	}
	if err := c.World.RenameGroup(g, name, path); err != nil {
		return nil, c.fail("ValidationError", 400, "%s", err.Error())
	}
	return nil, nil
}
