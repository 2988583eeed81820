package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// source is what the npm package holds, sorted.
type source struct {
	date     string // of the data, as 2026-09-26
	global   []key
	services []service
}

type service struct {
	prefix, name string
	keys         []key
	resources    []resource
	actions      []action
}

// key is a condition key, "aws:PrincipalTag/${TagKey}", and its type.
type key struct {
	Key, Type string
}

type resource struct {
	Key, ARN      string
	ConditionKeys []string
}

type action struct {
	Name, AccessLevel string
	ConditionKeys     []string
	ResourceTypes     []struct {
		Name          string
		Required      bool
		ConditionKeys []string
	}
}

// load decodes one JSON file of the package.
func load(into any, path ...string) error {
	file := filepath.Join(path...)
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func read(from string) (*source, error) {
	var about struct{ UpdatedAt string }
	if err := load(&about, from, "package.json"); err != nil {
		return nil, err
	}
	if len(about.UpdatedAt) < len("2026-09-26") {
		return nil, fmt.Errorf("%s: updatedAt is missing", filepath.Join(from, "package.json"))
	}
	s := &source{date: about.UpdatedAt[:len("2026-09-26")]}
	var err error
	if s.global, err = readGlobalKeys(filepath.Join(from, "dist/cjs/globalConditionKeys.js")); err != nil {
		return nil, err
	}
	var prefixes []string
	names := map[string]string{}
	if err := load(&prefixes, from, "data/services.json"); err != nil {
		return nil, err
	}
	if err := load(&names, from, "data/serviceNames.json"); err != nil {
		return nil, err
	}
	slices.Sort(prefixes)
	for _, p := range prefixes {
		one, err := readService(filepath.Join(from, "data"), p)
		if err != nil {
			return nil, err
		}
		one.name = names[p]
		s.services = append(s.services, one)
	}
	return s, nil
}

func readService(data, prefix string) (service, error) {
	s := service{prefix: prefix}
	file := prefix + ".json"
	var keys map[string]key
	var resources map[string]resource
	var actions map[string]action
	for _, each := range []struct {
		folder string
		into   any
	}{{"conditionKeys", &keys}, {"resourceTypes", &resources}, {"actions", &actions}} {
		if err := load(each.into, data, each.folder, file); err != nil {
			return s, err
		}
	}
	for at, k := range keys {
		k.Key = withVariable(k.Key)
		keys[at] = k
	}
	s.keys = sortedBy(keys, func(k key) string { return k.Key })
	s.resources = sortedBy(resources, func(r resource) string { return r.Key })
	s.actions = sortedBy(actions, func(a action) string { return a.Name })
	return s, nil
}

// withVariable writes what the caller chooses in a key as a variable: some pages
// write aws:ResourceTag/tag-key or s3:ExistingObjectTag/<key>.
func withVariable(key string) string {
	for _, ending := range []string{"/tag-key", "/<key>"} {
		if stem, ok := strings.CutSuffix(key, ending); ok {
			return stem + "/${TagKey}"
		}
	}
	return key
}

// sortedBy are a map's values, sorted by a name of theirs, ignoring case.
func sortedBy[V any](m map[string]V, name func(V) string) []V {
	var out []V
	for _, v := range m {
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b V) int {
		if c := strings.Compare(strings.ToLower(name(a)), strings.ToLower(name(b))); c != 0 {
			return c
		}
		return strings.Compare(name(a), name(b))
	})
	return out
}

var globalKey = regexp.MustCompile(`key: '([^']+)',\s*category: '[^']*',\s*type: '([^']+)'`)

// readGlobalKeys reads the global keys, which the package holds as a script alone.
func readGlobalKeys(file string) ([]key, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	all := map[string]key{}
	for _, m := range globalKey.FindAllStringSubmatch(string(text), -1) {
		name := withVariable(m[1])
		all[name] = key{name, m[2]}
	}
	if len(all) < 50 {
		return nil, fmt.Errorf("%s: %d global keys were found, more than 50 are expected", file, len(all))
	}
	return sortedBy(all, func(k key) string { return k.Key }), nil
}
