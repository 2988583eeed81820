package awsapi

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

// policyUseOperations are the calls about where managed policies are used, and the
// one that drops a version.
func policyUseOperations() []*Operation {
	return []*Operation{
		iamOp(Operation{Name: "ListEntitiesForPolicy", do: listEntities, Doc: "Lists who has a managed policy, attached or as permissions boundary.",
			Input: []Param{policyARNParam(), enum("EntityFilter", "Only these.", "User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"),
				pathPrefixParam(), enum("PolicyUsageFilter", "Only those that use it so.", "PermissionsPolicy", "PermissionsBoundary")}}),
		iamOp(Operation{Name: "DeletePolicyVersion", do: deletePolicyVersion, Doc: "Removes a version of a managed policy that is not in force.",
			Input: []Param{policyARNParam(), required(str("VersionId", "The version, such as v2.", 0, 0, versionIDForm))}}),
	}
}

// policyGroup, PolicyUser and PolicyRole are who has a policy.
type (
	policyGroup struct {
		GroupName string `json:"GroupName"`
		GroupID   string `json:"GroupId"`
	}
	policyUser struct {
		UserName string `json:"UserName"`
		UserID   string `json:"UserId"`
	}
	policyRole struct {
		RoleName string `json:"RoleName"`
		RoleID   string `json:"RoleId"`
	}
)

// entitiesOutput answers ListEntitiesForPolicy.
type entitiesOutput struct {
	PolicyGroups []policyGroup `json:"PolicyGroups"`
	PolicyUsers  []policyUser  `json:"PolicyUsers"`
	PolicyRoles  []policyRole  `json:"PolicyRoles"`
}

func listEntities(c *Call) (any, error) {
	arn := c.str("PolicyArn")
	if err := c.iamAuthorize(c.policyTarget(arn), nil); err != nil {
		return nil, err
	}
	if !c.attachable(arn) {
		return nil, c.noSuch("Policy %s was not found.", arn)
	}
	uses := func(kind, path string, attached []string, boundary string) bool {
		if f := c.str("EntityFilter"); f != "" && f != kind || !strings.HasPrefix(path, c.str("PathPrefix")) {
			return false
		}
		usage := c.str("PolicyUsageFilter")
		return usage != "PermissionsBoundary" && slices.Contains(attached, arn) || usage != "PermissionsPolicy" && boundary == arn
	}
	out := &entitiesOutput{[]policyGroup{}, []policyUser{}, []policyRole{}}
	a := c.account()
	for _, name := range slices.Sorted(maps.Keys(a.Groups)) {
		if g := a.Groups[name]; uses("Group", g.Path, g.Attached, "") {
			out.PolicyGroups = append(out.PolicyGroups, policyGroup{g.Name, g.ID})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		if u := a.Users[name]; uses("User", u.Path, u.Attached, u.Boundary) {
			out.PolicyUsers = append(out.PolicyUsers, policyUser{u.Name, u.ID})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
		if r := a.Roles[name]; uses("Role", r.Path, r.Attached, r.Boundary) {
			out.PolicyRoles = append(out.PolicyRoles, policyRole{r.Name, r.ID})
		}
	}
	return out, nil
}

func deletePolicyVersion(c *Call) (any, error) {
	p, err := c.managed()
	if err != nil {
		return nil, err
	}
	var number int
	_, _ = fmt.Sscanf(c.str("VersionId"), "v%d", &number)
	if number == p.Default {
		return nil, c.fail("DeleteConflict", 409, "Cannot delete the default version of a policy.")
	}
	i := slices.IndexFunc(p.Others, func(v *world.PolicyVersion) bool { return v.Number == number })
	if i < 0 {
		return nil, c.noSuch("Policy %s version %s does not exist or is not attachable.", p.ARN(), c.str("VersionId"))
	}
	p.Others = slices.Delete(p.Others, i, i+1)
	c.World.Touch()
	return nil, nil
}
