package store_test

import (
	"database/sql"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"rolecall/migrations"
	"rolecall/store"
)

// TestReleases opens a data file of every step there was, as SQL in
// testdata/releases: what was in it is there afterwards, and is read.
//
// A file that is there is never written anew, for it is what a release wrote.
func TestReleases(t *testing.T) {
	for _, step := range steps(t) {
		t.Run(fmt.Sprint(step), func(t *testing.T) {
			name := filepath.Join("testdata", "releases", fmt.Sprintf("%05d.sql", step))
			if _, err := os.Stat(name); err != nil && *update {
				ok(t, os.WriteFile(name, []byte(dump(t, stepFile(t, step))), 0o644))
			}
			script, err := os.ReadFile(name)
			if err != nil {
				t.Fatalf("%v: make it with go test ./store -run TestReleases -update", err)
			}
			opensRelease(t, string(script))
		})
	}
}

func opensRelease(t *testing.T, script string) {
	dir := t.TempDir()
	rewrite(t, dir, "PRAGMA journal_mode = WAL;\n"+script) // as every release did
	before := rowsOf(t, dir)
	if len(before) < 3 {
		t.Fatalf("only %d tables", len(before))
	}
	s, err := store.Open(t.Context(), config(dir))
	ok(t, err)
	if said := told(t, s)[1]; !strings.HasSuffix(said, " <nil>") {
		t.Errorf("the learner's rows can't be read: %s", said)
	}
	ok(t, s.CheckRead(t.Context()))
	ok(t, s.CheckWrite(t.Context(), noon))
	_, _, err = s.NewLearner(t.Context(), noon)
	ok(t, err)
	backup := filepath.Join(t.TempDir(), "backup")
	ok(t, store.Backup(t.Context(), dir, backup))
	ok(t, store.Restore(t.Context(), backup, t.TempDir(), false))
	ok(t, s.Close())
	after := rowsOf(t, dir)
	for table, rows := range before {
		for _, row := range rows {
			if !slices.ContainsFunc(after[table], func(r string) bool { return strings.HasPrefix(r, row) }) {
				t.Errorf("table %s: the row %s is gone: %v", table, row, after[table])
			}
		}
	}
	equal(t, "application id", header(t, dir), "Role")
}

// TestReleaseIsBackedUpAndRestoredAsItIs: neither asks for a server that was
// started on the data first.
func TestReleaseIsBackedUpAndRestoredAsItIs(t *testing.T) {
	script, err := os.ReadFile(filepath.Join("testdata", "releases", "00003.sql"))
	ok(t, err)
	dir, other := t.TempDir(), t.TempDir()
	rewrite(t, dir, string(script))
	file := filepath.Join(t.TempDir(), "backup")
	ok(t, store.Backup(t.Context(), dir, file))
	ok(t, store.Restore(t.Context(), file, other, false))
	equal(t, "restored", rowsOf(t, other), rowsOf(t, dir))
}

func header(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, store.FileName))
	ok(t, err)
	return string(b[68:72])
}

// steps are the numbers of the migrations.
func steps(t *testing.T) (all []int64) {
	t.Helper()
	files, err := migrations.SQLite()
	ok(t, err)
	p, err := goose.NewProvider(goose.DialectSQLite3, memory(t), files)
	ok(t, err)
	for _, s := range p.ListSources() {
		all = append(all, s.Version)
	}
	if len(all) < 9 {
		t.Fatalf("only %d steps", len(all))
	}
	return all
}

func memory(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	ok(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// stepFile is a database at a step, with a row in every table.
func stepFile(t *testing.T, step int64) *sql.DB {
	t.Helper()
	files, err := migrations.SQLite()
	ok(t, err)
	db := memory(t)
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	ok(t, err)
	_, err = p.UpTo(t.Context(), step)
	ok(t, err)
	_, err = db.ExecContext(t.Context(), `UPDATE goose_db_version SET tstamp = '2026-11-21 12:00:00'`)
	ok(t, err)
	for _, table := range ourTables(t, db) {
		var columns, values []string
		for _, column := range column(t, db, `SELECT name FROM pragma_table_info($1)`, table) {
			columns = append(columns, column)
			values = append(values, sample(t, db, table, column))
		}
		insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), strings.Join(values, ", "))
		if _, err := db.ExecContext(t.Context(), insert); err != nil {
			t.Fatalf("%s: %v", insert, err)
		}
	}
	return db
}

// packed0 is an empty JSON object in gzip.
const packed0 = "x'1f8b0800000000000203abae050043bfa6a302000000'"

// samples are values of columns that not every value fits.
var samples = map[string]string{
	"review_settings.retention": "90", "challenge_results.failed": `'["shut"]'`,
	"attempts.questions": `'[{"id":"q1","version":1},{"id":"q2","version":1}]'`, "attempts.setup": `'{}'`,
	"world_steps.document": packed0, "world_beginnings.document": packed0, "world_archives.data": packed0,
	"world_drafts.content": packed0, "made_questions.packed": packed0, "archived_questions.packed": packed0,
	"banks.keys_shown": `'each'`,
	"answers.chosen":   `'["a"]'`, "refused_answers.chosen": `'["a"]'`,
}

// sample is a value for a column; one that refers to another table, as its row there.
func sample(t *testing.T, db *sql.DB, table, name string) string {
	t.Helper()
	if v, there := samples[table+"."+name]; there {
		return v
	}
	if to := column(t, db, `SELECT "table" || '.' || "to" FROM pragma_foreign_key_list($1) WHERE "from" = $2`, table, name); len(to) == 1 {
		other, key, _ := strings.Cut(to[0], ".")
		return sample(t, db, other, key)
	}
	switch kind := column(t, db, `SELECT type FROM pragma_table_info($1) WHERE name = $2`, table, name)[0]; kind {
	case "INTEGER":
		return "1"
	case "TEXT":
		return "'" + table + " " + name + "'"
	case "BLOB":
		return fmt.Sprintf("x'%x'", table+" "+name)
	default:
		t.Fatalf("%s.%s is of the type %s", table, name, kind)
		return ""
	}
}

// dump writes a database as SQL.
func dump(t *testing.T, db *sql.DB) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "PRAGMA application_id = %s;\n", column(t, db, `PRAGMA application_id`)[0])
	for _, made := range column(t, db, `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`) {
		b.WriteString(made + ";\n")
	}
	for table, rows := range tableRows(t, db) {
		for _, row := range rows {
			fmt.Fprintf(&b, "INSERT INTO %s VALUES (%s);\n", table, row)
		}
	}
	return b.String()
}

// rowsOf are the rows of a data file's tables, as SQL literals.
func rowsOf(t *testing.T, dir string) map[string][]string {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	ok(t, err)
	defer db.Close()
	all := map[string][]string{}
	for table, rows := range tableRows(t, db) {
		all[table] = rows
	}
	return all
}

// tableRows goes through the rows of every table, as SQL literals.
func tableRows(t *testing.T, db *sql.DB) iter.Seq2[string, []string] {
	t.Helper()
	return func(yield func(string, []string) bool) {
		tables := append(ourTables(t, db), "goose_db_version")
		slices.Sort(tables)
		for _, table := range tables {
			var quoted []string
			for _, name := range column(t, db, `SELECT name FROM pragma_table_info($1)`, table) {
				quoted = append(quoted, "quote("+name+")")
			}
			rows := column(t, db, fmt.Sprintf("SELECT %s FROM %s ORDER BY 1", strings.Join(quoted, " || ', ' || "), table))
			if !yield(table, rows) {
				return
			}
		}
	}
}
