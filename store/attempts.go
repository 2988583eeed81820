package store

import (
	"context"
	"time"
)

// AttemptID numbers an attempt at a quiz.
type AttemptID int64

// AttemptKind says how an attempt is played.
type AttemptKind string

// The kinds of attempt.
const (
	Practice AttemptKind = "practice" // feedback after each answer
	Test     AttemptKind = "test"     // a verdict at the end
)

// Question is a question of an attempt, in the version that was asked.
type Question struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
}

// Attempt is one sitting of a quiz. Order and options are drawn from the seed.
type Attempt struct {
	ID        AttemptID
	Learner   LearnerID
	Kind      AttemptKind
	Lesson    string
	Seed      int64
	Questions []Question // in the order asked
	Started   time.Time
	Deadline  time.Time // zero when untimed
	Finished  time.Time // zero while it is open
	Setup     Setup
}

// Purpose says what an attempt was begun for.
type Purpose string

// The purposes. The zero value is a practice or a test that the learner chose.
const (
	Chosen Purpose = ""
	Daily  Purpose = "daily" // the questions due in a daily review
	Aimed  Purpose = "aimed" // questions on what the learner is weakest in
	Like   Purpose = "like"  // a question like one of an earlier attempt
)

// Setup is what the learner asked for when an attempt began.
type Setup struct {
	Purpose    Purpose  `json:"purpose,omitempty"`
	Lessons    []string `json:"lessons,omitempty"`    // where the questions come from, when not one lesson
	Difficulty string   `json:"difficulty,omitempty"` // empty for a mix
	Certainty  bool     `json:"certainty,omitempty"`  // each answer says how sure the learner is
	Ahead      bool     `json:"ahead,omitempty"`      // practised ahead: the schedule passes the answers by
	Why        []string `json:"why,omitempty"`        // why each question was chosen, by position

	From  AttemptID `json:"from,omitempty"`  // of a [Like] attempt: the one it was asked for in
	Order int64     `json:"order,omitempty"` // the number that fixed questions and order for a class; 0 for none

	Bank *BankRef `json:"bank,omitempty"` // the instructor's bank that the questions are of
}

// BankRef names a bank as it was when an attempt with it began.
type BankRef struct {
	Code  string `json:"code"`
	Title string `json:"title"`
}

const (
	queryStartAttempt = `INSERT INTO attempts (learner, kind, lesson, seed, questions, size, started, deadline, setup)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`
	queryAttempt = `SELECT id, learner, kind, lesson, seed, questions, started, deadline, finished, setup
		FROM attempts WHERE id = $1 AND learner = $2`
	queryAttempts = `SELECT id, learner, kind, lesson, seed, questions, started, deadline, finished, setup
		FROM attempts WHERE learner = $1 ORDER BY id DESC`
	queryAttemptsSince = `SELECT id, learner, kind, lesson, seed, questions, started, deadline, finished, setup
		FROM attempts WHERE learner = $1 AND started > $2 ORDER BY id DESC`
	queryOpenAttempt = `SELECT id, learner, kind, lesson, seed, questions, started, deadline, finished, setup
		FROM attempts WHERE learner = $1 AND lesson = $2 AND kind = $3 AND finished IS NULL
		ORDER BY id DESC LIMIT 1`
	queryFinishAttempt = `UPDATE attempts SET finished = $1
		WHERE id = $2 AND learner = $3 AND finished IS NULL`
)

// StartAttempt keeps a new attempt and returns its number. a.ID and a.Finished
// are not looked at.
func (s *Store) StartAttempt(ctx context.Context, a Attempt) (id AttemptID, err error) {
	return s.StartMade(ctx, a, nil)
}

// row is what is stored of an attempt that begins.
func (a Attempt) row() ([]any, error) {
	questions, err := text(a.Questions)
	if err != nil {
		return nil, err
	}
	setup, err := text(a.Setup)
	if err != nil {
		return nil, err
	}
	return []any{int64(a.Learner), string(a.Kind), a.Lesson, a.Seed,
		questions, len(a.Questions), millis(a.Started), maybe(a.Deadline), setup}, nil
}

// Attempt reads an attempt of the learner; [ErrNotFound] when there is none, or
// it is another learner's.
func (s *Store) Attempt(ctx context.Context, learner LearnerID, id AttemptID) (Attempt, error) {
	return single(ctx, s.reads, (*Attempt).fields, queryAttempt, int64(id), int64(learner))
}

// Attempts lists the learner's attempts, newest first.
func (s *Store) Attempts(ctx context.Context, learner LearnerID) ([]Attempt, error) {
	return list(ctx, s.reads, (*Attempt).fields, queryAttempts, int64(learner))
}

// AttemptsSince lists the learner's attempts that began after a moment, newest first.
func (s *Store) AttemptsSince(ctx context.Context, learner LearnerID, after time.Time) ([]Attempt, error) {
	return list(ctx, s.reads, (*Attempt).fields, queryAttemptsSince, int64(learner), millis(after))
}

// OpenAttempt finds the learner's newest unfinished attempt of a kind at a
// lesson, to go on with; [ErrNotFound] when there is none.
func (s *Store) OpenAttempt(ctx context.Context, learner LearnerID, lesson string, kind AttemptKind) (Attempt, error) {
	return single(ctx, s.reads, (*Attempt).fields, queryOpenAttempt, int64(learner), lesson, string(kind))
}

// FinishAttempt closes an attempt and returns it; fresh is false when it was
// closed before, and its time stays. [ErrNotFound] as in [Store.Attempt].
func (s *Store) FinishAttempt(ctx context.Context, learner LearnerID, id AttemptID, at time.Time) (a Attempt, fresh bool, err error) {
	err = s.Write(ctx, func(tx *Tx) error {
		n, err := tx.exec(queryFinishAttempt, millis(at), int64(id), int64(learner))
		if err != nil {
			return err
		}
		fresh = n == 1
		return tx.one(queryAttempt, a.fields(), int64(id), int64(learner))
	})
	return a, fresh, err
}

func (a *Attempt) fields() []any {
	return []any{&a.ID, &a.Learner, &a.Kind, &a.Lesson, &a.Seed, document[[]Question]{&a.Questions},
		moment{&a.Started}, moment{&a.Deadline}, moment{&a.Finished}, document[Setup]{&a.Setup}}
}
