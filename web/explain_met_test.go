package web

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestExplainedMessages holds what the page says of messages as people met them
// against what was found right about them; each message's source stands in
// sandbox/iam/refusal/testdata/met.txtar.
func TestExplainedMessages(t *testing.T) {
	file, err := txtar.ParseFile("../sandbox/iam/refusal/testdata/met.txtar")
	if err != nil || len(file.Files) < 15 {
		t.Fatalf("%d messages: %v", len(file.Files), err)
	}
	r := newReader(t, testSite(t))
	got := &txtar.Archive{Comment: []byte("What /explain says of the messages of sandbox/iam/refusal/testdata/met.txtar, read over for rightness.\n")}
	for _, f := range file.Files {
		_, message, _ := strings.Cut(string(f.Data), "\n")
		p := r.post("/explain", "text", message)
		got.Files = append(got.Files, txtar.File{Name: f.Name, Data: []byte(saidIn(t, p.body, "result"))})
	}
	const golden = "testdata/explained.txt"
	if *update {
		if err := os.WriteFile(golden, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(txtar.Format(got))); diff != "" {
		t.Errorf("(-golden +got; -update writes it anew)\n%s", diff)
	}
}

// saidIn is the text of the element with the id, a line for each block of it;
// folded documents are left out.
func saidIn(t *testing.T, body, id string) string {
	var section *html.Node
	visit(parse(t, body), func(n *html.Node) {
		if v, ok := attr(n, "id"); ok && v == id {
			section = n
		}
	})
	if section == nil {
		t.Fatalf("no element #%s in\n%s", id, text(t, body))
	}
	var lines []string
	var walk func(n *html.Node, b *strings.Builder)
	flush := func(b *strings.Builder) {
		if s := strings.Join(strings.Fields(b.String()), " "); s != "" {
			lines = append(lines, s)
		}
		b.Reset()
	}
	walk = func(n *html.Node, b *strings.Builder) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case n.Data == "details" || n.Data == "form" || n.Data == "svg":
			return
		}
		block := strings.Contains(" p li h2 h3 div dl ol ul section ", " "+n.Data+" ")
		if block {
			flush(b)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, b)
		}
		if n.Data == "dt" {
			b.WriteString(": ")
		}
		if block {
			flush(b)
		}
	}
	walk(section, &strings.Builder{})
	return strings.Join(lines, "\n") + "\n"
}
