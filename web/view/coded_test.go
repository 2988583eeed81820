package view

import "testing"

func TestCoded(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                      "plain",
		"Did you mean `sts:Assume`?": "Did you mean <code>sts:Assume</code>?",
		"`a` and `b`":                "<code>a</code> and <code>b</code>",
		"`<b>` & one `left open":     "<code>&lt;b&gt;</code> &amp; one `left open",
		"``":                         "<code></code>",
	} {
		if got := coded(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
