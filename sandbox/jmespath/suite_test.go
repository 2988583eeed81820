package jmespath

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// TestSuite runs testdata/suite.txt.
func TestSuite(t *testing.T) {
	src, err := os.ReadFile("testdata/suite.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(src), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, " => ")
		if len(parts) != 3 {
			t.Fatalf("line %d has %d columns, want 3", i+1, len(parts))
		}
		doc, err := Decode(parts[0])
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if got := outcome(search(parts[1], doc)); got != parts[2] {
			t.Errorf("line %d: %s\n got %s\nwant %s", i+1, parts[1], got, parts[2])
		}
	}
}

// outcome writes a result, or an error, as the suite does.
func outcome(v any, err error) string {
	var e *Error
	if errors.As(err, &e) {
		return "error " + string(e.Kind) + ": " + strings.ReplaceAll(e.Text, "\n", `\n`)
	}
	if err != nil {
		return "error " + err.Error()
	}
	var b strings.Builder
	writeJSON(&b, v)
	return strings.NewReplacer(`\u00e9`, "é", `\u00f1`, "ñ").Replace(b.String())
}

// TestLimitsOfAnExpression holds that an expression that is too long or too deep
// is refused by a text that names the limit.
func TestLimitsOfAnExpression(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"too long":           {strings.Repeat("a", MaxLength+1), "the expression is longer than the limit of 4096 bytes"},
		"parentheses":        {strings.Repeat("(", 4000), "the expression is nested more than 200 deep"},
		"negations":          {strings.Repeat("!", 4000) + "a", "the expression is nested more than 200 deep"},
		"projections":        {strings.Repeat("[*]", 1300), "the expression is nested more than 200 deep"},
		"lists":              {strings.Repeat("[", 300) + "a", "the expression is nested more than 200 deep"},
		"functions":          {strings.Repeat("f(", 1000), "the expression is nested more than 200 deep"},
		"a literal":          {"`" + strings.Repeat("[", 51) + strings.Repeat("]", 51) + "`", "Bad jmespath expression: the JSON is nested more than 50 deep:\n`" + strings.Repeat("[", 51) + strings.Repeat("]", 51) + "`\n^"},
		"a chain is no nest": {"a" + strings.Repeat(".a", 2000), ""},
	} {
		_, err := Compile(c.src)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
