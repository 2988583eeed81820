package quiz_test

import (
	"testing"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// whole is a draft with something in every field that could change what it asks.
func whole() quiz.Draft {
	p := prose.Plain
	return quiz.Draft{
		ID: p("q"), Version: 1, Type: p("choice"), Difficulty: p("easy"), Objectives: []prose.Str{p("know")}, Claim: p("C-1"), Source: p("https://docs.aws.amazon.com/x"),
		Stem: p("Who?"), World: p("room"), Files: map[string]prose.Str{"f": p("file")}, Show: []prose.Str{p("f")}, Steps: p("as x"), Path: p("f"),
		Document: p("{}"), Kind: p("trust"), Finding: p("unknown-action"), Asks: p("deny"), Label: p("Action"), Why: p("because"),
		Options:  []quiz.DraftOption{{ID: p("a"), Text: p("A"), Output: p("out"), At: p("line"), Right: true, Why: p("w"), Files: map[string]prose.Str{"f": p("x")}, Steps: p("as y")}},
		Items:    []quiz.DraftItem{{ID: p("i"), Text: p("I"), Why: p("w"), Steps: p("as z")}},
		Pairs:    []quiz.DraftPair{{ID: p("p"), Text: p("P"), Answer: p("m"), Why: p("w"), Files: map[string]prose.Str{"f": p("y")}, Steps: p("as p")}},
		Answers:  []quiz.DraftAnswer{{ID: p("m"), Text: p("M"), Why: p("w"), Steps: p("as m")}},
		Accept:   []prose.Str{p("sts")},
		Tempting: []quiz.DraftText{{Text: p("iam"), Why: p("w")}},
		Hint:     p("h"), Worked: []prose.Str{p("one")}, Verify: p("v"), Mistakes: []prose.Str{p("none")},
	}
}

// What a reader answers, and what is right, is a question's meaning; what is read
// afterwards isn't, nor is space round a text.
func TestSameMeaning(t *testing.T) {
	other := prose.Plain("other")
	for name, c := range map[string]struct {
		change func(*quiz.Draft)
		same   bool
	}{
		"nothing":            {func(*quiz.Draft) {}, true},
		"id":                 {func(d *quiz.Draft) { d.ID = other }, true},
		"version":            {func(d *quiz.Draft) { d.Version = 2 }, true},
		"difficulty":         {func(d *quiz.Draft) { d.Difficulty = other }, true},
		"objectives":         {func(d *quiz.Draft) { d.Objectives = nil }, true},
		"claim":              {func(d *quiz.Draft) { d.Claim = other }, true},
		"source":             {func(d *quiz.Draft) { d.Source = other }, true},
		"why":                {func(d *quiz.Draft) { d.Why = other }, true},
		"hint":               {func(d *quiz.Draft) { d.Hint = other }, true},
		"worked steps":       {func(d *quiz.Draft) { d.Worked = nil }, true},
		"check":              {func(d *quiz.Draft) { d.Verify = other }, true},
		"mistakes":           {func(d *quiz.Draft) { d.Mistakes = nil }, true},
		"an option's why":    {func(d *quiz.Draft) { d.Options[0].Why = other }, true},
		"an item's why":      {func(d *quiz.Draft) { d.Items[0].Why = other }, true},
		"a pair's why":       {func(d *quiz.Draft) { d.Pairs[0].Why = other }, true},
		"an answer's why":    {func(d *quiz.Draft) { d.Answers[0].Why = other }, true},
		"space round a stem": {func(d *quiz.Draft) { d.Stem = prose.Plain(" Who?\n") }, true},
		"type":               {func(d *quiz.Draft) { d.Type = other }, false},
		"stem":               {func(d *quiz.Draft) { d.Stem = other }, false},
		"world":              {func(d *quiz.Draft) { d.World = other }, false},
		"a file":             {func(d *quiz.Draft) { d.Files["f"] = other }, false},
		"what is shown":      {func(d *quiz.Draft) { d.Show = nil }, false},
		"steps":              {func(d *quiz.Draft) { d.Steps = other }, false},
		"path":               {func(d *quiz.Draft) { d.Path = other }, false},
		"document":           {func(d *quiz.Draft) { d.Document = other }, false},
		"kind":               {func(d *quiz.Draft) { d.Kind = other }, false},
		"finding":            {func(d *quiz.Draft) { d.Finding = other }, false},
		"what a line does":   {func(d *quiz.Draft) { d.Asks = other }, false},
		"label":              {func(d *quiz.Draft) { d.Label = other }, false},
		"what is accepted":   {func(d *quiz.Draft) { d.Accept = append(d.Accept, other) }, false},
		"an option's id":     {func(d *quiz.Draft) { d.Options[0].ID = other }, false},
		"an option's text":   {func(d *quiz.Draft) { d.Options[0].Text = other }, false},
		"an option's output": {func(d *quiz.Draft) { d.Options[0].Output = other }, false},
		"an option's line":   {func(d *quiz.Draft) { d.Options[0].At = other }, false},
		"the right option":   {func(d *quiz.Draft) { d.Options[0].Right = false }, false},
		"an option's files":  {func(d *quiz.Draft) { d.Options[0].Files["f"] = other }, false},
		"an option's steps":  {func(d *quiz.Draft) { d.Options[0].Steps = other }, false},
		"an item's text":     {func(d *quiz.Draft) { d.Items[0].Text = other }, false},
		"an item's steps":    {func(d *quiz.Draft) { d.Items[0].Steps = other }, false},
		"a pair's text":      {func(d *quiz.Draft) { d.Pairs[0].Text = other }, false},
		"a pair's answer":    {func(d *quiz.Draft) { d.Pairs[0].Answer = other }, false},
		"a pair's files":     {func(d *quiz.Draft) { d.Pairs[0].Files["f"] = other }, false},
		"an answer's text":   {func(d *quiz.Draft) { d.Answers[0].Text = other }, false},
		"one more option":    {func(d *quiz.Draft) { d.Options = append(d.Options, d.Options[0]) }, false},
		"an answer less":     {func(d *quiz.Draft) { d.Answers = nil }, false},
		"a tempting text":    {func(d *quiz.Draft) { d.Tempting[0].Text = other }, true}, // wrong with it or without
	} {
		d := whole()
		c.change(&d)
		if same, err := quiz.SameMeaning(whole(), d); err != nil || same != c.same {
			t.Errorf("%s: %v, %v", name, same, err)
		}
	}
}

func TestSameKey(t *testing.T) {
	own := func(src string) *quiz.Question {
		t.Helper()
		q, fs := quiz.ParseQuestion([]byte("id: q\nversion: 1\ndifficulty: easy\nstem: Which?\n"+src), prose.Place{File: "q", Line: 1}, quiz.Reading{Rules: quiz.OwnRules})
		if fs != nil {
			t.Fatal(fs)
		}
		return q
	}
	choice := own("type: choice\noptions: [{id: a, text: A, right: true}, {id: b, text: B}]\n")
	gap := own("type: fill\naccept: [sts]\n")
	for name, c := range map[string]struct {
		a, b *quiz.Question
		same bool
	}{
		"other words":      {choice, own("type: choice\noptions: [{id: a, text: Alpha, right: true}, {id: b, text: Beta}]\n"), true},
		"another key":      {choice, own("type: choice\noptions: [{id: a, text: A}, {id: b, text: B, right: true}]\n"), false},
		"another option":   {choice, own("type: choice\noptions: [{id: a, text: A, right: true}, {id: c, text: B}]\n"), false},
		"another type":     {choice, own("type: choose-all\noptions: [{id: a, text: A, right: true}, {id: b, text: B}]\n"), false},
		"a gap":            {choice, gap, false},
		"the same gap":     {gap, own("type: fill\naccept: [sts]\nlabel: Service\n"), true},
		"another gap text": {gap, own("type: fill\naccept: [sts, iam]\n"), false},
	} {
		if quiz.SameKey(c.a, c.b) != c.same || quiz.SameKey(c.b, c.a) != c.same {
			t.Errorf("%s: want %v", name, c.same)
		}
	}
}
