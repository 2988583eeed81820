package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"rolecall/sandbox/iam"
)

// storedFormat is the number of the stored form. It is counted up when an older
// program could no longer read it.
const storedFormat = 1

// MarshalJSON writes the world's document: all of its state but sessions and
// events, which are rows of their own.
func (w *World) MarshalJSON() ([]byte, error) { return json.Marshal(w.state) }

// Unmarshal reads what [World.MarshalJSON] wrote. What doesn't hold together is
// refused whole: an unknown member, a document without an owner, a policy that
// doesn't parse. All that was found of it is told by an *[UnsoundError].
func Unmarshal(data []byte, env Env) (*World, error) {
	if len(data) > MaxDocument {
		return nil, fmt.Errorf("a world is at most %d KB, this is %d KB", MaxDocument/1024, len(data)/1024)
	}
	w := New(env)
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&w.state); err != nil {
		return nil, fmt.Errorf("not a stored world: %w", err)
	}
	if dec.More() {
		return nil, fmt.Errorf("not a stored world: something follows its end")
	}
	if w.state.Format != storedFormat {
		return nil, fmt.Errorf("the world is stored in format %d, this program reads format %d", w.state.Format, storedFormat)
	}
	w.fill()
	if err := w.check(); err != nil {
		return nil, fmt.Errorf("not a stored world: %w", err)
	}
	return w, nil
}

// fill makes the maps that were empty and so not written.
func (w *World) fill() {
	for _, m := range []*map[string]string{&w.state.Documents, &w.state.Files} {
		if *m == nil {
			*m = map[string]string{}
		}
	}
	if w.state.Accounts == nil {
		w.state.Accounts = map[string]*Account{}
	}
	for _, a := range w.state.Accounts {
		if a == nil {
			continue
		}
		orMake(&a.Users)
		orMake(&a.Groups)
		orMake(&a.Roles)
		orMake(&a.Policies)
		orMake(&a.InstanceProfiles)
		orMake(&a.OIDCProviders)
		orMake(&a.SAMLProviders)
		orMake(&a.Buckets)
		orMake(&a.Resources)
	}
}

func orMake[V any](m *map[string]V) {
	if *m == nil {
		*m = map[string]V{}
	}
}

// check refuses a stored form that doesn't hold together. What its parts name is
// looked up once all of them are what they must be.
func (w *World) check() error {
	var e UnsoundError
	if w.state.Offset < 0 || w.state.Offset > maxOffset {
		e.add("its clock is out of bounds")
	}
	for _, id := range slices.Sorted(maps.Keys(w.state.Accounts)) {
		a := w.state.Accounts[id]
		if a == nil || a.ID != id || !accountPattern.MatchString(id) {
			e.add("account %q is malformed", id)
			continue
		}
		a.check(&e)
	}
	if e.err() == nil {
		w.checkReferences(&e)
		w.checkDocuments(&e)
	}
	return e.err()
}

// checkDocuments makes sure that each policy has an owner and parses.
func (w *World) checkDocuments(e *UnsoundError) {
	for _, path := range slices.Sorted(maps.Keys(w.state.Documents)) {
		r, err := w.resolve(path)
		if err != nil {
			e.add("%v", err)
			continue
		}
		if r.place == placeManaged && w.Account(r.account).Policies[r.name] == nil {
			e.add("%s belongs to no managed policy", path)
		}
		p, fs := iam.Parse(r.kind(), path, []byte(w.state.Documents[path]))
		for _, f := range errorsOnly(fs) {
			e.add("%s: %s", path, f)
		}
		w.compiled[compiledKey{path, r.kind()}] = p // it won't be parsed again when it is asked
	}
}

// Restore gives a world that was read from storage its sessions, and the number
// of the last event that was stored.
func (w *World) Restore(sessions []*Session, lastEvent int64) {
	for _, s := range sessions {
		w.keep(s)
	}
	w.lastEvent = lastEvent
}

// Unsaved are the sessions and events that came since the last [World.Saved],
// in order: the rows to append.
func (w *World) Unsaved() ([]*Session, []*Event) { return w.newSessions, w.newEvents }

// Saved tells that what [World.Unsaved] gave is stored.
func (w *World) Saved() { w.newSessions, w.newEvents = nil, nil }

// Clone is a copy that shares nothing with the world but its environment; its
// log is empty and nothing in it counts as unsaved.
func (w *World) Clone() *World {
	data, err := json.Marshal(w.state)
	c := New(w.env)
	if err != nil || json.Unmarshal(data, &c.state) != nil {
		return c
	}
	c.fill()
	for _, s := range w.issued {
		own := *s
		c.keep(&own)
	}
	c.lastEvent = w.lastEvent
	return c
}

// Load runs a function that builds a world from its files: meanwhile documents
// may come before what they belong to is complete, and trust policies may hold
// the unique ids of principals that were deleted.
func (w *World) Load(build func() error) error {
	w.loading = true
	defer func() { w.loading = false }()
	return build()
}
