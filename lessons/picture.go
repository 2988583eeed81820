package lessons

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
)

// MaxArrows is how many arrows a picture holds.
const MaxArrows = 1500

// maxLabel is how long the label of an arrow gets, in bytes.
const maxLabel = 300

// Draw makes a picture of a world as it stands: accounts as rooms with their users,
// roles, resources and identity providers, and an arrow for each trust, each
// permission to assume a role or use a bucket, and each resource policy. Arrows
// show what is written, not what would be decided. Mark names members by id
// ("111122223333/users/alice") or documents by path that are to stand out. A world
// with more than [MaxArrows] arrows is drawn with the first of them.
func Draw(w *world.World, mark ...string) *Picture {
	p, _ := DrawWithin(nil, w, mark...) // without a budget nothing ends it early
	return p
}

// DrawWithin is [Draw] for a world that anybody may have made. When the budget is
// used up, the picture holds the arrows found until then; the error is the
// context's alone.
func DrawWithin(b *budget.Budget, w *world.World, mark ...string) (*Picture, error) {
	d := &drawing{w: w, picture: &Picture{}, budget: b, at: map[arrowKey]int{}, labels: map[int]map[string]bool{}}
	for _, a := range w.Accounts() {
		d.room(a)
		d.aims(a)
	}
	d.gatherHolders()
	var err error
	for _, f := range w.Files() {
		if err = d.arrows(f); err != nil {
			d.picture.Cut = true
			break
		}
	}
	if _, limit := errors.AsType[*budget.Exceeded](err); err != nil && !limit && !errors.Is(err, errTooManyArrows) {
		return nil, err
	}
	d.foreign()
	d.mark(mark)
	return d.picture, nil
}

// errTooManyArrows ends a drawing that has all the arrows it holds.
var errTooManyArrows = errors.New("the picture holds no more arrows")

type drawing struct {
	w       *world.World
	picture *Picture
	budget  *budget.Budget
	targets []target
	byARN   map[string][]int    // indexes into targets
	holders map[string][]string // ids of members, by what speaks for them: a managed policy's path, a group's folder
	at      map[arrowKey]int    // indexes into the picture's arrows
	labels  map[int]map[string]bool
}

// arrowKey tells arrows apart.
type arrowKey struct {
	kind           ArrowKind
	from, to, path string
}

// target is what an identity policy can lead to.
type target struct {
	id, arn string
	class   string // roles, buckets, or another kind of resource
}

func (d *drawing) room(a *world.Account) {
	r := Room{ID: a.ID, Name: a.Name}
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		u := a.Users[name]
		r.Members = append(r.Members, Member{ID: a.ID + "/users/" + name, Kind: MemberUser, Name: name, Detail: boundaryDetail(u.Boundary)})
	}
	for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
		role := a.Roles[name]
		r.Members = append(r.Members, Member{ID: a.ID + "/roles/" + name, Kind: MemberRole, Name: name, Detail: boundaryDetail(role.Boundary)})
	}
	for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
		r.Members = append(r.Members, Member{ID: a.ID + "/buckets/" + name, Kind: MemberResource, Name: name, Detail: "bucket"})
	}
	for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
		kind, name, _ := strings.Cut(key, "/")
		r.Members = append(r.Members, Member{ID: a.ID + "/" + key, Kind: MemberResource, Name: name, Detail: strings.TrimSuffix(kind, "s")})
	}
	for _, name := range slices.Sorted(maps.Keys(a.OIDCProviders)) {
		r.Members = append(r.Members, Member{ID: a.ID + "/providers/" + name, Kind: MemberProvider, Name: name, Detail: "identity provider"})
	}
	for _, name := range slices.Sorted(maps.Keys(a.SAMLProviders)) {
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
