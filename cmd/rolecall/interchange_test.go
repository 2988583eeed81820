package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The course's questions go out in every format, come back, and are stored.
func TestQuizExportAndImport(t *testing.T) {
	data := t.TempDir()
	if r := run(t, "", "instructor", "add", "Ada", "--data", data); r.exit != 0 {
		t.Fatalf("%+v", r)
	}
	for _, format := range []string{"gift", "aiken", "moodle-xml", "csv"} {
		out := filepath.Join(t.TempDir(), "questions")
		r := run(t, "", "quiz", "export", "--format", format, "--lesson", "temporary-access", "--out", out)
		if r.exit != 0 || r.out != "" || !strings.Contains(r.err, " questions written as ") {
			t.Fatalf("%s: exit %d, out %.200q, err %.200q", format, r.exit, r.out, r.err)
		}
		r = run(t, "", "quiz", "import", out, "--data", data, "--instructor", "Ada", "--bank", format)
		if r.exit != 0 || r.err != "" || !strings.Contains(r.out, " questions stored in Ada's bank \""+format+"\"\n") {
			t.Errorf("%s: exit %d, out %.300q, err %.200q", format, r.exit, r.out, r.err)
		}
	}
	if r := run(t, "", "instructor", "list", "--data", data); !strings.Contains(r.out, "Ada") {
		t.Errorf("%+v", r)
	}
}

func TestQuizExportOfCards(t *testing.T) {
	r := run(t, "", "quiz", "export", "--format", "anki")
	if r.exit != 0 || !strings.HasPrefix(r.out, "#separator:tab\n") || !strings.Contains(r.out, "\ncard:temporary-access/") || !strings.Contains(r.out, "rolecall-options") {
		t.Errorf("exit %d, out %.300q, err %.200q", r.exit, r.out, r.err)
	}
}

const (
	goodAiken = "Which is temporary?\nA. A role session\nB. An access key of a user\nANSWER: A\n"
	badAiken  = goodAiken + "\nWhich?\nA. One\nANSWER: B\n"
)

func TestQuizImportReports(t *testing.T) {
	r := run(t, goodAiken, "quiz", "import", "-")
	if r.exit != 0 || r.err != "" || r.out != "-:1: choice: Which is temporary?\n1 of 1 questions can be taken from Aiken\nNothing was stored: say with --instructor whose bank takes them; rolecall instructor add makes an instructor.\n" {
		t.Errorf("%+v", r)
	}
	r = run(t, badAiken, "quiz", "import", "--format", "aiken", "-")
	if r.exit != 1 || !strings.Contains(r.out, "-:6: the answer B is none of the options") || !strings.Contains(r.out, "Nothing was stored") {
		t.Errorf("%+v", r)
	}
}

// Nothing of a file is stored when a part of it is refused, or when it is looked
// through alone.
func TestQuizImportStoresAllOrNothing(t *testing.T) {
	data := t.TempDir()
	if r := run(t, "", "instructor", "add", "Ada", "--data", data); r.exit != 0 {
		t.Fatalf("%+v", r)
	}
	bad, good := file(t, "bad.txt", badAiken), file(t, "good.txt", goodAiken)
	if r := run(t, "", "quiz", "import", bad, "--data", data, "--instructor", "Ada"); r.exit != 1 {
		t.Errorf("%+v", r)
	}
	if r := run(t, "", "quiz", "import", good, "--data", data, "--instructor", "Ada", "--dry-run"); r.exit != 0 || !strings.HasSuffix(r.out, "Nothing was stored.\n") {
		t.Errorf("%+v", r)
	}
	if r := run(t, "", "instructor", "list", "--data", data); !strings.Contains(r.out, "0\n") {
		t.Errorf("a bank is there: %s", r.out)
	}
	if r := run(t, "", "quiz", "import", good, "--data", data, "--instructor", "Ada"); r.exit != 0 || !strings.HasSuffix(r.out, "1 question stored in Ada's bank \"good\"\n") {
		t.Errorf("%+v", r)
	}
	if r := run(t, "", "quiz", "import", good, "--data", data, "--bank", "Again"); r.exit != 0 || !strings.HasSuffix(r.out, "1 question stored in Ada's bank \"Again\"\n") {
		t.Errorf("the only instructor: %+v", r)
	}
	run(t, "", "instructor", "add", "Bo", "--data", data)
	if r := run(t, "", "quiz", "import", good, "--data", data); r.exit != 0 || !strings.Contains(r.out, "Nothing was stored: say with --instructor") {
		t.Errorf("one of two instructors: %+v", r)
	}
}

// What is exported can be imported, the lessons' cards passed by.
func TestAnExportComesBack(t *testing.T) {
	data := t.TempDir()
	run(t, "", "instructor", "add", "Ada", "--data", data)
	deck := filepath.Join(t.TempDir(), "deck.txt")
	if r := run(t, "", "quiz", "export", "--format", "anki", "--out", deck); r.exit != 0 {
		t.Fatalf("%+v", r)
	}
	r := run(t, "", "quiz", "import", deck, "--data", data)
	if r.exit != 0 || !strings.Contains(r.out, "141 of 141 questions can be taken from Anki\n24 recall cards passed by\n141 questions stored") {
		t.Errorf("exit %d, %s %.2000s", r.exit, r.err, r.out)
	}
}

func TestQuizInterchangeMisused(t *testing.T) {
	good := file(t, "good.txt", goodAiken)
	run(t, "", "quiz", "export", "--format", "qti").sentence(t, 2, "--format must be one of")
	run(t, "", "quiz", "export").sentence(t, 2, "missing flags: --format")
	run(t, "", "quiz", "export", "--format", "gift", "--lesson", "none").sentence(t, 2, `there is no lesson "none"`)
	run(t, "", "quiz", "export", "--format", "gift", "--out", filepath.Join(t.TempDir(), "no", "where")).sentence(t, 2, "can't write .*: no such file")
	run(t, "", "quiz", "import").sentence(t, 2, "expected")
	run(t, "", "quiz", "import", "no-such-file").sentence(t, 2, "can't read no-such-file")
	run(t, "", "quiz", "import", good, "--instructor", "Nobody", "--data", t.TempDir()).sentence(t, 2, "no instructor called")
	run(t, "plain words\n", "quiz", "import", "-").sentence(t, 1, "looks like none of")
	run(t, "PK\x03\x04\x14\x00", "quiz", "import", "-").sentence(t, 1, "this is a packed archive")
	run(t, "", "quiz", "import", "-").sentence(t, 1, "this file is empty")
	run(t, strings.Repeat("A. \n", 2<<20), "quiz", "import", "--format", "aiken", "-").sentence(t, 1, `the most that is taken is 4194304 \(4 MiB\)`)
	if _, err := os.Stat("data"); err == nil {
		t.Error("a data directory was made")
	}
}
