package iam

import (
	"testing"

	"pgregory.net/rapid"
)

func TestFormsMeetPatterns(t *testing.T) {
	for _, c := range []struct {
		form, pattern string
		wild, want    bool
	}{
		{"repo:{seg}/{seg}:pull_request", "repo:o/r:pull_request", false, true},
		{"repo:{seg}/{seg}:pull_request", "repo:o/r", true, false},
		{"repo:{seg}/{seg}:pull_request", "repo:o/r*", true, true},
		{"repo:{seg}/{seg}:pull_request", "repo:o/r*", false, false},
		{"repo:{seg}/{seg}:pull_request", "*", true, true},
		{"repo:{seg}/{seg}:pull_request", "repo:o/*:environment", true, false},
		{"repo:{seg}/{seg}:pull_request", "repo:o/?:pull_request", true, true},
		{"repo:{seg}/{seg}:pull_request", "repo:${aws:username}:pull_request", false, true},
		{"{any}", "", false, true},
		{"{num}", "", false, false},
		{"a{any}", "a", false, true},
		{"{acct}", "111122223333", false, true},
		{"{acct}", "11112222333", false, false},
		{"{acct}", "*", true, true},
		{"{acct}", "1*3", true, true},
	} {
		if got := newForm(c.form).meets(c.pattern, c.wild); got != c.want {
			t.Errorf("%s and %s, wildcards %v: %v", c.form, c.pattern, c.wild, got)
		}
	}
}

// TestFormsMeetTheirInstances: a pattern made of an instance by putting wildcards
// in place of stretches of it meets the form.
func TestFormsMeetTheirInstances(t *testing.T) {
	const text = "project_path:{name}/{name}:ref_type:branch:ref:{some}"
	f := newForm(text)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z0-9-]{1,8}`)
		value := "project_path:" + name.Draw(t, "group") + "/" + name.Draw(t, "project") + ":ref_type:branch:ref:" + name.Draw(t, "branch")
		for range rapid.IntRange(0, 3).Draw(t, "wildcards") {
			from := rapid.IntRange(0, len(value)).Draw(t, "from")
			to := rapid.IntRange(from, len(value)).Draw(t, "to")
			value = value[:from] + "*" + value[to:]
		}
		if !f.meets(value, true) {
			t.Fatalf("%s does not meet %s", value, text)
		}
	})
}
