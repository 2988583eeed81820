package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"rolecall/store"
)

func as[E error](t *testing.T, err error) {
	t.Helper()
	var want E
	if !errors.As(err, &want) {
		t.Errorf("error %v (%T), want %T", err, err, want)
	}
}

// TestBackupWhileServing takes a backup amid writes: it must open, and hold all
// that was acknowledged before it began.
func TestBackupWhileServing(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "backup.db")
	s := open(t, dir)
	id := learner(t, s)
	for i := range 100 {
		_, _, err := s.AddPrediction(t.Context(), id, prediction(fmt.Sprint("before ", i)))
		ok(t, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				_, _, err := s.AddPrediction(context.Background(), id, prediction(fmt.Sprintf("during %d %d", g, i)))
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 2 { // the second replaces the first
		ok(t, store.Backup(t.Context(), dir, file))
	}
	stop()
	wg.Wait()

	other := filepath.Join(t.TempDir(), "other")
	ok(t, store.Restore(t.Context(), file, other, false))
	kept := blocks(t, open(t, other), id)
	for i := range 100 {
		if b := fmt.Sprint("before ", i); !kept[b] {
			t.Errorf("%q is not in the backup", b)
		}
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".*"))
	ok(t, err)
	equal(t, "files left over", len(left), 0)
}

func TestRestoreReplacesOnlyByForce(t *testing.T) {
	dir, id, _ := used(t)
	file := filepath.Join(t.TempDir(), "backup.db")
	ok(t, store.Backup(t.Context(), dir, file))

	s, err := store.Open(t.Context(), config(dir))
	ok(t, err)
	_, _, err = s.AddPrediction(t.Context(), id, prediction("after the backup"))
	ok(t, err)
	as[*store.InUseError](t, store.Restore(t.Context(), file, dir, true))
	ok(t, s.Close())

	as[*store.ExistsError](t, store.Restore(t.Context(), file, dir, false))
	// A log that a killed process left must not be played into the restored file.
	ok(t, os.WriteFile(filepath.Join(dir, store.FileName+"-wal"), []byte("left over"), 0o600))
	ok(t, store.Restore(t.Context(), file, dir, true))
	equal(t, "restored", blocks(t, open(t, dir), id), map[string]bool{"a": true})
}

func TestRestoreChecksTheFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	text := filepath.Join(t.TempDir(), "text")
	ok(t, os.WriteFile(text, []byte("hello"), 0o600))
	empty := filepath.Join(t.TempDir(), "empty")
	ok(t, os.WriteFile(empty, nil, 0o600))
	for _, file := range []string{text, empty, filepath.Join(dir, "none")} {
		as[*store.ForeignError](t, store.Restore(t.Context(), file, dir, true))
	}
	newer, _, _ := used(t)
	rewrite(t, newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (90001, 1)`)
	as[*store.NewerError](t, store.Restore(t.Context(), filepath.Join(newer, store.FileName), dir, true))
	if _, err := os.Stat(dir); err == nil {
		t.Error("a refused restore made the data directory")
	}
}

func TestRestoreOntoItselfIsRefused(t *testing.T) {
	dir, id, _ := used(t)
	as[*store.ExistsError](t, store.Restore(t.Context(), filepath.Join(dir, store.FileName), dir, true))
	equal(t, "kept", blocks(t, open(t, dir), id), map[string]bool{"a": true})
}

func TestBackupRefusals(t *testing.T) {
	dir, _, _ := used(t)
	as[*store.NoDataError](t, store.Backup(t.Context(), t.TempDir(), filepath.Join(t.TempDir(), "b")))
	letter := filepath.Join(t.TempDir(), "letter.txt")
	ok(t, os.WriteFile(letter, []byte("dear"), 0o600))
	as[*store.ExistsError](t, store.Backup(t.Context(), dir, letter))
	kept, err := os.ReadFile(letter)
	ok(t, err)
	equal(t, "letter", string(kept), "dear")
	as[*store.UnwritableError](t, store.Backup(t.Context(), dir, filepath.Join(letter, "b")))
}
