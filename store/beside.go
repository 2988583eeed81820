package store

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// OlderServerError says that a server of an earlier version has the data open.
type OlderServerError struct{ Dir string }

func (e *OlderServerError) Error() string {
	return "the Rolecall that serves " + e.Dir + " is an older version than this program; restart it with this one first"
}

// OpenBeside opens the data for a short command. As [Open], but where a server
// has it open already, it is opened beside it: SQLite keeps the two writers apart.
// [*OlderServerError] and [*NewerError] when that server is of another version.
func OpenBeside(ctx context.Context, c Config) (_ *Store, err error) {
	s, err := Open(ctx, c)
	var used *InUseError
	if !errors.As(err, &used) {
		return s, err
	}
	s = &Store{rand: c.Rand}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.release())
		}
	}()
	file := filepath.Join(c.Dir, FileName)
	if s.writes, err = openWriter(ctx, file); err != nil {
		return nil, openError(file, err)
	}
	if err := sameStep(ctx, s, c.Dir, file); err != nil {
		return nil, openError(file, err)
	}
	if err := s.start(ctx, file); err != nil {
		return nil, openError(file, err)
	}
	return s, nil
}

// sameStep sees that the data is at this build's last step, for the server's
// data is not migrated under it.
func sameStep(ctx context.Context, s *Store, dir, file string) error {
	p, err := provider(s.writes)
	if err != nil {
		return err
	}
	have, known, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return err
	case have > known:
		return &NewerError{File: file, Have: have, Known: known}
	case have < known:
		return &OlderServerError{Dir: dir}
	}
	return nil
}

// maxAddress bounds what is read of an announced address.
const maxAddress = 2048

// Announce writes down how browsers reach the server of this data, for commands
// that print links.
func (s *Store) Announce(address string) error {
	if err := s.lock.Truncate(0); err != nil {
		return &UnwritableError{Path: s.lock.Name(), Err: cause(err)}
	}
	if _, err := s.lock.WriteAt([]byte(address+"\n"), 0); err != nil {
		return &UnwritableError{Path: s.lock.Name(), Err: cause(err)}
	}
	return nil
}

// Announced is the address that the server of this data wrote down last; empty
// when none did.
func Announced(dir string) string {
	f, err := os.Open(filepath.Join(dir, lockName))
	if err != nil {
		return ""
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxAddress))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}
