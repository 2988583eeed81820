package lessons_test

import (
	"io/fs"
	"os"
	"regexp"
	"testing"

	"rolecall/quiz/prose"
)

var cited = regexp.MustCompile(`https://docs\.aws\.amazon\.com/[\w./-]+\.html`)

// A reader who is sent to a page of AWS's documentation is told its title.
func TestEveryCitedPageHasItsTitle(t *testing.T) {
	n := 0
	for _, dir := range []string{"lessons/content", "quiz/content", "quiz/generate"} {
		err := fs.WalkDir(os.DirFS(".."), dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			src, err := os.ReadFile("../" + name)
			if err != nil {
				return err
			}
			for _, page := range cited.FindAllString(string(src), -1) {
				n++
				if prose.PageTitle(page+"#anchor") == "" {
					t.Errorf("%s cites %s, whose title quiz/prose/pages.txt does not know", name, page)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n == 0 {
		t.Fatal("no page is cited anywhere")
	}
}
