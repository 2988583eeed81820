package store

import (
	"context"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"time"
)

// BankID numbers a bank of questions.
type BankID int64

// Bank is an instructor's own bank of questions.
type Bank struct {
	ID         BankID
	Instructor InstructorID
	Title      string
	Lesson     string // slug of the lesson whose objectives its questions name; may be empty
	Code       string // opens it to learners; empty while it isn't shared
	Created    time.Time
	Updated    time.Time
	Deleted    time.Time // zero while it is there
	Questions  int       // those that are there

	KeysShown    KeysShown // when learners see the keys
	AnsweredOnly bool      // and only of what they answered
}

// Rule is what learners see of the bank's keys now.
func (b Bank) Rule() KeyRule {
	return KeyRule{Shown: b.KeysShown, AnsweredOnly: b.AnsweredOnly, Closed: b.Code == "" || !b.Deleted.IsZero()}
}

// Bounds of banks. What is over one is a [*LimitError].
const (
	MaxBanks         = 50       // of an instructor, deleted ones among them
	MaxBankQuestions = 500      // of a bank, deleted ones among them
	MaxBankBody      = 32 << 10 // bytes of a question
	MaxBankSource    = 1 << 20  // bytes of a file to import
	maxBankTitle     = 120      // characters
	maxBankImports   = 3        // files of a bank kept at a time; the oldest goes first
	bankIDBytes      = 8        // of a question's or an import's id
	bankCodeBytes    = 10       // of a code
	bankIDPrefix     = "own-"   // of a question's id: no lesson's question begins so
)

// LimitError says that something would be more than there may be.
type LimitError struct {
	What string // "banks", "questions in a bank"
	Most int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("there can be at most %d %s", e.Most, e.What)
}

const bankColumns = `banks.id, banks.instructor, banks.title, banks.lesson, COALESCE(banks.code, ''), banks.created, banks.updated, banks.deleted,
	banks.keys_shown, banks.keys_answered, (SELECT COUNT(*) FROM bank_questions WHERE bank_questions.bank = banks.id AND bank_questions.deleted IS NULL)`

const (
	queryAddBank    = `INSERT INTO banks (instructor, title, lesson, created, updated) VALUES ($1, $2, $3, $4, $4) RETURNING id`
	queryCountBanks = `SELECT COUNT(*) FROM banks WHERE instructor = $1`
	queryBanks      = `SELECT ` + bankColumns + ` FROM banks WHERE banks.instructor = $1 ORDER BY banks.id`
	queryBank       = `SELECT ` + bankColumns + ` FROM banks WHERE banks.id = $1 AND banks.instructor = $2`
	queryBankByCode = `SELECT ` + bankColumns + ` FROM banks JOIN instructors ON instructors.id = banks.instructor
		WHERE banks.code = $1 AND banks.deleted IS NULL AND instructors.removed IS NULL`
	querySetBank = `UPDATE banks SET title = $1, lesson = $2, updated = $3
		WHERE id = $4 AND instructor = $5 AND deleted IS NULL`
	querySetBankCode    = `UPDATE banks SET code = $1, updated = $2 WHERE id = $3 AND instructor = $4 AND deleted IS NULL`
	querySetBankDeleted = `UPDATE banks SET deleted = $1, updated = $2 WHERE id = $3 AND instructor = $4`
	queryTouchBank      = `UPDATE banks SET updated = $1 WHERE id = $2 AND instructor = $3 AND deleted IS NULL`
)

// NewBank makes a bank. A title that won't do is a [*NameError], one bank too many
// a [*LimitError].
func (s *Store) NewBank(ctx context.Context, owner InstructorID, title, lesson string, at time.Time) (id BankID, err error) {
	if title, err = plainName(title, "a bank", maxBankTitle); err != nil {
		return 0, err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		var have int
		if err := tx.one(queryCountBanks, []any{&have}, int64(owner)); err != nil {
			return err
		}
		if have >= MaxBanks {
			return &LimitError{"banks", MaxBanks}
		}
		return tx.one(queryAddBank, []any{&id}, int64(owner), title, lesson, millis(at))
	})
	return id, err
}

// Banks lists an instructor's banks, deleted ones too, the oldest first.
func (s *Store) Banks(ctx context.Context, owner InstructorID) ([]Bank, error) {
	return list(ctx, s.reads, (*Bank).fields, queryBanks, int64(owner))
}

// Bank reads a bank of the instructor's; [ErrNotFound] when there is none, or it is
// another's.
func (s *Store) Bank(ctx context.Context, owner InstructorID, id BankID) (Bank, error) {
	return single(ctx, s.reads, (*Bank).fields, queryBank, int64(id), int64(owner))
}

// BankByCode finds the bank that a code opens to learners; [ErrNotFound] when it
// opens none.
func (s *Store) BankByCode(ctx context.Context, code string) (Bank, error) {
	if code == "" {
		return Bank{}, ErrNotFound
	}
	return single(ctx, s.reads, (*Bank).fields, queryBankByCode, code)
}

// SetBank gives a bank a title and a lesson. Errors as in [Store.NewBank] and
// [Store.Bank]; a deleted bank is not found.
func (s *Store) SetBank(ctx context.Context, owner InstructorID, id BankID, title, lesson string, at time.Time) error {
	title, err := plainName(title, "a bank", maxBankTitle)
	if err != nil {
		return err
	}
	return s.Write(ctx, func(tx *Tx) error {
		return changed(tx.exec(querySetBank, title, lesson, millis(at), int64(id), int64(owner)))
	})
}

// ShareBank gives a bank a fresh code, 16 small letters and digits; a code it had
// opens nothing any more.
func (s *Store) ShareBank(ctx context.Context, owner InstructorID, id BankID, at time.Time) (code string, err error) {
	if code, err = s.drawName(bankCodeBytes); err != nil {
		return "", err
	}
	return code, s.setBankCode(ctx, owner, id, code, at)
}

// CloseBank takes a bank's code away.
func (s *Store) CloseBank(ctx context.Context, owner InstructorID, id BankID, at time.Time) error {
	return s.setBankCode(ctx, owner, id, nil, at)
}

func (s *Store) setBankCode(ctx context.Context, owner InstructorID, id BankID, code any, at time.Time) error {
	return s.Write(ctx, func(tx *Tx) error {
		return changed(tx.exec(querySetBankCode, code, millis(at), int64(id), int64(owner)))
	})
}

// DeleteBank puts a bank away: learners can't open it, and nothing in it changes
// until [Store.RestoreBank]. Attempts that were begun go on.
func (s *Store) DeleteBank(ctx context.Context, owner InstructorID, id BankID, at time.Time) error {
	return s.setBankDeleted(ctx, owner, id, millis(at), at)
}

// RestoreBank brings a bank back as it was.
func (s *Store) RestoreBank(ctx context.Context, owner InstructorID, id BankID, at time.Time) error {
	return s.setBankDeleted(ctx, owner, id, nil, at)
}

func (s *Store) setBankDeleted(ctx context.Context, owner InstructorID, id BankID, deleted any, at time.Time) error {
	return s.Write(ctx, func(tx *Tx) error {
		return changed(tx.exec(querySetBankDeleted, deleted, millis(at), int64(id), int64(owner)))
	})
}

// drawName draws a name of small letters and digits that can't be guessed.
func (s *Store) drawName(bytes int) (string, error) {
	b := make([]byte, bytes)
	if _, err := io.ReadFull(s.rand, b); err != nil {
		return "", fmt.Errorf("store: draw a name: %w", err)
	}
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)), nil
}

func (b *Bank) fields() []any {
	return []any{&b.ID, &b.Instructor, &b.Title, &b.Lesson, &b.Code, moment{&b.Created}, moment{&b.Updated}, moment{&b.Deleted},
		&b.KeysShown, &b.AnsweredOnly, &b.Questions}
}
