package worst

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Row is a worst case: an address of the site and a request to it.
type Row struct {
	Route   string // as the site registers it: "POST /check"
	Name    string // what makes it hard
	Import  bool   // an import, or a page of an imported world: 2 s and 200 MB
	Request func(*Site) *http.Request
}

// Rows are the worst cases known, those of one address after another.
func Rows() []Row {
	return slices.Concat(worldRows(), actRows(), toolRows(), consoleRows(), apiRows(), courseRows(), teachRows())
}

// Excused are the addresses without a row, and why they need none.
func Excused() map[string]string {
	excused := map[string]string{}
	for _, route := range []string{"/healthz", "/readyz", "/metrics", "/static/*", "/about", "/about/fidelity", "/about/notices", "/glossary"} {
		excused["GET "+route] = "takes nothing from whoever asks"
	}
	return excused
}

// get is a row that asks for a page.
func get(route, name string, path func(*Site) string) Row {
	return Row{Route: "GET " + route, Name: name, Request: func(s *Site) *http.Request { return s.get(path(s)) }}
}

// post is a row that sends a form to a path.
func post(route, name string, path func(*Site) string, fields ...string) Row {
	return Row{Route: "POST " + route, Name: name, Request: func(s *Site) *http.Request { return s.form(path(s), fields...) }}
}

// importing holds a row to the bar of imports: what it answers with was imported.
func importing(r Row) Row {
	r.Import = true
	return r
}

// at is a path that needs nothing made before.
func at(path string) func(*Site) string { return func(*Site) string { return path } }

// long is a text of a size for fields that are no policies.
func long(size int) string { return strings.Repeat("a b ", size/4) }

// many are so many fields of a form: name and value in turn.
func many(name string, n int) []string {
	var fields []string
	for i := range n {
		fields = append(fields, fmt.Sprintf("%s%d", name, i), "x")
	}
	return fields
}
