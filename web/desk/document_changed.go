package desk

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// WhatChanged says what the last save changed, while the document it saved is the
// one in the editor and in force; nil when there is nothing to say.
func WhatChanged(p *play.World, e *view.Editor) *view.Change {
	was := p.Console.Edited
	if e == nil || was == nil || was.Path != e.Path {
		return nil
	}
	now, there := p.Document(was.Path)
	f, ok := p.File(was.Path)
	if !ok || !there || play.BaseOf(now) != was.After {
		return nil
	}
	c := analyze.Change{Kind: f.Kind, Name: f.Label, After: []byte(now)}
	if !was.New {
		c.Before = []byte(was.Before)
	}
	return ChangeFor(p, c, f)
}

// ChangeFor says what a change comes to for each of those whom the policy is about.
func ChangeFor(p *play.World, c analyze.Change, f world.File) *view.Change {
	all := surroundings(p, &c, f)
	change := &view.Change{Complete: true, Unattached: len(all) == 0}
	if len(all) == 0 {
		all = []stand{{f.Kind, nobody(f)}}
	}
	change.More = max(len(all)-mostKnown, 0)
	all = all[:len(all)-change.More]
	left, told, work := mostTried, map[string]int{}, p.Part()
	for i, st := range all {
		c.Kind, c.Holder, c.Limit = st.kind, st.holder, left/(len(all)-i)
		c.Count = work
		d, err := analyze.Diff(c)
		if _, limit := errors.AsType[*budget.Exceeded](err); limit {
			change.Complete = false
			break
		}
		if err != nil {
			return nil
		}
		left -= d.Tried
		change.Complete = change.Complete && d.Complete
		change.Sentence = d.Sentence
		for _, w := range d.Witnesses {
			tell(p, change, told, w, st)
		}
	}
	if found := change.Directions(); len(all) > 1 && (len(found) > 0 || !change.Complete) {
		change.Sentence = analyze.Summary(found, change.Complete)
	}
	slices.SortStableFunc(change.Witnesses, func(a, b view.ChangedWay) int {
		return strings.Compare(string(b.Direction), string(a.Direction)) // widenings first
	})
	return change
}

// tell adds a witness to a change. One that was told of somebody else, in the same
// words but for the name, is told of both.
func tell(p *play.World, change *view.Change, told map[string]int, w analyze.Witness, st stand) {
	here := here(p, w)
	words := strings.Replace(strings.ToLower(w.Sentence), strings.ToLower(st.words()), "", 1) + here
	if i, ok := told[words]; ok {
		change.Witnesses[i].Also = append(change.Witnesses[i].Also, st.words())
		return
	}
	if len(change.Witnesses) >= mostTold {
		change.Complete = false
		return
	}
	told[words] = len(change.Witnesses)
	change.Witnesses = append(change.Witnesses, view.ChangedWay{Witness: w, Here: here})
}

// here says what else in the world decides a witness's request, where that is not
// as the changed policy alone would have it; empty when it is, or when the caller
// isn't in the world.
func here(p *play.World, w analyze.Witness) string {
	access, ok := accessByARN(p, w.Request.Principal)
	if !ok {
		return ""
	}
	q, err := questionOf(p, access, w.Request.Action, w.Request.Resource, w.Request.Context)
	if err != nil {
		return ""
	}
	ready, err := q.Request.Ready()
	if err != nil {
		return ""
	}
	now := iam.Evaluate(ready, q.Policies())
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
func accessByARN(p *play.World, arn string) (*world.Access, bool) {
	if actor := actorByARN(p, arn); actor != "" {
		access, err := accessOf(p, actor)
		return access, err == nil
	}
	rest, ok := strings.CutPrefix(arn, "arn:aws:sts::")
	account, rest, _ := strings.Cut(rest, ":assumed-role/")
	role, _, _ := strings.Cut(rest, "/")
	a := p.Account(account)
	if !ok || a == nil || a.Roles[role] == nil {
		return nil, false
	}
	return holding(p, a.Roles[role]), true
}

// stand is where a policy stands: what kind of policy it is there, and whose.
type stand struct {
	kind   iam.Kind
	holder string // as [analyze.Change] has it
}

// words name the holder as the sentences about a change do: "bob", "a session of
// Deploy", "anyone in 111122223333".
func (s stand) words() string {
	name := s.holder[strings.LastIndexByte(s.holder, '/')+1:]
	switch {
	case s.kind == iam.KindSCP:
		return "anyone in " + s.holder
	case s.kind == iam.KindRCP:
		return "the resources of " + s.holder
	case strings.Contains(s.holder, ":role/"):
		return "a session of " + name
	}
	return name
}

// exampleAccount stands for an account where a document doesn't say whose it is.
const exampleAccount = "111122223333"

// nobody is an example of whom a policy could be about that is about nobody yet.
func nobody(f world.File) string {
	if f.Account == "" {
		return exampleAccount // of an organization's policy
	}
	return "arn:aws:iam::" + f.Account + ":user/somebody"
}

// surroundings tells the analysis what else stands in the world, the other side of
// the wall, and lists whom the policy is about. A managed policy is one of whoever
// it is attached to, and the boundary of whoever it bounds; an organization's policy
// stands over each account below it.
func surroundings(p *play.World, c *analyze.Change, f world.File) []stand {
	switch f.Kind {
	case iam.KindTrust, iam.KindResource:
		guarded(p, c, f)
		return []stand{{f.Kind, c.Holder}}
	case iam.KindSCP, iam.KindRCP:
		return governed(p, f)
	case iam.KindIdentity, iam.KindBoundary, iam.KindSession:
		c.Targets = knownTargets(p)
		return holders(p, f)
	}
	return nil
}

// guarded tells the analysis of a policy that stands at a door.
func guarded(p *play.World, c *analyze.Change, f world.File) {
	a := p.Account(f.Account)
	switch {
	case a == nil:
	case f.Kind == iam.KindTrust && a.Roles[f.Owner] != nil:
		c.Holder = a.Roles[f.Owner].ARN()
		c.Callers = knownCallers(p, a.Roles[f.Owner].TrustTarget())
	case f.Class == "buckets" && a.Buckets[f.Owner] != nil:
		c.Holder, c.Account = a.Buckets[f.Owner].ARN(), a.ID
		c.Callers = knownCallers(p, world.Target{ARN: c.Holder, Account: a.ID})
	case a.Resources[f.Class+"/"+f.Owner] != nil:
		c.Holder, c.Account = a.Resources[f.Class+"/"+f.Owner].ARN(), a.ID
		c.Callers = knownCallers(p, world.Target{ARN: c.Holder, Account: a.ID})
	}
}

// holders are the users and roles of an account that an identity policy speaks for,
// and those that it bounds. Policies of a user's groups count as the user's.
func holders(p *play.World, f world.File) []stand {
	a := p.Account(f.Account)
	if a == nil {
		return nil
	}
	var list []stand
	add := func(arn string, speaks bool, boundary string) {
		if speaks {
			list = append(list, stand{f.Kind, arn})
		}
		if isDocument(p, boundary, f) {
			list = append(list, stand{iam.KindBoundary, arn})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		u := a.Users[name]
		attached := slices.Clone(u.Attached)
		for _, g := range u.Groups {
			if a.Groups[g] != nil {
				attached = append(attached, a.Groups[g].Attached...)
			}
		}
		own := f.Class == "users" && name == f.Owner || f.Class == "groups" && slices.Contains(u.Groups, f.Owner)
		add(u.ARN(), own || among(p, attached, f), u.Boundary)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
		r := a.Roles[name]
		add(r.ARN(), f.Class == "roles" && name == f.Owner || among(p, r.Attached, f), r.Boundary)
	}
	return list
}

// among reports whether a managed policy is one of those attached.
func among(p *play.World, attached []string, f world.File) bool {
	return slices.ContainsFunc(attached, func(arn string) bool { return isDocument(p, arn, f) })
}

func isDocument(p *play.World, arn string, f world.File) bool {
	found, ok := p.ManagedDocumentPath(arn)
	return ok && found == f.Path
}

// governed are the accounts that an organization's policy stands over.
func governed(p *play.World, f world.File) []stand {
	var list []stand
	for _, a := range p.Accounts() {
		if slices.Contains(controlsOver(p, a.ID, f.Kind), f.Path) {
			list = append(list, stand{f.Kind, a.ID})
		}
	}
	return list
}

// controlsOver lists the paths of the SCPs or RCPs that stand over an account.
func controlsOver(p *play.World, account string, kind iam.Kind) []string {
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
func knownCallers(p *play.World, t world.Target) []analyze.Caller {
	var list []analyze.Caller
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
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
func knownTargets(p *play.World) []analyze.Target {
	var list []analyze.Target
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			r := a.Roles[name]
			if len(list) >= mostKnown {
				return list
			}
			ps := holding(p, r).PoliciesOf(r.TrustTarget())
			list = append(list, analyze.Target{ARN: r.ARN(), Account: a.ID, Policy: ps.Resource, RCPs: ps.RCPs})
		}
	}
	return list
}
