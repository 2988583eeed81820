package lessons

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// Draw makes a picture of a world as it stands: accounts as rooms with their users,
// roles, resources and identity providers, and an arrow for each trust, each
// permission to assume a role or use a bucket, and each resource policy. Arrows
// show what is written, not what would be decided. Mark names members by id
// ("111122223333/users/alice") or documents by path that are to stand out.
func Draw(w *world.World, mark ...string) *Picture {
	d := &drawing{w: w, picture: &Picture{}}
	for _, a := range w.Accounts() {
		d.room(a)
	}
	for _, f := range w.Files() {
		d.arrows(f)
	}
	d.foreign()
	d.mark(mark)
	return d.picture
}

type drawing struct {
	w       *world.World
	picture *Picture
}

func (d *drawing) room(a *world.Account) {
	r := Room{ID: a.ID, Name: a.Name}
	for _, name := range sorted(a.Users) {
		u := a.Users[name]
		r.Members = append(r.Members, Member{ID: a.ID + "/users/" + name, Kind: MemberUser, Name: name, Detail: boundaryDetail(u.Boundary)})
	}
	for _, name := range sorted(a.Roles) {
		role := a.Roles[name]
		r.Members = append(r.Members, Member{ID: a.ID + "/roles/" + name, Kind: MemberRole, Name: name, Detail: boundaryDetail(role.Boundary)})
	}
	for _, name := range sorted(a.Buckets) {
		r.Members = append(r.Members, Member{ID: a.ID + "/buckets/" + name, Kind: MemberResource, Name: name, Detail: "bucket"})
	}
	for _, key := range sorted(a.Resources) {
		kind, name, _ := strings.Cut(key, "/")
		r.Members = append(r.Members, Member{ID: a.ID + "/" + key, Kind: MemberResource, Name: name, Detail: strings.TrimSuffix(kind, "s")})
	}
	for _, name := range sorted(a.OIDCProviders) {
		r.Members = append(r.Members, Member{ID: a.ID + "/providers/" + name, Kind: MemberProvider, Name: name, Detail: "identity provider"})
	}
	for _, name := range sorted(a.SAMLProviders) {
		r.Members = append(r.Members, Member{ID: a.ID + "/providers/" + name, Kind: MemberProvider, Name: name, Detail: "identity provider"})
	}
	d.picture.Accounts = append(d.picture.Accounts, r)
}

func boundaryDetail(arn string) string {
	if arn == "" {
		return ""
	}
	return "boundary " + lastPart(arn)
}

// arrows draws what a document says.
func (d *drawing) arrows(f world.File) {
	src, ok := d.w.Document(f.Path)
	if !ok {
		return
	}
	var doc document
	if json.Unmarshal([]byte(src), &doc) != nil {
		return
	}
	for _, s := range doc.Statement {
		if s.Effect != "Allow" {
			continue
		}
		switch f.Kind {
		case iam.KindTrust:
			d.named(f, s, ArrowTrust, f.Account+"/roles/"+f.Owner)
		case iam.KindResource:
			d.named(f, s, ArrowOpens, f.Account+"/"+f.Class+"/"+f.Owner)
		case iam.KindIdentity:
			for _, holder := range d.holders(f) {
				d.allowed(f, s, holder)
			}
		case iam.KindBoundary, iam.KindSession, iam.KindSCP, iam.KindRCP:
		}
	}
}

// named draws an arrow from each principal that a statement names.
func (d *drawing) named(f world.File, s statement, kind ArrowKind, to string) {
	label := strings.Join(s.Action, ", ")
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
		d.arrow(Arrow{Kind: kind, From: from, To: to, Label: label, Path: f.Path})
	}
}

// holders lists the users and roles that an identity policy speaks for.
func (d *drawing) holders(f world.File) []string {
	var ids []string
	switch f.Class {
	case "users", "roles":
		return []string{f.Account + "/" + f.Class + "/" + f.Owner}
	case "groups":
		for _, a := range d.w.Accounts() {
			for _, name := range sorted(a.Users) {
				if a.ID == f.Account && slices.Contains(a.Users[name].Groups, f.Owner) {
					ids = append(ids, a.ID+"/users/"+name)
				}
			}
		}
	case "policies":
		for _, a := range d.w.Accounts() {
			ids = append(ids, d.attached(a, f.Path)...)
		}
	}
	return ids
}

// attached lists whom of an account a managed policy is attached to.
func (d *drawing) attached(a *world.Account, path string) []string {
	has := func(arns []string) bool {
		return slices.ContainsFunc(arns, func(arn string) bool {
			p, ok := d.w.ManagedDocumentPath(arn)
			return ok && p == path
		})
	}
	var ids []string
	for _, name := range sorted(a.Users) {
		viaGroup := slices.ContainsFunc(a.Users[name].Groups, func(g string) bool {
			return a.Groups[g] != nil && has(a.Groups[g].Attached)
		})
		if viaGroup || has(a.Users[name].Attached) {
			ids = append(ids, a.ID+"/users/"+name)
		}
	}
	for _, name := range sorted(a.Roles) {
		if has(a.Roles[name].Attached) {
			ids = append(ids, a.ID+"/roles/"+name)
		}
	}
	return ids
}

// allowed draws an arrow to each role or resource that a statement names.
func (d *drawing) allowed(f world.File, s statement, from string) {
	label := strings.Join(s.Action, ", ")
	for _, a := range d.w.Accounts() {
		for _, name := range sorted(a.Roles) {
			if s.speaksOf("sts:assumerole", a.Roles[name].ARN()) && from != a.ID+"/roles/"+name {
				d.arrow(Arrow{Kind: ArrowAllow, From: from, To: a.ID + "/roles/" + name, Label: label, Path: f.Path})
			}
		}
		for _, name := range sorted(a.Buckets) {
			if arn := a.Buckets[name].ARN(); s.speaksOf("s3:getobject", arn+"/x") || s.speaksOf("s3:listbucket", arn) {
				d.arrow(Arrow{Kind: ArrowAllow, From: from, To: a.ID + "/buckets/" + name, Label: label, Path: f.Path})
			}
		}
		for _, key := range sorted(a.Resources) {
			if s.names(a.Resources[key].ARN()) {
				d.arrow(Arrow{Kind: ArrowAllow, From: from, To: a.ID + "/" + key, Label: label, Path: f.Path})
			}
		}
	}
}

// arrow adds an arrow, joined with one of the same document between the same two.
func (d *drawing) arrow(a Arrow) {
	for i := range d.picture.Arrows {
		b := &d.picture.Arrows[i]
		if b.Kind == a.Kind && b.From == a.From && b.To == a.To && b.Path == a.Path {
			if !slices.Contains(strings.Split(b.Label, ", "), a.Label) {
				b.Label += ", " + a.Label
			}
			return
		}
	}
	a.ID = fmt.Sprintf("arrow-%d", len(d.picture.Arrows)+1)
	d.picture.Arrows = append(d.picture.Arrows, a)
}

// foreign gives everyone that an arrow begins at a place to stand: services,
// accounts that the world doesn't have, people who were deleted.
func (d *drawing) foreign() {
	known := map[string]bool{}
	for _, r := range d.picture.Accounts {
		known[r.ID] = true
		for _, m := range r.Members {
			known[m.ID] = true
		}
	}
	outside := Room{Name: "Outside"}
	for _, a := range d.picture.Arrows {
		if known[a.From] {
			continue
		}
		known[a.From] = true
		m := Member{ID: a.From, Kind: MemberUser, Name: lastPart(a.From)}
		switch {
		case a.From == "everyone":
			m.Name = "Everyone"
		case strings.HasSuffix(a.From, ".amazonaws.com"):
			m.Kind, m.Name = MemberService, a.From
		case strings.Contains(a.From, "/providers/"):
			m.Kind = MemberProvider
		case len(a.From) == 12 && !strings.Contains(a.From, "/"):
			m.Name = "account " + a.From
		case strings.HasPrefix(a.From, "AIDA"):
			m.Detail = "deleted user"
		case strings.HasPrefix(a.From, "AROA"):
			m.Kind, m.Detail = MemberRole, "deleted role"
		case strings.Contains(a.From, "."):
			m.Kind, m.Detail = MemberProvider, "identity provider"
		}
		outside.Members = append(outside.Members, m)
	}
	if len(outside.Members) > 0 {
		d.picture.Accounts = append(d.picture.Accounts, outside)
	}
}

func (d *drawing) mark(ids []string) {
	for i := range d.picture.Accounts {
		for j := range d.picture.Accounts[i].Members {
			m := &d.picture.Accounts[i].Members[j]
			m.Marked = slices.Contains(ids, m.ID)
		}
	}
	for i := range d.picture.Arrows {
		a := &d.picture.Arrows[i]
		a.Marked = slices.Contains(ids, a.Path)
	}
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
