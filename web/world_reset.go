package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/web/view"
)

// resetWorld puts a world back to how its story began.
func (s *server) resetWorld(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	id := c.Param("world")
	owner, err := s.owner(c)
	if err != nil {
		return err
	}
	p, done, err := s.worlds.reset(c.Request().Context(), owner, id, first(f, "version"))
	if err != nil {
		return err
	}
	if !done {
		p.told = "This world was changed in another tab meanwhile, so it was not reset. It is shown as it is now."
		return s.worldPage(c, http.StatusConflict, p, s.editorOf(p, ""))
	}
	return seeOther(c, view.WorldPath(id))
}
