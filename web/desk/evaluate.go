package desk

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/web/site"
	"rolecall/web/view"
)

// maxContext bounds the lines of context that one may add to a question.
const maxContext = 40

// question is what the Evaluate panel asks: may somebody do something to something?
type question struct {
	access  *world.Access
	target  world.Target
	Request analyze.Request
	own     []*iam.Policy // what is taken for granted of a caller from elsewhere; nil: the world knows them
}

// Policies are those that decide the question, as they stand now.
func (q *question) Policies() *iam.Policies { return q.access.PoliciesOf(q.target) }

// accessOf begins a call of an actor: a user, a session, or a role as whoever holds it.
func accessOf(p *play.World, actor string) (*world.Access, error) {
	if account, name, ok := strings.Cut(actor, "/roles/"); ok {
		a := p.Account(account)
		if a == nil || a.Roles[name] == nil {
			return nil, advice.BadInput("There is no role %q in this world.", actor)
		}
		return holding(p, a.Roles[name]), nil
	}
	if name, ok := strings.CutPrefix(actor, serviceActor); ok {
		access, _ := p.World.Begin(world.Caller{Kind: world.CallerService, Service: name})
		return access, nil
	}
	caller, err := p.Caller(actor)
	if err != nil {
		return nil, err
	}
	access, fault := p.World.Begin(caller)
	if fault != world.FaultNone {
		return nil, advice.BadInput("These credentials are not accepted any more: the session has ended, or its owner is gone.")
	}
	return access, nil
}

// holding is the access of a session of a role that was made without a session
// policy and without tags.
func holding(p *play.World, r *world.Role) *world.Access {
	const name = "session"
	session := &world.Session{
		Kind: world.SessionRole, Issued: p.Now(), Expires: p.Now().Add(time.Hour), Account: r.Account, Name: name, Role: r.Name,
		ARN: "arn:aws:sts::" + r.Account + ":assumed-role/" + r.Name + "/" + name, UserID: r.ID + ":" + name, PrincipalID: r.ID,
	}
	return &world.Access{World: p.World, Time: p.Now(), Extra: world.Context{}, Who: world.Identity{
		Type: world.IdentityRole, Account: r.Account, Role: r, UserID: session.UserID, ARN: session.ARN, Session: session,
	}}
}

// targetOf finds what an ARN names; of what isn't in the world the owner is the
// account that the ARN says, or else the caller's.
func targetOf(p *play.World, action, arn, caller string) world.Target {
	if r := p.RoleByARN(arn); r != nil {
		if iam.AsksTrustPolicy(action, arn) {
			return r.TrustTarget()
		}
		return r.Target()
	}
	if u := p.UserByARN(arn); u != nil {
		return world.Target{ARN: arn, Account: u.Account, Tags: u.Tags}
	}
	if r := p.ResourceByARN(arn); r != nil {
		t := world.Target{ARN: arn, Account: r.Account, Tags: r.Tags}
		if _, there := p.Document(r.PolicyPath()); there {
			t.Policy = r.PolicyPath()
		}
		return t
	}
	if rest, ok := strings.CutPrefix(arn, "arn:aws:s3:::"); ok {
		name, _, _ := strings.Cut(rest, "/")
		if b := p.Bucket(name); b != nil {
			t := world.Target{ARN: arn, Account: b.Account}
			if _, there := p.Document(b.PolicyPath()); there {
				t.Policy = b.PolicyPath()
			}
			return t
		}
	}
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && len(parts[4]) == 12 {
		caller = parts[4]
	}
	return world.Target{ARN: arn, Account: caller}
}

// askAs makes the panel's question ready, for an actor or for whomever an ARN names.
func askAs(p *play.World, e *view.Evaluate, extra world.Context) (*question, error) {
	if e.ARN == "" {
		return Ask(p, e.Who, e.Action, e.Resource, extra)
	}
	if actor := actorByARN(p, e.ARN); actor != "" {
		return Ask(p, actor, e.Action, e.Resource, extra)
	}
	if r := p.RoleByARN(e.ARN); r != nil {
		return Ask(p, r.Account+"/roles/"+r.Name, e.Action, e.Resource, extra)
	}
	access, err := stranger(p, e.ARN)
	if err != nil {
		return nil, err
	}
	q, err := questionOf(p, access, e.Action, e.Resource, extra)
	if err != nil {
		return nil, err
	}
	everything, _ := iam.Parse(iam.KindIdentity, "taken for granted", []byte(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}`))
	q.own = []*iam.Policy{everything}
	return q, nil
}

// stranger is the access of somebody whose account the world doesn't have.
func stranger(p *play.World, arn string) (*world.Access, error) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || len(parts[4]) != 12 {
		return nil, advice.BadInput("%q is not the ARN of a user, a role or a session. One looks like arn:aws:iam::123456789012:user/mallory.", arn)
	}
	if p.Account(parts[4]) != nil {
		return nil, advice.BadInput("Account %s is in this world and has nobody called %q.", parts[4], parts[5])
	}
	name := parts[5][strings.LastIndexByte(parts[5], '/')+1:]
	return &world.Access{World: p.World, Time: p.Now(), Extra: world.Context{}, Who: world.Identity{
		Type: world.IdentityUser, ARN: arn, Account: parts[4], UserID: name, User: &world.User{Name: name, Account: parts[4]},
	}}, nil
}

// Ask makes a question ready.
func Ask(p *play.World, actor, action, arn string, extra world.Context) (*question, error) {
	access, err := accessOf(p, actor)
	if err != nil {
		return nil, err
	}
	return questionOf(p, access, action, arn, extra)
}

func questionOf(p *play.World, access *world.Access, action, arn string, extra world.Context) (*question, error) {
	q := &question{access: access, target: targetOf(p, action, arn, access.Who.Account)}
	q.Request = analyze.Request{
		Principal: access.Who.Principal(), Action: action, Resource: arn, ResourceAccount: q.target.Account,
		Context: inPlace(access.ContextOf(q.target, nil), extra),
	}
	if _, err := q.Request.Ready(); err != nil {
		return nil, advice.BadInput("%s", site.Sentence(err))
	}
	return q, nil
}

// inPlace puts keys in the place of what a context has, whatever their case.
func inPlace(c, extra world.Context) world.Context {
	for key := range extra {
		maps.DeleteFunc(c, func(had string, _ []string) bool { return strings.EqualFold(had, key) })
	}
	maps.Copy(c, extra)
	return c
}

// ReadQuestion reads the panel's question from the address.
func ReadQuestion(e *view.Evaluate, q url.Values) {
	e.Who, e.ARN = q.Get("who"), strings.TrimSpace(q.Get("arn"))
	e.Action, e.Resource, e.Context = strings.TrimSpace(q.Get("action")), strings.TrimSpace(q.Get("resource")), q.Get("context")
}

// Evaluate answers the Evaluate panel. What is asked stands in the address, for
// asking changes nothing.
func Evaluate(p *play.World, e *view.Evaluate) {
	if e.Action == "" && e.Resource == "" {
		return
	}
	if e.Action == "" {
		e.Problem = "Say which action, such as sts:AssumeRole."
		return
	}
	extra, err := readContext(e.Context)
	if err != nil {
		e.Problem = inWordsOf(err)
		return
	}
	if e.Resource == "" {
		e.Resource = "*"
	}
	q, err := askAs(p, e, extra)
	if err != nil {
		e.Problem = inWordsOf(err)
		return
	}
	ready, err := q.Request.Ready()
	if err != nil {
		e.Problem = site.Sentence(err)
		return
	}
	policies := q.Policies()
	if q.own != nil {
		policies.Identity = q.own
		e.Note = "Nothing is known of the policies in account " + q.access.Who.Account + ": its own side is taken to allow everything, and to have no boundary and no SCP."
	}
	if doubt := doubt(p, e.Action, e.Resource); doubt != "" {
		e.Note = doubt
	}
	e.Trace = iam.Explain(ready, policies)
	out := view.OutcomeOf(e.Trace)
	out.Asked = q.Request.Principal + " " + q.Request.Action + " " + q.Request.Resource
	e.Outcome = &out
	e.Mending = whyNot(p.Part(), q.Request, policies)
}

// doubt tells of a question that is about nothing that is: a slip of the pen has
// an answer too.
func doubt(p *play.World, action, resource string) string {
	service, name, _ := strings.Cut(action, ":")
	if known, near := iam.KnownAction(service, name); !known {
		if near != "" {
			near = " Did you mean `" + near + "`?"
		}
		return "`" + action + "` " + iam.KnownHere() + "." + near
	}
	parts := strings.SplitN(resource, ":", 6)
	if len(parts) == 6 && strings.HasPrefix(parts[5], "role/") && p.Account(parts[4]) != nil && p.RoleByARN(resource) == nil {
		return "Account " + parts[4] + " has no such role in this world."
	}
	return ""
}

// whyNot looks for mends; nil when there are none to look for, or the budget is used up.
func whyNot(work *budget.Budget, r analyze.Request, p *iam.Policies) *analyze.Mending {
	m, err := analyze.WhyNot(analyze.Refusal{Request: r, Policies: *p, Count: work})
	if err != nil || m.Decision == iam.Allowed {
		return nil
	}
	return m
}

// inWordsOf is an error in words for the reader.
func inWordsOf(err error) string {
	if a, ok := err.(*advice.Error); ok {
		return a.Message
	}
	return site.Sentence(err)
}

// readContext reads lines of KEY = VALUE; a key may come more than once.
func readContext(text string) (world.Context, error) {
	c := world.Context{}
	for i, line := range strings.Split(site.Newlines(text), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		if !ok || key == "" || i >= maxContext {
			return nil, fmt.Errorf("line %d of the context is not KEY = VALUE, one a line, at most %d lines", i+1, maxContext)
		}
		c[key] = append(c[key], strings.TrimSpace(value))
	}
	return c, nil
}

// mendLast looks for mends of the last decision, when it was a refusal, as the
// policies stand now.
func mendLast(p *play.World, d *view.Decision, raw []byte) {
	if d == nil || d.Trace == nil || d.Trace.Decision == iam.Allowed {
		return
	}
	actor := actorByARN(p, d.Trace.Principal)
	if actor == "" {
		return
	}
	extra, ok := passed(raw)
	if !ok {
		return
	}
	q, err := Ask(p, actor, d.Trace.Action, d.Trace.Resource, extra)
	if err != nil {
		return
	}
	ready, err := q.Request.Ready()
	if err != nil {
		return
	}
	policies := q.Policies()
	if iam.Evaluate(ready, policies).Decision == iam.Allowed {
		d.Since = true
		return
	}
	d.Mending = whyNot(p.Part(), q.Request, policies)
}

// passed is the context that a recorded call brought along. It is not ok when the
// record tells only a part of it: then no mend is better than a wrong one.
func passed(raw []byte) (world.Context, bool) {
	var r struct {
		Parameters map[string]json.RawMessage `json:"requestParameters"`
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, false
	}
	c := world.Context{}
	for name, value := range r.Parameters {
		var text string
		isText := json.Unmarshal(value, &text) == nil
		switch strings.ToLower(name) {
		case "externalid":
			c["sts:ExternalId"] = []string{text}
		case "rolesessionname":
			c["sts:RoleSessionName"] = []string{text}
		case "serialnumber":
			c["aws:MultiFactorAuthPresent"], c["aws:MultiFactorAuthAge"] = []string{"true"}, []string{"0"}
		case "tags", "transitivetagkeys", "sourceidentity", "policy", "policyarns":
			return nil, false
		default:
			isText = true
		}
		if !isText {
			return nil, false
		}
	}
	return c, true
}

// targets are the ARNs that the Evaluate panel proposes.
func targets(p *play.World) []string {
	var list []string
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			list = append(list, a.Roles[name].ARN())
		}
		for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
			list = append(list, a.Buckets[name].ARN())
			for _, key := range slices.Sorted(maps.Keys(a.Buckets[name].Objects)) {
				list = append(list, a.Buckets[name].ARN()+"/"+key)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
			list = append(list, a.Resources[key].ARN())
		}
	}
	return list[:min(len(list), maxObjects)]
}

// actorByARN finds a user or the newest session by its ARN; empty when there is none.
func actorByARN(p *play.World, arn string) string {
	if u := p.UserByARN(arn); u != nil {
		return u.Account + "/users/" + u.Name
	}
	sessions := p.Sessions()
	for i := len(sessions) - 1; i >= 0; i-- {
		if sessions[i].ARN == arn && !sessions[i].Expired(p.Now()) {
			return play.SessionActor + sessions[i].AccessKeyID
		}
	}
	return ""
}

// Groups of whom the Evaluate panel can ask for that the console can't be.
const (
	groupRoles    = "Roles, as whoever holds a session of them"
	groupServices = "Services"
	serviceActor  = "service "
)

// usualActions are what the Evaluate panel proposes before anything is typed.
var usualActions = []string{"sts:AssumeRole", "sts:TagSession", "iam:PassRole", "s3:GetObject", "s3:PutObject", "s3:ListBucket"}

// askers are whom the Evaluate panel can ask for: users, sessions that last, each
// role as whoever holds it, root users, services and nobody.
func askers(p *play.World) []play.Actor {
	var list []play.Actor
	for _, a := range p.Actors() {
		if a.Detail != "session, ended" {
			list = append(list, a)
		}
	}
	var services []string
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			list = append(list, play.Actor{ID: a.ID + "/roles/" + name, Name: name, Detail: "a session of the role in " + play.AccountName(a), Group: groupRoles})
			services = append(services, p.Trusted(a.Roles[name])...)
		}
	}
	slices.Sort(services)
	for _, name := range slices.Compact(services) {
		list = append(list, play.Actor{ID: serviceActor + name, Name: name, Group: groupServices})
	}
	return append(list, p.Marked(p.RootsAndNobody())...)
}
