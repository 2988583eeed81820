package site

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// Every redirect goes through this file: it leads to a path of this site, and no
// control character reaches a header.

// Redirect leads the browser to a path of this site.
func Redirect(c echo.Context, status int, path string) error {
	return c.Redirect(status, LocalPath(path))
}

// SeeOther answers a form: the browser goes on with a GET, so that going back
// or reloading sends nothing twice.
func SeeOther(c echo.Context, path string) error {
	return Redirect(c, http.StatusSeeOther, path)
}

// Onward answers a form after which the reader is on another page: by a redirect
// or, to htmx, by telling it to fetch that page's main part.
func Onward(c echo.Context, path string) error {
	if !IsFragment(c.Request()) {
		return SeeOther(c, path)
	}
	where, err := json.Marshal(map[string]string{"path": LocalPath(path), "target": "#main", "select": "#main", "swap": "outerHTML show:window:top"})
	if err != nil {
		return err
	}
	c.Response().Header().Set("Hx-Location", string(where))
	return c.NoContent(http.StatusNoContent)
}

// LocalPath returns a path of this site, the front page for anything that browsers
// could take for another one. What can't stand in a header is escaped.
func LocalPath(p string) string {
	if !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.Contains(p, `\`) ||
		strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "/"
	}
	var b strings.Builder
	for i := range len(p) {
		if p[i] == ' ' || p[i] > 0x7e {
			fmt.Fprintf(&b, "%%%02X", p[i])
		} else {
			b.WriteByte(p[i])
		}
	}
	return b.String()
}
