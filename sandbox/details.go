package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

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
	t := &takeover{w: world.New(env), copies: map[string]string{}}
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

// takeover makes a world of details.
type takeover struct {
	w      *world.World
	a      *world.Account
	copies map[string]string // ARN of an AWS managed policy → ARN of the copy in the account
	left   []string
}

func (t *takeover) note(format string, args ...any) {
	if len(t.left) < maxLeft {
		t.left = append(t.left, fmt.Sprintf(format, args...))
	}
}

func (t *takeover) all(d *accountDetails) error {
	for _, g := range d.GroupDetailList {
		if _, err := t.w.AddGroup(t.a, g.GroupName, g.Path); err != nil {
			t.note("Group %s: %v.", g.GroupName, err)
		}
	}
	for _, u := range d.UserDetailList {
		t.user(u)
	}
	for _, r := range d.RoleDetailList {
		if _, err := t.w.AddRole(t.a, r.RoleName, r.Path, ""); err != nil {
			t.note("Role %s: %v.", r.RoleName, err)
		}
	}
	for _, r := range d.RoleDetailList {
		t.providers(text(r.AssumeRolePolicyDocument))
	}
	for _, p := range d.Policies {
		t.managed(p)
	}
	for _, r := range d.RoleDetailList {
		t.role(r)
	}
	for _, g := range d.GroupDetailList {
		if own := t.a.Groups[g.GroupName]; own != nil {
			own.Attached = t.attached("Group "+g.GroupName, g.AttachedManagedPolicies)
			t.inline("Group", "groups", g.GroupName, g.GroupPolicyList)
		}
	}
	for _, u := range d.UserDetailList {
		if own := t.a.Users[u.UserName]; own != nil {
			own.Attached = t.attached("User "+u.UserName, u.AttachedManagedPolicies)
			t.inline("User", "users", u.UserName, u.UserPolicyList)
			bound, ok := t.boundary(u.PermissionsBoundary)
			if own.Boundary = bound; !ok {
				t.note("User %s: its permissions boundary %s is not there, so the user is left out.", u.UserName, u.PermissionsBoundary.PermissionsBoundaryArn)
				t.w.DeleteUser(own)
			}
		}
	}
	t.note("Access keys, passwords and MFA devices are not in the details: every user has a key of the sandbox.")
	t.note("Resources and their policies, service control policies and resource control policies are not in the details.")
	return t.whole()
}

// whole holds the world to the size and the consistency that stored ones have.
func (t *takeover) whole() error {
	data, err := json.Marshal(t.w)
	if err != nil {
		return err
	}
	if _, err := world.Unmarshal(data, world.Env{}); err != nil {
		return fmt.Errorf("the account doesn't fit into a world: %w", err)
	}
	return nil
}

func (t *takeover) user(u userDetail) {
	own, err := t.w.AddUser(t.a, u.UserName, u.Path)
	if err != nil {
		t.note("User %s: %v.", u.UserName, err)
		return
	}
	own.Tags = tagsOf(u.Tags)
	for _, g := range u.GroupList {
		if t.a.Groups[g] == nil {
			t.note("User %s: group %s is not in the details.", u.UserName, g)
			continue
		}
		own.Groups = append(own.Groups, g)
	}
	if _, err := t.w.AddKey(own); err != nil {
		t.note("User %s: %v.", u.UserName, err)
	}
}

func (t *takeover) role(r roleDetail) {
	own := t.a.Roles[r.RoleName]
	if own == nil {
		return
	}
	if _, there := t.w.Document(own.TrustPath()); there {
		t.note("Role %s is there twice; the first is taken.", r.RoleName)
		return
	}
	drop := func(format string, args ...any) {
		t.note("Role "+r.RoleName+" is left out: "+format, args...)
		t.w.DeleteRole(own)
	}
	if _, err := t.w.SetDocument(own.TrustPath(), text(r.AssumeRolePolicyDocument)); err != nil {
		drop("its trust policy can't be stored: %v", err)
		return
	}
	bound, ok := t.boundary(r.PermissionsBoundary)
	if !ok {
		drop("its permissions boundary %s is not there.", r.PermissionsBoundary.PermissionsBoundaryArn)
		return
	}
	own.Boundary, own.Tags = bound, tagsOf(r.Tags)
	if r.MaxSessionDuration >= 3600 && r.MaxSessionDuration <= 43200 {
		own.MaxSession = r.MaxSessionDuration
	}
	own.Attached = t.attached("Role "+r.RoleName, r.AttachedManagedPolicies)
	t.inline("Role", "roles", r.RoleName, r.RolePolicyList)
	for _, p := range r.InstanceProfileList {
		if _, err := t.w.AddInstanceProfile(t.a, p.InstanceProfileName, r.RoleName); err != nil {
			t.note("Instance profile %s: %v.", p.InstanceProfileName, err)
		}
	}
}

// managed takes a managed policy over. One of AWS's own that the sandbox doesn't
// know becomes a policy of the account.
func (t *takeover) managed(p policyDetail) {
	if _, known := t.w.ManagedDocumentPath(p.Arn); known {
		return
	}
	aws := strings.HasPrefix(p.Arn, "arn:aws:iam::aws:policy/")
	i := slices.IndexFunc(p.PolicyVersionList, func(v struct {
		Document         json.RawMessage
		IsDefaultVersion bool
	}) bool {
		return v.IsDefaultVersion
	})
	if i < 0 {
		t.note("Policy %s: its default version is not in the details.", p.Arn)
		return
	}
	path := t.a.ID + "/policies/" + p.PolicyName + ".json"
	if _, there := t.w.Document(path); there {
		t.note("Policy %s: another policy is named %s already.", p.Arn, p.PolicyName)
		return
	}
	if _, err := t.w.SetDocument(path, text(p.PolicyVersionList[i].Document)); err != nil {
		t.note("Policy %s can't be stored: %v", p.Arn, err)
		return
	}
	own := t.a.Policies[p.PolicyName]
	if aws {
		t.copies[p.Arn] = own.ARN()
		t.note("Policy %s became %s, for the sandbox doesn't know it by its own ARN.", p.Arn, own.ARN())
	} else if strings.HasPrefix(p.Path, "/") && strings.HasSuffix(p.Path, "/") {
		own.Path = p.Path
	}
}

func (t *takeover) attached(who string, policies []attachedDetail) []string {
	var arns []string
	for _, p := range policies {
		if arn, ok := t.policy(p.PolicyArn); ok {
			arns = append(arns, arn)
			continue
		}
		t.note("%s: the attached policy %s is not there.", who, p.PolicyArn)
	}
	return arns
}

func (t *takeover) policy(arn string) (string, bool) {
	if own, ok := t.copies[arn]; ok {
		return own, true
	}
	_, ok := t.w.ManagedDocumentPath(arn)
	return arn, ok
}

func (t *takeover) boundary(b *boundaryDetail) (arn string, ok bool) {
	if b == nil || b.PermissionsBoundaryArn == "" {
		return "", true
	}
	return t.policy(b.PermissionsBoundaryArn)
}

func (t *takeover) inline(what, class, owner string, policies []namedDocument) {
	for _, p := range policies {
		if _, err := t.w.SetDocument(t.a.ID+"/"+class+"/"+owner+"/policies/"+p.PolicyName+".json", text(p.PolicyDocument)); err != nil {
			t.note("%s %s: its inline policy %s can't be stored: %v", what, owner, p.PolicyName, err)
		}
	}
}

var providerARN = regexp.MustCompile(`arn:aws:iam::([0-9]{12}):(oidc|saml)-provider/([\w./:@%+=,-]{1,255})"`)

// providers adds the identity providers that a trust policy names: the details
// don't list them.
func (t *takeover) providers(trust string) {
	for _, m := range providerARN.FindAllStringSubmatch(trust, 50) {
		name := m[3]
		switch {
		case m[1] != t.a.ID:
		case m[2] == "oidc" && t.a.OIDCProviders[name] == nil:
			t.a.OIDCProviders[name] = &world.OIDCProvider{Account: t.a.ID, URL: name, Audiences: []string{"sts.amazonaws.com"}, Created: t.a.Created}
			t.note("OIDC provider %s: its audiences are not in the details; sts.amazonaws.com is assumed.", name)
		case m[2] == "saml" && t.a.SAMLProviders[name] == nil && !strings.ContainsAny(name, "/:%"):
			t.a.SAMLProviders[name] = &world.SAMLProvider{Account: t.a.ID, Name: name, Created: t.a.Created}
		}
	}
}

func tagsOf(list []tagDetail) map[string]string {
	tags := map[string]string{}
	for _, t := range list {
		tags[t.Key] = t.Value
	}
	return tags
}

// text is a document as AWS answers it: JSON from the CLI, URL-encoded text from
// the API itself.
func text(raw json.RawMessage) string {
	var encoded string
	if json.Unmarshal(raw, &encoded) != nil {
		return string(raw)
	}
	if plain, err := url.QueryUnescape(encoded); err == nil && strings.HasPrefix(encoded, "%7B") {
		return plain
	}
	return encoded
}
