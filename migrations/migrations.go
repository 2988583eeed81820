// Package migrations holds the numbered steps that bring a data file to the
// shape this build writes. Steps go forward only: a step that has been released
// never changes, and a mistake is fixed by the next step. A new step needs a data
// file for the tests: go test ./store -run TestReleases -update.
//
// Migrations are written per database engine; the queries in package store are
// shared by all of them.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed sqlite/*.sql
var files embed.FS

// SQLite returns the steps for SQLite, one file each, named
// NUMBER_what_it_does.sql in goose's format.
func SQLite() (fs.FS, error) { return fs.Sub(files, "sqlite") }
