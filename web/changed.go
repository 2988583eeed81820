package web

import (
	"slices"
	"strings"

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
func (p *playing) whatChanged(e *view.Editor) *view.Change {
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
	change := &view.Change{Difference: d}
	for _, w := range d.Witnesses {
		change.Here = append(change.Here, p.here(w))
	}
	return change
}

// here says what else in the world decides a witness's request, where that is not
// as the changed policy alone would have it; empty when it is, or when the caller
// isn't in the world.
func (p *playing) here(w analyze.Witness) string {
	access, ok := p.accessByARN(w.Request.Principal)
	if !ok {
		return ""
	}
	q, err := p.question(access, w.Request.Action, w.Request.Resource, w.Request.Context)
	if err != nil {
		return ""
	}
	ready, err := q.request.Ready()
	if err != nil {
		return ""
	}
	now := iam.Evaluate(ready, q.policies())
	switch {
	case w.After == iam.Allowed && now.Decision != iam.Allowed:
		return "In this world it is refused all the same, by another layer: " + layerWords(now.DeniedBy) + "."
	case w.After != iam.Allowed && now.Decision == iam.Allowed:
		return "In this world it is allowed all the same, by another policy."
	}
	return ""
}

func layerWords(layers iam.Layers) string {
	var words []string
	for _, l := range layers.List() {
		words = append(words, view.LayerWord(l))
	}
	return strings.ToLower(strings.Join(words, ", "))
}

// accessByARN is the access of whomever an ARN names, if they are in the world.
func (p *playing) accessByARN(arn string) (*world.Access, bool) {
	if actor := p.actorByARN(arn); actor != "" {
		access, err := p.accessOf(actor)
		return access, err == nil
	}
	rest, ok := strings.CutPrefix(arn, "arn:aws:sts::")
	account, rest, _ := strings.Cut(rest, ":assumed-role/")
	role, _, _ := strings.Cut(rest, "/")
	a := p.Account(account)
	if !ok || a == nil || a.Roles[role] == nil {
		return nil, false
	}
	return p.holding(a.Roles[role]), true
}

// surroundings tells the analysis whose policy it is and what else stands in the
// world: the other side of the wall. A managed policy is one of whoever it is
// attached to, or the boundary of whoever it bounds; an organization's policy
// stands over an account below it.
func (p *playing) surroundings(c *analyze.Change, f world.File) {
	switch f.Kind {
	case iam.KindTrust, iam.KindResource:
		p.guarded(c, f)
	case iam.KindSCP, iam.KindRCP:
		c.Holder = p.governed(f)
	case iam.KindIdentity, iam.KindBoundary, iam.KindSession:
		c.Holder, c.Targets = p.heldBy(f), p.knownTargets()
		if h, bounds := p.boundedBy(f); c.Holder == "" && bounds {
			c.Kind, c.Holder = iam.KindBoundary, h
		}
	}
}

// guarded tells the analysis of a policy that stands at a door.
func (p *playing) guarded(c *analyze.Change, f world.File) {
	a := p.Account(f.Account)
	switch {
	case a == nil:
	case f.Kind == iam.KindTrust && a.Roles[f.Owner] != nil:
		c.Holder = a.Roles[f.Owner].ARN()
		c.Callers = p.knownCallers(a.Roles[f.Owner].TrustTarget())
	case f.Class == "buckets" && a.Buckets[f.Owner] != nil:
		c.Holder, c.Account = a.Buckets[f.Owner].ARN(), a.ID
		c.Callers = p.knownCallers(world.Target{ARN: c.Holder, Account: a.ID})
	case a.Resources[f.Class+"/"+f.Owner] != nil:
		c.Holder, c.Account = a.Resources[f.Class+"/"+f.Owner].ARN(), a.ID
		c.Callers = p.knownCallers(world.Target{ARN: c.Holder, Account: a.ID})
	}
}

// heldBy is the ARN of the user or role that an identity policy speaks for, of
// several the first; empty when it speaks for nobody.
func (p *playing) heldBy(f world.File) string {
	return p.firstHolder(f.Account, func(class, name string, attached, groups []string) bool {
		switch f.Class {
		case "users", "roles":
			return class == f.Class && name == f.Owner
		case "groups":
			return slices.Contains(groups, f.Owner)
		case "policies":
			return slices.ContainsFunc(attached, func(arn string) bool { return p.isDocument(arn, f.Path) })
		}
		return false
	})
}

// boundedBy is the ARN of a user or role that a managed policy bounds.
func (p *playing) boundedBy(f world.File) (arn string, ok bool) {
	a := p.Account(f.Account)
	if a == nil || f.Class != "policies" {
		return "", false
	}
	for _, name := range sortedNames(a.Roles) {
		if p.isDocument(a.Roles[name].Boundary, f.Path) {
			return a.Roles[name].ARN(), true
		}
	}
	for _, name := range sortedNames(a.Users) {
		if p.isDocument(a.Users[name].Boundary, f.Path) {
			return a.Users[name].ARN(), true
		}
	}
	return "", false
}

func (p *playing) isDocument(arn, path string) bool {
	found, ok := p.ManagedDocumentPath(arn)
	return ok && found == path
}

// firstHolder finds the first user or role of an account that a policy speaks for.
// Policies attached to a user's groups count as the user's.
func (p *playing) firstHolder(account string, speaksFor func(class, name string, attached, groups []string) bool) string {
	a := p.Account(account)
	if a == nil {
		return ""
	}
	for _, name := range sortedNames(a.Users) {
		u := a.Users[name]
		attached := slices.Clone(u.Attached)
		for _, g := range u.Groups {
			if a.Groups[g] != nil {
				attached = append(attached, a.Groups[g].Attached...)
			}
		}
		if speaksFor("users", name, attached, u.Groups) {
			return u.ARN()
		}
	}
	for _, name := range sortedNames(a.Roles) {
		if speaksFor("roles", name, a.Roles[name].Attached, nil) {
			return a.Roles[name].ARN()
		}
	}
	return ""
}

// governed is an account that an organization's policy stands over; empty when the
// policy is attached nowhere.
func (p *playing) governed(f world.File) string {
	for _, a := range p.Accounts() {
		if slices.Contains(p.controlsOver(a.ID, f.Kind), f.Path) {
			return a.ID
		}
	}
	return ""
}

// controlsOver lists the paths of the SCPs or RCPs that stand over an account.
func (p *playing) controlsOver(account string, kind iam.Kind) []string {
	access := &world.Access{World: p.World, Time: p.Now(), Extra: world.Context{}, Who: world.Identity{Type: world.IdentityRoot, Account: account}}
	ps := access.PoliciesOf(world.Target{Account: account})
	levels := ps.SCPs
	if kind == iam.KindRCP {
		levels = ps.RCPs
	}
	var paths []string
	for _, level := range levels {
		for _, policy := range level {
			paths = append(paths, policy.Name())
		}
	}
	return paths
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
