package awsapi

import (
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// aliasOperations are the calls about aliases. A key's name in a world is its
// alias; one that has none goes by its id.
func aliasOperations() []*Operation {
	return []*Operation{
		{Service: "kms", Name: "CreateAlias", do: createAlias, Doc: "Gives a key a name to be called by.", Input: []Param{
			required(str("AliasName", "The alias: alias/….", 1, 256, `alias/[a-zA-Z0-9/_-]+`)), required(str("TargetKeyId", "The key's id or ARN.", 1, 2048, ""))}},
		{Service: "kms", Name: "ListAliases", do: listAliases, Doc: "Lists the aliases of the account's keys."},
	}
}

// aliasItem is an alias of a key.
type aliasItem struct {
	AliasName   string `json:"AliasName"`
	AliasARN    string `json:"AliasArn"`
	TargetKeyID string `json:"TargetKeyId"`
}

// listAliasesOutput answers ListAliases.
type listAliasesOutput struct {
	Aliases []aliasItem `json:"Aliases"`
}

// createAlias asks for the alias and for the key.
func createAlias(c *Call) (any, error) {
	name := strings.TrimPrefix(c.str("AliasName"), "alias/")
	alias := world.Target{ARN: c.arnOf("kms", "alias/"+name), Account: c.Access.Who.Account}
	if err := c.authorize("kms:CreateAlias", alias, nil); err != nil {
		return nil, err
	}
	r, target := c.key(c.str("TargetKeyId"))
	if r == nil || r.Account != c.Access.Who.Account {
		return nil, c.noKey(target)
	}
	if err := c.authorize("kms:CreateAlias", target, nil); err != nil {
		return nil, err
	}
	switch {
	case strings.HasPrefix(name, "aws/"):
		return nil, c.fail("NotAuthorizedException", 400, "Aliases that begin with alias/aws/ are AWS's own.")
	case c.account().Resource("keys", name) != nil:
		return nil, c.fail("AlreadyExistsException", 400, "An alias with the name %s already exists", alias.ARN)
	case r.Name != newKeyMetadata(r).KeyID:
		return nil, c.fail("LimitExceededException", 400, "A key of the sandbox has one alias; this one is alias/%s.", r.Name)
	}
	c.World.RenameResource(r, name)
	return nil, nil
}

func listAliases(c *Call) (any, error) {
	if err := c.authorize("kms:ListAliases", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &listAliasesOutput{Aliases: []aliasItem{}}
	for _, r := range c.resourcesOf("keys") {
		if id := newKeyMetadata(r).KeyID; r.Name != id {
			out.Aliases = append(out.Aliases, aliasItem{"alias/" + r.Name, c.arnOf("kms", "alias/"+r.Name), id})
		}
	}
	return out, nil
}

// keyByAlias is the key that an alias or its ARN stands for; nil for other names.
func (c *Call) keyByAlias(id string) *world.Resource {
	account := c.Access.Who.Account
	if a, ok := iam.ParseARN(id); ok && a.Service == "kms" {
		account, id = a.Account, a.Resource
	}
	name, ok := strings.CutPrefix(id, "alias/")
	if a := c.World.Account(account); ok && a != nil {
		return a.Resource("keys", name)
	}
	return nil
}
