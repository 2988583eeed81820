package explain

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/iam/refusal"
)

// trial holds a refused call against the policies given.
type trial struct {
	answer *Answer
	r      *refusal.Refused
	given  Given
	budget *budget.Budget

	request  analyze.Request
	policies iam.Policies
	docs     []*iam.Policy // that the asker gave, in the order of their kinds
	assumed  []string
	owner    bool // the account that owns the resource is told
}

// run decides what the policies given come to, and looks for fixes.
func (t *trial) run() error {
	broken := t.read()
	if broken {
		return nil
	}
	if t.answer.Error || !t.ready() {
		t.lintAlone()
		return nil
	}
	if t.r.Layer == refusal.VPCEndpoint || len(t.docs) == 0 && (t.r.Explicit || t.r.Layer == refusal.Unnamed || t.arn() == "") {
		t.lintAlone()
		return nil
	}
	t.own()
	t.door()
	t.limits()
	return t.decide()
}

// read parses the documents; broken reports that one cannot be read.
func (t *trial) read() (broken bool) {
	t.docs = nil
	for _, p := range t.given.Policies {
		if strings.TrimSpace(p.Text) == "" {
			continue
		}
		kind := p.Kind
		switch trust := iam.GuessKind([]byte(p.Text)) == iam.KindTrust; {
		case kind == iam.KindTrust:
		case kind == iam.KindResource && (trust || iam.AsksTrustPolicy(t.r.Action, t.r.Resource) || assumesRole(t.r.Action)):
			kind = iam.KindTrust
		}
		doc, findings := iam.Parse(kind, p.Name, []byte(p.Text))
		if doc == nil || iam.HasError(findings) {
			t.tried().Verdict = Unread
			for _, f := range findings {
				t.tried().Findings = append(t.tried().Findings, p.Name+": "+f.String())
			}
			broken = true
			continue
		}
		if kind == iam.KindTrust && t.r.Action != "" && !assumesRole(t.r.Action) && !iam.AsksTrustPolicy(t.r.Action, t.r.Resource) {
			t.assumed = append(t.assumed, "the trust policy given is left aside, for "+t.r.Action+" doesn’t ask it")
			continue
		}
		t.docs = append(t.docs, doc)
	}
	slices.SortStableFunc(t.docs, func(a, b *iam.Policy) int { return int(a.Kind()) - int(b.Kind()) })
	return broken
}

// of are the documents of a kind.
func (t *trial) of(kind iam.Kind) (list []*iam.Policy) {
	for _, d := range t.docs {
		if d.Kind() == kind {
			list = append(list, d)
		}
	}
	return list
}

// only is the document of a kind of which there can be one; nil when none was given.
func (t *trial) only(kind iam.Kind) *iam.Policy {
	list := t.of(kind)
	switch len(list) {
	case 0:
		return nil
	case 1:
	default:
		t.assumed = append(t.assumed, "of the documents given as "+kindName(kind)+" only "+list[0].Name()+" is looked at: there can be one")
	}
	return list[0]
}

func assumesRole(action string) bool {
	return strings.HasPrefix(action, "sts:AssumeRole") || action == "sts:TagSession" || action == "sts:SetSourceIdentity"
}

func (t *trial) tried() *Tried {
	if t.answer.Tried == nil {
		t.answer.Tried = &Tried{Causes: []string{}}
	}
	return t.answer.Tried
}

// ready makes a request of what the text tells; false when it tells too little.
func (t *trial) ready() bool {
	r := t.r
	if r.Action == "" || r.Asked != "" || NamesNoRole(r) {
		return false
	}
	principal, resource := r.Principal, t.arn()
	if principal == "" {
		principal = t.provider()
	}
	if resource == "" && assumesRole(r.Action) {
		resource = "arn:aws:iam::" + exampleAccount + ":role/the-role"
		if p, err := iam.ParsePrincipal(principal); err == nil && len(accountIn(p.ARN())) == 12 {
			resource = "arn:aws:iam::" + accountIn(p.ARN()) + ":role/the-role"
		}
	}
	if principal == "" || resource == "" {
		return false
	}
	t.request = analyze.Request{Principal: principal, Action: r.Action, Resource: resource, ResourceAccount: ResourceAccount(t.given.Account, r)}
	t.owner = t.request.ResourceAccount != ""
	if !t.owner {
		t.request.ResourceAccount = exampleAccount
		if own := accountIn(resource); own != "" {
			t.request.ResourceAccount, t.owner = own, true
		}
	}
	t.request.Context = t.context()
	if service := passedTo[r.Operation]; service != "" && strings.EqualFold(r.Action, "iam:PassRole") && !hasKey(t.request.Context, "iam:PassedToService") {
		t.request.Context["iam:PassedToService"] = []string{service}
		t.assumed = append(t.assumed, r.Operation+" passes the role to "+service)
	}
	_, err := t.request.Ready()
	return err == nil
}

// passedTo are the services that calls pass a role to; see the actions that depend on
// iam:PassRole in the Service Authorization Reference.
var passedTo = map[string]string{
	"CreateFunction": "lambda.amazonaws.com", "UpdateFunctionConfiguration": "lambda.amazonaws.com", "RunTask": "ecs-tasks.amazonaws.com", "StartTask": "ecs-tasks.amazonaws.com",
	"RegisterTaskDefinition": "ecs-tasks.amazonaws.com", "RunInstances": "ec2.amazonaws.com", "AssociateIamInstanceProfile": "ec2.amazonaws.com", "CreateStateMachine": "states.amazonaws.com",
	"UpdateStateMachine": "states.amazonaws.com", "CreateProject": "codebuild.amazonaws.com", "CreatePipeline": "codepipeline.amazonaws.com", "CreateStack": "cloudformation.amazonaws.com", "UpdateStack": "cloudformation.amazonaws.com",
	"CreateJob": "glue.amazonaws.com", "CreateCrawler": "glue.amazonaws.com", "CreateTrainingJob": "sagemaker.amazonaws.com", "CreateDeliveryStream": "firehose.amazonaws.com",
}

// exampleAccount stands for an account that nobody told.
const exampleAccount = "000000000000"

func accountIn(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && len(parts[4]) == 12 {
		return parts[4]
	}
	return ""
}

// arn is the resource as an ARN: some messages of IAM show "role NAME".
func (t *trial) arn() string {
	typ, name, ok := strings.Cut(t.r.Resource, " ")
	p, err := iam.ParsePrincipal(t.r.Principal)
	if ok && err == nil && p.Account() != "" && slices.Contains([]string{"role", "user", "group", "policy"}, typ) && !strings.Contains(name, " ") {
		return "arn:aws:iam::" + p.Account() + ":" + typ + "/" + name
	}
	return t.r.Resource
}

// provider is the identity provider that the trust policy names, for a call with a
// token of which the message tells nothing.
func (t *trial) provider() string {
	trust := t.of(iam.KindTrust)
	if len(trust) == 0 || !federated(t.r.Action) {
		return ""
	}
	for _, cl := range trust[0].Clauses() {
		for _, p := range cl.Principals {
			saml := strings.Contains(p.Value, ":saml-provider/")
			if p.Sort == "Federated" && saml == (t.r.Action == "sts:AssumeRoleWithSAML") {
				t.assumed = append(t.assumed, "the token is one of "+p.Value+", which the trust policy names")
				return p.Value
			}
		}
	}
	return ""
}

// ResourceAccount is the account that owns the resource: as its ARN says, or the
// asker, or else the caller's own.
func ResourceAccount(told string, r *refusal.Refused) string {
	if own := accountIn(r.Resource); own != "" {
		return own
	}
	if len(told) == 12 {
		return told
	}
	if p, err := iam.ParsePrincipal(r.Principal); err == nil {
		return p.Account()
	}
	return ""
}

// own puts the caller's identity policies in.
func (t *trial) own() {
	if t.policies.Identity = t.of(iam.KindIdentity); len(t.policies.Identity) > 0 {
		return
	}
	who, err := iam.ParsePrincipal(t.request.Principal)
	if err != nil || who.Account() == "" || who.Type() == iam.PrincipalOIDC || who.Type() == iam.PrincipalSAML || t.r.Layer == refusal.Identity && !t.r.Explicit {
		return
	}
	p, _ := iam.Parse(iam.KindIdentity, "assumed: the caller’s side", fmt.Appendf(nil, `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": %q, "Resource": "*"}]}`, t.r.Action))
	if p != nil {
		t.policies.Identity = []*iam.Policy{p}
		t.assumed = append(t.assumed, "the caller’s own policies allow the action")
	}
}

// door puts the resource's side in: its policy, or the role's trust policy.
func (t *trial) door() {
	trust := iam.AsksTrustPolicy(t.request.Action, t.request.Resource)
	kind := iam.KindResource
	if trust {
		kind = iam.KindTrust
	}
	if t.policies.Resource = t.only(kind); t.policies.Resource != nil {
		return
	}
	who, err := iam.ParsePrincipal(t.request.Principal)
	silent := (t.r.Layer == refusal.Resource || t.r.Layer == refusal.Trust) && !t.r.Explicit
	needed := trust || who.Account() != t.request.ResourceAccount || strings.HasPrefix(t.r.Action, "kms:")
	if err != nil || silent || !needed {
		return
	}
	principal := fmt.Sprintf(`{"AWS": %q}`, who.Account())
	what := "the resource’s side lets the caller’s account in"
	if who.Account() == "" {
		principal, what = `"*"`, "the resource’s side lets the caller in"
	}
	text := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": ` + principal + `, "Action": ` + fmt.Sprintf("%q", t.r.Action) + `, "Resource": "*"}]}`
	if trust {
		text = strings.Replace(text, `, "Resource": "*"`, "", 1)
	}
	if p, _ := iam.Parse(kind, "assumed: the resource’s side", []byte(text)); p != nil {
		t.policies.Resource = p
		t.assumed = append(t.assumed, what)
	}
}

// fullAccess is the SCP that AWS attaches everywhere.
const fullAccess = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`

// limits puts boundary, session policy and the organization's policies in.
func (t *trial) limits() {
	t.policies.Boundary = t.only(iam.KindBoundary)
	t.policies.Session = t.of(iam.KindSession)
	if list := t.of(iam.KindRCP); len(list) > 0 {
		t.policies.RCPs = [][]*iam.Policy{list}
	}
	level := t.of(iam.KindSCP)
	if len(level) == 0 {
		return
	}
	if !slices.ContainsFunc(level, allowsSomething) {
		full, _ := iam.Parse(iam.KindSCP, "FullAWSAccess", []byte(fullAccess))
		level = append(level, full)
		t.assumed = append(t.assumed, "FullAWSAccess is attached beside the service control policy, which only denies")
	}
	t.policies.SCPs = [][]*iam.Policy{level}
}

func allowsSomething(p *iam.Policy) bool {
	return slices.ContainsFunc(p.Clauses(), func(cl iam.Clause) bool { return cl.Effect == iam.Allow })
}

// lintAlone says of the documents what the linter finds, and which conditions could
// have failed, where the text tells too little to decide.
func (t *trial) lintAlone() {
	if len(t.docs) == 0 {
		return
	}
	out := t.tried()
	out.Verdict = Unread
	out.Sentence = "The text tells too little of the call to decide it with these policies. What they say by themselves:"
	if t.answer.Error && !refusal.Denied(t.r.Code) {
		out.Sentence = "No policy refused, so there is nothing to decide. What is to be said of the documents given:"
		t.lint()
		return
	}
	for _, doc := range t.docs {
		kind := doc.Kind()
		for _, cl := range doc.Clauses() {
			for _, c := range cl.Conditions {
				out.Causes = appendSome(out.Causes, fmt.Sprintf("%s of the %s asks for %s: the text does not tell what the call carried.", upper(statementName(&cl)), kindName(kind), c.Demand)+literalHint(c))
			}
		}
	}
	t.lint()
}

// lint adds what the linter says of the documents given.
func (t *trial) lint() {
	for _, doc := range t.docs {
		for _, f := range iam.Lint(doc.Kind(), doc.Name(), doc.Source()) {
			line := fmt.Sprintf("%s, line %d: %s", doc.Name(), f.Span.Start.Line, f.Message)
			if f.Suggestion != "" {
				line += " " + f.Suggestion
			}
			t.tried().Findings = appendSome(t.tried().Findings, line)
		}
	}
}

// mostLines is how many lines of one sort an answer has.
const mostLines = 12

func appendSome(list []string, line string) []string {
	if len(list) >= mostLines || slices.Contains(list, line) {
		return list
	}
	return append(list, line)
}
