package worst

import (
	"net/http"
	"strings"
)

// table is a markdown table of so many rows and columns.
func table(rows, columns int) string {
	line := strings.Repeat("|a", columns) + "|\n"
	return line + strings.Repeat("|-", columns) + "|\n" + strings.Repeat(line, rows)
}

// teachRows are an instructor's pages. They are no anonymous requests, but held to the
// same bar.
func teachRows() []Row {
	bank := func(end string) func(*Site) string { return func(s *Site) string { return s.bank("bank") + end } }
	teach := func(path string) func(*Site) string {
		return func(s *Site) string { s.teacher(); return path }
	}
	question := func(end string) func(*Site) string {
		return func(s *Site) string { s.bank("bank"); return "/teach/questions/none" + end }
	}
	return []Row{
		get("/teach", "an instructor's", teach("/teach")),
		get("/teach/*", "no such page", teach("/teach/x/y")),
		post("/teach/*", "no such page", teach("/teach/x/y")),
		get("/teach/sign-in/:key", "no such link", at("/teach/sign-in/x")),
		post("/teach/sign-in/:key", "no such link", at("/teach/sign-in/x")),
		post("/teach/banks", "a long title", teach("/teach/banks"), "title", long(Body)),
		get("/teach/statistics", "an instructor's", teach("/teach/statistics")),
		get("/teach/statistics/:question", "no such question", teach("/teach/statistics/x")),
		get("/teach/statistics/export.csv", "an instructor's", teach("/teach/statistics/export.csv")),
		get("/teach/statistics/export.json", "an instructor's", teach("/teach/statistics/export.json")),
		get("/teach/banks/:bank", "a bank", bank("")),
		post("/teach/banks/:bank", "a long title", bank(""), "title", long(Body)),
		post("/teach/banks/:bank/keys", "a long field", bank("/keys"), "keys", long(Body)),
		post("/teach/banks/:bank/share", "a bank", bank("/share")),
		get("/teach/banks/:bank/new", "the form", bank("/new")),
		post("/teach/banks/:bank/new", "a table of 160 by 160", bank("/new"), "prompt", table(160, 160), "type", "choice", "preview", "on"),
		post("/teach/banks/:bank/new", "a table of one row and 20,000 columns", bank("/new"), "prompt", table(1, 10_000), "type", "choice", "preview", "on"),
		post("/teach/banks/:bank/new", "a table of 3,000 columns and many short rows", bank("/new"), "prompt", table(0, 3000)+strings.Repeat("|a\n", 10_000), "type", "choice", "preview", "on"),
		get("/teach/banks/:bank/import", "the form", bank("/import")),
		post("/teach/banks/:bank/import", "a table of 3,000 columns and many short rows", bank("/import"), "format", "gift", "text", table(0, 3000)+strings.Repeat("|a\n", 10_000)),
		get("/teach/banks/:bank/import/:import", "no such import", bank("/import/9")),
		post("/teach/banks/:bank/import/:import", "no such import", bank("/import/9")),
		get("/teach/banks/:bank/export", "the form", bank("/export")),
		get("/teach/banks/:bank/export/file", "as GIFT", bank("/export/file?format=gift")),
		get("/teach/questions/:question", "no such question", question("")),
		post("/teach/questions/:question", "no such question", question(""), "prompt", long(Body)),
		post("/teach/questions/:question/up", "no such question", question("/up")),
		post("/teach/questions/:question/down", "no such question", question("/down")),
		post("/teach/questions/:question/delete", "no such question", question("/delete")),
		post("/teach/questions/:question/restore", "no such question", question("/restore")),
		get("/bank/:key", "no such bank", at("/bank/x")),
		post("/bank/:key", "no such bank", at("/bank/x")),
		post("/teach/banks/:bank/delete", "a bank", bank("/delete")),
		post("/teach/banks/:bank/restore", "a bank", bank("/restore")),
		post("/teach/sign-out-others", "a long field", teach("/teach/sign-out-others"), "x", long(Body)),
		{Route: "POST /teach/sign-out", Name: "without a right to", Request: func(s *Site) *http.Request {
			r := s.form("/teach/sign-out")
			r.Header.Del("Cookie")
			return r
		}},
	}
}
