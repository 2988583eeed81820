package store

import (
	"context"
	"time"
)

// PackedQuestion is a question written down whole, in a form that the store
// doesn't look into.
type PackedQuestion struct {
	Question
	Fingerprint string // the same for two questions that mean the same
	Packed      []byte
}

const (
	// A version that is there keeps its meaning; its words may be mended.
	queryArchive = `INSERT INTO archived_questions (id, version, fingerprint, packed, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id, version) DO UPDATE SET packed = excluded.packed, at = excluded.at
		WHERE archived_questions.fingerprint = excluded.fingerprint AND archived_questions.packed <> excluded.packed`
	queryArchivedMeaning = `SELECT fingerprint FROM archived_questions WHERE id = $1 AND version = $2`
	queryArchived        = `SELECT packed FROM archived_questions WHERE id = $1 AND version = $2`
	queryAddMade         = `INSERT INTO made_questions (attempt, id, version, packed) VALUES ($1, $2, $3, $4)
		ON CONFLICT (attempt, id, version) DO NOTHING`
	queryMade = `SELECT packed FROM made_questions WHERE attempt = $1 AND id = $2 AND version = $3`
)

// Archive keeps questions in the versions they have now, in one write. Those of
// which another meaning is kept under the same version come back as clashes, and
// what is kept of them stays.
func (s *Store) Archive(ctx context.Context, list []PackedQuestion, at time.Time) (clashes []Question, err error) {
	err = s.Write(ctx, func(tx *Tx) (err error) {
		clashes, err = tx.archive(list, at)
		return err
	})
	return clashes, err
}

func (tx *Tx) archive(list []PackedQuestion, at time.Time) (clashes []Question, err error) {
	for _, q := range list {
		n, err := tx.exec(queryArchive, q.ID, q.Version, q.Fingerprint, q.Packed, millis(at))
		if err != nil {
			return nil, err
		}
		if n == 1 {
			continue
		}
		var kept string
		if err := tx.one(queryArchivedMeaning, []any{&kept}, q.ID, q.Version); err != nil {
			return nil, err
		}
		if kept != q.Fingerprint {
			clashes = append(clashes, q.Question)
		}
	}
	return clashes, nil
}

// Archived reads a question as it was packed; [ErrNotFound] when that version of
// it was never kept.
func (s *Store) Archived(ctx context.Context, q Question) ([]byte, error) {
	return single(ctx, s.reads, func(b *[]byte) []any { return []any{b} }, queryArchived, q.ID, q.Version)
}

// Made reads a question that was made for an attempt, as it was packed;
// [ErrNotFound] when there is none.
func (s *Store) Made(ctx context.Context, attempt AttemptID, q Question) ([]byte, error) {
	return single(ctx, s.reads, func(b *[]byte) []any { return []any{b} }, queryMade, int64(attempt), q.ID, q.Version)
}

// StartMade keeps a new attempt together with questions that were made for it, all
// or nothing; see [Store.StartAttempt]. They go when the attempt goes.
func (s *Store) StartMade(ctx context.Context, a Attempt, made []PackedQuestion) (id AttemptID, err error) {
	row, err := a.row()
	if err != nil {
		return 0, err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		if err := tx.one(queryStartAttempt, []any{&id}, row...); err != nil {
			return err
		}
		for _, q := range made {
			if _, err := tx.exec(queryAddMade, int64(id), q.ID, q.Version, q.Packed); err != nil {
				return err
			}
		}
		return nil
	})
	return id, err
}
