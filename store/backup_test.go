package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
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
	as[*store.TargetError](t, store.Backup(t.Context(), dir, filepath.Join(letter, "b")))
}

// damagedData is data with a page of zeros in its file.
func damagedData(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	b := filled(t)
	clear(b[5*page : 6*page])
	ok(t, os.WriteFile(filepath.Join(dir, store.FileName), b, 0o600))
	return dir
}

// TestBackupNamesTheSide has either side at fault, and sees that an earlier backup
// is as it was.
func TestBackupNamesTheSide(t *testing.T) {
	good, _, _ := used(t)
	file := filepath.Join(t.TempDir(), "backup.db")
	ok(t, store.Backup(t.Context(), good, file))
	earlier, err := os.ReadFile(file)
	ok(t, err)

	as[*store.SourceError](t, store.Backup(t.Context(), damagedData(t), file))
	foreign := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(foreign, store.FileName), sqliteFile(t, `CREATE TABLE notes (text TEXT)`), 0o600))
	as[*store.SourceError](t, store.Backup(t.Context(), foreign, file))
	dropped, _, _ := used(t)
	rewrite(t, dropped, `DROP TABLE tries`)
	as[*store.SourceError](t, store.Backup(t.Context(), dropped, file))
	newer, _, _ := used(t)
	rewrite(t, newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (90001, 1)`)
	as[*store.NewerError](t, store.Backup(t.Context(), newer, file))
	as[*store.TargetError](t, store.Backup(t.Context(), good, filepath.Join(t.TempDir(), "none", "b")))

	now, err := os.ReadFile(file)
	ok(t, err)
	equal(t, "the earlier backup", bytes.Equal(now, earlier), true)
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".*"))
	ok(t, err)
	equal(t, "files left over", len(left), 0)
}

// TestBackupLeavesWhatIsNoBackup points a backup at what must not be replaced:
// there is no --force here, and no advice to use it.
func TestBackupLeavesWhatIsNoBackup(t *testing.T) {
	dir, _, _ := used(t)
	data := filepath.Join(dir, store.FileName)
	folder := t.TempDir()
	hard, soft, nowhere := filepath.Join(folder, "hard"), filepath.Join(folder, "soft"), filepath.Join(folder, "nowhere")
	ok(t, os.Link(data, hard))
	ok(t, os.Symlink(data, soft))
	ok(t, os.Symlink(filepath.Join(folder, "none"), nowhere))
	busy := t.TempDir()
	learner(t, open(t, busy))
	for name, file := range map[string]string{
		"the data": data, "a hard link to it": hard, "a link to it": soft, "a link to nowhere": nowhere,
		"data in use": filepath.Join(busy, store.FileName), "a folder": folder,
	} {
		t.Run(name, func(t *testing.T) {
			before, err := os.Lstat(file)
			ok(t, err)
			err = store.Backup(t.Context(), dir, file)
			as[*store.ExistsError](t, err)
			if strings.Contains(fmt.Sprint(err), "--force") {
				t.Errorf("it advises what there is not: %v", err)
			}
			after, err := os.Lstat(file)
			ok(t, err)
			equal(t, "the same file", os.SameFile(before, after), true)
		})
	}
}

// TestBackupReplacesADamagedBackup: it was one, and the new one is better.
func TestBackupReplacesADamagedBackup(t *testing.T) {
	dir, _, _ := used(t)
	file := filepath.Join(damagedData(t), "old")
	ok(t, os.Rename(filepath.Join(filepath.Dir(file), store.FileName), file))
	ok(t, store.Backup(t.Context(), dir, file))
	ok(t, store.Restore(t.Context(), file, t.TempDir(), false))
}

// TestRestoreLeavesTheDataWhenTheBackupIsDamaged, force or not.
func TestRestoreLeavesTheDataWhenTheBackupIsDamaged(t *testing.T) {
	dir, id, _ := used(t)
	as[*store.ForeignError](t, store.Restore(t.Context(), filepath.Join(damagedData(t), store.FileName), dir, true))
	equal(t, "kept", blocks(t, open(t, dir), id), map[string]bool{"a": true})
}

// TestRestoreOfDataWithALogIsRefused: what the log holds would be lost.
func TestRestoreOfDataWithALogIsRefused(t *testing.T) {
	dir := t.TempDir()
	learner(t, open(t, dir))
	as[*store.ForeignError](t, store.Restore(t.Context(), filepath.Join(dir, store.FileName), t.TempDir(), false))
}
