package store

import (
	"context"
	"fmt"
	"time"
)

// WorldChange is what an operation did to a world. Rows are only ever added.
type WorldChange struct {
	ID string
	// Expected is the version that the change was made from. It is checked, and
	// counted up, when Document is given.
	Expected int64
	Document []byte // the new document; nil when it is as it was
	Shell    []byte // the console's new state; nil when it is as it was
	Offset   time.Duration
	Sessions []Row
	Events   []Row
	Step     *NewStep // makes a change of the document one that can be undone
	Turn     *Turn    // tells that the change undoes or redoes a step
	At       time.Time

	kept []byte // Before of Step or Turn, compressed
}

const (
	queryWorldSessions  = `SELECT seq, data FROM world_sessions WHERE world = $1 ORDER BY seq`
	queryWorldEvents    = `SELECT seq, data FROM world_events WHERE world = $1 AND seq > $2 ORDER BY seq LIMIT $3`
	queryAllWorldEvents = `SELECT seq, data FROM world_events WHERE world = $1 ORDER BY seq`
	queryAddSession     = `INSERT INTO world_sessions (world, seq, data) VALUES ($1, $2, $3)`
	queryAddEvent       = `INSERT INTO world_events (world, seq, data) VALUES ($1, $2, $3)`

	queryWorldVersion   = `SELECT version FROM worlds WHERE id = $1`
	queryChangeDocument = `UPDATE worlds SET document = $1, version = version + 1 WHERE id = $2 AND version = $3`
	queryChangeShell    = `UPDATE worlds SET shell = $1 WHERE id = $2`
	queryTouchWorld     = `UPDATE worlds SET clock_offset = $1, updated = $2 WHERE id = $3`
	queryDropSessions   = `DELETE FROM world_sessions WHERE world = $1`
	queryDropEvents     = `DELETE FROM world_events WHERE world = $1`
)

// ChangeWorld keeps a change whole or not at all, and returns the world's
// version after it. [*ConflictError] when the document was changed meanwhile, or
// a row of that number exists; [ErrNotFound] when the world is gone.
func (s *Store) ChangeWorld(ctx context.Context, c WorldChange) (version int64, err error) {
	if err := c.packed(); err != nil {
		return 0, err
	}
	err = s.Write(ctx, func(tx *Tx) (err error) {
		version, err = tx.ChangeWorld(c)
		return err
	})
	return version, err
}

// ChangeWorld is [Store.ChangeWorld] within a write, for a change without Step and
// Turn.
func (tx *Tx) ChangeWorld(c WorldChange) (version int64, err error) {
	if err := tx.changeDocument(c); err != nil {
		return 0, err
	}
	if c.Shell != nil {
		if _, err := tx.exec(queryChangeShell, c.Shell, c.ID); err != nil {
			return 0, err
		}
	}
	if err := changed(tx.exec(queryTouchWorld, int64(c.Offset/time.Second), millis(c.At), c.ID)); err != nil {
		return 0, err
	}
	if err := tx.addRows(queryAddSession, c.ID, c.Sessions); err != nil {
		return 0, err
	}
	if err := tx.addRows(queryAddEvent, c.ID, c.Events); err != nil {
		return 0, err
	}
	if err := tx.one(queryWorldVersion, []any{&version}, c.ID); err != nil || c.Document == nil {
		return version, err
	}
	return version, tx.keepStep(c, version)
}

func (tx *Tx) changeDocument(c WorldChange) error {
	if c.Document == nil {
		return nil
	}
	n, err := tx.exec(queryChangeDocument, c.Document, c.ID, c.Expected)
	if err != nil || n == 1 {
		return err
	}
	conflict := &ConflictError{World: c.ID, Expected: c.Expected}
	if err := tx.one(queryWorldVersion, []any{&conflict.Have}, c.ID); err != nil {
		return err
	}
	return conflict
}

func (tx *Tx) addRows(query, world string, rows []Row) error {
	for _, r := range rows {
		_, err := tx.exec(query, world, r.Seq, blob(r.Data))
		if duplicate(err) {
			return fmt.Errorf("%w (%w)", &ConflictError{World: world, Duplicate: true}, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ResetWorld puts a world back to a beginning: c's document, shell and offset
// hold, its sessions and events replace all there were, archived ones too. The
// version counts up, and Expected and Step are as in [Store.ChangeWorld]; id, owner
// and capability stay.
func (s *Store) ResetWorld(ctx context.Context, c WorldChange) (version int64, err error) {
	c.Document, c.Shell = blob(c.Document), blob(c.Shell)
	if err := c.packed(); err != nil {
		return 0, err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		for _, query := range []string{queryDropSessions, queryDropEvents, queryDropArchives} {
			if _, err := tx.exec(query, c.ID); err != nil {
				return err
			}
		}
		version, err = tx.ChangeWorld(c)
		return err
	})
	return version, err
}

// WorldEvents lists at most limit events of a world after seq after, in order.
func (s *Store) WorldEvents(ctx context.Context, id string, after int64, limit int) ([]Row, error) {
	return list(ctx, s.reads, (*Row).fields, queryWorldEvents, id, after, limit)
}
