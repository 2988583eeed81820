package store

import (
	"context"
	"time"
)

// Grade is how well a card was remembered.
type Grade int

// The grades. Seen is a look at the card without a grade.
const (
	Seen Grade = iota
	Again
	Hard
	Good
	Easy
)

// Review is one look at a flashcard: the raw log that any schedule can be
// computed from again.
type Review struct {
	Lesson, Card string
	Seq          int // how often this learner had reviewed this card before, from 0
	Grade        Grade
	MS           int64 // milliseconds from question to grade; 0 when not measured
	Ahead        bool  // practised ahead: the schedule passes it by
	At           time.Time
}

const (
	queryAddReview = `INSERT INTO card_reviews (learner, lesson, card, seq, grade, ms, ahead, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (learner, lesson, card, seq) DO NOTHING`
	queryReview = `SELECT lesson, card, seq, grade, ms, ahead, at FROM card_reviews
		WHERE learner = $1 AND lesson = $2 AND card = $3 AND seq = $4`
	queryLessonReviews = `SELECT lesson, card, seq, grade, ms, ahead, at FROM card_reviews
		WHERE learner = $1 AND lesson = $2 ORDER BY card, seq`
	queryReviews = `SELECT lesson, card, seq, grade, ms, ahead, at FROM card_reviews
		WHERE learner = $1 ORDER BY lesson, card, seq`
)

// EachReview reads the learner's reviews as of one moment, card by card in the
// order made, and hands each to f. Memory holds one at a time.
func (s *Store) EachReview(ctx context.Context, id LearnerID, f func(Review) error) error {
	return s.downloads.atOnce(ctx, func(q querier) error {
		return every(ctx, q, (*Review).fields, f, queryReviews, int64(id))
	})
}

// AddReview keeps a review and returns the one that stands under its number: r,
// or an earlier one, in which case fresh is false.
func (s *Store) AddReview(ctx context.Context, id LearnerID, r Review) (stands Review, fresh bool, err error) {
	err = s.Write(ctx, func(tx *Tx) error {
		n, err := tx.exec(queryAddReview, int64(id), r.Lesson, r.Card, r.Seq, int64(r.Grade), r.MS, bit(r.Ahead), millis(r.At))
		if err != nil {
			return err
		}
		fresh = n == 1
		return tx.one(queryReview, stands.fields(), int64(id), r.Lesson, r.Card, r.Seq)
	})
	return stands, fresh, err
}

// Reviews lists the learner's reviews of a lesson's cards, by card and number.
func (s *Store) Reviews(ctx context.Context, id LearnerID, lesson string) ([]Review, error) {
	return list(ctx, s.reads, (*Review).fields, queryLessonReviews, int64(id), lesson)
}

func (r *Review) fields() []any {
	return []any{&r.Lesson, &r.Card, &r.Seq, &r.Grade, &r.MS, &r.Ahead, moment{&r.At}}
}
