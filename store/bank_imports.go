package store

import (
	"context"
	"time"
)

// BankImport is a file that was looked through for a bank.
type BankImport struct {
	ID      string
	Bank    BankID
	Format  string
	File    string // its name; may be empty
	Source  []byte
	Created time.Time
	Taken   time.Time // zero until its questions were taken
	Count   int       // how many were
}

const bankImportColumns = `bank_imports.id, bank_imports.bank, bank_imports.format, bank_imports.file, bank_imports.source,
	bank_imports.created, bank_imports.taken, bank_imports.count`

const (
	queryAddBankImport = `INSERT INTO bank_imports (id, bank, format, file, source, created) VALUES ($1, $2, $3, $4, $5, $6)`
	queryBankImport    = `SELECT ` + bankImportColumns + ` FROM bank_imports JOIN banks ON banks.id = bank_imports.bank
		WHERE bank_imports.id = $1 AND banks.instructor = $2`
	queryDropBankImports = `DELETE FROM bank_imports WHERE bank = $1 AND id NOT IN
		(SELECT id FROM bank_imports WHERE bank = $1 ORDER BY created DESC, id LIMIT $2)`
	queryTakeBankImport = `UPDATE bank_imports SET taken = $1, count = $2, source = $3
		WHERE id = $4 AND bank = $5 AND taken IS NULL`
	queryTakenBefore = `SELECT count FROM bank_imports WHERE id = $1 AND bank = $2`
)

// AddBankImport keeps a file to look through, and the last few of its bank. Errors
// as in [Store.AddBankQuestions]. ID, Taken and Count of i are not looked at.
func (s *Store) AddBankImport(ctx context.Context, owner InstructorID, i BankImport) (id string, err error) {
	if len(i.Source) > MaxBankSource {
		return "", &LimitError{"bytes in a file", MaxBankSource}
	}
	if id, err = s.drawName(bankIDBytes); err != nil {
		return "", err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		if err := changed(tx.exec(queryTouchBank, millis(i.Created), int64(i.Bank), int64(owner))); err != nil {
			return err
		}
		if _, err := tx.exec(queryAddBankImport, id, int64(i.Bank), i.Format, i.File, i.Source, millis(i.Created)); err != nil {
			return err
		}
		_, err := tx.exec(queryDropBankImports, int64(i.Bank), maxBankImports)
		return err
	})
	return id, err
}

// BankImport reads a file kept for one of the instructor's banks; [ErrNotFound]
// when there is none such.
func (s *Store) BankImport(ctx context.Context, owner InstructorID, id string) (BankImport, error) {
	return single(ctx, s.reads, (*BankImport).fields, queryBankImport, id, int64(owner))
}

// TakeBankImport puts questions of an import at the end of its bank, all or none.
// A file is taken once, and its text is then let go: n is how many were taken,
// fresh is false when that was before. Errors as in [Store.AddBankQuestions].
func (s *Store) TakeBankImport(ctx context.Context, owner InstructorID, bank BankID, id string, bodies []string, at time.Time) (n int, fresh bool, err error) {
	ids, err := s.bankIDs(bodies)
	if err != nil {
		return 0, false, err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		if err := changed(tx.exec(queryTouchBank, millis(at), int64(bank), int64(owner))); err != nil {
			return err
		}
		taken, err := tx.exec(queryTakeBankImport, millis(at), len(bodies), []byte{}, id, int64(bank))
		if err != nil {
			return err
		}
		if fresh = taken == 1; !fresh {
			return tx.one(queryTakenBefore, []any{&n}, id, int64(bank))
		}
		n = len(bodies)
		return tx.addBankQuestions(owner, bank, ids, bodies, at)
	})
	return n, fresh, err
}

func (i *BankImport) fields() []any {
	return []any{&i.ID, &i.Bank, &i.Format, &i.File, &i.Source, moment{&i.Created}, moment{&i.Taken}, &i.Count}
}
