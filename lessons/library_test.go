package lessons

import (
	"testing"

	"rolecall/sandbox"
)

// Every chapter has something to play with and something to mend, whether its
// lesson is written or not.
func TestTheLibraryCoversTheCurriculum(t *testing.T) {
	lib, err := sandbox.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	scenarios, challenges := map[string]int{}, map[string]int{}
	for _, sc := range lib.Scenarios() {
		for _, slug := range sc.Chapters {
			scenarios[slug]++
		}
	}
	for _, ch := range lib.Challenges() {
		challenges[ch.Lesson]++
	}
	if n := len(lib.Scenarios()); n < 24 {
		t.Errorf("there are %d scenarios, and there are to be 24", n)
	}
	if n := len(lib.Challenges()); n < 24 {
		t.Errorf("there are %d challenges, and there are to be 24", n)
	}
	for _, slug := range Chapters()[1:] { // the first is the opening lesson, which spans all
		if scenarios[slug] < 2 {
			t.Errorf("%s has %d scenarios, and is to have two", slug, scenarios[slug])
		}
		if challenges[slug] == 0 {
			t.Errorf("%s has no challenge", slug)
		}
	}
}
