package view

import (
	"strings"
	"testing"

	"rolecall/sandbox/iam"
)

func TestCoded(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                       "plain",
		"Did you mean `sts:Assume`?":  "Did you mean <code>sts:Assume</code>?",
		"`a` and `b`":                 "<code>a</code> and <code>b</code>",
		"`<b>` & one `left open":      "<code>&lt;b&gt;</code> &amp; one `left open",
		"``":                          "<code></code>",
		"Bob's isn't `a's`, 'quoted'": "Bob’s isn’t <code>a&#39;s</code>, &#39;quoted&#39;",
	} {
		if got := coded(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// A component takes no white space from what stands before it in a template.
func TestFindingKeepsItsDistance(t *testing.T) {
	var b strings.Builder
	f := iam.Finding{Message: "A `word`.", Span: iam.Span{Start: iam.Position{Line: 2, Column: 3}}}
	if err := Findings("", []iam.Finding{f}).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if want := "column 3: A <code>word</code>."; !strings.Contains(b.String(), want) {
		t.Errorf("%q is not in %s", want, b.String())
	}
}
