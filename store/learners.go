package store

import (
	"context"
	"time"
)

// LearnerID numbers a learner. Numbers are never given out twice.
type LearnerID int64

// Learner is somebody who learns here. There is no name and no address: a
// learner is whoever holds a device's token or the recovery phrase.
type Learner struct {
	ID       LearnerID
	Created  time.Time
	PhraseAt time.Time // when the recovery phrase was made; zero when there is none
}

const (
	queryNewLearner = `INSERT INTO learners (created) VALUES ($1) RETURNING id`

	queryLearnerByToken = `SELECT learners.id, learners.created, learners.phrase_at
		FROM devices JOIN learners ON learners.id = devices.learner
		WHERE devices.token_hash = $1`
	queryLearner         = `SELECT id, created, phrase_at FROM learners WHERE id = $1`
	queryLearnerByPhrase = `SELECT id, created, phrase_at FROM learners WHERE phrase_hash = $1`

	querySetPhrase     = `UPDATE learners SET phrase_hash = $1, phrase_at = $2 WHERE id = $3`
	queryDeleteLearner = `DELETE FROM learners WHERE id = $1`
)

// NewLearner makes a learner with one device. token is the device's secret, for
// a cookie: 43 characters of base64url; the store keeps its hash alone.
func (s *Store) NewLearner(ctx context.Context, at time.Time) (l Learner, token string, err error) {
	token, err = s.newToken()
	if err != nil {
		return Learner{}, "", err
	}
	err = s.Write(ctx, func(tx *Tx) (err error) {
		l, err = tx.newLearner(token, at)
		return err
	})
	return l, token, err
}

func (tx *Tx) newLearner(token string, at time.Time) (Learner, error) {
	l := Learner{Created: clip(at)}
	if err := tx.one(queryNewLearner, []any{&l.ID}, millis(at)); err != nil {
		return l, err
	}
	return l, tx.addDevice(l.ID, token, at)
}

// LearnerByToken finds whose device holds the token; [ErrNotFound] when nobody's.
func (s *Store) LearnerByToken(ctx context.Context, token string) (Learner, error) {
	if !isToken(token) {
		return Learner{}, ErrNotFound
	}
	return single(ctx, s.reads, (*Learner).fields, queryLearnerByToken, hash(token))
}

// Learner finds a learner by number; [ErrNotFound] when there is none.
func (s *Store) Learner(ctx context.Context, id LearnerID) (Learner, error) {
	return single(ctx, s.reads, (*Learner).fields, queryLearner, int64(id))
}

// NewPhrase makes a recovery phrase of eight words for the learner. An earlier
// one stops working. The phrase can't be read again: only its hash is kept.
func (s *Store) NewPhrase(ctx context.Context, id LearnerID, at time.Time) (string, error) {
	phrase, err := newPhrase(s.rand)
	if err != nil {
		return "", err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		n, err := tx.exec(querySetPhrase, phraseHash(phrase), millis(at), int64(id))
		return changed(n, err)
	})
	if err != nil {
		return "", err
	}
	return phrase, nil
}

// Recover adds a device to the learner whose phrase this is and returns its
// token; [ErrNotFound] when it is nobody's. Case, spaces and punctuation between
// the words don't matter. The device that the browser had until now, by its token
// left, ends with the same write: whoever copied that token gets in nowhere. left
// is empty, or not known here, for a browser that had none.
func (s *Store) Recover(ctx context.Context, phrase, left string, at time.Time) (l Learner, token string, err error) {
	if len(phrase) > maxPhrase {
		return Learner{}, "", ErrNotFound
	}
	token, err = s.newToken()
	if err != nil {
		return Learner{}, "", err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		if err := tx.one(queryLearnerByPhrase, l.fields(), phraseHash(phrase)); err != nil {
			return err
		}
		if err := tx.endDevice(left); err != nil {
			return err
		}
		return tx.addDevice(l.ID, token, at)
	})
	if err != nil {
		return Learner{}, "", err
	}
	return l, token, nil
}

// DeleteLearner removes the learner and everything that belongs to it: devices,
// preferences, facts, attempts and worlds. [ErrNotFound] when there is none.
func (s *Store) DeleteLearner(ctx context.Context, id LearnerID) error {
	return s.Write(ctx, func(tx *Tx) error {
		return changed(tx.exec(queryDeleteLearner, int64(id)))
	})
}

func (l *Learner) fields() []any { return []any{&l.ID, moment{&l.Created}, moment{&l.PhraseAt}} }

// changed is [ErrNotFound] when a statement met no row.
func changed(n int64, err error) error {
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// clip is the moment as it will be read back.
func clip(t time.Time) time.Time { return time.UnixMilli(t.UnixMilli()).UTC() }
