package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// maxContext bounds the lines of context that one may add to a question.
const maxContext = 40

// question is what the Evaluate panel asks: may somebody do something to something?
type question struct {
	access  *world.Access
	target  world.Target
	request analyze.Request
	own     []*iam.Policy // what is taken for granted of a caller from elsewhere; nil: the world knows them
}

// policies are those that decide the question, as they stand now.
func (q *question) policies() *iam.Policies { return q.access.PoliciesOf(q.target) }

// accessOf begins a call of an actor: a user, a session, or a role as whoever holds it.
func (p *playing) accessOf(actor string) (*world.Access, error) {
	if account, name, ok := strings.Cut(actor, "/roles/"); ok {
		a := p.Account(account)
		if a == nil || a.Roles[name] == nil {
			return nil, advice.BadInput("There is no role %q in this world.", actor)
		}
		return p.holding(a.Roles[name]), nil
	}
	if name, ok := strings.CutPrefix(actor, serviceActor); ok {
		access, _ := p.World.Begin(world.Caller{Kind: world.CallerService, Service: name})
		return access, nil
	}
	caller, err := p.caller(actor)
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
func (p *playing) holding(r *world.Role) *world.Access {
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
func (p *playing) targetOf(action, arn, caller string) world.Target {
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
func (p *playing) askAs(e *view.Evaluate, extra world.Context) (*question, error) {
	if e.ARN == "" {
		return p.ask(e.Who, e.Action, e.Resource, extra)
	}
	if actor := p.actorByARN(e.ARN); actor != "" {
		return p.ask(actor, e.Action, e.Resource, extra)
	}
	if r := p.RoleByARN(e.ARN); r != nil {
		return p.ask(r.Account+"/roles/"+r.Name, e.Action, e.Resource, extra)
	}
	access, err := p.stranger(e.ARN)
	if err != nil {
		return nil, err
	}
	q, err := p.question(access, e.Action, e.Resource, extra)
	if err != nil {
		return nil, err
	}
	everything, _ := iam.Parse(iam.KindIdentity, "taken for granted", []byte(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}`))
	q.own = []*iam.Policy{everything}
	return q, nil
}

// stranger is the access of somebody whose account the world doesn't have.
func (p *playing) stranger(arn string) (*world.Access, error) {
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

// ask makes a question ready.
func (p *playing) ask(actor, action, arn string, extra world.Context) (*question, error) {
	access, err := p.accessOf(actor)
	if err != nil {
		return nil, err
	}
	return p.question(access, action, arn, extra)
}

func (p *playing) question(access *world.Access, action, arn string, extra world.Context) (*question, error) {
	q := &question{access: access, target: p.targetOf(action, arn, access.Who.Account)}
	q.request = analyze.Request{
		Principal: access.Who.Principal(), Action: action, Resource: arn, ResourceAccount: q.target.Account,
		Context: inPlace(access.ContextOf(q.target, nil), extra),
	}
	if _, err := q.request.Ready(); err != nil {
		return nil, advice.BadInput("%s", sentence(err))
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

// readQuestion reads the panel's question from the address.
func readQuestion(e *view.Evaluate, q url.Values) {
	e.Who, e.ARN = q.Get("who"), strings.TrimSpace(q.Get("arn"))
	e.Action, e.Resource, e.Context = strings.TrimSpace(q.Get("action")), strings.TrimSpace(q.Get("resource")), q.Get("context")
}

// evaluateIn answers htmx with the panel's answer alone.
func (s *server) evaluateIn(c echo.Context) error {
	p, err := s.view(c, c.Param("world"))
	if err != nil {
		return err
	}
	var e view.Evaluate
	readQuestion(&e, c.QueryParams())
	p.evaluate(&e)
	return s.render(c, http.StatusOK, view.Evaluated(e, p.lineLinks()))
}

// evaluate answers the Evaluate panel. What is asked stands in the address, for
// asking changes nothing.
func (p *playing) evaluate(e *view.Evaluate) {
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
	q, err := p.askAs(e, extra)
	if err != nil {
		e.Problem = inWordsOf(err)
		return
	}
	ready, err := q.request.Ready()
	if err != nil {
		e.Problem = sentence(err)
		return
	}
	policies := q.policies()
	if q.own != nil {
		policies.Identity = q.own
		e.Note = "Nothing is known of the policies in account " + q.access.Who.Account + ": its own side is taken to allow everything, and to have no boundary and no SCP."
	}
	if doubt := p.doubt(e.Action, e.Resource); doubt != "" {
		e.Note = doubt
	}
	e.Trace = iam.Explain(ready, policies)
	out := view.OutcomeOf(e.Trace)
	out.Asked = q.request.Principal + " " + q.request.Action + " " + q.request.Resource
	e.Outcome = &out
	e.Mending = whyNot(p.part(), q.request, policies)
}

// doubt tells of a question that is about nothing that is: a slip of the pen has
// an answer too.
func (p *playing) doubt(action, resource string) string {
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
	return sentence(err)
}

// readContext reads lines of KEY = VALUE; a key may come more than once.
func readContext(text string) (world.Context, error) {
	c := world.Context{}
	for i, line := range strings.Split(newlines(text), "\n") {
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
func (p *playing) mendLast(d *view.Decision, raw []byte) {
	if d == nil || d.Trace == nil || d.Trace.Decision == iam.Allowed {
		return
	}
	actor := p.actorByARN(d.Trace.Principal)
	if actor == "" {
		return
	}
	extra, ok := passed(raw)
	if !ok {
		return
	}
	q, err := p.ask(actor, d.Trace.Action, d.Trace.Resource, extra)
	if err != nil {
		return
	}
	ready, err := q.request.Ready()
	if err != nil {
		return
	}
	policies := q.policies()
	if iam.Evaluate(ready, policies).Decision == iam.Allowed {
		d.Since = true
		return
	}
	d.Mending = whyNot(p.part(), q.request, policies)
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
func (p *playing) targets() []string {
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
func (p *playing) actorByARN(arn string) string {
	if u := p.UserByARN(arn); u != nil {
		return u.Account + "/users/" + u.Name
	}
	sessions := p.Sessions()
	for i := len(sessions) - 1; i >= 0; i-- {
		if sessions[i].ARN == arn && !sessions[i].Expired(p.Now()) {
			return sessionActor + sessions[i].AccessKeyID
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
func (p *playing) askers() []play.Actor {
	var list []play.Actor
	for _, a := range p.actors() {
		if a.Detail != "session, ended" {
			list = append(list, a)
		}
	}
	var services []string
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			list = append(list, play.Actor{ID: a.ID + "/roles/" + name, Name: name, Detail: "a session of the role in " + accountName(a), Group: groupRoles})
			services = append(services, p.trusted(a.Roles[name])...)
		}
	}
	slices.Sort(services)
	for _, name := range slices.Compact(services) {
		list = append(list, play.Actor{ID: serviceActor + name, Name: name, Group: groupServices})
	}
	return append(list, p.marked(p.rootsAndNobody())...)
}
