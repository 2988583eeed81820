package web

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/quiz/attempt"
	"rolecall/quiz/generate"
	"rolecall/store"
	"rolecall/web/practise"
)

var versionLine = regexp.MustCompile(`(?m)^    version: (\d+)$`)

// rewritten is the bank as it ships with some questions changed: edit gets the text of
// each question by its id.
func rewritten(t *testing.T, edit func(id, text string) string) *quiz.Bank {
	t.Helper()
	files, err := fs.Glob(quiz.Files(), "*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	bank := fstest.MapFS{}
	for _, file := range files {
		src, err := fs.ReadFile(quiz.Files(), file)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(string(src), "\n  - id: ")
		for n := range parts[1:] {
			id, _, _ := strings.Cut(parts[n+1], "\n")
			parts[n+1] = edit(id, parts[n+1])
		}
		bank[file] = &fstest.MapFile{Data: []byte(strings.Join(parts, "\n  - id: "))}
	}
	sources := lessons.Embedded()
	sources.Quiz = bank
	written, err := sources.Load()
	if err != nil {
		t.Fatal(err)
	}
	return written.Bank
}

// raised is a question's text with its version counted up.
func raised(text string) string {
	return versionLine.ReplaceAllStringFunc(text, func(line string) string {
		n, _ := strconv.Atoi(versionLine.FindStringSubmatch(line)[1])
		return "    version: " + strconv.Itoa(n+1)
	})
}

var stemLine = regexp.MustCompile(`(?m)^    stem: (\|\n      )?`)

// later is the same data served with another bank.
func later(t *testing.T, s *server, bank *quiz.Bank) *server {
	t.Helper()
	cfg := s.Config
	cfg.Bank = bank
	next, err := newServer(Config{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// An edited question is a new one: what was asked before stays with its text, its
// key and its reasons, answered or not, in every type.
func TestOldAttemptsKeepTheirVersion(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	var asked []*quiz.Question
	for _, kind := range quiz.Types() {
		asked = append(asked, ofType(t, s, kind)[0])
	}
	attempt := begin(t, s, r, append(slices.Clone(asked), asked...)...)
	for n, q := range asked {
		r.post(attempt, append(wrong(q, 7), "position", strconv.Itoa(n), "question", quiz.Handle(q.ID))...).has(t, "Not quite.")
	}
	bank := rewritten(t, func(id, text string) string {
		if !slices.ContainsFunc(asked, func(q *quiz.Question) bool { return q.ID == id }) {
			return text
		}
		return raised(stemLine.ReplaceAllString(text, "${0}This sentence is new. "))
	})
	b := later(t, s, bank)
	r.site = b.handler()
	for n, q := range asked {
		now := bank.Question(q.ID)
		if now.Version != q.Version+1 || now.Stem.HTML == q.Stem.HTML {
			t.Fatalf("%s was not edited: %s", q.ID, now.Stem.HTML)
		}
		r.get(attempt+"?q="+strconv.Itoa(n+1)).has(t, q.Stem.HTML, "Not quite.").has(t, earned(q)...).lacks(t, "This sentence is new")
		open := n + len(asked)
		r.get(attempt+"?q="+strconv.Itoa(open+1)).has(t, q.Stem.HTML).lacks(t, "This sentence is new").lacks(t, earned(q)...).lacks(t, keys(q)...)
		r.post(attempt, append(right(q, 7), "position", strconv.Itoa(open), "question", quiz.Handle(q.ID))...).has(t, "Right.").has(t, earned(q)...)
		fresh := begin(t, b, r, now)
		r.get(fresh+"?q=1").has(t, "This sentence is new")
	}
	r.get(attempt).has(t, "8 of 16 right").lacks(t, "This sentence is new")
	r.get("/progress/history").has(t, "(changed since)", attempt+"?q=1")
}

// A key that moves grades the new version alone.
func TestOldAttemptsKeepTheirKey(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	q := s.Bank.Question("ta-benefit-1")
	attempt := begin(t, s, r, q, q)
	r.post(attempt, "position", "0", "question", quiz.Handle(q.ID), "option", placeOf(q, 7, "ends")).has(t, "Right.")
	bank := rewritten(t, func(id, text string) string {
		if id != q.ID {
			return text
		}
		text = strings.Replace(text, "        right: true\n", "", 1)
		return raised(strings.Replace(text, "      - id: more\n", "      - id: more\n        right: true\n", 1))
	})
	b := later(t, s, bank)
	r.site = b.handler()
	r.get(attempt+"?q=1").has(t, "Right.")
	r.post(attempt, "position", "1", "question", quiz.Handle(q.ID), "option", placeOf(q, 7, "more")).has(t, "Not quite.")
	fresh := begin(t, b, r, bank.Question(q.ID))
	r.post(fresh, "position", "0", "question", quiz.Handle(q.ID), "option", placeOf(q, 7, "more")).has(t, "Right.")
}

// Whoever changes a meaning and not its version can't serve it over answers to the old one.
func TestChangedMeaningUnderOneVersionStopsTheBoot(t *testing.T) {
	s := testServer(t)
	edit := func(from, to string) error {
		cfg := s.Config
		cfg.Bank = rewritten(t, func(id, text string) string {
			if id != "ta-benefit-1" {
				return text
			}
			if !strings.Contains(text, from) {
				t.Fatalf("the question doesn't hold %q", from)
			}
			return strings.Replace(text, from, to, 1)
		})
		_, err := newServer(Config{Config: cfg})
		return err
	}
	err := edit("What does the team gain?", "What does the team lose?")
	version := s.Bank.Question("ta-benefit-1").Version
	want := fmt.Sprintf("ta-benefit-1: its meaning changed, and answers to version %d are kept: raise version to %d", version, version+1)
	if err == nil || !strings.Contains(err.Error(), "quiz/content/temporary-access/1-identities.yaml:3: "+want) {
		t.Errorf("the boot says %v, want %s", err, want)
	}
	if err := edit("Think of Saturday morning.", "Think of the morning after."); err != nil {
		t.Errorf("a mended hint stops the boot: %v", err)
	}
}

// A generated question is kept word for word with the attempt that it was made
// for, so it stays whatever becomes of its family.
func TestGeneratedQuestionsStayAsTheyWere(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.post("/practice", "family", "who-assumes", "difficulty", "", "count", "5")
	at := attemptPath(p)
	q, _ := shownMade(t, s, p)
	a, err := s.Store.Attempt(t.Context(), learnerOf(t, s, r), attemptID(t, at))
	if err != nil {
		t.Fatal(err)
	}
	// The same at with a version of the family that no build makes.
	old := *q
	old.Version = 99
	old.Stem.HTML = "<p>As it was asked then.</p>"
	made, err := attempt.PackQuestions([]*quiz.Question{&old})
	if err != nil {
		t.Fatal(err)
	}
	a.Questions = []store.Question{{ID: q.ID, Version: 99}}
	id, err := s.Store.StartMade(t.Context(), a, made)
	if err != nil {
		t.Fatal(err)
	}
	r.get(practise.AttemptURL(id)).has(t, "As it was asked then.").lacks(t, earned(q)...)
	r.post(practise.AttemptURL(id), append(right(q, seedOf(t, s, r, practise.AttemptURL(id))), "position", "0", "question", quiz.Handle(q.ID))...).has(t, "Right.", "As it was asked then.").has(t, earned(q)...)
	_, seed, _ := generate.ParseID(q.ID)
	r.get("/progress/history").has(t, "Who can assume this role?", "seed "+strconv.FormatUint(seed, 10), "(changed since)", practise.AttemptURL(id)+"?q=1")
	r.get(at).has(t, q.Stem.HTML)
}

// Generated questions count: by objective in a result, in mastery, in the review.
func TestGeneratedQuestionsCount(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	p := r.post("/practice", "family", "how-long", "difficulty", "", "count", "5")
	attempt := attemptPath(p)
	for i := range 5 {
		q, position := shownMade(t, s, p)
		answer := wrong(q, seedOf(t, s, r, attempt))
		if i < 2 {
			answer = right(q, seedOf(t, s, r, attempt))
		}
		r.post(attempt, append(answer, "position", position, "question", quiz.Handle(q.ID))...)
		p = r.get(attempt)
	}
	objective, _ := s.Course.Lesson(generate.Lesson).Objective("how-long")
	p.has(t, "2 of 5 right", "What the answers show", objective.Text, "not yet")
	st, err := s.practise.Study(t.Context(), learnerOf(t, s, r))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range quiz.Masteries(st.Sched, generate.Lesson, s.Course.Lesson(generate.Lesson).Objectives, st.Items, *now) {
		want := 0
		if m.Objective.ID == "how-long" {
			want = 1
		}
		if m.Met != want || m.Asked != want {
			t.Errorf("%s: %d met, %d asked, want %d", m.Objective.ID, m.Met, m.Asked, want)
		}
	}
	*now = now.Add(10 * 24 * time.Hour)
	r.get("/review").has(t, "1 question")
	first, _ := shownMade(t, s, r.post("/review/questions"))
	if family, _, _ := generate.ParseID(first.ID); family != "how-long" {
		t.Errorf("the review asks %s", first.ID)
	}
}

// Whether to be asked how sure one is: off at first, remembered, offered wherever
// an attempt begins, and counted.
func TestCertaintyIsOfferedEverywhereAndRemembered(t *testing.T) {
	s := testServer(t)
	starts := map[string][]string{
		"/quiz/" + quizLesson: {"/quiz/" + quizLesson, "kind", "practice"}, "/practice": {"/practice", "family", "", "difficulty", "", "count", "5"},
		"/test": {"/test", "count", "5", "seconds", "0"},
	}
	for path, form := range starts {
		r := newReader(t, s.handler())
		if on(t, r.get(path)) != 0 {
			t.Errorf("%s has it on at first", path)
		}
		off := append(slices.Clone(form[1:]), view0...)
		r.post(form[0], off...).lacks(t, "How sure are you?")
		p := r.post(form[0], append(off, "certainty", "1")...).has(t, "How sure are you?")
		for other := range starts {
			if on(t, r.get(other)) == 0 {
				t.Errorf("%s doesn't remember what was chosen on %s", other, path)
			}
		}
		if path == "/test" {
			continue
		}
		attempt := attemptPath(p)
		a, err := s.Store.Attempt(t.Context(), learnerOf(t, s, r), attemptID(t, attempt))
		if err != nil {
			t.Fatal(err)
		}
		q := s.questions.Question(t.Context(), a.ID, a.Questions[0])
		r.post(attempt, append(right(q, uint64(a.Seed)), "position", "0", "question", quiz.Handle(q.ID), "sure", "3")...)
		r.get("/progress").has(t, "How sure you were, and how often right")
		r.post(form[0], off...).lacks(t, "How sure are you?")
		if on(t, r.get(path)) != 0 {
			t.Errorf("%s can't be turned off", path)
		}
	}
}

// view0 is what a form sends beside a box that isn't ticked.
var view0 = []string{"certainty", "0"}

// on counts the ticked boxes that ask for certainty on a page.
func on(t *testing.T, p page) int {
	t.Helper()
	boxes, ticked := 0, 0
	visit(parse(t, p.body), func(n *html.Node) {
		name, _ := attr(n, "name")
		kind, _ := attr(n, "type")
		if name != "certainty" || kind != "checkbox" {
			return
		}
		boxes++
		if _, ok := attr(n, "checked"); ok {
			ticked++
		}
	})
	if boxes == 0 {
		t.Fatalf("%s doesn't offer it", p.path)
	}
	return ticked
}

// A class that gives the same number has the same before it, whoever answered what.
func TestAClassCanFixTheOrder(t *testing.T) {
	s := testServer(t)
	for _, form := range [][]string{
		{"/quiz/" + quizLesson, "kind", "practice"}, {"/quiz/" + quizLesson, "kind", "test"},
		{"/test", "count", "5", "seconds", "0"}, {"/practice", "family", "", "difficulty", "", "count", "5"},
	} {
		var shown []string
		for range 2 {
			r := newReader(t, s.handler())
			if shown != nil { // the second has answered the first question before
				p := r.post(form[0], form[1:]...)
				r.post(attemptPath(p) + "/finish")
			}
			p := r.post(form[0], append(slices.Clone(form[1:]), "order", "4711")...)
			a, err := s.Store.Attempt(t.Context(), learnerOf(t, s, r), attemptID(t, attemptPath(p)))
			if err != nil || a.Setup.Order != 4711 {
				t.Fatal(a.Setup, err)
			}
			text := strings.ReplaceAll(p.body, attemptPath(p), "")
			for _, q := range a.Questions {
				text += q.ID + " "
			}
			_, text, _ = strings.Cut(text, "<main")
			shown = append(shown, text)
		}
		if shown[0] != shown[1] {
			t.Errorf("%v: two of a class have different questions", form)
		}
		for _, bad := range []string{"0", "-1", "1000000", "x", "1.5"} {
			if p := newReader(t, s.handler()).send(form[0], append(slices.Clone(form[1:]), "order", bad)...); p.Code != 400 {
				t.Errorf("%v, order %q: %d", form, bad, p.Code)
			}
		}
	}
}

// Made questions are bounded by attempt and by learner; what is refused is
// recorded, and the limit outlives the server.
func TestLikeOnesAreLimited(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	p := r.post("/practice", "family", "how-long", "difficulty", "", "count", "5")
	attempt := attemptPath(p)
	q, position := shownMade(t, s, p)
	r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
	like := func() page { return r.send(attempt+"/like", "position", position, "question", quiz.Handle(q.ID)) }
	for range practise.MaxLikes {
		if p := like(); p.Code != 200 {
			t.Fatalf("a like one: %d", p.Code)
		}
		*now = now.Add(time.Second)
	}
	r.site = later(t, s, s.Bank).handler()
	refused := like()
	if refused.Code != 429 || refused.Header().Get("Retry-After") != strconv.Itoa(3600-practise.MaxLikes) {
		t.Errorf("%d, Retry-After %s", refused.Code, refused.Header().Get("Retry-After"))
	}
	refused.has(t, "Enough for a while", "in 60 minutes, at 10:00:00 UTC")
	list, err := s.Store.Refusals(t.Context(), learnerOf(t, s, r))
	if err != nil || len(list) != 1 || list[0].Reason != store.RefusedEager || list[0].Attempt != attemptID(t, attempt) {
		t.Errorf("recorded %+v (%v)", list, err)
	}
	begun := practise.MaxLikes + 1
	for ; begun < practise.MaxSittings; begun++ {
		r.post("/practice", "family", "", "difficulty", "", "count", "5")
	}
	if p := r.send("/practice", "family", "", "difficulty", "", "count", "5"); p.Code != 429 {
		t.Errorf("after %d sittings: %d", begun, p.Code)
	}
	*now = now.Add(time.Hour)
	if p := like(); p.Code != 200 {
		t.Errorf("an hour later: %d", p.Code)
	}
}
