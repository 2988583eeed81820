package world

import (
	"time"

	"rolecall/sandbox/iam"
)

// Fault is a service's refusal: a code, a message and HTTP's status.
type Fault struct {
	Code    string
	Message string
	Status  int
}

// Error is the code and the message.
func (f *Fault) Error() string { return f.Code + ": " + f.Message }

// Access is a call on its way in: who makes it, when, and what was decided
// about it so far.
type Access struct {
	World  *World
	Caller Caller
	Who    Identity
	Time   time.Time
	Extra  Context // keys that hold for every authorization of the call
	Traces []*iam.Trace

	denied *iam.Trace
}

// Begin finds out who makes a call.
func (w *World) Begin(c Caller) (*Access, FaultKind) {
	who, fault := w.Authenticate(c)
	return &Access{World: w, Caller: c, Who: who, Time: w.Now(), Extra: Context{}}, fault
}

// Deciding is the trace of the first authorization that was denied, or of the
// first of all; nil when there was none.
func (a *Access) Deciding() *iam.Trace {
	if a.denied != nil {
		return a.denied
	}
	if len(a.Traces) > 0 {
		return a.Traces[0]
	}
	return nil
}

// Decide asks whether the caller may do an action to a target. The extra
// context is that of the action: its own condition keys.
func (a *Access) Decide(action string, t Target, extra Context) (*iam.Trace, error) {
	req, err := iam.NewRequest(a.Who.Principal(), action, t.ARN, t.Account, a.context(t, extra))
	if err != nil {
		return nil, err
	}
	trace := iam.Explain(req, a.policies(t))
	a.Traces = append(a.Traces, trace)
	if trace.Decision != iam.Allowed && a.denied == nil {
		a.denied = trace
	}
	return trace, nil
}

// policies gathers all that apply to a request, as they stand now.
func (a *Access) policies(t Target) *iam.Policies {
	w, who := a.World, a.Who
	p := &iam.Policies{}
	switch who.Type {
	case IdentityUser, IdentityFederated:
		if who.User == nil { // federated by the root user, who may do everything
			p.Identity = w.managed([]string{awsManagedPrefix + "AdministratorAccess"}, iam.KindIdentity)
			break
		}
		p.Identity = w.userPolicies(who.User)
		p.Boundary = w.boundary(who.User.Boundary)
	case IdentityRole:
		p.Identity = w.RolePolicies(who.Role)
		p.Boundary = w.boundary(who.Role.Boundary)
	case IdentityAnonymous, IdentityRoot, IdentityService, IdentityProvider:
	}
	if s := who.Session; s != nil {
		p.Session = w.sessionPolicies(s)
	}
	if t.Policy != "" {
		p.Resource = w.policy(t.Policy, kindOf(t.Policy))
	}
	p.SCPs = w.controls(who.Account, false)
	p.RCPs = w.controls(t.Account, true)
	return p
}

func kindOf(path string) iam.Kind {
	r, err := parsePath(path)
	if err != nil {
		return iam.KindResource
	}
	return r.kind()
}

func (w *World) userPolicies(u *User) []*iam.Policy {
	ps := w.inline(u.Account, "users", u.Name)
	ps = append(ps, w.managed(u.Attached, iam.KindIdentity)...)
	for _, name := range u.Groups {
		if g := w.Account(u.Account).Groups[name]; g != nil {
			ps = append(ps, w.inline(u.Account, "groups", name)...)
			ps = append(ps, w.managed(g.Attached, iam.KindIdentity)...)
		}
	}
	return ps
}

// RolePolicies are a role's permissions policies, inline and attached, compiled.
func (w *World) RolePolicies(r *Role) []*iam.Policy {
	return append(w.inline(r.Account, "roles", r.Name), w.managed(r.Attached, iam.KindIdentity)...)
}

func (w *World) boundary(arn string) *iam.Policy {
	if arn == "" {
		return nil
	}
	path, ok := w.ManagedDocumentPath(arn)
	if !ok {
		return nil
	}
	return w.policy(path, iam.KindBoundary)
}

// sessionPolicies compiles what was passed when the session was made. The
// inline policy is kept under a path of its own.
func (w *World) sessionPolicies(s *Session) []*iam.Policy {
	var ps []*iam.Policy
	if s.Policy != "" {
		key := compiledKey{SessionPolicyPath(s), iam.KindSession}
		p, ok := w.compiled[key]
		if !ok {
			p, _ = iam.Parse(iam.KindSession, key.path, []byte(s.Policy))
			w.compiled[key] = p
		}
		ps = appendPolicy(ps, p)
	}
	return append(ps, w.managed(s.PolicyARNs, iam.KindSession)...)
}

// SessionPolicyPath is the name under which traces show a session's inline
// policy. It is no document of the world: the session carries its text.
func SessionPolicyPath(s *Session) string { return "sessions/" + s.AccessKeyID + "/policy.json" }

// controls are the SCPs or RCPs above an account, root first; nil outside an
// organization and for the management account.
func (w *World) controls(account string, rcps bool) [][]*iam.Policy {
	org := w.state.Organization
	if org == nil || account == "" || account == org.Management {
		return nil
	}
	var levels [][]*iam.Policy
	for _, l := range org.levels(account) {
		names := l.rcps
		if !rcps {
			names = EffectiveSCPs(l.scps)
		}
		levels = append(levels, w.controlPolicies(names, rcps))
	}
	return levels
}

func (w *World) controlPolicies(names []string, rcps bool) []*iam.Policy {
	dir, kind := "organization/scps/", iam.KindSCP
	if rcps {
		dir, kind = "organization/rcps/", iam.KindRCP
	}
	ps := []*iam.Policy{}
	for _, name := range names {
		ps = appendPolicy(ps, w.controlPolicy(dir+name+".json", name, kind))
	}
	return ps
}

func (w *World) controlPolicy(path, name string, kind iam.Kind) *iam.Policy {
	if p := w.policy(path, kind); p != nil || name != FullAccess || kind != iam.KindSCP {
		return p
	}
	p, _ := iam.Parse(kind, path, []byte(FullAccessDocument))
	w.compiled[compiledKey{path, kind}] = p
	return p
}
