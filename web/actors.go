package web

import (
	"fmt"
	"strings"

	"rolecall/sandbox"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// An actor is somebody the console can be: a user with a key, written as the
// scenario's steps do ("111122223333/users/alice"), or the holder of a session,
// written "session/" and its access key id.

const sessionActor = "session/"

// actors lists whom the console can be: the users, then the sessions, the newest
// of them first.
func (p *playing) actors() []view.Actor {
	var list []view.Actor
	for _, a := range p.Accounts() {
		for _, name := range sortedNames(a.Users) {
			if _, ok := world.UserCaller(a.Users[name]); ok {
				list = append(list, view.Actor{ID: a.ID + "/users/" + name, Name: name, Detail: "user in " + accountName(a)})
			}
		}
	}
	sessions := p.Sessions()
	for i := len(sessions) - 1; i >= 0; i-- {
		list = append(list, p.sessionActor(sessions[i]))
	}
	current := p.who().ID
	for i := range list {
		list[i].Current = list[i].ID == current
	}
	return list
}

func (p *playing) sessionActor(s *world.Session) view.Actor {
	a := view.Actor{ID: sessionActor + s.AccessKeyID, Name: sessionName(s), Detail: "session"}
	if s.Expired(p.Now()) {
		a.Detail = "session, ended"
	}
	return a
}

// sessionName is what people call a session: its role's name and its own.
func sessionName(s *world.Session) string {
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

func accountName(a *world.Account) string {
	if a.Name == "" {
		return a.ID
	}
	return a.Name
}

// who is the actor that the console is.
func (p *playing) who() view.Actor {
	if key, ok := strings.CutPrefix(p.console.Who, sessionActor); ok {
		if s := p.Session(key); s != nil {
			return p.sessionActor(s)
		}
	}
	account, name, ok := strings.Cut(p.console.Who, "/users/")
	if a := p.Account(account); ok && a != nil && a.Users[name] != nil {
		return view.Actor{ID: p.console.Who, Name: name, Detail: "user in " + accountName(a)}
	}
	return view.Actor{Name: "nobody", Detail: "no credentials"}
}

// become makes the console somebody: exported variables that would say otherwise
// are taken back. An empty id is the first user there is.
func (p *playing) become(id string) error {
	if id == "" {
		id = p.firstUser()
	}
	caller, err := p.caller(id)
	if err != nil {
		return err
	}
	for name := range p.shell.Env {
		if strings.HasPrefix(name, "AWS_") {
			delete(p.shell.Env, name)
		}
	}
	p.shell.Caller, p.console.Who = caller, id
	return nil
}

// becomeAs makes the console whoever a step's `as` names.
func (p *playing) becomeAs(as string) error {
	who, err := sandbox.ParseWho(as)
	if err != nil {
		return err
	}
	caller, _, err := sandbox.CallerOf(p.World, who)
	if err != nil {
		return err
	}
	if caller.Credentials.SessionToken != "" {
		return p.become(sessionActor + caller.Credentials.AccessKeyID)
	}
	return p.become(as)
}

func (p *playing) caller(id string) (world.Caller, error) {
	if id == "" {
		return world.Caller{}, nil
	}
	if key, ok := strings.CutPrefix(id, sessionActor); ok {
		if s := p.Session(key); s != nil {
			return world.KeysCaller(s.Credentials()), nil
		}
		return world.Caller{}, badInput("There is no such session in this world.")
	}
	account, name, ok := strings.Cut(id, "/users/")
	a := p.Account(account)
	if !ok || a == nil || a.Users[name] == nil {
		return world.Caller{}, badInput("There is nobody called %q in this world.", id)
	}
	caller, ok := world.UserCaller(a.Users[name])
	if !ok {
		return caller, badInput("%s has no access key to work with.", name)
	}
	return caller, nil
}

// firstUser is the first user with a key, empty when there is none.
func (p *playing) firstUser() string {
	for _, a := range p.Accounts() {
		for _, name := range sortedNames(a.Users) {
			if _, ok := world.UserCaller(a.Users[name]); ok {
				return fmt.Sprintf("%s/users/%s", a.ID, name)
			}
		}
	}
	return ""
}
