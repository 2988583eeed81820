package world

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// What ids look like on AWS: see the pages Organization, Root, OrganizationalUnit
// and Account of the AWS Organizations API Reference. AWS asks for eight characters
// or more at the end of a unit's id; a unit's id is made from its name here, so it
// can have fewer.
var (
	organizationPattern = regexp.MustCompile(`^o-[a-z0-9]{10,32}$`)
	rootPattern         = regexp.MustCompile(`^r-[0-9a-z]{4,32}$`)
	unitPattern         = regexp.MustCompile(`^ou-[0-9a-z]{4,32}-[a-z0-9-]{1,140}$`)
	servicePattern      = regexp.MustCompile(`^[\w+=,.@-]{1,128}$`)
	pathPattern         = regexp.MustCompile(`^/([\x21-\x7e]*/)?$`)
	uniqueIDPattern     = regexp.MustCompile(`^[A-Z0-9]{16,128}$`)
	issuerPattern       = regexp.MustCompile(`^[\w./:@%+=,~-]{1,255}$`)
)

// How much may be in the parts of a world that documents don't limit.
const (
	maxTags     = 50
	maxTagKey   = 128 // characters
	maxTagValue = 256
	maxAttached = 50 // managed policies on one user, group or role
	maxUnits    = 200
	maxValues   = 1000 // of a resource
)

// CheckImport says what is wrong with a world that comes from outside, besides what
// [Unmarshal] refuses: ids that are empty, malformed or there twice, and names of
// things that aren't there. The error is an *[UnsoundError] that names each place
// and what to write there. Stored worlds are not held to it, so that one from an
// older program still opens.
func (w *World) CheckImport() error {
	c := importCheck{w: w, seen: map[string]string{}}
	if len(w.state.Accounts) == 0 {
		c.add("accounts", "there is none", "add one account at least")
	}
	for _, a := range w.Accounts() {
		c.account(a)
	}
	c.organization(w.state.Organization)
	for name := range w.state.Files {
		if !filePattern.MatchString(name) {
			c.add("files", fmt.Sprintf("%q is not the name of a file", name), "use letters, digits and +=,.@_- alone")
		}
	}
	return c.faults.err()
}

// importCheck collects the faults of an import.
type importCheck struct {
	w      *World
	faults UnsoundError
	seen   map[string]string // where each id that must be unique is
}

func (c *importCheck) add(place, what, fix string) {
	c.faults.add("%s: %s; %s", place, what, fix)
}

// unique notes an id, and refuses it when it is there already.
func (c *importCheck) unique(place, kind, id string) {
	key := kind + " " + id
	if first, twice := c.seen[key]; twice {
		c.add(place, fmt.Sprintf("%s %q is also at %s", kind, id, first), "give each its own")
		return
	}
	c.seen[key] = place
}

func (c *importCheck) pattern(place, member, value string, pattern *regexp.Regexp, like string) {
	if !pattern.MatchString(value) {
		c.add(place, fmt.Sprintf("%s is %q", member, value), "write one like "+like)
	}
}

func (c *importCheck) account(a *Account) {
	place := "account " + a.ID
	c.text(place, "name", a.Name, maxTagValue)
	for _, k := range slices.Sorted(maps.Keys(a.Users)) {
		c.user(place+": user "+k, a, a.Users[k])
	}
	for _, k := range slices.Sorted(maps.Keys(a.Groups)) {
		g, at := a.Groups[k], place+": group "+k
		c.identity(at, g.Path, g.ID, "AGPA")
		c.attached(at, g.Attached)
	}
	for _, k := range slices.Sorted(maps.Keys(a.Roles)) {
		r, at := a.Roles[k], place+": role "+k
		c.identity(at, r.Path, r.ID, "AROA")
		c.attached(at, r.Attached)
		c.tags(at, r.Tags)
		c.text(at, "description", r.Description, 1000)
	}
	for _, k := range slices.Sorted(maps.Keys(a.Policies)) {
		c.managed(place+": policy "+k, a.Policies[k])
	}
	for _, d := range a.MFA {
		c.device(place, a, d)
	}
	c.owned(place, a)
}

func (c *importCheck) user(at string, a *Account, u *User) {
	c.identity(at, u.Path, u.ID, "AIDA")
	c.attached(at, u.Attached)
	c.tags(at, u.Tags)
	for i, g := range u.Groups {
		if a.Groups[g] == nil {
			c.add(at, fmt.Sprintf("it is in group %q, which account %s doesn't have", g, a.ID), "add the group, or take it off the user")
		}
		if slices.Contains(u.Groups[:i], g) {
			c.add(at, fmt.Sprintf("it is in group %q twice", g), "name the group once")
		}
	}
	for _, k := range u.Keys {
		c.unique(at, "access key", k.ID)
	}
	for _, d := range u.MFA {
		c.device(at, a, d)
	}
}

// identity checks what users, groups, roles and policies have in common.
func (c *importCheck) identity(at, path, id, prefix string) {
	if !pathPattern.MatchString(path) || len(path) > 512 {
		c.add(at, fmt.Sprintf("its path is %.80q", path), `write "/" or a path that begins and ends with a slash, without spaces`)
	}
	if !uniqueIDPattern.MatchString(id) || !strings.HasPrefix(id, prefix) {
		c.add(at, fmt.Sprintf("its id is %q", id), "write "+prefix+" and at least twelve capital letters or digits")
		return
	}
	c.unique(at, "unique id", id)
}

func (c *importCheck) attached(at string, arns []string) {
	if len(arns) > maxAttached {
		c.add(at, fmt.Sprintf("%d managed policies are attached", len(arns)), fmt.Sprintf("attach at most %d", maxAttached))
		return
	}
	for i, arn := range arns {
		if arn == "" || slices.Contains(arns[:i], arn) {
			c.add(at, fmt.Sprintf("the attached policy %q is empty or there twice", arn), "name each policy once, by its ARN")
		}
	}
}

func (c *importCheck) tags(at string, tags map[string]string) {
	if len(tags) > maxTags {
		c.add(at, fmt.Sprintf("it has %d tags", len(tags)), fmt.Sprintf("keep at most %d", maxTags))
	}
	for _, k := range slices.Sorted(maps.Keys(tags)) {
		if k == "" || len([]rune(k)) > maxTagKey || len([]rune(tags[k])) > maxTagValue {
			c.add(at, fmt.Sprintf("the tag %.40q is empty or too long", k), fmt.Sprintf("keys have 1 to %d characters, values at most %d", maxTagKey, maxTagValue))
		}
	}
}

func (c *importCheck) text(at, what, text string, most int) {
	if len(text) > most {
		c.add(at, fmt.Sprintf("its %s has %d bytes", what, len(text)), fmt.Sprintf("shorten it to %d", most))
	}
}

func (c *importCheck) device(at string, a *Account, d *MFADevice) {
	if !namePattern.MatchString(d.Name) || !strings.HasPrefix(d.Serial, "arn:aws:iam::"+a.ID+":mfa/") || len(d.Serial) > 600 {
		c.add(at, fmt.Sprintf("the MFA device %q has the serial %.80q", d.Name, d.Serial), "write arn:aws:iam::"+a.ID+":mfa/NAME")
		return
	}
	c.unique(at, "MFA device", d.Serial)
	if len(d.Seed) == 0 || len(d.Seed) > 256 {
		c.add(at, fmt.Sprintf("the MFA device %q has no seed, or one that is too long", d.Name), "write 20 bytes in base64")
	}
}

func (c *importCheck) managed(at string, p *ManagedPolicy) {
	c.identity(at, p.Path, p.ID, "ANPA")
	c.tags(at, p.Tags)
	c.text(at, "description", p.Description, 1000)
	if p.Default < 1 || p.Last < p.Default || len(p.Others) > 4 {
		c.add(at, fmt.Sprintf("version %d of %d is the default, and there are %d others", p.Default, p.Last, len(p.Others)), "number versions from 1; a policy has five at most")
	}
	numbers := []int{p.Default}
	for _, v := range p.Others {
		if v.Number < 1 || v.Number > p.Last || slices.Contains(numbers, v.Number) {
			c.add(at, fmt.Sprintf("version %d is there twice, or is none of 1 to %d", v.Number, p.Last), "give each version its own number")
		}
		numbers = append(numbers, v.Number)
		if _, fs := iam.Parse(iam.KindIdentity, at, []byte(v.Document)); iam.HasError(fs) {
			c.add(fmt.Sprintf("%s, version %d", at, v.Number), errorsOnly(fs)[0].String(), "correct the document, or leave the version out")
		}
	}
}

// owned checks what an account owns besides identities and policies.
func (c *importCheck) owned(place string, a *Account) {
	for _, k := range slices.Sorted(maps.Keys(a.InstanceProfiles)) {
		p, at := a.InstanceProfiles[k], place+": instance profile "+k
		c.identity(at, p.Path, p.ID, "AIPA")
		c.tags(at, p.Tags)
		if p.Role != "" && a.Roles[p.Role] == nil {
			c.add(at, fmt.Sprintf("it holds role %q, which account %s doesn't have", p.Role, a.ID), "add the role, or leave the profile empty")
		}
	}
	for _, k := range slices.Sorted(maps.Keys(a.OIDCProviders)) {
		p, at := a.OIDCProviders[k], place+": OIDC provider "+k
		c.pattern(at, "url", p.URL, issuerPattern, "token.actions.githubusercontent.com")
		c.tags(at, p.Tags)
		c.list(at, "audiences", p.Audiences, 100, 255)
		c.list(at, "thumbprints", p.Thumbprints, 5, 40)
	}
	for _, k := range slices.Sorted(maps.Keys(a.SAMLProviders)) {
		c.tags(place+": SAML provider "+k, a.SAMLProviders[k].Tags)
	}
	for _, k := range slices.Sorted(maps.Keys(a.Buckets)) {
		c.unique(place+": bucket "+k, "bucket", k)
		for _, key := range slices.Sorted(maps.Keys(a.Buckets[k].Objects)) {
			if key == "" || len(key) > 1024 {
				c.add(place+": bucket "+k, "an object has no key, or one of more than 1,024 bytes", "give it a key")
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(a.Resources)) {
		c.resource(place+": "+k, a, a.Resources[k])
	}
	if a.Outbound != nil && !strings.HasPrefix(a.Outbound.Issuer, "https://") {
		c.add(place, fmt.Sprintf("its issuer of tokens is %.80q", a.Outbound.Issuer), "write an https address, or leave outbound out")
	}
}

func (c *importCheck) list(at, what string, values []string, most, longest int) {
	if len(values) > most {
		c.add(at, fmt.Sprintf("%d %s", len(values), what), fmt.Sprintf("keep at most %d", most))
	}
	for _, v := range values {
		if v == "" || len(v) > longest {
			c.add(at, fmt.Sprintf("one of its %s is empty or longer than %d bytes", what, longest), "write it out, or leave it out")
			return
		}
	}
}

func (c *importCheck) resource(at string, a *Account, r *Resource) {
	k := resourceKinds[r.Kind]
	prefix := "arn:aws:" + k.service + ":" + region + ":" + a.ID + ":"
	if r.Name == "" || len(r.Name) > 256 || !strings.HasPrefix(r.ARNText, prefix) || len(r.ARNText) == len(prefix) || len(r.ARNText) > 600 {
		c.add(at, fmt.Sprintf("it is named %.80q and its ARN is %.80q", r.Name, r.ARNText), "write a name, and an ARN that begins "+prefix)
		return
	}
	c.unique(at, "ARN", r.ARNText)
	c.tags(at, r.Tags)
	if len(r.Values) > maxValues {
		c.add(at, fmt.Sprintf("it holds %d values", len(r.Values)), fmt.Sprintf("keep at most %d", maxValues))
	}
}

func (c *importCheck) organization(o *Organization) {
	if o == nil {
		return
	}
	const at = "organization"
	c.pattern(at, "id", o.ID, organizationPattern, "o-exampleorgid")
	c.pattern(at, "management", o.Management, accountPattern, "111122223333")
	if o.Root == nil {
		c.add(at, "it has no root", `write "root": {"id": "r-exam", "name": "Root"}`)
		return
	}
	c.pattern(at+": root", "id", o.Root.ID, rootPattern, "r-exam")
	c.node(at+": root", o.Root)
	if n := o.Root.Units(); n > maxUnits {
		c.add(at, fmt.Sprintf("it has %d units", n), fmt.Sprintf("keep at most %d", maxUnits))
	}
	c.members(at, "rootFeatures", o.RootFeatures, []string{RootSessions, RootCredentialsManagement})
	c.members(at, "policiesOff", o.PoliciesOff, []string{"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"})
	for _, s := range append(slices.Sorted(maps.Keys(o.Delegated)), o.Services...) {
		c.pattern(at, "a service", s, servicePattern, "iam.amazonaws.com")
	}
	for _, s := range slices.Sorted(maps.Keys(o.Delegated)) {
		for i, id := range o.Delegated[s] {
			c.pattern(at+": delegated "+s, "an account", id, accountPattern, "111122223333")
			if slices.Contains(o.Delegated[s][:i], id) {
				c.add(at+": delegated "+s, "account "+id+" is there twice", "name it once")
			}
		}
	}
}

// members refuses values that are none of those there are, or are there twice.
func (c *importCheck) members(at, what string, values, all []string) {
	for i, v := range values {
		if !slices.Contains(all, v) || slices.Contains(values[:i], v) {
			c.add(at, fmt.Sprintf("%s has %q twice, or it is none", what, v), "write "+strings.Join(all, " or ")+", each once")
		}
	}
}

// node checks the root or a unit, and what is below it.
func (c *importCheck) node(at string, n *Node) {
	c.unique(at, "id", n.ID)
	c.controls(at, n.SCPs, n.RCPs)
	for _, a := range n.Accounts {
		in := at + ": account " + a.ID
		if c.w.Account(a.ID) == nil {
			c.add(in, "it is not among the accounts", "add the account, or take it out of the organization")
		}
		c.unique(at, "account in the organization", a.ID)
		c.controls(in, a.SCPs, a.RCPs)
	}
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		ou, in := n.OUs[name], at+": unit "+name
		if name == "" || len(name) > 128 || ou.Name != name {
			c.add(in, fmt.Sprintf("it says it is called %.80q", ou.Name), "give it one name of 1 to 128 characters, in both places")
		}
		c.pattern(in, "id", ou.ID, unitPattern, "ou-exam-workloads")
		c.node(in, ou)
	}
}

// controls checks the names of the policies on a node or an account.
func (c *importCheck) controls(at string, scps, rcps []string) {
	check := func(class string, names []string, own string) {
		for i, name := range names {
			_, there := c.w.state.Documents["organization/"+class+"/"+name+".json"]
			switch {
			case !there && name != own:
				c.add(at, fmt.Sprintf("it has the policy %.80q, which isn't there", name), "add organization/"+class+"/NAME.json, or take it off")
			case slices.Contains(names[:i], name):
				c.add(at, fmt.Sprintf("it has the policy %q twice", name), "name it once")
			}
		}
	}
	check("scps", scps, FullAccess)
	check("rcps", rcps, FullResourceAccess)
}
