package lessons_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"rolecall/lessons"
	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// TestContent checks all that ships with the program.
func TestContent(t *testing.T) {
	r := lessons.Embedded().Check(true)
	for _, f := range r.Faults {
		t.Error(f)
	}
	if r.Lessons == 0 || r.Questions == 0 || r.StepsRun == 0 || r.PoliciesRun == 0 || r.LinksChecked == 0 || r.Scenarios == 0 || r.Challenges == 0 {
		t.Errorf("nothing of a kind was checked: %+v", r)
	}
	if *r.KeysFlipped == 0 || *r.KeysFlipped != *r.KeysCaught {
		t.Errorf("%d of %d moved keys were noticed", *r.KeysCaught, *r.KeysFlipped)
	}
}

const question = `questions:
  - id: q
    version: 1
    type: choice
    difficulty: easy
    objectives: [know]
    source: https://docs.aws.amazon.com/x
    stem: "What is a [role](term:role)? See [the idea](lesson:temporary-access/why#idea)."
    options:
      - {id: a, text: a key, right: true, why: so}
      - {id: b, text: "a group of people", why: no}
      - {id: c, text: "a folder of files", why: no}
    hint: x
    worked: [x]
    verify: x
    mistakes: [x]
`

func sources(t *testing.T, mode, bank string) lessons.Sources {
	lib := room(t)
	return lessons.Sources{
		Lessons: course(map[string]string{"00-temporary-access/deep-dive.md": mode}),
		Quiz:    fstest.MapFS{"temporary-access/a.yaml": {Data: []byte(bank)}},
		Library: func() (*sandbox.Library, error) { return lib, nil },
	}
}

func TestCheckCounts(t *testing.T) {
	got := sources(t, path+"\n"+live+"\n"+searched, question).Check(true)
	zero := 0
	want := &lessons.Report{
		Lessons: 2, Modes: 3, PoliciesRun: 1, Questions: 1, Cards: 1, Scenarios: 2, Challenges: 1,
		StepsRun:     4 + 6 + 9, // the path's answers, the policy's steps, the challenge's goal three times
		LinksChecked: 6 + 1 + 2 + 3,
		KeysFlipped:  &zero, KeysCaught: &zero, Faults: prose.Faults{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// All faults are told, those of the questions too when the lessons have some.
func TestCheckFaults(t *testing.T) {
	s := sources(t, "[x](term:nothing)\n", strings.NewReplacer("#idea", "#gone", "term:role", "mode:why").Replace(question))
	want := `lessons/content/00-temporary-access/deep-dive.md:1: the glossary has no term "nothing"
quiz/content/temporary-access/a.yaml:8: temporary-access/why has no heading with the id "gone"`
	if got := s.Check(false).Faults.Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	c, err := s.Load()
	if c != nil || err == nil || err.Error() != want {
		t.Errorf("loading says %v", err)
	}
}

func TestReportForms(t *testing.T) {
	n := 3
	r := &lessons.Report{Lessons: 2, KeysFlipped: &n, KeysCaught: &n, Faults: prose.Faults{{File: "a", Line: 4, Message: "b"}}}
	var text bytes.Buffer
	if err := r.Print(&text); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"lessons                   2\n", "keys_caught               3\n", "a:4: b\n"} {
		if !strings.Contains(text.String(), line) {
			t.Errorf("%q is missing in\n%s", line, text.String())
		}
	}
	data, err := json.Marshal(&lessons.Report{Faults: prose.Faults{{File: "a", Line: 4, Message: "b"}}})
	const want = `{"lessons":0,"modes":0,"policies_run":0,"steps_run":0,"questions":0,"questions_engine_checked":0,"cards":0,"scenarios":0,"challenges":0,"links_checked":0,"faults":[{"file":"a","line":4,"message":"b"}]}`
	if err != nil || string(data) != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, data, want)
	}
}
