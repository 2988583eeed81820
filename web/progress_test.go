package web

import (
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rolecall/lessons"
	"rolecall/web/site"
)

// A browser with progress of its own is told that it will be left, and how to come
// back to it, before it is.
func TestPhraseTellsWhatItLeaves(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	told := []string{"This browser already has progress of its own.", "The two are not put together", "no way back", `action="/progress/phrase"`}
	r.get("/progress/recover").lacks(t, told...)
	r.post(s.learn.Lessons.Order[0].URL() + "/read")
	r.get("/progress/recover").has(t, told...)
	r.send("/progress/recover", "phrase", "not the right words").has(t, told...)
}

func TestPhraseOpensProgressElsewhere(t *testing.T) {
	s := testServer(t)
	here, there := newReader(t, s.handler()), newReader(t, s.handler())
	page := s.learn.Lessons.Order[0]
	here.post(page.URL() + "/read")
	shown := here.post("/progress/phrase")
	phrase := ""
	visit(parse(t, shown.body), func(n *html.Node) {
		if class, _ := attr(n, "class"); class == "phrase" {
			phrase = n.FirstChild.FirstChild.Data
		}
	})
	if len(strings.Fields(phrase)) != 8 {
		t.Fatalf("the phrase is %q", phrase)
	}
	if got := shown.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("the phrase may be kept: %q", got)
	}
	here.get("/progress").lacks(t, phrase)
	if p := there.send("/progress/recover", "phrase", "not the right words at all, I fear"); p.Code != 422 {
		t.Errorf("a wrong phrase: %d", p.Code)
	}
	there.post("/progress/recover", "phrase", strings.ToUpper(phrase)).has(t, page.Lesson.Lesson.Title, "2 browsers")
	there.get(page.URL()).has(t, "You have finished this mode")
	// What is done there shows here, though this browser's pages were remembered.
	other := s.learn.Lessons.Order[1]
	there.post(other.URL() + "/read")
	here.get(other.URL()).has(t, "You have finished this mode")
}

func TestExportHoldsWhatWasDone(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	if p := r.do("GET", "/progress/export.json", nil); p.Code != 404 {
		t.Errorf("nobody's export: %d", p.Code)
	}
	page, gate := firstGate(t, s)
	r.post(page.URL()+"/predict/"+gate.ID, "option", gate.Options[0].ID)
	p := r.get("/progress/export.json")
	var e map[string]any
	if err := json.Unmarshal([]byte(p.body), &e); err != nil {
		t.Fatal(err)
	}
	p.has(t, gate.ID, page.Lesson.Lesson.Slug).lacks(t, r.cookies[site.CookieName])
}

func TestDeleteLeavesNothing(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	page := s.learn.Lessons.Order[0]
	r.post(page.URL() + "/read")
	token := r.cookies[site.CookieName]
	r.get("/progress/delete").has(t, "Delete everything?")
	if p := r.send("/progress/delete"); p.Code != 400 || r.cookies[site.CookieName] == "" {
		t.Errorf("deleting without being sure: %d", p.Code)
	}
	r.post("/progress/delete", "sure", "yes").has(t, "Everything is deleted")
	if r.cookies[site.CookieName] != "" {
		t.Error("the cookie is still there")
	}
	r.cookies[site.CookieName] = token // as another browser would still send it
	r.get("/progress").has(t, "Nothing yet")
	r.get(page.URL()).lacks(t, "You have finished this mode")
	r.post(page.URL() + "/read") // and it begins anew
	if r.cookies[site.CookieName] == token {
		t.Error("the deleted token is used again")
	}
}

func TestCookieIsGuarded(t *testing.T) {
	for url, wantSecure := range map[string]bool{"http://127.0.0.1:8080": false, "https://rolecall.example": true} {
		s := testServer(t)
		cfg := s.Config
		cfg.PublicURL = url
		s, err := newServer(Config{Config: cfg})
		if err != nil {
			t.Fatal(err)
		}
		r := newReader(t, s.handler())
		w := r.do("POST", s.learn.Lessons.Order[0].URL()+"/read", nil)
		if w.Code != 200 {
			t.Fatal(w.Code)
		}
		token := r.cookies[s.CookieName()]
		if token == "" || strings.HasPrefix(s.CookieName(), "__Host-") != wantSecure {
			t.Errorf("%s: the cookie is called %q", url, s.CookieName())
		}
	}
}

func TestProgressTellsWhatWasDone(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	page, gate := firstGate(t, s)
	for _, o := range gate.Options {
		if o.Right {
			r.post(page.URL()+"/predict/"+gate.ID, "option", o.ID)
		}
	}
	r.get("/progress").has(t, "1 time, 1 as it came", "Make a recovery phrase", "1 browser ")
	r.get("/").has(t, "Go on with")
}

func TestCardsAreGradedOnce(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	page := s.learn.Lessons.Pages["/lessons/temporary-access/recall"]
	var card *lessons.Card
	for b := range page.Mode.All() {
		if c, ok := b.(*lessons.Card); ok && card == nil {
			card = c
		}
	}
	action := page.URL() + "/card/" + card.ID
	r.post(action, "grade", "good", "seq", "0").has(t, "Last time, on 21 November: good.")
	r.post(action, "grade", "again", "seq", "0").has(t, "good.") // the same form, sent twice
	r.post(action, "grade", "easy", "seq", "9").has(t, "good.")
	reviews, err := s.Store.Reviews(t.Context(), learnerOf(t, s, r), "temporary-access")
	if err != nil || len(reviews) != 1 {
		t.Errorf("stored %v (%v)", reviews, err)
	}
	if p := r.send(action, "grade", "perfect", "seq", "1"); p.Code != 400 {
		t.Errorf("an unknown grade: %d", p.Code)
	}
	r.get("/review").has(t, "Practise ahead")
}
