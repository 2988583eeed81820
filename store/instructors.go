package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// InstructorID numbers an instructor. Numbers are never given out twice.
type InstructorID int64

// Instructor is somebody who teaches here. The operator makes them by name; a
// browser becomes theirs by a link that works once.
type Instructor struct {
	ID      InstructorID
	Name    string // unique
	Created time.Time
	Removed time.Time // zero for one who may sign in
}

// InstructorLine is an instructor in a list.
type InstructorLine struct {
	Instructor
	Browsers int // signed in now
	Banks    int // not deleted
}

// Bounds of an instructor.
const (
	maxInstructorName = 80 // characters
	// LinkLife is how long a sign-in link can be used.
	LinkLife = 24 * time.Hour
	// linkAgain is how long the browser that used a link may send it again, as a
	// button pressed twice does.
	linkAgain = 10 * time.Second
)

// NameError says in a sentence why something can't be called so.
type NameError struct{ Message string }

func (e *NameError) Error() string { return e.Message }

const (
	instructorColumns  = `instructors.id, instructors.name, instructors.created, instructors.removed`
	queryAddInstructor = `INSERT INTO instructors (name, created) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET removed = NULL
		RETURNING id, name, created, removed`
	queryAddLink = `INSERT INTO instructor_links (token_hash, instructor, expires) VALUES ($1, $2, $3)`
	queryLink    = `SELECT ` + instructorColumns + ` FROM instructor_links
		JOIN instructors ON instructors.id = instructor_links.instructor
		WHERE instructor_links.token_hash = $1 AND instructor_links.used IS NULL AND instructor_links.expires > $2
			AND instructors.removed IS NULL`
	queryUseLink = `UPDATE instructor_links SET used = $1, device_before = $2, device_after = $3
		WHERE token_hash = $4 AND used IS NULL AND expires > $1`
	queryLinkAgain = `SELECT ` + instructorColumns + `, instructor_links.device_after FROM instructor_links
		JOIN instructors ON instructors.id = instructor_links.instructor
		WHERE instructor_links.token_hash = $1 AND instructor_links.device_before = $2 AND instructor_links.used > $3
			AND instructors.removed IS NULL`
	queryUsedAgain         = `UPDATE instructor_links SET device_after = $1 WHERE token_hash = $2`
	queryGrant             = `INSERT INTO instructor_grants (device, instructor, granted) VALUES ($1, $2, $3)`
	queryInstructorByToken = `SELECT ` + instructorColumns + ` FROM instructor_grants
		JOIN instructors ON instructors.id = instructor_grants.instructor
		WHERE instructor_grants.device = $1 AND instructors.removed IS NULL`
	queryInstructors = `SELECT ` + instructorColumns + `,
			(SELECT COUNT(*) FROM instructor_grants WHERE instructor_grants.instructor = instructors.id),
			(SELECT COUNT(*) FROM banks WHERE banks.instructor = instructors.id AND banks.deleted IS NULL)
		FROM instructors WHERE instructors.removed IS NULL ORDER BY instructors.name`
	queryRemoveInstructor = `UPDATE instructors SET removed = $1 WHERE name = $2 AND removed IS NULL RETURNING id`
	queryRemoveGrants     = `DELETE FROM instructor_grants WHERE instructor = $1`
	queryRemoveLinks      = `DELETE FROM instructor_links WHERE instructor = $1`
)

// AddInstructor makes an instructor of that name, or finds the one there is, and
// makes a link for one more browser of theirs. The link's token is 43 characters
// of base64url, good once and for [LinkLife]; the store keeps its hash alone. A
// name that won't do is a [*NameError].
func (s *Store) AddInstructor(ctx context.Context, name string, at time.Time) (i Instructor, token string, err error) {
	if name, err = plainName(name, "an instructor", maxInstructorName); err != nil {
		return Instructor{}, "", err
	}
	if token, err = s.newToken(); err != nil {
		return Instructor{}, "", err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		if err := tx.one(queryAddInstructor, i.fields(), name, millis(at)); err != nil {
			return err
		}
		_, err := tx.exec(queryAddLink, hash(token), int64(i.ID), millis(at.Add(LinkLife)))
		return err
	})
	return i, token, err
}

// plainName trims a name and sees that it is one line of at most so many characters.
func plainName(name, whose string, most int) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	n := utf8.RuneCountInString(name)
	switch {
	case n == 0:
		return "", &NameError{fmt.Sprintf("%s needs a name", whose)}
	case n > most:
		return "", &NameError{fmt.Sprintf("the name of %s has at most %d characters, this one has %d", whose, most, n)}
	case !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", &NameError{fmt.Sprintf("the name of %s is plain text on one line", whose)}
	}
	return name, nil
}

// InstructorLink tells whose sign-in link this is, without using it;
// [ErrNotFound] when there is none such, or it was used, or its time is over.
func (s *Store) InstructorLink(ctx context.Context, token string, at time.Time) (Instructor, error) {
	if !isToken(token) {
		return Instructor{}, ErrNotFound
	}
	return single(ctx, s.reads, (*Instructor).fields, queryLink, hash(token), millis(at))
}

// SignInInstructor uses a sign-in link for a browser and returns the token that is
// the browser's from now on. device is the token it held until now, which opens
// nothing any more; its learner stays the browser's. A browser that had none, with
// an empty device, becomes a new learner's. [ErrNotFound] as in
// [Store.InstructorLink], or when there is no such device. Within ten seconds the
// link and the same device may come again; the browser then gets another token.
func (s *Store) SignInInstructor(ctx context.Context, link, device string, at time.Time) (i Instructor, token string, err error) {
	if !isToken(link) {
		return Instructor{}, "", ErrNotFound
	}
	if token, err = s.newToken(); err != nil {
		return Instructor{}, "", err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		err := tx.one(queryLink, i.fields(), hash(link), millis(at))
		if errors.Is(err, ErrNotFound) {
			return tx.signInAgain(&i, link, device, token, at)
		}
		if err != nil {
			return err
		}
		return tx.signIn(i.ID, link, device, token, at)
	})
	if err != nil {
		return Instructor{}, "", err
	}
	return i, token, nil
}

func (tx *Tx) signIn(id InstructorID, link, device, token string, at time.Time) error {
	var before any
	if device != "" {
		before = hash(device)
	}
	if err := changed(tx.exec(queryUseLink, millis(at), before, hash(token), hash(link))); err != nil {
		return err
	}
	if device == "" {
		if _, err := tx.newLearner(token, at); err != nil {
			return err
		}
	} else if err := tx.renewDevice(hash(device), hash(token), at); err != nil {
		return err
	}
	return tx.grant(id, token, at)
}

// signInAgain renews the device that used a link a moment ago.
func (tx *Tx) signInAgain(i *Instructor, link, device, token string, at time.Time) error {
	var after []byte
	err := tx.one(queryLinkAgain, append(i.fields(), &after), hash(link), hash(device), millis(at.Add(-linkAgain)))
	if err != nil {
		return err
	}
	if err := tx.renewDevice(after, hash(token), at); err != nil {
		return err
	}
	if _, err := tx.exec(queryUsedAgain, hash(token), hash(link)); err != nil {
		return err
	}
	return tx.grant(i.ID, token, at)
}

func (tx *Tx) grant(id InstructorID, token string, at time.Time) error {
	_, err := tx.exec(queryGrant, hash(token), int64(id), millis(at))
	return err
}

// InstructorByToken finds the instructor that a device is signed in as;
// [ErrNotFound] when it isn't.
func (s *Store) InstructorByToken(ctx context.Context, device string) (Instructor, error) {
	if !isToken(device) {
		return Instructor{}, ErrNotFound
	}
	return single(ctx, s.reads, (*Instructor).fields, queryInstructorByToken, hash(device))
}

// SignOutInstructor takes an instructor's right from a device, which stays its
// learner's, and returns the token that the device has from now on; the old one
// opens nothing any more. [ErrNotFound] when there is no such device.
func (s *Store) SignOutInstructor(ctx context.Context, device string, at time.Time) (token string, err error) {
	if token, err = s.newToken(); err != nil {
		return "", err
	}
	err = s.Write(ctx, func(tx *Tx) error { return tx.renewDevice(hash(device), hash(token), at) })
	if err != nil {
		return "", err
	}
	return token, nil
}

// Instructors lists those who may sign in, by name.
func (s *Store) Instructors(ctx context.Context) ([]InstructorLine, error) {
	return list(ctx, s.reads, (*InstructorLine).fields, queryInstructors)
}

// RemoveInstructor signs an instructor out everywhere and ends their links. Their
// banks are kept, closed to learners, until they are added again. [ErrNotFound]
// when there is nobody of that name.
func (s *Store) RemoveInstructor(ctx context.Context, name string, at time.Time) error {
	name, err := plainName(name, "an instructor", maxInstructorName)
	if err != nil {
		return err
	}
	return s.Write(ctx, func(tx *Tx) error {
		var id InstructorID
		if err := tx.one(queryRemoveInstructor, []any{&id}, millis(at), name); err != nil {
			return err
		}
		_, grants := tx.exec(queryRemoveGrants, int64(id))
		_, links := tx.exec(queryRemoveLinks, int64(id))
		return errors.Join(grants, links)
	})
}

func (i *Instructor) fields() []any {
	return []any{&i.ID, &i.Name, moment{&i.Created}, moment{&i.Removed}}
}

func (l *InstructorLine) fields() []any {
	return append(l.Instructor.fields(), &l.Browsers, &l.Banks)
}
