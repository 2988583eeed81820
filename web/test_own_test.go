package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rolecall/quiz"
	"rolecall/store"
	"rolecall/web/practise"
	"rolecall/web/site"
)

func TestTestOfOnesOwnChoosing(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.get("/test").has(t, "How many questions", `name="seconds"`)
	p := r.post("/test", "count", "5", "difficulty", "easy", "seconds", "0")
	attempt := attemptPath(p)
	for range 5 {
		q, position := shown(t, s, p)
		if q.Difficulty != quiz.Easy {
			t.Errorf("asks %s of %s", q.ID, q.Lesson)
		}
		p.lacks(t, earned(q)...).lacks(t, `name="sure"`)
		p = r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
	}
	p.has(t, "All 5 right", "What the answers show", `class="share"`).lacks(t, `href="/quiz/"`)
	r.get("/test").has(t, "Earlier tests", "5 of 5")
}

func TestTestRefusesOddWishes(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	good := map[string]string{"lesson": quizLesson, "count": "5", "difficulty": "", "seconds": "0"}
	for field, bad := range map[string][]string{"lesson": {"no-such"}, "count": {"", "7", "-5", "5000"}, "difficulty": {"insane"}, "seconds": {"", "1", "-60"}} {
		for _, value := range bad {
			var fields []string
			for name, v := range good {
				if name == field {
					v = value
				}
				fields = append(fields, name, v)
			}
			if p := r.send("/test", fields...); p.Code != 400 {
				t.Errorf("%s %q: %d", field, value, p.Code)
			}
		}
	}
	if p := r.send("/test", "lesson", quizLesson, "lesson", quizLesson, "count", "5", "seconds", "0"); p.Code != 400 {
		t.Errorf("a lesson named twice: %d", p.Code)
	}
}

func TestServerKeepsTheTime(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	p := r.post("/test", "lesson", quizLesson, "count", "5", "difficulty", "", "seconds", "60")
	attempt := attemptPath(p)
	p.has(t, "5 minutes left", "Time ends at 09:05:00 UTC", "data-ring")
	q, position := shown(t, s, p)
	*now = now.Add(4 * time.Minute)
	p = r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
	p.has(t, "Question 2 of 5")
	r.get("/test").has(t, "Go on with", "1 of 5 answered, time ends at 09:05 UTC")
	q, position = shown(t, s, p)
	p.lacks(t, earned(q)...)
	*now = now.Add(time.Minute + time.Second)
	late := r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
	late.has(t, "1 of 5 right", "4 questions left unanswered", "after the time was over", "took 4 minutes of 5 minutes")
	id := learnerOf(t, s, r)
	refused, err := s.Store.Refusals(t.Context(), id)
	if err != nil || len(refused) != 1 || refused[0].Reason != store.RefusedLate || refused[0].Position != 1 {
		t.Errorf("recorded %+v (%v)", refused, err)
	}
	a, err := s.Store.Attempt(t.Context(), id, refused[0].Attempt)
	if err != nil || !a.Finished.Equal(a.Deadline) {
		t.Errorf("finished at %v, its time was over at %v (%v)", a.Finished, a.Deadline, err)
	}
	r.get("/test").lacks(t, "Go on with")
}

func TestTimeIsOverWithoutAnAnswer(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	attempt := attemptPath(r.post("/test", "count", "5", "seconds", "60"))
	*now = now.Add(time.Hour)
	r.get(attempt+"?q=2").has(t, "None of the 5 right yet", "5 questions left unanswered", ", with 5 minutes to answer in.")
	r.get("/test").lacks(t, "Go on with")
}

func TestTamperingIsRecorded(t *testing.T) {
	s := testServer(t)
	owner, other := newReader(t, s.handler()), newReader(t, s.handler())
	p := owner.post("/test", "lesson", quizLesson, "count", "5", "seconds", "0")
	attempt := attemptPath(p)
	q, position := shown(t, s, p)
	owner.send(attempt, "position", position, "question", "another", "option", "a")
	other.post("/lessons/" + quizLesson + "/why/read")
	other.send(attempt, "position", position, "question", quiz.Handle(q.ID), "option", "a")
	other.send("/attempts/99", "position", position, "question", quiz.Handle(q.ID), "option", "a")
	acts := map[string]*reader{"/hint": newReader(t, s.handler()), "/like": newReader(t, s.handler()), "/finish": newReader(t, s.handler())}
	for act, stranger := range acts {
		stranger.post("/lessons/" + quizLesson + "/why/read")
		stranger.send(attempt+act, "position", position, "question", quiz.Handle(q.ID))
	}
	owner.post(attempt + "/finish")
	owner.send(attempt, append(right(q, seedOf(t, s, owner, attempt)), "position", position, "question", quiz.Handle(q.ID))...)
	reasons := func(r *reader) []store.RefusalReason {
		all, err := s.Store.Refusals(t.Context(), learnerOf(t, s, r))
		if err != nil {
			t.Fatal(err)
		}
		var list []store.RefusalReason
		for _, r := range all {
			list = append(list, r.Reason)
		}
		return list
	}
	if d := cmp.Diff([]store.RefusalReason{store.RefusedTampered, store.RefusedFinished}, reasons(owner)); d != "" {
		t.Errorf("the owner's: %s", d)
	}
	if d := cmp.Diff([]store.RefusalReason{store.RefusedForeign}, reasons(other)); d != "" {
		t.Errorf("the other's: %s", d)
	}
	for act, stranger := range acts {
		if d := cmp.Diff([]store.RefusalReason{store.RefusedForeign}, reasons(stranger)); d != "" {
			t.Errorf("a stranger's %s: %s", act, d)
		}
	}
}

// A choice that no form has is put on record, whatever the question's type.
func TestChoicesThatNoFormHasAreRecorded(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	forged := map[quiz.Type][]string{quiz.PutInOrder: {"place-1", "9"}, quiz.MatchPairs: {"pair-1", "9"}}
	for _, kind := range quiz.Types() {
		if kind == quiz.FillIn {
			continue // any text may be written there
		}
		q := ofType(t, s, kind)[0]
		attempt := begin(t, s, r, q)
		fields, ok := forged[kind]
		if !ok {
			fields = []string{"option", "9"}
		}
		r.send(attempt, append(fields, "position", "0", "question", quiz.Handle(q.ID))...).has(t, "is not one of the choices from 1 to")
		all, err := s.Store.Refusals(t.Context(), learnerOf(t, s, r))
		if err != nil || len(all) == 0 {
			t.Fatalf("%s: nothing is recorded (%v)", kind, err)
		}
		last := all[len(all)-1]
		if last.Attempt != attemptID(t, attempt) || last.Reason != store.RefusedTampered || last.Position != 0 || !slices.Equal(last.Chosen, []string{"9"}) {
			t.Errorf("%s: recorded %+v", kind, last)
		}
	}
}

func TestCertaintyIsAskedKeptAndPlotted(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.post("/test", "lesson", quizLesson, "count", "5", "seconds", "0", "certainty", "1")
	attempt := attemptPath(p)
	for _, sure := range []string{"3", "1", "", "2", "9"} {
		q, position := shown(t, s, p)
		p.has(t, "How sure are you?", `name="sure"`)
		p = r.post(attempt, append(right(q, seedOf(t, s, r, attempt)), "position", position, "question", quiz.Handle(q.ID), "sure", sure)...)
	}
	p.has(t, "How sure you were, and how often right", "I think so")
	answers, err := s.Store.Answers(t.Context(), learnerOf(t, s, r), 1)
	if err != nil {
		t.Fatal(err)
	}
	var got []store.Certainty
	for _, a := range answers {
		got = append(got, a.Sure)
	}
	if d := cmp.Diff([]store.Certainty{store.Sure, store.Guess, store.Unsaid, store.ThinkSo, store.Unsaid}, got); d != "" {
		t.Error(d)
	}
}

func TestAimedPracticeSaysWhy(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	r.get("/practice").has(t, "What you are weakest in", "easy ones first")
	p := r.post("/practice/aimed", "count", "5")
	attempt := attemptPath(p)
	p.has(t, "Chosen because you have met nothing yet on")
	missed := ""
	for i := range 5 {
		q, position := shown(t, s, p)
		if q.Lesson != quizLesson {
			t.Errorf("somebody new is asked about %s", q.Lesson)
		}
		answer := right(q, seedOf(t, s, r, attempt))
		if i == 0 {
			missed, answer = q.ID, wrong(q, seedOf(t, s, r, attempt))
		}
		r.post(attempt, append(answer, "position", position, "question", quiz.Handle(q.ID))...)
		p = r.get(attempt)
	}
	p.has(t, "4 of 5 right", "Practise on")
	*now = now.Add(24 * time.Hour)
	again := r.post("/practice/aimed", "count", "5").has(t, "your last answer to it, yesterday, was not right")
	if q, _ := shown(t, s, again); q.ID != missed {
		t.Errorf("asks %s first, missed was %s", q.ID, missed)
	}
	r.get("/practice").has(t, "Go on with", "0 of 5 answered", "Just now:")
	for _, bad := range []string{"", "7", "many"} {
		if p := r.send("/practice/aimed", "count", bad); p.Code != 400 {
			t.Errorf("%q questions: %d", bad, p.Code)
		}
	}
}

func TestAttemptGoesOnOnAnotherDevice(t *testing.T) {
	s := testServer(t)
	here, there := newReader(t, s.handler()), newReader(t, s.handler())
	p := here.post("/test", "lesson", quizLesson, "count", "5", "seconds", "0")
	q, position := shown(t, s, p)
	here.post(attemptPath(p), append(right(q, seedOf(t, s, here, attemptPath(p))), "position", position, "question", quiz.Handle(q.ID))...)
	there.cookies[site.CookieName] = here.cookies[site.CookieName]
	there.get("/test").has(t, "1 of 5 answered")
	there.get("/progress").has(t, "Go on with", "1 of 5 answered")
	if next, _ := shown(t, s, there.get(attemptPath(p))); next.ID == q.ID {
		t.Error("the other device asks the question again")
	}
}

func TestBulkGuessesAreLimited(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	var asked []*quiz.Question
	for range practise.MaxWrong + 1 {
		asked = append(asked, s.Bank.Question("ta-benefit-1"))
	}
	attempt := begin(t, s, r, asked...)
	send := func(n int, option string) page {
		return r.send(attempt, "position", strconv.Itoa(n), "question", quiz.Handle("ta-benefit-1"), "option", placeOf(asked[0], 7, option))
	}
	for n := range practise.MaxWrong {
		if p := send(n, "more"); p.Code != 200 {
			t.Fatalf("wrong answer %d: %d", n, p.Code)
		}
	}
	*now = now.Add(10 * time.Second)
	for _, site := range []*server{s, later(t, s, s.Bank)} { // a restart forgets nothing
		r.site = site.handler()
		hasty := send(practise.MaxWrong, "ends")
		if hasty.Code != 429 || hasty.Header().Get("Retry-After") != "50" {
			t.Errorf("%d, Retry-After %q", hasty.Code, hasty.Header().Get("Retry-After"))
		}
		hasty.has(t, "Take a breath", "in 50 seconds, at 09:01:00 UTC").lacks(t, earned(asked[0])...)
	}
	list, err := s.Store.Refusals(t.Context(), learnerOf(t, s, r))
	if err != nil || len(list) != 1 || list[0].Reason != store.RefusedHasty || list[0].Position != practise.MaxWrong || list[0].Chosen[0] != "ends" {
		t.Errorf("recorded %+v (%v)", list, err)
	}
	*now = now.Add(50 * time.Second)
	if p := send(practise.MaxWrong, "ends"); p.Code != 200 || !strings.Contains(p.body, "Right.") {
		t.Errorf("a minute later: %d", p.Code)
	}
	id := learnerOf(t, s, r)
	for n := range 3 * practise.MaxWrong { // what is remembered stays small
		s.practise.Guesses.Wrong(id, now.Add(time.Duration(n)*time.Second))
	}
	if n := len(s.practise.Guesses.At[id]); n != practise.MaxWrong {
		t.Errorf("%d guesses are remembered", n)
	}
}

// In a test no answer is refused for being one of many wrong ones: that would tell.
func TestWrongAnswersInATestTellNothing(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	begin(t, s, r, s.Bank.Question("ta-benefit-1"))
	a := store.Attempt{Learner: learnerOf(t, s, r), Kind: store.Test, Lesson: quizLesson, Seed: 7, Started: fixedNow()}
	for range practise.MaxWrong + 1 {
		a.Questions = append(a.Questions, store.Question{ID: "ta-benefit-1", Version: s.Bank.Question("ta-benefit-1").Version})
	}
	id, err := s.Store.StartAttempt(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	for n := range practise.MaxWrong + 1 {
		r.post(practise.AttemptURL(id), "position", strconv.Itoa(n), "question", quiz.Handle("ta-benefit-1"), "option", placeOf(s.Bank.Question("ta-benefit-1"), 7, "more"))
	}
	p := r.post("/quiz/"+quizLesson, "kind", "practice")
	q, position := shown(t, s, p)
	r.post(attemptPath(p), append(right(q, seedOf(t, s, r, attemptPath(p))), "position", position, "question", quiz.Handle(q.ID))...).has(t, "Right.")
}

func TestTwoTabsCountOnce(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.post("/test", "lesson", quizLesson, "count", "5", "seconds", "0")
	attempt := attemptPath(p)
	q, position := shown(t, s, p)
	seed := seedOf(t, s, r, attempt)
	done := make(chan int)
	for i := range 4 {
		go func() {
			answer := right(q, seed)
			if i%2 == 1 {
				answer = wrong(q, seed)
			}
			tab := &reader{t: t, site: r.site, cookies: map[string]string{site.CookieName: r.cookies[site.CookieName]}}
			done <- tab.send(attempt, append(answer, "position", position, "question", quiz.Handle(q.ID))...).Code
		}()
	}
	for range 4 {
		if code := <-done; code != 200 {
			t.Errorf("a tab is answered %d", code)
		}
	}
	answers, err := s.Store.Answers(t.Context(), learnerOf(t, s, r), 1)
	if err != nil || len(answers) != 1 {
		t.Errorf("stored %+v (%v)", answers, err)
	}
	if !strings.Contains(fmt.Sprint(answers), q.ID) {
		t.Errorf("stored %+v", answers)
	}
}

func TestTestOverSeveralLessons(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	q := s.Bank.Questions(quizLesson)[0]
	id, err := s.Store.StartAttempt(t.Context(), store.Attempt{
		Learner: learnerOf(t, s, r), Kind: store.Test, Seed: 1, Started: fixedNow(), Setup: store.Setup{Lessons: []string{quizLesson, "trust-policies"}},
		Questions: []store.Question{{ID: q.ID, Version: q.Version}},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.get(practise.AttemptURL(id)).has(t, "Several lessons", `href="/test"`)
	r.post(practise.AttemptURL(id), append(right(q, 1), "position", "0", "question", quiz.Handle(q.ID))...).
		has(t, "All 1 right", "Another test", "What the answers show").lacks(t, `href="/quiz/"`)
}
