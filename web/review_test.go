package web

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rolecall/quiz"
	"rolecall/store"
	"rolecall/web/practise"
	"rolecall/web/site"
)

// reviewForm reads the form under the card that a review shows.
func reviewForm(t *testing.T, p page) []string {
	t.Helper()
	var fields []string
	visit(parse(t, p.body), func(n *html.Node) {
		if _, ok := attr(n, "data-grades"); !ok {
			return
		}
		visit(n, func(n *html.Node) {
			if kind, _ := attr(n, "type"); kind == "hidden" {
				name, _ := attr(n, "name")
				value, _ := attr(n, "value")
				fields = append(fields, name, value)
			}
		})
	})
	if len(fields) == 0 {
		t.Fatalf("%s shows no card:\n%s", p.path, text(t, p.body))
	}
	return fields
}

// clocked is a test's server whose clock can be moved.
func clocked(t testing.TB) (*server, *time.Time) {
	s := testServer(t)
	now := fixedNow()
	s.Now = func() time.Time { return now }
	return s, &now
}

func TestReviewIsEmptyAtFirst(t *testing.T) {
	s := testServer(t)
	newReader(t, s.handler()).get("/review").has(t, "Nothing to recall yet")
}

func TestReviewShowsCardsOfBegunLessonsAlone(t *testing.T) {
	s, _ := clocked(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	p := r.get("/review").has(t, "10 cards today", "3 days", "accesskey=\"4\"")
	if f := reviewForm(t, p); f[1] != quizLesson {
		t.Errorf("the card is of %s", f[1])
	}
}

func TestReviewGradesOnceAndSaysWhenTheCardIsBack(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	form := reviewForm(t, r.get("/review"))
	first := r.post("/review", append(form, "grade", "good")...)
	first.has(t, "comes back in 3 days, on 24 November", "9 cards today")
	// The button twice, the back button, another tab: nothing more is counted.
	r.post("/review", append(form, "grade", "again")...).has(t, "comes back in 3 days")
	if reviews, err := s.Store.Reviews(t.Context(), learnerOf(t, s, r), quizLesson); err != nil || len(reviews) != 1 {
		t.Fatalf("stored %v (%v)", reviews, err)
	}
	// New ones are limited to ten a day; a day takes no more after that.
	for range 9 {
		r.post("/review", append(reviewForm(t, r.get("/review")), "grade", "easy")...)
	}
	r.get("/review").has(t, "Nothing more today", "You took 10 looks today")
	*now = now.Add(3 * 24 * time.Hour)
	due := r.get("/review")
	if f := reviewForm(t, due); strings.Join(f[:4], " ") != strings.Join(form[:4], " ") || f[5] != "1" {
		t.Errorf("due is %v, want %v again", f, form)
	}
}

func TestReviewRefusesWhatItDoesNotKnow(t *testing.T) {
	s, _ := clocked(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	f := reviewForm(t, r.get("/review"))
	for name, c := range map[string]struct {
		code   int
		fields []string
	}{
		"a grade that is none": {400, append(f[:6:6], "grade", "perfect")},
		"no number":            {400, []string{"lesson", f[1], "card", f[3], "grade", "good"}},
		"no such card":         {404, []string{"lesson", f[1], "card", "no-such", "seq", "0", "grade", "good"}},
		"another's lesson":     {404, []string{"lesson", "conditions", "card", f[3] + "x", "seq", "0", "grade", "good"}},
	} {
		if p := r.send("/review", c.fields...); p.Code != c.code {
			t.Errorf("%s: %d", name, p.Code)
		}
	}
	for _, bad := range []string{"", "79", "98", "ninety", "90.5"} {
		if p := r.send("/review/settings", "retention", bad); p.Code != 400 {
			t.Errorf("a retention of %q: %d", bad, p.Code)
		}
	}
	if p := r.do("GET", "/review?ahead=no-such", nil); p.Code != 404 {
		t.Errorf("practising ahead in no lesson: %d", p.Code)
	}
}

func TestRetentionIsTheOneKnob(t *testing.T) {
	s, _ := clocked(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	r.post("/review/settings", "retention", "80").has(t, `value="80"`, "8 days")
	r.post("/review/settings", "retention", "97").has(t, `value="97"`).lacks(t, "8 days")
}

func TestPractisingAheadLeavesTheSchedule(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	r.post("/review", append(reviewForm(t, r.get("/review")), "grade", "good")...)
	*now = now.Add(24 * time.Hour)
	id := learnerOf(t, s, r)
	before, err := s.practise.Study(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	p := r.get("/review?ahead=" + quizLesson)
	cards := len(s.practise.Curriculum.Cards)
	rounds := 0
	for ; rounds < cards && !strings.Contains(p.body, "been through them all"); rounds++ {
		p = r.post("/review", append(reviewForm(t, p), "grade", "easy")...)
		p.has(t, "The schedule stays as it is")
	}
	if rounds < 10 {
		t.Errorf("went through after %d cards", rounds)
	}
	after, err := s.practise.Study(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for i := range before.Items {
		if before.Items[i].Memory != after.Items[i].Memory {
			t.Fatalf("%v moved from %+v to %+v", before.Items[i].RecallKey, before.Items[i].Memory, after.Items[i].Memory)
		}
	}
	if len(after.Reviews) != len(before.Reviews)+rounds {
		t.Errorf("the log holds %d looks, want %d more than %d", len(after.Reviews), rounds, len(before.Reviews))
	}
	r.get("/review?again=1&ahead="+quizLesson).has(t, "data-grades")
}

func TestQuestionsComeBack(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	p := r.post("/quiz/"+quizLesson, "kind", "practice")
	attempt := attemptPath(p)
	for i := range practise.PracticeSize {
		q, position := shown(t, s, p)
		answer := right(q, seedOf(t, s, r, attempt))
		if i == 0 {
			answer = wrong(q, seedOf(t, s, r, attempt))
		}
		r.post(attempt, append(answer, "position", position, "question", quiz.Handle(q.ID))...)
		p = r.get(attempt)
	}
	r.get("/review").lacks(t, "Answer 1 question")
	*now = now.Add(24 * time.Hour)
	r.get("/review").has(t, "and 1 question today", "Answer 1 question")
	sit := r.post("/review/questions").has(t, "Review:")
	again := r.post("/review/questions") // twice: the same sitting
	if attemptPath(again) != attemptPath(sit) {
		t.Errorf("two sittings: %s and %s", sit.path, again.path)
	}
	q, position := shown(t, s, again)
	r.post(attemptPath(sit), append(right(q, seedOf(t, s, r, attemptPath(sit))), "position", position, "question", quiz.Handle(q.ID))...)
	r.get(attemptPath(sit)).has(t, "All 1 right", "Back to the review")
	r.get("/review").lacks(t, "Answer 1 question")
}

// seedLearner gives a reader many looks at cards, and as many answers.
func seedLearner(t testing.TB, s *server, r *reader, looks int) store.LearnerID {
	t.Helper()
	r.send("/lessons/" + quizLesson + "/why/read")
	id, err := s.Store.LearnerByToken(t.Context(), r.cookies[site.CookieName])
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var cards []quiz.RecallKey
	for _, i := range s.practise.Curriculum.Items {
		if i.Kind == quiz.CardItem {
			cards = append(cards, i.RecallKey)
		}
	}
	bank := s.Bank.Questions("")
	from := s.Now().Add(-200 * 24 * time.Hour)
	for n := range looks {
		k := cards[n%min(len(cards), looks/5+1)]
		at := from.Add(time.Duration(n) * 200 * 24 * time.Hour / time.Duration(looks))
		grade := store.Grade(1 + rng.IntN(4))
		if _, _, err := s.Store.AddReview(t.Context(), id.ID, store.Review{Lesson: k.Lesson, Card: k.ID, Seq: n / min(len(cards), looks/5+1), Grade: grade, At: at}); err != nil {
			t.Fatal(err)
		}
	}
	for n := 0; n < looks; n += 10 {
		at := from.Add(time.Duration(n) * 200 * 24 * time.Hour / time.Duration(looks))
		a := store.Attempt{Learner: id.ID, Kind: store.Practice, Lesson: quizLesson, Seed: int64(n), Started: at}
		for range 10 {
			q := bank[rng.IntN(len(bank))]
			a.Questions = append(a.Questions, store.Question{ID: q.ID, Version: q.Version})
		}
		aid, err := s.Store.StartAttempt(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		for p, q := range a.Questions {
			asked := s.Bank.Question(q.ID)
			o := asked.Options()
			if len(o) == 0 {
				continue
			}
			chosen := o[rng.IntN(len(o))]
			if _, _, err := s.Store.AddAnswer(t.Context(), id.ID, store.Answer{Attempt: aid, Position: p, Question: q,
				Chosen: []string{chosen.ID}, Correct: chosen.Right, Sure: store.Certainty(rng.IntN(4)), At: at}); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := s.Store.FinishAttempt(t.Context(), id.ID, aid, at); err != nil {
			t.Fatal(err)
		}
	}
	return id.ID
}

// BenchmarkPages measures the pages that read a learner's whole log: two
// thousand looks at cards and two thousand answers.
func BenchmarkPages(b *testing.B) {
	s := testServer(b)
	r := newReader(b, s.handler())
	seedLearner(b, s, r, 2000)
	for _, path := range []string{"/review", "/progress", "/practice"} {
		b.Run(strings.TrimPrefix(path, "/"), func(b *testing.B) {
			for b.Loop() {
				if p := r.do("GET", path, nil); p.Code != 200 {
					b.Fatal(fmt.Sprint(p.Code, p.body))
				}
			}
		})
	}
}
