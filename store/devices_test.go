package store_test

import (
	"testing"
	"time"

	"rolecall/store"
)

// A phrase opens progress in a browser that had some of its own: the token that the
// browser had then opens nothing any more, whoever copied it.
func TestRecoveryEndsTheTokenBefore(t *testing.T) {
	s := fresh(t)
	l, own := browser(t, s)
	phrase, err := s.NewPhrase(t.Context(), l, noon)
	ok(t, err)
	_, other := browser(t, s)
	_, other, err = s.SignInInstructor(t.Context(), link(t, s), other, noon)
	ok(t, err)
	_, _, err = s.Recover(t.Context(), "none of the words", other, noon)
	is(t, err, store.ErrNotFound)
	_, err = s.InstructorByToken(t.Context(), other) // a wrong phrase ends nothing
	ok(t, err)

	for _, left := range []string{other, own, "", "not a token"} { // own: the same learner's
		got, token, err := s.Recover(t.Context(), phrase, left, noon)
		ok(t, err)
		equal(t, "learner", got.ID, l)
		_, err = s.LearnerByToken(t.Context(), token)
		ok(t, err)
		opensNothing(t, s, left)
	}
}

func link(t *testing.T, s *store.Store) string {
	t.Helper()
	_, link, err := s.AddInstructor(t.Context(), "Ada", noon)
	ok(t, err)
	return link
}

func TestLastUseIsKeptToTheHour(t *testing.T) {
	s := fresh(t)
	at := noon.Add(25 * time.Minute)
	l, token, err := s.NewLearner(t.Context(), at)
	ok(t, err)
	d, err := s.Device(t.Context(), token)
	ok(t, err)
	equal(t, "device", d, store.Device{Learner: l.ID, Created: at, Used: noon, Here: true})
	for _, use := range []struct{ at, want time.Time }{
		{noon.Add(50 * time.Minute), noon},
		{noon.Add(95 * time.Minute), noon.Add(time.Hour)},
		{noon.Add(-time.Hour), noon.Add(time.Hour)}, // a clock that was set back
	} {
		ok(t, s.UseDevice(t.Context(), token, use.at))
		d, err := s.Device(t.Context(), token)
		ok(t, err)
		equal(t, "used", d.Used, use.want)
	}
	ok(t, s.UseDevice(t.Context(), "no such device", noon))
}

// Signing others out ends what is one's own alone.
func TestSignOutOthersKeepsToItsOwn(t *testing.T) {
	s := fresh(t)
	mine, here := browser(t, s)
	theirs, there := browser(t, s)
	phrase, err := s.NewPhrase(t.Context(), mine, noon)
	ok(t, err)
	_, second, err := s.Recover(t.Context(), phrase, "", noon)
	ok(t, err)
	for _, token := range []string{there, "", "no token"} { // not the learner's: nobody is left without any
		_, err := s.SignOutOthers(t.Context(), mine, token)
		is(t, err, store.ErrNotFound)
	}
	n, err := s.SignOutOthers(t.Context(), mine, here)
	ok(t, err)
	equal(t, "signed out", n, 1)
	opensNothing(t, s, second)
	for token, id := range map[string]store.LearnerID{here: mine, there: theirs} {
		l, err := s.LearnerByToken(t.Context(), token)
		ok(t, err)
		equal(t, "learner", l.ID, id)
	}
}

func TestInstructorsBrowsers(t *testing.T) {
	s := fresh(t)
	ada, first, err := s.SignInInstructor(t.Context(), link(t, s), "", noon) // a browser that had none
	ok(t, err)
	_, second, err := s.SignInInstructor(t.Context(), link(t, s), "", noon.Add(time.Hour))
	ok(t, err)
	_, stranger := browser(t, s)
	signedIn(t, s, stranger)

	list, err := s.InstructorDevices(t.Context(), ada.ID, second)
	ok(t, err)
	if len(list) != 2 || list[0].Here || !list[1].Here || list[0].Granted != noon || list[1].Used != noon.Add(time.Hour) {
		t.Errorf("the instructor's browsers: %+v", list)
	}
	n, err := s.SignOutOtherTeachers(t.Context(), ada.ID, second)
	ok(t, err)
	equal(t, "signed out", n, 1)
	_, err = s.InstructorByToken(t.Context(), first)
	is(t, err, store.ErrNotFound)
	_, err = s.LearnerByToken(t.Context(), first) // its learner stays
	ok(t, err)
	_, err = s.InstructorByToken(t.Context(), second)
	ok(t, err)
	lines, err := s.Instructors(t.Context())
	ok(t, err)
	for _, l := range lines {
		equal(t, "browsers of "+l.Name, l.Browsers, 1)
	}
}

// A button that is pressed twice sends the link and the earlier token twice, and the
// first answer may be lost: the browser must not lose its progress by it. The earlier
// token without the link, and later, opens nothing.
func TestSignInPressedTwice(t *testing.T) {
	s := fresh(t)
	id, before := browser(t, s)
	l := link(t, s)
	ada, lost, err := s.SignInInstructor(t.Context(), l, before, noon)
	ok(t, err)
	again, token, err := s.SignInInstructor(t.Context(), l, before, noon.Add(time.Second))
	ok(t, err)
	equal(t, "instructor", again, ada)
	opensNothing(t, s, before)
	opensNothing(t, s, lost)
	got, err := s.LearnerByToken(t.Context(), token)
	ok(t, err)
	equal(t, "learner", got.ID, id)
	_, err = s.InstructorByToken(t.Context(), token)
	ok(t, err)
	_, other := browser(t, s)
	for name, try := range map[string]struct {
		link, device string
		at           time.Time
	}{
		"another browser":       {l, other, noon.Add(time.Second)},
		"a browser without one": {l, "", noon.Add(time.Second)},
		"without the link":      {link(t, s)[1:] + "x", before, noon.Add(time.Second)},
		"later":                 {l, before, noon.Add(time.Minute)},
	} {
		if _, _, err := s.SignInInstructor(t.Context(), try.link, try.device, try.at); err == nil {
			t.Errorf("%s signs in", name)
		}
	}
	ok(t, s.RemoveInstructor(t.Context(), "Ada", noon))
	_, _, err = s.SignInInstructor(t.Context(), l, before, noon.Add(time.Second))
	is(t, err, store.ErrNotFound)
}
