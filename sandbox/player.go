package sandbox

import (
	"fmt"
	"strings"
	"time"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/awscli"
	"rolecall/sandbox/world"
)

// Player plays steps on a world, one after the other. It knows who acts, and the
// names of the credentials that were kept.
type Player struct {
	World *world.World
	Shell *awscli.Shell
	Who   string // who acts, for people: "alice (111122223333)"

	kept map[string]*world.Session
	last *awscli.Reply
}

// NewPlayer returns a player before whose first `as` nobody acts: calls are
// anonymous.
func NewPlayer(w *world.World) *Player {
	return &Player{World: w, Shell: awscli.NewShell(w, world.Caller{}), Who: "anonymous", kept: map[string]*world.Session{}}
}

// StepResult is what came of a step.
type StepResult struct {
	Step  Step
	Who   string        // who acts after the step
	At    time.Time     // the world's clock after the step
	Reply *awscli.Reply // of commands, of `as … via …`, and of the step that a want is about
	// Met is false when the step couldn't be done or its claim isn't so; Why says
	// it in a plain sentence. Unmet marks the claims among those: a want, or a
	// command without a want that didn't succeed.
	Met   bool
	Unmet bool
	Why   string
}

// Do plays one step.
func (p *Player) Do(s Step) StepResult {
	r := StepResult{Step: s, Met: true}
	var err error
	switch s.Kind {
	case StepAs:
		r.Reply, err = p.as(s.Who)
	case StepAWS:
		reply := p.Shell.Exec(s.Text)
		r.Reply, p.last = &reply, &reply
	case StepKeep:
		err = p.keep(s.Name)
	case StepRevoke:
		err = p.revoke(s.Name)
	case StepAdvance:
		err = p.World.Advance(s.For)
	case StepWant:
		r.Reply = p.last
		r.Met, r.Why = s.Want.Check(p.last)
		r.Unmet = !r.Met
	}
	if err != nil {
		r.Met, r.Why = false, err.Error()
	}
	r.Who, r.At = p.Who, p.World.Now()
	return r
}

// Play plays steps on a world, up to the first that can't be done or whose claim
// isn't so; that one is the last result. A command without a want must succeed.
func Play(w *world.World, steps []Step) []StepResult { return NewPlayer(w).Play(steps) }

// Play plays steps as [Play] does, going on from where the player stands.
func (p *Player) Play(steps []Step) []StepResult {
	var results []StepResult
	for i, s := range steps {
		r := p.Do(s)
		if r.Met && r.Reply != nil && s.Kind != StepWant && !claimed(steps[i+1:]) && !succeeded(r.Reply) {
			r.Met, r.Unmet = false, true
			r.Why = fmt.Sprintf("It was to succeed, and it was %s.", Describe(r.Reply))
		}
		results = append(results, r)
		if !r.Met {
			break
		}
	}
	return results
}

// claimed says whether a want follows before anything else is done.
func claimed(rest []Step) bool {
	for _, s := range rest {
		if s.Kind != StepKeep {
			return s.Kind == StepWant
		}
	}
	return false
}

// Replay plays steps without the author's claims: wants are left out and a
// command may be refused. It stops only at a step that can't be done.
func Replay(w *world.World, steps []Step) []StepResult {
	p := NewPlayer(w)
	var results []StepResult
	for _, s := range steps {
		if s.Kind == StepWant {
			continue
		}
		r := p.Do(s)
		results = append(results, r)
		if !r.Met {
			break
		}
	}
	return results
}

// as makes somebody act from here on.
func (p *Player) as(who Who) (*awscli.Reply, error) {
	if who.assumes() {
		return p.asWorkload(who)
	}
	caller, label, err := p.caller(who)
	if err != nil {
		return nil, err
	}
	p.become(caller, label)
	return nil, nil
}

func (p *Player) become(c world.Caller, label string) {
	files := p.Shell.Files
	p.Shell = awscli.NewShell(p.World, c)
	if files != nil {
		p.Shell.Files = files
	}
	p.Who = label
}

// CallerOf turns somebody into a caller of the world, with a label for people.
// Workloads can't be: a role must be assumed for them first, which [Player.Do]
// does.
func CallerOf(w *world.World, who Who) (world.Caller, string, error) {
	return NewPlayer(w).caller(who)
}

func (p *Player) caller(who Who) (world.Caller, string, error) {
	label := who.Name + " (" + who.Account + ")"
	a := p.World.Account(who.Account)
	switch who.Kind {
	case WhoAnonymous:
		return world.Caller{Kind: world.CallerAnonymous}, "anonymous", nil
	case WhoService:
		return world.Caller{Kind: world.CallerService, Service: who.Name, SourceARN: who.For}, who.Name, nil
	case WhoSession:
		s := p.session(who.Role, who.Name)
		if s == nil {
			return world.Caller{}, "", fmt.Errorf("no session named %q was issued or kept", who.Name)
		}
		return world.KeysCaller(s.Credentials()), sessionLabel(s), nil
	case WhoRoot:
		if a == nil {
			return world.Caller{}, "", fmt.Errorf("this world has no account %s", who.Account)
		}
		return world.Caller{Kind: world.CallerRoot, Account: a.ID}, label, nil
	case WhoUser:
		if a == nil || a.Users[who.Name] == nil {
			return world.Caller{}, "", fmt.Errorf("account %s has no user %q", who.Account, who.Name)
		}
		c, ok := world.UserCaller(a.Users[who.Name])
		if !ok {
			return c, "", fmt.Errorf("user %s has no active access key", who.Name)
		}
		return c, label, nil
	case WhoRole, WhoProfile:
	}
	return world.Caller{}, "", fmt.Errorf("%s gets its credentials from %s", who.Name, who.Service)
}

func sessionLabel(s *world.Session) string {
	name := s.Name
	if s.Kind == world.SessionRole {
		name = s.Role + "/" + s.Name
	}
	return name + " (" + s.Account + ")"
}

// session finds what was kept under a name, else the newest session so named.
func (p *Player) session(role, name string) *world.Session {
	if s := p.kept[name]; s != nil && (role == "" || s.Role == role) {
		return s
	}
	all := p.World.Sessions()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Name == name && (role == "" || all[i].Role == role) {
			return all[i]
		}
	}
	return nil
}

// asWorkload lets a service assume a role and acts with what it got. A refusal is
// a reply, for a want can be about it; nobody else acts then.
func (p *Player) asWorkload(who Who) (*awscli.Reply, error) {
	role := who.Name
	a := p.World.Account(who.Account)
	if a == nil {
		return nil, fmt.Errorf("this world has no account %s", who.Account)
	}
	if who.Kind == WhoProfile {
		profile := a.InstanceProfiles[who.Name]
		if profile == nil || profile.Role == "" {
			return nil, fmt.Errorf("account %s has no instance profile %q with a role in it", a.ID, who.Name)
		}
		role = profile.Role
	}
	if a.Roles[role] == nil {
		return nil, fmt.Errorf("account %s has no role %q", a.ID, role)
	}
	caller := world.Caller{Kind: world.CallerService, Service: who.Service}
	op := awsapi.LookupName("sts", "AssumeRole")
	out, outcome := awsapi.Invoke(p.World, caller, op, awsapi.Input{
		"RoleArn": a.Roles[role].ARN(), "RoleSessionName": workloadSession(who.Service, role),
	})
	reply := &awscli.Reply{Operation: op, Output: out, Outcome: &outcome}
	p.last = reply
	if outcome.Err != nil {
		reply.Exit, reply.Stderr = 254, "\n"+outcome.Err.Error()+"\n"
		return reply, nil
	}
	p.become(world.KeysCaller(outcome.Credentials.Credentials()), sessionLabel(outcome.Credentials))
	return reply, nil
}

// workloadSession is the name that a service gives the session of a workload:
// EC2 the instance's id, others what runs there.
func workloadSession(service, role string) string {
	if service == "ec2.amazonaws.com" {
		return "i-0123456789abcdef0"
	}
	name, _, _ := strings.Cut(service, ".")
	return role + "-" + name
}

// keep names the credentials that were issued last.
func (p *Player) keep(name string) error {
	all := p.World.Sessions()
	if p.last == nil || p.last.Outcome == nil || p.last.Outcome.Credentials == nil || len(all) == 0 {
		return fmt.Errorf("the command before issued no credentials to keep as %q", name)
	}
	p.kept[name] = p.last.Outcome.Credentials
	return nil
}

func (p *Player) revoke(role string) error {
	parts := strings.Split(role, "/")
	a := p.World.Account(parts[0])
	if a == nil || a.Roles[parts[2]] == nil {
		return fmt.Errorf("account %s has no role %q", parts[0], parts[2])
	}
	return p.World.Revoke(a.Roles[parts[2]], p.World.Now())
}
