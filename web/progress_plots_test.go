package web

import (
	"encoding/csv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rolecall/quiz"
	"rolecall/store"
	"rolecall/web/site"
)

func TestProgressOfAFullLog(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	seedLearner(t, s, r, 300)
	p := r.get("/progress")
	p.has(t, "What you can do so far", "What you will remember", "with reviews", "Knowing what you know", "When you practised",
		"So far you recalled", "Every attempt, with every question", "answers.csv", "How this is counted")
	p.lacks(t, "style=", "streak")
	plots, tables := 0, 0
	visit(parse(t, p.body), func(n *html.Node) {
		class, _ := attr(n, "class")
		switch {
		case n.Data == "figure" && class == "plot":
			plots++
			visit(n, func(n *html.Node) {
				if n.Data == "table" {
					tables++
				}
			})
		}
	})
	if plots != 3 || tables != plots {
		t.Errorf("%d plots and %d tables behind them", plots, tables)
	}
}

func TestHistoryNamesVersions(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.get("/progress/history").has(t, "No attempt yet")
	seedLearner(t, s, r, 120) // twelve attempts
	first := r.get("/progress/history").has(t, "Page 1 of 2", `rel="next"`, "attempt-12")
	first.lacks(t, `rel="prev"`)
	r.get("/progress/history?page=2").has(t, "attempt-2", `rel="prev"`)
	for _, bad := range []string{"0", "3", "-1", "x"} {
		if p := r.do("GET", "/progress/history?page="+bad, nil); p.Code != 404 {
			t.Errorf("page %s: %d", bad, p.Code)
		}
	}
	q := s.Bank.Questions(quizLesson)[0]
	id := learnerOf(t, s, r)
	a, err := s.Store.StartAttempt(t.Context(), store.Attempt{Learner: id, Kind: store.Practice, Lesson: quizLesson, Started: fixedNow(),
		Questions: []store.Question{{ID: q.ID, Version: q.Version + 1}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Store.AddAnswer(t.Context(), id, store.Answer{Attempt: a, Question: store.Question{ID: q.ID, Version: q.Version + 1}, Chosen: []string{"a"}, At: fixedNow()}); err != nil {
		t.Fatal(err)
	}
	r.get("/progress/history").has(t, "(changed since)", "not right")
}

func TestOpenTestTellsNothingAnywhere(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.post("/test", "lesson", quizLesson, "count", "5", "seconds", "0", "certainty", "1")
	attempt := attemptPath(p)
	q, position := shown(t, s, p)
	r.post(attempt, append(wrong(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID), "sure", "3")...)
	for _, path := range []string{"/progress", "/progress/history", "/practice", "/test", "/review"} {
		r.get(path).lacks(t, earned(q)...).lacks(t, "not right", "0 of 1 right", "How sure you were", "so far</h3>")
	}
	csvRow := r.get("/progress/answers.csv").body
	if strings.Contains(csvRow, "false,false") || !strings.Contains(csvRow, ",,false,Sure,") {
		t.Errorf("the table tells what was right:\n%s", csvRow)
	}
	r.get("/progress/export.json").lacks(t, `"correct"`)
	r.post(attempt + "/finish")
	r.get("/progress/history").has(t, "not right")
	r.get("/progress/export.json").has(t, `"correct": false`)
}

func TestCSVExports(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	seedLearner(t, s, r, 50)
	for path, want := range map[string]int{"/progress/answers.csv": 12, "/progress/reviews.csv": 6} {
		p := r.get(path)
		rows, err := csv.NewReader(strings.NewReader(p.body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) < 40 || len(rows[0]) != want {
			t.Errorf("%s has %d rows of %d columns", path, len(rows), len(rows[0]))
		}
		if h := p.Header(); !strings.HasPrefix(h.Get("Content-Type"), "text/csv") || !strings.Contains(h.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %v", path, h)
		}
	}
	for given, want := range map[string]string{"=1+1": "'=1+1", "-a": "'-a", "@x": "'@x", "a=b": "a=b", "": "", "\tq": "'\tq"} {
		if got := site.Inert(given); got != want {
			t.Errorf("%q becomes %q", given, got)
		}
	}
}
