package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Tx is a write under way, valid inside the function given to [Store.Write].
// Its methods are the parts of the Store's own that can be joined in one write.
type Tx struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt // by query; queries are constants, so it stays small

	pageSize int64 // of the data file, in bytes; 0 until it was asked for
}

// Statements run without a context: what has started is finished, and the
// driver need not watch for a cancellation.
var background = context.Background()

func (tx *Tx) prepared(query string) (*sql.Stmt, error) {
	if st := tx.stmts[query]; st != nil {
		return st, nil
	}
	st, err := tx.conn.PrepareContext(background, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	tx.stmts[query] = st
	return st, nil
}

func (tx *Tx) control(query string) error {
	st, err := tx.prepared(query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(background)
	return err
}

// exec answers how many rows were changed.
func (tx *Tx) exec(query string, args ...any) (int64, error) {
	st, err := tx.prepared(query)
	if err != nil {
		return 0, err
	}
	r, err := st.ExecContext(background, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// one reads a single row; [ErrNotFound] when there is none.
func (tx *Tx) one(query string, dest []any, args ...any) error {
	st, err := tx.prepared(query)
	if err != nil {
		return err
	}
	return notFound(st.QueryRowContext(background, args...).Scan(dest...))
}

func (tx *Tx) closeStatements() {
	for _, st := range tx.stmts {
		st.Close()
	}
}

func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}
