package store

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"time"
)

// A device is a browser that holds a token. The token changes whenever what it
// opens changes (somebody signs in or out as an instructor, a phrase opens another
// learner's progress), so that one copied before opens nothing after.

// Device is a browser that holds a token of a learner.
type Device struct {
	Learner LearnerID
	Created time.Time
	Used    time.Time // the hour of its last use; zero when that isn't known
	Granted time.Time // when it was signed in as an instructor; zero when it isn't
	Here    bool      // it is the one that asks
}

const (
	deviceColumns  = `devices.learner, devices.created, devices.used, instructor_grants.granted, CASE WHEN devices.token_hash = $1 THEN 1 ELSE 0 END`
	queryNewDevice = `INSERT INTO devices (token_hash, learner, created, used) VALUES ($1, $2, $3, $4)`
	queryRenew     = `INSERT INTO devices (token_hash, learner, created, used)
		SELECT $1, learner, created, $2 FROM devices WHERE token_hash = $3`
	queryDevice = `SELECT ` + deviceColumns + ` FROM devices
		LEFT JOIN instructor_grants ON instructor_grants.device = devices.token_hash
		WHERE devices.token_hash = $1`
	queryDevices = `SELECT ` + deviceColumns + ` FROM devices
		LEFT JOIN instructor_grants ON instructor_grants.device = devices.token_hash
		WHERE devices.learner = $2 ORDER BY devices.created, devices.token_hash`
	queryInstructorDevices = `SELECT ` + deviceColumns + ` FROM instructor_grants
		JOIN devices ON devices.token_hash = instructor_grants.device
		WHERE instructor_grants.instructor = $2 ORDER BY instructor_grants.granted, devices.token_hash`
	queryUseDevice = `UPDATE devices SET used = $1 WHERE token_hash = $2 AND (used IS NULL OR used < $1)`

	querySignOut         = `DELETE FROM devices WHERE token_hash = $1`
	querySignOutOthers   = `DELETE FROM devices WHERE learner = $1 AND token_hash <> $2`
	querySignOutTeachers = `DELETE FROM instructor_grants WHERE instructor = $1 AND device <> $2`
)

// tokenBytes is the entropy of a device token.
const tokenBytes = 32

// UseEvery is how exactly the last use of a device is kept: to the hour, so that a
// device writes once an hour at most.
const UseEvery = time.Hour

// Device finds the device that holds the token; [ErrNotFound] when none does.
func (s *Store) Device(ctx context.Context, token string) (Device, error) {
	if !isToken(token) {
		return Device{}, ErrNotFound
	}
	return single(ctx, s.reads, (*Device).fields, queryDevice, hash(token))
}

// Devices lists the learner's devices, oldest first. token says which of them asks;
// it may be empty.
func (s *Store) Devices(ctx context.Context, id LearnerID, token string) ([]Device, error) {
	return list(ctx, s.reads, (*Device).fields, queryDevices, hash(token), int64(id))
}

// InstructorDevices lists the devices that are signed in as an instructor, those
// signed in first coming first. token says which of them asks; it may be empty.
func (s *Store) InstructorDevices(ctx context.Context, id InstructorID, token string) ([]Device, error) {
	return list(ctx, s.reads, (*Device).fields, queryInstructorDevices, hash(token), int64(id))
}

// UseDevice keeps that the device of the token is in use, to the hour. A device that
// has ended is no error.
func (s *Store) UseDevice(ctx context.Context, token string, at time.Time) error {
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(queryUseDevice, hour(at), hash(token))
		return err
	})
}

// SignOut ends the device that holds the token, and with it an instructor's right of
// that browser. An unknown token is no error.
func (s *Store) SignOut(ctx context.Context, token string) error {
	return s.Write(ctx, func(tx *Tx) error { return tx.endDevice(token) })
}

// SignOutOthers ends all devices of the learner but the one that holds the token,
// and returns how many. [ErrNotFound] when that one is not the learner's, so that
// nobody is left without any.
func (s *Store) SignOutOthers(ctx context.Context, id LearnerID, token string) (n int, err error) {
	err = s.Write(ctx, func(tx *Tx) error {
		var d Device
		if err := tx.one(queryDevice, d.fields(), hash(token)); err != nil {
			return err
		}
		if d.Learner != id {
			return ErrNotFound
		}
		gone, err := tx.exec(querySignOutOthers, int64(id), hash(token))
		n = int(gone)
		return err
	})
	return n, err
}

// SignOutOtherTeachers takes an instructor's right from every device of theirs but
// the one that holds the token, and returns from how many. Those devices stay their
// learners'.
func (s *Store) SignOutOtherTeachers(ctx context.Context, id InstructorID, token string) (n int, err error) {
	err = s.Write(ctx, func(tx *Tx) error {
		gone, err := tx.exec(querySignOutTeachers, int64(id), hash(token))
		n = int(gone)
		return err
	})
	return n, err
}

func (tx *Tx) addDevice(id LearnerID, token string, at time.Time) error {
	_, err := tx.exec(queryNewDevice, hash(token), int64(id), millis(at), hour(at))
	return err
}

func (tx *Tx) endDevice(token string) error {
	_, err := tx.exec(querySignOut, hash(token))
	return err
}

// renewDevice gives a device another token and takes an instructor's right from it.
// Both tokens come as hashes; the old one opens nothing any more. [ErrNotFound] when
// there is no such device.
func (tx *Tx) renewDevice(old, token []byte, at time.Time) error {
	if err := changed(tx.exec(queryRenew, token, hour(at), old)); err != nil {
		return err
	}
	_, err := tx.exec(querySignOut, old)
	return err
}

func (d *Device) fields() []any {
	return []any{&d.Learner, moment{&d.Created}, moment{&d.Used}, moment{&d.Granted}, &d.Here}
}

// hour is how the last use of a device is stored.
func hour(t time.Time) int64 { return millis(t.Truncate(UseEvery)) }

func (s *Store) newToken() (string, error) {
	b := make([]byte, tokenBytes)
	if _, err := io.ReadFull(s.rand, b); err != nil {
		return "", fmt.Errorf("store: make a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

func isToken(s string) bool { return len(s) == base64.RawURLEncoding.EncodedLen(tokenBytes) }

// hash is how a secret of full entropy is kept. Nothing slower is needed: there
// is no guessing 256 bits.
func hash(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}
