package awsapi

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// workloadOperations are the calls of Lambda, EC2 and ECS about who may run what
// and as which role.
func workloadOperations() []*Operation {
	function := required(str("FunctionName", "The function's name or ARN.", 1, 256, ""))
	statement := required(str("StatementId", "The statement's Sid.", 1, 100, `([a-zA-Z0-9-_]+)`))
	profile := required(Param{Name: "IamInstanceProfile", Doc: "The instance profile: Name=… or Arn=….", Shape: Shape{Type: Structure, Members: []Param{
		text("Arn", "Its ARN."), text("Name", "Its name."),
	}}})
	container := Shape{Type: Structure, Members: []Param{text("name", "Its name."), text("image", "Its image.")}}
	return []*Operation{
		{Service: "lambda", Name: "AddPermission", do: addPermission, Doc: "Adds a statement to a function's policy.", Input: []Param{function, statement,
			required(str("Action", "What is allowed, such as lambda:InvokeFunction.", 0, 0, `(lambda:[*]|lambda:[a-zA-Z]+|[*])`)),
			required(str("Principal", "A service, an account or an ARN.", 1, 2048, `[^\s]+`)),
			str("SourceArn", "The resource that the service must act for.", 0, 2048, ""), str("SourceAccount", "The account that the service must act for.", 0, 12, `\d{12}`)}},
		{Service: "lambda", Name: "RemovePermission", do: removePermission, Doc: "Takes a statement out of a function's policy.", Input: []Param{function, statement}},
		{Service: "lambda", Name: "GetPolicy", do: getFunctionPolicy, Doc: "Shows a function's policy.", Input: []Param{function}},
		{Service: "lambda", Name: "DeleteFunction", do: deleteFunction, Doc: "Removes a function.", Input: []Param{function}},
		{Service: "ec2", Name: "TerminateInstances", do: terminateInstances, Doc: "Ends instances.", Input: []Param{required(listOf("InstanceIds", "The instances.", 50, Shape{Type: String}))}},
		{Service: "ec2", Name: "AssociateIamInstanceProfile", do: associateProfile, Doc: "Gives an instance a profile.", Input: []Param{profile, required(text("InstanceId", "The instance."))}},
		{Service: "ec2", Name: "DescribeIamInstanceProfileAssociations", do: describeAssociations, Doc: "Lists which instances carry which profile."},
		{Service: "ecs", Name: "RegisterTaskDefinition", do: registerTask, Doc: "Makes a task definition with the roles that its tasks run as.", Input: []Param{
			required(str("family", "The task definition's name.", 1, 255, `[A-Za-z0-9_-]+`)), text("taskRoleArn", "The role that the containers run as."),
			text("executionRoleArn", "The role with which ECS starts them."), required(listOf("containerDefinitions", "The containers.", 10, container))}},
		{Service: "ecs", Name: "ListTaskDefinitions", do: listTasks, Doc: "Lists the task definitions of the account."},
		{Service: "ecs", Name: "RunTask", do: runTask, Doc: "Runs a task as the roles of its definition.", Input: []Param{
			text("cluster", "The cluster; default unless given."), required(text("taskDefinition", "The task definition: its family, family:revision or ARN."))}},
	}
}

// addPermissionOutput answers AddPermission.
type addPermissionOutput struct {
	Statement string `json:"Statement"` // JSON
}

// functionPolicyOutput answers Lambda's GetPolicy.
type functionPolicyOutput struct {
	Policy     string `json:"Policy"` // JSON
	RevisionID string `json:"RevisionId"`
}

// stateChange is how an instance changed.
type stateChange struct {
	InstanceID    string        `json:"InstanceId"`
	CurrentState  instanceState `json:"CurrentState"`
	PreviousState instanceState `json:"PreviousState"`
}

// terminateInstancesOutput answers TerminateInstances.
type terminateInstancesOutput struct {
	TerminatingInstances []stateChange `json:"TerminatingInstances"`
}

// associationItem is an instance profile on an instance.
type associationItem struct {
	AssociationID string          `json:"AssociationId"`
	InstanceID    string          `json:"InstanceId"`
	Profile       instanceProfile `json:"IamInstanceProfile"`
	State         string          `json:"State"`
}

// associationOutput answers AssociateIamInstanceProfile.
type associationOutput struct {
	Association associationItem `json:"IamInstanceProfileAssociation"`
}

// associationsOutput answers DescribeIamInstanceProfileAssociations.
type associationsOutput struct {
	Associations []associationItem `json:"IamInstanceProfileAssociations"`
}

// taskDefinitionItem is a task definition of ECS.
type taskDefinitionItem struct {
	ARN              string `json:"taskDefinitionArn"`
	Family           string `json:"family"`
	TaskRoleARN      string `json:"taskRoleArn,omitempty"`
	ExecutionRoleARN string `json:"executionRoleArn,omitempty"`
	Revision         int    `json:"revision"`
	Status           string `json:"status"`
}

// taskDefinitionOutput answers RegisterTaskDefinition.
type taskDefinitionOutput struct {
	TaskDefinition taskDefinitionItem `json:"taskDefinition"`
}

// listTasksOutput answers ListTaskDefinitions.
type listTasksOutput struct {
	ARNs []string `json:"taskDefinitionArns"`
}

// taskItem is a task that runs.
type taskItem struct {
	TaskARN           string    `json:"taskArn"`
	ClusterARN        string    `json:"clusterArn"`
	TaskDefinitionARN string    `json:"taskDefinitionArn"`
	LastStatus        string    `json:"lastStatus"`
	CreatedAt         time.Time `json:"createdAt"`
}

// runTaskOutput answers RunTask.
type runTaskOutput struct {
	Tasks    []taskItem `json:"tasks"`
	Failures []struct{} `json:"failures"`
}

// functionPolicy is a function's policy as Lambda keeps it: a list of statements.
type functionPolicy struct {
	Version   string     `json:"Version"`
	ID        string     `json:"Id"`
	Statement statements `json:"Statement"`
}

// statements are written as a list; a single one may stand without.
type statements []json.RawMessage

// UnmarshalJSON reads a list or a single statement.
func (s *statements) UnmarshalJSON(data []byte) error {
	if data = bytes.TrimSpace(data); len(data) > 0 && data[0] == '{' {
		*s = statements{slices.Clone(data)}
		return nil
	}
	return json.Unmarshal(data, (*[]json.RawMessage)(s))
}

func (c *Call) functionPolicy(r *world.Resource) functionPolicy {
	p := functionPolicy{Version: "2012-10-17", ID: "default"}
	src, _ := c.World.Document(r.PolicyPath())
	// A stored policy parses; without one the list is empty.
	_ = json.Unmarshal([]byte(src), &p)
	return p
}

func sidOf(statement json.RawMessage) string {
	var s struct{ Sid string }
	_ = json.Unmarshal(statement, &s)
	return s.Sid
}

func addPermission(c *Call) (any, error) {
	r, target := c.resource("functions", c.str("FunctionName"), c.arnOf("lambda", "function:"+c.str("FunctionName")))
	principal := c.str("Principal")
	if err := c.authorize("lambda:AddPermission", target, world.Context{"lambda:Principal": {principal}}); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.fail("ResourceNotFoundException", 404, "Function not found: %s", target.ARN)
	}
	p := c.functionPolicy(r)
	sid := c.str("StatementId")
	if slices.ContainsFunc(p.Statement, func(s json.RawMessage) bool { return sidOf(s) == sid }) {
		return nil, c.fail("ResourceConflictException", 409, "The statement id (%s) provided already exists. Please provide a new statement id, or remove the existing statement.", sid)
	}
	statement, err := json.Marshal(c.permission(sid, principal, r.ARN()))
	if err != nil {
		return nil, c.fail("InvalidParameterValueException", 400, "%s", err.Error())
	}
	p.Statement = append(p.Statement, statement)
	if err := c.storeFunctionPolicy(r, p); err != nil {
		return nil, err
	}
	return &addPermissionOutput{string(statement)}, nil
}

// permission is the statement that AddPermission writes.
func (c *Call) permission(sid, principal, function string) map[string]any {
	s := map[string]any{"Sid": sid, "Effect": "Allow", "Action": c.str("Action"), "Resource": function}
	switch {
	case principal == "*":
		s["Principal"] = "*"
	case strings.HasPrefix(principal, "arn:"):
		s["Principal"] = map[string]string{"AWS": principal}
	case len(principal) == 12 && strings.Trim(principal, "0123456789") == "":
		s["Principal"] = map[string]string{"AWS": "arn:aws:iam::" + principal + ":root"}
	default:
		s["Principal"] = map[string]string{"Service": principal}
	}
	condition := map[string]any{}
	if arn := c.str("SourceArn"); arn != "" {
		condition["ArnLike"] = map[string]string{"AWS:SourceArn": arn}
	}
	if account := c.str("SourceAccount"); account != "" {
		condition["StringEquals"] = map[string]string{"AWS:SourceAccount": account}
	}
	if len(condition) > 0 {
		s["Condition"] = condition
	}
	return s
}

func (c *Call) storeFunctionPolicy(r *world.Resource, p functionPolicy) error {
	if len(p.Statement) == 0 {
		return c.setPolicy(r, "", "")
	}
	src, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return c.fail("InvalidParameterValueException", 400, "%s", err.Error())
	}
	return c.setPolicy(r, string(src)+"\n", "InvalidParameterValueException")
}

func removePermission(c *Call) (any, error) {
	r, err := c.function()
	if err != nil {
		return nil, err
	}
	p := c.functionPolicy(r)
	i := slices.IndexFunc(p.Statement, func(s json.RawMessage) bool { return sidOf(s) == c.str("StatementId") })
	if i < 0 {
		return nil, c.fail("ResourceNotFoundException", 404, "Statement %s is not found in resource policy.", c.str("StatementId"))
	}
	p.Statement = slices.Delete(p.Statement, i, i+1)
	return nil, c.storeFunctionPolicy(r, p)
}

func getFunctionPolicy(c *Call) (any, error) {
	r, err := c.function()
	if err != nil {
		return nil, err
	}
	src, ok := c.World.Document(r.PolicyPath())
	if !ok {
		return nil, c.fail("ResourceNotFoundException", 404, "The resource you requested does not exist.")
	}
	return &functionPolicyOutput{src, c.World.NewUUID()}, nil
}

func deleteFunction(c *Call) (any, error) {
	r, err := c.function()
	if err != nil {
		return nil, err
	}
	c.World.DeleteResource(r)
	return nil, nil
}

// instance finds an instance once the caller may do the operation to it.
func (c *Call) instance(id string) (*world.Resource, error) {
	r, target := c.resource("instances", id, c.arnOf("ec2", "instance/"+id))
	ctx := world.Context{}
	if r != nil {
		ctx["ec2:InstanceID"] = []string{id}
		for k, v := range r.Tags {
			ctx["ec2:ResourceTag/"+k] = []string{v}
		}
	}
	if err := c.authorize(c.Op.Action, target, ctx); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.fail("InvalidInstanceID.NotFound", 400, "The instance ID '%s' does not exist", id)
	}
	return r, nil
}

func terminateInstances(c *Call) (any, error) {
	var all []*world.Resource
	for _, id := range c.strs("InstanceIds") {
		r, err := c.instance(id)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	out := &terminateInstancesOutput{TerminatingInstances: []stateChange{}}
	for _, r := range all {
		c.World.DeleteResource(r)
		out.TerminatingInstances = append(out.TerminatingInstances, stateChange{r.Name, instanceState{32, "shutting-down"}, instanceState{16, "running"}})
	}
	return out, nil
}

func associationID(r *world.Resource) string {
	return "iip-assoc-" + strings.TrimPrefix(r.Name, "i-")
}

func associateProfile(c *Call) (any, error) {
	r, err := c.instance(c.str("InstanceId"))
	if err != nil {
		return nil, err
	}
	p, err := c.namedProfile(c.In["IamInstanceProfile"])
	if err != nil {
		return nil, err
	}
	if r.Values["profile"] != "" {
		return nil, c.fail("IncorrectState", 400, "There is an existing association for instance %s", r.Name)
	}
	c.setValue(r, "profile", p.Name)
	return &associationOutput{associationItem{associationID(r), r.Name, instanceProfile{p.ARN(), p.ID}, "associating"}}, nil
}

func describeAssociations(c *Call) (any, error) {
	if err := c.authorize("ec2:DescribeIamInstanceProfileAssociations", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &associationsOutput{Associations: []associationItem{}}
	for _, r := range c.resourcesOf("instances") {
		if p := c.account().InstanceProfiles[r.Values["profile"]]; p != nil {
			out.Associations = append(out.Associations, associationItem{associationID(r), r.Name, instanceProfile{p.ARN(), p.ID}, "associated"})
		}
	}
	return out, nil
}
