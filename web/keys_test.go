package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rolecall/quiz"
	"rolecall/store"
	"rolecall/web/practise"
)

// keyed is a question of a bank with words that no page says by itself.
func keyed(name string) string {
	return fmt.Sprintf(`type: choice
difficulty: easy
stem: Who decides in the case %[1]s?
hint: A hint for the case %[1]s.
worked: [First look at the case %[1]s.]
mistakes: [Somebody forgets the case %[1]s.]
options:
  - {id: %[1]s-first, text: Alice of %[1]s, right: true, why: She owns the case %[1]s.}
  - {id: %[1]s-second, text: Bob of %[1]s, why: He only asks in the case %[1]s.}
  - {id: %[1]s-third, text: Carol of %[1]s, why: She is away in the case %[1]s.}
`, name)
}

// The stages of an attempt with two questions of which one is answered.
const (
	whileOpen   = iota // one question waits
	onceOver           // handed in
	onceClosed         // and the bank is closed to learners
	manyStages  = onceClosed + 1
	toldNothing = ""
)

// What each setting tells, by stage: "a" is the answered question, "b" the other.
var keysTold = []struct {
	shown    string
	kind     store.AttemptKind
	answered bool
	told     [manyStages]string
}{
	{"each", store.Practice, false, [...]string{"a", "ab", "ab"}},
	{"each", store.Practice, true, [...]string{"a", "a", "a"}},
	{"each", store.Test, false, [...]string{"", "ab", "ab"}},
	{"each", store.Test, true, [...]string{"", "a", "a"}},
	{"end", store.Practice, false, [...]string{"", "ab", "ab"}},
	{"end", store.Practice, true, [...]string{"", "a", "a"}},
	{"end", store.Test, false, [...]string{"", "ab", "ab"}},
	{"end", store.Test, true, [...]string{"", "a", "a"}},
	{"closed", store.Practice, false, [...]string{"", "", "ab"}},
	{"closed", store.Practice, true, [...]string{"", "", "a"}},
	{"closed", store.Test, false, [...]string{"", "", "ab"}},
	{"closed", store.Test, true, [...]string{"", "", "a"}},
}

// No byte of any answer tells a key of a bank before its instructor lets it: on the
// attempt's pages, the result and its print, the history, the exports, the lists.
func TestBankKeysAreToldAsSet(t *testing.T) {
	for _, c := range keysTold {
		for _, right := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, %s, answered only %v, right %v", c.shown, c.kind, c.answered, right), func(t *testing.T) {
				s := testServer(t)
				b := newKeyedBank(t, s, c.shown, c.answered)
				b.begin(t, c.kind)
				b.answer(t, right)
				for stage, told := range c.told {
					switch stage {
					case onceOver:
						b.r.do("POST", b.attempt+"/finish", nil)
					case onceClosed:
						b.ada.post(b.path+"/share", "close", "yes")
					}
					b.check(t, c.kind, stage, told)
				}
			})
		}
	}
}

// keyedBank is a bank with two questions, its instructor, and a learner whose every
// answer is heard.
type keyedBank struct {
	s             *server
	ada, r        *reader
	heard         *eavesdropper
	path, link    string
	attempt       string
	first, second *quiz.Question // the one that is answered, and the other
}

func newKeyedBank(t *testing.T, s *server, shown string, answered bool) *keyedBank {
	t.Helper()
	b := &keyedBank{s: s, ada: teacher(t, s, "Ada"), heard: &eavesdropper{site: s.handler()}}
	b.path = makeBank(t, s, b.ada)
	for _, name := range []string{"anton", "berta"} {
		write(t, s, b.ada, b.path, keyed(name))
	}
	fields := []string{"shown", shown}
	if answered {
		fields = append(fields, "answered", "1")
	}
	b.ada.post(b.path+"/keys", fields...).has(t, "Saved.")
	b.link = shareLink(t, s, b.ada, b.path)
	b.r = newReader(t, b.heard)
	return b
}

// begin starts an attempt at both questions, with a seed that can be looked for.
func (b *keyedBank) begin(t *testing.T, kind store.AttemptKind) {
	t.Helper()
	b.attempt = attemptPath(b.r.post(b.link, "kind", string(kind), "count", "all"))
	a, err := b.s.Store.Attempt(t.Context(), learnerOf(t, b.s, b.r), attemptID(t, b.attempt))
	if err != nil {
		t.Fatal(err)
	}
	a.Seed = leakSeed
	id, err := b.s.Store.StartAttempt(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	b.attempt = practise.AttemptURL(id)
	b.first, b.second = b.s.questions.OwnQuestion(t.Context(), a.Questions[0]), b.s.questions.OwnQuestion(t.Context(), a.Questions[1])
}

func (b *keyedBank) answer(t *testing.T, rightly bool) {
	t.Helper()
	answer := wrong(b.first, leakSeed)
	if rightly {
		answer = right(b.first, leakSeed)
	}
	b.r.htmx = true // where htmx is led to
	b.r.send(b.attempt, append(answer, "position", "0", "question", quiz.Handle(b.first.ID))...)
	b.r.htmx = false
}

// check asks for everything and sees that no more is told than may be, and no less.
func (b *keyedBank) check(t *testing.T, kind store.AttemptKind, stage int, told string) {
	t.Helper()
	b.heard.heard = nil
	for position, q := range []*quiz.Question{b.first, b.second} {
		nosy(b.r, b.attempt, q, position)
	}
	b.r.do("GET", b.link, nil)
	what := fmt.Sprintf("stage %d", stage)
	hint := kind == store.Practice // asked for by nobody here
	if !strings.Contains(told, "a") {
		words := []string{"Not quite.", "not right", ">right<", ">Right.", "1 of 2 right", "0 of 2 right", "None of the 2 right", "1 of 2</td>", "0 of 2</td>", ",true,", ",false,false", `"correct"`}
		b.heard.check(t, what+", the answered one", append(secrets(b.first, hint), words...))
	}
	if !strings.Contains(told, "b") {
		b.heard.check(t, what+", the other", secrets(b.second, hint))
	}
	b.tells(t, what, told, stage)
}

// tells checks that what may be told is.
func (b *keyedBank) tells(t *testing.T, what, told string, stage int) {
	t.Helper()
	p := b.r.do("GET", b.attempt, nil)
	if stage == whileOpen {
		p = b.r.do("GET", b.attempt+"?q=1", nil)
	}
	for name, q := range map[string]*quiz.Question{"a": b.first, "b": b.second} {
		if strings.Contains(told, name) {
			p.has(t, earned(q)...)
		} else {
			p.lacks(t, earned(q)...)
		}
	}
	e := exportOf(t, b.r)
	_, seed := e["seed"]
	if want := stage != whileOpen && told == "ab"; seed != want {
		t.Errorf("%s: the export has the seed: %v, want %v", what, seed, want)
	}
	one := e["answers"].([]any)[0].(map[string]any)
	_, chosen := one["chosen"]
	_, correct := one["correct"]
	if want := stage != whileOpen && told != toldNothing; chosen != want || correct != (told != toldNothing) {
		t.Errorf("%s: the export has the options chosen: %v, and whether they are right: %v, of what may be told: %q", what, chosen, correct, told)
	}
	checkHTML(t, p.path, p.body)
}

// exportOf is the newest attempt of a reader's export.
func exportOf(t *testing.T, r *reader) map[string]any {
	t.Helper()
	var e struct{ Attempts []map[string]any }
	if err := json.Unmarshal([]byte(r.get("/progress/export.json").body), &e); err != nil || len(e.Attempts) == 0 {
		t.Fatalf("%d attempts are exported (%v)", len(e.Attempts), err)
	}
	return slices.MaxFunc(e.Attempts, func(a, b map[string]any) int { return int(a["id"].(float64) - b["id"].(float64)) })
}

// While an attempt at the course's questions is open, its export has neither the seed,
// nor the number that fixed it, nor the ids of options. Once it is over it has them.
func TestExportOfAnOpenAttempt(t *testing.T) {
	for _, kind := range []store.AttemptKind{store.Practice, store.Test} {
		s := testServer(t)
		r := newReader(t, s.handler())
		attempt := attemptPath(r.post("/quiz/"+quizLesson, "kind", string(kind), "order", "4711"))
		asked, position := askedAt(t, s, r.get(attempt))
		q := s.Bank.Question(asked.ID)
		r.post(attempt, append(right(q, 4711), "position", position, "question", quiz.Handle(q.ID))...)
		before := exportOf(t, r)
		r.get("/progress/export.json").lacks(t, "4711")
		if one := before["answers"].([]any)[0].(map[string]any); one["chosen"] != nil {
			t.Errorf("%s: an open attempt exports %v", kind, one["chosen"])
		}
		r.do("POST", attempt+"/finish", nil)
		after := exportOf(t, r)
		if after["seed"] != 4711.0 || after["setup"].(map[string]any)["order"] != 4711.0 {
			t.Errorf("%s: an attempt that is over exports the seed %v and %v", kind, after["seed"], after["setup"])
		}
		if one := after["answers"].([]any)[0].(map[string]any); one["chosen"] == nil {
			t.Errorf("%s: an attempt that is over exports no choice", kind)
		}
	}
}

// Which questions come next must not say which answers were right: an answer whose key
// isn't told yet counts as none.
func TestWhatIsAskedNextTellsNoKey(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	q := s.Bank.Questions(quizLesson)[0]
	begin(t, s, r, q) // makes the learner
	id := learnerOf(t, s, r)
	test, err := s.Store.StartAttempt(t.Context(), store.Attempt{Learner: id, Kind: store.Test, Lesson: quizLesson, Seed: 7, Started: fixedNow(),
		Questions: []store.Question{{ID: q.ID, Version: q.Version}, {ID: q.ID, Version: q.Version}}})
	if err != nil {
		t.Fatal(err)
	}
	r.post(practise.AttemptURL(test), append(right(q, 7), "position", "0", "question", quiz.Handle(q.ID))...)
	known := func() map[string]bool {
		right, err := s.practise.AnsweredRight(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return right
	}
	if got := known(); len(got) > 0 {
		t.Errorf("while the test is open, the next practice goes by %v", got)
	}
	r.post(practise.AttemptURL(test) + "/finish")
	if got := known(); !maps.Equal(got, map[string]bool{q.ID: true}) {
		t.Errorf("after it, by %v", got)
	}
	b := newKeyedBank(t, s, "closed", false)
	b.begin(t, store.Practice)
	b.answer(t, true)
	b.r.do("POST", b.attempt+"/finish", nil)
	got, err := s.practise.AnsweredRight(t.Context(), learnerOf(t, s, b.r))
	if err != nil || len(got) > 0 {
		t.Errorf("before the bank is closed, the next practice goes by %v (%v)", got, err)
	}
}

// A limit on wrong answers would tell which were wrong: where keys are shown later,
// there is none, also after a restart.
func TestWrongAnswersDontShowInALimit(t *testing.T) {
	s, now := clocked(t)
	b := newKeyedBank(t, s, "end", false)
	b.begin(t, store.Practice)
	id := learnerOf(t, s, b.r)
	a, err := s.Store.Attempt(t.Context(), id, attemptID(t, b.attempt))
	if err != nil {
		t.Fatal(err)
	}
	for len(a.Questions) < practise.MaxWrong+5 {
		a.Questions = append(a.Questions, a.Questions[0])
	}
	many, err := s.Store.StartAttempt(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	course := s.Bank.Questions(quizLesson)[0]
	open := begin(t, s, b.r, course, course)
	elsewhere := func(position string) {
		if p := b.r.send(open, append(right(course, 7), "position", position, "question", quiz.Handle(course.ID))...); p.Code != 200 {
			t.Errorf("another practice tells of the wrong answers: %d", p.Code)
		}
	}
	elsewhere("0") // from here on its wrong answers are remembered
	for n := range practise.MaxWrong + 4 {
		q := b.first
		if n == 1 {
			q = b.second
		}
		if p := b.r.send(practise.AttemptURL(many), append(wrong(q, leakSeed), "position", strconv.Itoa(n), "question", quiz.Handle(q.ID))...); p.Code != 200 {
			t.Fatalf("answer %d: %d", n, p.Code)
		}
		if n == practise.MaxWrong {
			elsewhere("1")
			s.practise.Guesses = practise.Guesses{} // as a restart leaves it
		}
	}
	*now = now.Add(time.Second)
	newest, err := s.Store.WrongMoments(t.Context(), id, store.Practice, 100)
	if err != nil || len(newest) > 0 {
		t.Errorf("%d wrong answers count towards the limit (%v)", len(newest), err)
	}
}

func TestOnlyItsInstructorSetsABanksKeys(t *testing.T) {
	s := testServer(t)
	b := newKeyedBank(t, s, "each", false)
	b.ada.get(b.path).has(t, "When learners see the keys", `value="each" checked`, "After closing", "Only of what was answered")
	for _, fields := range [][]string{nil, {"shown", "never"}, {"shown", ""}} {
		if p := b.ada.send(b.path+"/keys", fields...); p.Code != 400 {
			t.Errorf("%v answers %d", fields, p.Code)
		}
	}
	for _, r := range []*reader{teacher(t, s, "Bob"), b.r} {
		if p := r.send(b.path+"/keys", "shown", "closed"); p.Code != 404 && p.Code != 403 {
			t.Errorf("somebody else sets a bank's keys: %d", p.Code)
		}
	}
	b.ada.get(b.path).has(t, `value="each" checked`)
	checkHTML(t, b.path, b.ada.post(b.path+"/keys", "shown", "closed", "answered", "1").has(t, `value="closed" checked`, `value="1" checked`).body)
	checkHTML(t, b.link, b.r.get(b.link).has(t, "when your instructor has closed this bank", "only of questions that you answered").body)
}
