package store_test

import (
	"strings"
	"testing"
	"time"

	"rolecall/store"
)

func TestLearnerByToken(t *testing.T) {
	s := fresh(t)
	l, token, err := s.NewLearner(t.Context(), noon)
	ok(t, err)
	got, err := s.LearnerByToken(t.Context(), token)
	ok(t, err)
	equal(t, "learner", got, l)
	equal(t, "created", got.Created, noon)
	for _, wrong := range []string{"", "x", token + "x", strings.Repeat("A", len(token))} {
		_, err := s.LearnerByToken(t.Context(), wrong)
		is(t, err, store.ErrNotFound)
	}
}

func TestPhraseBringsAnotherDevice(t *testing.T) {
	s := fresh(t)
	l, first, err := s.NewLearner(t.Context(), noon)
	ok(t, err)
	phrase, err := s.NewPhrase(t.Context(), l.ID, noon)
	ok(t, err)
	if n := len(strings.Fields(phrase)); n != 8 {
		t.Fatalf("phrase %q has %d words", phrase, n)
	}
	sloppy := "  " + strings.ToUpper(strings.ReplaceAll(phrase, " ", " - ")) + ".\n"
	got, second, err := s.Recover(t.Context(), sloppy, "", noon.Add(time.Hour))
	ok(t, err)
	equal(t, "recovered", got, store.Learner{ID: l.ID, Created: noon, PhraseAt: noon})
	devices, err := s.Devices(t.Context(), l.ID, second)
	ok(t, err)
	later := noon.Add(time.Hour)
	equal(t, "devices", devices, []store.Device{{Learner: l.ID, Created: noon, Used: noon}, {Learner: l.ID, Created: later, Used: later, Here: true}})

	n, err := s.SignOutOthers(t.Context(), l.ID, second)
	ok(t, err)
	equal(t, "signed out", n, 1)
	_, err = s.LearnerByToken(t.Context(), first)
	is(t, err, store.ErrNotFound)
	ok(t, s.SignOut(t.Context(), second))
	_, err = s.LearnerByToken(t.Context(), second)
	is(t, err, store.ErrNotFound)
}

func TestNewPhraseReplacesTheOld(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	old, err := s.NewPhrase(t.Context(), id, noon)
	ok(t, err)
	phrase, err := s.NewPhrase(t.Context(), id, noon)
	ok(t, err)
	_, _, err = s.Recover(t.Context(), old, "", noon)
	is(t, err, store.ErrNotFound)
	_, _, err = s.Recover(t.Context(), phrase, "", noon)
	ok(t, err)
	for _, wrong := range []string{"", " ", strings.Repeat("acorn ", 100)} {
		_, _, err := s.Recover(t.Context(), wrong, "", noon)
		is(t, err, store.ErrNotFound)
	}
	_, err = s.NewPhrase(t.Context(), id+1, noon)
	is(t, err, store.ErrNotFound)
}

func TestDeletedNumberNeverComesBack(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	ok(t, s.DeleteLearner(t.Context(), id))
	is(t, s.DeleteLearner(t.Context(), id), store.ErrNotFound)
	if again := learner(t, s); again == id {
		t.Errorf("number %d was given out twice", id)
	}
}

func TestPreferences(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	ok(t, s.SetMode(t.Context(), id, "deep-dive"))
	ok(t, s.SetTheme(t.Context(), id, "dark"))
	ok(t, s.SetMode(t.Context(), id, "why"))
	got, err := s.Preferences(t.Context(), id)
	ok(t, err)
	equal(t, "preferences", got, store.Preferences{Mode: "why", Theme: "dark"})
	ok(t, s.SetPreferences(t.Context(), id, store.Preferences{}))
	got, err = s.Preferences(t.Context(), id)
	ok(t, err)
	equal(t, "cleared", got, store.Preferences{})
	is(t, s.SetTheme(t.Context(), id+1, "dark"), store.ErrNotFound)
}
