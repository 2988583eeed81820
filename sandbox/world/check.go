package world

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// How many faults of a stored form are told, and how long each may be, for names in
// it may have any length.
const (
	maxFaults = 40
	maxFault  = 400 // bytes
)

// UnsoundError says all that is wrong with a stored form, or with sessions to be
// taken over.
type UnsoundError struct {
	Faults []string // the first 40, at least one
	More   int      // how many there are besides
}

// Error is all of it in one line.
func (e *UnsoundError) Error() string { return strings.Join(e.Lines(), "; ") }

// Lines are the faults, and how many there are besides.
func (e *UnsoundError) Lines() []string {
	if e.More == 0 {
		return e.Faults
	}
	return append(slices.Clone(e.Faults), fmt.Sprintf("and %d more", e.More))
}

func (e *UnsoundError) add(format string, args ...any) {
	if len(e.Faults) >= maxFaults {
		e.More++
		return
	}
	fault := fmt.Sprintf(format, args...)
	if len(fault) > maxFault {
		fault = strings.ToValidUTF8(fault[:maxFault], "") + "…"
	}
	e.Faults = append(e.Faults, fault)
}

// err is e when there is a fault.
func (e *UnsoundError) err() error {
	if len(e.Faults) == 0 {
		return nil
	}
	return e
}

// part is something in an account: the key it stands under, and what it says of
// itself. A problem names what else is wrong with it.
type part struct {
	what, key, account, name, problem string
}

// check looks at every part of an account.
func (a *Account) check(e *UnsoundError) {
	for _, p := range slices.Concat(a.identities(), a.possessions()) {
		switch {
		case p.problem != "":
			e.add("account %s: %s %q %s", a.ID, p.what, p.key, p.problem)
		case p.account != a.ID || p.key != p.name:
			e.add("account %s: %s %q says it is %q of account %q", a.ID, p.what, p.key, p.name, p.account)
		}
	}
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
	for _, k := range slices.Sorted(maps.Keys(a.Users)) {
		v := a.Users[k]
		if v == nil || slices.Contains(v.Keys, nil) || slices.Contains(v.MFA, nil) {
			ps = append(ps, part{"user", k, "", "", empty})
			continue
		}
		ps = append(ps, part{"user", k, v.Account, v.Name, orElse(malformedName(k), v.problemWithKeys())})
	}
	if slices.Contains(a.MFA, nil) {
		ps = append(ps, part{"MFA device", "", "", "", empty})
	}
	for _, k := range slices.Sorted(maps.Keys(a.Groups)) {
		v := a.Groups[k]
		if v == nil {
			ps = append(ps, part{"group", k, "", "", empty})
			continue
		}
		ps = append(ps, part{"group", k, v.Account, v.Name, malformedName(k)})
	}
	for _, k := range slices.Sorted(maps.Keys(a.Roles)) {
		v := a.Roles[k]
		if v == nil {
			ps = append(ps, part{"role", k, "", "", empty})
			continue
		}
		p := part{"role", k, v.Account, v.Name, malformedName(k)}
		if v.MaxSession < 3600 || v.MaxSession > 43200 {
			p.problem = "has a longest session out of bounds"
		}
		ps = append(ps, p)
	}
	for _, k := range slices.Sorted(maps.Keys(a.Policies)) {
		v := a.Policies[k]
		if v == nil || slices.Contains(v.Others, nil) {
			ps = append(ps, part{"policy", k, "", "", empty})
			continue
		}
		ps = append(ps, part{"policy", k, v.Account, v.Name, malformedName(k)})
	}
	return ps
}

func (a *Account) possessions() []part {
	var ps []part
	for _, k := range slices.Sorted(maps.Keys(a.Buckets)) {
		v := a.Buckets[k]
		if v == nil {
			ps = append(ps, part{"bucket", k, "", "", empty})
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(v.Objects)) {
			o := v.Objects[key]
			if o == nil || o.Key != key || len(o.Body) > MaxObject {
				ps = append(ps, part{"object", key, "", "", "is malformed"})
			}
		}
		p := part{"bucket", k, v.Account, v.Name, ""}
		if !bucketPattern.MatchString(k) {
			p.problem = "has a name that can't be"
		}
		ps = append(ps, p)
	}
	for _, k := range slices.Sorted(maps.Keys(a.Resources)) {
		v := a.Resources[k]
		if v == nil {
			ps = append(ps, part{"resource", k, "", "", empty})
			continue
		}
		p := part{"resource", k, v.Account, v.Kind + "/" + v.Name, ""}
		if _, ok := resourceKinds[v.Kind]; !ok {
			p.problem = "is of no known kind"
		}
		ps = append(ps, p)
	}
	for _, k := range slices.Sorted(maps.Keys(a.InstanceProfiles)) {
		v := a.InstanceProfiles[k]
		if v == nil {
			ps = append(ps, part{"instance profile", k, "", "", empty})
			continue
		}
		ps = append(ps, part{"instance profile", k, v.Account, v.Name, malformedName(k)})
	}
	for _, k := range slices.Sorted(maps.Keys(a.OIDCProviders)) {
		v := a.OIDCProviders[k]
		if v == nil {
			ps = append(ps, part{"OIDC provider", k, "", "", empty})
			continue
		}
		ps = append(ps, part{"OIDC provider", k, v.Account, v.URL, ""})
	}
	for _, k := range slices.Sorted(maps.Keys(a.SAMLProviders)) {
		v := a.SAMLProviders[k]
		if v == nil {
			ps = append(ps, part{"SAML provider", k, "", "", empty})
			continue
		}
		ps = append(ps, part{"SAML provider", k, v.Account, v.Name, malformedName(k)})
	}
	return ps
}

// checkReferences looks whether what parts name is there: policies attached,
// boundaries, trust policies, the nodes of the organization. A boundary that is
// missing must not read as no boundary.
func (w *World) checkReferences(e *UnsoundError) {
	for _, id := range slices.Sorted(maps.Keys(w.state.Accounts)) {
		a := w.state.Accounts[id]
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
			w.checkAttached(e, "user "+name, a.Users[name].Attached, a.Users[name].Boundary)
		}
		for _, name := range slices.Sorted(maps.Keys(a.Groups)) {
			w.checkAttached(e, "group "+name, a.Groups[name].Attached, "")
		}
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			r := a.Roles[name]
			w.checkAttached(e, "role "+name, r.Attached, r.Boundary)
			if _, ok := w.state.Documents[r.TrustPath()]; !ok {
				e.add("role %s has no trust policy", name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(a.Policies)) {
			if _, ok := w.state.Documents[a.Policies[name].DocumentPath()]; !ok {
				e.add("managed policy %s has no document", name)
			}
		}
	}
	if o := w.state.Organization; o != nil && !o.Root.sound(0) {
		e.add("the organization is malformed")
	}
}

func (w *World) checkAttached(e *UnsoundError, who string, attached []string, boundary string) {
	for _, arn := range append(slices.Clone(attached), boundary) {
		if _, ok := w.ManagedDocumentPath(arn); !ok && arn != "" {
			e.add("%s has %s, which isn't there", who, arn)
		}
	}
}

// sound looks at a node and those below it. AWS nests units five deep.
func (n *Node) sound(depth int) bool {
	if n == nil || slices.Contains(n.Accounts, nil) || depth > 6 {
		return false
	}
	for _, ou := range n.OUs {
		if !ou.sound(depth + 1) {
			return false
		}
	}
	return true
}
