package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// Not shared with PostgreSQL, which has catalogs of its own.
const (
	sqliteApplication = `PRAGMA application_id`
	sqliteOurs        = `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('goose_db_version', 'learners')`
	sqliteVersion     = `SELECT MAX(version_id) FROM goose_db_version`
	sqliteQuick       = `PRAGMA quick_check(1)`
	sqliteWhole       = `PRAGMA integrity_check(1)`
	sqliteShape       = `SELECT m.name || '.' || c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
		UNION ALL SELECT tbl_name || ' (' || name || ')' FROM sqlite_schema WHERE type = 'index'`
)

// applicationID is what a migration writes into the header of a data file:
// the letters "Role". Files of earlier versions hold 0.
const applicationID = 0x526f6c65

// examine looks at the data file before anything is written to it: that it is
// ours, not of a later version, whole, and holds the tables of its version. A file
// of more than foreground bytes is looked through in the background ([Store.CheckRead]).
func examine(ctx context.Context, file string, foreground int64) (later bool, err error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return false, &UnwritableError{Path: file, Err: cause(err)}
	case info.IsDir():
		return false, &UnwritableError{Path: file, Err: syscall.EISDIR}
	case info.Size() == 0:
		return false, &ForeignError{File: file, Err: errors.New("it is empty"), Fix: fixStart}
	}
	db, err := openPlain(file, url.Values{"mode": {"ro"}, "_busy_timeout": {"5000"}})
	if err != nil {
		return false, err
	}
	defer db.Close()
	have, err := identify(ctx, db, file)
	if err != nil {
		return false, err
	}
	// A log that isn't in the file yet is looked through with it.
	size := info.Size()
	if log, err := os.Stat(file + "-wal"); err == nil {
		size += log.Size()
	}
	if later = size > foreground; !later {
		if err := integrity(ctx, db, sqliteWhole); err != nil {
			return false, err
		}
	}
	return later, sameShape(ctx, db, have)
}

// openPlain opens a file on one connection.
func openPlain(file string, settings url.Values) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", dsn(file, settings))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// errForeign says that a file is whole as far as one can tell, and another
// program's.
var errForeign = errors.New("it is a SQLite file of another program")

// identify tells the migration of a data file of ours.
func identify(ctx context.Context, db *sql.DB, file string) (have int64, err error) {
	var id, tables int64
	if err := db.QueryRowContext(ctx, sqliteApplication).Scan(&id); err != nil {
		return 0, err
	}
	if err := db.QueryRowContext(ctx, sqliteOurs).Scan(&tables); err != nil {
		return 0, err
	}
	if id != 0 && id != applicationID || tables < 2 {
		return 0, errForeign
	}
	if err := db.QueryRowContext(ctx, sqliteVersion).Scan(&have); err != nil {
		return 0, err
	}
	known, err := lastMigration()
	if err != nil {
		return 0, err
	}
	if have > known {
		return 0, &NewerError{File: file, Have: have, Known: known}
	}
	return have, nil
}

// damage is what SQLite says about a file that isn't whole.
type damage struct{ verdict string }

func (d *damage) Error() string { return d.verdict }

// integrity looks through a file by one of SQLite's checks.
func integrity(ctx context.Context, db *sql.DB, query string) error {
	var verdict string
	if err := db.QueryRowContext(ctx, query).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return &damage{strings.Join(strings.Fields(verdict), " ")}
	}
	return nil
}

// sameShape sees that a file holds every table, column and index of its step.
// More than those do no harm.
func sameShape(ctx context.Context, db *sql.DB, step int64) error {
	there, err := readShape(ctx, db)
	if err != nil {
		return err
	}
	want, err := shapeOf(ctx, step)
	if err != nil {
		return err
	}
	for _, one := range want {
		if !slices.Contains(there, one) {
			return &damage{one + " is missing"}
		}
	}
	return nil
}

// shapeOf is what a new file holds at a step.
func shapeOf(ctx context.Context, step int64) ([]string, error) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // the database ends with its connection
	p, err := provider(db)
	if err != nil {
		return nil, err
	}
	if _, err := p.UpTo(ctx, step); err != nil {
		return nil, fmt.Errorf("the tables of step %d: %w", step, err)
	}
	return readShape(ctx, db)
}

func readShape(ctx context.Context, db *sql.DB) (all []string, err error) {
	rows, err := db.QueryContext(ctx, sqliteShape)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// damaged tells whether an error comes from what a file holds, and not from the
// way to it.
func damaged(err error) bool {
	var d *damage
	if errors.As(err, &d) || errors.Is(err, errForeign) {
		return true
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case sqlite3.ErrNotADB, sqlite3.ErrCorrupt, sqlite3.ErrConstraint, sqlite3.ErrError, sqlite3.ErrFormat, sqlite3.ErrSchema, sqlite3.ErrMismatch, sqlite3.ErrTooBig:
		return true
	case sqlite3.ErrIoErr:
		return e.ExtendedCode == sqlite3.ErrIoErrRead || e.ExtendedCode == sqlite3.ErrIoErrShortRead
	}
	return false
}

// absent tells whether there is no data file. A log without its file is refused:
// SQLite would play it into the next file of that name.
func absent(file string) (bool, error) {
	_, err := os.Stat(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if _, err := os.Lstat(file); err == nil {
		return false, &UnwritableError{Path: file, Err: errors.New("it is a link to a file that is not there")}
	}
	for _, suffix := range []string{"-wal", "-journal"} {
		if log, err := os.Stat(file + suffix); err == nil && log.Size() > 0 {
			return false, &ForeignError{File: file + suffix, Err: errors.New("it is the log of a data file that is gone"),
				Fix: "put " + filepath.Base(file) + " back beside it, or delete it and restore a backup; another --data directory can be used meanwhile"}
		}
	}
	return true, nil
}

// narrow takes the rights of others from a data file that an earlier version or a
// copy made. A file that belongs to somebody else is left as it is.
func narrow(file string) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(file + suffix); err == nil && info.Mode().Perm()&0o077 != 0 {
			_ = os.Chmod(file+suffix, 0o600)
		}
	}
}
