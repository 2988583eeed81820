package tools

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/refusal"
	"rolecall/sandbox/play"
	"rolecall/web/site"
	"rolecall/web/view"
)

// ExplainExamples are messages to look at, by the name in the page's address.
var ExplainExamples = []struct{ Name, Text, Message string }{
	{"own-side", "nobody on the caller’s side said yes", "An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Deploy because no identity-based policy allows the sts:AssumeRole action"},
	{"trust", "a role that does not trust", "An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole because no role trust policy allows the sts:AssumeRole action"},
	{"pass-role", "a role that may not be passed", "An error occurred (AccessDeniedException) when calling the CreateFunction operation: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/Nightly because no identity-based policy allows the iam:PassRole action"},
	{"guardrail", "the organization’s no", "User: arn:aws:sts::111122223333:assumed-role/Deploy/ship is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::reports/2026/q3.csv\" with an explicit deny in a service control policy"},
}

// explainFields are the policies that a reader may have.
var explainFields = []view.ExplainPolicy{
	{Kind: iam.KindIdentity, Field: "identity", Label: "Identity policy of the caller", Hint: "Of a session: the permissions policy of its role."},
	{Kind: iam.KindResource, Field: "resource", Label: "Trust policy of the role, or the resource’s policy"},
	{Kind: iam.KindBoundary, Field: "boundary", Label: "Permissions boundary of the caller"},
	{Kind: iam.KindSession, Field: "session", Label: "Session policy"},
	{Kind: iam.KindSCP, Field: "scp", Label: "Service control policy"},
	{Kind: iam.KindRCP, Field: "rcp", Label: "Resource control policy"},
}

// ExplainPage takes a refusal, or shows an example explained.
func (s *Pages) ExplainPage(c echo.Context) error {
	e := view.Explain{Form: emptyExplain()}
	for _, ex := range ExplainExamples {
		e.Form.Examples = append(e.Form.Examples, view.Link{Href: view.ExplainPath + "?example=" + url.QueryEscape(ex.Name) + "#result", Text: ex.Text})
		if ex.Name == c.QueryParam("example") {
			e.Form.Text = ex.Message
		}
	}
	if e.Form.Text != "" {
		s.explain(site.Within(c.Request().Context(), play.PartWork), &e)
	}
	return s.showExplain(c, http.StatusOK, e)
}

func emptyExplain() view.ExplainForm {
	return view.ExplainForm{Policies: append([]view.ExplainPolicy(nil), explainFields...)}
}

// ExplainDenial explains a posted refusal. Nothing is stored, so the answer is the
// page itself.
func (s *Pages) ExplainDenial(c echo.Context) error {
	form, err := explainForm(c)
	if err != nil {
		return err
	}
	b, err := s.Work(c, play.PartWork)
	if err != nil {
		return err
	}
	e := view.Explain{Form: form}
	s.explain(b, &e)
	if err := c.Request().Context().Err(); err != nil {
		return err
	}
	status := http.StatusOK
	if e.Result == nil {
		status = http.StatusUnprocessableEntity
	}
	return s.showExplain(c, status, e)
}

func (s *Pages) showExplain(c echo.Context, status int, e view.Explain) error {
	head := s.Head(c, "Explain a denial", view.ExplainPath)
	head.Description = "Paste an AWS AccessDenied message or a CloudTrail record and see which policy said no, and the smallest mend."
	return s.Page(c, status, view.ExplainPage(head, e))
}

func explainForm(c echo.Context) (view.ExplainForm, error) {
	e := emptyExplain()
	f, err := site.Form(c)
	if err != nil {
		return e, err
	}
	e.Text, e.Account = site.Newlines(site.First(f, "text")), strings.TrimSpace(site.First(f, "account"))
	for i := range e.Policies {
		e.Policies[i].Text = strings.TrimSpace(site.Newlines(site.First(f, e.Policies[i].Field)))
		if len(e.Policies[i].Text) > site.MaxPolicy {
			return e, site.TooLarge(site.MaxPolicy)
		}
	}
	return e, nil
}

// explain reads the text and says what it comes to.
func (s *Pages) explain(work *budget.Budget, e *view.Explain) {
	r, err := refusal.Parse(e.Form.Text)
	if err != nil {
		e.Form.Problem = site.Sentence(err)
		return
	}
	e.Result = s.explained(r)
	if broken := e.Form.CheckPolicies(); !broken {
		s.tryRefused(work, e, r)
	}
}

// explained says what a refusal's own words tell.
func (s *Pages) explained(r *refusal.Refused) *view.ExplainResult {
	out := &view.ExplainResult{Mark: view.MarkImplicit, Facts: factsOf(r)}
	if r.Explicit {
		out.Mark = view.MarkExplicit
	}
	out.Word = out.Mark.Word()
	if k, ok := knownError(r); ok {
		out.Mark, out.Word = view.MarkError, r.Code
		out.Sentence, out.Do, out.Read = k.sentence, []string{k.do}, s.Read(k.read)
		return out
	}
	b, named := blame[r.Layer]
	if !named {
		s.unnamed(out, r)
		special(out, r)
		return out
	}
	out.Layer, out.Icon, out.Tone, out.Read = b.label, b.icon, b.tone, s.Read(b.read)
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

// keptHint says how to ask AWS for what it kept of a refusal; see "Troubleshoot
// access denied error messages with authorization ID" in the IAM User Guide.
func keptHint(r *refusal.Refused) string {
	return "AWS kept how it decided, for 24 hours: every policy that it looked at, and what each came to. Open the link in the message, or call aws iam-toolbox get-request-authorization-details --region " +
		cmp.Or(r.Region, "…") + " --authorization-id " + r.AuthorizationID + ". It takes iam:GetRequestAuthorizationDetails."
}

func knownError(r *refusal.Refused) (k refusalKnown, ok bool) {
	i := slices.IndexFunc(knownErrors, func(k refusalKnown) bool {
		return strings.HasPrefix(r.Code, k.part) || strings.Contains(r.Message, k.part)
	})
	if i < 0 {
		return k, false
	}
	return knownErrors[i], true
}

// unnamed is a refusal that blames no policy.
func (s *Pages) unnamed(out *view.ExplainResult, r *refusal.Refused) {
	out.Read = s.Read(site.LessonOn{Term: "access-denied", Lesson: "policy-evaluation"})
	out.Unknown = unknownOf(r)
	switch {
	case r.Explicit:
		out.Sentence = fill("Some policy says Deny to %a by %s. The message does not tell which sort of policy it is.", r)
		out.Do = []string{"Look for a Deny in the caller’s policies, the boundary, the resource’s policy and the organization’s policies. One more Allow changes nothing."}
	case federated(r.Action):
		out.Sentence = fill("The role does not let this token in: its trust policy has no Allow for %a whose conditions the token meets, or there is no such role.", r)
		out.Do = []string{"Compare what the identity provider says of the user, subject and audience above all, with the trust policy’s conditions, letter by letter: capitals count."}
		word := "oidc"
		if r.Action == "sts:AssumeRoleWithSAML" {
			word = "saml"
		}
		out.Read = s.Read(site.LessonOn{Term: word, Lesson: "federation"})
	case r.Action == "":
		out.Mark, out.Word = view.MarkError, r.Code
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

func factsOf(r *refusal.Refused) []view.ExplainFact {
	var list []view.ExplainFact
	for _, f := range []view.ExplainFact{{Name: "Who", Value: r.Principal}, {Name: "Who", Value: ofAccount(r.Account)}, {Name: "Called", Value: r.Asked}, {Name: "Action", Value: r.Action}, {Name: "Resource", Value: r.Resource}, {Name: "Policy", Value: r.PolicyARN}, {Name: "Error", Value: r.Code}} {
		if f.Value != "" {
			list = append(list, f)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(r.Context)) {
		list = append(list, view.ExplainFact{Name: "Context", Value: key + " = " + strings.Join(r.Context[key], ", ")})
	}
	return list
}
