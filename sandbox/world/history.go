package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Part is a part of a world that a change touched.
type Part struct {
	Path  string // of the document; empty when it is another part
	Words string // "Deploy's trust policy", "user bob removed"
}

// Inherit makes a world that is gone back to continue one: the clock, sessions,
// the number of the last event and the codes and keys that were used up stay as
// they are in now, for no undo gives them back. The version counts on from now's.
func (w *World) Inherit(now *World) {
	w.state.Offset, w.state.Version = now.state.Offset, now.state.Version+1
	if len(now.state.Secret) > 0 {
		w.state.Secret = now.state.Secret // tokens signed meanwhile are good
	}
	w.state.RSA = now.state.RSA
	used := map[string]int64{}
	for _, d := range now.state.devices() {
		used[d.Serial+string(d.Seed)] = d.Used
	}
	for _, d := range w.state.devices() {
		d.Used = max(d.Used, used[d.Serial+string(d.Seed)])
	}
	for _, s := range now.issued {
		w.keep(s)
	}
	w.lastEvent, w.recall = now.lastEvent, now.recall
}

// Rekey gives every user other access keys and other MFA seeds, and every identity
// provider another key: who holds those of the world that this is a copy of can't
// use them here, nor those of here there.
func (w *World) Rekey() {
	for _, a := range w.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
			for _, k := range a.Users[name].Keys {
				k.ID, k.Secret = w.newKeyID("AKIA"), w.newSecret()
			}
		}
	}
	for _, d := range w.state.devices() {
		d.Seed, d.Used = w.random(20), 0
	}
	w.state.Secret, w.state.RSA = nil, nil // the next ones are drawn when they are needed
	w.changed()
}

func (s *state) devices() []*MFADevice {
	var all []*MFADevice
	for _, id := range slices.Sorted(maps.Keys(s.Accounts)) {
		all = append(all, s.Accounts[id].devices()...)
	}
	return all
}

// devices are the MFA devices of the account's users and those that are nobody's.
func (a *Account) devices() []*MFADevice {
	var all []*MFADevice
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		all = append(all, a.Users[name].MFA...)
	}
	return append(all, a.MFA...)
}

// lasting is a copy of a state without what an undo leaves alone.
func lasting(document []byte) (state, error) {
	var s state
	if err := json.Unmarshal(document, &s); err != nil {
		return s, fmt.Errorf("not a stored world: %w", err)
	}
	s.Version, s.Offset, s.Secret, s.RSA = 0, 0, nil, nil
	for _, d := range s.devices() {
		d.Used = 0
	}
	return s, nil
}

// Changes lists what differs between two stored forms of a world, in words and
// by name; nothing when an undo would lead from one to the other without a trace,
// as when the clock alone moved. Both forms are ones that [World.MarshalJSON] wrote.
func Changes(before, after []byte) ([]Part, error) {
	was, err := lasting(before)
	if err != nil {
		return nil, err
	}
	is, err := lasting(after)
	if err != nil || same(was, is) {
		return nil, err
	}
	var parts []Part
	for _, id := range either(was.Accounts, is.Accounts) {
		parts = append(parts, accountParts(was.Accounts[id], is.Accounts[id])...)
	}
	parts = append(parts, documentParts(was, is)...)
	parts = append(parts, compare("file", was.Files, is.Files)...)
	if !same(was.Organization, is.Organization) {
		parts = append(parts, Part{Words: "the organization"})
	}
	if len(parts) == 0 {
		parts = []Part{{Words: "the world's settings"}}
	}
	return parts, nil
}

// Documents lists the policies and files of a stored form by path.
func Documents(document []byte) (map[string]string, error) {
	var s struct {
		Documents, Files map[string]string
	}
	if err := json.Unmarshal(document, &s); err != nil {
		return nil, fmt.Errorf("not a stored world: %w", err)
	}
	all := make(map[string]string, len(s.Documents)+len(s.Files))
	for path, text := range s.Documents {
		all[path] = text
	}
	for name, text := range s.Files {
		all["files/"+name] = text
	}
	return all, nil
}

func accountParts(was, is *Account) []Part {
	switch {
	case was == nil:
		return []Part{{Words: "account " + is.ID + " added"}}
	case is == nil:
		return []Part{{Words: "account " + was.ID + " removed"}}
	}
	var parts []Part
	parts = append(parts, compare("user", was.Users, is.Users)...)
	parts = append(parts, compare("group", was.Groups, is.Groups)...)
	parts = append(parts, compare("role", was.Roles, is.Roles)...)
	parts = append(parts, compare("managed policy", was.Policies, is.Policies)...)
	parts = append(parts, compare("instance profile", was.InstanceProfiles, is.InstanceProfiles)...)
	parts = append(parts, compare("OIDC provider", was.OIDCProviders, is.OIDCProviders)...)
	parts = append(parts, compare("SAML provider", was.SAMLProviders, is.SAMLProviders)...)
	parts = append(parts, compare("bucket", was.Buckets, is.Buckets)...)
	parts = append(parts, compare("resource", was.Resources, is.Resources)...)
	parts = append(parts, compare("MFA device", was.serials(), is.serials())...)
	for _, p := range []struct {
		words   string
		was, is any
	}{{"root password", was.RootLogin, is.RootLogin}, {"outbound federation", was.Outbound, is.Outbound}, {"name", was.Name, is.Name}} {
		if !same(p.was, p.is) {
			parts = append(parts, Part{Words: "account " + is.ID + "'s " + p.words})
		}
	}
	return parts
}

// serials are the account's MFA devices, whoever has them, by name.
func (a *Account) serials() map[string]string {
	all := map[string]string{}
	for _, d := range a.devices() {
		all[d.Name] = d.Serial
	}
	return all
}

// compare names what was added to a map, taken out of it and changed in it.
func compare[V any](what string, was, is map[string]V) []Part {
	var parts []Part
	for _, name := range either(was, is) {
		old, had := was[name]
		now, has := is[name]
		switch {
		case !had:
			parts = append(parts, Part{Words: what + " " + name + " added"})
		case !has:
			parts = append(parts, Part{Words: what + " " + name + " removed"})
		case !same(old, now):
			parts = append(parts, Part{Words: what + " " + name})
		}
	}
	return parts
}

// documentParts names the policies that differ, but for those that came or went
// with whom they belong to.
func documentParts(was, is state) []Part {
	var parts []Part
	for _, path := range either(was.Documents, is.Documents) {
		old, had := was.Documents[path]
		now, has := is.Documents[path]
		r, err := parsePath(path)
		if old == now && had == has || err != nil || was.owns(r) != is.owns(r) {
			continue
		}
		words := label(r)
		switch {
		case !had:
			words += " added"
		case !has:
			words += " removed"
		}
		parts = append(parts, Part{path, words})
	}
	return parts
}

// owns reports whether what a document belongs to is there.
func (s *state) owns(r ref) bool {
	a := s.Accounts[r.account]
	switch {
	case a == nil:
		return r.account == ""
	case r.class == "users":
		return a.Users[r.owner] != nil
	case r.class == "groups":
		return a.Groups[r.owner] != nil
	case r.class == "roles":
		return a.Roles[r.owner] != nil
	case r.class == "buckets":
		return a.Buckets[r.owner] != nil
	case r.place == placeManaged:
		return a.Policies[r.name] != nil
	}
	return a.Resources[r.class+"/"+r.owner] != nil
}

// either lists the keys of two maps in order, each once.
func either[V any](a, b map[string]V) []string {
	all := make(map[string]bool, len(a))
	for k := range a {
		all[k] = true
	}
	for k := range b {
		all[k] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// same compares by the stored form, in which maps have an order.
func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// InWords joins what changed to one line of at most about eighty characters.
func InWords(parts []Part) string {
	var words []string
	for i, p := range parts {
		if i == 2 && len(parts) > 2 {
			return strings.Join(words, ", ") + fmt.Sprintf(" and %d more", len(parts)-2)
		}
		words = append(words, p.Words)
	}
	return strings.Join(words, " and ")
}
