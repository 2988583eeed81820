package generate

import (
	"fmt"
	"maps"
	"slices"

	"rolecall/sandbox"
	"rolecall/sandbox/world"
)

// setting is what a draft's world is made of. Documents stand under the paths of
// the scenario format.
type setting struct {
	accounts []place
	users    []user
	roles    []role
	buckets  []bucket
	scps     map[string][]string // account → names of the SCPs above it
	docs     map[string]policy
}

type user struct {
	person
	account  string
	boundary string // name of a managed policy of the account
	tags     map[string]string
}

type role struct {
	name, account string
	maxSession    int64 // seconds; 0 means an hour
	boundary      string
	tags          map[string]string
}

type bucket struct {
	name, account string
	keys          []string
}

func (u user) arn() string  { return "arn:aws:iam::" + u.account + ":user/" + u.id }
func (u user) path() string { return u.account + "/users/" + u.id }

// policyPath is where an inline policy of the user stands.
func (u user) policyPath(name string) string { return u.path() + "/policies/" + name + ".json" }

func (r role) arn() string       { return "arn:aws:iam::" + r.account + ":role/" + r.name }
func (r role) path() string      { return r.account + "/roles/" + r.name }
func (r role) trustPath() string { return r.path() + "/trust.json" }

func (r role) policyPath(name string) string { return r.path() + "/policies/" + name + ".json" }

func (b bucket) arn() string        { return "arn:aws:s3:::" + b.name }
func (b bucket) objects() string    { return b.arn() + "/*" }
func (b bucket) policyPath() string { return b.account + "/buckets/" + b.name + "/policy.json" }

func rootARN(account string) string { return "arn:aws:iam::" + account + ":root" }

func managedPath(account, name string) string { return account + "/policies/" + name + ".json" }

func scpPath(name string) string { return "organization/scps/" + name + ".json" }

// managementAccount runs the organization of a setting that has SCPs; it is
// none of the places, for SCPs don't reach it.
const managementAccount = "999999999999"

func (s *setting) add(path string, statements ...statement) {
	if s.docs == nil {
		s.docs = map[string]policy{}
	}
	s.docs[path] = statements
}

// with is a copy of the setting, changed.
func (s setting) with(change func(*setting)) setting {
	s.users, s.roles = slices.Clone(s.users), slices.Clone(s.roles)
	s.docs, s.scps = maps.Clone(s.docs), maps.Clone(s.scps)
	change(&s)
	return s
}

// world builds the setting.
func (s *setting) world() (*world.World, error) {
	w := world.New(sandbox.Standing("generated"))
	err := w.Load(func() error {
		if err := s.entities(w); err != nil {
			return err
		}
		if err := s.documents(w); err != nil {
			return err
		}
		return s.boundaries(w)
	})
	w.Saved()
	return w, err
}

func (s *setting) entities(w *world.World) error {
	for _, p := range s.accounts {
		if _, err := w.AddAccount(p.id, p.name); err != nil {
			return err
		}
	}
	for _, u := range s.users {
		made, err := w.AddUser(w.Account(u.account), u.id, "/")
		if err != nil {
			return err
		}
		made.Tags = u.tags
		if _, err := w.AddKey(made); err != nil {
			return err
		}
	}
	for _, r := range s.roles {
		made, err := w.AddRole(w.Account(r.account), r.name, "/", "")
		if err != nil {
			return err
		}
		made.Tags = r.tags
		if r.maxSession != 0 {
			made.MaxSession = r.maxSession
		}
	}
	for _, b := range s.buckets {
		if _, err := w.AddBucket(w.Account(b.account), b.name); err != nil {
			return err
		}
		for _, k := range b.keys {
			if _, err := w.SetDocument(b.account+"/buckets/"+b.name+"/objects/"+k, "figures\n"); err != nil {
				return err
			}
		}
	}
	s.organization(w)
	return nil
}

func (s *setting) organization(w *world.World) {
	if len(s.scps) == 0 {
		return
	}
	root := &world.Node{ID: "r-exam", Name: "Root"}
	for _, p := range s.accounts {
		a := &world.NodeAccount{ID: p.id}
		if names := s.scps[p.id]; len(names) > 0 {
			a.SCPs = append([]string{world.FullAccess}, names...)
		}
		root.Accounts = append(root.Accounts, a)
	}
	w.SetOrganization(&world.Organization{ID: "o-exampleorgid", Management: managementAccount, Root: root})
}

// documents stores the policies, in the order of their paths.
func (s *setting) documents(w *world.World) error {
	for _, path := range slices.Sorted(maps.Keys(s.docs)) {
		if _, err := w.SetDocument(path, s.docs[path].pretty()); err != nil {
			return fmt.Errorf("store %s: %w", path, err)
		}
	}
	return nil
}

func (s *setting) boundaries(w *world.World) error {
	for _, u := range s.users {
		if u.boundary == "" {
			continue
		}
		arn, err := w.PolicyARN(u.account, u.boundary)
		if err != nil {
			return err
		}
		w.Account(u.account).Users[u.id].Boundary = arn
	}
	for _, r := range s.roles {
		if r.boundary == "" {
			continue
		}
		arn, err := w.PolicyARN(r.account, r.boundary)
		if err != nil {
			return err
		}
		w.Account(r.account).Roles[r.name].Boundary = arn
	}
	return nil
}
