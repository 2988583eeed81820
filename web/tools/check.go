package tools

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/play"
	"rolecall/web/site"
	"rolecall/web/view"
)

// CheckExamples are documents to look at, by the name in the page's address.
var CheckExamples = []struct{ Name, Text, Holder, Source string }{
	{"vendor", "a vendor’s way in", "arn:aws:iam::111122223333:role/Audit", `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Vendor",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
      "Action": ["sts:AssumeRole", "sts:TagSession"]
    }
  ]
}`},
	{"pipeline", "a pipeline’s role", "arn:aws:iam::111122223333:role/Ship", `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Pipeline",
      "Effect": "Allow",
      "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/*" }
      }
    }
  ]
}`},
	{"bucket", "an open bucket", "arn:aws:s3:::reports", `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadReports",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}`},
}

// CheckPage takes a policy to look at, or shows an example looked through.
func (s *Pages) CheckPage(c echo.Context) error {
	var k view.Check
	for _, e := range CheckExamples {
		k.Form.Examples = append(k.Form.Examples, view.Link{Href: view.CheckPath + "?example=" + url.QueryEscape(e.Name) + "#result", Text: e.Text})
		if e.Name == c.QueryParam("example") {
			k.Form.Text, k.Form.Holder = e.Source, e.Holder
		}
	}
	if k.Form.Text != "" {
		var err error
		if k.Result, err = s.checked(site.Within(c.Request().Context(), play.PartWork), k.Form); err != nil {
			return err
		}
	}
	return s.showCheck(c, k)
}

// CheckPolicy looks a posted policy through. Nothing is stored, so the answer is
// the page itself.
func (s *Pages) CheckPolicy(c echo.Context) error {
	k, err := checkForm(c)
	if err != nil {
		return err
	}
	if strings.TrimSpace(k.Form.Text) != "" {
		b, err := s.Work(c, play.PartWork)
		if err != nil {
			return err
		}
		if k.Result, err = s.checked(b, k.Form); err != nil {
			return err
		}
	}
	return s.showCheck(c, k)
}

func (s *Pages) showCheck(c echo.Context, k view.Check) error {
	head := s.Head(c, "Check a policy", view.CheckPath)
	head.Description = "Paste an AWS trust policy and see who can assume the role, what is risky and why."
	return s.Page(c, http.StatusOK, view.CheckPage(head, k))
}

func checkForm(c echo.Context) (k view.Check, err error) {
	f, err := site.Form(c)
	if err != nil {
		return k, err
	}
	k.Form = view.CheckForm{Text: site.Newlines(site.First(f, "source")), Kind: site.First(f, "kind"), Holder: strings.TrimSpace(site.First(f, "holder"))}
	if len(k.Form.Text) > site.MaxPolicy {
		return k, site.TooLarge(site.MaxPolicy)
	}
	if _, ok := iam.ParseKind(k.Form.Kind); k.Form.Kind != "" && !ok {
		return k, advice.BadInput("There is no kind of policy called %q.", k.Form.Kind)
	}
	return k, nil
}

// checked looks a document through. What meets a limit of the budget is told in the
// result; the error is that nobody waits for it any more.
func (s *Pages) checked(work *budget.Budget, f view.CheckForm) (*view.CheckResult, error) {
	kind, named := iam.ParseKind(f.Kind)
	if !named {
		kind = iam.GuessKind([]byte(f.Text))
	}
	r := &view.CheckResult{Kind: kind, Guessed: !named, Source: f.Text, Holder: f.Holder, Mark: view.MarkNone}
	findings := iam.Lint(kind, view.CheckedName, []byte(f.Text))
	policy, _ := iam.Parse(kind, view.CheckedName, []byte(f.Text))
	switch {
	case policy == nil:
		r.Mark, r.Sentence = view.MarkExplicit, "AWS would refuse this document, so it lets nobody in and decides nothing. What is wrong stands below."
	case kind == iam.KindTrust || kind == iam.KindResource:
		s.entrances(work, r)
	default:
		s.effects(work, r)
	}
	if err := work.Grow(0); err != nil {
		return nil, err
	}
	if policy != nil && kind == iam.KindIdentity {
		for _, k := range analyze.WaysUp(policy, f.Holder) {
			r.Risks = append(r.Risks, view.CheckRisk{Risk: k, Read: s.Read(site.Explained[k.Code])})
		}
	}
	if policy != nil {
		r.Words = inWords(policy)
		_, why := s.benchOf(kind, f.Holder, f.Text)
		r.Sandbox = why == nil
	}
	told := map[string]bool{}
	for _, k := range r.Risks {
		told[k.Code] = true
	}
	for _, fi := range findings {
		if !told[fi.Code] && !contradicts(r, fi) {
			r.Findings = append(r.Findings, view.CheckFinding{Finding: fi, Read: s.Read(site.Explained[fi.Code])})
		}
	}
	return r, nil
}

// contradicts reports whether a finding says that a statement lets in everybody of
// which the page says, having tried, that nobody gets in by it.
func contradicts(r *view.CheckResult, f iam.Finding) bool {
	for i := range r.Entrances {
		if e := &r.Entrances[i].Entrance; e.Denies(f) {
			return true
		}
	}
	return false
}

// entrances asks who gets in by a trust or resource policy.
func (s *Pages) entrances(work *budget.Budget, r *view.CheckResult) {
	found, err := analyze.WhoGetsIn(analyze.Door{Kind: r.Kind, Name: view.CheckedName, Document: []byte(r.Source), Resource: r.Holder, Count: work})
	if err != nil {
		r.Mark, r.Problem = view.MarkNone, site.Sentence(err)
		return
	}
	r.Sentence, r.Partial = found.Sentence, !found.Complete
	r.Mark = view.MarkAllowed
	for _, k := range found.Risks {
		switch {
		case k.Level == analyze.RiskHigh:
			r.Mark = view.MarkExplicit
		case k.Level == analyze.RiskMedium && r.Mark != view.MarkExplicit:
			r.Mark = view.MarkImplicit
		}
		r.Risks = append(r.Risks, view.CheckRisk{Risk: k, Read: s.Read(site.Explained[k.Code])})
	}
	for i := range found.Entrances {
		e := view.CheckEntrance{Entrance: found.Entrances[i]}
		if e.Witness != nil {
			e.Trace = traceOf(*e.Witness, e.Policies())
		}
		r.Entrances = append(r.Entrances, e)
	}
}

// effects asks what a policy that names no principal changes: requests decided
// with it and without it.
func (s *Pages) effects(work *budget.Budget, r *view.CheckResult) {
	d, err := analyze.Diff(analyze.Change{Kind: r.Kind, Name: view.CheckedName, After: []byte(r.Source), Holder: r.Holder, Count: work})
	if err != nil {
		r.Mark, r.Problem = view.MarkNone, site.Sentence(err)
		return
	}
	r.Partial = !d.Complete
	gives, takes := 0, 0
	for i := range d.Witnesses {
		w := &d.Witnesses[i]
		e := view.CheckEffect{Mark: view.MarkOf(w.After), Sentence: alone(w.Sentence), Request: w.Request, Assumes: w.Assumes,
			Trace: traceOf(w.Request, w.Policies(true))}
		if w.Direction == analyze.Widened {
			gives++
		} else {
			takes++
		}
		r.Effects = append(r.Effects, e)
	}
	r.Sentence = effectsSentence(r.Kind, gives, takes)
}

// alone takes the words that compare with an earlier version out of a sentence:
// there was none.
func alone(sentence string) string {
	sentence = strings.TrimSuffix(sentence, "; before, there was no such policy.")
	if rest, ok := strings.CutPrefix(sentence, "Now "); ok && rest != "" {
		sentence = strings.ToUpper(rest[:1]) + rest[1:]
	}
	sentence = strings.Replace(sentence, " can no longer call ", " can’t call ", 1)
	sentence = strings.Replace(sentence, " can no longer ", " can’t ", 1)
	if !strings.HasSuffix(sentence, ".") {
		sentence += "."
	}
	return sentence
}

// effectsSentence sums up what a policy without a principal comes to.
func effectsSentence(k iam.Kind, gives, takes int) string {
	switch k {
	case iam.KindIdentity:
		switch {
		case gives > 0:
			return "Whoever holds this policy can do what is shown below; no other policy is looked at here."
		case takes > 0:
			return "This policy allows nothing by itself; it keeps its holder from what others allow."
		}
		return "No request was found that this policy decides: by itself it allows nothing."
	case iam.KindBoundary, iam.KindSession, iam.KindSCP, iam.KindRCP:
		if takes == 0 {
			return "No request was found that this policy keeps out. " + analyze.Scope(k)
		}
		return analyze.Scope(k) + " Within that it keeps out what is shown below."
	case iam.KindTrust, iam.KindResource:
	}
	return ""
}

// traceOf explains a request of an analysis; nil when the request can't be made.
func traceOf(r analyze.Request, p *iam.Policies) *iam.Trace {
	ready, err := r.Ready()
	if err != nil {
		return nil
	}
	return iam.Explain(ready, p)
}

// inWords says each statement of a policy in a sentence.
func inWords(p *iam.Policy) []string {
	var list []string
	for _, cl := range p.Clauses() {
		list = append(list, clauseWords(cl))
	}
	return list
}

func clauseWords(cl iam.Clause) string {
	var b strings.Builder
	if cl.Sid != "" {
		b.WriteString(cl.Sid + ": ")
	}
	verb, calls := "allows ", " to call "
	if cl.Effect == iam.Deny {
		verb, calls = "denies ", " any call to "
	}
	b.WriteString(verb)
	if len(cl.Principals) > 0 {
		b.WriteString(except(cl.NotPrincipal, "everybody but ") + wordList(principalWords(cl.Principals)) + calls)
	}
	b.WriteString(except(cl.NotAction, "every action but ") + wordList(cl.Actions))
	if len(cl.Resources) > 0 {
		b.WriteString(" on " + except(cl.NotResource, "everything but ") + wordList(cl.Resources))
	}
	for i, c := range cl.Conditions {
		b.WriteString(conditionWords(cl.Effect, i, c))
	}
	text := b.String()
	if cl.Sid != "" {
		return text + "."
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// conditionWords says a statement's condition: what an Allow asks for, and when a
// Deny bites.
func conditionWords(effect iam.Effect, i int, c iam.ClauseCondition) string {
	if effect == iam.Deny {
		word, or := ", when ", ""
		if i > 0 {
			word = " and "
		}
		if c.HoldsWithoutKey() {
			or = " or absent"
		}
		return word + strings.Replace(c.Demand, " to be ", " is ", 1) + or
	}
	word, or := ", and asks for ", ""
	if i > 0 {
		word = " and for "
	}
	if c.HoldsWithoutKey() {
		or = " (or the key to be absent)"
	}
	return word + c.Demand + or
}

func principalWords(list []iam.ClausePrincipal) []string {
	var who []string
	for _, n := range list {
		if n.Value == "*" {
			who = append(who, "everybody")
			continue
		}
		who = append(who, n.Value)
	}
	return who
}

func except(negated bool, words string) string {
	if negated {
		return words
	}
	return ""
}

// wordList joins values for a sentence; many are counted.
func wordList(list []string) string {
	const most = 6
	if len(list) > most {
		return strings.Join(list[:most], ", ") + " and others"
	}
	return strings.Join(list, ", ")
}

// OpenChecked makes a world around a checked policy.
func (s *Pages) OpenChecked(c echo.Context) error {
	k, err := checkForm(c)
	if err != nil {
		return err
	}
	kind, ok := iam.ParseKind(k.Form.Kind)
	if !ok {
		return advice.BadInput("Say what kind of policy it is.")
	}
	b, err := s.benchOf(kind, k.Form.Holder, k.Form.Text)
	if err != nil {
		return advice.BadInput("That document can’t be taken into a world: %s.", strings.TrimSuffix(err.Error(), "."))
	}
	id, err := s.openBench(c, b, "A policy looked through")
	if err != nil {
		return err
	}
	return site.SeeOther(c, site.DocPath(id, b.open, "documents"))
}
