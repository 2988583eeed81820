package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// Not shared with PostgreSQL, which brings its own tools for this.
const (
	sqliteCopy    = `VACUUM INTO $1`
	sqliteCheck   = `PRAGMA quick_check(1)`
	sqliteVersion = `SELECT MAX(version_id) FROM goose_db_version`
)

// Backup writes a whole and consistent copy of the data in dir to file, while
// the program may be serving from dir. An earlier backup of that name is
// replaced once the new one is whole; any other file is left alone
// ([*ExistsError]). [*NoDataError] when dir holds no data.
func Backup(ctx context.Context, dir, file string) error {
	source := filepath.Join(dir, FileName)
	if _, err := os.Stat(source); err != nil {
		return &NoDataError{Dir: dir}
	}
	if _, err := os.Lstat(file); err == nil {
		if _, err := inspect(ctx, file); err != nil {
			return &ExistsError{File: file}
		}
	}
	// VACUUM INTO wants a file that isn't there, or is empty.
	part, err := os.CreateTemp(filepath.Dir(file), ".rolecall-backup-*")
	if err != nil {
		return &UnwritableError{Path: filepath.Dir(file), Err: cause(err)}
	}
	defer os.Remove(part.Name())
	defer part.Close()
	if err := copyData(ctx, source, part.Name()); err != nil {
		return openError(source, err)
	}
	return settle(part, file)
}

func copyData(ctx context.Context, source, file string) (err error) {
	db, err := sql.Open("sqlite3", dsn(source, url.Values{"mode": {"rw"}, "_busy_timeout": {"5000"}}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, sqliteCopy, file)
	return err
}

// Restore puts a backup in the place of the data in dir. No other process may
// have that open ([*InUseError]). The backup is checked first ([*ForeignError],
// [*NewerError]); data that is there is replaced only when force is set
// ([*ExistsError]).
func Restore(ctx context.Context, file, dir string, force bool) error {
	have, err := inspect(ctx, file)
	if err != nil {
		return err
	}
	known, err := lastMigration()
	if err != nil {
		return err
	}
	if have > known {
		return &NewerError{File: file, Have: have, Known: known}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &UnwritableError{Path: dir, Err: cause(err)}
	}
	lock, err := lockDir(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	target := filepath.Join(dir, FileName)
	if inTheWay(target, file, force) {
		return &ExistsError{File: target}
	}
	return replace(file, target)
}

// inTheWay tells whether the data that is there must stay: for want of force, or
// because the backup is that very file.
func inTheWay(target, file string, force bool) bool {
	there, err := os.Lstat(target)
	if err != nil {
		return false
	}
	backup, err := os.Stat(file)
	return !force || err != nil || os.SameFile(there, backup)
}

// replace copies file beside target and moves it there. The old data's log must
// be gone first, or it would be played into the new file.
func replace(file, target string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	part, err := os.CreateTemp(filepath.Dir(target), ".rolecall-restore-*")
	if err != nil {
		return &UnwritableError{Path: filepath.Dir(target), Err: cause(err)}
	}
	defer os.Remove(part.Name())
	defer part.Close()
	if _, err := io.Copy(part, in); err != nil {
		return &UnwritableError{Path: target, Err: cause(err)}
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Remove(target + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &UnwritableError{Path: target + suffix, Err: cause(err)}
		}
	}
	return settle(part, target)
}

// settle brings a finished file to the disk and then to its name, so that the
// name never stands for half a file.
func settle(part *os.File, name string) error {
	if err := part.Sync(); err != nil {
		return &UnwritableError{Path: name, Err: cause(err)}
	}
	if err := os.Rename(part.Name(), name); err != nil {
		return &UnwritableError{Path: name, Err: cause(err)}
	}
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// inspect tells the migration of a data file; [*ForeignError] when it is none,
// or isn't whole.
func inspect(ctx context.Context, file string) (version int64, err error) {
	if _, err := os.Stat(file); err != nil {
		return 0, &ForeignError{File: file, Err: cause(err)}
	}
	db, err := sql.Open("sqlite3", dsn(file, url.Values{"mode": {"ro"}, "immutable": {"1"}}))
	if err != nil {
		return 0, err
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, sqliteCheck).Scan(&verdict); err != nil {
		return 0, &ForeignError{File: file, Err: cause(err)}
	}
	if verdict != "ok" {
		return 0, &ForeignError{File: file, Err: errors.New(verdict)}
	}
	if err := db.QueryRowContext(ctx, sqliteVersion).Scan(&version); err != nil {
		return 0, &ForeignError{File: file, Err: errors.New("it holds something else")}
	}
	return version, nil
}
