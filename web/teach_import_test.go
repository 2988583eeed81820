package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rolecall/quiz/interchange"
	"rolecall/store"
)

const aikenFile = `Who decides about a role?
A. Its trust policy
B. Its name
ANSWER: A

How long does a chained session last at most?
A) Twelve hours
B) One hour
ANSWER: B

What has no answer?
A. This
B. That
`

// sendFile sends a file as a browser does.
func (r *reader) sendFile(path, name string, data []byte, fields ...string) page {
	r.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			r.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		r.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		r.t.Fatal(err)
	}
	req := httptest.NewRequest("POST", path, &body)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range r.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	r.site.ServeHTTP(answer, req)
	if answer.Code == http.StatusSeeOther {
		return r.get(answer.Header().Get("Location"))
	}
	return page{answer, path, answer.Body.String()}
}

// stems are the texts of the questions that a bank has.
func stems(t *testing.T, s *server, bank store.BankID) []string {
	t.Helper()
	all, err := s.Store.BankQuestions(t.Context(), bank)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, q := range all {
		list = append(list, s.teach.WrittenOf(q, "").Asked.Stem.Text)
	}
	return list
}

func TestImportIsLookedThroughFirst(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	p := r.sendFile(bank+"/import", `C:\dir\week one.txt`, []byte(aikenFile))
	checkHTML(t, p.path, p.body)
	p.has(t, "3 questions found", "week one.txt, read as Aiken", "2 can be taken. 1 can", "line 11", "Its trust policy", "The right answer").lacks(t, `C:\dir`)
	if got := stems(t, s, 1); got != nil {
		t.Errorf("taken already: %q", got)
	}
	// One with faults can't be ticked into the bank, and nothing else is taken with it.
	if bad := r.send(p.path, "take", "ticked", "item", "1", "item", "3"); bad.Code != 400 {
		t.Errorf("taking a fault answers %d", bad.Code)
	}
	if bad := r.send(p.path, "take", "ticked"); bad.Code != 422 {
		t.Errorf("taking nothing answers %d", bad.Code)
	}
	if got := stems(t, s, 1); got != nil {
		t.Errorf("half taken: %q", got)
	}
	for range 2 { // sent twice, taken once
		r.post(p.path, "take", "ticked", "item", "2").has(t, "One question was taken")
	}
	if got := stems(t, s, 1); len(got) != 1 || !strings.HasPrefix(got[0], "How long") {
		t.Errorf("taken: %q", got)
	}
	r.get(p.path).has(t, "Taken already")

	// The same file again: what is there already is told, and not ticked.
	p = r.post(bank+"/import", "text", aikenFile, "format", "aiken")
	p.has(t, "What was pasted", "Nearly the same as")
	if f := strings.Count(p.body, "checked"); f != 1 {
		t.Errorf("%d questions are ticked, want the new one", f)
	}
	r.post(p.path, "take", "all").has(t, "2 questions were taken")
	if got := stems(t, s, 1); len(got) != 3 {
		t.Errorf("taken: %q", got)
	}
}

func TestImportRefusesPlainly(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	big := bytes.Repeat([]byte("x"), store.MaxBankSource+1)
	bomb := `<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="shortanswer"><questiontext><text>&b;&x;</text></questiontext></question></quiz>`
	for name, c := range map[string]struct {
		data   []byte
		format string
		want   string
	}{
		"nothing":         {nil, "", "Choose a file"},
		"too large":       {big, "", "at most 1024 KB"},
		"no format":       {[]byte("just words"), "", "none of the formats: choose"},
		"a package":       {[]byte("PK\x03\x04\x14\x00"), "", "packed archive"},
		"unknown format":  {[]byte("x"), "word", "no format"},
		"not text":        {[]byte("A question\x00?"), "aiken", "control character"},
		"an archive":      {[]byte("PK\x03\x04rest"), "anki", "archive"},
		"none in it":      {[]byte("words\n"), "aiken", ""},
		"entities in XML": {[]byte(bomb), "moodle-xml", ""},
	} {
		p := r.sendFile(bank+"/import", "f.txt", c.data, "format", c.format)
		if p.Code != 422 && !(p.Code == 200 && strings.Contains(p.body, "None of it can be taken")) {
			t.Errorf("%s answers %d:\n%s", name, p.Code, text(t, p.body))
		}
		p.has(t, c.want).lacks(t, "root:")
	}
	huge := r.sendFile(bank+"/import", "f.txt", bytes.Repeat(big, 5))
	if huge.Code != 413 {
		t.Errorf("5 MB answer %d", huge.Code)
	}
	huge.has(t, "A file of questions may hold at most 1024 KB", "Split the file")
	if got := stems(t, s, 1); got != nil {
		t.Errorf("taken: %q", got)
	}
}

// A bank goes out in every format, tells what it loses, and what came out goes in.
func TestBankGoesOutAndIn(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	for _, q := range oneOfEach(t, s) {
		write(t, s, r, bank, courseYAML(t, q))
	}
	for _, f := range interchange.Formats() {
		p := r.get(bank + "/export?format=" + string(f))
		checkHTML(t, p.path, p.body)
		p.has(t, "of 8 questions fit", "What stays behind")
		file := r.get(bank + "/export/file?format=" + string(f))
		if d := file.Header().Get("Content-Disposition"); !strings.HasPrefix(d, `attachment; filename="bank-1-`+string(f)) {
			t.Errorf("%s: %s", f, d)
		}
		other := makeBank(t, s, r)
		in := r.sendFile(other+"/import", "f"+f.Extension(), []byte(file.body))
		in.has(t, "read as "+f.Title()).has(t, "Take all")
	}
	if p := r.do("GET", bank+"/export?format=word", nil); p.Code != 400 {
		t.Errorf("an unknown format answers %d", p.Code)
	}
}
