package worst

import (
	"net/http"
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
	var rows []Row
	rows = append(rows, worldRows()...)
	rows = append(rows, toolRows()...)
	return rows
}
