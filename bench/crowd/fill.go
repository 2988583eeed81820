package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/store"
)

// token is the secret of a learner's device, in the form that cookies have.
func token(learner int) string {
	var b [32]byte
	binary.BigEndian.PutUint64(b[:], uint64(learner))
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// sittingSize is how many questions an attempt has here; answerShare of a
// learner's reviews are answers, the rest looks at cards.
const (
	sittingSize = 20
	answerShare = 0.4
)

// fill makes learners with reviews, by SQL and without waiting for the disk.
// Attempts lie in the file as they come in life, learner after learner in turn.
func fill(dir string, learners, reviews int) error {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Config{Dir: dir, Rand: rand.Reader}) // makes the tables
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, store.FileName)+"?_synchronous=OFF&_cache_size=-400000")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := fillHelpers(ctx, db); err != nil {
		return err
	}
	sittings := max(int(float64(reviews)*answerShare)/sittingSize, 1)
	looks := reviews - sittings*sittingSize
	if err := fillLearners(ctx, db, learners); err != nil {
		return err
	}
	var cards int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM cards`).Scan(&cards); err != nil {
		return err
	}
	const group = 500 // learners a statement
	for from := 1; from <= learners; from += group {
		if _, err := db.ExecContext(ctx, insertLooks, time.Now().UnixMilli(), (looks+cards-1)/cards, from, min(from+group-1, learners), cards, looks); err != nil {
			return err
		}
	}
	for k := range sittings {
		at := time.Now().Add(-time.Duration(sittings-k) * 120 * time.Hour).UnixMilli()
		if _, err := db.ExecContext(ctx, insertAttempts, k, learners, sittingSize, at); err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, insertAnswers, at, k, learners); err != nil {
			return err
		}
	}
	_, err = db.ExecContext(ctx, `DROP TABLE cards; DROP TABLE sheets; DROP TABLE asked; DROP TABLE numbers; PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}

// SQLite numbers parameters by their first use, whatever the digits say.
const (
	insertLooks = `INSERT INTO card_reviews (learner, lesson, card, seq, grade, ms, at)
		SELECT l.id, c.lesson, c.card, n.i, 1 + min(3, (l.id * 7 + n.i * 13 + c.place) % 9), 4000, $1 - ($2 - n.i) * 345600000 + (l.id + c.place) % 3600 * 1000
		FROM learners l CROSS JOIN cards c CROSS JOIN numbers n
		WHERE l.id BETWEEN $3 AND $4 AND n.i < $2 AND n.i * $5 + c.place < $6`
	insertAttempts = `INSERT INTO attempts (id, learner, kind, lesson, seed, questions, size, started, finished)
		SELECT $1 * $2 + l.id, l.id, CASE WHEN $1 % 4 = 0 THEN 'test' ELSE 'practice' END, 'temporary-access', l.id, s.questions, $3, $4, $4 + 600000
		FROM learners l CROSS JOIN sheets s WHERE s.i = (l.id + $1) % (SELECT count(*) FROM sheets)`
	// Whoever knows more, and what is easier, is answered right more often.
	insertAnswers = `INSERT INTO answers (attempt, position, question, version, chosen, correct, hint, ms, at)
		SELECT attempt, place, question, version, CASE WHEN good THEN rightly ELSE wrongly END, good, place % 7 = 0 AND NOT good, ms, $1 + place * 20000
		FROM (SELECT $2 * $3 + l.id AS attempt, a.place, a.question, a.version, a.rightly, a.wrongly, 15000 + (l.id * 13 + a.place * 1700) % 40000 AS ms,
				l.id % 11 + (l.id * 7919 + a.place * 104729 + $2 * 1299709) / 7 % 10 > a.hard AS good
			FROM learners l CROSS JOIN asked a
			WHERE a.sheet = (l.id + $2) % (SELECT count(*) FROM sheets))`
)

// fillHelpers makes tables of the course's cards and of lists of its questions.
func fillHelpers(ctx context.Context, db *sql.DB) error {
	content, err := lessons.Embedded().Load()
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `CREATE TABLE cards (place INTEGER, lesson TEXT, card TEXT); CREATE TABLE sheets (i INTEGER PRIMARY KEY, questions TEXT);
		CREATE TABLE asked (sheet INTEGER, place INTEGER, question TEXT, version INTEGER, rightly TEXT, wrongly TEXT, hard INTEGER, PRIMARY KEY (sheet, place));
		CREATE TABLE numbers (i INTEGER PRIMARY KEY);
		INSERT INTO numbers WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n`); err != nil {
		return err
	}
	known, place := map[[2]string]bool{}, 0
	for _, l := range content.Course.Lessons() {
		for _, m := range l.Modes {
			for b := range m.All() {
				c, ok := b.(*lessons.Card)
				if !ok || known[[2]string{l.Slug, c.ID}] {
					continue
				}
				known[[2]string{l.Slug, c.ID}] = true
				if _, err := db.ExecContext(ctx, `INSERT INTO cards VALUES ($1, $2, $3)`, place, l.Slug, c.ID); err != nil {
					return err
				}
				place++
			}
		}
	}
	all := content.Bank.Questions(lesson)
	for i := range all {
		var asked []store.Question
		for n := range sittingSize {
			q := all[(i+n*7)%len(all)]
			asked = append(asked, store.Question{ID: q.ID, Version: q.Version})
			rightly, wrongly := answersTo(q, i)
			if _, err := db.ExecContext(ctx, `INSERT INTO asked VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				i, n, q.ID, q.Version, rightly, wrongly, 4+(i+n*7)%len(all)%9); err != nil {
				return err
			}
		}
		text, err := json.Marshal(asked)
		if err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, `INSERT INTO sheets VALUES ($1, $2)`, i, string(text)); err != nil {
			return err
		}
	}
	return nil
}

// answersTo are a right answer and a wrong one, as they are stored.
func answersTo(q *quiz.Question, n int) (rightly, wrongly string) {
	rightly, wrongly = `["a"]`, `["b"]`
	var right, wrong []string
	for _, o := range q.Options() {
		if o.Right {
			right = append(right, strconv.Quote(o.ID))
		} else {
			wrong = append(wrong, strconv.Quote(o.ID))
		}
	}
	if len(right) > 0 {
		rightly = "[" + strings.Join(right, ",") + "]"
	}
	if len(wrong) > 0 {
		wrongly = "[" + wrong[n*n%len(wrong)] + "]"
	}
	return rightly, wrongly
}

func fillLearners(ctx context.Context, db *sql.DB, learners int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // nothing, once committed
	for l := 1; l <= learners; l++ {
		if _, err := tx.ExecContext(ctx, `INSERT INTO learners (id, created) VALUES ($1, 0)`, l); err != nil {
			return err
		}
		sum := sha256.Sum256([]byte(token(l)))
		if _, err := tx.ExecContext(ctx, `INSERT INTO devices (token_hash, learner, created, used) VALUES ($1, $2, 0, 0)`, sum[:], l); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// filling fills a data directory.
func filling(o options) (bool, error) {
	if o.data == "" {
		return false, errors.New("-fill needs -data DIR")
	}
	return true, fill(o.data, o.learners, o.reviews)
}

// looking measures the pages of learners with a long log: first after a start,
// with nothing of them in the program's memory, and again.
func looking(o options) (bool, error) {
	dir := o.data
	if dir == "" {
		temporary, err := os.MkdirTemp("", "rolecall-crowd")
		if err != nil {
			return false, err
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	if _, err := os.Stat(filepath.Join(dir, store.FileName)); err != nil {
		began := time.Now()
		if err := fill(dir, o.learners, o.reviews); err != nil {
			return false, err
		}
		size := int64(0)
		if info, err := os.Stat(filepath.Join(dir, store.FileName)); err == nil {
			size = info.Size()
		}
		fmt.Printf("filled %d learners with %d reviews each in %v: %d MB\n", o.learners, o.reviews, time.Since(began).Round(time.Second), size>>20)
	}
	p, err := startProgram(o.bin, dir)
	if err != nil {
		return false, err
	}
	time.Sleep(warming) // the program's start is another matter
	var t times
	for round := range 3 {
		for _, path := range []string{"/progress", "/review"} {
			what := path + ", again"
			if round == 0 {
				what = path + ", first time"
			}
			for n := range o.sample {
				// Those of /progress and those of /review are different learners.
				learner := 1 + (n*2+len(path)%2)*(o.learners-1)/(2*o.sample)
				b, err := newBrowser(p.url)
				if err == nil {
					err = b.hold(token(learner))
				}
				var got answer
				if err == nil {
					got, err = b.get(path)
				}
				if err != nil {
					return false, err
				}
				t.add(what, got.took)
			}
		}
	}
	ok := true
	for _, what := range []string{"/progress, first time", "/progress, again", "/review, first time", "/review, again"} {
		ok = row(what, t.all[what], pageLimit) && ok
	}
	return ok, p.stop()
}
