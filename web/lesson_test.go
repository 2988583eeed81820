package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"rolecall/lessons"
	"rolecall/store"
	"rolecall/web/learn"
	"rolecall/web/site"
	"rolecall/web/splice"
	"rolecall/web/view"
)

// said are the plain words of blocks, long enough to be told from others.
func said(blocks []lessons.Block) []string {
	var texts []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *lessons.HTML:
			texts = append(texts, b.HTML)
		case *lessons.Callout:
			texts = append(texts, said(b.Blocks)...)
		case *lessons.Reveal:
			texts = append(texts, said(b.Blocks)...)
		}
	}
	return texts
}

func TestGatedTextIsNotSentBeforeTheCommitment(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	gates := 0
	for _, page := range s.learn.Lessons.Order {
		for b := range page.Mode.All() {
			gate, ok := b.(*lessons.Predict)
			if !ok {
				continue
			}
			gates++
			before := r.get(page.URL())
			if strings.Contains(before.body, view.GateID(gate.ID)) { // else it stands behind another one
				before.lacks(t, said(gate.Gated)...)
				for _, o := range gate.Options {
					before.lacks(t, o.Why.HTML)
				}
			}
			after := r.post(page.URL()+"/predict/"+gate.ID, "option", gate.Options[0].ID)
			after.has(t, said(gate.Gated)...).has(t, gate.Options[0].Why.HTML)
		}
	}
	if gates == 0 {
		t.Fatal("no lesson has a prediction")
	}
}

func TestFirstCommitmentStands(t *testing.T) {
	s := testServer(t)
	page, gate := firstGate(t, s)
	r := newReader(t, s.handler())
	r.post(page.URL()+"/predict/"+gate.ID, "option", gate.Options[1].ID)
	again := r.post(page.URL()+"/predict/"+gate.ID, "option", gate.Options[0].ID)
	p, err := s.Store.Predictions(t.Context(), learnerOf(t, s, r), page.Lesson.Lesson.Slug, page.Mode.Slug)
	if err != nil || len(p) != 1 || p[0].Choice != gate.Options[1].ID {
		t.Errorf("stored %v (%v), want the first choice alone", p, err)
	}
	if n := strings.Count(again.body, "Your answer"); n != 1 {
		t.Errorf("%d options are shown as chosen", n)
	}
}

func firstGate(t *testing.T, s *server) (*learn.LessonPage, *lessons.Predict) {
	t.Helper()
	for _, page := range s.learn.Lessons.Order {
		for b := range page.Mode.All() {
			if gate, ok := b.(*lessons.Predict); ok {
				return page, gate
			}
		}
	}
	t.Fatal("no lesson has a prediction")
	return nil, nil
}

// learnerOf is whom a reader's cookie belongs to.
func learnerOf(t *testing.T, s *server, r *reader) store.LearnerID {
	t.Helper()
	l, err := s.Store.LearnerByToken(t.Context(), r.cookies[site.CookieName])
	if err != nil {
		t.Fatal(err)
	}
	return l.ID
}

func TestGateStaysOpenWhenItsOptionGoes(t *testing.T) {
	s := testServer(t)
	page, gate := firstGate(t, s)
	r := newReader(t, s.handler())
	r.post(page.URL() + "/read")
	_, _, err := s.Store.AddPrediction(t.Context(), learnerOf(t, s, r), store.Prediction{
		Lesson: page.Lesson.Lesson.Slug, Mode: page.Mode.Slug, Block: gate.ID, Choice: "an option of last year", At: fixedNow(),
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Readers.Wrote(learnerOf(t, s, r))
	r.get(page.URL()).has(t, said(gate.Gated)...).has(t, "The options have changed").lacks(t, "Your answer")
}

func TestPredictionRefusesWhatIsNoOption(t *testing.T) {
	s := testServer(t)
	page, gate := firstGate(t, s)
	r := newReader(t, s.handler())
	for _, option := range []string{"", "zz"} {
		if p := r.send(page.URL()+"/predict/"+gate.ID, "option", option); p.Code != 400 {
			t.Errorf("option %q answers %d", option, p.Code)
		}
	}
	if r.cookies[site.CookieName] != "" {
		t.Error("a refused form made a learner")
	}
}

func TestFragmentHoldsTheOpenGateAlone(t *testing.T) {
	s := testServer(t)
	page, gate := firstGate(t, s)
	r := newReader(t, s.handler())
	r.htmx = true
	p := r.post(page.URL()+"/predict/"+gate.ID, "option", gate.Options[0].ID)
	p.has(t, `id="`+view.GateID(gate.ID)+`"`).has(t, said(gate.Gated)...).lacks(t, "<html")
}

// TestSplicedPagesEqualPlainOnes opens every gate of every page in turn, with
// every option, and compares the compressed page with the plain one.
func TestSplicedPagesEqualPlainOnes(t *testing.T) {
	s := testServer(t)
	s.learn.Compress()
	for _, page := range s.learn.Lessons.Order {
		full := &site.Progress{Modes: map[site.ModeKey]view.ModeMark{}, Choices: map[site.BlockKey]string{}}
		compareForms(t, page, &learn.Filling{Page: page})
		for b := range page.Mode.All() {
			key := site.BlockKey{Lesson: page.Lesson.Lesson.Slug, Mode: page.Mode.Slug, Block: lessons.BlockID(b)}
			switch b := b.(type) {
			case *lessons.Predict:
				for _, o := range b.Options {
					full.Choices[key] = o.ID
					compareForms(t, page, &learn.Filling{Page: page, Progress: full})
				}
			case *lessons.Myth:
				for _, answer := range learn.MythAnswers {
					full.Choices[key] = answer
					compareForms(t, page, &learn.Filling{Page: page, Progress: full, Theme: view.ThemeDark})
				}
			}
		}
		for _, m := range page.Lesson.Lesson.Modes {
			full.Modes[site.ModeKey{Lesson: page.Lesson.Lesson.Slug, Mode: m.Slug}] = view.ModeDone
		}
		part := bytes.Repeat([]byte("made anew "), 10_000)
		compareForms(t, page, &learn.Filling{Page: page, Progress: full, Parts: map[string][]byte{"top": part}})
	}
}

func compareForms(t *testing.T, page *learn.LessonPage, f *learn.Filling) {
	t.Helper()
	var zipped, plain splice.Splicer
	zipped.Begin(true)
	page.Tree.Write(&zipped, f)
	plain.Begin(false)
	page.Tree.Write(&plain, f)
	want := plain.End()
	if got := gunzip(t, zipped.End()); !bytes.Equal(got, want) {
		t.Errorf("%s: the compressed page differs from the plain one", page.URL())
	}
	if zipped.Crc != plain.Crc || zipped.N != plain.N {
		t.Errorf("%s: the forms are named differently", page.URL())
	}
	if bytes.IndexByte(want, view.SlotMark) >= 0 {
		t.Errorf("%s: a slot's mark is left in the page", page.URL())
	}
}

func TestLessonPagesAreSmall(t *testing.T) {
	s := testServer(t)
	s.learn.Compress()
	for _, page := range s.learn.Lessons.Order {
		req := httptest.NewRequest("GET", page.URL(), nil)
		req.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		s.handler().ServeHTTP(w, req)
		if w.Header().Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s is not compressed", page.URL())
		}
		if n := w.Body.Len(); n > 50<<10 {
			t.Errorf("%s has %d bytes", page.URL(), n)
		}
	}
}

func TestUnchangedPageIsNotSentAgain(t *testing.T) {
	s := testServer(t)
	s.learn.Compress()
	r := newReader(t, s.handler())
	page := s.learn.Lessons.Order[0]
	tag := r.get(page.URL()).Header().Get("Etag")
	req := httptest.NewRequest("GET", page.URL(), nil)
	req.Header.Set("If-None-Match", tag)
	w := httptest.NewRecorder()
	s.handler().ServeHTTP(w, req)
	if w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("answers %d with %d bytes", w.Code, w.Body.Len())
	}
}

func TestLastModeIsRemembered(t *testing.T) {
	s := testServer(t)
	page := s.learn.Lessons.Order[1]
	lesson := "/lessons/" + page.Lesson.Lesson.Slug
	stranger := newReader(t, s.handler())
	stranger.get(page.URL())
	if got := stranger.get(lesson).path; got != page.URL() {
		t.Errorf("a stranger goes to %s, want %s", got, page.URL())
	}
	known := newReader(t, s.handler())
	known.post(s.learn.Lessons.Order[2].URL() + "/read")
	known.get(page.URL())
	delete(known.cookies, site.ModeCookie)
	if got := known.get(lesson).path; got != page.URL() {
		t.Errorf("a learner goes to %s, want %s", got, page.URL())
	}
}

func TestReadingAloneMakesNoLearner(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	for _, path := range allPaths(s) {
		r.get(path)
	}
	if token := r.cookies[site.CookieName]; token != "" {
		t.Errorf("reading set the cookie %q", token)
	}
}

func TestFinishedModeIsMarked(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	page := s.learn.Lessons.Order[0]
	r.post(page.URL()+"/read").has(t, "You have finished this mode")
	r.get("/lessons").has(t, "done")
	r.htmx = true
	r.post(page.URL()+"/read").has(t, "You have finished this mode", `id="took-`+page.Mode.Slug+`" hx-swap-oob="true"`).lacks(t, "<html")
}

func TestThemeIsRemembered(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	page := s.learn.Lessons.Order[0]
	if got := r.post("/theme", "theme", "dark", "back", page.URL()); got.path != page.URL() || !strings.Contains(got.body, `<html lang="en" data-theme="dark">`) {
		t.Errorf("%s begins %.120s", got.path, got.body)
	}
	r.get("/about").has(t, `data-theme="dark"`)
	r.post("/theme", "theme", "system", "back", "//elsewhere.example/").lacks(t, "data-theme=")
}

func TestFrontPageRunsAPolicy(t *testing.T) {
	r := newReader(t, testSite(t))
	r.get("/").has(t, `data-policy`).lacks(t, "Show why")
	r.post("/").has(t, "Show why", "Allowed")
	r.post("/", "source", "{").has(t, "Line 1", "edited by you")
}

func TestLivePolicyRuns(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	ran := 0
	for _, page := range s.learn.Lessons.Order {
		for _, b := range page.Mode.Blocks {
			p, ok := b.(*lessons.Policy)
			if !ok || !p.Runs {
				continue
			}
			ran++
			r.post(page.URL()+"/run/"+p.ID, "source", p.JSON).has(t, "Show why", view.OutcomeOf(p.Result.Trace).Mark.Word())
			broken := r.post(page.URL()+"/run/"+p.ID, "source", "{\n  \"Version\": 2012\n")
			broken.has(t, "Line ", "edited by you")
		}
	}
	if ran == 0 {
		t.Fatal("no policy runs")
	}
}

func gunzip(t *testing.T, b []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
