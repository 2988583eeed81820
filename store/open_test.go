package store_test

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rolecall/store"
)

func config(dir string) store.Config { return store.Config{Dir: dir, Rand: seeded(1)} }

// refused opens a store that must not open, and returns the sentence that says why.
func refused[E error](t *testing.T, dir string) E {
	t.Helper()
	s, err := store.Open(t.Context(), config(dir))
	var want E
	if !errors.As(err, &want) {
		t.Fatalf("error %v (%T), want %T", err, err, want)
	}
	if s != nil {
		t.Error("a store came with the error")
	}
	if text := want.Error(); strings.Contains(text, "\n") || !strings.Contains(text, "--data") {
		t.Errorf("not one sentence of advice: %q", text)
	}
	return want
}

// rewrite runs statements on the data file of a closed store.
func rewrite(t *testing.T, dir, statements string) {
	t.Helper()
	file := url.URL{Scheme: "file", Path: filepath.Join(dir, store.FileName)}
	db, err := sql.Open("sqlite3", file.String())
	ok(t, err)
	_, err = db.ExecContext(t.Context(), statements)
	ok(t, err)
	ok(t, db.Close())
}

// used is a directory with data that nobody has open.
func used(t *testing.T) (dir string, id store.LearnerID, token string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "new", "da?ta #1 100%")
	s, err := store.Open(t.Context(), config(dir))
	ok(t, err)
	l, token, err := s.NewLearner(t.Context(), noon)
	ok(t, err)
	_, _, err = s.AddPrediction(t.Context(), l.ID, prediction("a"))
	ok(t, err)
	ok(t, s.Close())
	return dir, l.ID, token
}

func TestOpenAgain(t *testing.T) {
	dir, id, token := used(t)
	s := open(t, dir)
	ok(t, s.CheckRead(t.Context()))
	l, err := s.LearnerByToken(t.Context(), token)
	ok(t, err)
	equal(t, "learner", l.ID, id)
	equal(t, "kept", blocks(t, s, id), map[string]bool{"a": true})
}

func TestNewerFileIsRefused(t *testing.T) {
	dir, _, _ := used(t)
	rewrite(t, dir, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (90001, 1)`)
	err := refused[*store.NewerError](t, dir)
	equal(t, "version", err.Have, int64(90001))
	equal(t, "file", err.File, filepath.Join(dir, store.FileName))
}

func TestUnwritablePlacesAreRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	ok(t, os.WriteFile(file, nil, 0o600))
	taken := t.TempDir()
	ok(t, os.Mkdir(filepath.Join(taken, store.FileName), 0o700))
	for name, dir := range map[string]string{
		"a file stands there":       file,
		"a file stands in the path": filepath.Join(file, "data"),
		"the data file is a folder": taken,
		"the kernel's own folder":   "/proc/rolecall",
	} {
		t.Run(name, func(t *testing.T) { refused[*store.UnwritableError](t, dir) })
	}
}

func TestForeignFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(dir, store.FileName), []byte(strings.Repeat("not a database ", 400)), 0o600))
	s, err := store.Open(t.Context(), config(dir))
	var foreign *store.ForeignError
	if !errors.As(err, &foreign) || s != nil {
		t.Errorf("error %v, want a foreign file", err)
	}
}

func TestSecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	refused[*store.InUseError](t, dir)
}

func TestBrokenRandomness(t *testing.T) {
	s, err := store.Open(t.Context(), store.Config{Dir: t.TempDir(), Rand: strings.NewReader("")})
	ok(t, err)
	defer s.Close()
	ctx := context.Background()
	if _, _, err := s.NewLearner(ctx, noon); err == nil {
		t.Error("a learner without a token")
	}
	if _, _, err := s.NewWorldID(); err == nil {
		t.Error("a world without an id")
	}
	if _, err := s.NewPhrase(ctx, 1, noon); err == nil {
		t.Error("a phrase without words")
	}
	if _, _, err := s.Recover(ctx, "acorn", "", noon); err == nil {
		t.Error("a device without a token")
	}
}
