package export

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"rolecall/sandbox/world"
)

// identities writes managed policies, groups, users and identity providers.
func (c *config) identities(a *world.Account) {
	for _, name := range slices.Sorted(maps.Keys(a.Policies)) {
		c.flush()
		p := a.Policies[name]
		b := c.block("aws_iam_policy", p.ARN(), name)
		plain(b, "name", name)
		c.path(b, p.Path)
		plain(b, "description", p.Description)
		tags(b, p.Tags)
		src, _ := c.w.Document(p.DocumentPath())
		c.policy(b, "policy", src)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Groups)) {
		c.flush()
		g := a.Groups[name]
		b := c.block("aws_iam_group", g.ARN(), name)
		plain(b, "name", name)
		c.path(b, g.Path)
		c.held(a, "group", "aws_iam_group", g.ARN(), name, g.Attached)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		c.flush()
		c.user(a, a.Users[name])
	}
	c.providers(a)
}

func (c *config) providers(a *world.Account) {
	for _, url := range slices.Sorted(maps.Keys(a.OIDCProviders)) {
		c.flush()
		p := a.OIDCProviders[url]
		b := c.block("aws_iam_openid_connect_provider", p.ARN(), url)
		plain(b, "url", "https://"+url)
		b.SetAttributeRaw("client_id_list", strs(p.Audiences))
		if len(p.Thumbprints) > 0 {
			b.SetAttributeRaw("thumbprint_list", strs(p.Thumbprints))
		}
		tags(b, p.Tags)
	}
	for _, name := range slices.Sorted(maps.Keys(a.SAMLProviders)) {
		c.flush()
		p := a.SAMLProviders[name]
		b := c.block("aws_iam_saml_provider", p.ARN(), name)
		plain(b, "name", name)
		if p.Metadata == "" {
			c.remark(b, "The metadata that your identity provider hands out.")
			b.SetAttributeRaw("saml_metadata_document", hclwrite.TokensForFunctionCall("file", str("saml-"+name+".xml")))
		} else {
			plain(b, "saml_metadata_document", p.Metadata)
		}
		tags(b, p.Tags)
	}
}

// strs is a list of strings.
func strs(list []string) hclwrite.Tokens {
	var items []hclwrite.Tokens
	for _, s := range list {
		items = append(items, str(s))
	}
	return hclwrite.TokensForTuple(items)
}

func (c *config) path(b *hclwrite.Body, path string) {
	if path != "/" {
		plain(b, "path", path)
	}
}

func (c *config) user(a *world.Account, u *world.User) {
	b := c.block("aws_iam_user", u.ARN(), u.Name)
	plain(b, "name", u.Name)
	c.path(b, u.Path)
	c.boundary(b, u.Boundary)
	tags(b, u.Tags)
	c.held(a, "user", "aws_iam_user", u.ARN(), u.Name, u.Attached)
	if len(u.Groups) == 0 {
		return
	}
	b = c.block("aws_iam_user_group_membership", u.ARN(), u.Name)
	b.SetAttributeRaw("user", c.attr("aws_iam_user", u.ARN(), "name"))
	var groups []hclwrite.Tokens
	for _, name := range u.Groups {
		if g := a.Groups[name]; g != nil {
			groups = append(groups, c.attr("aws_iam_group", g.ARN(), "name"))
		}
	}
	b.SetAttributeRaw("groups", hclwrite.TokensForTuple(groups))
}

// managed is the ARN of a managed policy: a reference to one of the world's own.
func (c *config) managed(arn string) hclwrite.Tokens {
	if c.ids["aws_iam_policy "+arn] != "" {
		return c.attr("aws_iam_policy", arn, "arn")
	}
	return c.symbols.text(arn, false)
}

func (c *config) boundary(b *hclwrite.Body, arn string) {
	if arn != "" {
		b.SetAttributeRaw("permissions_boundary", c.managed(arn))
	}
}

// held writes the inline policies and attachments of a user, group or role.
func (c *config) held(a *world.Account, class, typ, arn, name string, attached []string) {
	for _, policy := range c.w.InlinePolicies(a.ID, class+"s", name) {
		c.flush()
		src, _ := c.w.Document(a.ID + "/" + class + "s/" + name + "/policies/" + policy + ".json")
		b := c.block(typ+"_policy", arn+" "+policy, name+"_"+policy)
		plain(b, "name", policy)
		b.SetAttributeRaw(class, c.attr(typ, arn, "name"))
		c.policy(b, "policy", src)
	}
	for _, policy := range attached {
		c.flush()
		b := c.block(typ+"_policy_attachment", arn+" "+policy, name+"_"+policy[strings.LastIndexByte(policy, '/')+1:])
		b.SetAttributeRaw(class, c.attr(typ, arn, "name"))
		b.SetAttributeRaw("policy_arn", c.managed(policy))
	}
}

func (c *config) roleBlocks(a *world.Account) {
	for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
		c.flush()
		r := a.Roles[name]
		b := c.block("aws_iam_role", r.ARN(), name)
		plain(b, "name", name)
		c.path(b, r.Path)
		plain(b, "description", r.Description)
		if r.MaxSession != 3600 {
			b.SetAttributeValue("max_session_duration", cty.NumberIntVal(r.MaxSession))
		}
		c.boundary(b, r.Boundary)
		tags(b, r.Tags)
		c.trust(b, r)
		c.held(a, "role", "aws_iam_role", r.ARN(), name, r.Attached)
	}
	for _, name := range slices.Sorted(maps.Keys(a.InstanceProfiles)) {
		c.flush()
		p := a.InstanceProfiles[name]
		b := c.block("aws_iam_instance_profile", p.ARN(), name)
		plain(b, "name", name)
		c.path(b, p.Path)
		if r := a.Roles[p.Role]; r != nil {
			b.SetAttributeRaw("role", c.attr("aws_iam_role", r.ARN(), "name"))
		}
		tags(b, p.Tags)
	}
}

// bucketBlocks writes buckets, what is in them, and their policies.
func (c *config) bucketBlocks(a *world.Account) {
	for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
		c.flush()
		bucket := a.Buckets[name]
		b := c.block("aws_s3_bucket", name, name)
		b.SetAttributeRaw("bucket", c.bucketName(name))
		for _, key := range slices.Sorted(maps.Keys(bucket.Objects)) {
			c.flush()
			c.object(bucket.Objects[key], name)
		}
		if src, ok := c.w.Document(bucket.PolicyPath()); ok {
			b := c.block("aws_s3_bucket_policy", name, name)
			b.SetAttributeRaw("bucket", c.attr("aws_s3_bucket", name, "id"))
			c.policy(b, "policy", src)
		}
	}
}

func (c *config) bucketName(name string) hclwrite.Tokens {
	if s, ok := c.symbols.after[name]; ok {
		return s.tokens()
	}
	return str(name)
}

func (c *config) object(o *world.Object, bucket string) {
	b := c.block("aws_s3_object", bucket+"/"+o.Key, bucket+"_"+o.Key)
	b.SetAttributeRaw("bucket", c.attr("aws_s3_bucket", bucket, "id"))
	plain(b, "key", o.Key)
	if o.ContentType != "binary/octet-stream" {
		plain(b, "content_type", o.ContentType)
	}
	if body := string(o.Body); legible(body) {
		b.SetAttributeValue("content", cty.StringVal(body))
		return
	}
	plain(b, "content_base64", base64.StdEncoding.EncodeToString(o.Body))
}

// legible reports whether Terraform keeps a text byte for byte: it normalizes
// strings, and has no way to write some control characters.
func legible(s string) bool {
	return utf8.ValidString(s) && cty.StringVal(s).AsString() == s && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || r == unicode.ReplacementChar
	})
}
