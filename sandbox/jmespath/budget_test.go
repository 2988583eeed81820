package jmespath

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rolecall/sandbox/budget"
)

var small = budget.Limits{Steps: 50_000, Bytes: 1 << 20}

// heavy are expressions of less than 4 KB whose result or work has no bound.
func heavy() map[string]string {
	return map[string]string{
		"doubling lists":      strings.Repeat("[@,@]|", 23) + "[@,@]",
		"doubling objects":    strings.Repeat("{a:@,b:@}|", 23) + "@",
		"doubling by join":    "'x'|" + strings.Repeat("join('',[@,@])|", 40) + "length(@)",
		"doubling by merge":   strings.Repeat("{a:merge(@,{b:@}),b:@}|", 40) + "@",
		"doubling by text":    strings.Repeat("[to_string([@,@])]|", 40) + "@",
		"doubling by flatten": strings.Repeat("[@,@][]|", 40) + "@",
		"doubling by slices":  strings.Repeat("[@,@][::-1]|", 30) + "@",
		"doubling by map":     strings.Repeat("map(&[@,@],[@,@])|", 30) + "@",
		"equality of doubles": strings.Repeat("[@,@]|", 12) + strings.Repeat("[@,@==@]|", 12) + "@",
		"a projection of each": strings.Repeat("[@,@,@,@,@,@,@,@]|", 5) +
			strings.Repeat("[*].[@,@,@]|", 5) + "@",
		"sorting":       strings.Repeat("[@,@][]|", 12) + strings.Repeat("sort_by(@,&to_string(@))|", 50) + "@",
		"long literals": "[" + strings.Repeat("`\""+strings.Repeat("x", 80)+"\"`,", 40) + "@]|" + strings.Repeat("[@,@]|", 20) + "@",
	}
}

// TestHeavyExpressionsEnd holds that such an expression ends at a limit that its
// error names, with a few MB allocated.
func TestHeavyExpressionsEnd(t *testing.T) {
	doc, err := Decode(`{"Arn":"arn:aws:iam::111122223333:user/alice"}`)
	if err != nil {
		t.Fatal(err)
	}
	for name, src := range heavy() {
		e, err := Compile(src)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err = e.Search(budget.New(t.Context(), small), doc)
		runtime.ReadMemStats(&after)
		var over *budget.Exceeded
		if !errors.As(err, &over) || !strings.Contains(err.Error(), "the limit of") {
			t.Errorf("%s: got error %v, want one that names the limit", name, err)
		}
		if made := after.TotalAlloc - before.TotalAlloc; made > 8<<20 {
			t.Errorf("%s: allocated %d KB, want at most 8 MB", name, made>>10)
		}
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e, err := Compile("[@,@]")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Search(budget.New(ctx, budget.Limits{}), 1.0); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// size is what a value costs when each part is counted wherever it occurs; it
// stops at most.
func size(v any, most int64) int64 {
	n := int64(nodeCost)
	switch x := v.(type) {
	case string:
		return n + int64(len(x))
	case []any:
		for _, each := range x {
			if n += size(each, most-n); n > most {
				break
			}
		}
	case *Object:
		for key, each := range x.All() {
			if n += int64(len(key)) + size(each, most-n); n > most {
				break
			}
		}
	}
	return n
}

// withinBudget checks that what an expression builds of a document stays within
// a budget, and that the document is as before.
func withinBudget(t interface{ Fatalf(string, ...any) }, src, given string) {
	e, err := Compile(src)
	if err != nil {
		return
	}
	doc, err := Decode(given)
	if err != nil {
		return
	}
	b := budget.New(context.Background(), small)
	got, err := e.Search(b, doc)
	// A part of the document or of the expression may come back without being built.
	most := max(small.Bytes, nodeCost*int64(len(given)+len(src)))
	if n := size(got, most); err == nil && n > most {
		t.Fatalf("%s: the result has %d bytes and the limit is %d", src, n, most)
	}
	var e1 *Error
	var e2 *budget.Exceeded
	if err != nil && !errors.As(err, &e1) && !errors.As(err, &e2) {
		t.Fatalf("%s: got an error of type %T", src, err)
	}
	again, err := Decode(given)
	if err != nil {
		t.Fatalf("%s: %v", given, err)
	}
	if a, b := outcome(doc, nil), outcome(again, nil); a != b {
		t.Fatalf("%s changed the document from %s to %s", src, b, a)
	}
}

// expressions generates expressions of the grammar, up to a depth.
func expressions(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		leaf := rapid.SampledFrom([]string{"@", "a", "b", `"c d"`, "`1`", "'x'", "`[1,2]`", "*", "[*]", "[]", "[0]", "[1:]"})
		if depth == 0 {
			return leaf.Draw(t, "leaf")
		}
		e := func(label string) string { return expressions(depth-1).Draw(t, label) }
		switch rapid.IntRange(0, 12).Draw(t, "form") {
		case 0:
			return e("left") + "|" + e("right")
		case 1:
			return "[" + e("first") + "," + e("second") + "]"
		case 2:
			return "{z:" + e("first") + ",a:" + e("second") + "}"
		case 3:
			return "@[*].[" + e("each") + "]"
		case 4:
			return "@[?" + e("condition") + "]"
		case 5:
			return "(" + e("inner") + ")[]"
		case 6:
			return rapid.SampledFrom([]string{"length", "keys", "values", "sort", "reverse", "sum", "max", "to_string", "to_array", "type", "not_null", "merge", "to_number"}).Draw(t, "function") + "(" + e("argument") + ")"
		case 7:
			return rapid.SampledFrom([]string{"sort_by", "max_by", "min_by"}).Draw(t, "function") + "(" + e("list") + ",&" + e("by") + ")"
		case 8:
			return "map(&" + e("each") + ",to_array(" + e("list") + "))"
		case 9:
			return "(" + e("left") + ")" + rapid.SampledFrom([]string{"==", "!=", "<", ">=", "&&", "||"}).Draw(t, "operator") + "(" + e("right") + ")"
		case 10:
			return "!(" + e("inner") + ")"
		case 11:
			return "join('-',to_array(" + e("list") + "))"
		}
		return leaf.Draw(t, "leaf")
	})
}

var documents = []string{
	`{"a":{"b":1,"c d":[1,"x",null]},"b":[{"a":1},{"a":"2"},{}]}`, `[[1,2],[3,[4]],"x",{"a":true}]`, `"text"`, `[]`, `null`,
}

func TestAnyExpressionStaysWithinItsBudget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		withinBudget(t, expressions(4).Draw(t, "expression"), rapid.SampledFrom(documents).Draw(t, "document"))
	})
}

// TestEquivalentExpressions holds pairs of expressions that the specification
// makes equal.
func TestEquivalentExpressions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := expressions(2).Draw(t, "expression")
		// Of null nothing is selected: [a] is null and no list.
		doc, err := Decode(rapid.SampledFrom(documents[:4]).Draw(t, "document"))
		if err != nil {
			t.Fatal(err)
		}
		for _, pair := range [][2]string{
			{"(%s)", "(%s) | @"},
			{"[%s] | [0]", "not_null([%[1]s]) | [0]"},
			// Parentheses, for [*] with nothing before it is a wildcard and no list of one.
			{"to_array(@) | [*].[(%s)] | []", "map(&[(%s)], to_array(@)) | []"},
			{"to_array(@) | [?%s]", "to_array(@) | [?!!(%s)]"},
			{"!(%s)", "(%s) && `false` || !(%[1]s)"},
			{"{b: [%s], a: @} | b", "[%s]"},
			{"[[%s]] | reverse(reverse(@))", "[[%s]]"},
		} {
			left, right := fmt.Sprintf(pair[0], x), fmt.Sprintf(pair[1], x)
			if a, b := outcome(search(left, doc)), outcome(search(right, doc)); a != b {
				t.Fatalf("%s is %s\n%s is %s", left, a, right, b)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, src := range heavy() {
		f.Add(src)
	}
	for _, src := range []string{"a.b[*].{c: d}", "[?a==`Deploy`] | [0]", "sort_by(@, &a)[::-1]", "'x\\'y'", "`[1", "\"\\u00e9\"", "&a", "a[1:2:3]"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := Compile(src)
		var fault *Error
		if err != nil && (!errors.As(err, &fault) || fault.Kind != Syntax || fault.Text == "") {
			t.Fatalf("%q: got %v, want a syntax error", src, err)
		}
		if err == nil && e.root == nil {
			t.Fatalf("%q: no error and no expression", src)
		}
	})
}

// FuzzSearch holds that no expression goes over a small budget.
func FuzzSearch(f *testing.F) {
	for _, src := range heavy() {
		f.Add(src, documents[0])
	}
	for i, src := range []string{"b[*].a", "b[?a==`1`]", "values(a)", "[].[@,@][]", "sort(keys(@))"} {
		f.Add(src, documents[i])
	}
	f.Fuzz(func(t *testing.T, src, given string) { withinBudget(t, src, given) })
}
