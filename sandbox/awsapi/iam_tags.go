package awsapi

import (
	"maps"
	"strings"

	"rolecall/sandbox/world"
)

// tagged is something in IAM besides roles and users that carries tags.
type tagged struct {
	class, words string // "Policy", "managed policy"
	param        Param  // names it
	find         func(*Call, string) (*map[string]string, world.Target)
}

// taggedThings are the managed policies, the identity providers and the instance
// profiles of the account. AWS keeps the tags of AWS managed policies to itself.
func taggedThings() []tagged {
	return []tagged{
		{"Policy", "managed policy", policyARNParam(), func(c *Call, arn string) (*map[string]string, world.Target) {
			if p := c.ownPolicy(arn); p != nil {
				return &p.Tags, c.policyTarget(arn)
			}
			return nil, c.policyTarget(arn)
		}},
		{"OpenIDConnectProvider", "OpenID Connect provider", oidcParam(), func(c *Call, arn string) (*map[string]string, world.Target) {
			p, t := c.findOIDC(arn)
			if p == nil {
				return nil, t
			}
			return &p.Tags, t
		}},
		{"SAMLProvider", "SAML provider", samlParam(), func(c *Call, arn string) (*map[string]string, world.Target) {
			p, t := c.findSAML(arn)
			if p == nil {
				return nil, t
			}
			return &p.Tags, t
		}},
		{"InstanceProfile", "instance profile", profileParam(), func(c *Call, name string) (*map[string]string, world.Target) {
			p, t := c.findProfile(name)
			if p == nil {
				return nil, t
			}
			return &p.Tags, t
		}},
	}
}

func tagOperations() []*Operation {
	var ops []*Operation
	for _, thing := range taggedThings() {
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
					return nil, c.noSuch("The %s %s cannot be found.", thing.words, c.str(thing.param.Name))
				}
				return do(c, tags)
			}})
		}
		ops = append(ops,
			op("Tag"+thing.class, "Adds tags to a "+thing.words+".", addTags, required(tagsParam("The tags."))),
			op("Untag"+thing.class, "Removes tags from a "+thing.words+".", removeTags, required(listOf("TagKeys", "The keys of the tags.", 50, Shape{Type: String, Min: 1, Max: 128}))),
			op("List"+thing.class+"Tags", "Lists the tags of a "+thing.words+".", func(_ *Call, tags *map[string]string) (any, error) {
				return &tagsOutput{append([]tagItem{}, tagItems(*tags)...)}, nil
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
