package tools

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/explain"
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
	work, err := s.Work(c, play.PartWork)
	if err != nil {
		return err
	}
	e := view.Explain{Form: form}
	s.explain(work, &e)
	if err := c.Request().Context().Err(); err != nil {
		return err
	}
	status := http.StatusOK
	if len(e.Results) == 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.showExplain(c, status, e)
}

func (s *Pages) showExplain(c echo.Context, status int, e view.Explain) error {
	head := s.Head(c, "Explain a denial", view.ExplainPath)
	head.Description = "Paste an AWS AccessDenied message or a CloudTrail record and see which policy said no, and the smallest safe fix."
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
	e.Form.CheckPolicies()
	given := explain.Given{Account: e.Form.Account}
	for _, p := range e.Form.Policies {
		given.Policies = append(given.Policies, explain.Policy{Kind: p.Kind, Name: p.Label, Text: p.Text})
	}
	answers, err := explain.All(e.Form.Text, given, work)
	if err != nil {
		e.Form.Problem = site.Sentence(err)
		return
	}
	for _, a := range answers {
		e.Results = append(e.Results, s.explained(e.Form, a))
	}
}

// explained makes an answer ready for the page.
func (s *Pages) explained(f view.ExplainForm, a *explain.Answer) *view.ExplainResult {
	out := &view.ExplainResult{Answer: a, Mark: view.MarkImplicit, Read: s.Read(site.LessonOn{Term: a.Term, Lesson: a.Lesson})}
	switch look, named := explainLooks[a.Refused.Layer]; {
	case a.Error:
		out.Mark = view.MarkError
	case a.Refused.Explicit:
		out.Mark = view.MarkExplicit
		fallthrough
	default:
		if named && a.Layer != "" {
			out.Icon, out.Tone = look.icon, look.tone
		}
	}
	switch {
	case a.Tried == nil:
	case a.Tried.Sentence == "":
		a.Tried = nil // a document can't be read: what is wrong stands under its field
	case a.Tried.Verdict != explain.Unread:
		out.Verdict = triedMark(a.Tried)
	}
	_, err := s.refusalBench(f, a.Refused)
	out.Sandbox = err == nil && !a.Error
	return out
}

// triedMark is how a verdict looks.
func triedMark(t *explain.Tried) view.Mark {
	switch {
	case t.Verdict == explain.Allowed:
		return view.MarkAllowed
	case t.Verdict == explain.Depends:
		return view.MarkError
	case t.Trace != nil && t.Trace.Decision == iam.ExplicitDeny:
		return view.MarkExplicit
	}
	return view.MarkImplicit
}

// explainLook is the icon and the colour of a layer.
type explainLook struct {
	icon view.Icon
	tone string
}

var explainLooks = map[refusal.Layer]explainLook{
	refusal.Identity:    {view.LayerIcon(iam.LayerIdentity), "is-identity"},
	refusal.Resource:    {view.LayerIcon(iam.LayerResource), "is-resource"},
	refusal.Trust:       {view.KindIcon(iam.KindTrust), "is-trust"},
	refusal.Boundary:    {view.LayerIcon(iam.LayerBoundary), "is-boundary"},
	refusal.Session:     {view.LayerIcon(iam.LayerSession), "is-session"},
	refusal.SCP:         {view.LayerIcon(iam.LayerSCP), "is-scp"},
	refusal.RCP:         {view.LayerIcon(iam.LayerRCP), "is-rcp"},
	refusal.VPCEndpoint: {view.IconOrganization, "is-organization"},
}
