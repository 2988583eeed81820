package iam

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// codeConst is a declaration of a code, such as `codeJSON = "bad-json"`.
var codeConst = regexp.MustCompile(`(?m)^\s*code[A-Z]\w*\s*=\s*"([a-z-]+)"`)

// TestCodesAreListed holds the list against the declarations, and docs/findings.md
// against the list.
func TestCodesAreListed(t *testing.T) {
	declared := map[string]bool{}
	for _, file := range []string{"fault.go", "lint.go", "storable.go"} {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range codeConst.FindAllStringSubmatch(string(src), -1) {
			declared[m[1]] = true
		}
	}
	var b strings.Builder
	b.WriteString("# Findings\n\nWhat `rolecall lint` can say of a policy. Codes are stable. *Stops* marks what is found while reading: such a document is not evaluated. " +
		"Other errors keep it from being stored; warnings and advice change nothing. Made by `go test ./sandbox/iam -run TestCodesAreListed -update`.\n\n| code | severity | stops | says |\n| --- | --- | --- | --- |\n")
	for _, c := range Codes() {
		if !declared[c.Code] {
			t.Errorf("%s is declared nowhere, or listed twice", c.Code)
		}
		delete(declared, c.Code)
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Code, c.Severity, map[bool]string{true: "yes"}[c.Stops], c.Text)
	}
	for code := range declared {
		t.Errorf("%s is not listed", code)
	}
	const path = "../../docs/findings.md"
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s is stale (-update writes it anew)\n%s", path, diff)
	}
}

// listed holds a finding against the list.
func listed(t *testing.T, kind Kind, doc []byte, f Finding) {
	t.Helper()
	for _, c := range codes {
		if c.Code != f.Code {
			continue
		}
		_, fs := Parse(kind, "p", doc)
		stops := false
		for _, p := range fs {
			stops = stops || p == f
		}
		if f.Severity != c.Severity || stops && !c.Stops {
			t.Errorf("%s is %s, stops %v; the list has %s, %v", f.Code, f.Severity, stops, c.Severity, c.Stops)
		}
		return
	}
	t.Errorf("%s is not listed", f.Code)
}
