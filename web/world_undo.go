package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/view"
)

func (s *server) undo(c echo.Context) error { return s.turnWorld(c, false) }
func (s *server) redo(c echo.Context) error { return s.turnWorld(c, true) }

// turnWorld undoes the last change of a world, or does the last undone one again.
// The form says which change it showed; when that isn't the next one any more,
// somebody came before, and nothing is turned.
func (s *server) turnWorld(c echo.Context, redo bool) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	seq, err := strconv.ParseInt(first(f, "step"), 10, 64)
	if err != nil {
		return advice.BadInput("Say which change is meant.")
	}
	owner, err := s.owner(c)
	if err != nil {
		return err
	}
	before, after, path, err := s.worlds.turn(c.Request().Context(), owner, c.Param("world"), seq, redo)
	if _, ok := errors.AsType[*store.ConflictError](err); before != nil && (ok || errors.Is(err, store.ErrNotFound)) {
		return s.stale(c, before)
	}
	if err != nil {
		return err
	}
	if path != "" {
		return seeOther(c, docPath(after.ID, path, "history"))
	}
	return seeOther(c, view.WorldPath(after.ID)+"#history")
}

// stale shows the world as it is to a tab that showed it as it was.
func (s *server) stale(c echo.Context, p *playing) error {
	p.told = "This world was changed in another tab meanwhile, so nothing was undone or done again. It is shown as it is now; look at the buttons once more."
	return s.worldPage(c, http.StatusConflict, p, s.editorOf(p, c.QueryParam("doc")))
}
