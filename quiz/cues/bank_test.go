package cues_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rolecall/quiz"
	"rolecall/quiz/cues"
	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// fewest is how many items a strategy must have an answer to before it is judged.
const fewest = 20

// Over the bank no strategy beats chance by more than two standard errors.
func TestNoCueInTheBank(t *testing.T) {
	bank := load(t)
	for _, g := range []struct {
		name  string
		types []quiz.Type
	}{
		{"choice", []quiz.Type{quiz.ChooseOne}},
		{"cli", []quiz.Type{quiz.PredictCLI}},
		{"lines of a document", []quiz.Type{quiz.PickLine, quiz.SpotFault}},
	} {
		items := itemsOf(bank, g.types...)
		if len(items) == 0 {
			t.Fatalf("the bank has no questions of the kind %s", g.name)
		}
		t.Logf("%s: %d questions", g.name, len(items))
		for _, s := range cues.Strategies() {
			score := s.Play(items)
			judged := score.Items >= fewest
			note := ""
			if !judged {
				note = "  (too few to judge)"
			}
			t.Logf("  %-34s %3d items  right %3.0f%%  chance %3.0f%%  %+.1f standard errors%s",
				s.Name, score.Items, 100*score.Rate(), 100*score.ChanceRate(), score.Above(), note)
			if judged && score.Above() > 2 {
				t.Errorf("%s: who knows nothing and takes what is %q is right in %.0f %% of %d questions, where chance gives %.0f %%: rewrite options",
					g.name, s.Name, 100*score.Rate(), score.Items, 100*score.ChanceRate())
			}
		}
	}
}

// itemsOf are the questions of the types, as an attempt shows them.
func itemsOf(bank *quiz.Bank, types ...quiz.Type) []cues.Item {
	var items []cues.Item
	for _, q := range bank.Questions("") {
		for _, kind := range types {
			if q.Type != kind {
				continue
			}
			item := cues.Item{Stem: q.Stem.Text}
			for _, o := range quiz.Shuffled(q, 1) {
				item.Options = append(item.Options, cues.Option{Text: o.Text.Text, Code: strings.Count(o.Text.HTML, "<code"), Right: o.Right})
			}
			items = append(items, item)
		}
	}
	return items
}

func load(t *testing.T) *quiz.Bank {
	t.Helper()
	lib, err := sandbox.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	bank, err := quiz.Load(quiz.Files(), course{t}, lib)
	if err != nil {
		t.Fatal(err)
	}
	return bank
}

// course knows the lessons' objectives from their files, for quiz stands below
// lessons in the house.
type course struct{ t *testing.T }

var objectiveID = regexp.MustCompile(`(?m)^  - id: (\S+)$`)

func (c course) Objectives(lesson string) ([]quiz.Objective, bool) {
	files, err := filepath.Glob("../../lessons/content/*-" + lesson + "/lesson.yaml")
	if err != nil || len(files) != 1 {
		c.t.Fatalf("lesson %s: found %v, error %v", lesson, files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		c.t.Fatal(err)
	}
	var list []quiz.Objective
	for _, m := range objectiveID.FindAllStringSubmatch(string(text), -1) {
		list = append(list, quiz.Objective{ID: m[1]})
	}
	return list, true
}

func (course) QuizLinks(string) prose.Links { return links{} }

type links struct{}

func (links) Resolve(dest string, _ prose.Place) prose.Target { return prose.Target{Href: dest} }
