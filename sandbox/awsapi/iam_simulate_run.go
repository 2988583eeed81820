package awsapi

import (
	"slices"
	"strings"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
)

// simulation evaluates every action of a call on every resource.
type simulation struct {
	c        *Call
	entity   *sourceEntity // nil for documents alone
	policies []simulated

	texts   map[string]string // of all policies, by id
	steps   int64             // that one evaluation costs
	readers map[string]*positions
	places  map[placeKey][2]policyPosition

	asked, variables map[placeKey][]string // keys of a statement's conditions, and of its variables
	identity         []*iam.Policy
	boundary         *iam.Policy
	resource         *iam.Policy // as given
	scps             [][]*iam.Policy
	caller           string // ARN
	account          string // of the caller
	context          map[string][]string
}

// mostSimulated is how many pairs of an action and a resource one call may ask about.
const mostSimulated = 2000

func (s *simulation) run() (any, error) {
	if err := s.prepare(); err != nil {
		return nil, err
	}
	actions, resources := s.c.strs("ActionNames"), s.c.strs("ResourceArns")
	if len(actions)*max(1, len(resources)) > mostSimulated {
		return nil, s.c.fail("InvalidInput", 400, "A simulation of the sandbox asks about at most %d pairs of an action and a resource.", mostSimulated)
	}
	out := &simulationOutput{EvaluationResults: []evaluationResult{}}
	for _, action := range actions {
		result, err := s.action(action, resources)
		if budget.Stopped(err) {
			return nil, s.c.fail("InvalidInput", 400, "The simulation was stopped: %s. Ask about fewer actions and resources, or shorter policies.", err.Error())
		}
		if err != nil {
			return nil, s.c.fail("InvalidInput", 400, "%s", err.Error())
		}
		out.EvaluationResults = append(out.EvaluationResults, *result)
	}
	return out, nil
}

func (s *simulation) prepare() error {
	s.texts = map[string]string{}
	for _, p := range s.policies {
		compiled, err := s.parse(iam.KindIdentity, p)
		if err != nil {
			return err
		}
		s.identity = append(s.identity, compiled)
	}
	if err := s.prepareBoundary(); err != nil {
		return err
	}
	if src := s.c.str("ResourcePolicy"); src != "" {
		var err error
		if s.resource, err = s.parse(iam.KindResource, simulated{"ResourcePolicy", src}); err != nil {
			return err
		}
	}
	if err := s.prepareCaller(); err != nil {
		return err
	}
	s.context = s.callerKeys()
	for _, v := range s.c.list("ContextEntries") {
		m, _ := v.(map[string]any)
		list, _ := m["ContextKeyValues"].([]any)
		values := []string{}
		for _, e := range list {
			if text, ok := e.(string); ok {
				values = append(values, text)
			}
		}
		setKey(s.context, member(v, "ContextKeyName"), values)
	}
	return nil
}

// setKey sets a condition key, whose name ignores case.
func setKey(context map[string][]string, key string, values []string) {
	for old := range context {
		if strings.EqualFold(old, key) {
			delete(context, old)
		}
	}
	context[key] = values
}

func (s *simulation) parse(kind iam.Kind, p simulated) (*iam.Policy, error) {
	compiled, findings := iam.Parse(kind, p.id, []byte(p.src))
	for _, f := range findings {
		if f.Severity == iam.SeverityError {
			return nil, s.c.fail("InvalidInput", 400, "%s: %s", p.id, f.String())
		}
	}
	s.texts[p.id] = p.src
	s.steps += 100 + int64(len(p.src))/6
	return compiled, nil
}

// prepareBoundary takes the boundary that the call passes, else the identity's own.
func (s *simulation) prepareBoundary() error {
	p := s.c.inputPolicies("PermissionsBoundaryPolicyInputList")
	if s.entity != nil && s.entity.boundary != "" && len(p) == 0 {
		src, ok := s.c.World.PolicyText(s.entity.boundary)
		if !ok {
			src = `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}`
		}
		p = []simulated{{s.entity.boundary, src}}
	}
	if len(p) == 0 {
		return nil
	}
	var err error
	s.boundary, err = s.parse(iam.KindBoundary, p[0])
	return err
}

// prepareCaller finds out who is to call. A role's caller is a session of it; a
// group's, and that of documents alone, is any user of the account.
func (s *simulation) prepareCaller() error {
	s.account = s.c.Access.Who.Account
	switch e := s.entity; {
	case s.c.has("CallerArn"):
		s.caller = s.c.str("CallerArn")
		if p, err := iam.ParsePrincipal(s.caller); err != nil || p.Type() != iam.PrincipalUser {
			return s.c.fail("InvalidInput", 400, "CallerArn can only be the ARN of a user.")
		}
		s.account = iam.AccountOf(s.caller)
	case e != nil && e.user != nil:
		s.caller = e.user.ARN()
	case e != nil && e.role != nil:
		s.caller = "arn:aws:sts::" + s.account + ":assumed-role/" + e.role.Name + "/simulated"
	default:
		s.caller = "arn:aws:iam::" + s.account + ":user/simulated"
	}
	if s.entity != nil {
		s.scps = s.c.World.ServiceControls(s.account)
	}
	return nil
}

// callerKeys are the keys that follow from who calls.
func (s *simulation) callerKeys() map[string][]string {
	keys := map[string][]string{"aws:PrincipalAccount": {s.account}}
	name := s.caller[strings.LastIndexByte(s.caller, '/')+1:]
	if a := s.c.World.Account(s.account); a != nil && a.Users[name] != nil && a.Users[name].ARN() == s.caller {
		keys["aws:username"], keys["aws:userid"] = []string{name}, []string{a.Users[name].ID}
		keys["aws:PrincipalArn"] = []string{s.caller}
	}
	if s.entity != nil && s.entity.role != nil {
		keys["aws:PrincipalArn"] = []string{s.entity.role.ARN()}
	}
	return keys
}

// action evaluates one action. Without resources the answer is about all of them;
// with several, each has its own answer, and the whole is as good as the worst.
func (s *simulation) action(action string, resources []string) (*evaluationResult, error) {
	if len(resources) == 0 || len(resources) == 1 && resources[0] == "*" {
		r, err := s.evaluate(action, "*")
		if err != nil {
			return nil, err
		}
		e := s.result(action, r)
		e.MissingContextValues = r.missing
		return e, nil
	}
	var e *evaluationResult
	for _, arn := range resources {
		r, err := s.evaluate(action, arn)
		if err != nil {
			return nil, err
		}
		details := r.details()
		if next := s.result(action, r); e == nil {
			e = next
			e.EvalDecisionDetails = details
		} else if worse(next.EvalDecision, e.EvalDecision) {
			e.EvalDecision = next.EvalDecision
		}
		own := resourceResult{
			EvalResourceName: arn, EvalResourceDecision: r.trace.Decision.String(), MatchedStatements: r.matched,
			MissingContextValues: r.missing, BoundaryDecision: r.boundary,
		}
		if r.crossing {
			own.MatchedStatements, own.EvalDecisionDetails = s.sides(r), details
		}
		e.ResourceSpecificResults = append(e.ResourceSpecificResults, own)
	}
	if len(resources) > 1 {
		e.EvalResourceName, e.MatchedStatements = "*", []matchedStatement{}
	}
	return e, nil
}

func worse(a, b string) bool {
	order := []string{"allowed", "implicitDeny", "explicitDeny"}
	return slices.Index(order, a) > slices.Index(order, b)
}

func (s *simulation) result(action string, r *evaluated) *evaluationResult {
	e := &evaluationResult{
		EvalActionName: action, EvalResourceName: r.resource, EvalDecision: r.trace.Decision.String(),
		MatchedStatements: r.matched, MissingContextValues: []string{}, BoundaryDecision: r.boundary,
	}
	if s.entity != nil && s.c.World.Organization().Has(s.account) {
		e.OrganizationsDecision = &organizationsDetail{r.passes(iam.LayerSCP)}
	}
	return e
}

// evaluated is one action on one resource.
type evaluated struct {
	resource string
	trace    *iam.Trace
	crossing bool
	matched  []matchedStatement
	missing  []string
	boundary *boundaryDetail
}

// matchedSize is what a matched statement of an answer costs in bytes.
const matchedSize = 100

func (s *simulation) evaluate(action, resource string) (*evaluated, error) {
	if err := s.c.budget.Step(s.steps); err != nil {
		return nil, err
	}
	owner := s.owner(resource)
	req, err := iam.NewRequest(s.caller, action, resource, owner, s.context)
	if err != nil {
		return nil, err
	}
	p := &iam.Policies{Identity: s.identity, Boundary: s.boundary, Resource: s.resource, SCPs: s.scps}
	if p.Resource == nil {
		p.Resource = s.opening(action, resource)
	}
	r := &evaluated{resource: resource, trace: iam.Explain(req, p), crossing: owner != s.account}
	r.matched, r.missing = s.matched(r.trace), s.missing(r.trace)
	if s.boundary != nil {
		r.boundary = &boundaryDetail{r.passes(iam.LayerBoundary)}
	}
	return r, s.c.budget.Grow(matchedSize * int64(1+len(r.matched)))
}

// owner is the account that a resource belongs to. Without a resource-based
// policy only the caller's side is evaluated, so it counts as the caller's.
func (s *simulation) owner(resource string) string {
	if s.resource == nil {
		return s.account
	}
	if account := iam.AccountOf(resource); account != "" {
		return account
	}
	id := s.c.str("ResourceOwner")
	id = strings.TrimSuffix(strings.TrimPrefix(id, "arn:aws:iam::"), ":root")
	if len(id) == 12 {
		return id
	}
	return s.account
}

// opening stands for the policy of a role or a key, which the simulator doesn't
// look up: it leaves the decision to the identity's own policies.
func (s *simulation) opening(action, resource string) *iam.Policy {
	kind := iam.KindResource
	statement := `"Action":"*","Resource":"*"`
	switch {
	case iam.AsksTrustPolicy(action, resource):
		kind, statement = iam.KindTrust, `"Action":"sts:*"`
	case !strings.HasPrefix(strings.ToLower(action), "kms:"):
		return nil
	}
	p, _ := iam.Parse(kind, "opening", []byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"`+s.account+`"},`+statement+`}}`))
	return p
}

// passes says whether a layer let the call pass.
func (r *evaluated) passes(layer iam.Layer) bool {
	for _, l := range r.trace.Layers {
		if l.Layer == layer && l.Applies {
			return l.Verdict == iam.VerdictAllowed
		}
	}
	return true
}

// details sum up what each type of policy came to in a call into another account;
// they are empty for a call within one, and nil when a service control policy ends
// the simulation.
func (r *evaluated) details() *map[string]string {
	if !r.passes(iam.LayerSCP) {
		return nil
	}
	details := map[string]string{}
	for _, l := range r.trace.Layers {
		switch {
		case !r.crossing:
		case l.Layer == iam.LayerIdentity:
			details["IAM Policy"] = l.Verdict.String()
		case l.Layer == iam.LayerResource:
			details["Resource Policy"] = l.Verdict.String()
		case l.Layer == iam.LayerBoundary && r.boundary != nil:
			details["Permissions Boundary Policy"] = l.Verdict.String()
		}
	}
	return &details
}
