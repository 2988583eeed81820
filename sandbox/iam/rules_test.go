package iam

import "testing"

// Every rule says where AWS documents it and how far that carries it. What is not
// plainly documented says what is left open.
func TestRulesHaveSourceAndStatus(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] {
			t.Errorf("%s stands in the table twice", r.ID)
		}
		seen[r.ID] = true
		if r.Text == "" || r.Page == "" || r.Section == "" || r.Room == "" {
			t.Errorf("%s lacks its text, page, section or room: %+v", r.ID, r)
		}
		if r.Status.String() == Status(0).String() {
			t.Errorf("%s has no status", r.ID)
		}
		if r.Status != Documented && r.Note == "" {
			t.Errorf("%s is %q and has no note that says why", r.ID, r.Status)
		}
	}
}

func TestStatusInWords(t *testing.T) {
	for s, want := range map[Status]string{0: "no status", Documented: "documented", PagesDisagree: "pages disagree", Observed: "observed", OurChoice: "our choice", 9: "no status"} {
		if got := s.String(); got != want {
			t.Errorf("%d is %q, want %q", s, got, want)
		}
	}
}
