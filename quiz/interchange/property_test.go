package interchange_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rolecall/quiz"
	"rolecall/quiz/interchange"
	"rolecall/quiz/prose"
)

// blocks are signs of lists and of more than a paragraph. A list in a list, or code
// in it, that holds nothing else has no sure likeness in markdown; the course's own
// questions show those that matter.
var blocks = []string{"\n", "\n\n", "\n\n```json\n{\"a\": 1}\n```\n\n", "- ", "1.", "+"}

// drawn makes any question of the portable types: texts of signs that mean
// something to one format or another. It is nil where our reader doesn't take it.
func drawn(t *rapid.T) *quiz.Question {
	signs := []string{
		"a", "Role", "s3:*", "`code`", "*em*", "**bold**", "=", "~", "#", "{", "}", ":", "->", "%50%", "\\", "\\\\", "\\*", "\"", "'", "“x”", "&amp;", "&lt;b&gt;", "A. ", "ANSWER: A",
		"@", "\t", "|", "$", "[x]", "::", "//", "____", "é", "→", "--", "...", "]]", "]]>", "<https://docs.aws.amazon.com/x>", "[a](https://docs.aws.amazon.com/x)", "_", ";", ",", "“", "0",
	}
	text := func(name string, signs []string) prose.Str {
		for {
			s := strings.TrimSpace(strings.Join(rapid.SliceOfN(rapid.SampledFrom(signs), 1, 8).Draw(t, name), rapid.SampledFrom([]string{"", " "}).Draw(t, "gap")))
			compiled, fs := prose.Reader{Links: anyLink{}}.Text(s, prose.Place{})
			if fs == nil && strings.TrimSpace(compiled.Text) != "" {
				return prose.Plain(s)
			}
		}
	}
	some := func(name string) prose.Str {
		if rapid.Bool().Draw(t, name+"?") {
			return text(name, signs)
		}
		return prose.Str{}
	}
	list := func(name string) (list []prose.Str) {
		for range rapid.IntRange(0, 2).Draw(t, name+" n") {
			list = append(list, text(name, signs))
		}
		return list
	}
	d := quiz.Draft{
		ID: prose.Plain("q"), Version: rapid.IntRange(1, 9).Draw(t, "version"),
		Difficulty: prose.Plain(rapid.SampledFrom([]string{"easy", "medium", "hard"}).Draw(t, "difficulty")),
		Stem:       text("stem", slices.Concat(signs, blocks)), Hint: some("hint"), Verify: some("verify"), Worked: list("worked"), Mistakes: list("mistakes"),
	}
	kind := rapid.SampledFrom([]string{"choice", "choose-all", "order", "match", "fill"}).Draw(t, "type")
	d.Type = prose.Plain(kind)
	n := rapid.IntRange(2, 4).Draw(t, "parts")
	for i := range n {
		id := prose.Plain(fmt.Sprintf("p%d", i))
		switch kind {
		case "choice", "choose-all":
			d.Options = append(d.Options, quiz.DraftOption{ID: id, Text: distinct(text("option", slices.Concat(signs, blocks)), i), Right: i == 0 || kind == "choose-all" && i == 1, Why: some("why")})
		case "order":
			d.Items = append(d.Items, quiz.DraftItem{ID: id, Text: distinct(text("item", slices.Concat(signs, blocks)), i), Why: some("why")})
		case "match":
			d.Pairs = append(d.Pairs, quiz.DraftPair{ID: id, Text: distinct(text("pair", slices.Concat(signs, blocks)), i), Answer: prose.Plain("p0"), Why: some("why")})
			d.Answers = append(d.Answers, quiz.DraftAnswer{ID: id, Text: prose.Plain(fmt.Sprintf("answer %d = { # } ~ :", i))})
		case "fill":
			d.Accept = append(d.Accept, prose.Plain(fmt.Sprintf("%s%d", rapid.SampledFrom([]string{"s3:*", `a\*`, "{x}", "=1", "-1", "x'y", "<b>", "a&amp;", "a=b#c~d", `\`}).Draw(t, "accept"), i)))
		}
	}
	if kind == "order" && n < 3 {
		d.Items = append(d.Items, quiz.DraftItem{ID: prose.Plain("last"), Text: prose.Plain("last")})
	}
	q, fs := quiz.Reading{Rules: quiz.OwnRules}.Question(d, prose.Place{File: "q", Line: 1})
	if fs != nil {
		return nil
	}
	return q
}

// questions draws until our reader takes what was drawn: parts that are fine each
// need not make a question together.
var questions = rapid.Custom(drawn).Filter(func(q *quiz.Question) bool { return q != nil })

// distinct puts a word behind a text, so that no two parts say the same.
func distinct(s prose.Str, i int) prose.Str {
	return prose.Plain(strings.TrimRight(s.Value, "\n") + fmt.Sprintf("\n\nThe %dth.", i))
}

// Any question at all comes back from every format as it was, but for what the
// report says.
func TestAnyQuestionComesBack(t *testing.T) {
	for _, f := range interchange.Formats() {
		t.Run(string(f), func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				q := questions.Draw(rt, "question")
				src, report := export(t, f, q)
				if report.Items[0].LeftOut != "" {
					return
				}
				im := imported(t, f, src)
				if len(im.Items) != 1 || im.Items[0].Question == nil {
					rt.Fatalf("%d items: %v\n%s", len(im.Items), im.Items, src)
				}
				d, _ := interchange.Portable(q)
				lost := visible(slices.Concat(report.Items[0].Losses, im.Items[0].Losses))
				for _, p := range differ(compiled(t, d), im.Items[0].Question) {
					if !slices.Contains(lost, p) {
						back, err := quiz.MarshalQuestion(im.Items[0].Question)
						rt.Fatalf("it differs in %q, and the report says %q (%v)\n%s\n%s\n%v", p, lost, err, src, back, im.Items[0].Losses)
					}
				}
			})
		})
	}
}
