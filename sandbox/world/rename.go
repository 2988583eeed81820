package world

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// RenameUser gives a user another name and path and returns it as it is from then
// on; u itself stays as it was, for the call under way. The unique id, keys, groups
// and policies stay, and trust and resource policies that name the user as a
// principal show its new ARN. Policies that name it elsewhere, as a resource say,
// don't follow. See "Rename an IAM user" in the IAM User Guide.
func (w *World) RenameUser(u *User, name, path string) (*User, error) {
	if err := checkName("user", name, path, 64); err != nil {
		return nil, err
	}
	a := w.Account(u.Account)
	if name != u.Name && a.Users[name] != nil {
		return nil, fmt.Errorf("user %s is there already", name)
	}
	renamed := *u
	renamed.Name, renamed.Path = name, orSlash(path)
	delete(a.Users, u.Name)
	a.Users[name] = &renamed
	w.moveDocuments(a.ID+"/users/", u.Name, name)
	w.replacePrincipal(u.ARN(), renamed.ARN())
	w.changed()
	return &renamed, nil
}

// RenameGroup gives a group another name and path. Its unique id, users and policies
// stay. See "Rename an IAM user group" in the IAM User Guide.
func (w *World) RenameGroup(g *Group, name, path string) error {
	if err := checkName("group", name, path, 128); err != nil {
		return err
	}
	a := w.Account(g.Account)
	if name != g.Name && a.Groups[name] != nil {
		return fmt.Errorf("group %s is there already", name)
	}
	for _, u := range a.Users {
		for i := range u.Groups {
			if u.Groups[i] == g.Name {
				u.Groups[i] = name
			}
		}
	}
	w.moveDocuments(a.ID+"/groups/", g.Name, name)
	delete(a.Groups, g.Name)
	g.Name, g.Path = name, orSlash(path)
	a.Groups[name] = g
	w.changed()
	return nil
}

// moveDocuments takes what belongs to one owner below a folder to another.
func (w *World) moveDocuments(folder, from, to string) {
	if from == to {
		return
	}
	for _, path := range slices.Sorted(maps.Keys(w.state.Documents)) {
		if rest, ok := strings.CutPrefix(path, folder+from+"/"); ok {
			src := w.state.Documents[path]
			w.drop(path)
			w.forget(path)
			w.store(folder+to+"/"+rest, src)
		}
	}
}

// orphan writes a deleted principal's unique id over its ARN wherever a trust or
// resource policy names it, as AWS shows such policies from then on. See "IAM
// JSON policy elements: Principal" in the IAM User Guide.
func (w *World) orphan(arn, id string) { w.replacePrincipal(arn, id) }

// replacePrincipal writes one principal over another wherever a trust or resource
// policy names it.
func (w *World) replacePrincipal(old, principal string) {
	quoted, err := json.Marshal(principal)
	if err != nil || old == principal {
		return
	}
	for path, src := range w.state.Documents {
		if !strings.Contains(src, old) && !strings.Contains(src, `\`) {
			continue // nor can it be there with some of its characters escaped
		}
		r, err := parsePath(path)
		if err != nil || r.kind() != iam.KindTrust && r.kind() != iam.KindResource {
			continue
		}
		found := principalsOf(src)
		changed := false
		for i := len(found) - 1; i >= 0; i-- {
			if found[i].value == old {
				src = src[:found[i].start] + string(quoted) + src[found[i].end:]
				changed = true
			}
		}
		if changed {
			w.store(path, src)
		}
	}
}
