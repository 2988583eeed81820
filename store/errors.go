package store

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

var (
	// ErrNotFound says that there is no such row, or that it is another learner's.
	ErrNotFound = errors.New("store: not found")
	// ErrClosed says that the store was closed before the write could start.
	ErrClosed = errors.New("store: closed")
	// ErrFinished says that the attempt was finished before this answer came.
	ErrFinished = errors.New("store: the attempt is finished")
	// ErrPastDeadline says that the answer came after the attempt's deadline.
	ErrPastDeadline = errors.New("store: the attempt's time is over")
	// ErrTooMany says that the learner has as many worlds as are kept.
	ErrTooMany = errors.New("store: too many worlds")
	// ErrBusy says that something else held the data file for longer than a write
	// waits; nothing of the write was kept.
	ErrBusy = errors.New("the data file is locked by another program")
	// ErrFull says that the disk has no room left; nothing of the write was kept.
	ErrFull = errors.New("the disk that holds the data is full; make room and try again")
)

// NewerError says that the data file was written by a later version of the
// program. Its text is one sentence for whoever started the program.
type NewerError struct {
	File        string // path of the data file
	Have, Known int64  // the file's migration, and the last one of this build
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s was written by a newer version of Rolecall (its data is at step %d, this program knows %d steps); start that version, or give another --data directory", e.File, e.Have, e.Known)
}

// UnwritableError says that the data directory or the file in it can't be
// created, opened or written.
type UnwritableError struct {
	Path string
	Err  error
}

func (e *UnwritableError) Error() string {
	return fmt.Sprintf("can't write data to %s (%v); give a directory you may write to with --data", e.Path, e.Err)
}

func (e *UnwritableError) Unwrap() error { return e.Err }

// InUseError says that another process serves from the data directory.
type InUseError struct{ Dir string }

func (e *InUseError) Error() string {
	return fmt.Sprintf("the data in %s is in use by another Rolecall; stop that one first, or give another --data directory", e.Dir)
}

// What to do about a data file that is refused.
const (
	fixStart   = "put a backup in its place with rolecall restore --force, or give another --data directory"
	fixRestore = "choose another backup; nothing was replaced"
)

// ForeignError says that a file is no Rolecall data file, or is damaged.
type ForeignError struct {
	File string
	Err  error
	Fix  string // what to do
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s is not a whole Rolecall data file (%v); %s", e.File, e.Err, e.Fix)
}

func (e *ForeignError) Unwrap() error { return e.Err }

// ExistsError says that a file is in the way and was left as it is.
type ExistsError struct {
	File string
	Fix  string // what to do
}

func (e *ExistsError) Error() string {
	return fmt.Sprintf("%s exists and was left alone; %s", e.File, e.Fix)
}

// TargetError says that a backup can't be written where it should go. The data is
// not at fault, and an earlier backup of that name is as it was.
type TargetError struct {
	File string
	Err  error
}

func (e *TargetError) Error() string {
	return fmt.Sprintf("can't write the backup %s (%v); choose another place for it, or make room there", e.File, e.Err)
}

func (e *TargetError) Unwrap() error { return e.Err }

// SourceError says that the data can't be read whole, so that no backup was
// written. An earlier backup is as it was.
type SourceError struct {
	File string
	Err  error
}

func (e *SourceError) Error() string {
	return fmt.Sprintf("the data in %s can't be read whole (%v), so no backup was written; keep your earlier backups, and restore one with rolecall restore --force", e.File, e.Err)
}

func (e *SourceError) Unwrap() error { return e.Err }

// NoDataError says that a directory holds no data file.
type NoDataError struct{ Dir string }

func (e *NoDataError) Error() string {
	return fmt.Sprintf("there is no Rolecall data in %s; name the directory with --data", e.Dir)
}

// ConflictError says that a world was changed by somebody else since it was
// read. Nothing of the change was kept.
type ConflictError struct {
	World     string
	Have      int64 // the version in the store
	Expected  int64 // the version the change was made from
	Duplicate bool  // a session or event row of that number exists already
	Step      bool  // the step to turn is Expected, and the next one is Have; 0 when there is none
}

func (e *ConflictError) Error() string {
	if e.Duplicate {
		return fmt.Sprintf("store: world %s already has a row of that number", e.World)
	}
	if e.Step {
		return fmt.Sprintf("store: the next step of world %s is %d, not %d", e.World, e.Have, e.Expected)
	}
	return fmt.Sprintf("store: world %s is at version %d, the change was made from version %d", e.World, e.Have, e.Expected)
}

// PanicError says that a function given to [Store.Write] panicked; its changes
// were rolled back and its neighbours are untouched.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("store: panic in a write: %v", e.Value) }

// code is the driver's primary result code, or zero when err isn't the driver's.
func code(err error) sqlite3.ErrNo {
	var e sqlite3.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// duplicate tells whether a unique or primary key is taken.
func duplicate(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) &&
		(e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey)
}

// orphan tells whether a row was to belong to one that doesn't exist.
func orphan(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.ExtendedCode == sqlite3.ErrConstraintForeignKey
}

// full tells whether there was no room to write: on the disk, in the user's share
// of it, or under the limit of a file's size.
func full(err error) bool {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return false
	}
	if e.Code == sqlite3.ErrFull {
		return true
	}
	switch e.SystemErrno {
	case syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG:
		return e.Code == sqlite3.ErrIoErr
	}
	return false
}

// plain gives the driver's errors that people can act on their own meaning.
func plain(err error) error {
	switch {
	case err == nil:
		return nil
	case full(err):
		return fmt.Errorf("%w (%w)", ErrFull, err)
	case code(err) == sqlite3.ErrBusy, code(err) == sqlite3.ErrLocked:
		return fmt.Errorf("%w (%w)", ErrBusy, err)
	case orphan(err):
		return fmt.Errorf("%w (%w)", ErrNotFound, err)
	}
	return err
}
