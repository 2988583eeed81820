package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/iam/refusal"
)

// decide finds what the policies come to for all that is not told.
func (t *trial) decide() error {
	if err := t.budget.Step(100); err != nil {
		return err
	}
	p, err := t.possibility(true)
	if err != nil {
		return nil // no request can be made of it
	}
	if p.CanAllow && !p.CanDeny {
		if more, err := t.possibility(false); err == nil {
			p = more
		}
	}
	ready, err := p.Favour.Ready()
	if err != nil {
		return nil
	}
	trace := iam.Explain(ready, &t.policies)
	if len(t.docs) > 0 {
		t.tell(p, trace)
		t.lint()
	}
	t.answer.Assumed = t.assumed
	if !p.CanDeny {
		return nil
	}
	return t.fixes(p)
}

// possibility asks what the call can come to, with the usual values of keys or
// without.
func (t *trial) possibility(withUsual bool) (*analyze.Possibility, error) {
	req := t.request
	req.Context = map[string][]string{}
	for k, v := range t.request.Context {
		req.Context[k] = v
	}
	for k, v := range usual {
		if withUsual && !hasKey(req.Context, k) {
			req.Context[k] = []string{v}
		}
	}
	return analyze.Decide(analyze.Partial{Request: req, Absent: t.absent(), Policies: t.policies, Count: t.budget})
}

// tell puts into words what the policies given come to.
func (t *trial) tell(p *analyze.Possibility, trace *iam.Trace) {
	out := t.tried()
	switch {
	case p.CanAllow && p.CanDeny:
		out.Verdict, out.Depends = Depends, p.Depends
		out.Sentence = "These policies allow the call or refuse it, depending on what the text does not tell: " + listKeys(p.Depends) + "."
		for _, d := range p.Depends {
			out.Causes = appendSome(out.Causes, t.dependWords(d))
		}
		out.Note = "AWS refused the call. So if these are the policies in force, it carried a value that is refused."
		if ready, err := p.Against.Ready(); err == nil {
			out.Note = cmp.Or(t.agreement(iam.Explain(ready, &t.policies)), out.Note)
		}
		t.answer.Unknown = append(t.answer.Unknown, "The call’s "+listKeys(p.Depends)+".")
	case p.CanAllow:
		out.Verdict, out.Sentence = Allowed, trace.Sentence
		out.Note = "With these policies alone the call is allowed. So what refused it is not among them: another policy, another version of one, or a condition on something that the message does not tell, such as MFA, an address or a tag."
		if len(p.Unknown) > 0 {
			out.Note = "With these policies alone the call is allowed, whatever " + strings.Join(p.Unknown, ", ") + " was. So what refused it is not among them: another policy, or another version of one."
		}
	default:
		out.Verdict = Denied
		out.Causes = t.causes(p)
		out.Sentence = trace.Sentence
		if len(p.Unknown) > 0 && len(out.Causes) > 0 && mentions(trace.Sentence, p) {
			out.Sentence = "These policies refuse the call, whatever the text leaves open."
		} else {
			out.Trace = trace
		}
		out.Note = t.agreement(trace)
	}
	if len(p.Unknown) == 0 {
		out.Trace = trace
	}
	t.answer.Unknown = t.stillUnknown()
	if !t.owner {
		out.Sentence = strings.ReplaceAll(out.Sentence, "account "+exampleAccount, "the account that owns the resource")
		out.Trace = nil
		t.answer.Unknown = append(t.answer.Unknown, "Which account owns the resource.")
	}
}

// mentions reports whether a sentence speaks of a value that was only tried.
func mentions(sentence string, p *analyze.Possibility) bool {
	for _, key := range p.Unknown {
		if strings.Contains(sentence, key) {
			return true
		}
	}
	return false
}

// stillUnknown leaves out of what is unknown what the policies given tell.
func (t *trial) stillUnknown() []string {
	v := t.answer.Tried.Verdict
	return slices.DeleteFunc(slices.Clone(t.answer.Unknown), func(u string) bool {
		about := strings.HasPrefix(u, "Whether a statement is missing") || strings.HasPrefix(u, "Which statement came closest") || strings.Contains(u, "under which conditions") || strings.HasPrefix(u, "Under which conditions")
		return about && v != Allowed || v == Denied && strings.HasPrefix(u, "Which policy refused")
	})
}

func listKeys(list []analyze.Depends) string {
	var keys []string
	for _, d := range list {
		keys = append(keys, keyName(d.Key))
	}
	return join(keys, "and")
}

// keyName adds to a key's name what it is, where the name misleads.
func keyName(key string) string {
	if strings.EqualFold(key, "aws:PrincipalArn") {
		return "aws:PrincipalArn (the path of the caller’s role, which a session’s ARN does not tell)"
	}
	return key
}

// dependWords say for which values a key has the call allowed and for which refused.
func (t *trial) dependWords(d analyze.Depends) string {
	var asks []string
	for _, a := range d.Asked {
		verb := "asks for "
		if a.Effect == "Deny" {
			verb = "denies by "
		}
		asks = append(asks, fmt.Sprintf("%s of %s %s%s", a.Statement, a.Policy, verb, a.Demand))
	}
	words := d.Key + " is not told"
	if strings.EqualFold(d.Key, "sts:RoleSessionName") {
		words = "Every AssumeRole carries sts:RoleSessionName, and the text does not tell which"
	}
	if len(asks) > 0 {
		words += "; " + join(asks, "and")
	}
	switch who, err := iam.ParsePrincipal(t.request.Principal); {
	case err != nil || who.Type() != iam.PrincipalAssumedRole:
	case strings.EqualFold(d.Key, "aws:TokenIssueTime"):
		words += ". Every session of a role carries when it was issued, and such a Deny is what revoking a role’s sessions attaches: a session that was revoked is the likely cause"
	case strings.EqualFold(d.Key, "aws:PrincipalArn") && strings.HasPrefix(who.Name(), "AWSReservedSSO_"):
		words += ". Roles of IAM Identity Center lie under /aws-reserved/sso.amazonaws.com/REGION/, and without the Region where Identity Center is in us-east-1"
	}
	if len(d.Denied) == 0 {
		return words + "."
	}
	return words + ". It can be allowed " + valuesWords(d.Allowed) + "; it is refused " + valuesWords(d.Denied) + "."
}

// valuesWords tell some of the values tried.
func valuesWords(values [][]string) string {
	var list []string
	for _, v := range values[:min(len(values), 3)] {
		switch {
		case len(v) == 0:
			list = append(list, "without the key")
		default:
			list = append(list, "with "+strings.Join(v, " and "))
		}
	}
	return join(list, "or")
}

func join(list []string, last string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " " + last + " " + list[len(list)-1]
}

// agreement says how the engine's answer fits what AWS said.
func (t *trial) agreement(trace *iam.Trace) string {
	layer, ok := layerOf(t.r.Layer)
	if ok && !trace.DeniedBy.Has(layer) {
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
