package learn

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall"
)

// Notices are the licences of what the site is made of. Its scripts are handed to
// every browser, and their licences ask for that.
func (s *Pages) Notices(c echo.Context) error {
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", rolecall.Notices)
}
