package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"rolecall/sandbox/world"
)

// accountDetails is what `aws iam get-account-authorization-details` prints; see
// "GetAccountAuthorizationDetails" in the IAM API Reference. Members that the
// sandbox has no use for are passed over.
type accountDetails struct {
	UserDetailList  []userDetail
	GroupDetailList []groupDetail
	RoleDetailList  []roleDetail
	Policies        []policyDetail
	IsTruncated     bool
}

type namedDocument struct {
	PolicyName     string
	PolicyDocument json.RawMessage
}

type attachedDetail struct{ PolicyName, PolicyArn string }

type boundaryDetail struct{ PermissionsBoundaryArn string }

type tagDetail struct{ Key, Value string }

type userDetail struct {
	Path, UserName, Arn     string
	UserPolicyList          []namedDocument
	GroupList               []string
	AttachedManagedPolicies []attachedDetail
	PermissionsBoundary     *boundaryDetail
	Tags                    []tagDetail
}

type groupDetail struct {
	Path, GroupName, Arn    string
	GroupPolicyList         []namedDocument
	AttachedManagedPolicies []attachedDetail
}

type roleDetail struct {
	Path, RoleName, Arn      string
	AssumeRolePolicyDocument json.RawMessage
	InstanceProfileList      []struct{ InstanceProfileName string }
	RolePolicyList           []namedDocument
	AttachedManagedPolicies  []attachedDetail
	PermissionsBoundary      *boundaryDetail
	Tags                     []tagDetail
	MaxSessionDuration       int64
}

type policyDetail struct {
	PolicyName, Arn, Path string
	PolicyVersionList     []struct {
		Document         json.RawMessage
		IsDefaultVersion bool
	}
}

const (
	maxDetails = 4 << 20 // bytes
	maxParts   = 3000    // users, groups, roles and policies together
	maxLeft    = 500     // lines of what was left out
)

// FromAccountDetails makes a world of an account on AWS, as
// `aws iam get-account-authorization-details` prints it. It lists what could not
// be taken over, one sentence each: whoever would have more than on AWS without
// the missing part is left out whole. No secret comes along: every user gets an
// access key of the sandbox.
func FromAccountDetails(data []byte, env world.Env) (*world.World, []string, error) {
	if len(data) > maxDetails {
		return nil, nil, fmt.Errorf("the details have %d KB; the sandbox takes %d KB", len(data)>>10, maxDetails>>10)
	}
	var d accountDetails
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, nil, fmt.Errorf("this is not what `aws iam get-account-authorization-details` prints: %w", err)
	}
	if d.IsTruncated {
		return nil, nil, errors.New("the details are cut short; run the command without --max-items and --no-paginate")
	}
	if n := len(d.UserDetailList) + len(d.GroupDetailList) + len(d.RoleDetailList) + len(d.Policies); n > maxParts {
		return nil, nil, fmt.Errorf("the account has %d users, groups, roles and policies; the sandbox takes %d", n, maxParts)
	}
	id, err := d.account()
	if err != nil {
		return nil, nil, err
	}
	t := &takeover{w: world.New(env), copies: map[string]string{}, lost: map[string]bool{}, short: map[string]bool{}}
	if t.a, err = t.w.AddAccount(id, "Account "+id); err != nil {
		return nil, nil, err
	}
	err = t.w.Load(func() error { return t.all(&d) })
	return t.w, t.left, err
}

var accountOfARN = regexp.MustCompile(`^arn:aws:iam::([0-9]{12}):`)

// account is the one account that all of it belongs to.
func (d *accountDetails) account() (string, error) {
	var arns []string
	for _, u := range d.UserDetailList {
		arns = append(arns, u.Arn)
	}
	for _, g := range d.GroupDetailList {
		arns = append(arns, g.Arn)
	}
	for _, r := range d.RoleDetailList {
		arns = append(arns, r.Arn)
	}
	id := ""
	for _, arn := range arns {
		m := accountOfARN.FindStringSubmatch(arn)
		if m == nil {
			return "", fmt.Errorf("%.100q is not the ARN of a user, group or role in the aws partition", arn)
		}
		if id != "" && m[1] != id {
			return "", fmt.Errorf("the details are of two accounts, %s and %s", id, m[1])
		}
		id = m[1]
	}
	if id == "" {
		return "", errors.New("the details hold no user, group or role")
	}
	return id, nil
}
