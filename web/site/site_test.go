package site

import (
	"net/http/httptest"
	"testing"

	"rolecall/web/view"
)

func TestNothingIsRememberedPastAWrite(t *testing.T) {
	c := newReaders()
	p, err := c.Read(7, func() (*Progress, error) {
		c.Wrote(7) // a write that commits while the snapshot is read
		return &Progress{Learner: 7}, nil
	})
	if err != nil || p == nil {
		t.Fatal(p, err)
	}
	if c.Progress(7) != nil {
		t.Error("a snapshot from before the write is remembered")
	}
}

// What was looked up before tokens ended is not remembered after.
func TestEndedTokenIsNotRemembered(t *testing.T) {
	r := newReaders()
	_, ended, _ := r.Token("a")
	r.ForgetTokens() // while the store is being asked
	r.Know("a", KnownToken{Learner: 1}, ended)
	if _, _, ok := r.Token("a"); ok {
		t.Error("the token is remembered though it may have ended")
	}
	_, ended, _ = r.Token("a")
	r.Know("a", KnownToken{Learner: 1}, ended)
	if got, _, ok := r.Token("a"); !ok || got.Learner != 1 {
		t.Errorf("a good token is not remembered: %v", got)
	}
}

func TestNearPages(t *testing.T) {
	s := &Site{Known: []NearPage{{"/lessons/trust-policies", "Trust policies"}, {"/glossary", "Glossary"}}}
	got := s.Near("/lesson/trust-polices")
	if len(got) != 1 || got[0] != (view.Link{Href: "/lessons/trust-policies", Text: "Trust policies"}) {
		t.Errorf("near: %v", got)
	}
}

func TestAcceptsGzip(t *testing.T) {
	for header, want := range map[string]bool{"": false, "gzip": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "gzip; q=0.0": false, "identity": false} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", header)
		if got := AcceptsGzip(r); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}
