package web

import (
	"strings"
	"testing"
	"time"

	"rolecall/store"
	"rolecall/web/teach"
	"rolecall/web/view"
)

// signInLink makes a sign-in link's path.
func signInLink(t testing.TB, s *server, name string) string {
	t.Helper()
	_, token, err := s.Store.AddInstructor(t.Context(), name, s.Now())
	if err != nil {
		t.Fatal(err)
	}
	return teach.SignInPath(token)
}

// teacher is a browser that is signed in as an instructor.
func teacher(t testing.TB, s *server, name string) *reader {
	t.Helper()
	r := newReader(t, s.handler())
	r.post(signInLink(t, s, name))
	return r
}

func TestLinkSignsInByItsButtonAlone(t *testing.T) {
	s := testServer(t)
	link := signInLink(t, s, "Ada Byron")
	r := newReader(t, s.handler())
	for range 3 { // a preview opens it, and again
		r.get(link).has(t, "Ada Byron", "Sign this browser in").lacks(t, "Your question banks")
	}
	if len(r.cookies) != 0 {
		t.Errorf("opening the link set %v", r.cookies)
	}
	r.get("/teach").has(t, "rolecall instructor add").lacks(t, "Ada")
	r.post(link).has(t, "Ada Byron", "Your question banks")
	// Pressed twice, it is as if once.
	r.post(link).has(t, "Your question banks")

	other := newReader(t, s.handler())
	for _, p := range []page{other.do("GET", link, nil), other.send(link), other.do("GET", link+"x", nil), other.do("GET", teach.SignInPath("x"), nil)} {
		if p.Code != 404 {
			t.Errorf("%s answers %d", p.path, p.Code)
		}
		p.has(t, "signs nobody in").lacks(t, "Ada")
	}
	other.get("/teach").has(t, "rolecall instructor add")
}

func TestOldLinkSignsNobodyIn(t *testing.T) {
	s := testServer(t)
	link := signInLink(t, s, "Ada")
	s.Now = func() time.Time { return fixedNow().Add(store.LinkLife) }
	r := newReader(t, s.handler())
	if p := r.send(link); p.Code != 404 {
		t.Errorf("answers %d", p.Code)
	}
}

func TestSignOutLeavesTheLearner(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.post("/quiz/"+quizLesson, "kind", "practice")
	r.post(signInLink(t, s, "Ada"))
	before := learnerOf(t, s, r)
	r.post("/teach/sign-out").has(t, "rolecall instructor add")
	if learnerOf(t, s, r) != before {
		t.Error("signing out made another learner")
	}
	r.get("/attempts/1?q=1")
	// A recovery phrase carries no teacher's rights with it.
	r.post(signInLink(t, s, "Ada"))
	phrase, err := s.Store.NewPhrase(t.Context(), before, s.Now())
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := newReader(t, s.handler())
	elsewhere.post("/progress/recover", "phrase", phrase)
	elsewhere.get("/teach").has(t, "rolecall instructor add")
}

// Whoever isn't signed in is told the same everywhere, whether there is something
// or not.
func TestTeachIsShut(t *testing.T) {
	s := testServer(t)
	bank := makeBank(t, s, teacher(t, s, "Ada"))
	learner := newReader(t, s.handler())
	learner.post("/quiz/"+quizLesson, "kind", "practice")
	for _, r := range []*reader{newReader(t, s.handler()), learner} {
		var first string
		for _, path := range []string{"/teach/nowhere", bank, view.BankPath(99, ""), bank + "/import"} {
			p := r.do("GET", path, nil)
			if p.Code != 403 {
				t.Errorf("GET %s answers %d", path, p.Code)
			}
			said := strings.ReplaceAll(p.body, path, "")
			if first == "" {
				first = said
			}
			if said != first {
				t.Errorf("%s tells more, or less", path)
			}
			if p := r.send(path, "title", "Mine"); p.Code != 403 {
				t.Errorf("POST %s answers %d", path, p.Code)
			}
		}
	}
}

// makeBank makes a bank and returns its path.
func makeBank(t testing.TB, s *server, r *reader) string {
	t.Helper()
	before, err := s.Store.Banks(t.Context(), instructorOf(t, s, r))
	if err != nil {
		t.Fatal(err)
	}
	r.send("/teach/banks", "title", "Week one", "lesson", quizLesson)
	after, err := s.Store.Banks(t.Context(), instructorOf(t, s, r))
	if err != nil || len(after) != len(before)+1 {
		t.Fatalf("%d banks after %d (%v)", len(after), len(before), err)
	}
	return view.BankPath(int64(after[len(after)-1].ID), "")
}

func instructorOf(t testing.TB, s *server, r *reader) store.InstructorID {
	t.Helper()
	i, err := s.Store.InstructorByToken(t.Context(), r.cookies[s.CookieName()])
	if err != nil {
		t.Fatal(err)
	}
	return i.ID
}
