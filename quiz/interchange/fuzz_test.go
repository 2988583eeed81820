package interchange_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"rolecall/quiz"
	"rolecall/quiz/interchange"
	"rolecall/quiz/prose"
)

// seeds adds what there is of a format: the samples, and the course's own questions
// of each type.
func seeds(f *testing.F, format interchange.Format) {
	f.Helper()
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		switch name := a.Files[0].Name; name {
		case "in." + string(format):
			f.Add(a.Files[0].Data)
		case "question.yaml":
			src, _ := export(f, format, own(f, string(a.Files[0].Data)))
			f.Add([]byte(src))
		}
	}
}

// anyFile holds what is read of any bytes against what [interchange.Import]
// promises: a question or faults, and a question that can be written, read and
// exported again.
func anyFile(t *testing.T, format interchange.Format, src []byte) {
	if len(src) > 1<<13 {
		return
	}
	im, err := interchange.Import("in", src, format, quiz.Reading{})
	if err != nil {
		if len(im.Items) > 0 {
			t.Fatal("an error, and items")
		}
		return
	}
	for _, item := range im.Items {
		if (item.Question == nil) == (item.Faults == nil) || item.Line < 1 {
			t.Fatalf("a question and faults, or neither: %+v", item)
		}
		if item.Question == nil {
			continue
		}
		yaml, err := quiz.MarshalQuestion(item.Question)
		if err != nil {
			t.Fatal(err)
		}
		if _, fs := quiz.ParseQuestion(yaml, prose.Place{File: "q", Line: 1}, quiz.Reading{Rules: quiz.OwnRules}); fs != nil {
			t.Fatalf("%v\n%s", fs, yaml)
		}
	}
	for _, f := range interchange.Formats() {
		var b bytes.Buffer
		if _, err := interchange.Export(&b, f, im.Questions()); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzGIFT(f *testing.F) {
	seeds(f, interchange.GIFT)
	f.Add([]byte("[html]<ul><li><p>a<pre>b</pre></ul><table><td>c|d{=<b>a ~<!-- x -->b#<i>c####<ol><li>"))
	f.Fuzz(func(t *testing.T, src []byte) { anyFile(t, interchange.GIFT, src) })
}

func FuzzAiken(f *testing.F) {
	seeds(f, interchange.Aiken)
	f.Add([]byte("Q\na) x\nB. y\nANSWER: B\n"))
	f.Fuzz(func(t *testing.T, src []byte) { anyFile(t, interchange.Aiken, src) })
}

func FuzzMoodleXML(f *testing.F) {
	seeds(f, interchange.MoodleXML)
	f.Fuzz(func(t *testing.T, src []byte) { anyFile(t, interchange.MoodleXML, src) })
}

func FuzzCSV(f *testing.F) {
	seeds(f, interchange.CSV)
	f.Fuzz(func(t *testing.T, src []byte) { anyFile(t, interchange.CSV, src) })
}

func FuzzAnki(f *testing.F) {
	seeds(f, interchange.Anki)
	f.Fuzz(func(t *testing.T, src []byte) { anyFile(t, interchange.Anki, src) })
}
