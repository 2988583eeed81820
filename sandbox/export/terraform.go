package export

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
)

// config collects a Terraform configuration.
type config struct {
	*plan
	file    *hclwrite.File  // the blocks in hand
	begun   int             // about how many bytes they come to
	enough  int             // how many are written out together
	done    strings.Builder // the blocks before those
	symbols symbols
	names   namer
	ids     map[string]string // name of a resource block, by type and ARN or path
	vars    []symbol          // variables for account ids, in the order of ids
	buckets []symbol          // variables for the names of buckets
	account string            // whose provider the next blocks take
	blocks  []symbol          // the resource blocks so far
}

// Terraform writes a world as one file of Terraform configuration for the AWS
// provider, with a provider for each account and a variable for whatever is not
// known here: account ids, profiles, bucket names, secrets. Policies are
// `jsonencode` of an object that says exactly what the document says; principals
// of the world are references, so that Terraform makes them first. The error is the
// budget's, and there is no text then.
func Terraform(b *budget.Budget, w *world.World, title string) (Text, error) {
	return terraformBy(flushed, b, w, title)
}

// terraformBy is [Terraform], which writes out so many bytes of blocks together.
func terraformBy(enough int, b *budget.Budget, w *world.World, title string) (Text, error) {
	c := &config{plan: newPlan(b, w), enough: enough, file: hclwrite.NewEmptyFile(), ids: map[string]string{}}
	c.know()
	c.settings()
	for _, a := range c.accounts {
		c.section("%s, account %s", a.Name, a.ID)
		c.account = a.ID
		c.identities(a)
		c.roleBlocks(a)
		c.bucketBlocks(a)
		c.resourceBlocks(a)
	}
	c.organizationBlocks()
	if !c.spend(len(title)) {
		return Text{}, c.err
	}
	c.write()
	return Text{"main.tf", c.header(title) + c.done.String(), c.left}, nil
}

func (c *config) header(title string) string {
	var b strings.Builder
	say := func(text string) {
		for _, l := range wrapped(text) {
			b.WriteString(strings.TrimSpace("# "+l) + "\n")
		}
	}
	say(title)
	b.WriteString("#\n")
	say("A world of the Rolecall sandbox, as Terraform that builds it in real accounts. Read it before you apply it: it makes users, roles and policies, some of them wrong on purpose.")
	b.WriteString("#\n")
	say("The accounts' ids are those of AWS's documentation. Put your own in a terraform.tfvars, with a profile of ~/.aws/config for each account and bucket names that nobody else has:")
	for _, v := range slices.Concat(c.vars, c.buckets) {
		b.WriteString("#   " + v.name[1] + ` = "` + v.text + "\"\n")
	}
	if len(c.left) > 0 {
		b.WriteString("#\n")
		say("Not in here:")
		for _, l := range c.left {
			lines := wrapped(l)
			b.WriteString("# - " + lines[0] + "\n")
			for _, more := range lines[1:] {
				b.WriteString("#   " + more + "\n")
			}
		}
	}
	b.WriteString("\n")
	return b.String()
}

// flushed is about how many bytes of blocks are kept as tokens, which take a hundred
// times the room of their text.
const flushed = 32 << 10

// flush writes the blocks in hand out once there are enough of them. It is called
// where no body of theirs is still being written to.
func (c *config) flush() {
	if c.begun >= c.enough {
		c.write()
	}
}

func (c *config) write() {
	c.done.Write(hclwrite.Format(c.file.Bytes()))
	c.file, c.begun = hclwrite.NewEmptyFile(), 0
}

func (c *config) section(format string, args ...any) {
	if c.flush(); !c.spend(blockSize) {
		return
	}
	c.file.Body().AppendNewline()
	c.remark(c.file.Body(), fmt.Sprintf("--- "+format+" ---", args...))
}

// remark writes a comment into a body.
func (c *config) remark(b *hclwrite.Body, text string) {
	var t hclwrite.Tokens
	for _, l := range wrapped(text) {
		t = append(t, token(hclsyntax.TokenComment, "# "+l+"\n"))
	}
	b.AppendUnstructuredTokens(t)
}

// blockSize is about what a block of Terraform takes besides its policy.
const blockSize = 256

// block begins a resource of the account in hand. key names it for references.
func (c *config) block(typ, key, name string) *hclwrite.Body {
	id := c.blockName(typ, key, name)
	if !c.spend(blockSize) {
		return hclwrite.NewEmptyFile().Body()
	}
	c.begun += blockSize
	c.blocks = append(c.blocks, symbol{name: []string{typ, id}})
	c.file.Body().AppendNewline()
	b := c.file.Body().AppendNewBlock("resource", []string{typ, id}).Body()
	b.SetAttributeTraversal("provider", hcl.Traversal{hcl.TraverseRoot{Name: "aws"}, hcl.TraverseAttr{Name: c.label[c.account]}})
	return b
}

// blockName is the name of a resource block: picked at its first mention.
func (c *config) blockName(typ, key, name string) string {
	if id, ok := c.ids[typ+" "+key]; ok {
		return id
	}
	id := c.names.pick(typ, c.label[c.account]+"_"+name, "it")
	c.ids[typ+" "+key] = id
	return id
}

// after has a block wait for others of which no attribute is needed.
func after(b *hclwrite.Body, others ...symbol) {
	out := hclwrite.Tokens{token(hclsyntax.TokenOBrack, "[")}
	for i, o := range others {
		if i > 0 {
			out = append(out, token(hclsyntax.TokenComma, ","))
		}
		if len(others) > 1 {
			out = append(out, token(hclsyntax.TokenNewline, "\n"))
		}
		out = append(out, o.tokens()...)
	}
	if len(others) > 1 {
		out = append(out, token(hclsyntax.TokenComma, ","), token(hclsyntax.TokenNewline, "\n"))
	}
	b.SetAttributeRaw("depends_on", append(out, token(hclsyntax.TokenCBrack, "]")))
}

// attr is an attribute of another block: aws_iam_role.tools_deploy.name.
func (c *config) attr(typ, key, attribute string) hclwrite.Tokens {
	return symbol{name: []string{typ, c.ids[typ+" "+key], attribute}}.tokens()
}

// plain sets a string attribute, unless it is empty.
func plain(b *hclwrite.Body, name, value string) {
	if value != "" {
		b.SetAttributeValue(name, cty.StringVal(value))
	}
}

// tags sets the tags of a resource.
func tags(b *hclwrite.Body, list map[string]string) {
	if len(list) == 0 {
		return
	}
	var attrs []hclwrite.ObjectAttrTokens
	for _, k := range slices.Sorted(maps.Keys(list)) {
		name := str(k)
		if plainName.MatchString(k) && k != "for" {
			name = hclwrite.TokensForIdentifier(k)
		}
		attrs = append(attrs, hclwrite.ObjectAttrTokens{Name: name, Value: str(list[k])})
	}
	b.SetAttributeRaw("tags", hclwrite.TokensForObject(attrs))
}

// plainName is what is safe as the name of an object's member without quotes.
var plainName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// policy sets an attribute to a policy document.
func (c *config) policy(b *hclwrite.Body, name, src string) {
	if !c.spend(2 * len(src)) {
		return
	}
	c.begun += len(src)
	doc, err := parseJSON(src)
	if err != nil {
		plain(b, name, src)
		return
	}
	if c.refused(src) {
		c.remark(b, "AWS refuses this until you name another principal than the deleted one.")
	}
	b.SetAttributeRaw(name, hclwrite.TokensForFunctionCall("jsonencode", c.symbols.value(doc, false)))
}

// settings writes what Terraform needs to know, the variables and the providers.
func (c *config) settings() {
	body := c.file.Body()
	tf := body.AppendNewBlock("terraform", nil).Body()
	plain(tf, "required_version", ">= 1.5")
	tf.AppendNewBlock("required_providers", nil).Body().SetAttributeValue("aws",
		cty.ObjectVal(map[string]cty.Value{"source": cty.StringVal("hashicorp/aws"), "version": cty.StringVal(">= 5.81")}))
	c.variable("region", "The Region of everything that has one. ARNs in policies name it as well: change both.", world.Region, false)
	for _, v := range c.vars {
		c.flush()
		name := "The organization's management account"
		if a := c.w.Account(v.text); a != nil {
			name = "The account " + oneLine(a.Name)
		}
		c.variable(v.name[1], name+". The default is an id of AWS's documentation: put your own.", v.text, false)
	}
	for _, v := range c.buckets {
		c.flush()
		c.variable(v.name[1], "The name of bucket "+v.text+". Names of buckets are unique across all of AWS: choose one that is free.", v.text, false)
	}
	for _, v := range c.vars {
		c.flush()
		c.provider(v)
	}
}

// provider writes the provider of an account. It refuses to work on any other.
func (c *config) provider(account symbol) {
	label := c.label[account.text]
	profile := c.names.pick("variable", label+"_profile", "profile")
	c.variable(profile, "The profile of ~/.aws/config for that account.", label, false)
	c.file.Body().AppendNewline()
	b := c.file.Body().AppendNewBlock("provider", []string{"aws"}).Body()
	plain(b, "alias", label)
	b.SetAttributeRaw("region", variable("region").tokens())
	b.SetAttributeRaw("profile", variable(profile).tokens())
	b.SetAttributeRaw("allowed_account_ids", hclwrite.TokensForTuple([]hclwrite.Tokens{account.tokens()}))
}

func variable(name string) symbol { return symbol{name: []string{"var", name}} }

// variable declares a variable with the world's value as its default.
func (c *config) variable(name, description, value string, secret bool) {
	if !c.spend(blockSize) {
		return
	}
	c.begun += blockSize
	c.file.Body().AppendNewline()
	b := c.file.Body().AppendNewBlock("variable", []string{name}).Body()
	plain(b, "description", description)
	b.SetAttributeRaw("type", hclwrite.TokensForIdentifier("string"))
	b.SetAttributeValue("default", cty.StringVal(value))
	if secret {
		b.SetAttributeValue("sensitive", cty.True)
	}
}

// know gathers the texts for which the configuration has names.
func (c *config) know() {
	c.names.pick("variable", "region", "region")
	for _, id := range slices.Sorted(maps.Keys(c.label)) {
		v := variable(c.names.pick("variable", c.label[id]+"_account_id", "account_id"))
		v.text = id
		c.vars = append(c.vars, v)
	}
	for _, a := range c.accounts {
		for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
			v := variable(c.names.pick("variable", "bucket_"+name, "bucket"))
			v.text, v.after = name, "arn:aws:s3:::"
			c.buckets = append(c.buckets, v)
		}
	}
	for _, v := range slices.Concat(c.vars, c.buckets) {
		c.symbols.add(v)
	}
	for _, a := range c.accounts {
		c.account = a.ID
		c.knowIdentities(a)
	}
	c.knowOrganization()
}

// knowIdentities has principals of an account stand for references. A role that
// comes early is known by its ARN alone: a reference would be a circle.
func (c *config) knowIdentities(a *world.Account) {
	known := func(typ, arn, name string, grants bool) {
		c.symbols.add(symbol{text: arn, name: []string{typ, c.blockName(typ, arn, name), "arn"}, whole: true, grants: grants})
	}
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		known("aws_iam_user", a.Users[name].ARN(), name, true)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
		known("aws_iam_role", a.Roles[name].ARN(), name, true)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Policies)) {
		c.blockName("aws_iam_policy", a.Policies[name].ARN(), name)
	}
	for _, url := range slices.Sorted(maps.Keys(a.OIDCProviders)) {
		known("aws_iam_openid_connect_provider", a.OIDCProviders[url].ARN(), url, true)
	}
	for _, name := range slices.Sorted(maps.Keys(a.SAMLProviders)) {
		known("aws_iam_saml_provider", a.SAMLProviders[name].ARN(), name, true)
	}
	for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
		switch r := a.Resources[key]; r.Kind {
		case "secrets":
			known("aws_secretsmanager_secret", r.ARN(), r.Name, false)
		case "keys":
			known("aws_kms_key", r.ARN(), r.Name, false)
		}
	}
}

// trust sets a role's trust policy. What would be a circle stays an ARN.
func (c *config) trust(b *hclwrite.Body, r *world.Role) {
	src, _ := c.w.Document(r.TrustPath())
	early := c.early[r.ARN()]
	if len(early) == 0 {
		c.policy(b, "assume_role_policy", src)
		return
	}
	c.remark(b, "Names principals that don't exist yet, which AWS refuses: apply once without them, then with them. "+strings.Join(early, ", "))
	c.leave("the trust policy of %s names principals that don't exist yet when it is made: %s. Apply once without them, then as it is.", r.ARN(), strings.Join(early, ", "))
	c.symbols.hidden = map[string]bool{}
	for _, arn := range early {
		c.symbols.hidden[arn] = true
	}
	c.policy(b, "assume_role_policy", src)
	c.symbols.hidden = nil
}
