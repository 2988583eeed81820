package interchange_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rolecall/quiz"
	"rolecall/quiz/interchange"
)

// TestSamples compares what is read of files, written after the formats' own
// documentation, with goldens.
func TestSamples(t *testing.T) {
	golden(t, "testdata/samples/*.txtar", func(a *txtar.Archive) string {
		var b strings.Builder
		f, _ := interchange.ParseFormat(strings.TrimPrefix(a.Files[0].Name, "in."))
		im, err := interchange.Import("in", a.Files[0].Data, f, quiz.Reading{})
		if err != nil {
			return "refused: " + err.Error() + "\n"
		}
		for _, item := range im.Items {
			fmt.Fprintf(&b, "== line %d: %s\n", item.Line, item.Title)
			for _, fault := range item.Faults {
				fmt.Fprintf(&b, "refused: %s\n", fault)
			}
			for _, l := range item.Losses {
				fmt.Fprintf(&b, "%s: %s\n", l.Part, l.Message)
			}
			if item.Question != nil {
				src, err := quiz.MarshalQuestion(item.Question)
				if err != nil {
					t.Fatal(err)
				}
				b.Write(src)
			}
		}
		return b.String()
	})
}

// TestExports compares what is written of a question of each type, in each format,
// with goldens.
func TestExports(t *testing.T) {
	golden(t, "testdata/export/*.txtar", func(a *txtar.Archive) string {
		var b strings.Builder
		q := own(t, string(a.Files[0].Data))
		for _, f := range interchange.Formats() {
			src, report := export(t, f, q)
			fmt.Fprintf(&b, "== %s\n", f)
			if told := report.Items[0]; told.LeftOut != "" {
				fmt.Fprintf(&b, "left out: %s\n", told.LeftOut)
			}
			for _, l := range report.Items[0].Losses {
				fmt.Fprintf(&b, "%s: %s\n", l.Part, l.Message)
			}
			b.WriteString(strings.ReplaceAll(src, "\r\n", "\n"))
		}
		return b.String()
	})
}

// golden holds what f makes of each archive against its file "out".
func golden(t *testing.T, pattern string, f func(*txtar.Archive) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, want := f(a), ""
			if len(a.Files) > 1 {
				want = string(a.Files[1].Data)
			}
			if *update {
				a.Files = append(a.Files[:1], txtar.File{Name: "out", Data: []byte(got)})
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
