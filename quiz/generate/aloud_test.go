package generate_test

import (
	"flag"
	"fmt"
	"testing"

	"rolecall/quiz/generate"
)

var aloud = flag.Int("aloud", 0, "print this many questions of each family, to be read aloud with -v")

// TestReadAloud prints questions for people to read and holds every one to the
// shape that all questions of the bank have.
func TestReadAloud(t *testing.T) {
	for _, f := range generate.Families() {
		for seed := range uint64(*aloud) {
			m, err := f.Make(seed)
			if err != nil {
				t.Fatal(err)
			}
			q := m.Question
			fmt.Printf("\n=== %s · %s · %s · %+v\n%s\n", q.ID, q.Difficulty, m.Key, m.Features, q.Stem.Text)
			for _, d := range q.Show {
				fmt.Printf("-- %s --\n%s", d.Path, d.JSON)
			}
			for _, o := range q.Options() {
				mark := "-"
				if o.Right {
					mark = "*"
				}
				fmt.Printf(" %s %s\n      %s [%s]\n", mark, o.Text.Text, o.Why.Text, m.Beliefs[o.ID].ID)
			}
			fmt.Printf(" hint: %s\n", q.Hint.Text)
			for _, w := range q.Worked {
				fmt.Printf(" step: %s\n", w.Text)
			}
			fmt.Printf(" check: %s\n", q.Verify.Text)
		}
	}
}
