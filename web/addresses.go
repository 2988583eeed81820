package web

import (
	"slices"

	"github.com/labstack/echo/v4"
)

// Addresses lists every address of the site as it is registered: "GET /sandbox/:world".
// It is there for tests that hold each of them to something.
func Addresses() []string {
	e := echo.New()
	(&server{}).routes(e)
	var list []string
	for _, r := range e.Routes() {
		list = append(list, r.Method+" "+r.Path)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
