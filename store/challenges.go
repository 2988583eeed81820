package store

import (
	"context"
	"time"
)

// ChallengeResult is one judgement of a learner's solution.
type ChallengeResult struct {
	Challenge string
	Key       string // what was judged, such as world and version: judged twice, it counts once
	Solved    bool
	Failed    []string // names of the goals that were not met
	Hints     int      // how many hints had been taken
	At        time.Time
}

const (
	queryAddChallengeResult = `INSERT INTO challenge_results (learner, challenge, try_key, solved, failed, hints, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (learner, challenge, try_key) DO NOTHING`
	queryChallengeResults = `SELECT challenge, try_key, solved, failed, hints, at FROM challenge_results
		WHERE learner = $1 ORDER BY challenge, at, try_key`
)

// AddChallengeResult keeps a judgement; fresh is false when this very solution
// was judged before.
func (s *Store) AddChallengeResult(ctx context.Context, id LearnerID, r ChallengeResult) (fresh bool, err error) {
	err = s.Write(ctx, func(tx *Tx) (err error) {
		fresh, err = tx.AddChallengeResult(id, r)
		return err
	})
	return fresh, err
}

// AddChallengeResult is [Store.AddChallengeResult] within a write.
func (tx *Tx) AddChallengeResult(id LearnerID, r ChallengeResult) (fresh bool, err error) {
	failed, err := listText(r.Failed)
	if err != nil {
		return false, err
	}
	n, err := tx.exec(queryAddChallengeResult, int64(id), r.Challenge, r.Key, bit(r.Solved), failed, r.Hints, millis(r.At))
	return n == 1, err
}

// ChallengeResults lists the learner's judgements, by challenge and time.
func (s *Store) ChallengeResults(ctx context.Context, id LearnerID) ([]ChallengeResult, error) {
	return list(ctx, s.reads, (*ChallengeResult).fields, queryChallengeResults, int64(id))
}

func (r *ChallengeResult) fields() []any {
	return []any{&r.Challenge, &r.Key, &r.Solved, document[[]string]{&r.Failed}, &r.Hints, moment{&r.At}}
}
