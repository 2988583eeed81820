package quiz_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rolecall/quiz"
)

var update = flag.Bool("update", false, "write the goldens anew")

// TestFaults compares what is said about each bank with its golden.
func TestFaults(t *testing.T) {
	files, err := filepath.Glob("testdata/faults/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			bank, want := fstest.MapFS{}, ""
			var kept []txtar.File
			for _, f := range a.Files {
				if f.Name == "out" {
					want = string(f.Data)
					continue
				}
				kept = append(kept, f)
				bank[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			got := "fine\n"
			if _, err := quiz.Load(bank, site{}, nil); err != nil {
				got = err.Error() + "\n"
			}
			if *update {
				a.Files = append(kept, txtar.File{Name: "out", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestLoadedQuestion(t *testing.T) {
	const src = `
questions:
  - id: q
    version: 2
    type: choice
    difficulty: hard
    objectives: [do, know]
    claim: C-017
    source: https://docs.aws.amazon.com/x
    stem: "A [role](term:role). **Why?**"
    options:
      - {id: a, text: "It ` + "`is`" + `", right: true, why: so}
      - {id: b, text: "It is not, however", why: no}
      - {id: c, text: "Perhaps it is", why: no}
    hint: think
    worked: [one, two]
    verify: look
    mistakes: [none]
`
	bank, err := quiz.Load(fstest.MapFS{"lesson/a.yaml": {Data: []byte(src)}}, site{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	q := bank.Question("q")
	if q.Stem.HTML != `<p>A <a href="/glossary#role" class="term">role</a>. <strong>Why?</strong></p>` {
		t.Errorf("stem %s", q.Stem.HTML)
	}
	if got := q.Options()[0].Text.Inline(); got != "It <code>is</code>" {
		t.Errorf("option %s", got)
	}
	if q.Version != 2 || q.Difficulty != quiz.Hard || q.Lesson != "lesson" || len(q.Worked) != 2 || q.EngineChecked || bank.Links() != 2 {
		t.Errorf("got %+v and %d links", q, bank.Links())
	}
}

// FuzzLoad looks for panics.
func FuzzLoad(f *testing.F) {
	f.Add("questions:\n  - id: q\n    options:\n      - {id: a}\n")
	f.Add("questions: [{id: [}]")
	f.Add("questions:\n  - &a {id: x, stem: '[a](b)'}\n  - *a\n")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<14 {
			return
		}
		bank, err := quiz.Load(fstest.MapFS{"lesson/a.yaml": {Data: []byte(src)}}, site{}, nil)
		if (bank == nil) == (err == nil) {
			t.Errorf("a bank and an error, or neither: %v", err)
		}
	})
}
