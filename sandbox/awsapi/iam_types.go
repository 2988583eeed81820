package awsapi

import (
	"encoding/json"
	"time"
)

// TagItem is a tag of an IAM entity.
type TagItem struct {
	Key   string `json:"Key"`
	Value string `json:"Value"`
}

// BoundaryItem tells of a permissions boundary.
type BoundaryItem struct {
	Type string `json:"PermissionsBoundaryType"`
	ARN  string `json:"PermissionsBoundaryArn"`
}

// RoleItem is a role.
type RoleItem struct {
	Path                     string          `json:"Path"`
	RoleName                 string          `json:"RoleName"`
	RoleID                   string          `json:"RoleId"`
	ARN                      string          `json:"Arn"`
	CreateDate               time.Time       `json:"CreateDate"`
	AssumeRolePolicyDocument json.RawMessage `json:"AssumeRolePolicyDocument,omitempty"`
	Description              string          `json:"Description,omitempty"`
	MaxSessionDuration       int64           `json:"MaxSessionDuration,omitempty"`
	PermissionsBoundary      *BoundaryItem   `json:"PermissionsBoundary,omitempty"`
	Tags                     []TagItem       `json:"Tags,omitempty"`
	RoleLastUsed             *struct{}       `json:"RoleLastUsed,omitempty"` // empty: the sandbox doesn't keep it
}

// RoleOutput answers CreateRole and GetRole.
type RoleOutput struct {
	Role RoleItem `json:"Role"`
}

// ListRolesOutput answers ListRoles.
type ListRolesOutput struct {
	Roles []RoleItem `json:"Roles"`
}

// UserItem is a user.
type UserItem struct {
	Path                string        `json:"Path"`
	UserName            string        `json:"UserName"`
	UserID              string        `json:"UserId"`
	ARN                 string        `json:"Arn"`
	CreateDate          time.Time     `json:"CreateDate"`
	PermissionsBoundary *BoundaryItem `json:"PermissionsBoundary,omitempty"`
	Tags                []TagItem     `json:"Tags,omitempty"`
}

// UserOutput answers CreateUser and GetUser.
type UserOutput struct {
	User UserItem `json:"User"`
}

// RootItem is an account's root user, which has no name.
type RootItem struct {
	UserID     string    `json:"UserId"`
	ARN        string    `json:"Arn"`
	CreateDate time.Time `json:"CreateDate"`
}

// RootOutput answers a root user's GetUser.
type RootOutput struct {
	User RootItem `json:"User"`
}

// ListUsersOutput answers ListUsers.
type ListUsersOutput struct {
	Users []UserItem `json:"Users"`
}

// GroupItem is a group.
type GroupItem struct {
	Path       string    `json:"Path"`
	GroupName  string    `json:"GroupName"`
	GroupID    string    `json:"GroupId"`
	ARN        string    `json:"Arn"`
	CreateDate time.Time `json:"CreateDate"`
}

// CreateGroupOutput answers CreateGroup.
type CreateGroupOutput struct {
	Group GroupItem `json:"Group"`
}

// GetGroupOutput answers GetGroup.
type GetGroupOutput struct {
	Group GroupItem  `json:"Group"`
	Users []UserItem `json:"Users"`
}

// ListGroupsOutput answers ListGroups and ListGroupsForUser.
type ListGroupsOutput struct {
	Groups []GroupItem `json:"Groups"`
}

// InlinePolicyOutput answers Get…Policy; one of the names is set.
type InlinePolicyOutput struct {
	RoleName       string          `json:"RoleName,omitempty"`
	UserName       string          `json:"UserName,omitempty"`
	GroupName      string          `json:"GroupName,omitempty"`
	PolicyName     string          `json:"PolicyName"`
	PolicyDocument json.RawMessage `json:"PolicyDocument"`
}

// PolicyNamesOutput answers List…Policies.
type PolicyNamesOutput struct {
	PolicyNames []string `json:"PolicyNames"`
}

// AttachedPolicy is a managed policy that is attached.
type AttachedPolicy struct {
	PolicyName string `json:"PolicyName"`
	PolicyARN  string `json:"PolicyArn"`
}

// AttachedPoliciesOutput answers ListAttached…Policies.
type AttachedPoliciesOutput struct {
	AttachedPolicies []AttachedPolicy `json:"AttachedPolicies"`
}

// TagsOutput answers List…Tags.
type TagsOutput struct {
	Tags []TagItem `json:"Tags"`
}

// PolicyItem is a managed policy.
type PolicyItem struct {
	PolicyName                    string     `json:"PolicyName"`
	PolicyID                      string     `json:"PolicyId"`
	ARN                           string     `json:"Arn"`
	Path                          string     `json:"Path"`
	DefaultVersionID              string     `json:"DefaultVersionId"`
	AttachmentCount               int        `json:"AttachmentCount"`
	PermissionsBoundaryUsageCount int        `json:"PermissionsBoundaryUsageCount"`
	IsAttachable                  bool       `json:"IsAttachable"`
	Description                   string     `json:"Description,omitempty"`
	CreateDate                    time.Time  `json:"CreateDate"`
	UpdateDate                    time.Time  `json:"UpdateDate"`
	Tags                          *[]TagItem `json:"Tags,omitempty"` // GetPolicy alone answers it

	// GetAccountAuthorizationDetails alone answers them.
	PolicyVersionList []PolicyVersionItem `json:"PolicyVersionList,omitempty"`
}

// PolicyOutput answers CreatePolicy and GetPolicy.
type PolicyOutput struct {
	Policy PolicyItem `json:"Policy"`
}

// ListPoliciesOutput answers ListPolicies.
type ListPoliciesOutput struct {
	Policies []PolicyItem `json:"Policies"`
}

// PolicyVersionItem is a version of a managed policy.
type PolicyVersionItem struct {
	Document         json.RawMessage `json:"Document,omitempty"`
	VersionID        string          `json:"VersionId"`
	IsDefaultVersion bool            `json:"IsDefaultVersion"`
	CreateDate       time.Time       `json:"CreateDate"`
}

// PolicyVersionOutput answers CreatePolicyVersion and GetPolicyVersion.
type PolicyVersionOutput struct {
	PolicyVersion PolicyVersionItem `json:"PolicyVersion"`
}

// ListPolicyVersionsOutput answers ListPolicyVersions.
type ListPolicyVersionsOutput struct {
	Versions []PolicyVersionItem `json:"Versions"`
}

// AccessKeyItem is an access key with its secret, shown once.
type AccessKeyItem struct {
	UserName        string    `json:"UserName"`
	AccessKeyID     string    `json:"AccessKeyId"`
	Status          string    `json:"Status"`
	SecretAccessKey string    `json:"SecretAccessKey"`
	CreateDate      time.Time `json:"CreateDate"`
}

// CreateAccessKeyOutput answers CreateAccessKey.
type CreateAccessKeyOutput struct {
	AccessKey AccessKeyItem `json:"AccessKey"`
}

// AccessKeyMetadata is an access key without its secret.
type AccessKeyMetadata struct {
	UserName    string    `json:"UserName"`
	AccessKeyID string    `json:"AccessKeyId"`
	Status      string    `json:"Status"`
	CreateDate  time.Time `json:"CreateDate"`
}

// ListAccessKeysOutput answers ListAccessKeys.
type ListAccessKeysOutput struct {
	AccessKeyMetadata []AccessKeyMetadata `json:"AccessKeyMetadata"`
}

// MFADeviceItem is an MFA device.
type MFADeviceItem struct {
	UserName     string    `json:"UserName"`
	SerialNumber string    `json:"SerialNumber"`
	EnableDate   time.Time `json:"EnableDate"`
}

// ListMFADevicesOutput answers ListMFADevices.
type ListMFADevicesOutput struct {
	MFADevices []MFADeviceItem `json:"MFADevices"`
}

// InstanceProfileItem is an instance profile.
type InstanceProfileItem struct {
	Path                string     `json:"Path"`
	InstanceProfileName string     `json:"InstanceProfileName"`
	InstanceProfileID   string     `json:"InstanceProfileId"`
	ARN                 string     `json:"Arn"`
	CreateDate          time.Time  `json:"CreateDate"`
	Roles               []RoleItem `json:"Roles"`
}

// InstanceProfileOutput answers CreateInstanceProfile and GetInstanceProfile.
type InstanceProfileOutput struct {
	InstanceProfile InstanceProfileItem `json:"InstanceProfile"`
}

// ListInstanceProfilesOutput answers ListInstanceProfiles.
type ListInstanceProfilesOutput struct {
	InstanceProfiles []InstanceProfileItem `json:"InstanceProfiles"`
}

// ProviderItem is an identity provider.
type ProviderItem struct {
	ARN string `json:"Arn"`
}

// ListOpenIDConnectProvidersOutput answers ListOpenIDConnectProviders.
type ListOpenIDConnectProvidersOutput struct {
	OpenIDConnectProviderList []ProviderItem `json:"OpenIDConnectProviderList"`
}

// ListSAMLProvidersOutput answers ListSAMLProviders.
type ListSAMLProvidersOutput struct {
	SAMLProviderList []ProviderItem `json:"SAMLProviderList"`
}
