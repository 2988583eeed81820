package awsapi

import (
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

func profileParam() Param {
	return required(str("InstanceProfileName", "The instance profile's name.", 1, 128, iamName))
}

func profileOperations() []*Operation {
	name := profileParam()
	return []*Operation{
		iamOp(Operation{Name: "CreateInstanceProfile", do: createProfile, Doc: "Makes an empty instance profile.", Input: []Param{name, pathParam(), tagsParam("Tags of the instance profile.")}}),
		iamOp(Operation{Name: "GetInstanceProfile", do: getProfile, Doc: "Shows an instance profile and its role.", Input: []Param{name}}),
		iamOp(Operation{Name: "ListInstanceProfiles", do: listProfiles, Doc: "Lists the instance profiles of the account."}),
		iamOp(Operation{Name: "ListInstanceProfilesForRole", do: profilesForRole, Doc: "Lists the instance profiles that hold a role.", Input: []Param{nameParam("Role")}}),
		iamOp(Operation{Name: "DeleteInstanceProfile", do: deleteProfile, Doc: "Removes an instance profile without a role.", Input: []Param{name}}),
		iamOp(Operation{Name: "AddRoleToInstanceProfile", do: addRoleToProfile, Doc: "Puts a role into an instance profile.", Input: []Param{name, nameParam("Role")}}),
		iamOp(Operation{Name: "RemoveRoleFromInstanceProfile", do: removeRoleFromProfile, Doc: "Takes the role out of an instance profile.", Input: []Param{name, nameParam("Role")}}),
	}
}

func providerOperations() []*Operation {
	return []*Operation{
		iamOp(Operation{Name: "ListOpenIDConnectProviders", do: listOIDC, Doc: "Lists the OpenID Connect providers of the account."}),
		iamOp(Operation{Name: "ListSAMLProviders", do: listSAML, Doc: "Lists the SAML providers of the account."}),
	}
}

func (c *Call) profileItem(p *world.InstanceProfile) instanceProfileItem {
	item := instanceProfileItem{p.Path, p.Name, p.ID, p.ARN(), p.Created, []roleItem{}}
	if r := c.account().Roles[p.Role]; r != nil {
		role := c.roleItem(r, false)
		role.MaxSessionDuration, role.Description = 0, ""
		item.Roles = append(item.Roles, role)
	}
	return item
}

// findProfile is an instance profile of the account, nil when there is none, and the
// resource that it is or would be.
func (c *Call) findProfile(name string) (*world.InstanceProfile, world.Target) {
	p := c.account().InstanceProfiles[name]
	if p == nil {
		return nil, c.iamTarget("instance-profile", name)
	}
	return p, world.Target{ARN: p.ARN(), Account: p.Account, Tags: p.Tags}
}

// profile is the call's instance profile, once the caller may do the operation to it.
func (c *Call) profile() (*world.InstanceProfile, error) {
	name := c.str("InstanceProfileName")
	p, target := c.findProfile(name)
	if err := c.iamAuthorize(target, nil); err != nil {
		return nil, err
	}
	if p == nil {
		return nil, c.noSuch("Instance Profile %s cannot be found.", name)
	}
	return p, nil
}

func createProfile(c *Call) (any, error) {
	name, path := c.str("InstanceProfileName"), orElse(c.str("Path"), "/")
	target := c.iamTarget("instance-profile"+strings.TrimSuffix(path, "/"), name)
	if err := c.authorizeTagged(target, "iam:TagInstanceProfile"); err != nil {
		return nil, err
	}
	if c.account().InstanceProfiles[name] != nil {
		return nil, c.exists("Instance Profile %s already exists.", name)
	}
	p, err := c.World.AddInstanceProfile(c.account(), name, "")
	if err != nil {
		return nil, c.fail("ValidationError", 400, "%s", err.Error())
	}
	p.Path, p.Tags = path, c.tagMap()
	c.World.Touch()
	return &instanceProfileOutput{c.profileItem(p)}, nil
}

func getProfile(c *Call) (any, error) {
	p, err := c.profile()
	if err != nil {
		return nil, err
	}
	return &instanceProfileOutput{c.profileItem(p)}, nil
}

func listProfiles(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget("instance-profile"), nil); err != nil {
		return nil, err
	}
	out := &listInstanceProfilesOutput{InstanceProfiles: []instanceProfileItem{}}
	for _, name := range slices.Sorted(maps.Keys(c.account().InstanceProfiles)) {
		out.InstanceProfiles = append(out.InstanceProfiles, c.profileItem(c.account().InstanceProfiles[name]))
	}
	return out, nil
}

func profilesForRole(c *Call) (any, error) {
	r, err := c.authorizedRole()
	if err != nil {
		return nil, err
	}
	out := &listInstanceProfilesOutput{InstanceProfiles: []instanceProfileItem{}}
	for _, name := range slices.Sorted(maps.Keys(c.account().InstanceProfiles)) {
		if p := c.account().InstanceProfiles[name]; p.Role == r.Name {
			out.InstanceProfiles = append(out.InstanceProfiles, c.profileItem(p))
		}
	}
	return out, nil
}

func deleteProfile(c *Call) (any, error) {
	p, err := c.profile()
	if err != nil {
		return nil, err
	}
	if p.Role != "" {
		return nil, c.fail("DeleteConflict", 409, "Cannot delete entity, must remove roles from instance profile first.")
	}
	delete(c.account().InstanceProfiles, p.Name)
	c.World.Touch()
	return nil, nil
}

func addRoleToProfile(c *Call) (any, error) {
	p, err := c.profile()
	if err != nil {
		return nil, err
	}
	r, err := c.role()
	if err != nil {
		return nil, err
	}
	if err := c.passRole(r, "ec2.amazonaws.com"); err != nil {
		return nil, err
	}
	if p.Role != "" {
		return nil, c.fail("LimitExceeded", 409, "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1")
	}
	p.Role = r.Name
	c.World.Touch()
	return nil, nil
}

func removeRoleFromProfile(c *Call) (any, error) {
	p, err := c.profile()
	if err != nil {
		return nil, err
	}
	if p.Role != c.str("RoleName") {
		return nil, c.noSuch("The role with name %s cannot be found.", c.str("RoleName"))
	}
	p.Role = ""
	c.World.Touch()
	return nil, nil
}

func listOIDC(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget("oidc-provider"), nil); err != nil {
		return nil, err
	}
	out := &listOpenIDConnectProvidersOutput{OpenIDConnectProviderList: []providerItem{}}
	for _, url := range slices.Sorted(maps.Keys(c.account().OIDCProviders)) {
		out.OpenIDConnectProviderList = append(out.OpenIDConnectProviderList, providerItem{c.account().OIDCProviders[url].ARN()})
	}
	return out, nil
}

func listSAML(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget("saml-provider"), nil); err != nil {
		return nil, err
	}
	out := &listSAMLProvidersOutput{SAMLProviderList: []providerItem{}}
	for _, name := range slices.Sorted(maps.Keys(c.account().SAMLProviders)) {
		out.SAMLProviderList = append(out.SAMLProviderList, providerItem{c.account().SAMLProviders[name].ARN()})
	}
	return out, nil
}
