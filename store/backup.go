package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

// Not shared with PostgreSQL, which brings its own tools for this.
const sqliteCopy = `VACUUM INTO $1`

// Backup writes a whole and consistent copy of the data in dir to file, while
// the program may be serving from dir. The data is looked through first
// ([*SourceError]), and the copy is looked through too ([*TargetError]) before it
// replaces an earlier backup of that name; any other file is left alone
// ([*ExistsError]). [*NoDataError] when dir holds no data.
func Backup(ctx context.Context, dir, file string) error {
	source := filepath.Join(dir, FileName)
	data, err := os.Stat(source)
	if err != nil {
		return &NoDataError{Dir: dir}
	}
	if err := replaceable(ctx, file, data); err != nil {
		return err
	}
	// VACUUM INTO wants a file that isn't there, or is empty.
	part, err := os.CreateTemp(filepath.Dir(file), ".rolecall-backup-*")
	if err != nil {
		return &TargetError{File: file, Err: cause(err)}
	}
	defer os.Remove(part.Name())
	defer part.Close()
	if err := copyData(ctx, source, part.Name()); err != nil {
		return copyError(source, file, err)
	}
	return keepBackup(ctx, part, file)
}

// keepBackup looks through the copy, and gives it its name when it is whole.
func keepBackup(ctx context.Context, part *os.File, file string) error {
	if err := inspect(ctx, part.Name()); err != nil {
		return &TargetError{File: file, Err: fmt.Errorf("what was written there does not read back: %w", cause(err))}
	}
	if err := settle(part, file); err != nil {
		return &TargetError{File: file, Err: cause(err)}
	}
	return nil
}

// replaceable sees that nothing but an earlier backup goes when the new one comes.
func replaceable(ctx context.Context, file string, data os.FileInfo) error {
	there, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(file); err == nil {
			return &ExistsError{File: file, Fix: "it is a link that leads nowhere, so choose another name for the backup"}
		}
		return nil
	}
	if err != nil {
		return &TargetError{File: file, Err: cause(err)}
	}
	if os.SameFile(there, data) {
		return &ExistsError{File: file, Fix: "it is the data itself, so choose another name for the backup"}
	}
	if logged(file) {
		return &ExistsError{File: file, Fix: "the log beside it shows that it is data in use, so choose another name for the backup"}
	}
	db, err := openPlain(file, still)
	if err != nil {
		return err
	}
	defer db.Close()
	// An earlier backup that was damaged meanwhile may go too.
	if _, err := identify(ctx, db, file); err != nil {
		return &ExistsError{File: file, Fix: "it is no backup that this program can read, so choose another name for this one"}
	}
	return nil
}

// still are the settings for a file that nobody writes to.
var still = url.Values{"mode": {"ro"}, "immutable": {"1"}}

// logged tells whether there is a log beside a data file, with changes that the
// file itself doesn't hold.
func logged(file string) bool {
	log, err := os.Stat(file + "-wal")
	return err == nil && log.Size() > 0
}

func copyData(ctx context.Context, source, file string) (err error) {
	db, err := openPlain(source, url.Values{"mode": {"ro"}, "_busy_timeout": {"5000"}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := wholeAndOurs(ctx, db, source); err != nil {
		var newer *NewerError
		if errors.As(err, &newer) || ctx.Err() != nil {
			return err
		}
		return &SourceError{File: source, Err: cause(err)}
	}
	_, err = db.ExecContext(ctx, sqliteCopy, file)
	return err
}

// copyError blames the side that failed while data was copied.
func copyError(source, file string, err error) error {
	switch {
	case errors.As(err, new(*SourceError)), errors.As(err, new(*NewerError)), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case damaged(err), code(err) == sqlite3.ErrBusy, code(err) == sqlite3.ErrLocked:
		return &SourceError{File: source, Err: cause(err)}
	}
	return &TargetError{File: file, Err: cause(err)}
}

// wholeAndOurs looks through a data file: it is ours, SQLite finds no fault in it,
// and its tables are there.
func wholeAndOurs(ctx context.Context, db *sql.DB, file string) error {
	have, err := identify(ctx, db, file)
	if err != nil {
		return err
	}
	if err := integrity(ctx, db, sqliteWhole); err != nil {
		return err
	}
	return sameShape(ctx, db, have)
}

// inspect looks through a data file that nobody has open.
func inspect(ctx context.Context, file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return errors.New("it is empty")
	}
	db, err := openPlain(file, still)
	if err != nil {
		return err
	}
	defer db.Close()
	return wholeAndOurs(ctx, db, file)
}

// Restore puts a backup in the place of the data in dir. No other process may
// have that open ([*InUseError]). The backup is checked first, and the copy of it
// once more before it replaces anything ([*ForeignError], [*NewerError]); data that
// is there is replaced only when force is set ([*ExistsError]).
func Restore(ctx context.Context, file, dir string, force bool) error {
	if err := inspectBackup(ctx, file, file); err != nil {
		return err
	}
	if logged(file) {
		return &ForeignError{File: file, Err: errors.New("a log beside it holds changes that it doesn't"), Fix: "it is no backup but data; make a backup of it with rolecall backup"}
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
	if fix := inTheWay(target, file, force); fix != "" {
		return &ExistsError{File: target, Fix: fix}
	}
	return replace(ctx, file, target)
}

// inspectBackup looks through a backup, or through the copy of it.
func inspectBackup(ctx context.Context, file, name string) error {
	err := inspect(ctx, file)
	var newer *NewerError
	if err == nil || ctx.Err() != nil || errors.As(err, &newer) {
		return err
	}
	return &ForeignError{File: name, Err: cause(err), Fix: fixRestore}
}

// inTheWay tells what to do when the data that is there must stay: for want of
// force, or because the backup is that very file. Empty when it may go.
func inTheWay(target, file string, force bool) string {
	there, err := os.Stat(target)
	if err != nil {
		return ""
	}
	backup, err := os.Stat(file)
	if err != nil || os.SameFile(there, backup) {
		return "it is itself the file to restore, so there is nothing to do"
	}
	if !force {
		return "use --force to replace it"
	}
	return ""
}

// replace copies file beside target and puts the copy there. The old data's log must
// be gone first, or it would be played into the new file.
func replace(ctx context.Context, file, target string) error {
	in, err := os.Open(file)
	if err != nil {
		return &ForeignError{File: file, Err: cause(err), Fix: fixRestore}
	}
	defer in.Close()
	part, err := os.CreateTemp(filepath.Dir(target), ".rolecall-restore-*")
	if err != nil {
		return &UnwritableError{Path: filepath.Dir(target), Err: cause(err)}
	}
	defer os.Remove(part.Name())
	defer part.Close()
	if _, err := io.Copy(part, in); err != nil {
		var p *fs.PathError
		if errors.As(err, &p) && p.Path == file {
			return &ForeignError{File: file, Err: cause(err), Fix: fixRestore}
		}
		return &UnwritableError{Path: target, Err: cause(err)}
	}
	return putInPlace(ctx, part, file, target)
}

// putInPlace looks through the copy of a backup, and puts it in the place of the
// data when it is whole.
func putInPlace(ctx context.Context, part *os.File, file, target string) error {
	if err := inspectBackup(ctx, part.Name(), file); err != nil {
		return err
	}
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(target + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &UnwritableError{Path: target + suffix, Err: cause(err)}
		}
	}
	if err := settle(part, target); err != nil {
		return &UnwritableError{Path: target, Err: cause(err)}
	}
	return nil
}

// settle brings a finished file to the disk and then to its name, so that the
// name never stands for half a file.
func settle(part *os.File, name string) error {
	if err := part.Sync(); err != nil {
		return err
	}
	if err := os.Rename(part.Name(), name); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
