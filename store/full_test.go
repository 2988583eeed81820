package store

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"testing"
	"time"
)

// TestFullDisk bounds the file's size, so that SQLite finds no room: what was
// acknowledged stays, what wasn't is told so, and the store goes on once there
// is room again.
func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, Config{Dir: t.TempDir(), Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	limit := func(query string) {
		t.Helper()
		if err := s.Write(ctx, func(tx *Tx) error {
			_, err := tx.conn.ExecContext(background, query)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	add := func() error {
		id, capability, err := s.NewWorldID()
		if err != nil {
			return err
		}
		return s.AddWorld(ctx, id, capability, NewWorld{Document: make([]byte, 100_000), At: time.UnixMilli(0)})
	}
	limit(`PRAGMA max_page_count = 200`)
	var wg sync.WaitGroup
	errs := make([]error, 40)
	for i := range errs {
		wg.Go(func() { errs[i] = add() })
	}
	wg.Wait()
	kept := 0
	for _, err := range errs {
		switch {
		case err == nil:
			kept++
		case !errors.Is(err, ErrFull):
			t.Errorf("error %v, want %v", err, ErrFull)
		}
	}
	var rows int
	if err := s.reads.db.QueryRow(`SELECT count(*) FROM worlds`).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if rows != kept || kept == len(errs) {
		t.Errorf("%d worlds are stored, %d of %d were acknowledged", rows, kept, len(errs))
	}
	limit(`PRAGMA max_page_count = 1000000`)
	if err := add(); err != nil {
		t.Errorf("with room again: %v", err)
	}
}
