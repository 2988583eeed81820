package explain

import (
	"cmp"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam/refusal"
)

// All explains every refusal of a text. The error says in words for its reader what
// is wrong with the text, or that the work went over the budget.
func All(text string, given Given, b *budget.Budget) ([]*Answer, error) {
	list, err := refusal.ParseAll(text)
	if err != nil {
		return nil, err
	}
	answers := make([]*Answer, 0, len(list))
	for _, r := range list {
		if err := b.Step(1); err != nil {
			return nil, err
		}
		a, err := Explain(r, given, b)
		if err != nil {
			return nil, err
		}
		answers = append(answers, a)
	}
	return answers, nil
}

// Explain explains one refusal.
func Explain(r *refusal.Refused, given Given, b *budget.Budget) (*Answer, error) {
	out := Said(r)
	t := trial{answer: out, r: r, given: given, budget: b}
	if err := t.run(); err != nil {
		return nil, err
	}
	return out, nil
}

// Said says what a refusal's own words tell.
func Said(r *refusal.Refused) *Answer {
	out := &Answer{Refused: r, Do: []string{}, Unknown: []string{}}
	if m, ok := refusal.MeaningOf(r); ok && (m.Part != "" || len(m.Operations) > 0 && refusal.Denied(r.Code) || !r.ByPolicy()) {
		out.Sentence, out.Do, out.Page, out.Term, out.Lesson = m.Sentence, []string{m.Fix}, m.Page, m.Term, m.Lesson
		out.Error = r.Action == "" || !r.ByPolicy() || !trustForm(r)
		return out
	}
	if !r.ByPolicy() {
		out.Error, out.Term, out.Lesson = true, "access-denied", "policy-evaluation"
		out.Sentence = "AWS answered " + r.Code + ", which is no refusal by a policy: it is about something else in the call."
		out.Do = []string{"Read the message’s own words, and the Errors section of the operation’s page in the service’s API reference."}
		return out
	}
	b, named := blame[r.Layer]
	if !named {
		unnamed(out, r)
		special(out, r)
		return out
	}
	out.Layer, out.Term, out.Lesson = b.label, b.term, b.lesson
	text, do := b.implicit, b.do
	if r.Explicit {
		text, do = b.denied, b.doDenied
	}
	out.Sentence, out.Do = fill(text, r), []string{do}
	if r.PolicyARN != "" {
		out.Do = append([]string{"AWS names the policy: look at " + r.PolicyARN + "."}, out.Do...)
	}
	out.Unknown = unknownOf(r)
	special(out, r)
	return out
}

// trustForm reports whether the text tells that a service could not assume a role: a
// policy refused, and the table knows the words too.
func trustForm(r *refusal.Refused) bool {
	return r.Layer == refusal.Trust && r.Action == "sts:AssumeRole"
}

// keptHint says how to ask AWS for what it kept of a refusal; see "Troubleshoot
// access denied error messages with authorization ID" in the IAM User Guide.
func keptHint(r *refusal.Refused) string {
	return "AWS kept how it decided, for 24 hours: every policy that it looked at, and what each came to. Open the link in the message, or call aws iam-toolbox get-request-authorization-details --region " +
		cmp.Or(r.Region, "…") + " --authorization-id " + r.AuthorizationID + ". It takes iam:GetRequestAuthorizationDetails."
}

// unnamed is a refusal that blames no policy.
func unnamed(out *Answer, r *refusal.Refused) {
	out.Term, out.Lesson = "access-denied", "policy-evaluation"
	out.Unknown = unknownOf(r)
	switch {
	case r.Explicit:
		out.Sentence = fill("Some policy says Deny to %a by %s. The message does not tell which sort of policy it is.", r)
		out.Do = []string{"Look for a Deny in the caller’s policies, the boundary, the resource’s policy and the organization’s policies. One more Allow changes nothing."}
	case federated(r.Action):
		out.Sentence = fill("The role does not let this token in: its trust policy has no Allow for %a whose conditions the token meets, or there is no such role.", r)
		out.Do = []string{"Compare what the identity provider says of the user, subject and audience above all, with the trust policy’s conditions, letter by letter: capitals count."}
		out.Term, out.Lesson = "oidc", "federation"
		if r.Action == "sts:AssumeRoleWithSAML" {
			out.Term = "saml"
		}
	case r.Action == "":
		out.Error = true
		out.Sentence = "AWS refused the call, and the text says neither to whom nor why."
		out.Do = []string{"Find the call in CloudTrail’s event history and paste its record here: it often says more."}
	case ownSideAlone(r):
		out.Sentence = fill("AWS refused %a by %s and names no policy. No policy of the resource has a say in such a call, so look at the caller’s side.", r)
		out.Do = []string{
			"Look first whether an identity policy of the caller allows the action on this very resource.",
			"Then at what may narrow the caller: a permissions boundary, a session policy, the organization’s service control policies, the policy of a VPC endpoint.",
		}
	default:
		out.Sentence = fill("AWS refused %a by %s and names no policy, so the reason may lie on either side.", r)
		out.Do = []string{
			"Look at the caller’s own side first: does an identity policy allow the action on this very resource?",
			"Then at the resource’s side: its policy, or the role’s trust policy, with its conditions.",
		}
	}
	if r.Encoded {
		out.Do = append(out.Do, decodeHint)
	}
}

const decodeHint = "The encoded message holds more. Whoever may call sts:DecodeAuthorizationMessage reads it: aws sts decode-authorization-message --encoded-message …; paste what it answers here."
