package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Certainty is how sure a learner was of an answer.
type Certainty int

// The certainties. Unsaid is an answer without one.
const (
	Unsaid Certainty = iota
	Guess
	ThinkSo
	Sure
)

// Answer is what a learner answered at a position of an attempt. The first
// answer to a position stands.
type Answer struct {
	Attempt  AttemptID
	Position int // index into the attempt's questions
	Question Question
	Chosen   []string // ids of the options chosen
	Correct  bool
	Hint     bool  // the hint was open
	MS       int64 // milliseconds with the question, see [Store.TimeSpent]; 0 when not measured
	Sure     Certainty
	At       time.Time
}

const (
	queryAttemptState = `SELECT size, deadline, finished FROM attempts WHERE id = $1 AND learner = $2`
	// One statement asks and adds, for this is the write that there is most of.
	queryAddAnswer = `INSERT INTO answers (attempt, position, question, version, chosen, correct, hint, ms, certainty, at)
		SELECT attempts.id, $1, $2, $3, $4, $5, $6, $7, $8, $9 FROM attempts
		WHERE attempts.id = $10 AND attempts.learner = $11 AND attempts.size > $1 AND $1 >= 0
			AND attempts.finished IS NULL AND (attempts.deadline IS NULL OR attempts.deadline >= $9)
		ON CONFLICT (attempt, position) DO NOTHING`
	queryAnswer = `SELECT attempt, position, question, version, chosen, correct, hint, ms, certainty, at FROM answers
		WHERE attempt = $1 AND position = $2`
	queryAnswers = `SELECT answers.attempt, answers.position, answers.question, answers.version, answers.chosen,
			answers.correct, answers.hint, answers.ms, answers.certainty, answers.at
		FROM attempts JOIN answers ON answers.attempt = attempts.id
		WHERE attempts.id = $1 AND attempts.learner = $2 ORDER BY answers.position`
	queryAnswersOf = `SELECT answers.attempt, answers.position, answers.question, answers.version, answers.chosen,
			answers.correct, answers.hint, answers.ms, answers.certainty, answers.at
		FROM attempts JOIN answers ON answers.attempt = attempts.id
		WHERE attempts.learner = $1 ORDER BY answers.attempt, answers.position`
	queryWrongMoments = `SELECT answers.at FROM attempts JOIN answers ON answers.attempt = attempts.id
		WHERE attempts.learner = $1 AND attempts.kind = $2 AND answers.correct = 0
			AND NOT EXISTS (SELECT 1 FROM banks WHERE 'bank-' || banks.id = attempts.lesson AND banks.keys_shown <> 'each')
		ORDER BY answers.at DESC LIMIT $3`
)

// AddAnswer keeps an answer and returns the one that stands at its position: a,
// or an earlier one, in which case fresh is false. The learner's attempt must be
// open and in time: otherwise [ErrNotFound], [ErrFinished] or [ErrPastDeadline].
// An earlier answer is returned whatever became of the attempt.
func (s *Store) AddAnswer(ctx context.Context, learner LearnerID, a Answer) (stands Answer, fresh bool, err error) {
	chosen, err := listText(a.Chosen)
	if err != nil {
		return Answer{}, false, err
	}
	err = s.Write(ctx, func(tx *Tx) (err error) {
		stands, fresh, err = tx.addAnswer(learner, a, chosen)
		return err
	})
	return stands, fresh, err
}

func (tx *Tx) addAnswer(learner LearnerID, a Answer, chosen string) (Answer, bool, error) {
	n, err := tx.exec(queryAddAnswer, a.Position, a.Question.ID, a.Question.Version, chosen, bit(a.Correct),
		bit(a.Hint), a.MS, int64(a.Sure), millis(a.At), int64(a.Attempt), int64(learner))
	if err != nil {
		return Answer{}, false, err
	}
	if n == 1 {
		a.At = clip(a.At)
		return a, true, nil
	}
	refusal := tx.mayAnswer(learner, a)
	if errors.Is(refusal, ErrNotFound) {
		return Answer{}, false, refusal
	}
	var stands Answer
	err = tx.one(queryAnswer, stands.fields(), int64(a.Attempt), a.Position)
	if errors.Is(err, ErrNotFound) && refusal != nil {
		return Answer{}, false, refusal
	}
	return stands, false, err
}

// mayAnswer tells why the learner can't add this answer, if so.
func (tx *Tx) mayAnswer(learner LearnerID, a Answer) error {
	var size int
	var deadline, finished time.Time
	err := tx.one(queryAttemptState, []any{&size, moment{&deadline}, moment{&finished}}, int64(a.Attempt), int64(learner))
	switch {
	case err != nil:
		return err
	case a.Position < 0 || a.Position >= size:
		return fmt.Errorf("%w: the attempt has no position %d", ErrNotFound, a.Position)
	case !finished.IsZero():
		return ErrFinished
	case !deadline.IsZero() && a.At.After(deadline):
		return ErrPastDeadline
	}
	return nil
}

// Answers lists the answers of one of the learner's attempts, by position.
func (s *Store) Answers(ctx context.Context, learner LearnerID, id AttemptID) ([]Answer, error) {
	return list(ctx, s.reads, (*Answer).fields, queryAnswers, int64(id), int64(learner))
}

// AllAnswers lists every answer of the learner, in the order of the attempts.
func (s *Store) AllAnswers(ctx context.Context, learner LearnerID) ([]Answer, error) {
	return list(ctx, s.reads, (*Answer).fields, queryAnswersOf, int64(learner))
}

// EachAnswer reads the learner's answers as of one moment, attempt by attempt in
// the order begun, and hands each to f with its attempt. Memory holds one at a time.
func (s *Store) EachAnswer(ctx context.Context, learner LearnerID, f func(*Attempt, *Answer) error) error {
	return s.downloads.atOnce(ctx, func(q querier) error {
		var of Attempt
		return every(ctx, q, (*Answer).fields, func(a Answer) (err error) {
			if a.Attempt != of.ID {
				if of, err = single(ctx, q, (*Attempt).fields, queryAttempt, int64(a.Attempt), int64(learner)); err != nil {
					return err
				}
			}
			return f(&of, &a)
		}, queryAnswersOf, int64(learner))
	})
}

// WrongMoments are the moments of the learner's latest n wrong answers in attempts
// of a kind, newest first. Answers whose keys an instructor shows later are left out:
// a limit on wrong ones would tell which were wrong.
func (s *Store) WrongMoments(ctx context.Context, learner LearnerID, kind AttemptKind, n int) ([]time.Time, error) {
	return list(ctx, s.reads, func(t *time.Time) []any { return []any{moment{t}} }, queryWrongMoments, int64(learner), string(kind), n)
}

func (a *Answer) fields() []any {
	return []any{&a.Attempt, &a.Position, &a.Question.ID, &a.Question.Version, document[[]string]{&a.Chosen},
		&a.Correct, &a.Hint, &a.MS, &a.Sure, moment{&a.At}}
}
