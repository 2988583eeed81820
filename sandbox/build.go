package sandbox

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

// exampleAccounts are the account ids that AWS's documentation uses in examples;
// a scenario uses no others, so that nobody's real account shows up in one.
var exampleAccounts = []string{
	"000000000000", "111111111111", "222222222222", "333333333333", "444444444444", "555555555555",
	"666666666666", "777777777777", "888888888888", "999999999999", "111122223333", "444455556666",
	"777788889999", "123456789012", "012345678901", "210987654321", "109876543210", "987654321098",
}

// builder makes a world from a scenario and collects what is wrong. The world
// shares nothing with the scenario, which many worlds are made of.
type builder struct {
	s      *Scenario
	w      *world.World
	faults Faults
}

func (s *Scenario) build(env world.Env) (*world.World, Faults) {
	b := &builder{s: s, w: world.New(env)}
	_ = b.w.Load(func() error {
		b.entities()
		if len(b.w.Accounts()) == 0 {
			return nil
		}
		b.documents()
		b.attachments()
		b.organizationPolicies()
		return nil
	})
	b.w.SetScenario(s.Name)
	b.w.Saved()
	return b.w, b.faults
}

// at adds a fault at a key of world.yaml.
func (b *builder) at(path []string, err error) {
	if err != nil {
		b.faults = append(b.faults, Fault{b.s.file, yamlLineOf(b.s.yaml, path...), "world.yaml: " + err.Error()})
	}
}

func (b *builder) entities() {
	if len(b.s.spec.Accounts) == 0 {
		b.at(nil, errors.New("a world has at least one account"))
	}
	for _, id := range slices.Sorted(maps.Keys(b.s.spec.Accounts)) {
		key := []string{"accounts", id}
		spec := b.s.spec.Accounts[id]
		if spec == nil {
			spec = &accountYAML{}
		}
		if !slices.Contains(exampleAccounts, id) {
			b.at(key, fmt.Errorf("%s is not an account of AWS's examples; take one of %s", id, strings.Join(exampleAccounts[10:], ", ")))
			continue
		}
		a, err := b.w.AddAccount(id, spec.Name)
		if err != nil {
			b.at(key, err)
			continue
		}
		b.groups(a, spec, key)
		b.users(a, spec, key)
		b.roles(a, spec, key)
		b.resources(a, spec, key)
	}
	b.organization()
}

func (b *builder) groups(a *world.Account, spec *accountYAML, key []string) {
	for _, name := range slices.Sorted(maps.Keys(spec.Groups)) {
		g := orNew(spec.Groups[name])
		_, err := b.w.AddGroup(a, name, g.Path)
		b.at(append(key, "groups", name), err)
	}
}

func (b *builder) users(a *world.Account, spec *accountYAML, key []string) {
	for _, name := range slices.Sorted(maps.Keys(spec.Users)) {
		key := append(key[:2:2], "users", name)
		y := orNew(spec.Users[name])
		u, err := b.w.AddUser(a, name, y.Path)
		if err != nil {
			b.at(key, err)
			continue
		}
		u.Tags = maps.Clone(y.Tags)
		for _, g := range y.Groups {
			if a.Groups[g] == nil {
				b.at(key, fmt.Errorf("%s is in group %q, which account %s doesn't have", name, g, a.ID))
			}
			u.Groups = append(u.Groups, g)
		}
		_, err = b.w.AddKey(u)
		b.at(key, err)
		for _, device := range y.MFA {
			_, err := b.w.AddMFA(u, device)
			b.at(key, err)
		}
	}
}

func (b *builder) roles(a *world.Account, spec *accountYAML, key []string) {
	for _, name := range slices.Sorted(maps.Keys(spec.Roles)) {
		key := append(key[:2:2], "roles", name)
		y := orNew(spec.Roles[name])
		r, err := b.w.AddRole(a, name, y.Path, "")
		if err != nil {
			b.at(key, err)
			continue
		}
		r.Description, r.Tags = y.Description, maps.Clone(y.Tags)
		if y.MaxSession != 0 {
			r.MaxSession = y.MaxSession
		}
		if r.MaxSession < 3600 || r.MaxSession > 43200 {
			b.at(key, fmt.Errorf("max_session of %s is %d; it is 3600 to 43200 seconds", name, r.MaxSession))
		}
		if !slices.ContainsFunc(b.s.documents, func(d section) bool { return d.name == r.TrustPath() }) {
			b.at(key, fmt.Errorf("role %s has no trust policy: add %s", name, r.TrustPath()))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(spec.InstanceProfiles)) {
		role := spec.InstanceProfiles[name]
		if a.Roles[role] == nil {
			b.at(append(key[:2:2], "instance_profiles", name), fmt.Errorf("instance profile %s holds role %q, which account %s doesn't have", name, role, a.ID))
		}
		_, err := b.w.AddInstanceProfile(a, name, role)
		b.at(append(key[:2:2], "instance_profiles", name), err)
	}
}

func (b *builder) resources(a *world.Account, spec *accountYAML, key []string) {
	for _, url := range slices.Sorted(maps.Keys(spec.OIDCProviders)) {
		a.OIDCProviders[url] = &world.OIDCProvider{Account: a.ID, URL: url, Audiences: slices.Clone(orNew(spec.OIDCProviders[url]).Audiences), Created: a.Created}
	}
	for _, name := range spec.SAMLProviders {
		a.SAMLProviders[name] = &world.SAMLProvider{Account: a.ID, Name: name, Created: a.Created}
	}
	for _, name := range slices.Sorted(maps.Keys(spec.Buckets)) {
		_, err := b.w.AddBucket(a, name)
		b.at(append(key[:2:2], "buckets", name), err)
	}
	kinds := spec.resources()
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		for _, name := range slices.Sorted(maps.Keys(kinds[kind])) {
			r, err := b.w.AddResource(a, kind, name)
			if err != nil {
				b.at(append(key[:2:2], kind, name), err)
				continue
			}
			y := orNew(kinds[kind][name])
			r.Tags, r.Values = maps.Clone(y.Tags), maps.Clone(y.Values)
		}
	}
}

// documents sets the policies, objects and files. Managed policies go first so
// that everything they are attached to finds them.
func (b *builder) documents() {
	for _, d := range b.s.documents {
		_, err := b.w.SetDocument(d.name, d.text)
		var doc *world.DocumentError
		if errors.As(err, &doc) {
			for _, f := range doc.Findings {
				msg := strings.TrimSpace(f.Message + " " + f.Suggestion)
				b.faults = append(b.faults, Fault{b.s.file, d.line + max(f.Span.Start.Line, 1) - 1, d.name + ": " + msg})
			}
		} else if err != nil {
			b.faults = append(b.faults, Fault{b.s.file, d.line - 1, err.Error()})
		}
	}
}

// attachments attaches managed policies and boundaries, now that they are there.
func (b *builder) attachments() {
	for _, id := range slices.Sorted(maps.Keys(b.s.spec.Accounts)) {
		a, spec := b.w.Account(id), orNew(b.s.spec.Accounts[id])
		if a == nil {
			continue
		}
		attach := func(class, name string, policies []string, boundary string) (arns []string, bound string) {
			key := []string{"accounts", id, class, name}
			for _, p := range policies {
				arn, err := b.w.PolicyARN(id, p)
				b.at(key, err)
				arns = append(arns, arn)
			}
			if boundary != "" {
				arn, err := b.w.PolicyARN(id, boundary)
				b.at(key, err)
				bound = arn
			}
			return arns, bound
		}
		for name, u := range a.Users {
			y := orNew(spec.Users[name])
			u.Attached, u.Boundary = attach("users", name, y.Policies, y.Boundary)
		}
		for name, g := range a.Groups {
			g.Attached, _ = attach("groups", name, orNew(spec.Groups[name]).Policies, "")
		}
		for name, r := range a.Roles {
			y := orNew(spec.Roles[name])
			r.Attached, r.Boundary = attach("roles", name, y.Policies, y.Boundary)
		}
	}
}

func (b *builder) organization() {
	o := b.s.spec.Organization
	if o == nil {
		return
	}
	org := &world.Organization{ID: o.ID, Management: o.Management}
	if org.ID == "" {
		org.ID = "o-exampleorgid"
	}
	org.Root = b.node(orNew(o.Root), "Root", "r-exam")
	if b.w.Account(o.Management) == nil && !slices.Contains(exampleAccounts, o.Management) {
		b.at([]string{"organization", "management"}, fmt.Errorf("management is %q, which is not an account", o.Management))
	}
	b.w.SetOrganization(org)
}

func (b *builder) node(y *nodeYAML, name, id string) *world.Node {
	n := &world.Node{ID: id, Name: name, SCPs: slices.Clone(y.SCPs), RCPs: slices.Clone(y.RCPs), OUs: map[string]*world.Node{}}
	for _, a := range y.Accounts {
		if b.w.Account(a.ID) == nil {
			b.at([]string{"organization"}, fmt.Errorf("%s is in the organization but not among the accounts", a.ID))
		}
		n.Accounts = append(n.Accounts, &world.NodeAccount{ID: a.ID, SCPs: slices.Clone(a.SCPs), RCPs: slices.Clone(a.RCPs)})
	}
	for _, ou := range slices.Sorted(maps.Keys(y.OUs)) {
		n.OUs[ou] = b.node(orNew(y.OUs[ou]), ou, world.OUID(ou))
	}
	return n
}

// organizationPolicies looks whether every SCP and RCP that is attached is there.
func (b *builder) organizationPolicies() {
	if b.s.spec.Organization == nil || b.s.spec.Organization.Root == nil {
		return
	}
	var walk func(y *nodeYAML)
	check := func(dir string, names []string) {
		for _, name := range names {
			if _, ok := b.w.Document("organization/" + dir + "/" + name + ".json"); !ok && name != world.FullAccess && name != world.FullResourceAccess {
				b.at([]string{"organization"}, fmt.Errorf("%s is attached and not there: add organization/%s/%s.json", name, dir, name))
			}
		}
	}
	walk = func(y *nodeYAML) {
		check("scps", y.SCPs)
		check("rcps", y.RCPs)
		for _, a := range y.Accounts {
			check("scps", a.SCPs)
			check("rcps", a.RCPs)
		}
		for _, name := range slices.Sorted(maps.Keys(y.OUs)) {
			walk(orNew(y.OUs[name]))
		}
	}
	walk(b.s.spec.Organization.Root)
}

func orNew[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
}
