package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"
)

// opened is a store in a folder of its own, with a learner in it.
func opened(t *testing.T, c Config) *Store {
	t.Helper()
	c.Rand = rand.Reader
	s, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, _, err := s.NewLearner(t.Context(), time.UnixMilli(0)); err != nil {
		t.Fatal(err)
	}
	return s
}

// reason is why the store isn't ready, in the words for everybody.
func reason(t *testing.T, s *Store) string {
	t.Helper()
	err := s.CheckRead(t.Context())
	if err == nil {
		err = s.CheckWrite(t.Context(), time.UnixMilli(0))
	}
	if err == nil {
		return "ready"
	}
	var unready *UnreadyError
	if !errors.As(err, &unready) {
		t.Fatalf("error %v (%T), want a reason", err, err)
	}
	return unready.Reason
}

// pragma changes a setting of the connection that writes.
func pragma(t *testing.T, s *Store, query string) {
	t.Helper()
	must(t, s.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.conn.ExecContext(background, query)
		return err
	}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestReadiness breaks the data of an open store in one way after the other.
func TestReadiness(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(t *testing.T, s *Store, file string)
		want string
	}{
		"nothing": {func(*testing.T, *Store, string) {}, "ready"},
		"file deleted": {func(t *testing.T, _ *Store, file string) {
			must(t, os.Remove(file))
		}, "the data file is gone"},
		"log deleted": {func(t *testing.T, _ *Store, file string) {
			must(t, os.Remove(file+"-wal"))
		}, "the data file is gone"},
		"file replaced": {func(t *testing.T, _ *Store, file string) {
			b, err := os.ReadFile(file)
			must(t, err)
			must(t, os.WriteFile(file+"2", b, 0o600))
			must(t, os.Rename(file+"2", file))
		}, "the data file is gone"},
		"folder renamed": {func(t *testing.T, _ *Store, file string) {
			must(t, os.Rename(filepath.Dir(file), filepath.Dir(file)+"2"))
		}, "the data file is gone"},
		"table dropped": {func(t *testing.T, _ *Store, file string) {
			db, err := sql.Open("sqlite3", file)
			must(t, err)
			defer db.Close()
			_, err = db.ExecContext(t.Context(), `DROP TABLE tries`)
			must(t, err)
		}, "a table of the data is missing"},
		"read-only": {func(t *testing.T, s *Store, _ string) {
			pragma(t, s, `PRAGMA query_only = ON`)
		}, "the data can't be written: the file or its disk is read-only"},
		"closed": {func(t *testing.T, s *Store, _ string) {
			s.writer.close()
		}, "the server is being stopped"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			s := opened(t, Config{Dir: dir})
			if got := reason(t, s); got != "ready" {
				t.Fatalf("before: %s", got)
			}
			c.harm(t, s, filepath.Join(dir, FileName))
			if got := reason(t, s); got != c.want {
				t.Errorf("it says %q, want %q", got, c.want)
			}
		})
	}
}

// TestWritesToADeletedFileFail: SQLite would write on, to a file that is gone with
// the process.
func TestWritesToADeletedFileFail(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, Config{Dir: dir})
	must(t, os.Remove(filepath.Join(dir, FileName)))
	ran := false
	if err := s.Write(t.Context(), func(*Tx) error { ran = true; return nil }); !errors.Is(err, ErrGone) || ran {
		t.Errorf("a write after the file was deleted: %v, want %v; it was begun: %v", err, ErrGone, ran)
	}
	if err := s.CheckRead(t.Context()); !errors.Is(err, ErrGone) {
		t.Errorf("a look at the file alone: %v, want %v", err, ErrGone)
	}
	s = opened(t, Config{Dir: t.TempDir()})
	err := s.Write(t.Context(), func(*Tx) error { return os.Remove(s.place.file) })
	if !errors.Is(err, ErrGone) {
		t.Errorf("a write under which the file was deleted: %v, want %v", err, ErrGone)
	}
}

// TestLargeFilesAreCheckedInTheBackground: the server isn't ready until the file
// was looked through, and never when it isn't whole.
func TestLargeFilesAreCheckedInTheBackground(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, Config{Dir: dir})
	must(t, s.Close())
	s = opened(t, Config{Dir: dir, Foreground: 1})
	<-s.look.done
	if got := reason(t, s); got != "ready" {
		t.Errorf("a whole file: %q", got)
	}
	under := &look{cancel: func() {}, done: make(chan struct{})}
	s.look = under
	if got := reason(t, s); got != "the data file is still being checked" {
		t.Errorf("under way: %q", got)
	}
	close(under.done)
	must(t, s.Close())

	file, err := os.OpenFile(filepath.Join(dir, FileName), os.O_RDWR, 0)
	must(t, err)
	info, err := file.Stat()
	must(t, err)
	_, err = file.WriteAt(make([]byte, 4096), info.Size()-4096)
	must(t, err)
	must(t, file.Close())
	if s, err := Open(t.Context(), Config{Dir: dir, Rand: rand.Reader}); err == nil {
		s.Close()
		t.Error("a small file that isn't whole was opened")
	}
	s = opened(t, Config{Dir: dir, Foreground: 1})
	<-s.look.done
	if got := reason(t, s); got != "the data file is damaged" {
		t.Errorf("a damaged file: %q", got)
	}
}

// TestCloseEndsTheBackgroundCheck: a start that is taken back doesn't wait for it.
func TestCloseEndsTheBackgroundCheck(t *testing.T) {
	s := opened(t, Config{Dir: t.TempDir()})
	ctx, cancel := context.WithCancel(context.Background())
	s.look = &look{cancel: cancel, done: make(chan struct{})}
	go func() {
		<-ctx.Done()
		close(s.look.done)
	}()
	must(t, s.Close())
}

// TestNoRoomIsSaidToBeNoRoom covers the ways in which a system refuses to let a
// file grow.
func TestNoRoomIsSaidToBeNoRoom(t *testing.T) {
	for _, err := range []error{
		sqlite3.Error{Code: sqlite3.ErrFull},
		sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrWrite, SystemErrno: syscall.ENOSPC},
		sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrWrite, SystemErrno: syscall.EDQUOT},
		sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrWrite, SystemErrno: syscall.EFBIG},
	} {
		if err := plain(fmt.Errorf("commit: %w", err)); !errors.Is(err, ErrFull) {
			t.Errorf("%v is not %v", err, ErrFull)
		}
	}
	if err := plain(sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EIO}); errors.Is(err, ErrFull) {
		t.Errorf("%v is said to be a full disk", err)
	}
}

// TestCopiesThatAreNotWholeReplaceNothing: what a disk gave back is looked at, not
// what was written to it.
func TestCopiesThatAreNotWholeReplaceNothing(t *testing.T) {
	dir := t.TempDir()
	must(t, opened(t, Config{Dir: dir}).Close())
	target := filepath.Join(dir, FileName)
	b, err := os.ReadFile(target)
	must(t, err)
	must(t, os.WriteFile(target+"-wal", nil, 0o600))
	name := filepath.Join(dir, "part")
	clear(b[len(b)-4096:])
	must(t, os.WriteFile(name, b, 0o600))
	part, err := os.Open(name)
	must(t, err)
	defer part.Close()
	before, err := os.Stat(target)
	must(t, err)
	if err := keepBackup(t.Context(), part, target); !errors.As(err, new(*TargetError)) {
		t.Errorf("a backup: %v", err)
	}
	if err := putInPlace(t.Context(), part, "backup", target); !errors.As(err, new(*ForeignError)) {
		t.Errorf("a restore: %v", err)
	}
	if after, err := os.Stat(target); err != nil || !os.SameFile(before, after) {
		t.Errorf("the file was replaced: %v", err)
	}
	if _, err := os.Stat(target + "-wal"); err != nil {
		t.Errorf("its log is gone: %v", err)
	}
}
