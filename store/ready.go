package store

import (
	"context"
	"errors"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/mattn/go-sqlite3"
)

// UnreadyError says why the data can't be served now. Reason is for everybody and
// names no path; Err is for the log.
type UnreadyError struct {
	Reason string
	Err    error
}

func (e *UnreadyError) Error() string {
	if e.Err == nil {
		return e.Reason
	}
	return e.Reason + ": " + e.Err.Error()
}

func (e *UnreadyError) Unwrap() error { return e.Err }

// ErrGone says that the data file is no longer where it was opened: what is written
// now would be lost. Nothing of the write counts.
var ErrGone = errors.New("the data file was moved, deleted or replaced while the server runs; put it back and start the server again")

const queryCheckWrite = `INSERT INTO write_checks (id, at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = excluded.at`

// CheckRead answers whether the data can be read: the file is in its place, was
// looked through and found whole, and holds its tables. [*UnreadyError] otherwise.
func (s *Store) CheckRead(ctx context.Context) error {
	if err := s.checked(); err != nil {
		return err
	}
	if err := s.place.check(); err != nil {
		return &UnreadyError{"the data file is gone", err}
	}
	there, err := readShape(ctx, s.reads.db)
	if err != nil {
		return unready("the data can't be read", err)
	}
	for _, one := range s.shape {
		if !slices.Contains(there, one) {
			return &UnreadyError{"a table of the data is missing", errors.New(one + " is missing")}
		}
	}
	return nil
}

// CheckWrite answers whether the data can be written, by writing a row on the one
// write path. [*UnreadyError] otherwise.
func (s *Store) CheckWrite(ctx context.Context, at time.Time) error {
	err := s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(queryCheckWrite, millis(at))
		return err
	})
	return unready("the data can't be written", err)
}

// unready adds to what can't be done why, where that is known.
func unready(what string, err error) error {
	if err == nil {
		return nil
	}
	switch {
	case errors.Is(err, ErrGone):
		what = "the data file is gone"
	case errors.Is(err, ErrClosed):
		what = "the server is being stopped"
	case errors.Is(err, ErrFull):
		what += ": the disk is full"
	case errors.Is(err, context.DeadlineExceeded):
		what += ": it takes too long"
	case code(err) == sqlite3.ErrReadonly, code(err) == sqlite3.ErrPerm:
		what += ": the file or its disk is read-only"
	case code(err) == sqlite3.ErrBusy, code(err) == sqlite3.ErrLocked:
		what += ": another program holds it locked"
	case damaged(err):
		what += ": it is damaged"
	}
	return &UnreadyError{what, err}
}

// place is where the data file and its log were when they were opened.
type place struct {
	file      string
	data, log os.FileInfo // log is nil when there was none
}

func placeOf(file string) (p place, err error) {
	p.file = file
	if p.data, err = os.Stat(file); err != nil {
		return p, &UnwritableError{Path: file, Err: cause(err)}
	}
	if log, err := os.Stat(file + "-wal"); err == nil {
		p.log = log
	}
	return p, nil
}

// check is [ErrGone] when another file stands there, or none.
func (p place) check() error {
	if !stands(p.file, p.data) || p.log != nil && !stands(p.file+"-wal", p.log) {
		return ErrGone
	}
	return nil
}

func stands(name string, opened os.FileInfo) bool {
	now, err := os.Stat(name)
	return err == nil && os.SameFile(now, opened)
}

// look is the check of a large file in the background.
type look struct {
	cancel context.CancelFunc
	done   chan struct{}
	err    error // read after done
}

// lookThrough starts the check of a file that is open already.
func lookThrough(file string) *look {
	ctx, cancel := context.WithCancel(context.Background())
	l := &look{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(l.done)
		db, err := openPlain(file, url.Values{"mode": {"ro"}, "_busy_timeout": {"5000"}})
		if err != nil {
			l.err = err
			return
		}
		defer db.Close()
		l.err = integrity(ctx, db, sqliteQuick)
	}()
	return l
}

func (l *look) stop() {
	l.cancel()
	<-l.done
}

// checked is nil once the file was found whole.
func (s *Store) checked() error {
	if s.look == nil {
		return nil
	}
	select {
	case <-s.look.done:
		if s.look.err != nil {
			return &UnreadyError{"the data file is damaged", s.look.err}
		}
		return nil
	default:
		return &UnreadyError{Reason: "the data file is still being checked"}
	}
}
