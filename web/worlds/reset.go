package worlds

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/web/site"
	"rolecall/web/view"
)

// resetWorld puts a world back to how its story began.
func (s *Pages) resetWorld(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	id := c.Param("world")
	owner, err := s.Owner(c)
	if err != nil {
		return err
	}
	p, done, err := s.Worlds.Reset(c.Request().Context(), owner, id, site.First(f, "version"))
	if err != nil {
		return err
	}
	if !done {
		p.Told = "This world was changed in another tab meanwhile, so it was not reset. It is shown as it is now."
		return s.worldPage(c, http.StatusConflict, p, s.EditorOf(p, ""))
	}
	return site.SeeOther(c, view.WorldPath(id))
}
