package web

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestDocumentedPolicies holds what the page says of policies as AWS's
// documentation shows them against what was found right about them.
func TestDocumentedPolicies(t *testing.T) {
	file, err := txtar.ParseFile("testdata/documented.txtar")
	if err != nil || len(file.Files) < 15 {
		t.Fatalf("%d documents: %v", len(file.Files), err)
	}
	r := newReader(t, testSite(t))
	got := &txtar.Archive{Comment: []byte("What /check says of the policies of documented.txtar, read over for rightness.\n")}
	for _, f := range file.Files {
		parts := strings.SplitN(string(f.Data), "\n", 4)
		field := func(i int, name string) string {
			v, ok := strings.CutPrefix(parts[i], name+":")
			if !ok {
				t.Fatalf("%s: line %d is no %s", f.Name, i+1, name)
			}
			return strings.TrimSpace(v)
		}
		field(0, "source")
		p := r.post("/check", "kind", field(1, "kind"), "holder", field(2, "holder"), "source", parts[3])
		got.Files = append(got.Files, txtar.File{Name: f.Name, Data: []byte(saidIn(t, p.body, "result"))})
		// The kind is guessed right as well, but for those that differ by where they hang.
		if guessed := r.post("/check", "source", parts[3]); field(1, "kind") == "trust" || field(1, "kind") == "resource" {
			guessed.has(t, map[string]string{"trust": "Trust policy", "resource": "Resource policy"}[field(1, "kind")])
		}
	}
	const golden = "testdata/checked.txt"
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
