package awsapi

import (
	"encoding/json"
	"time"
)

// tagItem is a tag of an IAM entity.
type tagItem struct {
	Key   string `json:"Key"`
	Value string `json:"Value"`
}

// boundaryItem tells of a permissions boundary.
type boundaryItem struct {
	Type string `json:"PermissionsBoundaryType"`
	ARN  string `json:"PermissionsBoundaryArn"`
}

// roleItem is a role.
type roleItem struct {
	Path                     string          `json:"Path"`
	RoleName                 string          `json:"RoleName"`
	RoleID                   string          `json:"RoleId"`
	ARN                      string          `json:"Arn"`
	CreateDate               time.Time       `json:"CreateDate"`
	AssumeRolePolicyDocument json.RawMessage `json:"AssumeRolePolicyDocument,omitempty"`
	Description              string          `json:"Description,omitempty"`
	MaxSessionDuration       int64           `json:"MaxSessionDuration,omitempty"`
	PermissionsBoundary      *boundaryItem   `json:"PermissionsBoundary,omitempty"`
	Tags                     []tagItem       `json:"Tags,omitempty"`
	RoleLastUsed             *struct{}       `json:"RoleLastUsed,omitempty"` // empty: the sandbox doesn't keep it
}

// roleOutput answers CreateRole and GetRole.
type roleOutput struct {
	Role roleItem `json:"Role"`
}

// listRolesOutput answers ListRoles.
type listRolesOutput struct {
	Roles []roleItem `json:"Roles"`
}

// userItem is a user.
type userItem struct {
	Path                string        `json:"Path"`
	UserName            string        `json:"UserName"`
	UserID              string        `json:"UserId"`
	ARN                 string        `json:"Arn"`
	CreateDate          time.Time     `json:"CreateDate"`
	PermissionsBoundary *boundaryItem `json:"PermissionsBoundary,omitempty"`
	Tags                []tagItem     `json:"Tags,omitempty"`
}

// userOutput answers CreateUser and GetUser.
type userOutput struct {
	User userItem `json:"User"`
}

// rootItem is an account's root user, which has no name.
type rootItem struct {
	UserID     string    `json:"UserId"`
	ARN        string    `json:"Arn"`
	CreateDate time.Time `json:"CreateDate"`
}

// rootOutput answers a root user's GetUser.
type rootOutput struct {
	User rootItem `json:"User"`
}

// listUsersOutput answers ListUsers.
type listUsersOutput struct {
	Users []userItem `json:"Users"`
}

// groupItem is a group.
type groupItem struct {
	Path       string    `json:"Path"`
	GroupName  string    `json:"GroupName"`
	GroupID    string    `json:"GroupId"`
	ARN        string    `json:"Arn"`
	CreateDate time.Time `json:"CreateDate"`
}

// createGroupOutput answers CreateGroup.
type createGroupOutput struct {
	Group groupItem `json:"Group"`
}

// getGroupOutput answers GetGroup.
type getGroupOutput struct {
	Group groupItem  `json:"Group"`
	Users []userItem `json:"Users"`
}

// listGroupsOutput answers ListGroups and ListGroupsForUser.
type listGroupsOutput struct {
	Groups []groupItem `json:"Groups"`
}

// inlinePolicyOutput answers Get…Policy; one of the names is set.
type inlinePolicyOutput struct {
	RoleName       string          `json:"RoleName,omitempty"`
	UserName       string          `json:"UserName,omitempty"`
	GroupName      string          `json:"GroupName,omitempty"`
	PolicyName     string          `json:"PolicyName"`
	PolicyDocument json.RawMessage `json:"PolicyDocument"`
}

// policyNamesOutput answers List…Policies.
type policyNamesOutput struct {
	PolicyNames []string `json:"PolicyNames"`
}

// attachedPolicy is a managed policy that is attached.
type attachedPolicy struct {
	PolicyName string `json:"PolicyName"`
	PolicyARN  string `json:"PolicyArn"`
}

// attachedPoliciesOutput answers ListAttached…Policies.
type attachedPoliciesOutput struct {
	AttachedPolicies []attachedPolicy `json:"AttachedPolicies"`
}

// tagsOutput answers List…Tags.
type tagsOutput struct {
	Tags []tagItem `json:"Tags"`
}

// policyItem is a managed policy.
type policyItem struct {
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
	Tags                          *[]tagItem `json:"Tags,omitempty"` // GetPolicy alone answers it

	// GetAccountAuthorizationDetails alone answers them.
	PolicyVersionList []policyVersionItem `json:"PolicyVersionList,omitempty"`
}

// policyOutput answers CreatePolicy and GetPolicy.
type policyOutput struct {
	Policy policyItem `json:"Policy"`
}

// listPoliciesOutput answers ListPolicies.
type listPoliciesOutput struct {
	Policies []policyItem `json:"Policies"`
}

// policyVersionItem is a version of a managed policy.
type policyVersionItem struct {
	Document         json.RawMessage `json:"Document,omitempty"`
	VersionID        string          `json:"VersionId"`
	IsDefaultVersion bool            `json:"IsDefaultVersion"`
	CreateDate       time.Time       `json:"CreateDate"`
}

// policyVersionOutput answers CreatePolicyVersion and GetPolicyVersion.
type policyVersionOutput struct {
	PolicyVersion policyVersionItem `json:"PolicyVersion"`
}

// listPolicyVersionsOutput answers ListPolicyVersions.
type listPolicyVersionsOutput struct {
	Versions []policyVersionItem `json:"Versions"`
}

// accessKeyItem is an access key with its secret, shown once.
type accessKeyItem struct {
	UserName        string    `json:"UserName"`
	AccessKeyID     string    `json:"AccessKeyId"`
	Status          string    `json:"Status"`
	SecretAccessKey string    `json:"SecretAccessKey"`
	CreateDate      time.Time `json:"CreateDate"`
}

// createAccessKeyOutput answers CreateAccessKey.
type createAccessKeyOutput struct {
	AccessKey accessKeyItem `json:"AccessKey"`
}

// accessKeyMetadata is an access key without its secret.
type accessKeyMetadata struct {
	UserName    string    `json:"UserName"`
	AccessKeyID string    `json:"AccessKeyId"`
	Status      string    `json:"Status"`
	CreateDate  time.Time `json:"CreateDate"`
}

// listAccessKeysOutput answers ListAccessKeys.
type listAccessKeysOutput struct {
	AccessKeyMetadata []accessKeyMetadata `json:"AccessKeyMetadata"`
}

// mfaDeviceItem is an MFA device.
type mfaDeviceItem struct {
	UserName     string    `json:"UserName"`
	SerialNumber string    `json:"SerialNumber"`
	EnableDate   time.Time `json:"EnableDate"`
}

// listMFADevicesOutput answers ListMFADevices.
type listMFADevicesOutput struct {
	MFADevices []mfaDeviceItem `json:"MFADevices"`
}

// instanceProfileItem is an instance profile.
type instanceProfileItem struct {
	Path                string     `json:"Path"`
	InstanceProfileName string     `json:"InstanceProfileName"`
	InstanceProfileID   string     `json:"InstanceProfileId"`
	ARN                 string     `json:"Arn"`
	CreateDate          time.Time  `json:"CreateDate"`
	Roles               []roleItem `json:"Roles"`
}

// instanceProfileOutput answers CreateInstanceProfile and GetInstanceProfile.
type instanceProfileOutput struct {
	InstanceProfile instanceProfileItem `json:"InstanceProfile"`
}

// listInstanceProfilesOutput answers ListInstanceProfiles.
type listInstanceProfilesOutput struct {
	InstanceProfiles []instanceProfileItem `json:"InstanceProfiles"`
}

// providerItem is an identity provider.
type providerItem struct {
	ARN string `json:"Arn"`
}

// listOpenIDConnectProvidersOutput answers ListOpenIDConnectProviders.
type listOpenIDConnectProvidersOutput struct {
	OpenIDConnectProviderList []providerItem `json:"OpenIDConnectProviderList"`
}

// listSAMLProvidersOutput answers ListSAMLProviders.
type listSAMLProvidersOutput struct {
	SAMLProviderList []providerItem `json:"SAMLProviderList"`
}
