package quiz_test

import (
	"fmt"
	"strings"
	"testing/fstest"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// site is a course of one lesson.
type site struct{}

func (site) QuizLinks(string) prose.Links { return siteLinks{} }

func (site) Objectives(lesson string) ([]quiz.Objective, bool) {
	return []quiz.Objective{{ID: "know", Text: "know"}, {ID: "do", Text: "do"}, {ID: "tell", Text: "tell"}}, lesson == "lesson"
}

type siteLinks struct{}

func (siteLinks) Resolve(dest string, _ prose.Place) prose.Target {
	if strings.HasPrefix(dest, "term:") {
		return prose.Target{Href: "/glossary#" + dest[5:], Class: "term"}
	}
	return prose.Target{Href: dest, Fault: prose.CheckURL(dest)}
}

// fatal is what tests and properties have in common.
type fatal interface {
	Helper()
	Fatal(args ...any)
}

// makeBank makes a bank of n questions of each difficulty, about objectives in turn.
func makeBank(t fatal, easy, medium, hard int) *quiz.Bank {
	t.Helper()
	var b strings.Builder
	b.WriteString("questions:\n")
	n := 0
	for _, group := range []struct {
		name  string
		count int
	}{{"easy", easy}, {"medium", medium}, {"hard", hard}} {
		for range group.count {
			n++
			objective := []string{"know", "do", "tell"}[n%3]
			fmt.Fprintf(&b, `
  - id: q-%d
    version: 1
    type: %s
    difficulty: %s
    objectives: [%s]
    claim: C-%d
    source: https://docs.aws.amazon.com/x
    stem: "%s?"
    options:
      - {id: a, text: short, right: true, why: because}
      - {id: b, text: "longer one", why: tempting}
      - {id: c, text: "another one", %s why: tempting}
    hint: think
    worked: [step]
    verify: look
    mistakes: [none]
`, n, []string{"choice", "choose-all"}[n%2], group.name, objective, n/2, words(n), []string{"", "right: true,"}[n%2])
		}
	}
	bank, err := quiz.Load(fstest.MapFS{"lesson/a.yaml": {Data: []byte(b.String())}}, site{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bank
}

// words makes a stem unlike that of any other number.
func words(n int) string {
	var list []string
	for i := range 6 {
		list = append(list, fmt.Sprintf("w%d", n*31+i*n))
	}
	return strings.Join(list, " ")
}
