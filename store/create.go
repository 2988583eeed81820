package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
)

// create makes a data file that isn't there. It is made under another name and
// gets its own once it is whole, so that a program killed in between leaves no
// empty file that the next start would have to refuse.
func create(ctx context.Context, file string) error {
	part := file + ".new"
	for _, suffix := range []string{"", "-journal", "-wal", "-shm"} {
		if err := os.Remove(part + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &UnwritableError{Path: part + suffix, Err: cause(err)}
		}
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return &UnwritableError{Path: file, Err: cause(err)}
	}
	defer f.Close()
	if err := fill(ctx, part); err != nil {
		return openError(file, errors.Join(err, os.Remove(part)))
	}
	if err := settle(f, file); err != nil {
		return &UnwritableError{Path: file, Err: cause(err)}
	}
	return nil
}

// fill brings an empty file to this build's shape. Nothing has to survive a kill
// before the file gets its name, so the disk is not waited for.
func fill(ctx context.Context, file string) (err error) {
	db, err := sql.Open("sqlite3", dsn(file, url.Values{"_journal_mode": {"MEMORY"}, "_synchronous": {"OFF"}}))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	return migrate(ctx, db, file)
}
