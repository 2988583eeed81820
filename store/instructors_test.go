package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"rolecall/store"
)

// signedIn adds an instructor and signs a device in as them.
func signedIn(t *testing.T, s *store.Store, device string) store.Instructor {
	t.Helper()
	_, link, err := s.AddInstructor(t.Context(), "Ada "+device[:6], noon)
	ok(t, err)
	i, _, err := s.SignInInstructor(t.Context(), link, device, noon)
	ok(t, err)
	return i
}

// browser makes a learner and returns the token of their device.
func browser(t *testing.T, s *store.Store) (store.LearnerID, string) {
	t.Helper()
	l, token, err := s.NewLearner(t.Context(), noon)
	ok(t, err)
	return l.ID, token
}

// teacher is an instructor of their own.
func teacher(t *testing.T, s *store.Store) store.InstructorID {
	t.Helper()
	_, device := browser(t, s)
	return signedIn(t, s, device).ID
}

func TestSignInLinkWorksOnce(t *testing.T) {
	s := fresh(t)
	id, first := browser(t, s)
	_, second := browser(t, s)
	ada, link, err := s.AddInstructor(t.Context(), "  Ada   Byron ", noon)
	ok(t, err)
	equal(t, "name", ada.Name, "Ada Byron")
	for range 3 { // looking at it doesn't use it
		i, err := s.InstructorLink(t.Context(), link, noon)
		ok(t, err)
		equal(t, "whose", i, ada)
	}
	_, err = s.InstructorByToken(t.Context(), first)
	is(t, err, store.ErrNotFound)

	copied := first
	_, first, err = s.SignInInstructor(t.Context(), link, first, noon)
	ok(t, err)
	i, err := s.InstructorByToken(t.Context(), first)
	ok(t, err)
	equal(t, "signed in", i, ada)
	opensNothing(t, s, copied)
	_, _, err = s.SignInInstructor(t.Context(), link, second, noon)
	is(t, err, store.ErrNotFound)
	_, err = s.InstructorLink(t.Context(), link, noon)
	is(t, err, store.ErrNotFound)
	_, err = s.InstructorByToken(t.Context(), second)
	is(t, err, store.ErrNotFound)

	after, err := s.SignOutInstructor(t.Context(), first, noon)
	ok(t, err)
	opensNothing(t, s, first)
	_, err = s.InstructorByToken(t.Context(), after)
	is(t, err, store.ErrNotFound)
	l, err := s.LearnerByToken(t.Context(), after)
	ok(t, err)
	equal(t, "the learner after all of it", l.ID, id)
	_, err = s.SignOutInstructor(t.Context(), first, noon)
	is(t, err, store.ErrNotFound)
}

// opensNothing checks that a token was ended: no progress and no right to teach.
func opensNothing(t *testing.T, s *store.Store, token string) {
	t.Helper()
	_, err := s.LearnerByToken(t.Context(), token)
	is(t, err, store.ErrNotFound)
	_, err = s.InstructorByToken(t.Context(), token)
	is(t, err, store.ErrNotFound)
	_, err = s.Device(t.Context(), token)
	is(t, err, store.ErrNotFound)
}

func TestSignInLinkEnds(t *testing.T) {
	s := fresh(t)
	_, device := browser(t, s)
	_, link, err := s.AddInstructor(t.Context(), "Ada", noon)
	ok(t, err)
	_, _, err = s.SignInInstructor(t.Context(), link, device, noon.Add(store.LinkLife))
	is(t, err, store.ErrNotFound)
	_, _, err = s.SignInInstructor(t.Context(), link[1:], device, noon)
	is(t, err, store.ErrNotFound)
	// A device that isn't there uses nothing up.
	_, _, err = s.SignInInstructor(t.Context(), link, strings.Repeat("x", len(device)), noon)
	is(t, err, store.ErrNotFound)
	_, _, err = s.SignInInstructor(t.Context(), link, device, noon.Add(store.LinkLife-time.Second))
	ok(t, err)
}

func TestSignInLinkTakenByOneOfMany(t *testing.T) {
	s := fresh(t)
	_, link, err := s.AddInstructor(t.Context(), "Ada", noon)
	ok(t, err)
	devices := make([]string, 8)
	for i := range devices {
		_, devices[i] = browser(t, s)
	}
	won := make(chan string, len(devices))
	var all sync.WaitGroup
	for _, d := range devices {
		all.Go(func() {
			if _, _, err := s.SignInInstructor(t.Context(), link, d, noon); err == nil {
				won <- d
			}
		})
	}
	all.Wait()
	if len(won) != 1 {
		t.Errorf("%d browsers were signed in by one link", len(won))
	}
}

func TestRemovedInstructorIsOutUntilAddedAgain(t *testing.T) {
	s := fresh(t)
	_, device := browser(t, s)
	ada, link, err := s.AddInstructor(t.Context(), "Ada", noon)
	ok(t, err)
	_, unused, err := s.AddInstructor(t.Context(), "Ada", noon)
	ok(t, err)
	_, device, err = s.SignInInstructor(t.Context(), link, device, noon)
	ok(t, err)
	bank, err := s.NewBank(t.Context(), ada.ID, "Week one", "", noon)
	ok(t, err)
	code, err := s.ShareBank(t.Context(), ada.ID, bank, noon)
	ok(t, err)
	lines, err := s.Instructors(t.Context())
	ok(t, err)
	equal(t, "list", lines, []store.InstructorLine{{Instructor: ada, Browsers: 1, Banks: 1}})

	ok(t, s.RemoveInstructor(t.Context(), "Ada", noon))
	is(t, s.RemoveInstructor(t.Context(), "Ada", noon), store.ErrNotFound)
	_, err = s.InstructorByToken(t.Context(), device)
	is(t, err, store.ErrNotFound)
	_, err = s.InstructorLink(t.Context(), unused, noon)
	is(t, err, store.ErrNotFound)
	_, err = s.BankByCode(t.Context(), code)
	is(t, err, store.ErrNotFound)

	again, _, err := s.AddInstructor(t.Context(), "Ada", noon.Add(time.Hour))
	ok(t, err)
	equal(t, "added again", again, ada)
	_, err = s.InstructorLink(t.Context(), unused, noon) // what was handed out before stays ended
	is(t, err, store.ErrNotFound)
	_, err = s.InstructorByToken(t.Context(), device)
	is(t, err, store.ErrNotFound)
	b, err := s.BankByCode(t.Context(), code)
	ok(t, err)
	equal(t, "bank", b.ID, bank)
}

func TestInstructorNames(t *testing.T) {
	s := fresh(t)
	for _, name := range []string{"", "  \t", strings.Repeat("é", 81), "Ada\x00", "Ada\xff", "\u202eAda"} {
		_, _, err := s.AddInstructor(t.Context(), name, noon)
		var bad *store.NameError
		if !errors.As(err, &bad) {
			t.Errorf("%q: %v", name, err)
		}
	}
	_, _, err := s.AddInstructor(t.Context(), strings.Repeat("é", 80), noon)
	ok(t, err)
}

func TestOpenBesideAServer(t *testing.T) {
	dir := t.TempDir()
	serving := open(t, dir)
	ok(t, serving.Announce("http://127.0.0.1:4711"))
	equal(t, "address", store.Announced(dir), "http://127.0.0.1:4711")
	ok(t, serving.Announce("http://a.example"))
	equal(t, "address", store.Announced(dir), "http://a.example")
	equal(t, "address of none", store.Announced(t.TempDir()), "")

	_, device := browser(t, serving)
	beside, err := store.OpenBeside(t.Context(), store.Config{Dir: dir, Rand: seeded(2)})
	ok(t, err)
	_, link, err := beside.AddInstructor(t.Context(), "Ada", noon)
	ok(t, err)
	ok(t, beside.Close())
	_, _, err = serving.SignInInstructor(t.Context(), link, device, noon)
	ok(t, err)
	_, err = store.Open(t.Context(), config(dir))
	var used *store.InUseError
	if !errors.As(err, &used) {
		t.Errorf("the lock was lost: %v", err)
	}
}

// A command that finds the server's data at another step than its own changes nothing.
func TestOpenBesideAServerOfAnotherVersion(t *testing.T) {
	for name, c := range map[string]struct {
		change string
		want   any
	}{
		"newer": {`INSERT INTO goose_db_version (version_id, is_applied) VALUES (90001, 1)`, new(*store.NewerError)},
		"older": {`DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`, new(*store.OlderServerError)},
	} {
		dir := t.TempDir()
		open(t, dir)
		rewrite(t, dir, c.change)
		beside, err := store.OpenBeside(t.Context(), store.Config{Dir: dir, Rand: seeded(2)})
		if beside != nil || !errors.As(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
