package lessons

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// aims adds the roles, buckets and resources of an account to the targets.
func (d *drawing) aims(a *world.Account) {
	if d.byARN == nil {
		d.byARN = map[string][]int{}
	}
	add := func(class, name, arn string, others ...string) {
		for _, text := range append(others, arn) {
			d.byARN[text] = append(d.byARN[text], len(d.targets))
		}
		d.targets = append(d.targets, target{a.ID + "/" + name, arn, class})
	}
	for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
		add("roles", "roles/"+name, a.Roles[name].ARN())
	}
	for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
		add("buckets", "buckets/"+name, a.Buckets[name].ARN(), a.Buckets[name].ARN()+objectOf)
	}
	for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
		add("others", key, a.Resources[key].ARN())
	}
}

// objectOf makes a bucket's ARN that of an object in it.
const objectOf = "/x"

// gatherHolders finds for whom managed policies and those of groups speak.
func (d *drawing) gatherHolders() {
	d.holders = map[string][]string{}
	paths := map[string]string{} // of managed policies, by ARN
	pathOf := func(arn string) string {
		path, known := paths[arn]
		if !known {
			path, _ = d.w.ManagedDocumentPath(arn)
			paths[arn] = path
		}
		return path
	}
	hold := func(key, id string) {
		if list := d.holders[key]; len(list) == 0 || list[len(list)-1] != id {
			d.holders[key] = append(list, id)
		}
	}
	for _, a := range d.w.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
			id := a.ID + "/users/" + name
			for _, arn := range a.Users[name].Attached {
				hold(pathOf(arn), id)
			}
			for _, g := range a.Users[name].Groups {
				hold(a.ID+"/groups/"+g, id)
				if a.Groups[g] != nil {
					for _, arn := range a.Groups[g].Attached {
						hold(pathOf(arn), id)
					}
				}
			}
		}
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			for _, arn := range a.Roles[name].Attached {
				hold(pathOf(arn), a.ID+"/roles/"+name)
			}
		}
	}
}

// arrows draws what a document says. The error is the budget's, or that there are
// too many.
func (d *drawing) arrows(f world.File) error {
	src, ok := d.w.Document(f.Path)
	if !ok {
		return nil
	}
	if err := d.budget.Step(int64(1 + len(src)/4)); err != nil {
		return err
	}
	var doc document
	if json.Unmarshal([]byte(src), &doc) != nil {
		return nil
	}
	for _, s := range doc.Statement {
		if s.Effect != "Allow" {
			continue
		}
		var err error
		switch f.Kind {
		case iam.KindTrust:
			err = d.named(f, s, ArrowTrust, f.Account+"/roles/"+f.Owner)
		case iam.KindResource:
			err = d.named(f, s, ArrowOpens, f.Account+"/"+f.Class+"/"+f.Owner)
		case iam.KindIdentity:
			err = d.allowed(f, s)
		case iam.KindBoundary, iam.KindSession, iam.KindSCP, iam.KindRCP:
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// named draws an arrow from each principal that a statement names.
func (d *drawing) named(f world.File, s statement, kind ArrowKind, to string) error {
	label := labelOf(s)
	for _, p := range s.Principal {
		from := ""
		switch {
		case p.kind == "*" || p.value == "*":
			from = "everyone"
		case p.kind == "Service":
			from = p.value
		case !strings.HasPrefix(p.value, "arn:"):
			from = p.value // an account, an id, a web identity provider's name
		default:
			from = actorOf(p.value).ID
		}
		if err := d.arrow(Arrow{Kind: kind, From: from, To: to, Label: label, Path: f.Path}); err != nil {
			return err
		}
	}
	return nil
}

// labelOf names the actions of a statement.
func labelOf(s statement) string {
	label := strings.Join(s.Action, ", ")
	if len(label) > maxLabel {
		return strings.ToValidUTF8(label[:maxLabel], "") + "…"
	}
	return label
}

// holdersOf lists the users and roles that an identity policy speaks for.
func (d *drawing) holdersOf(f world.File) []string {
	switch f.Class {
	case "users", "roles":
		return []string{f.Account + "/" + f.Class + "/" + f.Owner}
	case "groups":
		return d.holders[f.Account+"/groups/"+f.Owner]
	case "policies":
		return d.holders[f.Path]
	}
	return nil
}

// allowed draws an arrow from each holder of a policy to each role or resource that
// a statement names.
func (d *drawing) allowed(f world.File, s statement) error {
	holders := d.holdersOf(f)
	if len(holders) == 0 {
		return nil
	}
	found, err := d.namedBy(s)
	if err != nil {
		return err
	}
	label := labelOf(s)
	for _, from := range holders {
		for _, i := range found {
			t := d.targets[i]
			if t.class == "roles" && t.id == from {
				continue
			}
			if err := d.arrow(Arrow{Kind: ArrowAllow, From: from, To: t.id, Label: label, Path: f.Path}); err != nil {
				return err
			}
		}
	}
	return nil
}

// namedBy finds the targets that a statement names, in their order. Where it names
// them by their ARNs they are looked up, and compared where it uses a wildcard.
func (d *drawing) namedBy(s statement) ([]int, error) {
	assume, get, list := s.does("sts:assumerole"), s.does("s3:getobject"), s.does("s3:listbucket")
	fits := func(t target) (ok bool, err error) {
		compared := int64(0)
		switch t.class {
		case "roles":
			ok = assume && s.names(t.arn, &compared)
		case "buckets":
			ok = get && s.names(t.arn+objectOf, &compared) || list && s.names(t.arn, &compared)
		default:
			ok = s.names(t.arn, &compared)
		}
		return ok, d.budget.Step(1 + compared/32)
	}
	wild := slices.ContainsFunc(s.Resource, func(r string) bool { return strings.ContainsAny(r, "*?") })
	var found []int
	if wild {
		for i, t := range d.targets {
			ok, err := fits(t)
			if err != nil {
				return nil, err
			}
			if ok {
				found = append(found, i)
			}
		}
		return found, nil
	}
	for _, r := range s.Resource {
		for _, i := range d.byARN[r] {
			ok, err := fits(d.targets[i])
			if err != nil {
				return nil, err
			}
			if ok {
				found = append(found, i)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// arrow adds an arrow, joined with one of the same document between the same two.
func (d *drawing) arrow(a Arrow) error {
	if err := d.budget.Step(2); err != nil {
		return err
	}
	key := arrowKey{a.Kind, a.From, a.To, a.Path}
	if i, there := d.at[key]; there {
		d.join(i, a.Label)
		return nil
	}
	if len(d.picture.Arrows) >= MaxArrows {
		return errTooManyArrows
	}
	d.at[key] = len(d.picture.Arrows)
	a.ID = fmt.Sprintf("arrow-%d", len(d.picture.Arrows)+1)
	d.picture.Arrows = append(d.picture.Arrows, a)
	return nil
}

// join adds a label to an arrow that is there, unless it has it already.
func (d *drawing) join(i int, label string) {
	a := &d.picture.Arrows[i]
	has := d.labels[i]
	if has == nil {
		has = map[string]bool{}
		for _, part := range strings.Split(a.Label, ", ") {
			has[part] = true
		}
		d.labels[i] = has
	}
	if has[label] || len(a.Label) > maxLabel {
		return
	}
	a.Label += ", " + label
	for _, part := range strings.Split(label, ", ") {
		has[part] = true
	}
}
