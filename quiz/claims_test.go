package quiz_test

import (
	"io/fs"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/quiz"
)

var (
	reviewed = regexp.MustCompile(`(?m)^\| (C-\d+) \| .* \| (?:holds|holds, sharpened|was wrong) \| .*\|$`)
	asked    = regexp.MustCompile(`(?m)^  - id: (\S+)$`)
	claimed  = regexp.MustCompile(`(?m)^    claim: (\S+)$`)
)

// TestEveryQuestionTestsAReviewedClaim holds the bank to the review log: a question names a claim that a second reader
// has held against AWS's documentation.
func TestEveryQuestionTestsAReviewedClaim(t *testing.T) {
	log, err := os.ReadFile("../docs/reviews/LESSON.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, m := range reviewed.FindAllStringSubmatch(string(log), -1) {
		known[m[1]] = true
	}
	files, err := fs.Glob(quiz.Files(), "*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d files of questions, error %v", len(files), err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(quiz.Files(), file)
		if err != nil {
			t.Fatal(err)
		}
		questions, claims := asked.FindAllSubmatch(text, -1), claimed.FindAllSubmatch(text, -1)
		if len(questions) != len(claims) {
			t.Errorf("%s: %d questions name %d claims", file, len(questions), len(claims))
		}
		for _, c := range claims {
			if !known[string(c[1])] {
				t.Errorf("%s: claim %s has no verdict in docs/reviews/LESSON.md", file, c[1])
			}
		}
	}
}

// TestClaimsListIsTheReviewLog holds the list that is built into the program to
// the review log.
func TestClaimsListIsTheReviewLog(t *testing.T) {
	log, err := os.ReadFile("../docs/reviews/LESSON.md")
	if err != nil {
		t.Fatal(err)
	}
	want := "# The claims that have a verdict in docs/reviews/LESSON.md. The tests hold the two lists against each other; -update writes this one anew.\nclaims:\n"
	for _, m := range reviewed.FindAllStringSubmatch(string(log), -1) {
		want += "  - " + m[1] + "\n"
	}
	if *update {
		if err := os.WriteFile("content/claims.yaml", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := fs.ReadFile(quiz.Files(), "claims.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
