package sandbox

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

// takeover makes a world of details.
type takeover struct {
	w      *world.World
	a      *world.Account
	copies map[string]string // ARN of an AWS managed policy → ARN of the copy in the account
	lost   map[string]bool   // ARNs of managed policies that deny something and can't be stored
	short  map[string]bool   // names of groups whose members would have more without what is missing
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
			t.short[g.GroupName] = true
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
		t.group(g)
	}
	for _, u := range d.UserDetailList {
		t.permissions(u)
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
	w, err := world.Unmarshal(data, world.Env{})
	if err == nil {
		err = w.CheckImport()
	}
	if err != nil {
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

func (t *takeover) group(g groupDetail) {
	own := t.a.Groups[g.GroupName]
	if own == nil {
		return
	}
	var whole bool
	own.Attached, whole = t.attached("Group "+g.GroupName, g.AttachedManagedPolicies)
	wholeInline := t.inline("Group", "groups", g.GroupName, g.GroupPolicyList)
	t.short[g.GroupName] = t.short[g.GroupName] || !whole || !wholeInline
}

// permissions are a user's, once its groups have theirs.
func (t *takeover) permissions(u userDetail) {
	own := t.a.Users[u.UserName]
	if own == nil {
		return
	}
	drop := func(format string, args ...any) {
		t.note("User "+u.UserName+": "+format+", so the user is left out.", args...)
		t.w.DeleteUser(own)
	}
	var whole bool
	own.Attached, whole = t.attached("User "+u.UserName, u.AttachedManagedPolicies)
	wholeInline := t.inline("User", "users", u.UserName, u.UserPolicyList)
	bound, ok := t.boundary(u.PermissionsBoundary)
	own.Boundary = bound
	switch i := slices.IndexFunc(u.GroupList, func(g string) bool { return t.short[g] }); {
	case !ok:
		drop("its permissions boundary %s is not there", u.PermissionsBoundary.PermissionsBoundaryArn)
	case !whole || !wholeInline:
		drop("%s", missingDeny)
	case i >= 0:
		drop("group %s is not there as it is", u.GroupList[i])
	}
}

// missingDeny is why somebody is left out.
const missingDeny = "a policy that denies something is missing"

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
	var whole bool
	own.Attached, whole = t.attached("Role "+r.RoleName, r.AttachedManagedPolicies)
	wholeInline := t.inline("Role", "roles", r.RoleName, r.RolePolicyList)
	if !whole || !wholeInline {
		drop("%s.", missingDeny)
		return
	}
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
	path, src := t.a.ID+"/policies/"+p.PolicyName+".json", text(p.PolicyVersionList[i].Document)
	if _, there := t.w.Document(path); there {
		t.note("Policy %s: another policy is named %s already.", p.Arn, p.PolicyName)
		t.lost[p.Arn] = denies(src)
		return
	}
	if _, err := t.w.SetDocument(path, src); err != nil {
		t.note("Policy %s can't be stored: %v", p.Arn, err)
		t.lost[p.Arn] = denies(src)
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

// attached are the managed policies that are there; whole is false when a Deny is
// missing. What a policy denies that isn't in the details, nobody knows.
func (t *takeover) attached(who string, policies []attachedDetail) (arns []string, whole bool) {
	whole = true
	for _, p := range policies {
		if arn, ok := t.policy(p.PolicyArn); ok {
			arns = append(arns, arn)
			continue
		}
		t.note("%s: the attached policy %s is not there.", who, p.PolicyArn)
		whole = whole && !t.lost[p.PolicyArn]
	}
	return arns, whole
}

// denies reports whether a policy that can't be stored may hold a Deny.
func denies(src string) bool { return strings.Contains(src, `"Deny"`) }

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

// inline stores inline policies; whole is false when a Deny is missing.
func (t *takeover) inline(what, class, owner string, policies []namedDocument) (whole bool) {
	whole = true
	for _, p := range policies {
		src := text(p.PolicyDocument)
		if _, err := t.w.SetDocument(t.a.ID+"/"+class+"/"+owner+"/policies/"+p.PolicyName+".json", src); err != nil {
			t.note("%s %s: its inline policy %s can't be stored: %v", what, owner, p.PolicyName, err)
			whole = whole && !denies(src)
		}
	}
	return whole
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
