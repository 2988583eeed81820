package hold

import (
	"context"
	"database/sql"
	"path/filepath"
	"time"
)

// The floor of a durable write is bench/floor's group commit: one writer that
// takes what waits into one transaction and answers after COMMIT, with no
// savepoints and no checks.

type floorAnswer struct {
	args []any
	done chan error
}

// floorCommit is groupCommit of bench/floor/main.go with the insert handed in.
func floorCommit(db *sql.DB, insert string, in <-chan floorAnswer, max int) error {
	ctx := context.Background()
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	st, err := c.PrepareContext(ctx, insert)
	if err != nil {
		return err
	}
	batch := make([]floorAnswer, 0, max)
	for a := range in {
		batch = append(batch[:0], a)
	drain:
		for len(batch) < max {
			select {
			case b := <-in:
				batch = append(batch, b)
			default:
				break drain
			}
		}
		_, err := c.ExecContext(ctx, "begin immediate")
		for _, b := range batch {
			if err == nil {
				_, err = st.Exec(b.args...)
			}
		}
		if err == nil {
			_, err = c.ExecContext(ctx, "commit")
		} else {
			c.ExecContext(ctx, "rollback")
		}
		for _, b := range batch {
			b.done <- err
		}
	}
	return nil
}

const (
	bareTable  = `create table answers(id integer primary key, user text, q text, ok int, at int)`
	bareInsert = `insert into answers(user,q,ok,at) values(?,?,?,?)`
	sameTable  = `create table answers(attempt integer not null, position integer not null, question text not null,
		version integer not null, chosen text not null, correct integer not null, hint integer not null,
		ms integer not null, at integer not null, primary key (attempt, position)) strict, without rowid`
	sameInsert = `insert into answers values(?,?,?,?,?,?,?,?,?)`
)

// floorWriter opens a file as bench/floor does and returns how to write to it.
func floorWriter(dir, table, insert string) (write func(args ...any) error, err error) {
	dsn := "file:" + filepath.Join(dir, "floor.db") + "?_journal_mode=WAL&_busy_timeout=5000&_synchronous=FULL"
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(2)
	if _, err := db.Exec(table); err != nil {
		return nil, err
	}
	in := make(chan floorAnswer, 1024)
	go floorCommit(db, insert, in, 512)
	return func(args ...any) error {
		done := make(chan error, 1)
		in <- floorAnswer{args, done}
		return <-done
	}, nil
}

// bareFloor writes bench/floor's own rows.
func bareFloor(dir string) (recorder, error) {
	write, err := floorWriter(dir, bareTable, bareInsert)
	return func(user, q int) error {
		return write(name("u", user), name("q", q), 1, time.Now().UnixMilli())
	}, err
}

// sameFloor writes the rows that Rolecall writes.
func sameFloor(dir string) (recorder, error) {
	write, err := floorWriter(dir, sameTable, sameInsert)
	return func(user, q int) error {
		return write(user*1_000_000+q/sitting, q%sitting, name("q", q%sitting), 1, `["a"]`, 1, 0, 900, time.Now().UnixMilli())
	}, err
}
