package store

import (
	"context"
	"errors"
	"time"
)

// How far back a world can be undone: at most so many changes, and fewer when
// the documents to go back to take more than so many bytes, compressed.
const (
	MaxSteps     = 50
	MaxStepBytes = 4 << 20
)

// WorldStep is a change of a world that can be undone, or one that was undone
// and can be done again.
type WorldStep struct {
	Seq    int64 // the world's version that the change made; rising, never used twice
	Undone bool
	Title  string // what changed, in words
	Made   time.Time
}

// NewStep makes a change one that can be undone.
type NewStep struct {
	Title  string
	Before []byte // the document until then
}

// Turn says which step a change undoes or does again. The step must still be the
// next one that way.
type Turn struct {
	Seq    int64
	Redo   bool
	Before []byte // the document until then: what turning the step back leads to
}

const (
	stepColumns    = `seq, undone, title, made`
	queryUndoStep  = `SELECT ` + stepColumns + ` FROM world_steps WHERE world = $1 AND undone = 0 ORDER BY seq DESC LIMIT 1`
	queryRedoStep  = `SELECT ` + stepColumns + ` FROM world_steps WHERE world = $1 AND undone = 1 ORDER BY seq LIMIT 1`
	queryAllSteps  = `SELECT ` + stepColumns + ` FROM world_steps WHERE world = $1 ORDER BY seq`
	queryStep      = `SELECT document FROM world_steps WHERE world = $1 AND seq = $2`
	queryAddStep   = `INSERT INTO world_steps (world, seq, undone, title, made, bytes, document) VALUES ($1, $2, 0, $3, $4, $5, $6)`
	queryTurnStep  = `UPDATE world_steps SET undone = $1, bytes = $2, document = $3 WHERE world = $4 AND seq = $5`
	queryDropRedo  = `DELETE FROM world_steps WHERE world = $1 AND undone = 1`
	queryDropSteps = `DELETE FROM world_steps WHERE world = $1 AND seq IN (
		SELECT seq FROM (
			SELECT seq, SUM(bytes) OVER (ORDER BY seq DESC) AS so_far, ROW_NUMBER() OVER (ORDER BY seq DESC) AS place
			FROM world_steps WHERE world = $1) AS sized
		WHERE so_far > $2 OR place > $3)`
)

// WorldStepDocument reads the document that turning a step leads to;
// [ErrNotFound] when there is no such step.
func (s *Store) WorldStepDocument(ctx context.Context, id string, seq int64) ([]byte, error) {
	return unpacked(single(ctx, s.reads, blobFields, queryStep, id, seq))
}

// packed compresses what a change keeps for later, before the writer is asked.
func (c *WorldChange) packed() (err error) {
	switch {
	case c.Step != nil:
		c.kept, err = pack(c.Step.Before)
	case c.Turn != nil:
		c.kept, err = pack(c.Turn.Before)
	}
	return err
}

// keepStep makes the change of a document, which led to a version, undoable.
func (tx *Tx) keepStep(c WorldChange, version int64) error {
	switch {
	case c.Turn != nil:
		return tx.turn(c)
	case c.Step == nil:
		return nil
	}
	if _, err := tx.exec(queryDropRedo, c.ID); err != nil {
		return err
	}
	if _, err := tx.exec(queryAddStep, c.ID, version, c.Step.Title, millis(c.At), int64(len(c.kept)), c.kept); err != nil {
		return err
	}
	_, err := tx.exec(queryDropSteps, c.ID, int64(MaxStepBytes), int64(MaxSteps))
	return err
}

func (tx *Tx) turn(c WorldChange) error {
	query := queryUndoStep
	if c.Turn.Redo {
		query = queryRedoStep
	}
	var step WorldStep
	if err := tx.one(query, step.fields(), c.ID); err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if step.Seq != c.Turn.Seq {
		return &ConflictError{World: c.ID, Step: true, Expected: c.Turn.Seq, Have: step.Seq}
	}
	_, err := tx.exec(queryTurnStep, bit(!c.Turn.Redo), int64(len(c.kept)), c.kept, c.ID, c.Turn.Seq)
	return err
}

func (w *WorldStep) fields() []any { return []any{&w.Seq, &w.Undone, &w.Title, moment{&w.Made}} }
