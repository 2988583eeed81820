package lessons

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
	"rolecall/sandbox/awscli"
	"rolecall/sandbox/iam"
)

func (c *modeCompiler) frames(f *prose.Fence) Block {
	var y framesYAML
	body, at, fs := decodeHead(f, &y)
	if c.fail(fs...); fs != nil {
		return nil
	}
	c.claim(y.ID, f.Place)
	c.title(y.Title, f)
	scene := c.fresh(y.World, y.Files, f)
	if scene == nil {
		return nil
	}
	b := &Frames{ID: y.ID, Title: y.Title, World: y.World.Value, Scene: Draw(scene)}
	before := len(c.faults)
	played := c.playBody(y.World, y.Files, body, at, f).played
	if len(c.faults) > before {
		return nil
	}
	m := newFramer(b.Scene)
	for _, p := range played {
		m.add(p)
	}
	b.Frames = m.frames
	c.say(b, y, f)
	return b
}

// say puts the author's words where the reader has guessed: on the decision of the
// step they are for, or on its answer when nothing was decided.
func (c *modeCompiler) say(b *Frames, y framesYAML, f *prose.Fence) {
	for n, s := range y.Say {
		at := -1
		for i, fr := range b.Frames {
			if fr.Step == n && (fr.Kind == FrameDecision || fr.Kind == FrameAnswer && at < 0) {
				at = i
			}
		}
		if at < 0 {
			c.fail(s.Place(f.Start).Fault("say: there is no aws step number %d", n))
			continue
		}
		b.Frames[at].Say = c.text(s, f.Start)
	}
}

// framer makes frames of what was played.
type framer struct {
	scene  *Picture
	frames []Frame
	step   int
	caller Actor // who acts, for commands that no policy was asked about
	// sessions are those that were handed over, by name.
	sessions map[string]Actor
}

func newFramer(scene *Picture) *framer { return &framer{scene: scene, sessions: map[string]Actor{}} }

func (m *framer) add(p sandbox.StepResult) {
	switch p.Step.Kind {
	case sandbox.StepAWS:
		if p.Reply != nil {
			m.command(p)
		}
	case sandbox.StepAdvance:
		m.frames = append(m.frames, Frame{
			Kind: FrameClock, Step: m.step, Title: "Time passes", At: p.At,
			Text: "The clock now stands at " + p.At.Format("15:04") + ".",
		})
	case sandbox.StepAs:
		m.caller = m.actor(p)
	case sandbox.StepKeep, sandbox.StepRevoke, sandbox.StepWant:
	}
}

// actor is who acts after an `as`.
func (m *framer) actor(p sandbox.StepResult) Actor {
	who := p.Step.Who
	switch who.Kind {
	case sandbox.WhoUser:
		return Actor{ID: who.Account + "/users/" + who.Name, Kind: MemberUser, Name: who.Name}
	case sandbox.WhoRole:
		return Actor{ID: who.Account + "/roles/" + who.Name, Kind: MemberSession, Name: p.Who}
	case sandbox.WhoService:
		return Actor{ID: who.Name, Kind: MemberService, Name: who.Name}
	case sandbox.WhoRoot:
		return Actor{ID: who.Account, Kind: MemberUser, Name: "root"}
	case sandbox.WhoSession:
		if a, ok := m.sessions[who.Name]; ok {
			return a
		}
	case sandbox.WhoProfile, sandbox.WhoAnonymous:
	}
	return Actor{ID: p.Who, Kind: MemberSession, Name: p.Who}
}

// command makes the frames of one command: the request, what each layer says,
// the decision and the answer.
func (m *framer) command(p sandbox.StepResult) {
	m.step++
	r := p.Reply
	from, to := m.distinct(callerOf(r, m.caller)), serviceOf(r.Operation)
	request := Frame{
		Kind: FrameRequest, Step: m.step, Title: "The request", From: from, To: to, At: p.At,
		Command: p.Step.Text, Text: requestText(from, to, r), Lit: m.lit(from.ID),
	}
	if r.Operation != nil {
		request.Operation = r.Operation.Name
	}
	m.frames = append(m.frames, request)
	if r.Outcome != nil {
		for _, t := range r.Outcome.Traces {
			m.checks(t, len(r.Outcome.Traces) > 1, p, from)
		}
	}
	m.frames = append(m.frames, m.answer(p, from, to))
}

func requestText(from, to Actor, r *awscli.Reply) string {
	if r.Operation == nil {
		return from.Name + " sends a request to " + to.Name + "."
	}
	if t := traceOf(r); t != nil && t.Resource != "" && t.Resource != "*" {
		return fmt.Sprintf("%s asks %s for %s on %s.", from.Name, to.Name, r.Operation.Name, t.Resource)
	}
	return fmt.Sprintf("%s asks %s for %s.", from.Name, to.Name, r.Operation.Name)
}

// checks makes a frame for each layer that has a say, and one for the decision.
func (m *framer) checks(t *iam.Trace, several bool, p sandbox.StepResult, from Actor) {
	suffix := ""
	if several {
		suffix = " · " + t.Action
	}
	for _, l := range t.Layers {
		if !shows(l) {
			continue
		}
		f := Frame{
			Kind: FrameCheck, Step: m.step, Title: layerLabel(l.Layer, t.Action) + suffix, Text: l.Reason, At: p.At,
			Layer: l.Layer, Label: layerLabel(l.Layer, t.Action), Verdict: l.Verdict,
		}
		if name, s := deciding(l); s != nil {
			f.Policy, f.Path, f.Statement, f.Rule = name, name, s, s.Rule
			f.Lit = m.lit(name)
		}
		if l.Layer != iam.LayerResource && l.Layer != iam.LayerRCP { // these speak of the caller
			f.Lit = append(m.lit(from.ID), f.Lit...)
		}
		f.Lit = unique(f.Lit)
		m.frames = append(m.frames, f)
	}
	d := Frame{
		Kind: FrameDecision, Step: m.step, Title: "The decision" + suffix, Text: t.Sentence, At: p.At,
		Verdict: verdictOf(t.Decision), Outcome: Outcome{Authorized: true, Decision: t.Decision, DeniedBy: t.DeniedBy},
	}
	if n := len(t.Steps); n > 0 {
		d.Rule = t.Steps[n-1].Rule
	}
	m.frames = append(m.frames, d)
}

// shows reports whether a layer is worth a frame: it was needed, or a policy of it
// was looked at.
func shows(l iam.LayerTrace) bool {
	return l.Applies && (l.Required || l.Verdict != iam.VerdictNotApplicable) && (l.Required || len(l.Policies) > 0)
}

// deciding finds the statement that made a layer's verdict: the one that matched,
// or the one that came nearest when none did.
func deciding(l iam.LayerTrace) (policy string, s *iam.StatementTrace) {
	want := iam.Allow
	if l.Verdict == iam.VerdictExplicitDeny {
		want = iam.Deny
	}
	best := -1
	for i := range l.Policies {
		p := &l.Policies[i]
		for j := range p.Statements {
			st := &p.Statements[j]
			if n := nearness(st, want); n > best {
				policy, s, best = p.Name, st, n
			}
		}
	}
	return policy, s
}

// nearness ranks statements by how far a request got in them.
func nearness(s *iam.StatementTrace, want iam.Effect) int {
	n := 0
	switch {
	case s.Matched:
		n = 10
	case s.Failed == "Condition":
		n = 4
	case s.Failed == "Resource" || s.Failed == "NotResource":
		n = 3
	case s.Failed == "Principal" || s.Failed == "NotPrincipal":
		n = 2
	default:
		n = 1
	}
	if s.Effect == want {
		n += 10
	}
	return n
}

func verdictOf(d iam.Decision) iam.Verdict {
	switch d {
	case iam.Allowed:
		return iam.VerdictAllowed
	case iam.ExplicitDeny:
		return iam.VerdictExplicitDeny
	case iam.ImplicitDeny:
		return iam.VerdictImplicitDeny
	}
	return iam.VerdictNotApplicable
}

// layerLabel is a layer in the words of the page; a role's resource-based policy
// is its trust policy.
func layerLabel(l iam.Layer, action string) string {
	switch l {
	case iam.LayerIdentity:
		return "Identity policy"
	case iam.LayerResource:
		if strings.HasPrefix(strings.ToLower(action), "sts:") {
			return "Trust policy"
		}
		return "Resource policy"
	case iam.LayerBoundary:
		return "Boundary"
	case iam.LayerSession:
		return "Session policy"
	case iam.LayerSCP:
		return "Service control policy"
	case iam.LayerRCP:
		return "Resource control policy"
	}
	return l.Label()
}

func (m *framer) answer(p sandbox.StepResult, from, to Actor) Frame {
	r := p.Reply
	f := Frame{
		Kind: FrameAnswer, Step: m.step, Title: "The answer", From: to, To: from, At: p.At,
		Answer: strings.Trim(r.Stdout+r.Stderr, "\n"), Outcome: outcomeOf(r), Lit: m.lit(from.ID),
	}
	switch {
	case f.Outcome.Error != "" && !f.Outcome.Authorized:
		f.Text = fmt.Sprintf("%s answers %s, before any policy is read.", to.Name, f.Outcome.Error)
	case f.Outcome.Error != "":
		f.Text = fmt.Sprintf("%s answers %s.", to.Name, f.Outcome.Error)
	case r.Outcome != nil && r.Outcome.Credentials != nil:
		s := r.Outcome.Credentials
		f.Expires = s.Expires
		session := actorOf(s.ARN)
		m.sessions[s.Name] = session
		f.Text = fmt.Sprintf("%s hands over temporary credentials for %s. They end at %s.", to.Name, session.Name, s.Expires.Format("15:04"))
		f.Lit = m.lit(from.ID, session.ID)
	default:
		f.Text = to.Name + " does as asked."
	}
	return f
}

// distinct adds the account to a name that two people of the scene share.
func (m *framer) distinct(a Actor) Actor {
	same := 0
	for _, room := range m.scene.Accounts {
		for _, member := range room.Members {
			if member.Name == a.Name && member.Kind == a.Kind {
				same++
			}
		}
	}
	if account, _, ok := strings.Cut(a.ID, "/"); ok && same > 1 {
		a.Name += " of " + account
	}
	return a
}

func unique(ids []string) []string {
	var list []string
	for _, id := range ids {
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// lit finds the members and arrows of the scene that stand behind ids or paths of
// documents.
func (m *framer) lit(ids ...string) []string {
	var lit []string
	for _, id := range ids {
		for _, room := range m.scene.Accounts {
			for _, member := range room.Members {
				if id == member.ID || strings.HasPrefix(id, member.ID+"/") {
					lit = append(lit, member.ID)
				}
			}
		}
		for _, a := range m.scene.Arrows {
			if a.Path == id {
				lit = append(lit, a.ID)
			}
		}
	}
	return lit
}
