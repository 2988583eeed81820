package awsapi

import (
	"maps"
	"strings"

	"rolecall/sandbox/world"
)

// tagged is something in IAM besides roles and users that carries tags.
type tagged struct {
	class string // "Policy"
	param Param  // names it
	find  func(*Call, string) (*map[string]string, world.Target)
}

// taggedThings are the managed policies, the identity providers and the instance
// profiles of the account. AWS keeps the tags of AWS managed policies to itself.
func taggedThings() []tagged {
	oidc := required(str("OpenIDConnectProviderArn", "The provider's ARN.", arnMin, arnMax, ""))
	saml := required(str("SAMLProviderArn", "The provider's ARN.", arnMin, arnMax, ""))
	profile := required(str("InstanceProfileName", "The instance profile's name.", 1, 128, iamName))
	return []tagged{
		{"Policy", policyARNParam(), func(c *Call, arn string) (*map[string]string, world.Target) {
			t := c.policyTarget(arn)
			if p := c.World.ManagedPolicy(arn); p != nil && p.Account == t.Account {
				t.Tags = p.Tags
				return &p.Tags, t
			}
			return nil, t
		}},
		{"OpenIDConnectProvider", oidc, func(c *Call, arn string) (*map[string]string, world.Target) {
			t := world.Target{ARN: arn, Account: c.Access.Who.Account}
			for _, p := range c.account().OIDCProviders {
				if p.ARN() == arn {
					t.Tags = p.Tags
					return &p.Tags, t
				}
			}
			return nil, t
		}},
		{"SAMLProvider", saml, func(c *Call, arn string) (*map[string]string, world.Target) {
			t := world.Target{ARN: arn, Account: c.Access.Who.Account}
			if p := c.World.SAMLProviderByARN(arn); p != nil && p.Account == t.Account {
				t.Tags = p.Tags
				return &p.Tags, t
			}
			return nil, t
		}},
		{"InstanceProfile", profile, func(c *Call, name string) (*map[string]string, world.Target) {
			t := c.iamTarget("instance-profile", name)
			if p := c.account().InstanceProfiles[name]; p != nil {
				t.Tags = p.Tags
				return &p.Tags, t
			}
			return nil, t
		}},
	}
}

func tagOperations() []*Operation {
	var ops []*Operation
	for _, thing := range taggedThings() {
		words := map[string]string{"Policy": "managed policy", "OpenIDConnectProvider": "OpenID Connect provider", "SAMLProvider": "SAML provider", "InstanceProfile": "instance profile"}[thing.class]
		op := func(name, doc string, do func(*Call, *map[string]string) (any, error), params ...Param) *Operation {
			return iamOp(Operation{Name: name, Doc: doc, Input: append([]Param{thing.param}, params...), do: func(c *Call) (any, error) {
				tags, target := thing.find(c, c.str(thing.param.Name))
				ctx := c.tagContext()
				if keys := c.strs("TagKeys"); len(keys) > 0 {
					ctx["aws:TagKeys"] = keys
				}
				if err := c.iamAuthorize(target, ctx); err != nil {
					return nil, err
				}
				if tags == nil {
					return nil, c.noSuch("The %s %s cannot be found.", words, c.str(thing.param.Name))
				}
				return do(c, tags)
			}})
		}
		ops = append(ops,
			op("Tag"+thing.class, "Adds tags to a "+words+".", addTags, required(tagsParam("The tags."))),
			op("Untag"+thing.class, "Removes tags from a "+words+".", removeTags, required(listOf("TagKeys", "The keys of the tags.", 50, Shape{Type: String, Min: 1, Max: 128}))),
			op("List"+thing.class+"Tags", "Lists the tags of a "+words+".", func(_ *Call, tags *map[string]string) (any, error) {
				return &TagsOutput{append([]TagItem{}, tagItems(*tags)...)}, nil
			}),
		)
	}
	return ops
}

func addTags(c *Call, tags *map[string]string) (any, error) {
	all := map[string]string{}
	maps.Copy(all, *tags)
	for key, value := range c.tagMap() {
		for old := range all {
			if strings.EqualFold(old, key) {
				delete(all, old)
			}
		}
		all[key] = value
	}
	if len(all) > 50 {
		return nil, c.fail("LimitExceeded", 409, "The number of tags has reached the maximum limit.")
	}
	*tags = all
	c.World.Touch()
	return nil, nil
}

func removeTags(c *Call, tags *map[string]string) (any, error) {
	for _, k := range c.strs("TagKeys") {
		delete(*tags, k)
	}
	c.World.Touch()
	return nil, nil
}
