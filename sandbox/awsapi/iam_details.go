package awsapi

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

func detailOperations() []*Operation {
	kinds := []string{"User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"}
	return []*Operation{
		iamOp(Operation{Name: "GetAccountAuthorizationDetails", do: accountDetails, Doc: "Lists all users, groups, roles and policies of the account with all that ties them.",
			Input: []Param{listOf("Filter", "Only these: User, Role, Group, LocalManagedPolicy, AWSManagedPolicy.", 5, Shape{Type: String, Enum: kinds})}}),
		iamOp(Operation{Name: "GetAccountSummary", do: accountSummary, Doc: "Counts what IAM holds in the account."}),
	}
}

// accountDetailsOutput answers GetAccountAuthorizationDetails.
type accountDetailsOutput struct {
	UserDetailList  []userDetail  `json:"UserDetailList"`
	GroupDetailList []groupDetail `json:"GroupDetailList"`
	RoleDetailList  []roleDetail  `json:"RoleDetailList"`
	Policies        []policyItem  `json:"Policies"`
}

// inlinePolicy is an inline policy with its text.
type inlinePolicy struct {
	PolicyName     string          `json:"PolicyName"`
	PolicyDocument json.RawMessage `json:"PolicyDocument"`
}

// userDetail is a user with all that hangs on it.
type userDetail struct {
	Path                    string           `json:"Path"`
	UserName                string           `json:"UserName"`
	UserID                  string           `json:"UserId"`
	ARN                     string           `json:"Arn"`
	CreateDate              time.Time        `json:"CreateDate"`
	UserPolicyList          []inlinePolicy   `json:"UserPolicyList,omitempty"`
	GroupList               []string         `json:"GroupList"`
	AttachedManagedPolicies []attachedPolicy `json:"AttachedManagedPolicies"`
	PermissionsBoundary     *boundaryItem    `json:"PermissionsBoundary,omitempty"`
	Tags                    []tagItem        `json:"Tags"`
}

// groupDetail is a group with all that hangs on it.
type groupDetail struct {
	Path                    string           `json:"Path"`
	GroupName               string           `json:"GroupName"`
	GroupID                 string           `json:"GroupId"`
	ARN                     string           `json:"Arn"`
	CreateDate              time.Time        `json:"CreateDate"`
	GroupPolicyList         []inlinePolicy   `json:"GroupPolicyList"`
	AttachedManagedPolicies []attachedPolicy `json:"AttachedManagedPolicies"`
}

// roleDetail is a role with all that hangs on it. AWS leaves the longest session
// out here.
type roleDetail struct {
	Path                     string                `json:"Path"`
	RoleName                 string                `json:"RoleName"`
	RoleID                   string                `json:"RoleId"`
	ARN                      string                `json:"Arn"`
	CreateDate               time.Time             `json:"CreateDate"`
	AssumeRolePolicyDocument json.RawMessage       `json:"AssumeRolePolicyDocument"`
	InstanceProfileList      []instanceProfileItem `json:"InstanceProfileList"`
	RolePolicyList           []inlinePolicy        `json:"RolePolicyList"`
	AttachedManagedPolicies  []attachedPolicy      `json:"AttachedManagedPolicies"`
	PermissionsBoundary      *boundaryItem         `json:"PermissionsBoundary,omitempty"`
	Tags                     []tagItem             `json:"Tags"`
	RoleLastUsed             struct{}              `json:"RoleLastUsed"`
}

// accountSummaryOutput answers GetAccountSummary.
type accountSummaryOutput struct {
	SummaryMap map[string]int `json:"SummaryMap"`
}

func accountDetails(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	wanted := c.strs("Filter")
	wants := func(kind string) bool { return len(wanted) == 0 || slices.Contains(wanted, kind) }
	out := &accountDetailsOutput{[]userDetail{}, []groupDetail{}, []roleDetail{}, []policyItem{}}
	a := c.account()
	if wants("User") {
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
			out.UserDetailList = append(out.UserDetailList, c.userDetail(a.Users[name]))
		}
	}
	if wants("Group") {
		for _, name := range slices.Sorted(maps.Keys(a.Groups)) {
			g := a.Groups[name]
			out.GroupDetailList = append(out.GroupDetailList, groupDetail{g.Path, g.Name, g.ID, g.ARN(), g.Created,
				c.inlinePolicies(g.Account, "groups", g.Name), attachedItems(g.Attached)})
		}
	}
	if wants("Role") {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			out.RoleDetailList = append(out.RoleDetailList, c.roleDetail(a.Roles[name]))
		}
	}
	if wants("LocalManagedPolicy") {
		for _, name := range slices.Sorted(maps.Keys(a.Policies)) {
			item := c.policyItem(a.Policies[name])
			item.PolicyVersionList = c.versions(a.Policies[name])
			out.Policies = append(out.Policies, item)
		}
	}
	if wants("AWSManagedPolicy") {
		out.Policies = append(out.Policies, c.awsPoliciesInUse()...)
	}
	return out, nil
}

// inlinePolicies are the inline policies of a user, group or role; never nil.
func (c *Call) inlinePolicies(account, class, owner string) []inlinePolicy {
	list := []inlinePolicy{}
	for _, name := range c.World.InlinePolicies(account, class, owner) {
		src, _ := c.World.Document(account + "/" + class + "/" + owner + "/policies/" + name + ".json")
		list = append(list, inlinePolicy{name, policyJSON(src)})
	}
	return list
}

func attachedItems(arns []string) []attachedPolicy {
	list := []attachedPolicy{}
	for _, arn := range arns {
		list = append(list, attachedPolicy{arn[strings.LastIndexByte(arn, '/')+1:], arn})
	}
	return list
}

func (c *Call) userDetail(u *world.User) userDetail {
	return userDetail{
		Path: u.Path, UserName: u.Name, UserID: u.ID, ARN: u.ARN(), CreateDate: u.Created,
		UserPolicyList: c.inlinePolicies(u.Account, "users", u.Name), GroupList: append([]string{}, u.Groups...),
		AttachedManagedPolicies: attachedItems(u.Attached), PermissionsBoundary: newBoundaryItem(u.Boundary),
		Tags: append([]tagItem{}, tagItems(u.Tags)...),
	}
}

func (c *Call) roleDetail(r *world.Role) roleDetail {
	trust, _ := c.World.Document(r.TrustPath())
	d := roleDetail{
		Path: r.Path, RoleName: r.Name, RoleID: r.ID, ARN: r.ARN(), CreateDate: r.Created, AssumeRolePolicyDocument: policyJSON(trust),
		InstanceProfileList: []instanceProfileItem{}, RolePolicyList: c.inlinePolicies(r.Account, "roles", r.Name),
		AttachedManagedPolicies: attachedItems(r.Attached), PermissionsBoundary: newBoundaryItem(r.Boundary),
		Tags: append([]tagItem{}, tagItems(r.Tags)...),
	}
	for _, name := range slices.Sorted(maps.Keys(c.account().InstanceProfiles)) {
		if p := c.account().InstanceProfiles[name]; p.Role == r.Name {
			d.InstanceProfileList = append(d.InstanceProfileList, c.profileItem(p))
		}
	}
	return d
}

// awsPoliciesInUse are the AWS managed policies that are attached in the account
// or bound it.
func (c *Call) awsPoliciesInUse() []policyItem {
	var used []string
	a := c.account()
	for _, u := range a.Users {
		used = append(append(used, u.Attached...), u.Boundary)
	}
	for _, g := range a.Groups {
		used = append(used, g.Attached...)
	}
	for _, r := range a.Roles {
		used = append(append(used, r.Attached...), r.Boundary)
	}
	var list []policyItem
	for _, name := range world.AWSManagedPolicies() {
		item := c.awsPolicyItem(name)
		if slices.Contains(used, item.ARN) {
			src, _ := c.World.PolicyText(item.ARN)
			item.PolicyVersionList = []policyVersionItem{{policyJSON(src), "v1", true, item.CreateDate}}
			list = append(list, item)
		}
	}
	return list
}

func accountSummary(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	a := c.account()
	m := map[string]int{
		"Users": len(a.Users), "Groups": len(a.Groups), "Roles": len(a.Roles), "Policies": len(a.Policies),
		"InstanceProfiles": len(a.InstanceProfiles), "Providers": len(a.OIDCProviders) + len(a.SAMLProviders),
		"AccountMFAEnabled": 0, "AccountAccessKeysPresent": 0, "AccountSigningCertificatesPresent": 0, "AccountPasswordPresent": 0,
		"AccessKeysPerUserQuota": 2, "VersionsPerPolicyQuota": 5, "AttachedPoliciesPerRoleQuota": 10, "AttachedPoliciesPerUserQuota": 10, "AttachedPoliciesPerGroupQuota": 10,
	}
	for _, u := range a.Users {
		m["MFADevicesInUse"] += len(u.MFA)
	}
	m["MFADevices"] = m["MFADevicesInUse"] + len(a.MFA) // those that are nobody's as well
	if a.RootLogin != nil {
		m["AccountPasswordPresent"] = 1
	}
	return &accountSummaryOutput{m}, nil
}
