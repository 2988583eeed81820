package world

import (
	"fmt"
	"slices"
)

// AddPolicyVersion adds a version to a managed policy and returns its number; in
// force it takes the default's place at once. A document that can't be stored
// changes nothing.
func (w *World) AddPolicyVersion(p *ManagedPolicy, src string, inForce bool) (int, error) {
	path, now := p.DocumentPath(), w.Now().Truncate(secondOf)
	old, before := w.state.Documents[path], p.Updated
	if _, err := w.SetDocument(path, src); err != nil {
		return 0, err
	}
	p.Last++
	if inForce {
		p.Others = append(p.Others, &PolicyVersion{Number: p.Default, Document: old, Created: before})
		p.Default = p.Last
	} else {
		p.Others = append(p.Others, &PolicyVersion{Number: p.Last, Document: src, Created: now})
		w.store(path, old)
		p.Updated = before
	}
	w.changed()
	return p.Last, nil
}

// SetDefaultVersion puts a version of a managed policy in force.
func (w *World) SetDefaultVersion(p *ManagedPolicy, number int) error {
	if number == p.Default {
		return nil
	}
	i := slices.IndexFunc(p.Others, func(v *PolicyVersion) bool { return v.Number == number })
	if i < 0 {
		return fmt.Errorf("policy %s has no version %d", p.Name, number)
	}
	next := p.Others[i]
	p.Others[i] = &PolicyVersion{Number: p.Default, Document: w.state.Documents[p.DocumentPath()], Created: p.Updated}
	p.Default, p.Updated = number, next.Created
	w.store(p.DocumentPath(), next.Document)
	return nil
}
