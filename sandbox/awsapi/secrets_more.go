package awsapi

import (
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// vaultOperations are the calls of Secrets Manager and of Systems Manager's
// parameters besides those that read one value.
func vaultOperations() []*Operation {
	secret := required(str("SecretId", "The secret's name or ARN.", 1, 2048, ""))
	value := str("SecretString", "The value.", 1, 65536, "")
	sm := func(name, doc string, do func(*Call) (any, error), in ...Param) *Operation {
		return &Operation{Service: "secretsmanager", Name: name, Doc: doc, Input: in, do: do}
	}
	ssm := func(name, doc string, do func(*Call) (any, error), in ...Param) *Operation {
		return &Operation{Service: "ssm", Name: name, Doc: doc, Input: in, do: do}
	}
	decryption := boolean("WithDecryption", "Whether to decrypt secure strings.")
	return []*Operation{
		sm("CreateSecret", "Makes a secret.", createSecret, required(str("Name", "The secret's name.", 1, 512, `[\w/+=.@-]+`)), value, tagsParam("Tags of the secret.")),
		sm("DescribeSecret", "Shows a secret without its value.", describeSecret, secret),
		sm("PutSecretValue", "Gives a secret a new value.", putSecretValue, secret, value),
		sm("GetResourcePolicy", "Shows a secret's policy.", getSecretPolicy, secret),
		sm("PutResourcePolicy", "Sets a secret's policy.", putSecretPolicy, secret, required(str("ResourcePolicy", "The policy.", 1, 20480, "")), boolean("BlockPublicPolicy", "Whether to refuse a policy that lets everybody in; the sandbox doesn't look.")),
		sm("DeleteResourcePolicy", "Takes a secret's policy away.", deleteSecretPolicy, secret),
		ssm("GetParameters", "Reads parameters by their names.", getParameters, required(listOf("Names", "The parameters' names.", 10, Shape{Type: String, Min: 1, Max: 2048})), decryption),
		ssm("GetParametersByPath", "Reads the parameters under a path.", getParametersByPath, required(str("Path", "The path, such as /app.", 1, 2048, "")), boolean("Recursive", "Whether those further below count."), decryption),
		ssm("DescribeParameters", "Lists the parameters of the account.", describeParameters),
		ssm("DeleteParameter", "Removes a parameter.", deleteParameter, required(str("Name", "The parameter's name.", 1, 2048, ""))),
	}
}

// secretVersionOutput answers CreateSecret and PutSecretValue.
type secretVersionOutput struct {
	ARN       string `json:"ARN"`
	Name      string `json:"Name"`
	VersionID string `json:"VersionId,omitempty"`
	// VersionStages are the new version's staging labels, which PutSecretValue answers.
	VersionStages []string `json:"VersionStages,omitempty"`
}

// describeSecretOutput answers DescribeSecret.
type describeSecretOutput struct {
	ARN         string    `json:"ARN"`
	Name        string    `json:"Name"`
	Tags        []tagItem `json:"Tags,omitempty"`
	CreatedDate time.Time `json:"CreatedDate"`
}

// secretPolicyOutput answers the calls about a secret's policy.
type secretPolicyOutput struct {
	ARN            string `json:"ARN"`
	Name           string `json:"Name"`
	ResourcePolicy string `json:"ResourcePolicy,omitempty"`
}

// getParametersOutput answers GetParameters and GetParametersByPath.
type getParametersOutput struct {
	Parameters        []parameterItem `json:"Parameters"`
	InvalidParameters []string        `json:"InvalidParameters,omitempty"`
}

// parameterSummary is a parameter without its value.
type parameterSummary struct {
	Name             string    `json:"Name"`
	ARN              string    `json:"ARN"`
	Type             string    `json:"Type"`
	LastModifiedDate time.Time `json:"LastModifiedDate"`
}

// describeParametersOutput answers DescribeParameters.
type describeParametersOutput struct {
	Parameters []parameterSummary `json:"Parameters"`
}

// secret is the call's secret once the caller may do the operation to it.
func (c *Call) secret() (*world.Resource, error) {
	r, target := c.resource("secrets", c.str("SecretId"), c.arnOf("secretsmanager", "secret:"+c.str("SecretId")))
	if err := c.authorize(c.Op.Action, target, world.Context{"secretsmanager:SecretId": {target.ARN}}); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.fail("ResourceNotFoundException", 400, "Secrets Manager can't find the specified secret.")
	}
	return r, nil
}

func createSecret(c *Call) (any, error) {
	name := c.str("Name")
	old, target := c.resource("secrets", name, c.arnOf("secretsmanager", "secret:"+name))
	target.Policy = ""
	if err := c.authorizeWithTags(target, "secretsmanager:TagResource", c.tagMap(), world.Context{"secretsmanager:Name": {name}}); err != nil {
		return nil, err
	}
	if old != nil {
		return nil, c.fail("ResourceExistsException", 400, "The operation failed because the secret %s already exists.", name)
	}
	if err := c.tooBig("ValidationException", c.str("SecretString")); err != nil {
		return nil, err
	}
	r, err := c.World.AddResource(c.account(), "secrets", name)
	if err != nil {
		return nil, c.fail("ValidationException", 400, "%s", err.Error())
	}
	r.Tags = c.tagMap()
	c.setValue(r, "value", c.str("SecretString"))
	return &secretVersionOutput{ARN: r.ARN(), Name: r.Name, VersionID: c.World.NewUUID()}, nil
}

func describeSecret(c *Call) (any, error) {
	r, err := c.secret()
	if err != nil {
		return nil, err
	}
	return &describeSecretOutput{r.ARN(), r.Name, tagItems(r.Tags), r.Created}, nil
}

func putSecretValue(c *Call) (any, error) {
	r, err := c.secret()
	if err != nil {
		return nil, err
	}
	if !c.has("SecretString") {
		return nil, c.fail("InvalidRequestException", 400, "You must provide either SecretString or SecretBinary.")
	}
	if err := c.tooBig("ValidationException", c.str("SecretString")); err != nil {
		return nil, err
	}
	c.setValue(r, "value", c.str("SecretString"))
	return &secretVersionOutput{r.ARN(), r.Name, c.World.NewUUID(), []string{"AWSCURRENT"}}, nil
}

func getSecretPolicy(c *Call) (any, error) {
	r, err := c.secret()
	if err != nil {
		return nil, err
	}
	src, _ := c.World.Document(r.PolicyPath())
	return &secretPolicyOutput{r.ARN(), r.Name, src}, nil
}

func putSecretPolicy(c *Call) (any, error) {
	r, err := c.secret()
	if err != nil {
		return nil, err
	}
	if err := c.setPolicy(r, c.str("ResourcePolicy"), "MalformedPolicyDocumentException"); err != nil {
		return nil, err
	}
	return &secretPolicyOutput{ARN: r.ARN(), Name: r.Name}, nil
}

func deleteSecretPolicy(c *Call) (any, error) {
	r, err := c.secret()
	if err != nil {
		return nil, err
	}
	if err := c.setPolicy(r, "", ""); err != nil {
		return nil, err
	}
	return &secretPolicyOutput{ARN: r.ARN(), Name: r.Name}, nil
}

func newParameterItem(r *world.Resource, name string) parameterItem {
	return parameterItem{name, orElse(r.Values["type"], "String"), r.Values["value"], 1, r.Created, r.ARN(), "text"}
}

func getParameters(c *Call) (any, error) {
	out := &getParametersOutput{Parameters: []parameterItem{}}
	for _, asked := range c.strs("Names") {
		name := parameterName(asked)
		r, target := c.resource("parameters", name, c.arnOf("ssm", "parameter/"+name))
		if err := c.authorize("ssm:GetParameters", target, nil); err != nil {
			return nil, err
		}
		if r == nil {
			out.InvalidParameters = append(out.InvalidParameters, asked)
			continue
		}
		out.Parameters = append(out.Parameters, newParameterItem(r, asked))
	}
	return out, nil
}

// getParametersByPath is authorized on the path, as if that were a parameter; what
// lies below isn't asked for one by one.
func getParametersByPath(c *Call) (any, error) {
	path := strings.Trim(c.str("Path"), "/")
	target := world.Target{ARN: c.arnOf("ssm", "parameter/"+path), Account: c.Access.Who.Account}
	recursive, _ := c.In["Recursive"].(bool)
	ctx := world.Context{"ssm:Recursive": {"false"}}
	if recursive {
		ctx["ssm:Recursive"] = []string{"true"}
	}
	if err := c.authorize("ssm:GetParametersByPath", target, ctx); err != nil {
		return nil, err
	}
	out := &getParametersOutput{Parameters: []parameterItem{}}
	for _, r := range c.resourcesOf("parameters") {
		rest, below := strings.CutPrefix(r.Name, path+"/")
		if path == "" {
			rest, below = r.Name, true
		}
		if below && (recursive || !strings.Contains(rest, "/")) {
			out.Parameters = append(out.Parameters, newParameterItem(r, "/"+r.Name))
		}
	}
	return out, nil
}

func describeParameters(c *Call) (any, error) {
	if err := c.authorize("ssm:DescribeParameters", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &describeParametersOutput{Parameters: []parameterSummary{}}
	for _, r := range c.resourcesOf("parameters") {
		out.Parameters = append(out.Parameters, parameterSummary{"/" + r.Name, r.ARN(), orElse(r.Values["type"], "String"), r.Created})
	}
	return out, nil
}

func deleteParameter(c *Call) (any, error) {
	name := parameterName(c.str("Name"))
	r, target := c.resource("parameters", name, c.arnOf("ssm", "parameter/"+name))
	if err := c.authorize("ssm:DeleteParameter", target, nil); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.fail("ParameterNotFound", 400, "")
	}
	c.World.DeleteResource(r)
	return nil, nil
}
