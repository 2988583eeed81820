package world

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/iam"
)

const secondOf = time.Second

// AddAccount adds an empty account.
func (w *World) AddAccount(id, name string) (*Account, error) {
	if !accountPattern.MatchString(id) {
		return nil, fmt.Errorf("%q is not an account id: it has twelve digits", id)
	}
	if w.state.Accounts[id] != nil {
		return nil, fmt.Errorf("account %s is there already", id)
	}
	a := &Account{
		ID: id, Name: name, Created: w.Now().Truncate(secondOf),
		Users: map[string]*User{}, Groups: map[string]*Group{}, Roles: map[string]*Role{},
		Policies: map[string]*ManagedPolicy{}, InstanceProfiles: map[string]*InstanceProfile{},
		OIDCProviders: map[string]*OIDCProvider{}, SAMLProviders: map[string]*SAMLProvider{},
		Buckets: map[string]*Bucket{}, Resources: map[string]*Resource{},
	}
	w.state.Accounts[id] = a
	w.changed()
	return a, nil
}

// AddUser adds a user without keys.
func (w *World) AddUser(a *Account, name, path string) (*User, error) {
	if err := checkName("user", name, path, 64); err != nil {
		return nil, err
	}
	if a.Users[name] != nil {
		return nil, fmt.Errorf("user %s is there already", name)
	}
	u := &User{Account: a.ID, Name: name, Path: orSlash(path), ID: w.newID("AIDA"), Created: w.Now().Truncate(secondOf)}
	a.Users[name] = u
	w.changed()
	return u, nil
}

// AddGroup adds a group.
func (w *World) AddGroup(a *Account, name, path string) (*Group, error) {
	if err := checkName("group", name, path, 128); err != nil {
		return nil, err
	}
	if a.Groups[name] != nil {
		return nil, fmt.Errorf("group %s is there already", name)
	}
	g := &Group{Account: a.ID, Name: name, Path: orSlash(path), ID: w.newID("AGPA"), Created: w.Now().Truncate(secondOf)}
	a.Groups[name] = g
	w.changed()
	return g, nil
}

// AddRole adds a role with its trust policy. While a scenario is read the trust
// may be empty: it follows as a document.
func (w *World) AddRole(a *Account, name, path, trust string) (*Role, error) {
	if err := checkName("role", name, path, 64); err != nil {
		return nil, err
	}
	if a.Roles[name] != nil {
		return nil, fmt.Errorf("role %s is there already", name)
	}
	r := &Role{Account: a.ID, Name: name, Path: orSlash(path), ID: w.newID("AROA"), Created: w.Now().Truncate(secondOf), MaxSession: 3600}
	if err := w.refuseItself(r, trust); err != nil {
		return nil, err
	}
	a.Roles[name] = r
	if trust != "" || !w.loading {
		if _, err := w.SetDocument(r.TrustPath(), trust); err != nil {
			delete(a.Roles, name)
			return nil, err
		}
	}
	w.changed()
	return r, nil
}

// AddInstanceProfile adds an instance profile, empty when role is.
func (w *World) AddInstanceProfile(a *Account, name, role string) (*InstanceProfile, error) {
	if err := checkName("instance profile", name, "/", 128); err != nil {
		return nil, err
	}
	p := &InstanceProfile{Account: a.ID, Name: name, Path: "/", ID: w.newID("AIPA"), Created: w.Now().Truncate(secondOf), Role: role}
	a.InstanceProfiles[name] = p
	w.changed()
	return p, nil
}

// AddBucket adds an empty bucket.
func (w *World) AddBucket(a *Account, name string) (*Bucket, error) {
	if !bucketPattern.MatchString(name) {
		return nil, fmt.Errorf("%q is not a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens", name)
	}
	if w.Bucket(name) != nil {
		return nil, fmt.Errorf("bucket %s is there already", name)
	}
	b := &Bucket{Account: a.ID, Name: name, Created: w.Now().Truncate(secondOf), Objects: map[string]*Object{}}
	a.Buckets[name] = b
	w.changed()
	return b, nil
}

// AddKey makes a long-term access key for a user, who may have two.
func (w *World) AddKey(u *User) (*AccessKey, error) {
	if len(u.Keys) >= 2 {
		return nil, fmt.Errorf("a user has at most two access keys")
	}
	k := &AccessKey{ID: w.newKeyID("AKIA"), Secret: w.newSecret(), Active: true, Created: w.Now().Truncate(secondOf)}
	u.Keys = append(u.Keys, k)
	w.changed()
	return k, nil
}

// AddMFA gives a user a virtual MFA device.
func (w *World) AddMFA(u *User, device string) (*MFADevice, error) {
	if !namePattern.MatchString(device) {
		return nil, fmt.Errorf("%q is not the name of an MFA device", device)
	}
	if w.MFADevice(u.Account, device) != nil {
		return nil, fmt.Errorf("account %s already has an MFA device named %s", u.Account, device)
	}
	d := w.newMFADevice(u.Account, "/", device)
	d.Enabled = w.Now().Truncate(secondOf)
	u.MFA = append(u.MFA, d)
	w.changed()
	return d, nil
}

func (w *World) newMFADevice(account, path, name string) *MFADevice {
	return &MFADevice{Name: name, Serial: "arn:aws:iam::" + account + ":mfa" + path + name, Seed: w.random(20)}
}

// NewMFADevice makes a virtual MFA device that is nobody's yet.
func (w *World) NewMFADevice(a *Account, name, path string) (*MFADevice, error) {
	if err := checkName("MFA device", name, path, 128); err != nil {
		return nil, err
	}
	if w.MFADevice(a.ID, name) != nil {
		return nil, fmt.Errorf("account %s already has an MFA device named %s", a.ID, name)
	}
	d := w.newMFADevice(a.ID, orSlash(path), name)
	a.MFA = append(a.MFA, d)
	w.changed()
	return d, nil
}

// MFADevice finds a device by its name in an account; nil when there is none.
func (w *World) MFADevice(account, name string) *MFADevice {
	a := w.Account(account)
	if a == nil {
		return nil
	}
	for _, user := range slices.Sorted(maps.Keys(a.Users)) {
		for _, d := range a.Users[user].MFA {
			if d.Name == name {
				return d
			}
		}
	}
	for _, d := range a.MFA {
		if d.Name == name {
			return d
		}
	}
	return nil
}

// touchManaged makes a managed policy that isn't there yet, and dates one that is.
func (w *World) touchManaged(r ref) {
	a, now := w.Account(r.account), w.Now().Truncate(secondOf)
	p := a.Policies[r.name]
	if p == nil {
		p = &ManagedPolicy{Account: a.ID, Name: r.name, Path: "/", ID: w.newID("ANPA"), Created: now, Default: 1, Last: 1}
		a.Policies[r.name] = p
	}
	p.Updated = now
}

// DeleteUser removes a user and its inline policies. Policies that named it as
// a principal keep its unique id, as on AWS: a namesake made later is a stranger.
func (w *World) DeleteUser(u *User) {
	delete(w.Account(u.Account).Users, u.Name)
	w.dropDocuments(u.Account + "/users/" + u.Name + "/")
	w.orphan(u.ARN(), u.ID)
	w.changed()
}

// DeleteRole removes a role with its trust and inline policies. Policies that
// named it keep its unique id.
func (w *World) DeleteRole(r *Role) {
	delete(w.Account(r.Account).Roles, r.Name)
	w.dropDocuments(r.Account + "/roles/" + r.Name + "/")
	w.orphan(r.ARN(), r.ID)
	w.changed()
}

// DeleteGroup removes a group and its inline policies.
func (w *World) DeleteGroup(g *Group) {
	a := w.Account(g.Account)
	delete(a.Groups, g.Name)
	for _, u := range a.Users {
		u.Groups = slices.DeleteFunc(u.Groups, func(n string) bool { return n == g.Name })
	}
	w.dropDocuments(g.Account + "/groups/" + g.Name + "/")
	w.changed()
}

// DeleteBucket removes a bucket with its policy.
func (w *World) DeleteBucket(b *Bucket) {
	delete(w.Account(b.Account).Buckets, b.Name)
	w.dropDocuments(b.Account + "/buckets/" + b.Name + "/")
	w.changed()
}

func (w *World) dropDocuments(prefix string) {
	for path := range w.state.Documents {
		if strings.HasPrefix(path, prefix) {
			w.drop(path)
			w.forget(path)
		}
	}
}

// Revoke puts the policy that the console's "Revoke active sessions" puts on a
// role: it denies everything to sessions issued before a time. See "Revoke IAM role
// temporary security credentials" in the IAM User Guide.
func (w *World) Revoke(r *Role, before time.Time) error {
	at := before.UTC().Format("2006-01-02T15:04:05.000Z")
	_, err := w.SetDocument(r.Account+"/roles/"+r.Name+"/policies/AWSRevokeOlderSessions.json", `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": ["*"],
      "Resource": ["*"],
      "Condition": {
        "DateLessThan": {
          "aws:TokenIssueTime": "`+at+`"
        }
      }
    }
  ]
}
`)
	return err
}

// Touch tells the world that a user, role or other part was changed in place.
func (w *World) Touch() { w.changed() }

func orSlash(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

func checkName(what, name, path string, most int) error {
	if !namePattern.MatchString(name) || len(name) > most {
		return fmt.Errorf("%q is not a %s's name: 1 to %d letters, digits and characters of +=,.@_-", name, what, most)
	}
	path = orSlash(path)
	if !strings.HasPrefix(path, "/") || !strings.HasSuffix(path, "/") || len(path) > 512 {
		return fmt.Errorf("%q is not a path: it begins and ends with a slash", path)
	}
	return nil
}

// InlinePolicies lists the names of the inline policies of a user, group or
// role; class is "users", "groups" or "roles".
func (w *World) InlinePolicies(account, class, owner string) []string {
	prefix := account + "/" + class + "/" + owner + "/policies/"
	var names []string
	paths := w.paths()
	at, _ := slices.BinarySearch(paths, prefix)
	for _, path := range paths[at:] {
		rest, ok := strings.CutPrefix(path, prefix)
		if !ok {
			break
		}
		names = append(names, strings.TrimSuffix(rest, ".json"))
	}
	return names
}

// inline are the compiled inline policies of a user, group or role.
func (w *World) inline(account, class, owner string) []*iam.Policy {
	var ps []*iam.Policy
	for _, name := range w.InlinePolicies(account, class, owner) {
		ps = appendPolicy(ps, w.policy(account+"/"+class+"/"+owner+"/policies/"+name+".json", iam.KindIdentity))
	}
	return ps
}

func appendPolicy(ps []*iam.Policy, p *iam.Policy) []*iam.Policy {
	if p == nil {
		return ps
	}
	return append(ps, p)
}
