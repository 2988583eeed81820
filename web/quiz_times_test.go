package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"rolecall/quiz"
)

// The server's clock times an answer: from when the question was shown, over a
// reload, without a pause and without the feedback to the question before. What a
// form says of time is passed by.
func TestTheServerTimesAnswers(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	p := r.post("/quiz/"+quizLesson, "kind", "practice")
	attempt := attemptPath(p)
	wait := func(d time.Duration) { *now = now.Add(d) }

	q, position := shown(t, s, p)
	wait(25 * time.Second)
	r.get(attempt + "?q=1") // a reload
	wait(5 * time.Second)
	r.post(attempt+"/hint", "position", position, "question", quiz.Handle(q.ID))
	wait(10 * time.Second)
	r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID), "ms", "1")...)
	wait(time.Minute) // with the feedback

	q, position = shown(t, s, r.get(attempt))
	wait(26 * time.Hour) // a pause
	r.get(attempt)
	wait(12 * time.Second)
	r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)

	answers, err := s.Store.Answers(t.Context(), learnerOf(t, s, r), 1)
	if err != nil || len(answers) != 2 || answers[0].MS != 40_000 || answers[1].MS != 12_000 {
		t.Errorf("stored %+v (%v), want 40 and 12 seconds", answers, err)
	}
	r.get("/progress/answers.csv").has(t, ",40.0,", ",12.0,")
}

// A page fetched ahead, or its head alone, was not read by anybody.
func TestPrefetchingStartsNoClock(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	q := ofType(t, s, 0)[0]
	attempt := begin(t, s, r, q)
	for _, ahead := range []func(*http.Request){
		func(req *http.Request) { req.Header.Set("Sec-Purpose", "prefetch;prerender") },
		func(req *http.Request) { req.Method = http.MethodHead },
	} {
		req := httptest.NewRequest(http.MethodGet, attempt+"?q=1", nil)
		for name, value := range r.cookies {
			req.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		ahead(req)
		w := httptest.NewRecorder()
		s.handler().ServeHTTP(w, req)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", req.Method, w.Code)
		}
	}
	*now = now.Add(time.Minute)
	r.get(attempt + "?q=1")
	*now = now.Add(7 * time.Second)
	r.post(attempt, append(right(q, 7), "position", "0", "question", quiz.Handle(q.ID))...)
	answers, err := s.Store.Answers(t.Context(), learnerOf(t, s, r), attemptID(t, attempt))
	if err != nil || len(answers) != 1 || answers[0].MS != 7000 {
		t.Errorf("stored %+v (%v), want 7 seconds", answers, err)
	}
}
