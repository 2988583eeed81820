package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rolecall/quiz"
	"rolecall/quiz/attempt"
	"rolecall/quiz/prose"
	"rolecall/store"
	"rolecall/web/teach"
	"rolecall/web/view"
)

// courseYAML is a question of the course as an instructor would write it.
func courseYAML(t testing.TB, q *quiz.Question) string {
	t.Helper()
	d := q.Draft()
	d.Claim = prose.Str{}
	src, err := teach.DraftYAML(d)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// oneOfEach are questions of the course, one of each type.
func oneOfEach(t *testing.T, s *server) []*quiz.Question {
	t.Helper()
	var all []*quiz.Question
	for _, kind := range quiz.Types() {
		i := slices.IndexFunc(s.Bank.Questions(quizLesson), func(q *quiz.Question) bool { return q.Type == kind })
		if i < 0 {
			t.Fatalf("the course has no question of type %s", kind)
		}
		all = append(all, s.Bank.Questions(quizLesson)[i])
	}
	return all
}

// write saves a question as YAML and returns what the bank then holds last.
func write(t *testing.T, s *server, r *reader, bank, source string) store.BankQuestion {
	t.Helper()
	_, id, _ := strings.Cut(r.get(bank+"/new?type=choice").body, `name="id" value="`)
	id, _, _ = strings.Cut(id, `"`)
	p := r.send(bank+"/new", "form", "yaml", "id", id, "do", "save", "source", source)
	if p.Code != 200 {
		t.Fatalf("the question was not saved: %d\n%s", p.Code, text(t, p.body))
	}
	q, err := s.Store.BankQuestion(t.Context(), instructorOf(t, s, r), id)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// formOf reads the fields of a page's editor as a browser would send them.
func formOf(t *testing.T, p page) url.Values {
	t.Helper()
	values := url.Values{}
	var form *html.Node
	visit(parse(t, p.body), func(n *html.Node) {
		if class, _ := attr(n, "class"); n.Data == "form" && class == "edit-form" {
			form = n
		}
	})
	if form == nil {
		t.Fatalf("%s has no editor:\n%s", p.path, text(t, p.body))
	}
	visit(form, func(n *html.Node) {
		name, named := attr(n, "name")
		if !named {
			return
		}
		switch n.Data {
		case "textarea":
			values.Add(name, textareaText(n))
		case "select":
			visit(n, func(o *html.Node) {
				if _, on := attr(o, "selected"); o.Data == "option" && on {
					v, _ := attr(o, "value")
					values.Add(name, v)
				}
			})
			if !values.Has(name) {
				values.Add(name, "")
			}
		case "input":
			kind, _ := attr(n, "type")
			_, checked := attr(n, "checked")
			if v, _ := attr(n, "value"); kind != "checkbox" && kind != "radio" || checked {
				values.Add(name, v)
			}
		}
	})
	return values
}

// textareaText is what stands in a textarea.
func textareaText(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}

// A question opened in the editor and saved as it is stays as it is, whatever its
// type, and so does its YAML.
func TestEditorKeepsEveryType(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	for _, q := range s.Bank.Questions(quizLesson) {
		if q.Type == quiz.PutInOrder && q.EngineChecked {
			continue // every order is played; one is, below
		}
		source := courseYAML(t, q)
		had := write(t, s, r, bank, source)
		p := r.get(view.QuestionPath(had.ID, ""))
		checkHTML(t, p.path, p.body)
		f := formOf(t, p)
		f.Set("do", "save")
		if p := r.do("POST", view.QuestionPath(had.ID, ""), f); p.Code != 200 {
			t.Fatalf("%s, opened and saved: %d\n%s", q.ID, p.Code, text(t, p.body))
		}
		now, err := s.Store.BankQuestion(t.Context(), instructorOf(t, s, r), had.ID)
		if err != nil {
			t.Fatal(err)
		}
		if now.Version != 1 || now.Revision != 2 {
			t.Errorf("%s, opened and saved, is version %d, revision %d:\n%s\nwas\n%s", q.ID, now.Version, now.Revision, now.Body, had.Body)
		}
	}
}

func TestEditorSwitchesBetweenItsForms(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	for _, q := range oneOfEach(t, s) {
		had := write(t, s, r, bank, courseYAML(t, q))
		f := formOf(t, r.get(view.QuestionPath(had.ID, "")))
		f.Set("do", "yaml")
		f = formOf(t, r.do("POST", view.QuestionPath(had.ID, ""), f))
		if f.Get("form") != "yaml" || !strings.HasPrefix(f.Get("source"), "type: "+q.Type.String()+"\n") {
			t.Fatalf("%s as YAML: %v", q.ID, f)
		}
		f.Set("do", "fields")
		f = formOf(t, r.do("POST", view.QuestionPath(had.ID, ""), f))
		f.Set("do", "more")
		f = formOf(t, r.do("POST", view.QuestionPath(had.ID, ""), f))
		if f.Get("form") != "fields" || strings.TrimSpace(f.Get("stem")) == "" {
			t.Errorf("%s as fields: %v", q.ID, f)
		}
	}
}

func TestFaultsAreToldAtTheirLines(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	for name, c := range map[string]struct{ source, want string }{
		"a misspelt key":    {"type: choice\ndifficulty: easy\nstem: Who?\nanswer: me\n", "Line 4: "},
		"no key":            {"type: choice\ndifficulty: easy\nstem: Who?\noptions: [{id: a, text: x}, {id: b, text: y}]\n", "exactly one right option"},
		"a link elsewhere":  {"type: choice\ndifficulty: easy\nstem: Who?\nhint: \"[x](https://evil.example)\"\noptions: [{id: a, text: x, right: true}, {id: b, text: y}]\n", "Line 4: "},
		"no such objective": {"type: choice\ndifficulty: easy\nobjectives: [nothing]\nstem: Who?\noptions: [{id: a, text: x, right: true}, {id: b, text: y}]\n", "Line 3: "},
		"raw HTML":          {"type: choice\ndifficulty: easy\nstem: <script>alert(1)</script>\noptions: [{id: a, text: x, right: true}, {id: b, text: y}]\n", "Line 3: "},
		"too many steps":    {"type: choice\ndifficulty: easy\nworld: cross-account\nstem: Who?\nsteps: |\n" + strings.Repeat("  as 111122223333/users/alice\n", attempt.MaxSteps+1), "at most 120"},
		"nothing":           {"", "nothing is written here"},
		"two documents":     {"type: choice\n---\ntype: choice\n", "more than one YAML document"},
	} {
		p := r.send(bank+"/new", "form", "yaml", "id", "own-aaaaaaaaaaaaa", "do", "save", "source", c.source)
		if p.Code != 422 {
			t.Errorf("%s: %d", name, p.Code)
		}
		p.has(t, c.want, "Not saved yet").lacks(t, "<script>alert")
		checkHTML(t, name, p.body)
	}
	all, err := s.Store.BankQuestions(t.Context(), 1)
	if err != nil || len(all) != 0 {
		t.Errorf("something was saved: %v (%v)", all, err)
	}
}

// A key that the engine doesn't agree with is not saved.
func TestEngineIsAskedBeforeSaving(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	var q *quiz.Question
	for _, known := range s.Bank.Questions(quizLesson) {
		if known.Type == quiz.ChooseOne && known.EngineChecked {
			q = known
			break
		}
	}
	d := q.Draft()
	d.Options = slices.Clone(d.Options)
	for i := range d.Options {
		d.Options[i].Right = !d.Options[i].Right && !slices.ContainsFunc(d.Options[:i], func(o quiz.DraftOption) bool { return o.Right })
	}
	d.Claim = prose.Str{}
	source, err := teach.DraftYAML(d)
	if err != nil {
		t.Fatal(err)
	}
	p := r.send(bank+"/new", "form", "yaml", "id", "own-aaaaaaaaaaaaa", "do", "save", "source", source)
	if p.Code != 422 {
		t.Errorf("answers %d", p.Code)
	}
	p.has(t, "but the engine says")
	r.send(bank+"/new", "form", "yaml", "id", "own-aaaaaaaaaaaaa", "do", "preview", "source", courseYAML(t, q)).has(t, "The engine was asked about every part, and agrees.")
}

const plainQuestion = "type: choice\ndifficulty: easy\nstem: Who decides?\noptions:\n  - {id: a, text: Alice, right: true, why: She owns it.}\n  - {id: b, text: Bob, why: He only asks.}\n"

func TestEditsRaiseVersionsByMeaning(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	q := write(t, s, r, bank, plainQuestion)
	path := view.QuestionPath(q.ID, "")
	edit := func(source, revision string, more ...string) page {
		return r.send(path, append([]string{"form", "yaml", "revision", revision, "do", "save", "source", source}, more...)...)
	}
	version := func(want int) {
		t.Helper()
		now, err := s.Store.BankQuestion(t.Context(), instructorOf(t, s, r), q.ID)
		if err != nil || now.Version != want {
			t.Errorf("version %d, want %d (%v)", now.Version, want, err)
		}
	}
	edit(strings.Replace(plainQuestion, "He only asks", "He asks", 1), "1")
	version(1)
	edit(strings.Replace(plainQuestion, "Who decides?", "Who decides it?", 1), "2", "mended", "1")
	version(1)
	edit(plainQuestion, "3")
	version(2)
	moved := strings.Replace(strings.Replace(plainQuestion, ", right: true", "", 1), "text: Bob", "text: Bob, right: true", 1)
	if p := edit(moved, "4", "mended", "1"); p.Code != 422 || !strings.Contains(p.body, "More than words changed") {
		t.Errorf("a moved key as mended words: %d", p.Code)
	}
	version(2)
	edit(moved, "4")
	version(3)

	// The other tab, which began at revision 3.
	late := edit(strings.Replace(plainQuestion, "Alice", "Alice herself", 1), "3")
	if late.Code != 409 {
		t.Errorf("a late edit answers %d", late.Code)
	}
	late.has(t, "saved elsewhere", "Alice herself", "text: Bob, right: true", `name="revision" value="5"`)
	version(3)
	// Saved again on purpose, it stands.
	if p := edit(strings.Replace(plainQuestion, "Alice", "Alice herself", 1), "5"); p.Code != 200 {
		t.Errorf("answers %d", p.Code)
	}
	version(4)
}

func TestNewQuestionSentTwiceIsOne(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	for range 2 {
		r.post(bank+"/new", "form", "yaml", "id", "own-aaaaaaaaaaaaa", "do", "save", "source", plainQuestion)
	}
	all, err := s.Store.BankQuestions(t.Context(), 1)
	if err != nil || len(all) != 1 {
		t.Errorf("%d questions (%v)", len(all), err)
	}
	if p := r.send(bank+"/new", "form", "yaml", "id", "ta-two-sides-1", "do", "save", "source", plainQuestion); p.Code != 404 {
		t.Errorf("an id of the course's answers %d", p.Code)
	}
}

func TestPreviewIsAFragmentToScripts(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	write(t, s, r, bank, plainQuestion)
	r.htmx = true
	p := r.send(bank+"/new", "form", "yaml", "id", "own-aaaaaaaaaaaaa", "source", plainQuestion)
	if p.Code != 200 || strings.Contains(p.body, "<html") || strings.Contains(p.body, "<form") {
		t.Errorf("answers %d:\n%s", p.Code, p.body)
	}
	p.has(t, "As it is asked", "Its key", "She owns it.", "says nearly the same")
}

// What is another's is not there.
func TestOthersBanksAreNotThere(t *testing.T) {
	s := testServer(t)
	ada, bob := teacher(t, s, "Ada"), teacher(t, s, "Bob")
	bank := makeBank(t, s, ada)
	q := write(t, s, ada, bank, plainQuestion)
	question := view.QuestionPath(q.ID, "")
	for _, path := range []string{bank, bank + "/new", bank + "/import", bank + "/export?format=gift", question} {
		if p := bob.do("GET", path, nil); p.Code != 404 || strings.Contains(p.body, "Who decides") {
			t.Errorf("GET %s answers %d", path, p.Code)
		}
	}
	for _, path := range []string{bank, bank + "/share", bank + "/delete", bank + "/restore", bank + "/new", bank + "/import",
		question, question + "/up", question + "/down", question + "/delete", question + "/restore"} {
		p := bob.send(path, "title", "Mine", "form", "yaml", "do", "save", "revision", "1", "id", "own-bbbbbbbbbbbbb", "source", plainQuestion, "text", "x")
		if p.Code != 404 {
			t.Errorf("POST %s answers %d", path, p.Code)
		}
	}
	now, err := s.Store.BankQuestion(t.Context(), instructorOf(t, s, ada), q.ID)
	if err != nil || now.Revision != 1 || !now.Deleted.IsZero() {
		t.Errorf("it is now %+v (%v)", now, err)
	}
}

// What a type can't do without isn't folded away.
func TestEditorOpensTheWorldWhereItIsNeeded(t *testing.T) {
	s := testServer(t)
	r := teacher(t, s, "Ada")
	bank := makeBank(t, s, r)
	for _, kind := range quiz.Types() {
		p := r.get(bank + "/new?type=" + kind.String())
		const open = `<details class="fold world-of" open>`
		if kind == quiz.PickLine || kind == quiz.PredictCLI {
			p.has(t, open)
		} else {
			p.lacks(t, open)
		}
	}
}
