package store

import (
	"context"
	"sync/atomic"
)

// Meter counts what one request has stored. It travels in the request's context,
// see [WithMeter]; several goroutines may read it.
type Meter struct {
	writes, bytes atomic.Int64
}

// Writes is how many writes are on the disk.
func (m *Meter) Writes() int64 { return m.writes.Load() }

// Bytes is by how much the data file grew through them, in bytes, counted in
// whole pages of the file.
func (m *Meter) Bytes() int64 { return m.bytes.Load() }

type meterKey struct{}

// WithMeter returns a context whose writes count on m.
func WithMeter(ctx context.Context, m *Meter) context.Context {
	return context.WithValue(ctx, meterKey{}, m)
}

// MeterOf returns the context's meter; nil when it has none.
func MeterOf(ctx context.Context) *Meter {
	m, _ := ctx.Value(meterKey{}).(*Meter)
	return m
}

// What is asked of SQLite alone.
const (
	sqlitePageSize  = `PRAGMA page_size`
	sqlitePageCount = `PRAGMA page_count`
)

// size is how many bytes the data file has in this transaction.
func (tx *Tx) size() (int64, error) {
	if tx.pageSize == 0 {
		if err := tx.one(sqlitePageSize, []any{&tx.pageSize}); err != nil {
			return 0, err
		}
	}
	var pages int64
	err := tx.one(sqlitePageCount, []any{&pages})
	return pages * tx.pageSize, err
}

// measured runs f and answers by how much it grew the data file.
func (tx *Tx) measured(f func(*Tx) error) (grown int64, err error) {
	before, err := tx.size()
	if err != nil {
		return 0, err
	}
	if err := f(tx); err != nil {
		return 0, err
	}
	after, err := tx.size()
	return max(after-before, 0), err
}
