package interchange_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rolecall/quiz"
	"rolecall/quiz/interchange"
)

// What can't be read at all is answered in a sentence, and nothing of it is taken.
func TestHostileFiles(t *testing.T) {
	xmlHead := `<?xml version="1.0" encoding="UTF-8"?>`
	for name, c := range map[string]struct {
		format interchange.Format
		src    string
		want   string
	}{
		"too large":            {interchange.GIFT, strings.Repeat("x", interchange.MaxFile+1), "the most that is taken is 4194304 (4 MiB): split it"},
		"a package":            {interchange.Anki, "PK\x03\x04rest", "this is a packed archive"},
		"gzip":                 {interchange.CSV, "\x1f\x8b\x08", "this is a packed archive"},
		"a collection":         {interchange.Anki, "SQLite format 3\x00", "this is a database"},
		"UTF-16":               {interchange.Aiken, "\xff\xfeW\x00", "this file is in UTF-16: save it as UTF-8"},
		"UTF-16 the other way": {interchange.Aiken, "\xfe\xff\x00W", "this file is in UTF-16: save it as UTF-8"},
		"Latin-1":              {interchange.Aiken, "fine\n\nr\xf4le\n", "line 3 isn't UTF-8"},
		"zero bytes":           {interchange.GIFT, "a\nb\x00{=c ~d}", "line 2 holds a control character"},
		"empty":                {interchange.CSV, "\ufeff \n", "this file is empty"},
		"nothing":              {interchange.GIFT, "", "this file is empty"},
		"comments alone":       {interchange.GIFT, "// nothing\n\n// more\n", "no question was found"},
		"no such format":       {"qti", "x", `there is no format "qti"`},
		"a bomb":               {interchange.MoodleXML, xmlHead + `<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><quiz>&b;</quiz>`, "line 1: a document type"},
		"an outside file":      {interchange.MoodleXML, xmlHead + `<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>`, "line 1: a document type"},
		"an entity":            {interchange.MoodleXML, "<quiz>\n<question type=\"essay\">&xxe;</question></quiz>", "line 2: this isn't well-formed XML: invalid character entity &xxe;"},
		"an attribute twice":   {interchange.MoodleXML, "<quiz>\n<question type=\"essay\" type=\"category\"/></quiz>", "line 2: the attribute type comes twice in <question>: keep one of them"},
		"another charset":      {interchange.MoodleXML, `<?xml version="1.0" encoding="ISO-8859-1"?><quiz/>`, "ISO-8859-1: save it as UTF-8"},
		"unclosed":             {interchange.MoodleXML, "<quiz>\n<question>", "line 2: this isn't well-formed XML"},
		"depth":                {interchange.MoodleXML, "<quiz>" + strings.Repeat("<a>", 1000), "deeper ones, than are taken"},
		"many elements":        {interchange.MoodleXML, "<quiz>" + strings.Repeat("<a/>", 300_000) + "</quiz>", "more elements"},
		"another root":         {interchange.MoodleXML, "<html></html>", "its outermost element is <quiz>"},
		"two roots":            {interchange.MoodleXML, "<quiz></quiz><quiz></quiz>", "its outermost element is <quiz>"},
		"an open cell":         {interchange.CSV, "type,stem,part_1,key_1\nchoice,\"x,a,yes\n", "line 2: this isn't a table in CSV"},
		"no header":            {interchange.CSV, "choice,Which?,a,yes\n", `line 1: the header has no column "type"`},
		"a header twice":       {interchange.CSV, "type,stem,stem,part_1,key_1\n", "line 1: the column stem is there twice"},
		"a separator":          {interchange.Anki, "#separator:tabs\nx", `line 1: "tabs" is not a separator`},
		"a column":             {interchange.Anki, "#separator:tab\n#tags column:0\nx", "line 2: a column is a number"},
	} {
		t.Run(name, func(t *testing.T) {
			im, err := interchange.Import("in", []byte(c.src), c.format, quiz.Reading{})
			if err == nil || !strings.Contains(err.Error(), c.want) || len(im.Items) > 0 {
				t.Errorf("got %v and %d items, want %q", err, len(im.Items), c.want)
			}
		})
	}
}

// Ten thousand questions are refused as a whole in every format, before much work
// is done.
func TestTooManyQuestions(t *testing.T) {
	const n = 10_000
	for f, src := range map[interchange.Format]string{
		interchange.GIFT:      strings.Repeat("Q{=a~b}\n\n", n),
		interchange.Aiken:     strings.Repeat("Which?\nA. a\nB. b\nANSWER: A\n", n),
		interchange.MoodleXML: "<quiz>" + strings.Repeat(`<question type="truefalse"/>`, n) + "</quiz>",
		interchange.CSV:       "type,stem,part_1,key_1\n" + strings.Repeat("choice,x,a,yes\n", n),
		interchange.Anki:      strings.Repeat("a\tb\n", n),
	} {
		im, err := interchange.Import("in", []byte(src), f, quiz.Reading{})
		if err == nil || !strings.Contains(err.Error(), "the most that are taken at once is 1000: split it") || len(im.Items) > 0 {
			t.Errorf("%s: got %v and %d items", f, err, len(im.Items))
		}
	}
}

// A question that is too much is refused by itself, with its line.
func TestHostileQuestions(t *testing.T) {
	long := strings.Repeat("x", 33<<10)
	options := strings.Repeat(" ~x", 40)
	for name, c := range map[string]struct {
		format interchange.Format
		src    string
		want   string
	}{
		"a long text":     {interchange.GIFT, "Q{=a ~b}\n\n" + long + "{=a ~b}\n", "in:3: one of its texts has 33792 bytes; the most that is taken is 32768"},
		"a long element":  {interchange.MoodleXML, "<quiz>\n<question type=\"truefalse\"><questiontext><text>" + long + "</text></questiontext></question></quiz>", "in:2: one of its texts has"},
		"a long cell":     {interchange.CSV, "type,stem,part_1,key_1\nchoice," + long + ",a,yes\n", "in:2: one of its texts has"},
		"a long field":    {interchange.Anki, long + "\tb\n", "in:1: one of its texts has"},
		"many options":    {interchange.GIFT, "Q{=a" + options + "}", "in:1: a question of this type has 2 to 12 options, this one has 41"},
		"a long answer":   {interchange.GIFT, "Q{=" + strings.Repeat("y", 300) + "}", "in:1: an accepted text can't be an answer: fill the gap with at most 200 characters"},
		"no text":         {interchange.GIFT, "{=a ~b}", "in:1: this question has no stem"},
		"an empty option": {interchange.GIFT, "Q{=a ~}", "in:1: the option \"b\" has no text"},
	} {
		t.Run(name, func(t *testing.T) {
			im := imported(t, c.format, c.src)
			item := im.Items[len(im.Items)-1]
			if item.Question != nil || !strings.Contains(item.Faults.Error(), c.want) {
				t.Errorf("got %.300v, want %q", item.Faults, c.want)
			}
		})
	}
}

// Deep HTML and code of every kind that could run is answered, and leaves no trace.
func TestHostileHTML(t *testing.T) {
	for _, html := range []string{
		strings.Repeat("<div>", 5000) + "deep",
		strings.Repeat("<b><i>", 1000) + "deep",
		strings.Repeat("<ul><li>", 300) + "deep",
		strings.Repeat("<table><tr><td>", 150) + "deep",
		strings.Repeat("<blockquote>", 400) + "deep",
	} {
		start := time.Now()
		src := "::deep::[html]" + html + "{=a ~b}"
		im := imported(t, interchange.GIFT, src)
		if q := im.Items[0].Question; q != nil && !strings.Contains(q.Stem.Text, "deep") {
			t.Errorf("the words are lost: %.100s", q.Stem.Text)
		}
		if time.Since(start) > 20*time.Second {
			t.Errorf("%.20s… took %v", html, time.Since(start))
		}
	}
	const evil = `<p onclick="x()">a<script>alert(1)</script><a href="javascript:x()">b</a><iframe src="https://docs.aws.amazon.com/"></iframe>` +
		`<img src=x onerror=alert(1)><style>p{}</style><svg onload=alert(1)></svg><a href="https://docs.aws.amazon.com/x)">c</a></p>`
	for f, src := range map[interchange.Format]string{
		interchange.GIFT:      "[html]" + strings.NewReplacer("=", `\=`, "{", `\{`, "}", `\}`, "#", `\#`, "~", `\~`, ":", `\:`).Replace(evil) + "{=a ~b}",
		interchange.MoodleXML: `<quiz><question type="multichoice"><questiontext format="html"><text><![CDATA[` + evil + `]]></text></questiontext><answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer></question></quiz>`,
		interchange.CSV:       "type,stem,part_1,key_1,part_2,key_2\nchoice,\"" + strings.ReplaceAll(evil, `"`, `""`) + "\",a,yes,b,no\n",
		interchange.Anki:      "#html:true\n#separator:tab\n\"" + strings.ReplaceAll(evil, `"`, `""`) + "\"\tyes\n",
	} {
		item := imported(t, f, src).Items[0]
		if item.Question == nil || len(item.Losses) == 0 {
			t.Errorf("%s: %v, losses %v", f, item.Faults, item.Losses)
			continue
		}
		for _, bad := range []string{"script", "alert", "javascript", "onerror", "onclick", "iframe", "style", "<a", "svg"} {
			if strings.Contains(item.Question.Stem.HTML, bad) {
				t.Errorf("%s keeps %q: %s", f, bad, item.Question.Stem.HTML)
			}
		}
	}
}

// A table that is opened as a sheet holds no formula.
func TestNoFormulas(t *testing.T) {
	var q strings.Builder
	q.WriteString("id: q\nversion: 1\ntype: choice\ndifficulty: easy\nstem: '=cmd|x'\noptions:\n")
	texts := []string{"=1+1", "+1", "-1", "@SUM(A1)", "'=x", "''-y", "＝1", "'quoted'", "plain"}
	for i, text := range texts {
		fmt.Fprintf(&q, "  - {id: o%d, text: %q, right: %v}\n", i, text, i == 0)
	}
	question := own(t, q.String())
	src, _ := export(t, interchange.CSV, question)
	for _, line := range strings.Split(src, "\r\n") {
		for _, cell := range strings.Split(line, ",") {
			if strings.ContainsAny(strings.TrimPrefix(cell, `"`)[:min(1, len(strings.TrimPrefix(cell, `"`)))], "=+-@") || strings.HasPrefix(cell, "＝") {
				t.Errorf("the cell %q could be a formula", cell)
			}
		}
	}
	back := imported(t, interchange.CSV, src).Items[0]
	if got := differ(question, back.Question); len(got) > 0 {
		t.Errorf("it comes back other in %q: %v", got, back.Faults)
	}
}

// A mark at a file's beginning and other systems' ends of lines are nobody's fault.
func TestMarksAndEndsOfLines(t *testing.T) {
	for _, f := range interchange.Formats() {
		src, _ := export(t, f, own(t, plainChoice))
		want := imported(t, f, src).Items[0].Question
		other := "\ufeff" + strings.ReplaceAll(strings.ReplaceAll(src, "\r\n", "\n"), "\n", "\r\n")
		if got, err := interchange.Detect([]byte(other), "x"); err != nil || got != f {
			t.Errorf("%s is taken for %s (%v)", f, got, err)
		}
		if got := differ(want, imported(t, f, other).Items[0].Question); len(got) > 0 {
			t.Errorf("%s: with other ends of lines it differs in %q", f, got)
		}
	}
}

const plainChoice = `
id: q
version: 1
type: choice
difficulty: easy
stem: Which?
options:
  - {id: a, text: this, right: true, why: so}
  - {id: b, text: that, why: no}
`

func TestDetect(t *testing.T) {
	for src, want := range map[string]interchange.Format{
		"<?xml version=\"1.0\"?>\n<quiz>": interchange.MoodleXML,
		"Q?\nA. x\nB. y\nANSWER: A\n":     interchange.Aiken,
		"#separator:tab\nfront\tback":     interchange.Anki,
		"front\tback\n":                   interchange.Anki,
		"id;type;stem;part_1;key_1\n":     interchange.CSV,
		"::name::Which?{=a ~b}":           interchange.GIFT,
		"Which?{=ANSWER ~b}\n":            interchange.GIFT,
		"<html>":                          "",
		"words alone":                     "",
	} {
		got, err := interchange.Detect([]byte(src), "upload.txt")
		if errors.Is(err, interchange.ErrUnknownFormat) != (want == "") || got != want {
			t.Errorf("%q is taken for %q (%v), want %q", src, got, err, want)
		}
	}
	if got, err := interchange.Detect([]byte("a,b\n"), "x.CSV"); err != nil || got != interchange.CSV {
		t.Errorf("by its name: %q (%v)", got, err)
	}
	// What can be read in no format is told for what it is, not as a format to be chosen.
	for src, want := range map[string]string{
		" \n":                 "this file is empty",
		"PK\x03\x04\x14\x00":  "this is a packed archive",
		"\xff\xfeQ\x00?\x00":  "this file is in UTF-16",
		"SQLite format 3\x00": "this is a database",
		"was h\xf6re ich":     "line 1 isn't UTF-8",
	} {
		if got, err := interchange.Detect([]byte(src), "notes.apkg"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v; want %q", src, got, err, want)
		}
	}
}

// What can't be written leaves nothing behind.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }

func TestExportTellsOfWriting(t *testing.T) {
	if _, err := interchange.Export(full{}, interchange.GIFT, []*quiz.Question{own(t, plainChoice)}); err == nil {
		t.Error("no error")
	}
	if _, err := interchange.Export(&bytes.Buffer{}, "qti", nil); err == nil || err.Error() != `there is no format "qti"` {
		t.Errorf("got %v", err)
	}
}
