package store

import (
	"context"
	"fmt"
	"time"
)

// What a learner is told of the keys: the one rule that attempts, lists, histories
// and exports go by.

// KeysShown says when a learner sees the keys of an instructor's bank.
type KeysShown string

// When keys are shown. The zero value is [KeysAfterEach], which is the course's own.
const (
	KeysAfterEach    KeysShown = "each"   // after each answer of a practice, at the end of a test
	KeysAtEnd        KeysShown = "end"    // when the attempt is over
	KeysAfterClosing KeysShown = "closed" // when the attempt is over and the bank is closed to learners
)

// KeyRule is what an instructor wants learners to see of a bank's keys. The zero
// value is the rule of the course.
type KeyRule struct {
	Shown        KeysShown
	AnsweredOnly bool // only of questions that the learner answered
	Closed       bool // no code opens the bank to learners now
}

// Tells reports whether the key of a question may be told now, and whether an answer
// to it was right: of an attempt of a kind that is over or not, and of a question
// that was answered in it or not.
func (r KeyRule) Tells(kind AttemptKind, over, answered bool) bool {
	if r.AnsweredOnly && !answered {
		return false
	}
	switch r.Shown {
	case KeysAtEnd:
		return over
	case KeysAfterClosing:
		return over && r.Closed
	case KeysAfterEach, "":
	}
	return over || answered && kind == Practice
}

// Feedback reports whether an attempt of a kind tells after each answer.
func (r KeyRule) Feedback(kind AttemptKind) bool { return r.Tells(kind, false, true) }

// KeyRules are the rules of the banks that a learner has attempts with, as they are
// now, by what those attempts stand under.
type KeyRules map[string]KeyRule

// Of is the rule for an attempt. That of a bank which isn't there any more tells
// nothing before the attempt is over.
func (rs KeyRules) Of(a Attempt) KeyRule {
	if a.Setup.Bank == nil {
		return KeyRule{}
	}
	if r, ok := rs[a.Lesson]; ok {
		return r
	}
	return KeyRule{Shown: KeysAtEnd}
}

// bankAttempts begins what attempts with a bank stand under.
const bankAttempts = "bank-"

// BankAttempts is what attempts with a bank stand under where others name their
// lesson, so that the statistics of its tests and the course's never mix.
func BankAttempts(id BankID) string { return fmt.Sprintf("%s%d", bankAttempts, id) }

const (
	queryKeyRules = `SELECT banks.id, banks.keys_shown, banks.keys_answered,
			CASE WHEN banks.code IS NULL OR banks.deleted IS NOT NULL OR instructors.removed IS NOT NULL THEN 1 ELSE 0 END
		FROM banks JOIN instructors ON instructors.id = banks.instructor
		WHERE banks.id IN (SELECT CAST(SUBSTR(attempts.lesson, 6) AS INTEGER) FROM attempts
			WHERE attempts.learner = $1 AND SUBSTR(attempts.lesson, 1, 5) = 'bank-')`
	querySetBankKeys = `UPDATE banks SET keys_shown = $1, keys_answered = $2, updated = $3
		WHERE id = $4 AND instructor = $5 AND deleted IS NULL`
)

// KeyRules reads the rules of the banks that a learner has attempts with.
func (s *Store) KeyRules(ctx context.Context, learner LearnerID) (KeyRules, error) {
	return keyRules(ctx, s.reads, learner)
}

// bankRule is the rule of one bank.
type bankRule struct {
	bank BankID
	KeyRule
}

func keyRules(ctx context.Context, q querier, learner LearnerID) (KeyRules, error) {
	list, err := list(ctx, q, (*bankRule).fields, queryKeyRules, int64(learner))
	if err != nil {
		return nil, err
	}
	rules := make(KeyRules, len(list))
	for _, r := range list {
		rules[BankAttempts(r.bank)] = r.KeyRule
	}
	return rules, nil
}

// SetBankKeys says when learners see the keys of a bank, from now on and for
// attempts that were begun or finished before too. Errors as in [Store.SetBank].
func (s *Store) SetBankKeys(ctx context.Context, owner InstructorID, id BankID, shown KeysShown, answeredOnly bool, at time.Time) error {
	return s.Write(ctx, func(tx *Tx) error {
		return changed(tx.exec(querySetBankKeys, string(shown), bit(answeredOnly), millis(at), int64(id), int64(owner)))
	})
}

func (r *bankRule) fields() []any { return []any{&r.bank, &r.Shown, &r.AnsweredOnly, &r.Closed} }
