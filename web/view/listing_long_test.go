package view

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"rolecall/sandbox/iam"
)

// TestLongDocumentsAreCut prints documents that are mostly lines, and mostly tokens:
// what is printed stays a few times as long as the document, and says what is left out.
func TestLongDocumentsAreCut(t *testing.T) {
	lines := Listing{ID: "x", Source: "{" + strings.Repeat("\n", mostLines+2) + "}"}.html()
	if n := strings.Count(lines, `<span class="ln`); n != mostLines || !strings.Contains(lines, "3 more lines are not shown here.") {
		t.Errorf("%d lines are printed, want %d: …%s", n, mostLines, lines[len(lines)-80:])
	}
	brackets := Listing{ID: "x", Source: strings.Repeat("[", mostTokens) + `"tail<"`}.html()
	if n := strings.Count(brackets, `<span class="p"`); n != mostTokens || !strings.Contains(brackets, "tail&lt;") {
		t.Errorf("%d tokens are coloured, want %d, and the rest printed without", n, mostTokens)
	}
}

// TestLongTracesAreCut shows a policy of many statements: those that match are shown
// before those that don't, in the policy's order.
func TestLongTracesAreCut(t *testing.T) {
	var p iam.PolicyTrace
	for i := range 500 {
		p.Statements = append(p.Statements, iam.StatementTrace{Index: i, Effect: iam.Allow, Matched: i%100 == 99, Text: fmt.Sprint("text ", i)})
	}
	shown, left := TraceView{Most: 7}.shownStatements(p)
	var got []int
	for _, s := range shown {
		got = append(got, s.Index)
	}
	if want := "[0 1 99 199 299 399 499]"; fmt.Sprint(got) != want || left != 493 {
		t.Errorf("shows %v and leaves out %d, want %s and 493", got, left, want)
	}
	var page bytes.Buffer
	trace := &iam.Trace{Layers: []iam.LayerTrace{{Applies: true, Policies: []iam.PolicyTrace{p}}}}
	if err := Trace(TraceView{Trace: trace}).Render(t.Context(), &page); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(page.String(), "text "); n != mostStatements || !strings.Contains(page.String(), "400 more statements are not shown here.") {
		t.Errorf("%d statements are shown, want %d, and the number of the others", n, mostStatements)
	}
}
