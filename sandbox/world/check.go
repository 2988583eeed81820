package world

import (
	"fmt"
	"slices"
)

// part is something in an account: the key it stands under, and what it says of
// itself. A problem names what else is wrong with it.
type part struct {
	what, key, account, name, problem string
}

// check looks at every part of an account.
func (a *Account) check() error {
	for _, p := range slices.Concat(a.identities(), a.possessions()) {
		if p.problem != "" {
			return fmt.Errorf("%s %q %s", p.what, p.key, p.problem)
		}
		if p.account != a.ID || p.key != p.name {
			return fmt.Errorf("%s %q says it is %q of account %q", p.what, p.key, p.name, p.account)
		}
	}
	return nil
}

// malformedName is the problem of a name that can't be.
func malformedName(name string) string {
	if !namePattern.MatchString(name) {
		return "has a name that can't be"
	}
	return ""
}

// problemWithKeys is the problem of access keys that could be somebody's on AWS.
func (u *User) problemWithKeys() string {
	for _, k := range u.Keys {
		if !keyPattern.MatchString(k.ID) || k.ID[:4] != "AKIA" || k.Secret == "" {
			return fmt.Sprintf("has the access key %q, which is none of a sandbox's", k.ID)
		}
	}
	if len(u.Keys) > 2 {
		return "has more than two access keys"
	}
	return ""
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

const empty = "is null"

func (a *Account) identities() []part {
	var ps []part
	for _, k := range sortedKeys(a.Users) {
		v := a.Users[k]
		if v == nil || slices.Contains(v.Keys, nil) || slices.Contains(v.MFA, nil) {
			return []part{{"user", k, "", "", empty}}
		}
		ps = append(ps, part{"user", k, v.Account, v.Name, orElse(malformedName(k), v.problemWithKeys())})
	}
	if slices.Contains(a.MFA, nil) {
		return []part{{"MFA device", "", "", "", empty}}
	}
	for _, k := range sortedKeys(a.Groups) {
		v := a.Groups[k]
		if v == nil {
			return []part{{"group", k, "", "", empty}}
		}
		ps = append(ps, part{"group", k, v.Account, v.Name, malformedName(k)})
	}
	for _, k := range sortedKeys(a.Roles) {
		v := a.Roles[k]
		if v == nil {
			return []part{{"role", k, "", "", empty}}
		}
		p := part{"role", k, v.Account, v.Name, malformedName(k)}
		if v.MaxSession < 3600 || v.MaxSession > 43200 {
			p.problem = "has a longest session out of bounds"
		}
		ps = append(ps, p)
	}
	for _, k := range sortedKeys(a.Policies) {
		v := a.Policies[k]
		if v == nil || slices.Contains(v.Others, nil) {
			return []part{{"policy", k, "", "", empty}}
		}
		ps = append(ps, part{"policy", k, v.Account, v.Name, malformedName(k)})
	}
	return ps
}

func (a *Account) possessions() []part {
	var ps []part
	for _, k := range sortedKeys(a.Buckets) {
		v := a.Buckets[k]
		if v == nil {
			return []part{{"bucket", k, "", "", empty}}
		}
		for key, o := range v.Objects {
			if o == nil || o.Key != key || len(o.Body) > MaxObject {
				return []part{{"object", key, "", "", "is malformed"}}
			}
		}
		p := part{"bucket", k, v.Account, v.Name, ""}
		if !bucketPattern.MatchString(k) {
			p.problem = "has a name that can't be"
		}
		ps = append(ps, p)
	}
	for _, k := range sortedKeys(a.Resources) {
		v := a.Resources[k]
		if v == nil {
			return []part{{"resource", k, "", "", empty}}
		}
		p := part{"resource", k, v.Account, v.Kind + "/" + v.Name, ""}
		if _, ok := resourceKinds[v.Kind]; !ok {
			p.problem = "is of no known kind"
		}
		ps = append(ps, p)
	}
	for _, k := range sortedKeys(a.InstanceProfiles) {
		v := a.InstanceProfiles[k]
		if v == nil {
			return []part{{"instance profile", k, "", "", empty}}
		}
		ps = append(ps, part{"instance profile", k, v.Account, v.Name, malformedName(k)})
	}
	for _, k := range sortedKeys(a.OIDCProviders) {
		v := a.OIDCProviders[k]
		if v == nil {
			return []part{{"OIDC provider", k, "", "", empty}}
		}
		ps = append(ps, part{"OIDC provider", k, v.Account, v.URL, ""})
	}
	for _, k := range sortedKeys(a.SAMLProviders) {
		v := a.SAMLProviders[k]
		if v == nil {
			return []part{{"SAML provider", k, "", "", empty}}
		}
		ps = append(ps, part{"SAML provider", k, v.Account, v.Name, malformedName(k)})
	}
	return ps
}

// checkReferences looks whether what parts name is there: policies attached,
// boundaries, trust policies, the nodes of the organization. A boundary that is
// missing must not read as no boundary.
func (w *World) checkReferences() error {
	for _, id := range sortedKeys(w.state.Accounts) {
		a := w.state.Accounts[id]
		for _, u := range a.Users {
			if err := w.checkAttached("user "+u.Name, u.Attached, u.Boundary); err != nil {
				return err
			}
		}
		for _, g := range a.Groups {
			if err := w.checkAttached("group "+g.Name, g.Attached, ""); err != nil {
				return err
			}
		}
		for _, r := range a.Roles {
			if err := w.checkAttached("role "+r.Name, r.Attached, r.Boundary); err != nil {
				return err
			}
			if _, ok := w.state.Documents[r.TrustPath()]; !ok {
				return fmt.Errorf("role %s has no trust policy", r.Name)
			}
		}
		for name, p := range a.Policies {
			if _, ok := w.state.Documents[p.DocumentPath()]; !ok {
				return fmt.Errorf("managed policy %s has no document", name)
			}
		}
	}
	if o := w.state.Organization; o != nil {
		return o.Root.check(0)
	}
	return nil
}

func (w *World) checkAttached(who string, attached []string, boundary string) error {
	for _, arn := range append(slices.Clone(attached), boundary) {
		if _, ok := w.ManagedDocumentPath(arn); !ok && arn != "" {
			return fmt.Errorf("%s has %s, which isn't there", who, arn)
		}
	}
	return nil
}

// check looks at a node and those below it. AWS nests units five deep.
func (n *Node) check(depth int) error {
	if n == nil || slices.Contains(n.Accounts, nil) || depth > 6 {
		return fmt.Errorf("the organization is malformed")
	}
	for _, ou := range n.OUs {
		if err := ou.check(depth + 1); err != nil {
			return err
		}
	}
	return nil
}
