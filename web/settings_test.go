package web

import (
	"maps"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rolecall/web/site"
)

// copyOfCookies is a browser that holds what another one held a moment ago, as
// somebody has who copied its cookie.
func copyOfCookies(r *reader) *reader {
	thief := newReader(r.t, r.site)
	maps.Copy(thief.cookies, r.cookies)
	return thief
}

// opensNothing checks that a browser is taken for a newcomer everywhere.
func opensNothing(t *testing.T, what string, r *reader, attempt string) {
	t.Helper()
	r.get("/teach").has(t, "rolecall instructor add").lacks(t, "Your question banks")
	r.get("/progress").has(t, "Nothing yet")
	r.get("/settings").has(t, "Nothing is kept of this browser")
	for _, path := range []string{attempt, "/progress/export.json"} {
		if p := r.do("GET", path, nil); p.Code != 404 {
			t.Errorf("%s: GET %s answers %d", what, path, p.Code)
		}
	}
}

// A token changes whenever what it opens changes. One that was copied before opens
// nothing after, though the server had it in memory.
func TestCopiedTokenOpensNothingAfterAChange(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, s *server, r *reader){
		"signing in to teach": func(t *testing.T, s *server, r *reader) {
			r.post(signInLink(t, s, "Bob")).has(t, "Your question banks")
		},
		"signing out from teaching": func(_ *testing.T, _ *server, r *reader) { r.post("/teach/sign-out") },
		"signing out":               func(_ *testing.T, _ *server, r *reader) { r.post("/settings/sign-out", "sure", "yes") },
		"its own phrase": func(t *testing.T, s *server, r *reader) {
			r.post("/progress/recover", "phrase", newPhrase(t, s, r))
		},
		"another's phrase": func(t *testing.T, s *server, r *reader) {
			other := newReader(t, r.site)
			other.post("/lessons/" + quizLesson + "/why/read")
			r.post("/progress/recover", "phrase", newPhrase(t, s, other))
		},
		"signing all others out": func(t *testing.T, s *server, r *reader) {
			phone := newReader(t, r.site)
			phone.post("/progress/recover", "phrase", newPhrase(t, s, r))
			phone.post("/settings/sign-out-others").has(t, "The other browser is signed out.")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := testServer(t)
			r := newReader(t, s.handler())
			attempt := begin(t, s, r, s.Bank.Questions(quizLesson)[0])
			r.post(signInLink(t, s, "Ada"))
			thief := copyOfCookies(r)
			thief.get("/teach").has(t, "Your question banks")
			thief.get(attempt)
			change(t, s, r)
			opensNothing(t, name, thief, attempt)
		})
	}
}

func newPhrase(t *testing.T, s *server, r *reader) string {
	t.Helper()
	phrase, err := s.Store.NewPhrase(t.Context(), learnerOf(t, s, r), s.Now())
	if err != nil {
		t.Fatal(err)
	}
	return phrase
}

// The learner stays whose it was, through signing in, out and in again.
func TestRotationKeepsTheLearner(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	attempt := begin(t, s, r, s.Bank.Questions(quizLesson)[0])
	before := learnerOf(t, s, r)
	for range 2 {
		r.post(signInLink(t, s, "Ada"))
		r.post("/teach/sign-out").has(t, "signed out as an instructor")
	}
	if learnerOf(t, s, r) != before {
		t.Error("another learner")
	}
	r.get(attempt)
	devices, err := s.Store.Devices(t.Context(), before, "")
	if err != nil || len(devices) != 1 {
		t.Errorf("%d devices (%v): rotating leaves none behind", len(devices), err)
	}
}

// A browser signs out what is its own alone.
func TestSignOutTouchesNobodyElse(t *testing.T) {
	s := testServer(t)
	mine, theirs, nobody := newReader(t, s.handler()), newReader(t, s.handler()), newReader(t, s.handler())
	for _, r := range []*reader{mine, theirs} {
		r.post("/lessons/" + quizLesson + "/why/read")
	}
	ada, bob := teacher(t, s, "Ada"), teacher(t, s, "Bob")
	second := teacher(t, s, "Ada")
	for _, path := range []string{"/settings/sign-out-others", "/settings/sign-out"} {
		nobody.post(path, "sure", "yes")
		mine.post(path, "sure", "yes")
	}
	for _, r := range []*reader{nobody, mine, theirs, bob} {
		if p := r.send("/teach/sign-out-others"); r != bob && p.Code != 403 {
			t.Errorf("a learner signs instructors out: %d", p.Code)
		}
	}
	theirs.get("/progress").lacks(t, "Nothing yet")
	mine.get("/progress").has(t, "Nothing yet")
	for _, r := range []*reader{ada, second, bob} {
		r.get("/teach").has(t, "Your question banks")
	}
	second.get("/teach").has(t, "2 browsers can teach as Ada")
	second.post("/teach/sign-out-others").has(t, "The other browser is signed out.", "1 browser can teach as Ada")
	ada.get("/teach").has(t, "rolecall instructor add")
	ada.get("/settings").has(t, "Browsers signed in") // the learner's own stays
	bob.get("/teach").has(t, "Your question banks")
}

// The last way to some progress is not lost by one press.
func TestLastBrowserSignsOutKnowingly(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	r.get("/settings").has(t, "This is the only browser", `name="sure"`)
	if p := r.send("/settings/sign-out"); p.Code != 400 || r.cookies[site.CookieName] == "" {
		t.Errorf("signed out without being sure: %d", p.Code)
	}
	phrase := newPhrase(t, s, r)
	r.get("/settings").lacks(t, `name="sure"`)
	r.post("/settings/sign-out").has(t, "This browser is signed out.")
	if r.cookies[site.CookieName] != "" {
		t.Error("the cookie is still there")
	}
	r.post("/progress/recover", "phrase", phrase).has(t, "Browsers signed in")
}

func TestNewPhraseOffersToSignOthersOut(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	r.post("/progress/phrase").lacks(t, "sign out all other browsers", "signed out")
	phone := newReader(t, s.handler())
	phone.post("/progress/recover", "phrase", newPhrase(t, s, r))
	r.get("/progress").has(t, "Sign out one other browser at the same time", "2 browsers can open")
	r.post("/progress/phrase").has(t, "one other browser can still open", "sign out all other browsers")
	phone.get("/progress").lacks(t, "Nothing yet")
	p := r.post("/progress/phrase", "others", "out").has(t, "The other browser is signed out.").lacks(t, "can still open")
	checkHTML(t, "the phrase", p.body)
	phone.get("/progress").has(t, "Nothing yet")
}

// The last use of a browser is kept to the hour, by whatever request: at most one
// write an hour.
func TestLastUseIsWrittenOnceAnHour(t *testing.T) {
	s, now := clocked(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	phone := newReader(t, s.handler())
	phone.post("/progress/recover", "phrase", newPhrase(t, s, r))
	writes := func(path string) uint64 {
		before := s.Store.Writes()
		r.get(path)
		return s.Store.Writes() - before
	}
	for _, step := range []struct {
		after time.Duration
		want  uint64
	}{{0, 0}, {50 * time.Minute, 0}, {20 * time.Minute, 1}, {0, 0}, {40 * time.Minute, 0}, {time.Hour, 1}} {
		*now = now.Add(step.after)
		if n := writes("/glossary") + writes("/settings"); n != step.want {
			t.Errorf("%v later: %d writes, want %d", step.after, n, step.want)
		}
	}
	phone.get("/settings").has(t, "This browser", "last used today between 11:00 and 12:00 UTC")
	*now = now.Add(48 * time.Hour)
	checkHTML(t, "/settings", phone.get("/settings").has(t, "last used on 21 November 2026").body)
}

// What was just done takes the focus, and is said.
func TestSigningOutIsAnnounced(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.post("/lessons/" + quizLesson + "/why/read")
	for _, path := range []string{"/settings", "/progress"} {
		for out, want := range map[string]string{"0": "No other browser was signed in.", "1": "The other browser is signed out.", "3": "3 other browsers are signed out."} {
			p := r.get(path+"?out="+out).has(t, want)
			focused := 0
			visit(parse(t, p.body), func(n *html.Node) {
				_, focus := attr(n, "autofocus")
				role, _ := attr(n, "role")
				if focus && role == "status" {
					focused++
				}
			})
			if focused != 1 {
				t.Errorf("%s: %d notices take the focus", p.path, focused)
			}
			checkHTML(t, p.path, p.body)
		}
		for _, bad := range []string{"-1", "x", "99999999", "<b>"} {
			r.get(path+"?out="+bad).lacks(t, "signed out.", "autofocus")
		}
	}
}
