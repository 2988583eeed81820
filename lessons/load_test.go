package lessons_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rolecall/lessons"
	"rolecall/sandbox"
)

var update = flag.Bool("update", false, "write the goldens anew")

// room is the library of the tests: small worlds and a challenge.
func room(t testing.TB) *sandbox.Library {
	t.Helper()
	lib, err := sandbox.Load(os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

const lessonYAML = `title: A lesson
summary: What it is about.
level: Foundation
objectives:
  - {id: know, text: know it, read: why}
  - {id: do, text: do it, read: why#idea}
  - {id: tell, text: tell it, read: why#idea}
`

const glossaryYAML = `terms:
  - {id: implicit-deny, name: Implicit deny, text: "Nobody said yes. See [role](term:role)."}
  - {id: role, name: Role, text: "An identity without a key."}
`

// course is a course of two lessons, the first with the given mode files.
func course(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{
		"glossary.yaml":                   {Data: []byte(glossaryYAML)},
		"00-temporary-access/lesson.yaml": {Data: []byte(lessonYAML)},
		"00-temporary-access/why.md":      {Data: []byte("Why.\n\n## Idea\n\nThe idea.\n")},
		"04-trust-policies/lesson.yaml":   {Data: []byte(lessonYAML)},
		"04-trust-policies/why.md":        {Data: []byte("Why.\n\n## Idea\n\nThe idea.\n")},
	}
	for name, src := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	return fsys
}

// TestModes compiles each case's mode and compares its blocks, or what is wrong
// with it, with the golden.
func TestModes(t *testing.T) {
	files, err := filepath.Glob("testdata/modes/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	lib := room(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil || len(a.Files) != 2 {
				t.Fatalf("%v, %d files", err, len(a.Files))
			}
			in := a.Files[0]
			fsys := course(map[string]string{"00-temporary-access/" + in.Name: string(in.Data)})
			got := compiled(fsys, strings.TrimSuffix(in.Name, ".md"), lib)
			if *update {
				a.Files[1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[1].Data), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func compiled(fsys fstest.MapFS, mode string, lib *sandbox.Library) string {
	c, err := lessons.Load(fsys, lib)
	if err != nil {
		return err.Error() + "\n"
	}
	return dump(c.Lesson("temporary-access").Mode(mode))
}

// TestCourseFaults holds the files around the modes against their rules.
func TestCourseFaults(t *testing.T) {
	cases := []struct {
		name string
		edit map[string]string
		want string
	}{
		{"fine", nil, ""},
		{"odd folder", map[string]string{"lesson-one/lesson.yaml": lessonYAML}, "lesson-one:0: a lesson's folder is named NUMBER-SLUG, such as 04-trust-policies"},
		{"odd file", map[string]string{"04-trust-policies/notes.md": "x"}, "04-trust-policies/notes.md:0: this is neither lesson.yaml nor a mode: why, deep-dive, visualize, try, challenge, project, myths, pitfalls, recall, cheat-sheet"},
		{"no head", map[string]string{"05-cross-account/why.md": "x"}, "05-cross-account/lesson.yaml:1: open 05-cross-account/lesson.yaml: file does not exist"},
		{"empty mode", map[string]string{"04-trust-policies/try.md": "\n"}, "04-trust-policies/try.md:1: nothing is written here"},
		{"level", map[string]string{"04-trust-policies/lesson.yaml": strings.Replace(lessonYAML, "Foundation", "Hard", 1)}, `04-trust-policies/lesson.yaml:3: "Hard" is not a level: Foundation, Intermediate, Advanced or Expert`},
		{"objective reads nowhere", map[string]string{"04-trust-policies/lesson.yaml": strings.Replace(lessonYAML, "why#idea", "why#nowhere", 1)}, `04-trust-policies/lesson.yaml:6: trust-policies/why has no heading with the id "nowhere"`},
		{"objective reads no mode", map[string]string{"04-trust-policies/lesson.yaml": strings.Replace(lessonYAML, "why#idea", "try", 1)}, `04-trust-policies/lesson.yaml:6: this lesson has no mode "try"`},
		{"prerequisite", map[string]string{"04-trust-policies/lesson.yaml": lessonYAML + "prerequisites: [nothing]\n"}, `04-trust-policies/lesson.yaml:8: "nothing" is not a lesson of the curriculum`},
		{"misspelt", map[string]string{"04-trust-policies/lesson.yaml": lessonYAML + "sumary: x\n"}, `04-trust-policies/lesson.yaml:8: there is no key "sumary" here; the keys are level, objectives, prerequisites, summary, title`},
		{"term twice", map[string]string{"glossary.yaml": glossaryYAML + "  - {id: role, name: Role, text: x}\n"}, `glossary.yaml:4: the term "role" is explained twice`},
		{"term unknown", map[string]string{"glossary.yaml": glossaryYAML + "  - {id: x, name: X, text: '[y](term:y)'}\n"}, `glossary.yaml:4: the glossary has no term "y"`},
	}
	lib := room(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if _, err := lessons.Load(course(c.edit), lib); err != nil {
				got = err.Error()
			}
			if first, _, _ := strings.Cut(got, "\n"); first != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
