package store_test

import (
	"database/sql"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rolecall/store"
)

// queries are the constants of this package named query…, by name.
func queries(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	ok(t, err)
	consts := map[string]ast.Expr{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		ok(t, err)
		for _, d := range f.Decls {
			g, isGen := d.(*ast.GenDecl)
			if !isGen || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				if len(v.Names) == 1 && len(v.Values) == 1 {
					consts[v.Names[0].Name] = v.Values[0]
				}
			}
		}
	}
	all := map[string]string{}
	for name, v := range consts {
		if strings.HasPrefix(name, "query") {
			all[name] = evaluate(t, consts, v)
		}
	}
	if len(all) < 40 {
		t.Fatalf("found only %d queries", len(all))
	}
	return all
}

// evaluate joins a constant's literals.
func evaluate(t *testing.T, consts map[string]ast.Expr, e ast.Expr) string {
	t.Helper()
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		ok(t, err)
		return s
	case *ast.BinaryExpr:
		return evaluate(t, consts, e.X) + evaluate(t, consts, e.Y)
	case *ast.Ident:
		return evaluate(t, consts, consts[e.Name])
	}
	t.Fatalf("a query is built from %T", e)
	return ""
}

// onlySQLite is what PostgreSQL doesn't know or means otherwise.
var onlySQLite = regexp.MustCompile(`(?i)\b(insert or|replace into|ifnull|glob|rowid|autoincrement|pragma|` +
	`strftime|datetime|julianday|unixepoch|json_\w+|group_concat|total|randomblob|hex|indexed by|` +
	`limit\s+\S+\s*,|is not distinct|like)\b|\?|` + "`" + `|==|\[|"`)

var parameter = regexp.MustCompile(`\$(\d+)`)

// TestQueriesAreShared holds every query to the SQL that both engines share.
func TestQueriesAreShared(t *testing.T) {
	for name, q := range queries(t) {
		if m := onlySQLite.FindString(q); m != "" {
			t.Errorf("%s uses %q, which PostgreSQL doesn't share", name, m)
		}
		first := 0
		for _, m := range parameter.FindAllStringSubmatch(q, -1) {
			n, err := strconv.Atoi(m[1])
			ok(t, err)
			if n > first+1 {
				t.Errorf("%s: $%d comes before $%d", name, n, first+1)
			}
			first = max(first, n)
		}
	}
}

// TestQueriesFitTheTables has SQLite compile every query.
func TestQueriesFitTheTables(t *testing.T) {
	db := migrated(t)
	for name, q := range queries(t) {
		st, err := db.PrepareContext(t.Context(), q)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		ok(t, st.Close())
	}
}

// TestOnlyConstantsAreRun finds every call that runs SQL and sees that it is
// given a constant, or a name that was.
func TestOnlyConstantsAreRun(t *testing.T) {
	files, err := filepath.Glob("*.go")
	ok(t, err)
	calls := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		ok(t, err)
		ast.Inspect(f, func(n ast.Node) bool {
			call, isCall := n.(*ast.CallExpr)
			if !isCall {
				return true
			}
			if arg := sqlArgument(call); arg != nil {
				calls++
				if id, isName := arg.(*ast.Ident); !isName || !regexp.MustCompile(`^(query\w*|sqlite\w+)$`).MatchString(id.Name) {
					t.Errorf("%s: SQL that is no constant: %#v", name, arg)
				}
			}
			return true
		})
	}
	if calls < 40 {
		t.Fatalf("found only %d calls", calls)
	}
}

// sqlArgument is the argument of a call that is SQL; nil for other calls.
func sqlArgument(call *ast.CallExpr) ast.Expr {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	at := map[string]int{"exec": 0, "one": 0, "addRows": 0, "prepared": -1, "rows": 1, "list": 3, "single": 3, "every": 4, "rowsAs": 4, "itemsAs": 3,
		"QueryContext": 1, "PrepareContext": 1}
	i, runs := at[name]
	switch {
	case !runs:
		return nil
	case i < 0:
		return call.Args[len(call.Args)-1]
	case name == "QueryContext" && !strings.HasPrefix(exprName(call.Args[min(i, len(call.Args)-1)]), "query"):
		return nil // of a prepared statement: its arguments follow
	}
	return call.Args[i]
}

func exprName(e ast.Expr) string {
	if id, isName := e.(*ast.Ident); isName {
		return id.Name
	}
	return ""
}

// migrated opens the file of a new store beside the store.
func migrated(t *testing.T) *sql.DB {
	t.Helper()
	dir := t.TempDir()
	open(t, dir)
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	ok(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

// ourTables lists the tables but those of SQLite and goose.
func ourTables(t *testing.T, db *sql.DB) []string {
	t.Helper()
	return column(t, db, `SELECT name FROM pragma_table_list
		WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'`)
}

func column(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	ok(t, err)
	defer rows.Close()
	var all []string
	for rows.Next() {
		var s string
		ok(t, rows.Scan(&s))
		all = append(all, s)
	}
	ok(t, rows.Err())
	return all
}

// reserved are PostgreSQL's reserved words that somebody might name a column by
// (https://www.postgresql.org/docs/current/sql-keywords-appendix.html).
var reserved = strings.Fields(`all analyse analyze and any array as asc asymmetric both case cast check collate
	column constraint create current_date current_time current_user default deferrable desc distinct do else end
	except false fetch for foreign from grant group having in initially intersect into lateral leading left like
	limit localtime natural not null offset on only or order outer placing primary references returning right
	select session_user similar some symmetric table then to trailing true union unique user using variadic
	verbose when where window with`)

func TestTables(t *testing.T) {
	db := migrated(t)
	strict := column(t, db, `SELECT name FROM pragma_table_list WHERE strict = 1`)
	for _, table := range ourTables(t, db) {
		if !slices.Contains(strict, table) {
			t.Errorf("table %s is not STRICT", table)
		}
		names := append(column(t, db, `SELECT name FROM pragma_table_info($1)`, table), table)
		for _, name := range names {
			if slices.Contains(reserved, name) {
				t.Errorf("table %s: %q is a reserved word of PostgreSQL", table, name)
			}
		}
	}
}
