package iam

import (
	_ "embed"
	"sort"
	"strings"
	"sync"
)

//go:embed catalogue.txt
var catalogueText string

// Service is what the catalogue knows of one AWS service: names alone, which
// drive warnings, suggestions and completion and never a decision.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
type Service struct {
	// Prefix stands before the colon of an action, as "sts".
	Prefix string
	// Name is what AWS calls the service.
	Name string
	// Actions are the action names without prefix, sorted ignoring case. Empty
	// when only the prefix is known.
	Actions []string
	// Keys are the service's condition keys with their prefix. One that ends in
	// "/" or ":" takes a name behind it, as aws:PrincipalTag/team does.
	Keys []string
}

type catalogueIndex struct {
	services map[string]*Service
	order    []*Service
	global   []string
	keys     map[string]bool
	stems    []string
}

// catalogue is parsed at the first question about a name; it never changes.
var catalogue = sync.OnceValue(func() *catalogueIndex { return readCatalogue(catalogueText) })

func readCatalogue(text string) *catalogueIndex {
	c := &catalogueIndex{services: map[string]*Service{}, keys: map[string]bool{}}
	var at *Service
	for line := range strings.Lines(text) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "global":
			at = nil
		case "service":
			prefix, name, _ := strings.Cut(rest, " ")
			at = &Service{Prefix: prefix, Name: name}
			c.services[prefix] = at
			c.order = append(c.order, at)
		case "actions":
			at.Actions = append(at.Actions, strings.Fields(rest)...)
		case "keys":
			c.addKeys(at, strings.Fields(rest))
		case "prefixes":
			for _, p := range strings.Fields(rest) {
				c.services[p] = &Service{Prefix: p}
			}
		}
	}
	return c
}

func (c *catalogueIndex) addKeys(s *Service, keys []string) {
	if s == nil {
		c.global = append(c.global, keys...)
	} else {
		s.Keys = append(s.Keys, keys...)
	}
	for _, k := range keys {
		low := strings.ToLower(k)
		c.keys[low] = true
		if strings.HasSuffix(k, "/") || strings.HasSuffix(k, ":") {
			c.stems = append(c.stems, low)
		}
	}
}

// Services lists the services whose actions and keys the catalogue knows, those
// about identities first.
func Services() []*Service { return catalogue().order }

// KnownService tells whether the prefix is one of AWS's, ignoring case, and if
// not, which known one it resembles ("" when none does).
func KnownService(prefix string) (known bool, suggestion string) {
	c := catalogue()
	low := strings.ToLower(prefix)
	if c.services[low] != nil {
		return true, ""
	}
	names := make([]string, 0, len(c.services))
	for p := range c.services {
		names = append(names, p)
	}
	sort.Strings(names)
	return false, nearest(low, names)
}

// KnownAction tells whether a service has the action; a name with wildcards is
// known when at least one action fits it. Of a service of which the catalogue
// holds no actions, everything counts as known. The suggestion is a whole
// action, "sts:AssumeRole", or "".
func KnownAction(service, name string) (known bool, suggestion string) {
	s := catalogue().services[strings.ToLower(service)]
	if s == nil || len(s.Actions) == 0 {
		return s != nil, ""
	}
	low := strings.ToLower(name)
	for _, a := range s.Actions {
		if fitsName(low, strings.ToLower(a)) {
			return true, ""
		}
	}
	if strings.ContainsAny(low, "*?") {
		return false, ""
	}
	if near := nearest(low, s.Actions); near != "" {
		return false, s.Prefix + ":" + near
	}
	return false, ""
}

// KnownKey tells whether a condition key is one of AWS's, ignoring case. Keys of
// identity providers (HOST:claim) and of services of which the catalogue holds
// no keys count as known. The suggestion is a whole key or "".
func KnownKey(key string) (known bool, suggestion string) {
	c := catalogue()
	low := strings.ToLower(key)
	if c.keys[low] {
		return true, ""
	}
	for _, stem := range c.stems {
		if strings.HasPrefix(low, stem) && len(low) > len(stem) {
			return true, ""
		}
	}
	prefix, _, found := strings.Cut(low, ":")
	if !found {
		return false, nearest(low, c.everyKey())
	}
	if strings.Contains(prefix, ".") {
		return true, ""
	}
	if s := c.services[prefix]; s != nil && len(s.Actions) == 0 {
		return true, ""
	}
	return false, nearest(low, c.everyKey())
}

func (c *catalogueIndex) everyKey() []string {
	all := append([]string(nil), c.global...)
	for _, s := range c.order {
		all = append(all, s.Keys...)
	}
	return all
}

// CompleteAction lists up to limit whole actions that begin with typed, ignoring
// case, as "sts:AssumeRole". Before the colon it lists prefixes, as "sts:".
func CompleteAction(typed string, limit int) []string {
	prefix, name, found := strings.Cut(strings.ToLower(typed), ":")
	var out []string
	for _, s := range catalogue().order {
		if !found && strings.HasPrefix(s.Prefix, prefix) {
			out = append(out, s.Prefix+":")
		}
		if !found || s.Prefix != prefix {
			continue
		}
		for _, a := range s.Actions {
			if strings.HasPrefix(strings.ToLower(a), name) {
				out = append(out, s.Prefix+":"+a)
			}
		}
	}
	return out[:min(limit, len(out))]
}

// CompleteKey lists up to limit condition keys that begin with typed, ignoring
// case: the global ones first, then those of the services.
func CompleteKey(typed string, limit int) []string {
	low := strings.ToLower(typed)
	var out []string
	for _, k := range catalogue().everyKey() {
		if strings.HasPrefix(strings.ToLower(k), low) {
			out = append(out, k)
		}
	}
	return out[:min(limit, len(out))]
}
