package awsapi

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// computeOperations are the few calls of Lambda and EC2 that show what runs as
// which role, and who may hand a role to it.
func computeOperations() []*Operation {
	function := required(str("FunctionName", "The function's name or ARN.", 1, 170, ""))
	role := str("Role", "The ARN of the role that the function runs as.", arnMin, arnMax, "")
	profile := Param{Name: "IamInstanceProfile", Doc: "The instance profile: Name=… or Arn=….", Shape: Shape{Type: Structure, Members: []Param{
		text("Arn", "Its ARN."), text("Name", "Its name."),
	}}}
	return []*Operation{
		{Service: "lambda", Name: "ListFunctions", do: listFunctions, Doc: "Lists the functions of the account."},
		{Service: "lambda", Name: "GetFunctionConfiguration", do: getFunction, Doc: "Shows a function and its role.", Input: []Param{function}},
		{Service: "lambda", Name: "CreateFunction", do: createFunction, Doc: "Makes a function that runs as a role.",
			Input: []Param{required(str("FunctionName", "The function's name.", 1, 64, `[\w-]+`)), text("Runtime", "What it is written for."), required(role), text("Handler", "Where it begins."), text("ZipFile", "The code; the sandbox doesn't look into it.")}},
		{Service: "lambda", Name: "UpdateFunctionConfiguration", do: updateFunction, Doc: "Changes the role that a function runs as.", Input: []Param{function, role}},
		{Service: "lambda", Name: "Invoke", Action: "lambda:InvokeFunction", do: invokeFunction, Streams: true, Doc: "Runs a function.",
			Input: []Param{function, enum("InvocationType", "Whether to wait for the answer, to leave the event behind, or only to ask whether the call is allowed.", "RequestResponse", "Event", "DryRun"),
				blob("Payload", "What it is given.")}},
		{Service: "ec2", Name: "DescribeInstances", do: describeInstances, Doc: "Lists the instances of the account."},
		{Service: "ec2", Name: "RunInstances", do: runInstances, Doc: "Starts an instance, with an instance profile if one is named.",
			Input: []Param{text("ImageId", "The image it starts from."), text("InstanceType", "How large it is."), profile,
				{Name: "MaxCount", Option: "--count", Doc: "How many: 1 to 5, 1 unless given.", Shape: Shape{Type: Integer, Min: 1, Max: 5}}}},
	}
}

// functionItem is a Lambda function.
type functionItem struct {
	FunctionName string `json:"FunctionName"`
	FunctionARN  string `json:"FunctionArn"`
	Runtime      string `json:"Runtime,omitempty"`
	Role         string `json:"Role"`
	Handler      string `json:"Handler,omitempty"`
}

// listFunctionsOutput answers ListFunctions.
type listFunctionsOutput struct {
	Functions []functionItem `json:"Functions"`
}

// invokeOutput answers Invoke.
type invokeOutput struct {
	StatusCode      int64  `json:"StatusCode"`
	ExecutedVersion string `json:"ExecutedVersion,omitempty"`
}

// Body is what the function answered; nothing when nobody waited for it.
func (o *invokeOutput) Body() []byte {
	if o.StatusCode != 200 {
		return nil
	}
	return []byte("null")
}

// instanceItem is an EC2 instance.
type instanceItem struct {
	InstanceID         string           `json:"InstanceId"`
	ImageID            string           `json:"ImageId,omitempty"`
	InstanceType       string           `json:"InstanceType,omitempty"`
	LaunchTime         time.Time        `json:"LaunchTime"`
	IAMInstanceProfile *instanceProfile `json:"IamInstanceProfile,omitempty"`
	State              instanceState    `json:"State"`
}

// instanceProfile is the profile that an instance carries.
type instanceProfile struct {
	ARN string `json:"Arn"`
	ID  string `json:"Id"`
}

// instanceState is how an instance does.
type instanceState struct {
	Code int64  `json:"Code"`
	Name string `json:"Name"`
}

// reservation is instances that were started together.
type reservation struct {
	ReservationID string         `json:"ReservationId"`
	OwnerID       string         `json:"OwnerId"`
	Instances     []instanceItem `json:"Instances"`
}

// describeInstancesOutput answers DescribeInstances.
type describeInstancesOutput struct {
	Reservations []reservation `json:"Reservations"`
}

func (c *Call) functionItem(r *world.Resource) functionItem {
	role := r.Values["role"]
	if role != "" && !strings.HasPrefix(role, "arn:") {
		if x := c.World.Account(r.Account).Roles[role]; x != nil {
			role = x.ARN()
		}
	}
	return functionItem{r.Name, r.ARN(), r.Values["runtime"], role, r.Values["handler"]}
}

func listFunctions(c *Call) (any, error) {
	if err := c.authorize("lambda:ListFunctions", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &listFunctionsOutput{Functions: []functionItem{}}
	for _, r := range c.resourcesOf("functions") {
		out.Functions = append(out.Functions, c.functionItem(r))
	}
	return out, nil
}

// function finds the call's function once the caller may do the operation to it.
func (c *Call) function() (*world.Resource, error) {
	r, target := c.resource("functions", c.str("FunctionName"), c.arnOf("lambda", "function:"+c.str("FunctionName")))
	if err := c.authorize(c.Op.Action, target, nil); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.fail("ResourceNotFoundException", 404, "Function not found: %s", target.ARN)
	}
	return r, nil
}

func getFunction(c *Call) (any, error) {
	r, err := c.function()
	if err != nil {
		return nil, err
	}
	item := c.functionItem(r)
	return &item, nil
}

func invokeFunction(c *Call) (any, error) {
	if _, err := c.function(); err != nil {
		return nil, err
	}
	switch c.str("InvocationType") {
	case "Event":
		return &invokeOutput{StatusCode: 202}, nil
	case "DryRun":
		return &invokeOutput{StatusCode: 204}, nil
	}
	return &invokeOutput{200, "$LATEST"}, nil
}

// lambdaRole checks the role that a function is to run as: the caller may pass
// it, it is the account's own, and it trusts Lambda.
func (c *Call) lambdaRole(arn string) (*world.Role, error) {
	r := c.World.RoleByARN(arn)
	if r != nil && r.Account != c.Access.Who.Account {
		return nil, c.fail("AccessDeniedException", 400, "Cross-account pass role is not allowed.")
	}
	if r == nil {
		return nil, c.fail("InvalidParameterValueException", 400, "The role defined for the function cannot be assumed by Lambda.")
	}
	if err := c.passRole(r, "lambda.amazonaws.com"); err != nil {
		return nil, err
	}
	service, _ := c.World.Begin(world.Caller{Kind: world.CallerService, Service: "lambda.amazonaws.com"})
	if service.Authorize("sts:AssumeRole", r.TrustTarget(), nil) != nil {
		return nil, c.fail("InvalidParameterValueException", 400, "The role defined for the function cannot be assumed by Lambda.")
	}
	return r, nil
}

func createFunction(c *Call) (any, error) {
	name := c.str("FunctionName")
	old, target := c.resource("functions", name, c.arnOf("lambda", "function:"+name))
	if err := c.authorize("lambda:CreateFunction", target, nil); err != nil {
		return nil, err
	}
	role, err := c.lambdaRole(c.str("Role"))
	if err != nil {
		return nil, err
	}
	if old != nil {
		return nil, c.fail("ResourceConflictException", 409, "Function already exist: %s", name)
	}
	r, err := c.World.AddResource(c.World.Account(c.Access.Who.Account), "functions", name)
	if err != nil {
		return nil, c.fail("InvalidParameterValueException", 400, "%s", err.Error())
	}
	r.Values = map[string]string{"role": role.ARN(), "runtime": c.str("Runtime"), "handler": c.str("Handler")}
	c.World.Touch()
	item := c.functionItem(r)
	return &item, nil
}

func updateFunction(c *Call) (any, error) {
	r, err := c.function()
	if err != nil {
		return nil, err
	}
	if c.has("Role") {
		role, err := c.lambdaRole(c.str("Role"))
		if err != nil {
			return nil, err
		}
		c.setValue(r, "role", role.ARN())
	}
	item := c.functionItem(r)
	return &item, nil
}

func (c *Call) instanceItem(r *world.Resource) instanceItem {
	item := instanceItem{r.Name, r.Values["image"], r.Values["type"], r.Created, nil, instanceState{16, "running"}}
	if p := c.World.Account(r.Account).InstanceProfiles[r.Values["profile"]]; p != nil {
		item.IAMInstanceProfile = &instanceProfile{p.ARN(), p.ID}
	}
	return item
}

func describeInstances(c *Call) (any, error) {
	if err := c.authorize("ec2:DescribeInstances", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &describeInstancesOutput{Reservations: []reservation{}}
	for _, r := range c.resourcesOf("instances") {
		out.Reservations = append(out.Reservations, c.reservation(r))
	}
	return out, nil
}

func (c *Call) reservation(r *world.Resource) reservation {
	return reservation{"r-" + strings.TrimPrefix(r.Name, "i-"), r.Account, []instanceItem{c.instanceItem(r)}}
}

func runInstances(c *Call) (any, error) {
	if err := c.authorizeRun(); err != nil {
		return nil, err
	}
	values := map[string]string{"image": c.str("ImageId"), "type": orElse(c.str("InstanceType"), "t3.micro")}
	if c.has("IamInstanceProfile") {
		p, err := c.namedProfile(c.In["IamInstanceProfile"])
		if err != nil {
			return nil, err
		}
		values["profile"] = p.Name
	}
	a := c.World.Account(c.Access.Who.Account)
	if len(c.resourcesOf("instances")) >= 50 {
		return nil, c.fail("InstanceLimitExceeded", 400, "An account of the sandbox runs at most 50 instances.")
	}
	var out reservation
	for range max(1, c.num("MaxCount")) {
		id := fmt.Sprintf("i-%s", strings.ReplaceAll(c.World.NewUUID(), "-", "")[:17])
		r, err := c.World.AddResource(a, "instances", id)
		if err != nil {
			return nil, c.fail("InvalidParameterValue", 400, "%s", err.Error())
		}
		r.Values = maps.Clone(values)
		next := c.reservation(r)
		next.Instances = append(out.Instances, next.Instances...)
		out = next
	}
	c.World.Touch()
	return &out, nil
}

// authorizeRun asks for everything that starting an instance touches: the instance
// itself, its image, and the network interface, security group, subnet and volume
// that it gets; see "Actions, resources, and condition keys for Amazon EC2".
func (c *Call) authorizeRun() error {
	ctx := world.Context{"ec2:InstanceType": {orElse(c.str("InstanceType"), "t3.micro")}}
	if v := c.In["IamInstanceProfile"]; v != nil {
		if arn := orElse(member(v, "Arn"), c.iamTarget("instance-profile", member(v, "Name")).ARN); arn != "" {
			ctx["ec2:InstanceProfile"] = []string{arn}
		}
	}
	for _, kind := range []string{"instance", "image", "network-interface", "security-group", "subnet", "volume"} {
		target := world.Target{ARN: c.arnOf("ec2", kind+"/*"), Account: c.Access.Who.Account}
		extra := ctx
		if kind != "instance" {
			extra = nil
		}
		if kind == "image" {
			// An image's ARN names no account.
			target.ARN = "arn:aws:ec2:" + world.Region + "::image/" + orElse(c.str("ImageId"), "*")
		}
		if err := c.authorize("ec2:RunInstances", target, extra); err != nil {
			return err
		}
	}
	return nil
}

// namedProfile is the profile that an instance is to carry, whose role the caller
// must be allowed to pass.
func (c *Call) namedProfile(v any) (*world.InstanceProfile, error) {
	name := member(v, "Name")
	if arn := member(v, "Arn"); arn != "" {
		name = arn[strings.LastIndexByte(arn, '/')+1:]
	}
	a := c.World.Account(c.Access.Who.Account)
	p := a.InstanceProfiles[name]
	if p == nil {
		return nil, c.fail("InvalidParameterValue", 400, "Value (%s) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name", name)
	}
	if r := a.Roles[p.Role]; r != nil {
		if err := c.passRole(r, "ec2.amazonaws.com"); err != nil {
			return nil, err
		}
	}
	return p, nil
}
