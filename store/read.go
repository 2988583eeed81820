package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
)

// reader is the read-only pool with its prepared statements.
type reader struct {
	db    *sql.DB
	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

func newReader(db *sql.DB) *reader { return &reader{db: db, stmts: map[string]*sql.Stmt{}} }

func (r *reader) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	r.mu.RLock()
	st := r.stmts[query]
	r.mu.RUnlock()
	if st != nil {
		return st, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if st := r.stmts[query]; st != nil {
		return st, nil
	}
	st, err := r.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	r.stmts[query] = st
	return st, nil
}

func (r *reader) close() error {
	var errs []error
	for _, st := range r.stmts {
		errs = append(errs, st.Close())
	}
	return errors.Join(append(errs, r.db.Close())...)
}

// querier is where rows come from: the pool, or one snapshot of it. Rows come
// without cancellation, for which the driver would start a goroutine a row; who
// reads many looks at ctx in between.
type querier interface {
	rows(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (r *reader) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := r.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(context.WithoutCancel(ctx), args...)
}

// snapshot reads several queries as of one moment.
type snapshot struct{ tx *sql.Tx }

func (s snapshot) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.tx.QueryContext(context.WithoutCancel(ctx), query, args...)
}

// atOnce runs f over one snapshot.
func (r *reader) atOnce(ctx context.Context, f func(querier) error) error {
	tx, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() // nothing was written
	return f(snapshot{tx})
}

// list reads all rows of a query, each by scan.
func list[T any](ctx context.Context, q querier, scan func(*T) []any, query string, args ...any) ([]T, error) {
	rows, err := q.rows(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		if len(all)%1024 == 1023 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var v T
		if err := rows.Scan(scan(&v)...); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// every reads the rows of a query one at a time and hands each to f, which may run
// other queries of the same snapshot. It ends at f's first error, and with ctx.
func every[T any](ctx context.Context, q querier, scan func(*T) []any, f func(T) error, query string, args ...any) error {
	rows, err := q.rows(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		var v T
		if err := rows.Scan(scan(&v)...); err != nil {
			return err
		}
		if err := f(v); err != nil {
			return err
		}
	}
	return rows.Err()
}

// single reads the only row of a query; [ErrNotFound] when there is none.
func single[T any](ctx context.Context, q querier, scan func(*T) []any, query string, args ...any) (T, error) {
	var zero T
	all, err := list(ctx, q, scan, query, args...)
	if err != nil {
		return zero, err
	}
	if len(all) == 0 {
		return zero, ErrNotFound
	}
	return all[0], nil
}

// millis is how a moment is stored.
func millis(t time.Time) int64 { return t.UnixMilli() }

// maybe is millis for a moment that may be none.
func maybe(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// moment scans a stored moment; none is the zero time.
type moment struct{ t *time.Time }

// Scan implements [sql.Scanner].
func (m moment) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*m.t = time.Time{}
	case int64:
		*m.t = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("a moment is stored as %T", v)
	}
	return nil
}

// document scans a column of JSON text.
type document[T any] struct{ v *T }

// Scan implements [sql.Scanner].
func (d document[T]) Scan(v any) error {
	switch v := v.(type) {
	case string:
		return json.Unmarshal([]byte(v), d.v)
	case []byte:
		return json.Unmarshal(v, d.v)
	default:
		return fmt.Errorf("a JSON column is stored as %T", v)
	}
}

// text is a value as JSON text. The types it is used with always have one.
func text(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// list text of nothing is an empty list, never null.
func listText(v []string) (string, error) {
	if v == nil {
		v = []string{}
	}
	return text(v)
}

// bit is a truth as both engines store it.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
