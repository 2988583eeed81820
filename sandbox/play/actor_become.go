package play

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// An actor is somebody the console can be, written as the scenario's steps write
// it: a user with a key ("111122223333/users/alice"), an account's root user ("root
// 111122223333"), "anonymous", or a workload to which a service hands a role's
// credentials ("111122223333/roles/R via ec2.amazonaws.com"). The holder of a
// session is written "session/" and its access key id.

const (
	SessionActor = "session/"
	rootActor    = "root "
	noActor      = "anonymous"
	ViaService   = " via "
	maxOffered   = 12 // sessions that are offered to act as, the newest
)

// What heads the actors of a kind.
const (
	groupUsers     = "Users"
	groupSessions  = "Sessions, the newest first"
	groupWorkloads = "Workloads, with a role’s credentials"
	groupRoot      = "Root users"
	groupNobody    = "Without credentials"
)

// Actors lists who has credentials: the users, then the sessions, the newest of
// them first.
func (p *World) Actors() []Actor {
	var list []Actor
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
			if _, ok := world.UserCaller(a.Users[name]); ok {
				list = append(list, Actor{ID: a.ID + "/users/" + name, Name: name, Detail: "user in " + AccountName(a), Group: groupUsers})
			}
		}
	}
	return p.Marked(append(list, p.offered()...))
}

// offered are the newest sessions, and the one that the console is using.
func (p *World) offered() []Actor {
	var list []Actor
	count := 0
	for _, s := range slices.Backward(p.Sessions()) {
		if count++; count <= maxOffered || p.Console.Who == SessionActor+s.AccessKeyID {
			list = append(list, p.sessionActor(s))
		}
	}
	return list
}

// Marked marks who the console is.
func (p *World) Marked(list []Actor) []Actor {
	current := p.Who().ID
	for i := range list {
		list[i].Current = list[i].ID == current
	}
	return list
}

// Everyone lists whom the console can be at all.
func (p *World) Everyone() []Actor {
	list := p.Actors()
	for _, a := range p.Accounts() {
		list = append(list, p.workloads(a)...)
	}
	return p.Marked(append(list, p.RootsAndNobody()...))
}

// RootsAndNobody are the root users, and whoever has no credentials.
func (p *World) RootsAndNobody() []Actor {
	var list []Actor
	for _, a := range p.Accounts() {
		list = append(list, Actor{ID: rootActor + a.ID, Name: "root user of " + AccountName(a), Group: groupRoot})
	}
	return append(list, Actor{ID: noActor, Name: "nobody", Detail: "unsigned requests", Group: groupNobody})
}

// workloads are the roles of an account that a service may hand to what runs on
// it: those whose trust policy names the service.
func (p *World) workloads(a *world.Account) []Actor {
	var list []Actor
	for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
		for _, service := range p.Trusted(a.Roles[name]) {
			list = append(list, Actor{
				ID: a.ID + "/roles/" + name + ViaService + service, Name: name, Group: groupWorkloads,
				Detail: "handed out by " + service + " in " + AccountName(a),
			})
		}
	}
	return list
}

// Trusted are the services that a role's trust policy names in a statement that allows.
func (p *World) Trusted(r *world.Role) []string {
	text, _ := p.Document(r.TrustPath())
	policy, _ := iam.Parse(iam.KindTrust, r.TrustPath(), []byte(text))
	if policy == nil {
		return nil
	}
	var list []string
	for _, c := range policy.Clauses() {
		for _, n := range c.Principals {
			if c.Effect == iam.Allow && !c.NotPrincipal && n.Sort == "Service" && !slices.Contains(list, n.Value) {
				list = append(list, n.Value)
			}
		}
	}
	return list
}

func (p *World) sessionActor(s *world.Session) Actor {
	a := Actor{ID: SessionActor + s.AccessKeyID, Name: SessionName(s), Detail: "session", Group: groupSessions}
	if s.Expired(p.Now()) {
		a.Detail = "session, ended"
	}
	return a
}

// SessionName is what people call a session: its role's name and its own.
func SessionName(s *world.Session) string {
	switch s.Kind {
	case world.SessionRole:
		return s.Role + "/" + s.Name
	case world.SessionFederated:
		return s.Name
	case world.SessionUser:
		return s.User
	case world.SessionRoot:
		return "root of " + s.Account
	}
	return s.Name
}

// AccountName is what people call an account.
func AccountName(a *world.Account) string {
	if a.Name == "" {
		return a.ID
	}
	return a.Name
}

// Who is the actor that the console is.
func (p *World) Who() Actor {
	if key, ok := strings.CutPrefix(p.Console.Who, SessionActor); ok {
		if s := p.Session(key); s != nil {
			return p.sessionActor(s)
		}
	}
	account, name, ok := strings.Cut(p.Console.Who, "/users/")
	if a := p.Account(account); ok && a != nil && a.Users[name] != nil {
		return Actor{ID: p.Console.Who, Name: name, Detail: "user in " + AccountName(a)}
	}
	if id, ok := strings.CutPrefix(p.Console.Who, rootActor); ok && p.Account(id) != nil {
		return Actor{ID: p.Console.Who, Name: "root user of " + AccountName(p.Account(id))}
	}
	if p.Console.Who == noActor {
		return Actor{ID: noActor, Name: "nobody", Detail: "unsigned requests"}
	}
	return Actor{Name: "nobody", Detail: "no credentials"}
}

// Become makes the console somebody: exported variables that would say otherwise
// are taken back. An empty id is the first user there is.
func (p *World) Become(id string) error {
	if id == "" {
		id = p.firstUser()
	}
	if role, service, ok := strings.Cut(id, ViaService); ok {
		var err error
		if id, err = p.handOut(role, service); err != nil {
			return err
		}
	}
	caller, err := p.Caller(id)
	if err != nil {
		return err
	}
	for name := range p.Shell.Env {
		if strings.HasPrefix(name, "AWS_") {
			delete(p.Shell.Env, name)
		}
	}
	p.Shell.Caller, p.Console.Who = caller, id
	return nil
}

// RefusedHandOut says that a service was refused a role's credentials. The call has
// left its record, like every call.
type RefusedHandOut struct {
	error
	Event *world.Event
}

func (e *RefusedHandOut) Unwrap() error { return e.error }

// handOut lets a service that a role trusts assume it for a workload, and returns
// the session as an actor. The error is a [*refusedHandOut] where the call was made.
func (p *World) handOut(path, service string) (string, error) {
	account, name, ok := strings.Cut(path, "/roles/")
	a := p.Account(account)
	if !ok || a == nil || a.Roles[name] == nil {
		return "", advice.BadInput("There is no role %q in this world.", path)
	}
	if !slices.Contains(p.Trusted(a.Roles[name]), service) {
		return "", advice.BadInput("The trust policy of %s doesn't name %s.", name, service)
	}
	session, _, _ := strings.Cut(service, ".")
	_, outcome := awsapi.Invoke(p.World, world.Caller{Kind: world.CallerService, Service: service}, awsapi.LookupName("sts", "AssumeRole"),
		awsapi.Input{"RoleArn": a.Roles[name].ARN(), "RoleSessionName": session + "-" + name})
	if outcome.Event != nil {
		p.Console.Asked = outcome.Event.Seq
	}
	if outcome.Err != nil {
		err := advice.BadInput("%s may not hand out %s: %s", service, name, outcome.Err.Message)
		if outcome.Event != nil {
			err = &RefusedHandOut{err, outcome.Event}
		}
		return "", err
	}
	return SessionActor + outcome.Credentials.AccessKeyID, nil
}

// BecomeAs makes the console whoever a step's `as` names.
func (p *World) BecomeAs(as string) error {
	who, err := sandbox.ParseWho(as)
	if err != nil {
		return err
	}
	caller, _, err := sandbox.CallerOf(p.World, who)
	if err != nil {
		return err
	}
	if caller.Credentials.SessionToken != "" {
		return p.Become(SessionActor + caller.Credentials.AccessKeyID)
	}
	return p.Become(as)
}

// Caller is an actor as one who makes calls.
func (p *World) Caller(id string) (world.Caller, error) {
	if id == "" {
		return world.Caller{}, nil
	}
	if key, ok := strings.CutPrefix(id, SessionActor); ok {
		if s := p.Session(key); s != nil {
			return world.KeysCaller(s.Credentials()), nil
		}
		return world.Caller{}, advice.BadInput("There is no such session in this world.")
	}
	if account, ok := strings.CutPrefix(id, rootActor); ok {
		if p.Account(account) == nil {
			return world.Caller{}, advice.BadInput("There is no account %q in this world.", account)
		}
		return world.Caller{Kind: world.CallerRoot, Account: account}, nil
	}
	if id == noActor {
		return world.Caller{Kind: world.CallerAnonymous}, nil
	}
	account, name, ok := strings.Cut(id, "/users/")
	a := p.Account(account)
	if !ok || a == nil || a.Users[name] == nil {
		return world.Caller{}, advice.BadInput("There is nobody called %q in this world.", id)
	}
	caller, ok := world.UserCaller(a.Users[name])
	if !ok {
		return caller, advice.BadInput("%s has no access key to work with.", name)
	}
	return caller, nil
}

// firstUser is the first user with a key, empty when there is none.
func (p *World) firstUser() string {
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
			if _, ok := world.UserCaller(a.Users[name]); ok {
				return fmt.Sprintf("%s/users/%s", a.ID, name)
			}
		}
	}
	return ""
}
