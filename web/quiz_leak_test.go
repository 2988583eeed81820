package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rolecall/quiz"
	"rolecall/quiz/attempt"
	"rolecall/quiz/generate"
	"rolecall/quiz/prose"
	"rolecall/store"
	"rolecall/web/practise"
	"rolecall/web/site"
	"rolecall/web/view"
)

// eavesdropper keeps every byte that a site answers with: headers, pages,
// fragments, files.
type eavesdropper struct {
	site  http.Handler
	heard []heard
}

type heard struct{ request, answer string }

func (e *eavesdropper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rec := httptest.NewRecorder()
	e.site.ServeHTTP(rec, r)
	var b bytes.Buffer
	fmt.Fprintf(&b, "%d\n", rec.Code)
	if err := rec.Header().Write(&b); err != nil {
		panic(err) // not reached: a buffer takes all
	}
	b.Write(rec.Body.Bytes())
	e.heard = append(e.heard, heard{r.Method + " " + r.URL.RequestURI(), b.String()})
	for k, v := range rec.Header() {
		w.Header()[k] = v
	}
	w.WriteHeader(rec.Code)
	w.Write(rec.Body.Bytes())
}

var tags = regexp.MustCompile(`<[^>]*>`)

// formsOf is an answer in the forms in which a text could hide in it: as sent, without
// its markup, and with its JSON strings read.
func formsOf(answer string) []string {
	bare := spaced(html.UnescapeString(tags.ReplaceAllString(answer, "")))
	forms := []string{answer, bare}
	if _, body, ok := strings.Cut(answer, "\r\n\r\n"); ok || strings.Contains(answer, "application/json") {
		forms = append(forms, unquoted(body+answer))
	}
	return forms
}

var jsonString = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

func unquoted(src string) string {
	var b strings.Builder
	for _, s := range jsonString.FindAllString(src, -1) {
		var text string
		if json.Unmarshal([]byte(s), &text) == nil {
			b.WriteString(text + "\n")
		}
	}
	return b.String()
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// secrets are the texts of a question that nobody has earned yet, as markup and as
// plain words. Short ones that any page may say are left out.
func secrets(q *quiz.Question, hint bool) []string {
	var list []string
	add := func(t prose.Text) {
		if len(t.Text) > 12 {
			list = append(list, t.HTML, spaced(t.Text))
		}
	}
	for _, o := range q.Options() {
		add(o.Why)
	}
	switch b := q.Body.(type) {
	case *quiz.Ordering:
		for _, i := range b.Items {
			add(i.Why)
		}
	case *quiz.Matching:
		for _, p := range b.Pairs {
			add(p.Why)
		}
		for _, m := range b.Answers {
			add(m.Why)
		}
	case *quiz.Gap:
		add(b.Why)
		for _, t := range b.Tempting {
			add(t.Why)
		}
	}
	for _, t := range slices.Concat(q.Worked, q.Mistakes, []prose.Text{q.Verify}) {
		add(t)
	}
	if hint {
		add(q.Hint)
	}
	return append(append(list, q.ID, strconv.Itoa(leakSeed)), keys(q)...) // an id may say what is right
}

// leakSeed is the seed of an attempt that nothing may tell: whoever has it knows at
// which place each option was written.
const leakSeed = 731820496512

func (e *eavesdropper) check(t *testing.T, what string, secrets []string) {
	t.Helper()
	if len(e.heard) == 0 || len(secrets) < 6 {
		t.Fatalf("%s: %d answers heard, %d secrets", what, len(e.heard), len(secrets))
	}
	for _, h := range e.heard {
		forms := formsOf(h.answer)
		for _, s := range secrets {
			for _, f := range forms {
				if s != "" && strings.Contains(f, s) {
					t.Errorf("%s: %s tells %q", what, h.request, s)
				}
			}
		}
	}
}

// nosy asks for whatever might tell more than it should.
func nosy(r *reader, attempt string, q *quiz.Question, position int) {
	n := strconv.Itoa(position)
	for _, path := range []string{
		attempt, attempt + "?q=" + strconv.Itoa(position+1), attempt + "?q=99", "/quiz/" + quizLesson, "/practice", "/test", "/review",
		"/progress", "/progress/history", "/progress/export.json", "/progress/answers.csv", "/progress/reviews.csv", attempt + ".json", "/no/such/page",
	} {
		r.do("GET", path, nil)
		r.do("HEAD", path, nil)
	}
	for _, htmx := range []bool{false, true} {
		r.htmx = htmx
		for _, fields := range misuses(q) {
			r.send(attempt, append(slices.Clone(fields), "position", n, "question", quiz.Handle(q.ID))...)
		}
		r.send(attempt, "position", n, "question", "no-such", "option", "a")
		r.send(attempt, "position", "99", "question", quiz.Handle(q.ID), "option", "a")
		r.send(attempt+"/like", "position", n, "question", quiz.Handle(q.ID))
	}
	r.htmx = false
}

// ofEveryType is a question of each type and a generated one of each family.
func ofEveryType(t *testing.T, s *server) []*quiz.Question {
	t.Helper()
	var list []*quiz.Question
	for _, kind := range quiz.Types() {
		list = append(list, ofType(t, s, kind)[0])
	}
	for _, f := range generate.Families() {
		m, err := f.Make(3)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, m.Question)
	}
	return list
}

// No byte of any answer tells a key, a hint or a reason before it is earned: not
// before the answer in a practice, not before the end in a test.
func TestNothingLeaksBeforeItIsEarned(t *testing.T) {
	for _, kind := range []store.AttemptKind{store.Practice, store.Test} {
		t.Run(string(kind), func(t *testing.T) {
			s := testServer(t)
			for _, q := range ofEveryType(t, s) {
				leakOne(t, s, kind, q)
			}
		})
	}
}

func leakOne(t *testing.T, s *server, kind store.AttemptKind, q *quiz.Question) {
	t.Helper()
	e := &eavesdropper{site: s.handler()}
	r := newReader(t, e)
	r.post("/lessons/" + quizLesson + "/why/read") // makes the learner
	made, err := attempt.PackQuestions([]*quiz.Question{q})
	if err != nil {
		t.Fatal(err)
	}
	asked := store.Question{ID: q.ID, Version: q.Version}
	id, err := s.Store.StartMade(t.Context(), store.Attempt{Learner: learnerOf(t, s, r), Kind: kind, Lesson: quizLesson, Seed: leakSeed,
		Started: fixedNow(), Questions: []store.Question{asked, asked}, Setup: store.Setup{Certainty: true}}, made)
	if err != nil {
		t.Fatal(err)
	}
	e.heard = nil // a lesson says much that a question asks
	attempt := practise.AttemptURL(id)
	nosy(r, attempt, q, 0)
	e.check(t, q.ID+", asked", secrets(q, true))
	r.get(attempt).lacks(t, q.ID) // which may tell, too
	e.heard = nil
	e.heard = nil
	if kind == store.Practice {
		r.post(attempt+"/hint", "position", "0", "question", quiz.Handle(q.ID)).has(t, q.Hint.HTML)
		nosy(r, attempt, q, 0)
		e.check(t, q.ID+", with its hint", secrets(q, false))
		e.heard = nil
		r.post(attempt, append(wrong(q, leakSeed), "position", "0", "question", quiz.Handle(q.ID))...).has(t, earned(q)...) // earned now
		return
	}
	r.htmx = true
	r.send(attempt, append(wrong(q, leakSeed), "position", "0", "question", quiz.Handle(q.ID), "sure", "2")...)
	r.htmx = false
	r.send(attempt, append(right(q, leakSeed), "position", "0", "question", quiz.Handle(q.ID))...)
	nosy(r, attempt, q, 0)
	nosy(r, attempt, q, 1)
	e.check(t, q.ID+", answered in a test", append(secrets(q, true), "Not quite.", "1 of 2 right", "0 of 2 right"))
	r.post(attempt+"/finish").has(t, earned(q)...) // earned now
}

// What is asked is the same to the byte, whatever the key and the reasons are.
func TestTheKeyDoesNotShapeWhatIsAsked(t *testing.T) {
	s := testServer(t)
	page := func(q *quiz.Question) string {
		a := &practise.Sitting{Attempt: store.Attempt{ID: 1, Kind: store.Practice, Seed: 7, Lesson: quizLesson}, Asked: []practise.Asked{{Question: q}},
			Reader: site.NewProgress(1, store.Progress{}, store.Preferences{}), Now: fixedNow()}
		var b bytes.Buffer
		if err := view.AskPage(view.Page{Title: "x"}, a.Ask(0)).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, q := range ofEveryType(t, s) {
		other := rekeyed(q)
		if got, want := page(other), page(q); got != want {
			t.Errorf("%s: the page tells its key", q.ID)
		}
	}
}

// rekeyed is a question with another key, other names for its parts and other reasons. What order its steps
// have is told by nothing but the order they are shown in, which is the seed's.
func rekeyed(q *quiz.Question) *quiz.Question {
	c := *q
	no := prose.Text{HTML: "<p>other</p>", Text: "other"}
	c.Hint, c.Verify, c.Worked, c.Mistakes, c.Source = no, no, nil, nil, ""
	switch b := q.Body.(type) {
	case *quiz.Choice:
		o := *b
		o.Options = slices.Clone(b.Options)
		for i := range o.Options {
			o.Options[i].ID, o.Options[i].Right, o.Options[i].Why = "x"+o.Options[i].ID, !o.Options[i].Right, no
		}
		c.Body = &o
	case *quiz.Ordering:
		o := *b
		o.Items = slices.Clone(b.Items)
		for i := range o.Items {
			o.Items[i].ID, o.Items[i].Why = "x"+o.Items[i].ID, no
		}
		c.Body = &o
	case *quiz.Matching:
		o := *b
		o.Pairs, o.Answers = slices.Clone(b.Pairs), slices.Clone(b.Answers)
		for i := range o.Answers {
			o.Answers[i].ID, o.Answers[i].Why = "x"+o.Answers[i].ID, no
		}
		for i := range o.Pairs {
			o.Pairs[i].ID, o.Pairs[i].Answer, o.Pairs[i].Why = "x"+o.Pairs[i].ID, o.Answers[0].ID, no
		}
		c.Body = &o
	case *quiz.Gap:
		o := *b
		o.Accept, o.Tempting, o.Why = []string{"other"}, nil, no
		c.Body = &o
	}
	return &c
}

// On paper the questions come first, with nothing of their answers.
func TestPrintedQuestionsComeWithoutTheirAnswers(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	for _, kind := range quiz.Types() {
		q := ofType(t, s, kind)[0]
		attempt := begin(t, s, r, q)
		r.post(attempt, append(wrong(q, 7), "position", "0", "question", quiz.Handle(q.ID))...)
		p := r.get(attempt).has(t, q.Stem.HTML).has(t, earned(q)...)
		_, printed, ok := strings.Cut(p.body, `<section class="printed">`)
		printed, _, also := strings.Cut(printed, "Answers and reasons")
		if !ok || !also || !strings.Contains(printed, q.Stem.HTML) {
			t.Fatalf("%s is not printed", q.ID)
		}
		page{p.ResponseRecorder, p.path, printed}.lacks(t, earned(q)...).lacks(t, keys(q)...).lacks(t, "Not quite", "Your answer", "is-allowed")
	}
}
