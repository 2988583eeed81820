package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/mattn/go-sqlite3"
)

// maxGroup bounds how many writes share a transaction, and so how long the first
// of them waits.
const maxGroup = 512

// Write runs f in a savepoint of its own and returns once what it did is on the
// disk. Whatever else waits is committed by the same transaction; an error or a
// panic ([*PanicError]) in f undoes f alone. Cancelling ctx takes the write back
// as long as it hasn't started; after that Write waits for the outcome.
//
// f runs on the writer's goroutine: it must be short, must not call Write, and
// must not keep tx. It may run twice never: a write is not retried.
func (s *Store) Write(ctx context.Context, f func(tx *Tx) error) error {
	return s.writer.do(ctx, f)
}

// Writes counts the writes that were handed in since the file was opened, those
// that failed or changed no row among them.
func (s *Store) Writes() uint64 { return s.writer.taken.Load() }

// The life of a job. Only one side can move it out of waiting.
const (
	waiting int32 = iota
	started
	withdrawn
)

type job struct {
	f     func(*Tx) error
	meter *Meter // nil when nobody counts
	grown int64  // bytes, when somebody does
	state atomic.Int32
	err   error
	done  chan struct{}
}

// writer owns the one connection that writes.
type writer struct {
	conn  *sql.Conn
	tx    *Tx
	place func() error // [ErrGone] when the file isn't where it was opened
	queue chan *job
	ended chan struct{}
	taken atomic.Uint64 // jobs that were queued

	mu     sync.RWMutex // guards closed against senders
	closed bool
}

func startWriter(db *sql.DB, place func() error) (*writer, error) {
	conn, err := db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	w := &writer{
		conn:  conn,
		tx:    &Tx{conn: conn, stmts: map[string]*sql.Stmt{}},
		place: place,
		queue: make(chan *job, 2*maxGroup),
		ended: make(chan struct{}),
	}
	go w.run()
	return w, nil
}

func (w *writer) do(ctx context.Context, f func(*Tx) error) error {
	j := &job{f: f, meter: MeterOf(ctx), done: make(chan struct{})}
	if err := w.enqueue(ctx, j); err != nil {
		return err
	}
	select {
	case <-j.done:
	case <-ctx.Done():
		if j.state.CompareAndSwap(waiting, withdrawn) {
			return ctx.Err()
		}
		<-j.done
	}
	if j.err == nil && j.meter != nil {
		j.meter.writes.Add(1)
		j.meter.bytes.Add(j.grown)
	}
	return plain(j.err)
}

func (w *writer) enqueue(ctx context.Context, j *job) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case w.queue <- j:
		w.taken.Add(1)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close drains the queue and ends the writer. It may be called again.
func (w *writer) close() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.ended
}

func (w *writer) run() {
	defer close(w.ended)
	defer w.conn.Close()
	defer w.tx.closeStatements()
	group := make([]*job, 0, maxGroup)
	for j := range w.queue {
		group = w.gather(append(group[:0], j))
		w.commit(group)
		for _, j := range group {
			close(j.done)
		}
		clear(group)
	}
}

// gather adds what waits already; it never waits for more.
func (w *writer) gather(group []*job) []*job {
	for len(group) < maxGroup {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return group
			}
			group = append(group, j)
		default:
			return group
		}
	}
	return group
}

// commit runs the group in one transaction and leaves each job's outcome in it.
// SQLite goes on writing to a file that was deleted under it; here that is an error.
func (w *writer) commit(group []*job) {
	if err := w.place(); err != nil {
		fail(group, err)
		return
	}
	if err := w.tx.control("BEGIN IMMEDIATE"); err != nil {
		fail(group, fmt.Errorf("begin: %w", err))
		return
	}
	for _, j := range group {
		if !j.state.CompareAndSwap(waiting, started) {
			continue
		}
		if j.err = w.isolated(j.run); j.err != nil && !w.inTransaction() {
			// SQLite gave up the whole transaction, as it does on a full disk:
			// the neighbours' work is gone too, and later ones must not go on alone.
			fail(group, j.err)
			return
		}
	}
	if err := w.tx.control("COMMIT"); err != nil {
		if w.inTransaction() {
			err = errors.Join(err, w.tx.control("ROLLBACK"))
		}
		fail(group, fmt.Errorf("commit: %w", err))
		return
	}
	if err := w.place(); err != nil {
		fail(group, err)
	}
}

// run does the job, and measures it when somebody counts.
func (j *job) run(tx *Tx) (err error) {
	if j.meter == nil {
		return j.f(tx)
	}
	j.grown, err = tx.measured(j.f)
	return err
}

// isolated runs f in a savepoint, undone when f fails.
func (w *writer) isolated(f func(*Tx) error) error {
	if err := w.tx.control("SAVEPOINT one"); err != nil {
		return err
	}
	err := contain(f, w.tx)
	if err == nil {
		return w.tx.control("RELEASE SAVEPOINT one")
	}
	if !w.inTransaction() {
		return err
	}
	return errors.Join(err, w.tx.control("ROLLBACK TO SAVEPOINT one"), w.tx.control("RELEASE SAVEPOINT one"))
}

func contain(f func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	return f(tx)
}

// inTransaction asks the driver, for SQLite may end a transaction by itself.
func (w *writer) inTransaction() bool {
	in := false
	err := w.conn.Raw(func(c any) error {
		sc, ok := c.(*sqlite3.SQLiteConn)
		if !ok {
			return driver.ErrBadConn
		}
		in = !sc.AutoCommit()
		return nil
	})
	return err == nil && in
}

// fail gives every job that wasn't withdrawn the group's error, unless it has
// one of its own.
func fail(group []*job, err error) {
	for _, j := range group {
		j.state.CompareAndSwap(waiting, started)
		if j.err == nil {
			j.err = err
		}
	}
}
