package awscli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// anyValue draws a value of JSON's types.
func anyValue(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		kind := rapid.IntRange(0, 6).Draw(t, "kind")
		if depth == 0 {
			kind %= 5
		}
		switch kind {
		case 0:
			return rapid.String().Draw(t, "text")
		case 1:
			return float64(rapid.Int32().Draw(t, "number"))
		case 2:
			return rapid.Bool().Draw(t, "truth")
		case 3:
			return nil
		case 4:
			return rapid.SampledFrom([]string{"", "null", "2026-11-21", "12", "a: b", "- x", "line\nbreak"}).Draw(t, "tricky")
		case 5:
			list := rapid.SliceOfN(anyValue(depth-1), 0, 4).Draw(t, "list")
			if list == nil {
				list = []any{}
			}
			return list
		}
		return rapid.MapOfN(rapid.StringMatching(`[A-Za-z]{1,6}`), anyValue(depth-1), 0, 4).Draw(t, "object")
	})
}

// TestJSONReparses holds that what --output json prints reads back as it was.
func TestJSONReparses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyValue(4).Draw(t, "value")
		d, err := newDocument(nil, want)
		if err != nil {
			t.Fatal(err)
		}
		text := rendered(t, d)
		if m, ok := want.(map[string]any); ok && len(m) == 0 {
			if text != "" {
				t.Fatalf("an empty object printed %q", text)
			}
			return
		}
		var got any
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("-want +got\n%s", diff)
		}
	})
}

// TestOtherFormsNeverFail holds that text and YAML print any answer.
func TestOtherFormsNeverFail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, err := newDocument(nil, anyValue(4).Draw(t, "value"))
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range []string{"text", "yaml", "yaml-stream", "off"} {
			if _, err := d.render(form, "Title"); err != nil {
				t.Fatalf("%s: %v", form, err)
			}
		}
		if out, err := d.render("table", "Title"); err == nil && out != "" {
			sameWidth(t, out)
		}
	})
}

// sameWidth holds that a table without wide or broken text is a rectangle.
func sameWidth(t *rapid.T, table string) {
	for _, r := range table {
		if r > '~' || r < ' ' && r != '\n' {
			return
		}
	}
	lines := strings.Split(strings.TrimSuffix(table, "\n"), "\n")
	if strings.Contains(table, "\n\n") || !strings.HasPrefix(lines[0], "-") {
		return
	}
	for _, l := range lines {
		if l == "" || strings.IndexByte("|+-", l[0]) < 0 || strings.IndexByte("|+-", l[len(l)-1]) < 0 {
			return // a cell with a line break in it
		}
		if len(l) != len(lines[0]) {
			t.Fatalf("a line of %d columns in a table of %d:\n%s", len(l), len(lines[0]), table)
		}
	}
}

// TestOutputsReparse runs calls and holds what is printed against the output's
// own JSON, times apart, which the CLI writes in a form of its own.
func TestOutputsReparse(t *testing.T) {
	_, s := crossAccount(t)
	for _, line := range []string{
		"aws sts get-caller-identity",
		"aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship",
		"aws s3api list-buckets",
		"aws sts get-access-key-info --access-key-id AKIAIOSFODNN7EXAMPLE",
	} {
		r := s.Exec(line)
		if r.Exit != 0 {
			continue // what alice may not do is another test's matter
		}
		raw, err := json.Marshal(r.Output)
		if err != nil {
			t.Fatal(err)
		}
		var want, got any
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(r.Stdout), &got); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if diff := cmp.Diff(want, got, cmp.Transformer("time", sameTime)); diff != "" {
			t.Errorf("%s: -want +got\n%s", line, diff)
		}
	}
}

func sameTime(s string) string {
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at.UTC().String()
	}
	return s
}

func TestDocumentKeepsOrder(t *testing.T) {
	type inner struct {
		Zeta  string
		Alpha int `json:"alpha,omitempty"`
	}
	at := time.Date(2026, 11, 21, 9, 0, 0, 250_000_000, time.UTC)
	d, err := newDocument(nil, &struct {
		B      inner
		A      *inner
		When   time.Time
		Raw    json.RawMessage
		Bytes  []byte
		Hidden string `json:"-"`
	}{B: inner{Zeta: "<&>"}, When: at, Raw: json.RawMessage(`{"z":1,"a":[true,null]}`), Bytes: []byte("hi")})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := json.Compact(&got, []byte(rendered(t, d))); err != nil {
		t.Fatal(err)
	}
	want := `{"B":{"Zeta":"<&>"},"A":null,"When":"2026-11-21T09:00:00.250000+00:00","Raw":{"z":1,"a":[true,null]},"Bytes":"aGk="}`
	if got.String() != want {
		t.Errorf("got  %s\nwant %s", got.String(), want)
	}
}

// rendered prints a document as JSON.
func rendered(t interface{ Fatal(...any) }, d *document) string {
	text, err := d.render("json", "")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestQueryKeepsTheOrderOfAHash holds that members are printed in the order in
// which a query names them.
func TestQueryKeepsTheOrderOfAHash(t *testing.T) {
	d, err := newDocument(nil, map[string]any{"a": 1, "b": 2, "c": map[string]any{"y": 3, "x": 4}})
	if err != nil {
		t.Fatal(err)
	}
	for src, want := range map[string]string{
		"{z: a, b: b}":                         `{"z":1,"b":2}`,
		`[@][?a!='{q: 1}'].{"k y": a, "b": b}`: `[{"k y":1,"b":2}]`,
		"{z: {y: a, b: b}, c: c}":              `{"z":{"y":1,"b":2},"c":{"x":4,"y":3}}`,
		"[{b: a, a: b}, {a: b, b: a}]":         `[{"b":1,"a":2},{"a":2,"b":1}]`,
	} {
		q, fault := compileQuery(src)
		if fault != nil {
			t.Fatal(fault)
		}
		found, fault := d.search(q)
		if fault != nil {
			t.Fatal(fault)
		}
		var got bytes.Buffer
		if err := json.Compact(&got, []byte(rendered(t, found))); err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s: got %s, want %s", src, got.String(), want)
		}
	}
}
