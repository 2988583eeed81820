package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// Every redirect goes through this file: it leads to a path of this site, and no
// control character reaches a header.

// redirect leads the browser to a path of this site.
func redirect(c echo.Context, status int, path string) error {
	return c.Redirect(status, localPath(path))
}

// seeOther answers a form: the browser goes on with a GET, so that going back
// or reloading sends nothing twice.
func seeOther(c echo.Context, path string) error {
	return redirect(c, http.StatusSeeOther, path)
}

// onward answers a form after which the reader is on another page: by a redirect
// or, to htmx, by telling it to fetch that page's main part.
func onward(c echo.Context, path string) error {
	if !isFragment(c.Request()) {
		return seeOther(c, path)
	}
	where, err := json.Marshal(map[string]string{"path": localPath(path), "target": "#main", "select": "#main", "swap": "outerHTML show:window:top"})
	if err != nil {
		return err
	}
	c.Response().Header().Set("Hx-Location", string(where))
	return c.NoContent(http.StatusNoContent)
}

// localPath returns a path of this site, the front page for anything that browsers
// could take for another one. What can't stand in a header is escaped.
func localPath(p string) string {
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
