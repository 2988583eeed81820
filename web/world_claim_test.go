package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"rolecall/web/api"
	"rolecall/web/site"
	"rolecall/web/view"
)

// keyOf is the key in the address of a world that a program made.
func keyOf(t testing.TB, w api.WorldAnswer) string {
	t.Helper()
	u, err := url.Parse(w.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get(site.ClaimKey)
}

// claimURL is that address, from the site's root.
func claimURL(t testing.TB, w api.WorldAnswer) string {
	t.Helper()
	return view.WorldPath(w.ID) + "?" + site.ClaimKey + "=" + url.QueryEscape(keyOf(t, w))
}

// claim opens a world's address and presses the button.
func (r *reader) claim(t testing.TB, w api.WorldAnswer) page {
	t.Helper()
	r.get(claimURL(t, w)).has(t, "Take this world", view.ClaimPath(w.ID), keyOf(t, w))
	p := r.post(view.ClaimPath(w.ID), "key", keyOf(t, w))
	if p.path != view.WorldPath(w.ID) {
		t.Errorf("the world is taken, and opens at %s", p.path)
	}
	return p.lacks(t, keyOf(t, w))
}

func TestTheButtonTakesAWorld(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("cross-account")
	address, at := claimURL(t, w), view.WorldPath(w.ID)
	stranger, first := newReader(t, s.handler()), newReader(t, s.handler())
	for what, path := range map[string]string{"without the key": at, "with another key": address + "x"} {
		if got := stranger.do("GET", path, nil); got.Code != 404 {
			t.Errorf("%s: %d", what, got.Code)
		}
	}
	if got := stranger.send(view.ClaimPath(w.ID), "key", keyOf(t, w)+"x"); got.Code != 404 {
		t.Errorf("taken with another key: %d", got.Code)
	}
	shown := first.get(address).has(t, "Alice", "belongs to nobody yet")
	if got := shown.Header().Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("caches may keep the key: %q", got)
	}
	if n := strings.Count(shown.body, keyOf(t, w)); n != 1 {
		t.Errorf("the key is on the page %d times; the button needs it once", n)
	}
	first.claim(t, w)
	if got := first.get(address); got.path != at {
		t.Errorf("its owner comes to %s by the address with the key", got.path)
	}
	first.post(view.ClaimPath(w.ID), "key", keyOf(t, w)) // sent again
	for _, got := range []page{stranger.do("GET", address, nil), stranger.send(view.ClaimPath(w.ID), "key", keyOf(t, w))} {
		if got.Code != 404 {
			t.Errorf("the second browser: %d", got.Code)
		}
	}
	if len(stranger.cookies) > 0 {
		t.Error("the second browser was made somebody")
	}
	if status := p.call("GET", w.ClockURL, nil, nil); status != 200 {
		t.Errorf("the program that made it: %d", status)
	}
}

// Nothing that opens the address by itself takes the world: a preview in a chat,
// a browser that loads ahead, pages of other sites.
func TestOpeningTheAddressTakesNothing(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	victim := newReader(t, s.handler())
	victim.world("blank")
	mine := len(ownWorldsOf(t, s, victim))
	before := s.Store.Writes()
	for range 50 {
		w := p.world("blank")
		before++ // the program's
		for _, header := range [][2]string{{"Sec-Purpose", "prefetch"}, {"Sec-Purpose", "prefetch;prerender"}, {"Sec-Fetch-Site", "cross-site"}, {"User-Agent", "Slackbot-LinkExpanding"}} {
			for _, method := range []string{"GET", "HEAD"} {
				r := httptest.NewRequest(method, claimURL(t, w), nil)
				r.Header.Set(header[0], header[1])
				for name, value := range victim.cookies {
					r.AddCookie(&http.Cookie{Name: name, Value: value})
				}
				got := httptest.NewRecorder()
				s.handler().ServeHTTP(got, r)
				if got.Code != 200 || len(got.Result().Cookies()) > 0 {
					t.Fatalf("%s with %v: %d, cookies %v", method, header, got.Code, got.Result().Cookies())
				}
			}
		}
		if stored, err := s.Store.World(t.Context(), w.ID); err != nil || stored.Learner != 0 {
			t.Fatalf("opened by itself, the world belongs to %d (%v)", stored.Learner, err)
		}
	}
	if after := s.Store.Writes(); after != before {
		t.Errorf("%d writes", after-before)
	}
	if n := len(ownWorldsOf(t, s, victim)); n != mine {
		t.Errorf("the victim has %d worlds, had %d", n, mine)
	}
}

func TestOtherSitesTakeNoWorld(t *testing.T) {
	s := testServer(t)
	w := newScript(t, s).world("blank")
	r := httptest.NewRequest("POST", view.ClaimPath(w.ID), strings.NewReader(url.Values{"key": {keyOf(t, w)}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	got := httptest.NewRecorder()
	s.handler().ServeHTTP(got, r)
	if stored, err := s.Store.World(t.Context(), w.ID); got.Code != 403 || err != nil || stored.Learner != 0 {
		t.Errorf("%d; the world belongs to %d (%v)", got.Code, stored.Learner, err)
	}
}

func ownWorldsOf(t testing.TB, s *server, r *reader) []string {
	t.Helper()
	l, err := s.Store.LearnerByToken(t.Context(), r.cookies[s.CookieName()])
	if err != nil {
		t.Fatal(err)
	}
	worlds, err := s.Store.Worlds(t.Context(), l.ID)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, w := range worlds {
		ids = append(ids, w.ID)
	}
	return ids
}
