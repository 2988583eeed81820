package worlds

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

func (s *Pages) undo(c echo.Context) error { return s.turnWorld(c, false) }

func (s *Pages) redo(c echo.Context) error { return s.turnWorld(c, true) }

// turnWorld undoes the last change of a world, or does the last undone one again.
// The form says which change it showed; when that isn't the next one any more,
// somebody came before, and nothing is turned.
func (s *Pages) turnWorld(c echo.Context, redo bool) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	seq, err := strconv.ParseInt(site.First(f, "step"), 10, 64)
	if err != nil {
		return advice.BadInput("Say which change is meant.")
	}
	owner, err := s.Owner(c)
	if err != nil {
		return err
	}
	before, after, path, err := s.Worlds.Turn(c.Request().Context(), owner, c.Param("world"), seq, redo)
	if _, ok := errors.AsType[*store.ConflictError](err); before != nil && (ok || errors.Is(err, store.ErrNotFound)) {
		return s.stale(c, before)
	}
	if err != nil {
		return err
	}
	if path != "" {
		return site.SeeOther(c, site.DocPath(after.ID, path, "history"))
	}
	return site.SeeOther(c, view.WorldPath(after.ID)+"#history")
}

// stale shows the world as it is to a tab that showed it as it was.
func (s *Pages) stale(c echo.Context, p *play.World) error {
	p.Told = "This world was changed in another tab meanwhile, so nothing was undone or done again. It is shown as it is now; look at the buttons once more."
	return s.worldPage(c, http.StatusConflict, p, s.EditorOf(p, c.QueryParam("doc")))
}
