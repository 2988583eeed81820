package store

import (
	"cmp"
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

// FileName is the name of the data file in its directory.
const FileName = "rolecall.db"

// readers is how many reads run at a time. Reads are short and from memory, so
// more of them than processors gain nothing.
const readers = 4

// Downloads is how many downloads run at a time. Each keeps a connection for as
// long as its client reads, so pages never wait for theirs.
const Downloads = 16

// Config says where the data lives and where secrets come from.
type Config struct {
	Dir  string    // the data directory; made when missing
	Rand io.Reader // tokens, phrases and ids; crypto/rand.Reader outside tests
	// Foreground is how large a data file may be to be looked through before Open
	// returns; larger ones are looked through while they are served, and the server
	// is not ready until then. 0 is [Foreground].
	Foreground int64
}

// Foreground is what a start waits for: about a quarter of a second.
const Foreground = 32 << 20

// Store is an open data file. It is safe for concurrent use.
type Store struct {
	rand   io.Reader
	lock   *os.File
	writer *writer
	writes *sql.DB
	reads  *reader
	place  place
	shape  []string // what a data file of this build holds
	look   *look    // nil when the file was looked through before it was opened

	downloads *reader // for what is read as slowly as its client likes
}

// Open opens the data file in c.Dir, making it and its directory where they are
// missing, and brings it to this build's shape. Others may not read what it makes.
// A file that is there is looked at first, and left as it is when it is refused.
// One process at a time may have it open. Errors meant for people:
// [*UnwritableError], [*InUseError], [*NewerError], [*ForeignError].
func Open(ctx context.Context, c Config) (_ *Store, err error) {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, &UnwritableError{Path: c.Dir, Err: cause(err)}
	}
	lock, err := lockDir(c.Dir)
	if err != nil {
		return nil, err
	}
	s := &Store{rand: c.Rand, lock: lock}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.release())
		}
	}()
	file := filepath.Join(c.Dir, FileName)
	later, err := prepare(ctx, file, cmp.Or(c.Foreground, Foreground))
	if err != nil {
		return nil, openError(file, err)
	}
	// The writer goes first: it makes the file's log, which readers can't.
	if s.writes, err = openWriter(ctx, file); err != nil {
		return nil, openError(file, err)
	}
	if err := migrate(ctx, s.writes, file); err != nil {
		return nil, openError(file, err)
	}
	if err := s.start(ctx, file); err != nil {
		return nil, openError(file, err)
	}
	if later {
		s.look = lookThrough(file)
	}
	return s, nil
}

// prepare makes the data file, or looks at the one that is there.
func prepare(ctx context.Context, file string, foreground int64) (later bool, err error) {
	missing, err := absent(file)
	if err != nil {
		return false, err
	}
	if missing {
		return false, create(ctx, file)
	}
	narrow(file)
	return examine(ctx, file, foreground)
}

// start begins to write and read a file that is at this build's step.
func (s *Store) start(ctx context.Context, file string) (err error) {
	if s.shape, err = readShape(ctx, s.writes); err != nil {
		return err
	}
	if s.place, err = placeOf(file); err != nil {
		return err
	}
	if s.writer, err = startWriter(s.writes, s.place.check); err != nil {
		return err
	}
	s.reads = newReader(openReaders(file, readers))
	s.downloads = newReader(openReaders(file, Downloads))
	return nil
}

// Close lets the writes that wait finish, refuses later ones with [ErrClosed],
// and closes the file.
func (s *Store) Close() error {
	s.writer.close()
	return s.release()
}

func (s *Store) release() error {
	var errs []error
	if s.look != nil {
		s.look.stop()
	}
	if s.reads != nil {
		errs = append(errs, s.reads.close())
	}
	if s.downloads != nil {
		errs = append(errs, s.downloads.close())
	}
	if s.writes != nil {
		errs = append(errs, s.writes.Close())
	}
	if s.lock != nil { // not when opened beside a server, whose it is
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

func openWriter(ctx context.Context, file string) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", dsn(file, url.Values{
		"_journal_mode":  {"WAL"},
		"_synchronous":   {"FULL"},
		"_busy_timeout":  {"5000"},
		"_foreign_keys":  {"on"},
		"_secure_delete": {"on"}, // what a learner deleted is not to be found in the file
		"_cache_size":    {"-16000"},
		"_txlock":        {"immediate"},
	}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, db.PingContext(ctx)
}

func openReaders(file string, most int) *sql.DB {
	db, err := sql.Open("sqlite3", dsn(file, url.Values{
		"mode":          {"ro"},
		"_query_only":   {"on"},
		"_busy_timeout": {"5000"},
	}))
	if err != nil {
		panic("store: the driver is not registered: " + err.Error())
	}
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return db
}

// dsn is a URI, so that a path may hold '?', '#' and '%'.
func dsn(file string, settings url.Values) string {
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	u := url.URL{Scheme: "file", Path: file, RawQuery: settings.Encode()}
	return u.String()
}

// openError turns what the driver or the system said into advice.
func openError(file string, err error) error {
	switch {
	case damaged(err):
		return &ForeignError{File: file, Err: cause(err), Fix: fixStart}
	case code(err) == sqlite3.ErrBusy, code(err) == sqlite3.ErrLocked:
		return &InUseError{Dir: filepath.Dir(file)}
	}
	switch code(err) {
	case sqlite3.ErrCantOpen, sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrFull, sqlite3.ErrIoErr:
		return &UnwritableError{Path: file, Err: cause(err)}
	}
	return err
}

// cause is the system's own word for it, without operation and path.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	var e sqlite3.Error
	if errors.As(err, &e) {
		return e
	}
	return fmt.Errorf("%w", err)
}
