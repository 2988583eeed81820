package web

import (
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// edited is the last document that was saved, with the text before.
type edited struct {
	Path   string `json:"path"`
	Before string `json:"before,omitempty"`
	New    bool   `json:"new,omitempty"` // there was none before
	After  string `json:"after"`         // names the text that was saved, see baseOf
}

const (
	mostTried  = 4000 // requests that are tried to say what an edit changed
	mostKnown  = 12   // users and roles whose own side is looked at
	mostBefore = 24 << 10
)

// remember keeps what stood in a document before it was saved.
func (p *playing) remember(path, before, after string, there bool) {
	if there && before == after {
		return
	}
	p.console.Edited = nil
	if len(before) <= mostBefore {
		p.console.Edited = &edited{Path: path, Before: before, New: !there, After: baseOf(after)}
	}
}

// whatChanged says what the last save changed, while the document it saved is the
// one in the editor and in force; nil when there is nothing to say.
func (p *playing) whatChanged(e *view.Editor) *analyze.Difference {
	was := p.console.Edited
	if e == nil || was == nil || was.Path != e.Path {
		return nil
	}
	now, there := p.Document(was.Path)
	f, ok := p.File(was.Path)
	if !ok || !there || baseOf(now) != was.After {
		return nil
	}
	c := analyze.Change{Kind: f.Kind, Name: f.Label, After: []byte(now), Limit: mostTried}
	if !was.New {
		c.Before = []byte(was.Before)
	}
	p.surroundings(&c, f)
	d, err := analyze.Diff(c)
	if err != nil {
		return nil
	}
	return d
}

// surroundings tells the analysis whose policy it is and what else stands in the
// world: the other side of the wall.
func (p *playing) surroundings(c *analyze.Change, f world.File) {
	a := p.Account(f.Account)
	switch {
	case a == nil:
		return
	case f.Kind == iam.KindTrust && a.Roles[f.Owner] != nil:
		c.Holder = a.Roles[f.Owner].ARN()
		c.Callers = p.knownCallers(a.Roles[f.Owner].TrustTarget())
	case f.Class == "buckets" && a.Buckets[f.Owner] != nil:
		c.Holder, c.Account = a.Buckets[f.Owner].ARN(), a.ID
		c.Callers = p.knownCallers(world.Target{ARN: c.Holder, Account: a.ID})
	case f.Class == "users" && a.Users[f.Owner] != nil:
		c.Holder, c.Targets = a.Users[f.Owner].ARN(), p.knownTargets()
	case f.Class == "roles" && a.Roles[f.Owner] != nil:
		c.Holder, c.Targets = a.Roles[f.Owner].ARN(), p.knownTargets()
	}
}

// knownCallers are the users with what applies to them when they call.
func (p *playing) knownCallers(t world.Target) []analyze.Caller {
	var list []analyze.Caller
	for _, a := range p.Accounts() {
		for _, name := range sortedNames(a.Users) {
			caller, ok := world.UserCaller(a.Users[name])
			if !ok || len(list) >= mostKnown {
				continue
			}
			access, fault := p.World.Begin(caller)
			if fault != world.FaultNone {
				continue
			}
			ps := access.PoliciesOf(t)
			list = append(list, analyze.Caller{Principal: access.Who.Principal(), Identity: ps.Identity, Boundary: ps.Boundary, SCPs: ps.SCPs})
		}
	}
	return list
}

// knownTargets are the roles with their trust policies.
func (p *playing) knownTargets() []analyze.Target {
	var list []analyze.Target
	for _, a := range p.Accounts() {
		for _, name := range sortedNames(a.Roles) {
			r := a.Roles[name]
			if len(list) >= mostKnown {
				return list
			}
			ps := p.holding(r).PoliciesOf(r.TrustTarget())
			list = append(list, analyze.Target{ARN: r.ARN(), Account: a.ID, Policy: ps.Resource, RCPs: ps.RCPs})
		}
	}
	return list
}
