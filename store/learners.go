package store

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
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

// Device is a browser that holds a token of the learner.
type Device struct {
	Created time.Time
}

const (
	queryNewLearner = `INSERT INTO learners (created) VALUES ($1) RETURNING id`
	queryNewDevice  = `INSERT INTO devices (token_hash, learner, created) VALUES ($1, $2, $3)`

	queryLearnerByToken = `SELECT learners.id, learners.created, learners.phrase_at
		FROM devices JOIN learners ON learners.id = devices.learner
		WHERE devices.token_hash = $1`
	queryLearner         = `SELECT id, created, phrase_at FROM learners WHERE id = $1`
	queryLearnerByPhrase = `SELECT id, created, phrase_at FROM learners WHERE phrase_hash = $1`
	queryDevices         = `SELECT created FROM devices WHERE learner = $1 ORDER BY created`

	querySetPhrase     = `UPDATE learners SET phrase_hash = $1, phrase_at = $2 WHERE id = $3`
	querySignOut       = `DELETE FROM devices WHERE token_hash = $1`
	querySignOutOthers = `DELETE FROM devices WHERE learner = $1 AND token_hash <> $2`
	queryDeleteLearner = `DELETE FROM learners WHERE id = $1`
)

// tokenBytes is the entropy of a device token.
const tokenBytes = 32

// NewLearner makes a learner with one device. token is the device's secret, for
// a cookie: 43 characters of base64url; the store keeps its hash alone.
func (s *Store) NewLearner(ctx context.Context, at time.Time) (l Learner, token string, err error) {
	token, err = s.newToken()
	if err != nil {
		return Learner{}, "", err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		l = Learner{Created: clip(at)}
		if err := tx.one(queryNewLearner, []any{&l.ID}, millis(at)); err != nil {
			return err
		}
		return tx.addDevice(l.ID, token, at)
	})
	return l, token, err
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

// Devices lists the learner's devices, oldest first.
func (s *Store) Devices(ctx context.Context, id LearnerID) ([]Device, error) {
	return list(ctx, s.reads, (*Device).fields, queryDevices, int64(id))
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
// the words don't matter.
func (s *Store) Recover(ctx context.Context, phrase string, at time.Time) (l Learner, token string, err error) {
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
		return tx.addDevice(l.ID, token, at)
	})
	if err != nil {
		return Learner{}, "", err
	}
	return l, token, nil
}

// SignOut forgets the device that holds the token. An unknown token is no error.
func (s *Store) SignOut(ctx context.Context, token string) error {
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(querySignOut, hash(token))
		return err
	})
}

// SignOutOthers forgets all devices of the learner but the one that holds the
// token, and returns how many.
func (s *Store) SignOutOthers(ctx context.Context, id LearnerID, token string) (n int, err error) {
	err = s.Write(ctx, func(tx *Tx) error {
		gone, err := tx.exec(querySignOutOthers, int64(id), hash(token))
		n = int(gone)
		return err
	})
	return n, err
}

// DeleteLearner removes the learner and everything that belongs to it: devices,
// preferences, facts, attempts and worlds. [ErrNotFound] when there is none.
func (s *Store) DeleteLearner(ctx context.Context, id LearnerID) error {
	return s.Write(ctx, func(tx *Tx) error {
		return changed(tx.exec(queryDeleteLearner, int64(id)))
	})
}

func (tx *Tx) addDevice(id LearnerID, token string, at time.Time) error {
	_, err := tx.exec(queryNewDevice, hash(token), int64(id), millis(at))
	return err
}

func (l *Learner) fields() []any { return []any{&l.ID, moment{&l.Created}, moment{&l.PhraseAt}} }

func (d *Device) fields() []any { return []any{moment{&d.Created}} }

func (s *Store) newToken() (string, error) {
	b := make([]byte, tokenBytes)
	if _, err := io.ReadFull(s.rand, b); err != nil {
		return "", fmt.Errorf("store: make a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// hash is how a secret of full entropy is kept. Nothing slower is needed: there
// is no guessing 256 bits.
func hash(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

// changed is [ErrNotFound] when a statement met no row.
func changed(n int64, err error) error {
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// clip is the moment as it will be read back.
func clip(t time.Time) time.Time { return time.UnixMilli(t.UnixMilli()).UTC() }
