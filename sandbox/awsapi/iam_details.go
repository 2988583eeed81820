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

// AccountDetailsOutput answers GetAccountAuthorizationDetails.
type AccountDetailsOutput struct {
	UserDetailList  []UserDetail  `json:"UserDetailList"`
	GroupDetailList []GroupDetail `json:"GroupDetailList"`
	RoleDetailList  []RoleDetail  `json:"RoleDetailList"`
	Policies        []PolicyItem  `json:"Policies"`
}

// InlinePolicy is an inline policy with its text.
type InlinePolicy struct {
	PolicyName     string          `json:"PolicyName"`
	PolicyDocument json.RawMessage `json:"PolicyDocument"`
}

// UserDetail is a user with all that hangs on it.
type UserDetail struct {
	Path                    string           `json:"Path"`
	UserName                string           `json:"UserName"`
	UserID                  string           `json:"UserId"`
	ARN                     string           `json:"Arn"`
	CreateDate              time.Time        `json:"CreateDate"`
	UserPolicyList          []InlinePolicy   `json:"UserPolicyList,omitempty"`
	GroupList               []string         `json:"GroupList"`
	AttachedManagedPolicies []AttachedPolicy `json:"AttachedManagedPolicies"`
	PermissionsBoundary     *BoundaryItem    `json:"PermissionsBoundary,omitempty"`
	Tags                    []TagItem        `json:"Tags"`
}

// GroupDetail is a group with all that hangs on it.
type GroupDetail struct {
	Path                    string           `json:"Path"`
	GroupName               string           `json:"GroupName"`
	GroupID                 string           `json:"GroupId"`
	ARN                     string           `json:"Arn"`
	CreateDate              time.Time        `json:"CreateDate"`
	GroupPolicyList         []InlinePolicy   `json:"GroupPolicyList"`
	AttachedManagedPolicies []AttachedPolicy `json:"AttachedManagedPolicies"`
}

// RoleDetail is a role with all that hangs on it. AWS leaves the longest session
// out here.
type RoleDetail struct {
	Path                     string                `json:"Path"`
	RoleName                 string                `json:"RoleName"`
	RoleID                   string                `json:"RoleId"`
	ARN                      string                `json:"Arn"`
	CreateDate               time.Time             `json:"CreateDate"`
	AssumeRolePolicyDocument json.RawMessage       `json:"AssumeRolePolicyDocument"`
	InstanceProfileList      []InstanceProfileItem `json:"InstanceProfileList"`
	RolePolicyList           []InlinePolicy        `json:"RolePolicyList"`
	AttachedManagedPolicies  []AttachedPolicy      `json:"AttachedManagedPolicies"`
	PermissionsBoundary      *BoundaryItem         `json:"PermissionsBoundary,omitempty"`
	Tags                     []TagItem             `json:"Tags"`
	RoleLastUsed             struct{}              `json:"RoleLastUsed"`
}

// AccountSummaryOutput answers GetAccountSummary.
type AccountSummaryOutput struct {
	SummaryMap map[string]int `json:"SummaryMap"`
}

func accountDetails(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	wanted := c.strs("Filter")
	wants := func(kind string) bool { return len(wanted) == 0 || slices.Contains(wanted, kind) }
	out := &AccountDetailsOutput{[]UserDetail{}, []GroupDetail{}, []RoleDetail{}, []PolicyItem{}}
	a := c.account()
	if wants("User") {
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
			out.UserDetailList = append(out.UserDetailList, c.userDetail(a.Users[name]))
		}
	}
	if wants("Group") {
		for _, name := range slices.Sorted(maps.Keys(a.Groups)) {
			g := a.Groups[name]
			out.GroupDetailList = append(out.GroupDetailList, GroupDetail{g.Path, g.Name, g.ID, g.ARN(), g.Created,
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
func (c *Call) inlinePolicies(account, class, owner string) []InlinePolicy {
	list := []InlinePolicy{}
	for _, name := range c.World.InlinePolicies(account, class, owner) {
		src, _ := c.World.Document(account + "/" + class + "/" + owner + "/policies/" + name + ".json")
		list = append(list, InlinePolicy{name, policyJSON(src)})
	}
	return list
}

func attachedItems(arns []string) []AttachedPolicy {
	list := []AttachedPolicy{}
	for _, arn := range arns {
		list = append(list, AttachedPolicy{arn[strings.LastIndexByte(arn, '/')+1:], arn})
	}
	return list
}

func (c *Call) userDetail(u *world.User) UserDetail {
	return UserDetail{
		Path: u.Path, UserName: u.Name, UserID: u.ID, ARN: u.ARN(), CreateDate: u.Created,
		UserPolicyList: c.inlinePolicies(u.Account, "users", u.Name), GroupList: append([]string{}, u.Groups...),
		AttachedManagedPolicies: attachedItems(u.Attached), PermissionsBoundary: boundaryItem(u.Boundary),
		Tags: append([]TagItem{}, tagItems(u.Tags)...),
	}
}

func (c *Call) roleDetail(r *world.Role) RoleDetail {
	trust, _ := c.World.Document(r.TrustPath())
	d := RoleDetail{
		Path: r.Path, RoleName: r.Name, RoleID: r.ID, ARN: r.ARN(), CreateDate: r.Created, AssumeRolePolicyDocument: policyJSON(trust),
		InstanceProfileList: []InstanceProfileItem{}, RolePolicyList: c.inlinePolicies(r.Account, "roles", r.Name),
		AttachedManagedPolicies: attachedItems(r.Attached), PermissionsBoundary: boundaryItem(r.Boundary),
		Tags: append([]TagItem{}, tagItems(r.Tags)...),
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
func (c *Call) awsPoliciesInUse() []PolicyItem {
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
	var list []PolicyItem
	for _, name := range world.AWSManagedPolicies() {
		item := c.awsPolicyItem(name)
		if slices.Contains(used, item.ARN) {
			src, _ := c.World.PolicyText(item.ARN)
			item.PolicyVersionList = []PolicyVersionItem{{policyJSON(src), "v1", true, item.CreateDate}}
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
	return &AccountSummaryOutput{m}, nil
}
