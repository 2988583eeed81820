package store_test

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rolecall/store"
)

// sqliteFile is a whole SQLite file that these statements make.
func sqliteFile(t *testing.T, statements string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "made.db")
	db, err := sql.Open("sqlite3", file)
	ok(t, err)
	_, err = db.ExecContext(t.Context(), statements)
	ok(t, err)
	ok(t, db.Close())
	b, err := os.ReadFile(file)
	ok(t, err)
	return b
}

// filled is a data file with something in every table, with nothing left in its log.
func filled(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), config(dir))
	ok(t, err)
	for range 6 {
		everything(t, s)
	}
	ok(t, s.Close())
	b, err := os.ReadFile(filepath.Join(dir, store.FileName))
	ok(t, err)
	return b
}

const page = 4096

// TestRefusedAtStart opens files that are not whole data files: each is refused
// with what to do, and left as it is.
func TestRefusedAtStart(t *testing.T) {
	whole := filled(t)
	zeroed := func(from, to int) []byte {
		b := bytes.Clone(whole)
		clear(b[from:to])
		return b
	}
	without := func(statement string) []byte {
		dir := t.TempDir()
		ok(t, os.WriteFile(filepath.Join(dir, store.FileName), whole, 0o600))
		rewrite(t, dir, statement)
		b, err := os.ReadFile(filepath.Join(dir, store.FileName))
		ok(t, err)
		return b
	}
	other := bytes.Clone(whole)
	binary.BigEndian.PutUint32(other[68:], 0x0f055112) // Fossil's application id
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"empty":                      {nil, "it is empty"},
		"text":                       {[]byte(strings.Repeat("not a database ", 400)), "not a database"},
		"only zeros":                 {make([]byte, 5000), "not a database"},
		"another program's":          {sqliteFile(t, `CREATE TABLE notes (text TEXT)`), "another program"},
		"another program with goose": {sqliteFile(t, `CREATE TABLE goose_db_version (version_id INTEGER); INSERT INTO goose_db_version VALUES (3)`), "another program"},
		"another application id":     {other, "another program"},
		"first page zeroed":          {zeroed(0, page), "not a database"},
		"a page zeroed":              {zeroed(5*page, 6*page), ""},
		"all but the first zeroed":   {zeroed(page, len(whole)), ""},
		"cut to half":                {whole[:len(whole)/2/page*page], ""},
		"cut in a page":              {whole[:len(whole)-page-100], ""},
		"cut to the header":          {whole[:100], ""},
		"a table dropped":            {without(`DROP TABLE tries`), "tries"},
		"a column dropped":           {without(`ALTER TABLE tries DROP COLUMN at`), "tries.at is missing"},
		"an index dropped":           {without(`DROP INDEX attempts_in_order`), "attempts_in_order"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, store.FileName)
			ok(t, os.WriteFile(file, c.file, 0o600))
			err := refused[*store.ForeignError](t, dir)
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "rolecall restore") {
				t.Errorf("it says %q, want %q and what to do", err, c.want)
			}
			after, readErr := os.ReadFile(file)
			ok(t, readErr)
			if !bytes.Equal(after, c.file) {
				t.Error("the refused file was changed")
			}
			as[*store.ForeignError](t, store.Restore(t.Context(), file, t.TempDir(), false))
		})
	}
}

// TestIndexThatDisagreesIsRefused has an index that says something else than its
// table, which a look at the pages alone doesn't find.
func TestIndexThatDisagreesIsRefused(t *testing.T) {
	dir, _, _ := used(t)
	redefine := func(where string) string {
		return `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX devices_of_learner ON devices (learner, created)` + where + `' WHERE name = 'devices_of_learner'`
	}
	rewrite(t, dir, redefine(" WHERE created < 0"))
	rewrite(t, dir, `UPDATE devices SET created = created + 1`)
	rewrite(t, dir, redefine(""))
	refused[*store.ForeignError](t, dir)
	as[*store.SourceError](t, store.Backup(t.Context(), dir, filepath.Join(t.TempDir(), "b")))
}

// TestLogWithoutItsFileIsRefused leaves the log of a killed program behind: a new
// file beside it would take the old changes for its own.
func TestLogWithoutItsFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(dir, store.FileName+"-wal"), []byte("left over"), 0o600))
	refused[*store.ForeignError](t, dir)
	if _, err := os.Stat(filepath.Join(dir, store.FileName)); err == nil {
		t.Error("a data file was made beside the log")
	}
}

func TestLinkToNowhereIsRefused(t *testing.T) {
	dir := t.TempDir()
	ok(t, os.Symlink(filepath.Join(dir, "none", "x"), filepath.Join(dir, store.FileName)))
	refused[*store.UnwritableError](t, dir)
}

// TestHalfMadeFileIsMadeAnew starts where an earlier start was killed while it
// made the data file.
func TestHalfMadeFileIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	for _, suffix := range []string{"", "-journal", "-wal"} {
		ok(t, os.WriteFile(filepath.Join(dir, store.FileName+".new"+suffix), []byte("half"), 0o644))
	}
	learner(t, open(t, dir))
	left, err := filepath.Glob(filepath.Join(dir, "*.new*"))
	ok(t, err)
	equal(t, "left", len(left), 0)
}

// TestApplicationID is in the header, where other programs look for it.
func TestApplicationID(t *testing.T) {
	equal(t, "application id", string(filled(t)[68:72]), "Role")
}

// TestOnlyTheOwnerReads looks at everything that is made, and at a file whose mode
// an earlier version left open.
func TestOnlyTheOwnerReads(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	s, err := store.Open(t.Context(), config(dir))
	ok(t, err)
	learner(t, s)
	backup := filepath.Join(t.TempDir(), "b")
	ok(t, store.Backup(t.Context(), dir, backup))
	private(t, dir, backup)
	ok(t, s.Close())
	ok(t, os.Chmod(filepath.Join(dir, store.FileName), 0o644))
	ok(t, open(t, dir).CheckWrite(t.Context(), noon))
	private(t, dir)
	restored := filepath.Join(t.TempDir(), "restored")
	ok(t, os.Chmod(backup, 0o644))
	ok(t, store.Restore(t.Context(), backup, restored, false))
	private(t, restored)
}

// private sees that nobody else may read files or folders.
func private(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		ok(t, filepath.WalkDir(name, func(path string, d os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err == nil && info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s has mode %v", filepath.Base(path), info.Mode())
			}
			return err
		}))
	}
}
