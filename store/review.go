package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Bounds of the retention that a learner can ask for, in percent.
const (
	MinRetention = 80
	MaxRetention = 97
)

// RefusalReason says why an answer was not counted.
type RefusalReason string

// The reasons.
const (
	RefusedLate     RefusalReason = "late"     // after the deadline
	RefusedFinished RefusalReason = "finished" // after the attempt was handed in
	RefusedTampered RefusalReason = "tampered" // the form named another question, place or option
	RefusedForeign  RefusalReason = "foreign"  // to another learner's attempt
	RefusedHasty    RefusalReason = "hasty"    // one of many guesses in a short time
	RefusedEager    RefusalReason = "eager"    // no answer: one more question like this was asked for, after many
)

// Refusal is an answer that was not counted.
type Refusal struct {
	Attempt  AttemptID
	Position int // -1 when the form named none that there is
	Reason   RefusalReason
	Chosen   []string
	At       time.Time
}

// maxRefused bounds what is kept of a refused answer's text, which is anybody's.
const (
	maxRefused     = 12  // options
	maxRefusedText = 200 // bytes each
)

const (
	queryAddRefusal = `INSERT INTO refused_answers (learner, attempt, position, reason, chosen, at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (learner, attempt, position, reason) DO NOTHING`
	queryRefusals = `SELECT attempt, position, reason, chosen, at FROM refused_answers
		WHERE learner = $1 ORDER BY attempt, position, reason`
	queryRetention    = `SELECT retention FROM review_settings WHERE learner = $1`
	querySetRetention = `INSERT INTO review_settings (learner, retention) VALUES ($1, $2)
		ON CONFLICT (learner) DO UPDATE SET retention = excluded.retention`
)

// AddRefusal records that an answer the learner sent was not counted. The first
// of its kind at a position stands; long answers are cut. [ErrNotFound] when
// there is no such attempt.
func (s *Store) AddRefusal(ctx context.Context, id LearnerID, r Refusal) error {
	chosen, err := listText(cut(r.Chosen))
	if err != nil {
		return err
	}
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(queryAddRefusal, int64(id), int64(r.Attempt), r.Position, string(r.Reason), chosen, millis(r.At))
		return err
	})
}

func cut(chosen []string) []string {
	short := make([]string, 0, min(len(chosen), maxRefused))
	for _, c := range chosen[:min(len(chosen), maxRefused)] {
		short = append(short, c[:min(len(c), maxRefusedText)])
	}
	return short
}

// Refusals lists the answers of the learner that were not counted.
func (s *Store) Refusals(ctx context.Context, id LearnerID) ([]Refusal, error) {
	return list(ctx, s.reads, (*Refusal).fields, queryRefusals, int64(id))
}

// SetRetention keeps the share of items, in percent, that the learner wants to
// recall when they come back.
func (s *Store) SetRetention(ctx context.Context, id LearnerID, percent int) error {
	if percent < MinRetention || percent > MaxRetention {
		return fmt.Errorf("store: a retention of %d %% is outside %d to %d", percent, MinRetention, MaxRetention)
	}
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(querySetRetention, int64(id), percent)
		return err
	})
}

// Studied is everything that a schedule and a picture of progress are computed
// from: the raw logs and what was set.
type Studied struct {
	Progress
	Attempts  []Attempt // newest first
	Answers   []Answer  // in the order of the attempts
	Retention int       // percent; 0 when not set
	Keys      KeyRules  // what may be told of the answers
}

// Studied reads all of it as of one moment.
func (s *Store) Studied(ctx context.Context, id LearnerID) (all Studied, err error) {
	err = s.reads.atOnce(ctx, func(q querier) error {
		var errs [5]error
		all.Progress, errs[0] = progress(ctx, q, id)
		all.Attempts, errs[1] = list(ctx, q, (*Attempt).fields, queryAttempts, int64(id))
		all.Answers, errs[2] = list(ctx, q, (*Answer).fields, queryAnswersOf, int64(id))
		all.Retention, errs[3] = retention(ctx, q, id)
		all.Keys, errs[4] = keyRules(ctx, q, id)
		return errors.Join(errs[:]...)
	})
	return all, err
}

func retention(ctx context.Context, q querier, id LearnerID) (int, error) {
	percent, err := single(ctx, q, func(n *int) []any { return []any{n} }, queryRetention, int64(id))
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return percent, err
}

func (r *Refusal) fields() []any {
	return []any{&r.Attempt, &r.Position, &r.Reason, document[[]string]{&r.Chosen}, moment{&r.At}}
}
