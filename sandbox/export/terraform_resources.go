package export

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"rolecall/sandbox/world"
)

// resourceBlocks writes what an account owns besides IAM and buckets.
func (c *config) resourceBlocks(a *world.Account) {
	image := false
	for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
		c.flush()
		r := a.Resources[key]
		policy, _ := c.w.Document(r.PolicyPath())
		if r.Kind == "instances" && !image {
			image = true
			c.image()
		}
		c.resourceBlock(r, policy)
	}
}

func (c *config) resourceBlock(r *world.Resource, policy string) {
	switch r.Kind {
	case "queues":
		c.named("aws_sqs_queue", r)
		c.owned("aws_sqs_queue_policy", r, policy, "queue_url", "aws_sqs_queue", "id")
	case "topics":
		c.named("aws_sns_topic", r)
		c.owned("aws_sns_topic_policy", r, policy, "arn", "aws_sns_topic", "arn")
	case "tables":
		c.tableBlocks(r, policy)
	case "functions":
		c.functionBlock(r, policy)
	case "parameters":
		b := c.block("aws_ssm_parameter", r.ARN(), r.Name)
		plain(b, "name", parameterName(r))
		typ := orElse(r.Values["type"], "String")
		plain(b, "type", typ)
		if typ == "SecureString" {
			c.secret(b, "value", "parameter", r)
		} else {
			plain(b, "value", r.Values["value"])
		}
		tags(b, r.Tags)
	case "instances":
		c.instanceBlock(r)
	case "secrets":
		c.named("aws_secretsmanager_secret", r)
		if r.Values["value"] != "" {
			b := c.block("aws_secretsmanager_secret_version", r.ARN(), r.Name)
			b.SetAttributeRaw("secret_id", c.attr("aws_secretsmanager_secret", r.ARN(), "id"))
			c.secret(b, "secret_string", "secret", r)
		}
		c.owned("aws_secretsmanager_secret_policy", r, policy, "secret_arn", "aws_secretsmanager_secret", "arn")
	case "keys":
		c.keyBlocks(r, policy)
	default:
		c.leave("%s: the export doesn't know what kind of resource it is.", r.ARN())
	}
}

// named begins a resource that has a name and tags.
func (c *config) named(typ string, r *world.Resource) *hclwrite.Body {
	b := c.block(typ, r.ARN(), r.Name)
	plain(b, "name", r.Name)
	tags(b, r.Tags)
	return b
}

// owned writes a resource's own policy, which says by a reference whose it is.
func (c *config) owned(typ string, r *world.Resource, policy, attribute, owner, of string) {
	if policy == "" {
		return
	}
	b := c.block(typ, r.ARN(), r.Name)
	b.SetAttributeRaw(attribute, c.attr(owner, r.ARN(), of))
	c.policy(b, "policy", policy)
}

// secret sets an attribute to a variable that holds a value nobody should read
// over a shoulder; its default is the world's, which is no secret.
func (c *config) secret(b *hclwrite.Body, attribute, kind string, r *world.Resource) {
	name := c.names.pick("variable", kind+"_"+c.label[r.Account]+"_"+r.Name, kind)
	b.SetAttributeRaw(attribute, variable(name).tokens())
	c.variable(name, "What "+kind+" "+oneLine(r.Name)+" holds. The default is the sandbox's; keep real ones out of files.", r.Values["value"], true)
}

func (c *config) tableBlocks(r *world.Resource, policy string) {
	b := c.named("aws_dynamodb_table", r)
	if read, write, ok := provisioned(r); ok {
		plain(b, "billing_mode", "PROVISIONED")
		b.SetAttributeValue("read_capacity", cty.NumberIntVal(read))
		b.SetAttributeValue("write_capacity", cty.NumberIntVal(write))
	} else {
		plain(b, "billing_mode", "PAY_PER_REQUEST")
	}
	plain(b, "hash_key", tableKey(r))
	key := b.AppendNewBlock("attribute", nil).Body()
	plain(key, "name", tableKey(r))
	plain(key, "type", orElse(r.Values["key_type"], "S"))
	for _, k := range slices.Sorted(maps.Keys(r.Values)) {
		item, ok := strings.CutPrefix(k, itemPrefix)
		if !ok {
			continue
		}
		doc, err := parseJSON(r.Values[k])
		if err != nil {
			c.leave("item %s of table %s: it isn't JSON.", item, r.Name)
			continue
		}
		c.flush() // the table's own block is complete
		b := c.block("aws_dynamodb_table_item", r.ARN()+" "+item, r.Name+"_"+item)
		b.SetAttributeRaw("table_name", c.attr("aws_dynamodb_table", r.ARN(), "name"))
		b.SetAttributeRaw("hash_key", c.attr("aws_dynamodb_table", r.ARN(), "hash_key"))
		b.SetAttributeRaw("item", hclwrite.TokensForFunctionCall("jsonencode", (&symbols{}).value(doc, false)))
	}
	c.owned("aws_dynamodb_resource_policy", r, policy, "resource_arn", "aws_dynamodb_table", "arn")
}

func (c *config) functionBlock(r *world.Resource, policy string) {
	role := c.functionRole(r)
	if role == "" {
		c.leave("function %s of %s has no role, which Lambda doesn't allow.", r.Name, r.Account)
		return
	}
	b := c.block("aws_lambda_function", r.ARN(), r.Name)
	plain(b, "function_name", r.Name)
	b.SetAttributeRaw("role", c.symbols.text(role, true))
	plain(b, "runtime", orElse(r.Values["runtime"], anyRuntime))
	plain(b, "handler", orElse(r.Values["handler"], anyHandler))
	c.remark(b, "The function's code, which the sandbox doesn't hold.")
	plain(b, "filename", "function.zip")
	tags(b, r.Tags)
	if policy != "" {
		c.leave("the policy of function %s: Lambda takes it statement by statement; write an aws_lambda_permission for each.", r.Name)
	}
}

// image writes what looks up the newest image in an account.
func (c *config) image() {
	c.file.Body().AppendNewline()
	b := c.file.Body().AppendNewBlock("data", []string{"aws_ssm_parameter", c.label[c.account] + "_image"}).Body()
	b.SetAttributeTraversal("provider", hcl.Traversal{hcl.TraverseRoot{Name: "aws"}, hcl.TraverseAttr{Name: c.label[c.account]}})
	plain(b, "name", latestImage)
}

func (c *config) instanceBlock(r *world.Resource) {
	c.leave("instance %s of %s comes back under another id, from the newest Amazon Linux image.", r.Name, r.Account)
	b := c.block("aws_instance", r.ARN(), r.Name)
	b.SetAttributeRaw("ami", symbol{name: []string{"data", "aws_ssm_parameter", c.label[c.account] + "_image", "value"}}.tokens())
	plain(b, "instance_type", orElse(r.Values["type"], "t3.micro"))
	if p := c.w.Account(r.Account).InstanceProfiles[r.Values["profile"]]; p != nil {
		b.SetAttributeRaw("iam_instance_profile", c.attr("aws_iam_instance_profile", p.ARN(), "name"))
	}
	tags(b, r.Tags)
}

func (c *config) keyBlocks(r *world.Resource, policy string) {
	b := c.block("aws_kms_key", r.ARN(), r.Name)
	plain(b, "description", r.Name)
	tags(b, r.Tags)
	alias := c.block("aws_kms_alias", r.ARN(), r.Name)
	alias.SetAttributeValue("name", cty.StringVal(keyAlias(r)))
	alias.SetAttributeRaw("target_key_id", c.attr("aws_kms_key", r.ARN(), "key_id"))
	c.owned("aws_kms_key_policy", r, policy, "key_id", "aws_kms_key", "key_id")
}
