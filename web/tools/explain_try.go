package tools

import (
	"fmt"
	"strings"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/iam/refusal"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// tried is a refused call with the policies of the reader, made ready.
type tried struct {
	request  analyze.Request
	policies iam.Policies
	given    int
	assumed  []string
}

// tryRefused has the engine decide a refused call with the policies given, and
// looks for the mends. What the text does not tell is left open: then there is
// nothing to try.
func (s *Pages) tryRefused(work *budget.Budget, e *view.Explain, r *refusal.Refused) {
	if e.Result.Mark == view.MarkError {
		return
	}
	_, err := s.refusalBench(e.Form, r)
	e.Result.Sandbox = err == nil
	t, ok := asTried(e.Form, r)
	if !ok {
		return
	}
	ready, err := t.request.Ready()
	if err != nil {
		return
	}
	trace := iam.Explain(ready, &t.policies)
	if t.given > 0 {
		out := view.OutcomeOf(trace)
		e.Result.Tried, e.Result.Trace, e.Result.Assumed = &out, trace, t.assumed
		e.Result.Note = agreement(r, trace)
	}
	if trace.Decision == iam.Allowed {
		return
	}
	mending, err := analyze.WhyNot(analyze.Refusal{Request: t.request, Policies: t.policies, Count: work})
	if err != nil || mending.Decision == iam.Allowed {
		return
	}
	e.Result.Mending = mending
	if t.given == 0 {
		e.Result.Assumed = t.assumed
	}
}

// asTried makes the refused call ready with the policies given. A layer of which
// none is given says yes, unless it is the one that AWS blames for not saying yes.
func asTried(f view.ExplainForm, r *refusal.Refused) (t tried, ok bool) {
	if r.Principal == "" || r.Action == "" || r.Resource == "" || r.Asked != "" || namesNoRole(r) {
		return t, false
	}
	t.request = analyze.Request{Principal: r.Principal, Action: r.Action, Resource: r.Resource, ResourceAccount: resourceAccount(f, r), Context: contextOf(r)}
	given := map[iam.Kind]*iam.Policy{}
	for _, p := range f.Policies {
		if p.Text == "" {
			continue
		}
		kind := p.Kind
		switch trust := iam.GuessKind([]byte(p.Text)) == iam.KindTrust; {
		case kind == iam.KindResource && iam.AsksTrustPolicy(r.Action, r.Resource):
			kind = iam.KindTrust
		case kind == iam.KindResource && trust:
			t.assumed = append(t.assumed, "the trust policy given is left aside, for "+r.Action+" doesn’t ask it")
			continue
		}
		if given[p.Kind], _ = iam.Parse(kind, p.Label, []byte(p.Text)); given[p.Kind] == nil {
			return t, false
		}
		t.given++
	}
	if r.Explicit && t.given == 0 || r.Layer == refusal.VPCEndpoint || t.given == 0 && r.Layer == refusal.Unnamed {
		return t, false
	}
	t.own(given, r)
	t.door(given, r)
	t.limits(given)
	return t, true
}

// own puts the caller's identity policies in.
func (t *tried) own(given map[iam.Kind]*iam.Policy, r *refusal.Refused) {
	if p := given[iam.KindIdentity]; p != nil {
		t.policies.Identity = []*iam.Policy{p}
		return
	}
	if r.Layer == refusal.Identity && !r.Explicit {
		return
	}
	p, _ := iam.Parse(iam.KindIdentity, "assumed: the caller’s side", fmt.Appendf(nil, `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": %q, "Resource": "*"}]}`, r.Action))
	if p != nil {
		t.policies.Identity = []*iam.Policy{p}
		t.assumed = append(t.assumed, "the caller’s own policies allow the action")
	}
}

// door puts the resource's side in: its policy, or the role's trust policy.
func (t *tried) door(given map[iam.Kind]*iam.Policy, r *refusal.Refused) {
	if t.policies.Resource = given[iam.KindResource]; t.policies.Resource != nil {
		return
	}
	who, err := iam.ParsePrincipal(r.Principal)
	trust := iam.AsksTrustPolicy(r.Action, r.Resource)
	silent := (r.Layer == refusal.Resource || r.Layer == refusal.Trust) && !r.Explicit
	needed := trust || who.Account() != t.request.ResourceAccount || strings.HasPrefix(r.Action, "kms:")
	if err != nil || silent || !needed || who.Account() == "" {
		return
	}
	kind, text := iam.KindTrust, `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": %q}, "Action": %q}]}`
	if !trust {
		kind, text = iam.KindResource, `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": %q}, "Action": %q, "Resource": "*"}]}`
	}
	p, _ := iam.Parse(kind, "assumed: the resource’s side", fmt.Appendf(nil, text, who.Account(), r.Action))
	if p != nil {
		t.policies.Resource = p
		t.assumed = append(t.assumed, "the resource’s side lets the caller’s account in")
	}
}

// limits puts boundary, session policy and the organization's policies in.
func (t *tried) limits(given map[iam.Kind]*iam.Policy) {
	t.policies.Boundary = given[iam.KindBoundary]
	if p := given[iam.KindSession]; p != nil {
		t.policies.Session = []*iam.Policy{p}
	}
	if p := given[iam.KindRCP]; p != nil {
		t.policies.RCPs = [][]*iam.Policy{{p}}
	}
	if p := given[iam.KindSCP]; p != nil {
		level := []*iam.Policy{p}
		if !allowsSomething(p) {
			full, _ := iam.Parse(iam.KindSCP, world.FullAccess, []byte(world.FullAccessDocument))
			level = append(level, full)
			t.assumed = append(t.assumed, "FullAWSAccess is attached beside the service control policy, which only denies")
		}
		t.policies.SCPs = [][]*iam.Policy{level}
	}
}

func allowsSomething(p *iam.Policy) bool {
	for _, cl := range p.Clauses() {
		if cl.Effect == iam.Allow {
			return true
		}
	}
	return false
}

// agreement says how the engine's answer fits what AWS said.
func agreement(r *refusal.Refused, t *iam.Trace) string {
	layer, ok := layerOf(r.Layer)
	switch {
	case t.Decision == iam.Allowed:
		return "With these policies alone the call is allowed. So what refused it is not among them: another policy, another version of one, or a condition on something that the message does not tell, such as MFA, an address or a tag."
	case ok && !t.DeniedBy.Has(layer):
		return "That is not what AWS named: it blamed " + article(layer.Label()) + ". So both may have to change, or the policies here are not those in force."
	}
	return ""
}

func article(label string) string {
	if strings.HasPrefix(label, "identity") || strings.HasPrefix(label, "SCP") || strings.HasPrefix(label, "RCP") {
		return "an " + label
	}
	return "a " + label
}

func layerOf(l refusal.Layer) (iam.Layer, bool) {
	switch l {
	case refusal.Identity:
		return iam.LayerIdentity, true
	case refusal.Resource, refusal.Trust:
		return iam.LayerResource, true
	case refusal.Boundary:
		return iam.LayerBoundary, true
	case refusal.Session:
		return iam.LayerSession, true
	case refusal.SCP:
		return iam.LayerSCP, true
	case refusal.RCP:
		return iam.LayerRCP, true
	case refusal.Unnamed, refusal.VPCEndpoint:
	}
	return 0, false
}

// resourceAccount is the account that owns the resource: as its ARN says, or the
// reader, or else the caller's own.
func resourceAccount(f view.ExplainForm, r *refusal.Refused) string {
	if parts := strings.SplitN(r.Resource, ":", 6); len(parts) == 6 && len(parts[4]) == 12 {
		return parts[4]
	}
	if f.Account != "" {
		return f.Account
	}
	if p, err := iam.ParsePrincipal(r.Principal); err == nil {
		return p.Account()
	}
	return ""
}

// contextOf is what is known of the request's context.
func contextOf(r *refusal.Refused) map[string][]string {
	ctx := map[string][]string{}
	if p, err := iam.ParsePrincipal(r.Principal); err == nil && p.Account() != "" {
		ctx["aws:PrincipalAccount"] = []string{p.Account()}
		switch p.Type() {
		case iam.PrincipalUser:
			ctx["aws:PrincipalArn"], ctx["aws:username"] = []string{r.Principal}, []string{p.Name()}
		case iam.PrincipalAssumedRole:
			ctx["aws:PrincipalArn"] = []string{"arn:aws:iam::" + p.Account() + ":role/" + p.Name()}
		case iam.PrincipalAnonymous, iam.PrincipalFederatedUser, iam.PrincipalRoot, iam.PrincipalService, iam.PrincipalSAML, iam.PrincipalOIDC:
		}
	}
	for key, values := range r.Context {
		ctx[key] = values
	}
	return ctx
}
