package interchange_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"rolecall/quiz"
	"rolecall/quiz/interchange"
	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

var update = flag.Bool("update", false, "write the goldens anew")

// course is the site of the course's questions, as far as they need it.
type course struct{}

func (course) QuizLinks(string) prose.Links { return anyLink{} }

func (course) Objectives(lesson string) ([]quiz.Objective, bool) {
	files, err := filepath.Glob("../../lessons/content/[0-9][0-9]-" + lesson + "/lesson.yaml")
	if err != nil || len(files) != 1 {
		return nil, false
	}
	src, err := os.ReadFile(files[0])
	if err != nil {
		return nil, false
	}
	var y struct {
		Objectives []quiz.Objective
	}
	return y.Objectives, yaml.Unmarshal(src, &y) == nil
}

type anyLink struct{}

func (anyLink) Resolve(dest string, _ prose.Place) prose.Target { return prose.Target{Href: dest} }

// courseQuestions are all questions of the course's own bank.
func courseQuestions(t testing.TB) []*quiz.Question {
	t.Helper()
	lib, err := sandbox.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	bank, err := quiz.Load(quiz.Files(), course{}, lib)
	if err != nil {
		t.Fatal(err)
	}
	if len(bank.Questions("")) < 100 {
		t.Fatalf("the bank has %d questions", len(bank.Questions("")))
	}
	return bank.Questions("")
}

// compiled makes a question of a draft by a teacher's rules.
func compiled(t testing.TB, d quiz.Draft) *quiz.Question {
	t.Helper()
	q, fs := quiz.Reading{Rules: quiz.OwnRules}.Question(d, prose.Place{File: d.ID.Value, Line: 1})
	if fs != nil {
		t.Fatalf("%s: %v", d.ID.Value, fs)
	}
	return q
}

// own makes a question of YAML by a teacher's rules.
func own(t testing.TB, src string) *quiz.Question {
	t.Helper()
	q, fs := quiz.ParseQuestion([]byte(src), prose.Place{File: "q", Line: 1}, quiz.Reading{Rules: quiz.OwnRules})
	if fs != nil {
		t.Fatal(fs)
	}
	return q
}

func export(t testing.TB, f interchange.Format, questions ...*quiz.Question) (string, interchange.Report) {
	t.Helper()
	var b bytes.Buffer
	r, err := interchange.Export(&b, f, questions)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Items) != len(questions) {
		t.Fatalf("told about %d of %d questions", len(r.Items), len(questions))
	}
	return b.String(), r
}

func imported(t testing.TB, f interchange.Format, src string) interchange.Imported {
	t.Helper()
	im, err := interchange.Import("in", []byte(src), f, quiz.Reading{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	return im
}

// differ names the parts in which two questions differ. A text that differs in its
// markup alone differs in PartMarkup; what has no part of its own is named by
// itself, and is never to be lost.
func differ(a, b *quiz.Question) []interchange.Part {
	d := differences{}
	d.same(interchange.PartID, a.ID == b.ID)
	d.same(interchange.PartVersion, a.Version == b.Version)
	d.same(interchange.PartType, a.Type == b.Type)
	d.same(interchange.PartDifficulty, a.Difficulty == b.Difficulty)
	d.same(interchange.PartObjectives, slices.Equal(a.Objectives, b.Objectives))
	d.same(interchange.PartClaim, a.Claim == b.Claim)
	d.same(interchange.PartSource, a.Source == b.Source)
	d.text("stem", a.Stem, b.Stem)
	d.text(interchange.PartHint, a.Hint, b.Hint)
	d.text(interchange.PartVerify, a.Verify, b.Verify)
	d.texts(interchange.PartWorked, a.Worked, b.Worked)
	d.texts(interchange.PartMistakes, a.Mistakes, b.Mistakes)
	d.bodies(a.Body, b.Body)
	var list []interchange.Part
	for p := range d {
		list = append(list, p)
	}
	slices.Sort(list)
	return list
}

type differences map[interchange.Part]bool

func (d differences) same(p interchange.Part, same bool) {
	if !same {
		d[p] = true
	}
}

func (d differences) text(p interchange.Part, a, b prose.Text) {
	switch {
	case words(a.Text) != words(b.Text):
		d[p] = true
	case layout(a.HTML) != layout(b.HTML):
		d[interchange.PartMarkup] = true
	}
}

func (d differences) texts(p interchange.Part, a, b []prose.Text) {
	d.same(p, len(a) == len(b))
	for i := range min(len(a), len(b)) {
		d.text(p, a[i], b[i])
	}
}

func (d differences) bodies(a, b quiz.Body) {
	switch a := a.(type) {
	case *quiz.Choice:
		b, ok := b.(*quiz.Choice)
		if !ok || len(a.Options) != len(b.Options) || a.Many != b.Many {
			d["body"] = true
			return
		}
		for _, o := range a.Options { // their order is nobody's
			i := slices.IndexFunc(b.Options, func(x quiz.Option) bool { return words(x.Text.Text) == words(o.Text.Text) })
			d.same("option", i >= 0)
			if i >= 0 {
				d.same("key", o.Right == b.Options[i].Right)
				d.text("option", o.Text, b.Options[i].Text)
				d.text(interchange.PartWhy, o.Why, b.Options[i].Why)
			}
		}
	case *quiz.Ordering:
		b, ok := b.(*quiz.Ordering)
		if !ok || len(a.Items) != len(b.Items) {
			d["body"] = true
			return
		}
		for i, o := range a.Items {
			d.text("item", o.Text, b.Items[i].Text)
			d.text(interchange.PartWhy, o.Why, b.Items[i].Why)
		}
	case *quiz.Matching:
		d.matching(a, b)
	case *quiz.Gap:
		b, ok := b.(*quiz.Gap)
		if !ok {
			d["body"] = true
			return
		}
		d.same(interchange.PartLabel, a.Label == b.Label)
		d.same(interchange.PartDocument, strings.TrimSpace(a.Document.JSON) == strings.TrimSpace(b.Document.JSON))
		d.same(interchange.PartAnswers, slices.Equal(a.Accept, b.Accept))
		d.text(interchange.PartWhy, a.Why, b.Why)
		d.same(interchange.PartTempting, len(a.Tempting) == len(b.Tempting))
		for i := range min(len(a.Tempting), len(b.Tempting)) {
			d.same(interchange.PartTempting, a.Tempting[i].Text == b.Tempting[i].Text)
			d.text(interchange.PartWhy, a.Tempting[i].Why, b.Tempting[i].Why)
		}
	}
}

func (d differences) matching(a *quiz.Matching, body quiz.Body) {
	b, ok := body.(*quiz.Matching)
	if !ok || len(a.Pairs) != len(b.Pairs) {
		d["body"] = true
		return
	}
	texts, whys := answers(a), answers(b)
	for i, p := range a.Pairs {
		d.text("pair", p.Text, b.Pairs[i].Text)
		d.text(interchange.PartWhy, p.Why, b.Pairs[i].Why)
		d.same("key", words(texts[p.Answer].Text) == words(whys[b.Pairs[i].Answer].Text))
	}
	for _, x := range a.Answers {
		same := slices.IndexFunc(b.Answers, func(y quiz.Match) bool { return words(x.Text) == words(y.Text) })
		d.same("answer", same >= 0)
		if same >= 0 {
			d.text(interchange.PartWhy, x.Why, b.Answers[same].Why)
		}
	}
	d.same("answer", len(a.Answers) == len(b.Answers))
}

func answers(m *quiz.Matching) map[string]quiz.Match {
	all := map[string]quiz.Match{}
	for _, a := range m.Answers {
		all[a.ID] = a
	}
	return all
}

var firstBreak = regexp.MustCompile(`<p>(<br>\s*)+`)

// words are a text's, whatever its breaks and the shape of its quotation marks.
func words(s string) string {
	return strings.Join(strings.Fields(uncurled.Replace(s)), " ")
}

var uncurled = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "&quot;", `"`, "&#34;", `"`, "&#39;", "'")

// layout is HTML without the breaks between lines that no reader sees: those of the
// source, and a <br> at a paragraph's beginning.
func layout(html string) string {
	html = firstBreak.ReplaceAllString(html, "<p>")
	parts := strings.Split(html, "<pre")
	for i, p := range parts {
		code, after, ok := strings.Cut(p, "</pre>")
		if i == 0 || !ok {
			parts[i] = words(p)
			continue
		}
		parts[i] = code + "</pre>" + words(after)
	}
	return strings.Join(parts, "<pre")
}
