package quiz_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"rolecall/quiz"
	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// course is the site of the course's own questions, as far as they need it.
type course struct{ site }

func (course) Objectives(lesson string) ([]quiz.Objective, bool) {
	files, err := filepath.Glob("../lessons/content/[0-9][0-9]-" + lesson + "/lesson.yaml")
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

// courseBank is the course's own bank.
func courseBank(t fatal) *quiz.Bank {
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
		t.Fatal("the bank has few questions: ", len(bank.Questions("")))
	}
	return bank
}

// sameText compares drafts by what they say, wherever it stands.
var sameText = cmp.Comparer(func(a, b prose.Str) bool { return a.Value == b.Value })

// sameQuestion compares questions by what is shown of them.
func sameQuestion(a, b *quiz.Question) string {
	type shown struct {
		quiz.Question
		Draft quiz.Draft
	}
	strip := func(q *quiz.Question) shown { return shown{*q, q.Draft()} }
	return cmp.Diff(strip(a), strip(b), sameText, cmp.FilterPath(func(p cmp.Path) bool {
		f, ok := p.Last().(cmp.StructField)
		return ok && f.Name()[0] >= 'a' && f.Name()[0] <= 'z'
	}, cmp.Ignore()))
}

// Every question of the bank, written and read again by itself, is the same
// question, and the engine still agrees with it.
func TestMarshalledQuestionsAreTheSame(t *testing.T) {
	lib, err := sandbox.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range courseBank(t).Questions("") {
		src, err := quiz.MarshalQuestion(q)
		if err != nil {
			t.Fatal(err)
		}
		for _, rules := range []quiz.Rules{quiz.CourseRules, quiz.OwnRules} {
			in := quiz.Reading{Rules: rules, Lesson: q.Lesson, Site: course{}, Library: lib}
			again, fs := quiz.ParseQuestion(src, prose.Place{File: "q", Line: 1}, in)
			if fs != nil {
				t.Fatalf("%s: %v\n%s", q.ID, fs, src)
			}
			if d := sameQuestion(q, again); d != "" {
				t.Errorf("%s (-want +got):\n%s", q.ID, d)
			}
			if q.EngineChecked && rules == quiz.OwnRules && q.Type != quiz.PutInOrder {
				if fs := quiz.Prove(again); fs != nil {
					t.Errorf("%s: %v", q.ID, fs)
				}
			}
		}
	}
}

// Any text at all comes back from YAML as it was.
func TestDraftsAreWrittenAsTheyAre(t *testing.T) {
	awkward := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		" leading", "trailing ", "\nfirst", "last\n", "two\n\n", "null", "~", "yes", "1", "- item", "a: b", "# no comment", "'", `"`, "a\tb\n", "a\n b\n", "a \nb", "\u2028x\n", "a\r\nb", "\x00", "|", "> x\n", "%", "@", "é\n", "\ufeffx\ny", "---\nx", "x\n---\ny", "x\n...\ny",
	}), rapid.StringOf(rapid.SampledFrom([]rune(" \n\tab:#-\"'\\|é\u0085")))).Filter(func(s string) bool { return strings.ToValidUTF8(s, "") == s })
	// A key of a mapping is a path, and those hold no white space.
	path := rapid.StringMatching(`[A-Za-z0-9_./@+=,:*-]{0,30}`)
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) prose.Str { return prose.Plain(awkward.Draw(t, name)) }
		d := quiz.Draft{
			ID: text("id"), Version: rapid.Int().Draw(t, "version"), Type: text("type"), Stem: text("stem"), Objectives: []prose.Str{text("objective")},
			Files:   map[string]prose.Str{path.Draw(t, "path"): text("file")},
			Options: []quiz.DraftOption{{ID: text("a"), Text: text("text"), Right: rapid.Bool().Draw(t, "right")}},
			Worked:  []prose.Str{text("worked"), text("more")}, Tempting: []quiz.DraftText{{Text: text("tempting"), Why: text("why")}},
		}
		src, err := d.YAML()
		if err != nil {
			t.Fatal(err)
		}
		again, fs := quiz.ParseDraft(src, prose.Place{File: "q", Line: 1})
		if fs != nil {
			t.Fatalf("%v\n%q", fs, src)
		}
		if diff := cmp.Diff(d, again, sameText); diff != "" {
			t.Fatalf("(-want +got):\n%s\n%q", diff, src)
		}
	})
}

// The two sets of rules differ in what may be left out.
func TestRules(t *testing.T) {
	const bare = `
id: q
version: 1
type: choice
difficulty: easy
stem: True?
options: [{id: a, text: "Yes, and at length", right: true}, {id: b, text: "No"}]
`
	at := prose.Place{File: "q", Line: 1}
	if q, fs := quiz.ParseQuestion([]byte(bare), at, quiz.Reading{Rules: quiz.OwnRules}); fs != nil || len(q.Options()) != 2 {
		t.Errorf("a teacher's question: %v", fs)
	}
	_, fs := quiz.ParseQuestion([]byte(bare), at, quiz.Reading{})
	for _, want := range []string{"no objective", "no source", "no hint", "no worked", "no verify", "no mistakes", "no why", "3 to 5 options"} {
		if !strings.Contains(fs.Error(), want) {
			t.Errorf("by the course's rules nothing is said of %q:\n%v", want, fs)
		}
	}
	gap := "id: q\nversion: 1\ntype: fill\ndifficulty: easy\nstem: Which?\naccept: [sts]\n"
	q, fs := quiz.ParseQuestion([]byte(gap), at, quiz.Reading{Rules: quiz.OwnRules})
	if fs != nil {
		t.Fatal(fs)
	}
	if r, err := quiz.Grade(q, []string{"STS"}); err != nil || !r.Right || q.Body.(*quiz.Gap).Label == "" {
		t.Errorf("a gap by itself: %+v, %v", r, err)
	}
	for src, want := range map[string]string{
		bare + "stam: x\n": `there is no key "stam"`,
		bare + "hint: '[out](https://example.com)'\n":          "q:8: links outside lead to",
		bare + "world: nowhere\n":                              "there is no world",
		bare + "hint: " + strings.Repeat("x", 64<<10) + "\n":   "the most that is taken is 65536",
		strings.Replace(bare, "right: true", "right: no", 1):   "exactly one right option",
		strings.Replace(bare, "type: choice", "type: pick", 1): "type is one of",
		"- a\n": "can't stand here",
		"":      "nothing is written here",
	} {
		if q, fs := quiz.ParseQuestion([]byte(src), at, quiz.Reading{Rules: quiz.OwnRules}); q != nil || !strings.Contains(fs.Error(), want) {
			t.Errorf("%.60q…: got %v, want %q", src, fs, want)
		}
	}
}

// FuzzParseQuestion looks for panics and for questions that can't be written again.
func FuzzParseQuestion(f *testing.F) {
	f.Add("id: q\nversion: 1\ntype: fill\ndifficulty: easy\nstem: Which?\naccept: [sts]\n")
	f.Add("id: q\nversion: 1\ntype: match\ndifficulty: hard\nstem: |\n  a\n\n  b\npairs: [{id: a, text: x, answer: b}]\nanswers: [{id: b, text: y}]\n")
	f.Add("id: &a q\ntype: *a\noptions: [{id: a, at: *a}]\n")
	f.Fuzz(func(t *testing.T, src string) {
		in := quiz.Reading{Rules: quiz.OwnRules}
		q, fs := quiz.ParseQuestion([]byte(src), prose.Place{File: "q", Line: 1}, in)
		if (q == nil) == (fs == nil) {
			t.Fatalf("a question and faults, or neither: %v", fs)
		}
		if q == nil {
			return
		}
		out, err := quiz.MarshalQuestion(q)
		if err != nil {
			t.Fatal(err)
		}
		again, fs := quiz.ParseQuestion(out, prose.Place{File: "q", Line: 1}, in)
		if fs != nil {
			t.Fatalf("%v\n%s", fs, out)
		}
		if d := sameQuestion(q, again); d != "" {
			t.Fatal(d)
		}
	})
}
