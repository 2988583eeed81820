package awsapi

import (
	"strings"

	"rolecall/sandbox/world"
)

// simulationOperations are the policy simulator's calls; see "IAM policy testing
// with the IAM policy simulator" in the IAM User Guide. They evaluate what they are
// given and what hangs on an identity, never a live request: trust policies, key
// policies and resource control policies are not asked.
func simulationOperations() []*Operation {
	document := Shape{Type: String, Min: 1, Max: 131072}
	inputs := listOf("PolicyInputList", "Policy documents to evaluate.", 20, document)
	entry := Shape{Type: Structure, Members: []Param{
		str("ContextKeyName", "The condition key.", 5, 256, ""),
		listOf("ContextKeyValues", "Its values.", 100, Shape{Type: String}),
		enum("ContextKeyType", "What the values are.", "string", "stringList", "numeric", "numericList", "boolean", "booleanList",
			"ip", "ipList", "binary", "binaryList", "date", "dateList"),
	}}
	source := required(str("PolicySourceArn", "The user, group or role whose policies count.", arnMin, arnMax, ""))
	common := []Param{
		listOf("PermissionsBoundaryPolicyInputList", "One policy document to use as permissions boundary.", 1, document),
		required(listOf("ActionNames", "The actions, such as s3:GetObject.", 200, Shape{Type: String, Min: 3, Max: 128})),
		listOf("ResourceArns", "The resources; all of them unless given.", 100, Shape{Type: String, Min: 1, Max: 2048}),
		str("ResourcePolicy", "A resource-based policy that every resource is to have.", 1, 131072, ""),
		str("ResourceOwner", "The account that owns resources whose ARN names none.", 1, 2048, ""),
		str("CallerArn", "The user who is to call.", 1, 2048, ""),
		listOf("ContextEntries", "Condition keys and their values.", 100, entry),
		str("ResourceHandlingOption", "Which resources EC2 calls need together; the sandbox takes them as they come.", 1, 64, ""),
	}
	return []*Operation{
		iamOp(Operation{Name: "SimulatePrincipalPolicy", do: simulatePrincipal, Doc: "Says what the policies of a user, group or role would decide.",
			Input: append([]Param{source, inputs}, common...)}),
		iamOp(Operation{Name: "SimulateCustomPolicy", do: simulateCustom, Doc: "Says what policy documents would decide.",
			Input: append([]Param{required(inputs)}, common...)}),
		iamOp(Operation{Name: "GetContextKeysForPrincipalPolicy", do: contextKeysOfPrincipal, Doc: "Lists the condition keys that the policies of a user, group or role ask for.",
			Input: []Param{source, inputs}}),
		iamOp(Operation{Name: "GetContextKeysForCustomPolicy", do: contextKeysOfDocuments, Doc: "Lists the condition keys that policy documents ask for.",
			Input: []Param{required(inputs)}}),
	}
}

// simulationOutput answers SimulatePrincipalPolicy and SimulateCustomPolicy.
type simulationOutput struct {
	EvaluationResults []evaluationResult `json:"EvaluationResults"`
}

// evaluationResult is what a simulation came to for one action; see
// "EvaluationResult" in the IAM API Reference.
type evaluationResult struct {
	EvalActionName          string               `json:"EvalActionName"`
	EvalResourceName        string               `json:"EvalResourceName"`
	EvalDecision            string               `json:"EvalDecision"` // allowed, explicitDeny, implicitDeny
	MatchedStatements       []matchedStatement   `json:"MatchedStatements"`
	MissingContextValues    []string             `json:"MissingContextValues"`
	OrganizationsDecision   *organizationsDetail `json:"OrganizationsDecisionDetail,omitempty"`
	BoundaryDecision        *boundaryDetail      `json:"PermissionsBoundaryDecisionDetail,omitempty"`
	EvalDecisionDetails     *map[string]string   `json:"EvalDecisionDetails,omitempty"` // by type of policy; empty within an account
	ResourceSpecificResults []resourceResult     `json:"ResourceSpecificResults,omitempty"`
}

// resourceResult is what a simulation came to for one action on one resource.
type resourceResult struct {
	EvalResourceName     string             `json:"EvalResourceName"`
	EvalResourceDecision string             `json:"EvalResourceDecision"`
	MatchedStatements    []matchedStatement `json:"MatchedStatements"`
	MissingContextValues []string           `json:"MissingContextValues"`
	EvalDecisionDetails  *map[string]string `json:"EvalDecisionDetails,omitempty"` // across accounts alone
	BoundaryDecision     *boundaryDetail    `json:"PermissionsBoundaryDecisionDetail,omitempty"`
}

// matchedStatement is a statement that determined a result. Lines and columns
// count from 1.
type matchedStatement struct {
	SourcePolicyID   string         `json:"SourcePolicyId"`
	SourcePolicyType string         `json:"SourcePolicyType"`
	StartPosition    policyPosition `json:"StartPosition"`
	EndPosition      policyPosition `json:"EndPosition"`
}

// policyPosition is a place in a policy document.
type policyPosition struct {
	Line   int `json:"Line"`
	Column int `json:"Column"`
}

// organizationsDetail tells whether the service control policies let a call pass.
type organizationsDetail struct {
	Allowed bool `json:"AllowedByOrganizations"`
}

// boundaryDetail tells whether the permissions boundary lets a call pass.
type boundaryDetail struct {
	Allowed bool `json:"AllowedByPermissionsBoundary"`
}

// contextKeysOutput answers the calls that list condition keys.
type contextKeysOutput struct {
	ContextKeyNames []string `json:"ContextKeyNames"`
}

// simulated is a policy in a simulation.
type simulated struct{ id, src string }

// sourceEntity is the user, group or role of a call's PolicySourceArn, once the
// caller may do the operation to it.
type sourceEntity struct {
	user     *world.User
	role     *world.Role
	policies []simulated
	boundary string // ARN
}

func (c *Call) sourceEntity() (*sourceEntity, error) {
	arn := c.str("PolicySourceArn")
	account := c.Access.Who.Account
	if err := c.iamAuthorize(world.Target{ARN: arn, Account: account}, nil); err != nil {
		return nil, err
	}
	kind, path, _ := strings.Cut(strings.TrimPrefix(arn, "arn:aws:iam::"+account+":"), "/")
	name := path[strings.LastIndexByte(path, '/')+1:]
	e := &sourceEntity{}
	switch u, r, g := c.account().Users[name], c.account().Roles[name], c.account().Groups[name]; {
	case kind == "user" && u != nil && u.ARN() == arn:
		e.user, e.boundary = u, u.Boundary
		e.add(c.World, account, "users", name, u.Attached)
		for _, group := range u.Groups {
			if g := c.account().Groups[group]; g != nil {
				e.add(c.World, account, "groups", group, g.Attached)
			}
		}
	case kind == "role" && r != nil && r.ARN() == arn:
		e.role, e.boundary = r, r.Boundary
		e.add(c.World, account, "roles", name, r.Attached)
	case kind == "group" && g != nil && g.ARN() == arn:
		e.add(c.World, account, "groups", name, g.Attached)
	default:
		return nil, c.noSuch("The entity with ARN %s cannot be found.", arn)
	}
	return e, nil
}

// add adds what hangs on a user, group or role. The simulator calls an inline
// policy user_NAME_POLICY and a managed one by its name.
func (e *sourceEntity) add(w *world.World, account, class, owner string, attached []string) {
	for _, name := range w.InlinePolicies(account, class, owner) {
		src, _ := w.Document(account + "/" + class + "/" + owner + "/policies/" + name + ".json")
		e.policies = append(e.policies, simulated{strings.TrimSuffix(class, "s") + "_" + owner + "_" + name, src})
	}
	for _, arn := range attached {
		if src, ok := w.PolicyText(arn); ok {
			e.policies = append(e.policies, simulated{arn[strings.LastIndexByte(arn, '/')+1:], src})
		}
	}
}

// inputPolicies are the documents of a list parameter, named as the simulator does.
func (c *Call) inputPolicies(param string) []simulated {
	var list []simulated
	for i, src := range c.strs(param) {
		list = append(list, simulated{param + "." + digits(i+1), src})
	}
	return list
}

func simulatePrincipal(c *Call) (any, error) {
	e, err := c.sourceEntity()
	if err != nil {
		return nil, err
	}
	if e.role != nil && c.has("ResourcePolicy") {
		return nil, c.fail("InvalidInput", 400, "Simulation of resource-based policies isn't supported for IAM roles.")
	}
	if c.has("ResourcePolicy") && !c.has("CallerArn") && e.user == nil {
		return nil, c.fail("InvalidInput", 400, "CallerArn is required with a ResourcePolicy unless PolicySourceArn is the ARN of a user.")
	}
	s := &simulation{c: c, entity: e, policies: append(e.policies, c.inputPolicies("PolicyInputList")...)}
	return s.run()
}

func simulateCustom(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	if c.has("ResourcePolicy") && !c.has("CallerArn") {
		return nil, c.fail("InvalidInput", 400, "CallerArn is required with a ResourcePolicy.")
	}
	s := &simulation{c: c, policies: c.inputPolicies("PolicyInputList")}
	return s.run()
}

func contextKeysOfPrincipal(c *Call) (any, error) {
	e, err := c.sourceEntity()
	if err != nil {
		return nil, err
	}
	return c.contextKeys(append(e.policies, c.inputPolicies("PolicyInputList")...))
}

func contextKeysOfDocuments(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	return c.contextKeys(c.inputPolicies("PolicyInputList"))
}
