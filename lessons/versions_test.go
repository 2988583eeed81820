package lessons_test

import (
	"go/token"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rolecall/lessons"
	"rolecall/quiz"
)

func embeddedBank(t *testing.T) *quiz.Bank {
	t.Helper()
	c, err := lessons.Embedded().Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Bank
}

// What each version of each question means is recorded, and a recorded line never changes.
func TestVersionsAreRecorded(t *testing.T) {
	recorded, err := quiz.ReadVersions(quiz.Files())
	if err != nil {
		t.Fatal(err)
	}
	bank := embeddedBank(t)
	if *update {
		text, err := recorded.With(bank)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("../quiz/content/"+quiz.VersionsFile, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if recorded == nil {
		t.Fatal("there is no record of versions")
	}
	for _, f := range recorded.Check(bank) {
		t.Error(f)
	}
}

// An author who changes what a question means, and not its version, hears of it.
func TestCheckTellsOfAChangedMeaning(t *testing.T) {
	bank := func(stem string) lessons.Sources {
		return sources(t, "Text.\n", strings.ReplaceAll(question, "What is a", stem))
	}
	content, err := bank("What is a").Load()
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := quiz.Versions{}.With(content.Bank)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, stem, record, want string }{
		{"unrecorded", "What is a", "", "q: version 1 is not in versions.txt: go test ./lessons -run Versions -update adds it"},
		{"recorded", "What is a", recorded, ""},
		{"set otherwise", "What *is* a", recorded, ""},
		{"changed", "What is not a", recorded, "q: its meaning changed and its version didn't: raise version to 2"},
		{"gone back", "What is a", "q 3 0000000000000000\n", "q: version 3 was there before: versions only go up, so this is version 4 or later"},
		{"no line of ours", "What is a", "q one x\n", "versions.txt:1: a line is a question's id, its version and its fingerprint"},
	} {
		s := bank(c.stem)
		s.Quiz.(fstest.MapFS)[quiz.VersionsFile] = &fstest.MapFile{Data: []byte(c.record)}
		got := s.Check(false).Faults.Error()
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// exported passes by what a package keeps to itself.
var exported = cmp.FilterPath(func(p cmp.Path) bool {
	f, ok := p.Last().(cmp.StructField)
	return ok && !token.IsExported(f.Name())
}, cmp.Ignore())

// Every question of the bank comes out of its packed form as it went in.
func TestBankCanBePacked(t *testing.T) {
	all := 0
	for _, q := range embeddedBank(t).Questions("") {
		packed, err := quiz.Pack(q)
		if err != nil {
			t.Fatal(err)
		}
		all += len(packed)
		again, err := quiz.Unpack(packed)
		if err != nil {
			t.Fatal(err)
		}
		if quiz.Fingerprint(q) != quiz.Fingerprint(again) {
			t.Errorf("%s comes back with another meaning", q.ID)
		}
		if diff := cmp.Diff(q, again, exported, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s comes back changed:\n%s", q.ID, diff)
		}
		if diff := cmp.Diff(quiz.Unanswered(q), quiz.Unanswered(again)); diff != "" {
			t.Errorf("%s is told of another way:\n%s", q.ID, diff)
		}
		if gap, ok := q.Body.(*quiz.Gap); ok {
			for _, text := range append([]string{"sts:TagSession"}, gap.Accept...) {
				was, _ := quiz.Grade(q, []string{text})
				is, err := quiz.Grade(again, []string{text})
				if err != nil || cmp.Diff(was, is) != "" {
					t.Errorf("%s, %q: %v %s", q.ID, text, err, cmp.Diff(was, is))
				}
			}
		}
	}
	t.Logf("%d bytes", all)
}
