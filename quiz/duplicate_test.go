package quiz_test

import (
	"strings"
	"testing"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

func TestAlikes(t *testing.T) {
	ask := func(id, stem string) *quiz.Question {
		t.Helper()
		src := "id: " + id + "\nversion: 1\ntype: fill\ndifficulty: easy\nstem: " + stem + "\naccept: [sts]\n"
		q, fs := quiz.ParseQuestion([]byte(src), prose.Place{File: id, Line: 1}, quiz.Reading{Rules: quiz.OwnRules})
		if fs != nil {
			t.Fatal(fs)
		}
		return q
	}
	const stem = "Which service hands out the credentials of a role to Alice when she asks for them"
	held := ask("held", stem)
	var known quiz.Alikes
	known.Add(ask("far", "What does a boundary leave of the permissions that somebody has"))
	known.Add(held)
	for name, c := range map[string]struct {
		q    *quiz.Question
		want *quiz.Question
	}{
		"the same words":  {ask("new", stem), held},
		"nearly the same": {ask("new", strings.Replace(stem, "Alice", "Bob", 1)), held},
		"itself":          {ask("held", stem), nil},
		"half of it":      {ask("new", stem[:len(stem)/2]), nil},
		"something else":  {ask("new", "Who may end a session before its hour is over"), nil},
	} {
		if got := known.Near(c.q); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
