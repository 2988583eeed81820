package awsapi

import (
	"slices"

	"rolecall/sandbox/world"
)

func accessKeyOperations() []*Operation {
	user := str("UserName", "The user's name; the caller's own unless given.", 1, 128, iamName)
	key := required(str("AccessKeyId", "The access key's id.", 16, 128, `[\w]+`))
	return []*Operation{
		iamOp(Operation{Name: "CreateAccessKey", do: createAccessKey, Doc: "Makes a long-term access key; its secret is shown this once.", Input: []Param{user}}),
		iamOp(Operation{Name: "ListAccessKeys", do: listAccessKeys, Doc: "Lists a user's access keys.", Input: []Param{user}}),
		iamOp(Operation{Name: "UpdateAccessKey", do: updateAccessKey, Doc: "Turns an access key off or on.",
			Input: []Param{user, key, required(enum("Status", "On or off.", "Active", "Inactive"))}}),
		iamOp(Operation{Name: "DeleteAccessKey", do: deleteAccessKey, Doc: "Removes an access key.", Input: []Param{user, key}}),
	}
}

func keyStatus(k *world.AccessKey) string {
	if k.Active {
		return "Active"
	}
	return "Inactive"
}

func createAccessKey(c *Call) (any, error) {
	u, err := c.authorizedUser()
	if err != nil {
		return nil, err
	}
	k, err := c.World.AddKey(u)
	if err != nil {
		return nil, c.fail("LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2")
	}
	c.answer("accessKey", map[string]any{"userName": u.Name, "accessKeyId": k.ID, "status": "Active"})
	return &createAccessKeyOutput{accessKeyItem{u.Name, k.ID, "Active", k.Secret, k.Created}}, nil
}

func listAccessKeys(c *Call) (any, error) {
	if c.aboutRoot() {
		return &listAccessKeysOutput{[]accessKeyMetadata{}}, c.iamAuthorize(c.rootTarget(), nil)
	}
	u, err := c.authorizedUser()
	if err != nil {
		return nil, err
	}
	out := &listAccessKeysOutput{AccessKeyMetadata: []accessKeyMetadata{}}
	for _, k := range u.Keys {
		out.AccessKeyMetadata = append(out.AccessKeyMetadata, accessKeyMetadata{u.Name, k.ID, keyStatus(k), k.Created})
	}
	return out, nil
}

// userKey is the key that a call is about, once the caller may do it.
func (c *Call) userKey() (*world.User, int, error) {
	u, err := c.authorizedUser()
	if err != nil {
		return nil, 0, err
	}
	i := slices.IndexFunc(u.Keys, func(k *world.AccessKey) bool { return k.ID == c.str("AccessKeyId") })
	if i < 0 {
		return nil, 0, c.noSuch("The Access Key with id %s cannot be found.", c.str("AccessKeyId"))
	}
	return u, i, nil
}

func updateAccessKey(c *Call) (any, error) {
	u, i, err := c.userKey()
	if err != nil {
		return nil, err
	}
	u.Keys[i].Active = c.str("Status") == "Active"
	c.World.Touch()
	return nil, nil
}

func deleteAccessKey(c *Call) (any, error) {
	u, i, err := c.userKey()
	if err != nil {
		return nil, err
	}
	u.Keys = slices.Delete(u.Keys, i, i+1)
	c.World.Touch()
	return nil, nil
}
