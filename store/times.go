package store

import (
	"context"
	"errors"
	"time"
)

// Answer times are kept by the server's clock; nothing a browser says enters
// them. A question is before a learner from each time it is shown until it is
// answered or another question of the attempt is shown. Such stretches add up to
// the time to the answer:
//
//   - shown again within [LongestStretch] (a reload, another tab, a form sent back
//     for a mend) the stretch goes on;
//   - shown again after more than that, the time away was a pause and counts
//     nothing;
//   - a last stretch longer than that counts as [LongestStretch], for nobody can
//     tell long thought from a forgotten tab.
//
// Reading the feedback to one question is no part of the next one's time.

// LongestStretch is the longest time with a question that counts as one piece.
const LongestStretch = 10 * time.Minute

const (
	// What was before the learner until now is put aside.
	queryPutAside = `UPDATE question_times SET since = NULL, spent = spent +
			CASE WHEN $1 - since BETWEEN 0 AND $2 THEN $1 - since ELSE 0 END
		WHERE attempt = $3 AND since IS NOT NULL`
	queryShow = `INSERT INTO question_times (attempt, position, shown, since)
		SELECT attempts.id, $1, $2, $2 FROM attempts
		WHERE attempts.id = $3 AND attempts.learner = $4 AND attempts.size > $1 AND $1 >= 0 AND attempts.finished IS NULL
		ON CONFLICT (attempt, position) DO UPDATE SET since = excluded.since`
	querySpent = `SELECT question_times.since, question_times.spent FROM attempts
		JOIN question_times ON question_times.attempt = attempts.id
		WHERE attempts.id = $1 AND attempts.learner = $2 AND question_times.position = $3`
	queryAttemptTimes = `SELECT attempt, position, shown FROM question_times WHERE attempt = $1 ORDER BY position`
)

// ShowQuestion keeps that a question of the learner's open attempt was put
// before them, and that any other of its questions no longer is. It does nothing
// for an attempt that is finished, or isn't the learner's.
func (s *Store) ShowQuestion(ctx context.Context, learner LearnerID, id AttemptID, position int, at time.Time) error {
	return s.Write(ctx, func(tx *Tx) error {
		var size int
		var deadline, finished time.Time
		err := tx.one(queryAttemptState, []any{&size, moment{&deadline}, moment{&finished}}, int64(id), int64(learner))
		if errors.Is(err, ErrNotFound) || !finished.IsZero() {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := tx.exec(queryPutAside, millis(at), LongestStretch.Milliseconds(), int64(id)); err != nil {
			return err
		}
		_, err = tx.exec(queryShow, position, millis(at), int64(id), int64(learner))
		return err
	})
}

// TimeSpent is how long a question has been before the learner at a moment, as
// the rules above count it; 0 when it was never shown.
func (s *Store) TimeSpent(ctx context.Context, learner LearnerID, id AttemptID, position int, at time.Time) (time.Duration, error) {
	c, err := single(ctx, s.reads, (*stretch).fields, querySpent, int64(id), int64(learner), position)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return c.until(at), err
}

// stretch is the time with a question: what is put aside, and since when it goes on.
type stretch struct {
	since time.Time // zero while another question is before the learner
	spent int64     // milliseconds
}

func (c stretch) until(at time.Time) time.Duration {
	spent := time.Duration(c.spent) * time.Millisecond
	if c.since.IsZero() {
		return spent
	}
	return spent + min(max(at.Sub(c.since), 0), LongestStretch)
}

func (c *stretch) fields() []any { return []any{moment{&c.since}, &c.spent} }

// shown is when a question of an attempt was shown first.
type shown struct {
	attempt  AttemptID
	position int
	at       time.Time
}

func (s *shown) fields() []any { return []any{&s.attempt, &s.position, moment{&s.at}} }
