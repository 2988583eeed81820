package jmespath

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strconv"
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

func TestObjectsAreMarshalledInOrder(t *testing.T) {
	const src = `{"z":{"b":1,"a":[true,null,"<"]},"a":{},"y":-1.5,"z2":[]}`
	v, err := Decode(src)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil || strings.ReplaceAll(strings.TrimSpace(b.String()), `\u003c`, "<") != src {
		t.Errorf("got %s and %v, want %s", b.String(), err, src)
	}
}

func TestObjectsFindTheirMembers(t *testing.T) {
	o := NewObject(0)
	for i := range 50 {
		o.Set(strconv.Itoa(i), float64(i))
		o.Set("0", "first")
	}
	if keys := o.Keys(); len(keys) != 50 || o.Len() != 50 || keys[0] != "0" || keys[49] != "49" {
		t.Errorf("the members are %v", keys)
	}
	for i := range 50 {
		if v, ok := o.Get(strconv.Itoa(i)); !ok || i > 0 && v != float64(i) || i == 0 && v != "first" {
			t.Errorf("member %d is %v", i, v)
		}
	}
	if v, ok := o.Get("50"); ok || v != nil {
		t.Errorf("a member that isn't there is %v", v)
	}
}
