package generate_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/quiz/generate"
)

var update = flag.Bool("update", false, "write what the tests find into their golden files")

// pinnedSeeds is how many seeds of each family are pinned.
const pinnedSeeds = 60

// What a seed of a version asks, and which option is right, never changes: answers
// that were given are graded by it again. A family that comes to ask otherwise
// gets a new version beside the old one; words may be mended at any time.
func TestSeedsKeepTheirMeaning(t *testing.T) {
	var b strings.Builder
	for _, f := range generate.Families() {
		h := fnv.New64a()
		for seed := range uint64(pinnedSeeds) {
			m, err := f.Make(seed)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(h, m.Key, m.Question.Difficulty)
			for _, o := range m.Question.Options() {
				fmt.Fprintln(h, o.ID, o.Right, m.Beliefs[o.ID].ID)
			}
			for _, d := range m.Question.Show {
				fmt.Fprintln(h, d.Path, strings.Join(strings.Fields(d.JSON), ""))
			}
		}
		fmt.Fprintf(&b, "%s v%d %016x\n", f.ID, f.Version, h.Sum64())
	}
	golden(t, "testdata/pinned.txt", b.String())
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update writes it):\n%s", file, diff)
	}
}

// The table of misconceptions that authors read is the one that questions use.
func TestMisconceptionsAreDocumented(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Misconceptions\n\nWhat people believe and what is so instead. Every wrong option of a generated question (package `quiz/generate`) stands for one of\nthese, by its id; item statistics can be read by them. This table is written by `go test ./quiz/generate -run Documented -update`.\n\n| id | belief | what is so |\n|---|---|---|\n")
	for _, m := range generate.Misconceptions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", m.ID, m.Name, m.Text)
	}
	golden(t, "../../docs/misconceptions.md", b.String())
}
