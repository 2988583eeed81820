package sts

import (
	"strings"

	"rolecall/sandbox/world"
)

// tagSet are the tags of a session to be.
type tagSet struct {
	all        map[string]string
	transitive []string
}

// passedTags unites the transitive tags of the caller's session with those that
// the call passes. Keys ignore case: none may come twice, and what is inherited
// can't be passed again. See "Pass session tags in AWS STS" in the IAM User Guide.
func passedTags(who world.Identity, tags []Tag, transitive []string) (tagSet, error) {
	set := tagSet{all: map[string]string{}}
	inherited := map[string]bool{}
	if s := who.Session; s != nil && s.Kind == world.SessionRole {
		for _, k := range s.Transitive {
			set.all[k] = s.Tags[k]
			inherited[strings.ToLower(k)] = true
		}
		set.transitive = append(set.transitive, s.Transitive...)
	}
	passed := map[string]string{}
	for _, t := range tags {
		key := strings.ToLower(t.Key)
		switch {
		case strings.HasPrefix(key, "aws:"):
			return set, refused("InvalidParameterValue", "aws: prefixed tag key names are not allowed for external use.")
		case inherited[key]:
			return set, refused("InvalidParameterValue", "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.")
		case passed[key] != "":
			return set, refused("InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
		}
		passed[key] = t.Key
		set.all[t.Key] = t.Value
	}
	for _, k := range transitive {
		own, ok := passed[strings.ToLower(k)]
		if !ok {
			return set, refused("InvalidParameterValue", "The specified transitive tag key must be included in the requested tags.")
		}
		set.transitive = append(set.transitive, own)
	}
	if len(set.all) > 50 {
		return set, refused("InvalidParameterValue", "A session holds at most 50 tags, inherited ones included.")
	}
	return set, nil
}

// context adds what the tags of a call look like to conditions.
func (set tagSet) context(c world.Context, tags []Tag, transitive []string) {
	for _, t := range tags {
		c["aws:RequestTag/"+t.Key] = []string{t.Value}
		c["aws:TagKeys"] = append(c["aws:TagKeys"], t.Key)
	}
	if len(transitive) > 0 {
		c["sts:TransitiveTagKeys"] = transitive
	}
}
