package tools

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/explain"
	"rolecall/sandbox/iam/refusal"
	"rolecall/sandbox/world"
	"rolecall/web/site"
	"rolecall/web/view"
)

// Where the policies of a refusal's world stand.
const (
	benchBoundary = "pasted-boundary"
	benchControl  = "Pasted"
	benchSession  = "files/session-policy.json"
)

// refusalBench builds a world with the caller, the resource and the policies given,
// each where it belongs.
func (s *Pages) refusalBench(f view.ExplainForm, r *refusal.Refused) (*bench, error) {
	p, err := iam.ParsePrincipal(r.Principal)
	if err != nil {
		return nil, err
	}
	if r.Action != "" && explain.NamesNoRole(r) {
		return nil, errors.New("the call names no role")
	}
	b := &bench{w: world.New(s.Worlds.Env())}
	texts := map[iam.Kind]string{}
	for _, given := range f.Policies {
		texts[given.Kind] = given.Text
	}
	class, err := b.caller(p, r.Principal)
	if err != nil {
		return nil, err
	}
	owner := explain.ResourceAccount(f.Account, r)
	if err := b.target(r.Resource, owner); err != nil {
		return nil, err
	}
	if err := b.otherResource(r.Resource); err != nil {
		return nil, err
	}
	b.open = p.Account() + "/" + class + "/" + p.Name() + "/policies/" + benchPolicy + ".json"
	if texts[iam.KindIdentity] != "" {
		if _, err := b.w.SetDocument(b.open, texts[iam.KindIdentity]); err != nil {
			return nil, err
		}
	}
	if err := b.putDoor(r, texts[iam.KindResource]); err != nil {
		return nil, err
	}
	if err := b.narrow(p, class, texts); err != nil {
		return nil, err
	}
	if err := b.control(r, p.Account(), owner, texts); err != nil {
		return nil, err
	}
	b.openLayer(r, p.Account(), texts)
	return b, nil
}

// caller makes the user or the role behind a call, and says which of the two.
func (b *bench) caller(p iam.Principal, arn string) (class string, err error) {
	switch p.Type() {
	case iam.PrincipalUser:
		_, err = b.user(arn)
		b.who = p.Account() + "/users/" + p.Name()
		return "users", err
	case iam.PrincipalAssumedRole:
		if _, err = b.role("arn:aws:iam::" + p.Account() + ":role/" + p.Name()); err == nil {
			_, err = b.user("arn:aws:iam::" + p.Account() + ":user/" + benchUser)
		}
		return "roles", err
	case iam.PrincipalAnonymous, iam.PrincipalFederatedUser, iam.PrincipalRoot, iam.PrincipalService, iam.PrincipalSAML, iam.PrincipalOIDC:
	}
	return "", errors.New("only users and roles can be made")
}

// kindsOf are the sorts of resource that a world can hold, by the service and the
// beginning of the ARN's last part.
var kindsOf = []struct{ service, begins, kind string }{
	{"sqs", "", "queues"}, {"sns", "", "topics"}, {"dynamodb", "table/", "tables"}, {"lambda", "function:", "functions"},
	{"ssm", "parameter/", "parameters"}, {"secretsmanager", "secret:", "secrets"}, {"kms", "key/", "keys"},
}

// suffix is what Secrets Manager adds to a secret's name in its ARN.
var suffix = regexp.MustCompile(`-[A-Za-z0-9]{6}$`)

// otherResource makes the queue, key, secret or the like that an ARN names. It keeps
// the ARN, so that the policies given fit.
func (b *bench) otherResource(arn string) error {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || strings.ContainsAny(arn, "*?$") || len(parts[4]) != 12 {
		return nil
	}
	for _, k := range kindsOf {
		name, ok := strings.CutPrefix(parts[5], k.begins)
		if parts[2] != k.service || !ok || name == "" {
			continue
		}
		if k.kind == "secrets" {
			name = suffix.ReplaceAllString(name, "")
		}
		a, err := b.account(parts[4])
		if err != nil {
			return err
		}
		made, err := b.w.AddResource(a, k.kind, name)
		if err == nil {
			made.ARNText = arn
			b.w.Touch()
		}
		return err
	}
	return nil
}

// doorPath is the path of the policy that hangs on a resource; empty when the world
// doesn't hold the resource.
func (b *bench) doorPath(r *refusal.Refused) string {
	if account, name, _, ok := iamName(r.Resource, "role"); ok {
		if !iam.AsksTrustPolicy(r.Action, r.Resource) {
			return ""
		}
		return account + "/roles/" + name + "/trust.json"
	}
	if rest, ok := strings.CutPrefix(r.Resource, "arn:aws:s3:::"); ok {
		name, _, _ := strings.Cut(rest, "/")
		if made := b.w.Bucket(name); made != nil {
			return made.PolicyPath()
		}
	}
	if made := b.w.ResourceByARN(r.Resource); made != nil {
		return made.PolicyPath()
	}
	return ""
}

// putDoor lays the given trust or resource policy over the resource's.
func (b *bench) putDoor(r *refusal.Refused, text string) error {
	path := b.doorPath(r)
	if path == "" || text == "" {
		return nil
	}
	kind := iam.KindResource
	if strings.HasSuffix(path, "/trust.json") {
		kind = iam.KindTrust
	}
	policy, _ := iam.Parse(kind, path, []byte(text))
	if policy == nil {
		return fmt.Errorf("the resource’s policy has errors")
	}
	if err := b.named(policy, r.Resource); err != nil {
		return err
	}
	if r.Layer == refusal.Trust || r.Layer == refusal.Resource {
		b.open = path
	}
	_, err := b.w.SetDocument(path, text)
	return err
}

// narrow sets the caller's boundary and keeps the session policy as a file, for a
// session is made with it: --policy file://session-policy.json.
func (b *bench) narrow(p iam.Principal, class string, texts map[iam.Kind]string) error {
	if text := texts[iam.KindSession]; text != "" {
		if _, err := b.w.SetDocument(benchSession, text); err != nil {
			return err
		}
	}
	text := texts[iam.KindBoundary]
	if text == "" {
		return nil
	}
	if _, err := b.w.SetDocument(p.Account()+"/policies/"+benchBoundary+".json", text); err != nil {
		return err
	}
	a := b.w.Account(p.Account())
	arn := a.Policies[benchBoundary].ARN()
	if class == "users" {
		a.Users[p.Name()].Boundary = arn
	} else {
		a.Roles[p.Name()].Boundary = arn
	}
	b.w.Touch()
	return nil
}

// organizationARN is how messages name a policy of an organization.
var organizationARN = regexp.MustCompile(`^arn:aws:organizations::([0-9]{12}):policy/(o-[a-z0-9]{6,32})/`)

// control puts the caller's account under the SCP and the resource's under the RCP,
// in one organization. Each hangs on the account alone.
func (b *bench) control(r *refusal.Refused, caller, owner string, texts map[iam.Kind]string) error {
	scp, rcp := texts[iam.KindSCP], texts[iam.KindRCP]
	if scp == "" && rcp == "" {
		return nil
	}
	org := &world.Organization{ID: "o-exampleorgid", Management: "999999999999", Root: &world.Node{ID: "r-exam", Name: "Root", OUs: map[string]*world.Node{}}}
	if caller == org.Management || owner == org.Management {
		org.Management = "123456789012" // no policy binds the management account
	}
	if m := organizationARN.FindStringSubmatch(r.PolicyARN); m != nil && m[1] != caller && m[1] != owner {
		org.Management, org.ID = m[1], m[2]
	}
	member := func(id string) *world.NodeAccount {
		for _, a := range org.Root.Accounts {
			if a.ID == id {
				return a
			}
		}
		org.Root.Accounts = append(org.Root.Accounts, &world.NodeAccount{ID: id})
		return org.Root.Accounts[len(org.Root.Accounts)-1]
	}
	if scp != "" {
		policy, _ := iam.Parse(iam.KindSCP, benchControl, []byte(scp))
		if policy == nil {
			return errors.New("the service control policy has errors")
		}
		names := []string{benchControl}
		if !allowsSomething(policy) {
			names = append(names, world.FullAccess)
		}
		member(caller).SCPs = names
	}
	if rcp != "" && owner != "" {
		member(owner).RCPs = []string{benchControl}
	}
	b.w.SetOrganization(org)
	for dir, text := range map[string]string{"scps": scp, "rcps": rcp} {
		if text == "" {
			continue
		}
		if _, err := b.w.SetDocument("organization/"+dir+"/"+benchControl+".json", text); err != nil {
			return err
		}
	}
	return nil
}

// openLayer has the page open the policy that AWS blames, where it was given.
func (b *bench) openLayer(r *refusal.Refused, account string, texts map[iam.Kind]string) {
	for _, l := range []struct {
		layer refusal.Layer
		kind  iam.Kind
		path  string
	}{
		{refusal.Boundary, iam.KindBoundary, account + "/policies/" + benchBoundary + ".json"},
		{refusal.Session, iam.KindSession, benchSession},
		{refusal.SCP, iam.KindSCP, "organization/scps/" + benchControl + ".json"},
		{refusal.RCP, iam.KindRCP, "organization/rcps/" + benchControl + ".json"},
	} {
		if r.Layer == l.layer && texts[l.kind] != "" {
			b.open = l.path
		}
	}
}

// OpenExplained makes a world around a refusal.
func (s *Pages) OpenExplained(c echo.Context) error {
	f, err := explainForm(c)
	if err != nil {
		return err
	}
	r, err := refusal.Parse(f.Text)
	if err != nil {
		return advice.BadInput("%s", site.Sentence(err))
	}
	b, err := s.refusalBench(f, r)
	if err != nil {
		return advice.BadInput("No world can be made around this: %s.", strings.TrimSuffix(err.Error(), "."))
	}
	id, err := s.openBench(c, b, "A denial, to try out")
	if err != nil {
		return err
	}
	return site.SeeOther(c, site.DocPath(id, b.open, "documents"))
}

func allowsSomething(p *iam.Policy) bool {
	for _, cl := range p.Clauses() {
		if cl.Effect == iam.Allow {
			return true
		}
	}
	return false
}
