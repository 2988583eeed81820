package interchange_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/quiz"
	"rolecall/quiz/interchange"
)

const docs = "../../docs/interchange.md"

// The tables of the documentation are what exporting the course's questions shows.
func TestDocumentation(t *testing.T) {
	src, err := os.ReadFile(docs)
	if err != nil {
		t.Fatal(err)
	}
	questions := courseQuestions(t)
	reports := map[interchange.Format]interchange.Report{}
	for _, f := range interchange.Formats() {
		_, reports[f] = export(t, f, questions...)
	}
	got := string(src)
	got = between(t, got, "types", typeTable(questions, reports))
	got = between(t, got, "parts", partTable(questions, reports))
	got = between(t, got, "told", toldList(reports))
	if *update {
		if err := os.WriteFile(docs, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(src), got); diff != "" {
		t.Errorf("run this test with -update (-is +should be):\n%s", diff)
	}
	for _, limit := range []string{fmt.Sprint(interchange.MaxQuestions), "4 MiB"} {
		if !strings.Contains(got, limit) {
			t.Errorf("the limit %s isn't documented", limit)
		}
	}
}

// between puts text between the comments that begin and end a part.
func between(t *testing.T, doc, name, text string) string {
	t.Helper()
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
	head, rest, ok := strings.Cut(doc, begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("the documentation has no part %q", name)
	}
	return head + begin + text + end + tail
}

func heading(first string) string {
	head := "| " + first + " |"
	for _, f := range interchange.Formats() {
		head += " " + f.Title() + " |"
	}
	return head + "\n|" + strings.Repeat("---|", len(interchange.Formats())+1) + "\n"
}

// typeTable says what becomes of each type of question.
func typeTable(questions []*quiz.Question, reports map[interchange.Format]interchange.Report) string {
	table := heading("type")
	for _, typ := range quiz.Types() {
		table += "| `" + typ.String() + "` |"
		for _, f := range interchange.Formats() {
			cell := "kept"
			for i, q := range questions {
				told := reports[f].Items[i]
				if q.Type != typ {
					continue
				}
				if told.LeftOut != "" {
					cell = "left out"
				} else if slices.ContainsFunc(told.Losses, func(l interchange.Loss) bool { return l.Part == interchange.PartType }) {
					cell = "another form"
				}
			}
			table += " " + cell + " |"
		}
		table += "\n"
	}
	return table
}

// partTable says what becomes of each part of the questions that are written.
func partTable(questions []*quiz.Question, reports map[interchange.Format]interchange.Report) string {
	table := heading("part")
	for _, p := range []interchange.Part{
		interchange.PartMarkup, interchange.PartWhy, interchange.PartHint, interchange.PartWorked, interchange.PartVerify, interchange.PartMistakes, interchange.PartSource,
		interchange.PartObjectives, interchange.PartDifficulty, interchange.PartClaim, interchange.PartID, interchange.PartLabel, interchange.PartScore, interchange.PartEngine,
	} {
		table += "| " + string(p) + " |"
		for _, f := range interchange.Formats() {
			lost, all := 0, 0
			for i, q := range questions {
				if told := reports[f].Items[i]; told.LeftOut == "" && has(q, p) {
					all++
					if slices.ContainsFunc(told.Losses, func(l interchange.Loss) bool { return l.Part == p }) {
						lost++
					}
				}
			}
			switch {
			case all == 0:
				table += " – |"
			case lost == 0:
				table += " kept |"
			case lost == all:
				table += " lost |"
			default:
				table += " lost by some |"
			}
		}
		table += "\n"
	}
	return table
}

// has tells whether a question has a part that only some have.
func has(q *quiz.Question, p interchange.Part) bool {
	switch p {
	case interchange.PartEngine:
		return q.EngineChecked
	case interchange.PartLabel:
		return q.Type == quiz.FillIn
	case interchange.PartScore:
		return q.Type == quiz.ChooseAll
	case interchange.PartDifficulty:
		return q.Difficulty != quiz.Medium // what an imported question is taken for
	}
	return true
}

// toldList is every sentence by which a loss is told.
func toldList(reports map[interchange.Format]interchange.Report) string {
	var b strings.Builder
	for _, f := range interchange.Formats() {
		var said []string
		for _, told := range reports[f].Items {
			if told.LeftOut != "" {
				said = append(said, told.LeftOut)
			}
			for _, l := range told.Losses {
				said = append(said, l.Message)
			}
		}
		slices.Sort(said)
		fmt.Fprintf(&b, "\n**%s**\n\n", f.Title())
		for _, s := range slices.Compact(said) {
			fmt.Fprintf(&b, "- %s\n", s)
		}
	}
	return b.String() + "\n"
}
