package store

import (
	"context"
	"errors"
	"time"
)

// Read is the fact that a mode of a lesson was read. It counts once a day (UTC).
type Read struct {
	Lesson, Mode string
	At           time.Time
}

// Prediction is what a learner committed to before the text opened. The first
// commitment stands.
type Prediction struct {
	Lesson, Mode, Block string
	Choice              string // as the page sent it: an option's id or number
	Correct             bool
	At                  time.Time
}

// Outcome says what came of a step that was tried.
type Outcome string

// The outcomes of a try.
const (
	Failed Outcome = "failed"
	Passed Outcome = "passed"
)

// Try is the fact that a step of a guided path was tried. The first failure and
// the first success of each step are kept.
type Try struct {
	Lesson, Mode, Block, Step string
	Outcome                   Outcome
	At                        time.Time
}

const (
	queryAddRead = `INSERT INTO mode_reads (learner, lesson, mode, day, at)
		VALUES ($1, $2, $3, $4, $5) ON CONFLICT (learner, lesson, mode, day) DO NOTHING`
	queryReads = `SELECT lesson, mode, at FROM mode_reads WHERE learner = $1
		ORDER BY lesson, mode, day`

	queryAddPrediction = `INSERT INTO predictions (learner, lesson, mode, block, choice, correct, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (learner, lesson, mode, block) DO NOTHING`
	queryPrediction = `SELECT lesson, mode, block, choice, correct, at FROM predictions
		WHERE learner = $1 AND lesson = $2 AND mode = $3 AND block = $4`
	queryModePredictions = `SELECT lesson, mode, block, choice, correct, at FROM predictions
		WHERE learner = $1 AND lesson = $2 AND mode = $3 ORDER BY block`
	queryPredictions = `SELECT lesson, mode, block, choice, correct, at FROM predictions
		WHERE learner = $1 ORDER BY lesson, mode, block`

	queryAddTry = `INSERT INTO tries (learner, lesson, mode, block, step, outcome, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (learner, lesson, mode, block, step, outcome) DO NOTHING`
	queryModeTries = `SELECT lesson, mode, block, step, outcome, at FROM tries
		WHERE learner = $1 AND lesson = $2 AND mode = $3 ORDER BY block, step, outcome`
	queryTries = `SELECT lesson, mode, block, step, outcome, at FROM tries
		WHERE learner = $1 ORDER BY lesson, mode, block, step, outcome`
)

const day = 24 * time.Hour

// AddRead keeps that the learner read a mode.
func (s *Store) AddRead(ctx context.Context, id LearnerID, r Read) error {
	return s.Write(ctx, func(tx *Tx) error { return tx.AddRead(id, r) })
}

// AddRead is [Store.AddRead] within a write.
func (tx *Tx) AddRead(id LearnerID, r Read) error {
	_, err := tx.exec(queryAddRead, int64(id), r.Lesson, r.Mode, millis(r.At)/day.Milliseconds(), millis(r.At))
	return err
}

// Reads lists what the learner read, by lesson, mode and day.
func (s *Store) Reads(ctx context.Context, id LearnerID) ([]Read, error) {
	return list(ctx, s.reads, (*Read).fields, queryReads, int64(id))
}

// AddPrediction keeps a commitment and returns the one that stands: p, or an
// earlier one for the same block, in which case fresh is false.
func (s *Store) AddPrediction(ctx context.Context, id LearnerID, p Prediction) (stands Prediction, fresh bool, err error) {
	err = s.Write(ctx, func(tx *Tx) (err error) {
		stands, fresh, err = tx.AddPrediction(id, p)
		return err
	})
	return stands, fresh, err
}

// AddPrediction is [Store.AddPrediction] within a write.
func (tx *Tx) AddPrediction(id LearnerID, p Prediction) (stands Prediction, fresh bool, err error) {
	n, err := tx.exec(queryAddPrediction, int64(id), p.Lesson, p.Mode, p.Block, p.Choice, bit(p.Correct), millis(p.At))
	if err != nil {
		return Prediction{}, false, err
	}
	err = tx.one(queryPrediction, stands.fields(), int64(id), p.Lesson, p.Mode, p.Block)
	return stands, n == 1, err
}

// Predictions lists the learner's commitments in one mode of a lesson, by block.
func (s *Store) Predictions(ctx context.Context, id LearnerID, lesson, mode string) ([]Prediction, error) {
	return list(ctx, s.reads, (*Prediction).fields, queryModePredictions, int64(id), lesson, mode)
}

// AddTry keeps that a step was tried; fresh is false when the step had the same
// outcome before.
func (s *Store) AddTry(ctx context.Context, id LearnerID, t Try) (fresh bool, err error) {
	err = s.Write(ctx, func(tx *Tx) (err error) {
		fresh, err = tx.AddTry(id, t)
		return err
	})
	return fresh, err
}

// AddTry is [Store.AddTry] within a write.
func (tx *Tx) AddTry(id LearnerID, t Try) (fresh bool, err error) {
	n, err := tx.exec(queryAddTry, int64(id), t.Lesson, t.Mode, t.Block, t.Step, string(t.Outcome), millis(t.At))
	return n == 1, err
}

// Tries lists the steps that the learner tried in one mode of a lesson.
func (s *Store) Tries(ctx context.Context, id LearnerID, lesson, mode string) ([]Try, error) {
	return list(ctx, s.reads, (*Try).fields, queryModeTries, int64(id), lesson, mode)
}

// Progress is everything that a learner did outside quizzes.
type Progress struct {
	Reads       []Read
	Predictions []Prediction
	Tries       []Try
	Challenges  []ChallengeResult
	Reviews     []Review
}

// Progress reads all facts of the learner as of one moment.
func (s *Store) Progress(ctx context.Context, id LearnerID) (p Progress, err error) {
	err = s.reads.atOnce(ctx, func(q querier) (err error) {
		p, err = progress(ctx, q, id)
		return err
	})
	return p, err
}

func progress(ctx context.Context, q querier, id LearnerID) (p Progress, err error) {
	var errs [5]error
	p.Reads, errs[0] = list(ctx, q, (*Read).fields, queryReads, int64(id))
	p.Predictions, errs[1] = list(ctx, q, (*Prediction).fields, queryPredictions, int64(id))
	p.Tries, errs[2] = list(ctx, q, (*Try).fields, queryTries, int64(id))
	p.Challenges, errs[3] = list(ctx, q, (*ChallengeResult).fields, queryChallengeResults, int64(id))
	p.Reviews, errs[4] = list(ctx, q, (*Review).fields, queryReviews, int64(id))
	return p, errors.Join(errs[:]...)
}

func (r *Read) fields() []any { return []any{&r.Lesson, &r.Mode, moment{&r.At}} }

func (p *Prediction) fields() []any {
	return []any{&p.Lesson, &p.Mode, &p.Block, &p.Choice, &p.Correct, moment{&p.At}}
}

func (t *Try) fields() []any {
	return []any{&t.Lesson, &t.Mode, &t.Block, &t.Step, &t.Outcome, moment{&t.At}}
}
