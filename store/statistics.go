package store

import (
	"context"
	"database/sql"
	"time"
)

// Sitting is an attempt with its answers and without its learner.
type Sitting struct {
	Learner   int // counts the learners read so far: tells one's sittings from the next one's, not whose they are
	Kind      AttemptKind
	Lesson    string
	Questions []Question
	Deadline  time.Time // zero when untimed
	Finished  time.Time // zero while it is open
	Answers   []Given   // by position
}

// Given is an answer of a [Sitting].
type Given struct {
	Position int
	Chosen   []string
	Correct  bool
	Hint     bool
	MS       int64 // 0 when not measured
}

const (
	querySittings = `SELECT learner, id, kind, lesson, questions, deadline, finished FROM attempts
		ORDER BY learner, id`
	queryGiven = `SELECT answers.attempt, answers.position, answers.chosen, answers.correct, answers.hint, answers.ms
		FROM attempts JOIN answers ON answers.attempt = attempts.id
		ORDER BY attempts.learner, attempts.id, answers.position`
)

// EachSitting reads all attempts of everybody as of one moment, learner by
// learner and oldest first, and hands each to f, which must not keep it. Memory
// holds one attempt at a time.
func (s *Store) EachSitting(ctx context.Context, f func(*Sitting) error) error {
	return s.reads.atOnce(ctx, func(q querier) error {
		attempts, err := q.rows(ctx, querySittings)
		if err != nil {
			return err
		}
		defer attempts.Close()
		answers, err := q.rows(ctx, queryGiven)
		if err != nil {
			return err
		}
		defer answers.Close()
		return merge(ctx, attempts, &givens{rows: answers}, f)
	})
}

// merge reads attempts and their answers, which come in the same order.
func merge(ctx context.Context, attempts *sql.Rows, answers *givens, f func(*Sitting) error) error {
	var s Sitting
	var learner, last LearnerID
	var id AttemptID
	for attempts.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.Questions = nil // JSON would write into the last one's
		err := attempts.Scan(&learner, &id, &s.Kind, &s.Lesson, document[[]Question]{&s.Questions}, moment{&s.Deadline}, moment{&s.Finished})
		if err != nil {
			return err
		}
		if learner != last {
			last = learner
			s.Learner++
		}
		if s.Answers, err = answers.of(id, s.Answers[:0]); err != nil {
			return err
		}
		if err := f(&s); err != nil {
			return err
		}
	}
	return attempts.Err()
}

// givens reads answers one attempt after the other.
type givens struct {
	rows    *sql.Rows
	ahead   Given // read already, of an attempt to come
	attempt AttemptID
	any     bool
}

// of adds the answers of an attempt to list.
func (g *givens) of(id AttemptID, list []Given) ([]Given, error) {
	for {
		if !g.any {
			if !g.rows.Next() {
				return list, g.rows.Err()
			}
			g.ahead = Given{}
			if err := g.rows.Scan(&g.attempt, &g.ahead.Position, document[[]string]{&g.ahead.Chosen},
				&g.ahead.Correct, &g.ahead.Hint, &g.ahead.MS); err != nil {
				return nil, err
			}
			g.any = true
		}
		if g.attempt != id {
			return list, nil
		}
		list = append(list, g.ahead)
		g.any = false
	}
}
