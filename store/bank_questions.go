package store

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// BankQuestion is a question of a bank as it stands.
type BankQuestion struct {
	ID       string // stable; [OfBank] tells it from a lesson's
	Bank     BankID
	Version  int    // of its meaning: attempts and statistics go by it
	Revision int    // counts every edit
	Place    int64  // among its bank's: by it and ID they are ordered
	Body     string // YAML, without id and version
	Created  time.Time
	Updated  time.Time
	Deleted  time.Time // zero while it is there
}

// EditedError says that a question was edited since the edit at hand began.
// Nothing of the later edit was kept.
type EditedError struct {
	Question string
	Have     int // the revision in the store
	From     int // the one that the edit was made from
}

func (e *EditedError) Error() string {
	return fmt.Sprintf("store: %s is at revision %d, the edit was made from %d", e.Question, e.Have, e.From)
}

// OfBank tells whether an id is that of a question of an instructor's bank.
func OfBank(question string) bool { return strings.HasPrefix(question, bankIDPrefix) }

const bankQuestionColumns = `bank_questions.id, bank_questions.bank, bank_questions.version, bank_questions.revision,
	bank_questions.place, bank_bodies.body, bank_questions.created, bank_questions.updated, bank_questions.deleted
	FROM bank_questions JOIN bank_bodies ON bank_bodies.question = bank_questions.id AND bank_bodies.version = bank_questions.version`

const (
	queryBankQuestions = `SELECT ` + bankQuestionColumns + ` WHERE bank_questions.bank = $1
		ORDER BY bank_questions.place, bank_questions.id`
	queryBankQuestion = `SELECT ` + bankQuestionColumns + ` JOIN banks ON banks.id = bank_questions.bank
		WHERE bank_questions.id = $1 AND banks.instructor = $2`
	queryBankBody = `SELECT bank_bodies.body, banks.lesson FROM bank_bodies
		JOIN bank_questions ON bank_questions.id = bank_bodies.question JOIN banks ON banks.id = bank_questions.bank
		WHERE bank_bodies.question = $1 AND bank_bodies.version = $2`
	queryBankRevision = `SELECT bank_questions.revision, bank_questions.version, bank_questions.bank, bank_questions.place
		FROM bank_questions JOIN banks ON banks.id = bank_questions.bank
		WHERE bank_questions.id = $1 AND banks.instructor = $2 AND banks.deleted IS NULL`
	queryBankSize        = `SELECT COUNT(*), COALESCE(MAX(place), 0) FROM bank_questions WHERE bank = $1`
	queryAddBankQuestion = `INSERT INTO bank_questions (id, bank, version, revision, place, created, updated)
		VALUES ($1, $2, 1, 1, $3, $4, $4)`
	querySetBankBody = `INSERT INTO bank_bodies (question, version, body, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (question, version) DO UPDATE SET body = excluded.body, at = excluded.at`
	queryEditBankQuestion = `UPDATE bank_questions SET version = $1, revision = $2, updated = $3 WHERE id = $4`
	queryDropBankQuestion = `UPDATE bank_questions SET deleted = $1, updated = $2 WHERE id = $3`
	queryBankNeighbours   = `SELECT id, place FROM bank_questions WHERE bank = $1 AND deleted IS NULL ORDER BY place, id`
	queryPlaceQuestion    = `UPDATE bank_questions SET place = $1 WHERE id = $2`
)

// BankQuestions lists the questions of a bank in their order, deleted ones too.
// Whose bank it is must be known already.
func (s *Store) BankQuestions(ctx context.Context, bank BankID) ([]BankQuestion, error) {
	return list(ctx, s.reads, (*BankQuestion).fields, queryBankQuestions, int64(bank))
}

// BankQuestion reads a question of one of the instructor's banks; [ErrNotFound]
// when there is none such.
func (s *Store) BankQuestion(ctx context.Context, owner InstructorID, id string) (BankQuestion, error) {
	return single(ctx, s.reads, (*BankQuestion).fields, queryBankQuestion, id, int64(owner))
}

// BankBody is what a version of a bank's question says.
type BankBody struct {
	Body   string // YAML, without id and version
	Lesson string // of its bank
}

// BankBody reads what a version of a question says, whoever's it is and deleted or
// not: attempts keep what they asked. [ErrNotFound] when there is no such version.
func (s *Store) BankBody(ctx context.Context, q Question) (BankBody, error) {
	return single(ctx, s.reads, (*BankBody).fields, queryBankBody, q.ID, q.Version)
}

// AddBankQuestions puts questions at the end of a bank, all or none, and returns
// their ids. [ErrNotFound] as in [Store.Bank], a deleted bank too; [*LimitError]
// when they would be too many or one is too long.
func (s *Store) AddBankQuestions(ctx context.Context, owner InstructorID, bank BankID, bodies []string, at time.Time) (ids []string, err error) {
	if ids, err = s.bankIDs(bodies); err != nil {
		return nil, err
	}
	err = s.Write(ctx, func(tx *Tx) error { return tx.addBankQuestions(owner, bank, ids, bodies, at) })
	return ids, err
}

// NewBankQuestionID draws the id of a question that is about to be written.
func (s *Store) NewBankQuestionID() (string, error) {
	name, err := s.drawName(bankIDBytes)
	return bankIDPrefix + name, err
}

// AddBankQuestion puts a question of a drawn id at the end of a bank; fresh is
// false when it is there already, as when a form is sent twice, and stays as it
// is. Errors as in [Store.AddBankQuestions]; an id of another form is not found.
func (s *Store) AddBankQuestion(ctx context.Context, owner InstructorID, bank BankID, id, body string, at time.Time) (fresh bool, err error) {
	if !bankID.MatchString(id) {
		return false, ErrNotFound
	}
	if len(body) > MaxBankBody {
		return false, &LimitError{"bytes in a question", MaxBankBody}
	}
	err = s.Write(ctx, func(tx *Tx) error { return tx.addBankQuestions(owner, bank, []string{id}, []string{body}, at) })
	if duplicate(err) {
		return false, nil
	}
	return err == nil, err
}

var bankID = regexp.MustCompile(`^` + bankIDPrefix + `[a-z2-7]{13}$`)

// bankIDs draws an id for each body, none of which may be too long.
func (s *Store) bankIDs(bodies []string) ([]string, error) {
	ids := make([]string, len(bodies))
	for i, body := range bodies {
		if len(body) > MaxBankBody {
			return nil, &LimitError{"bytes in a question", MaxBankBody}
		}
		id, err := s.NewBankQuestionID()
		if err != nil {
			return nil, err
		}
		ids[i] = id
	}
	return ids, nil
}

func (tx *Tx) addBankQuestions(owner InstructorID, bank BankID, ids, bodies []string, at time.Time) error {
	if err := changed(tx.exec(queryTouchBank, millis(at), int64(bank), int64(owner))); err != nil {
		return err
	}
	var have int
	var place int64
	if err := tx.one(queryBankSize, []any{&have, &place}, int64(bank)); err != nil {
		return err
	}
	if have+len(ids) > MaxBankQuestions {
		return &LimitError{"questions in a bank, deleted ones among them", MaxBankQuestions}
	}
	for i, id := range ids {
		place++
		if _, err := tx.exec(queryAddBankQuestion, id, int64(bank), place, millis(at)); err != nil {
			return err
		}
		if _, err := tx.exec(querySetBankBody, id, 1, bodies[i], millis(at)); err != nil {
			return err
		}
	}
	return nil
}

// EditBankQuestion replaces what a question says, by an edit that was made from a
// revision: as the next version when its meaning changed, else as the one it has.
// [*EditedError] when it was edited since; [ErrNotFound] and [*LimitError] as in
// [Store.AddBankQuestions].
func (s *Store) EditBankQuestion(ctx context.Context, owner InstructorID, id string, from int, body string, meaning bool, at time.Time) error {
	if len(body) > MaxBankBody {
		return &LimitError{"bytes in a question", MaxBankBody}
	}
	return s.Write(ctx, func(tx *Tx) error {
		q, err := tx.bankRevision(owner, id)
		if err != nil {
			return err
		}
		if q.Revision != from {
			return &EditedError{Question: id, Have: q.Revision, From: from}
		}
		if meaning {
			q.Version++
		}
		if _, err := tx.exec(querySetBankBody, id, q.Version, body, millis(at)); err != nil {
			return err
		}
		return changed(tx.exec(queryEditBankQuestion, q.Version, from+1, millis(at), id))
	})
}

// DeleteBankQuestion puts a question away; attempts that ask it keep it.
func (s *Store) DeleteBankQuestion(ctx context.Context, owner InstructorID, id string, at time.Time) error {
	return s.dropBankQuestion(ctx, owner, id, millis(at), at)
}

// RestoreBankQuestion brings a question back to where it was.
func (s *Store) RestoreBankQuestion(ctx context.Context, owner InstructorID, id string, at time.Time) error {
	return s.dropBankQuestion(ctx, owner, id, nil, at)
}

func (s *Store) dropBankQuestion(ctx context.Context, owner InstructorID, id string, deleted any, at time.Time) error {
	return s.Write(ctx, func(tx *Tx) error {
		if _, err := tx.bankRevision(owner, id); err != nil {
			return err
		}
		return changed(tx.exec(queryDropBankQuestion, deleted, millis(at), id))
	})
}

// MoveBankQuestion swaps a question with the one before it (by -1) or after it
// (by 1). At the end of the list nothing happens.
func (s *Store) MoveBankQuestion(ctx context.Context, owner InstructorID, id string, by int) error {
	return s.Write(ctx, func(tx *Tx) error {
		q, err := tx.bankRevision(owner, id)
		if err != nil {
			return err
		}
		ids, places, err := tx.bankPlaces(q.Bank)
		if err != nil {
			return err
		}
		for i := range ids {
			if j := i + by; ids[i] == id && j >= 0 && j < len(ids) {
				if err := changed(tx.exec(queryPlaceQuestion, places[j], id)); err != nil {
					return err
				}
				return changed(tx.exec(queryPlaceQuestion, places[i], ids[j]))
			}
		}
		return nil
	})
}

func (tx *Tx) bankRevision(owner InstructorID, id string) (q BankQuestion, err error) {
	err = tx.one(queryBankRevision, []any{&q.Revision, &q.Version, &q.Bank, &q.Place}, id, int64(owner))
	return q, err
}

func (tx *Tx) bankPlaces(bank BankID) (ids []string, places []int64, err error) {
	st, err := tx.prepared(queryBankNeighbours)
	if err != nil {
		return nil, nil, err
	}
	rows, err := st.QueryContext(background, int64(bank))
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var place int64
		if err := rows.Scan(&id, &place); err != nil {
			return nil, nil, err
		}
		ids, places = append(ids, id), append(places, place)
	}
	return ids, places, rows.Err()
}

func (q *BankQuestion) fields() []any {
	return []any{&q.ID, &q.Bank, &q.Version, &q.Revision, &q.Place, &q.Body, moment{&q.Created}, moment{&q.Updated}, moment{&q.Deleted}}
}

func (b *BankBody) fields() []any { return []any{&b.Body, &b.Lesson} }
