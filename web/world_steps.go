package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/view"
)

// stepOf makes a change of a world's document one that can be undone, named by
// what it changed; nil when the clock alone moved, or a code was used up.
func stepOf(before, after []byte) (*store.NewStep, error) {
	parts, err := world.Changes(before, after)
	if err != nil || len(parts) == 0 {
		return nil, err
	}
	return &store.NewStep{Title: world.InWords(parts), Before: before}, nil
}

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
	id := c.Param("world")
	unlock, err := s.worlds.lock(c.Request().Context(), id)
	if err != nil {
		return err
	}
	defer unlock()
	p, err := s.view(c, id)
	if err != nil {
		return err
	}
	after, path, err := s.turned(c, p, seq, redo)
	if _, ok := errors.AsType[*store.ConflictError](err); ok || errors.Is(err, store.ErrNotFound) {
		return s.stale(c, p)
	}
	if err != nil {
		return err
	}
	s.streams.tell(id)
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

// turned turns a step and tells which document it changed, if it was one alone.
func (s *server) turned(c echo.Context, p *playing, seq int64, redo bool) (after *playing, path string, err error) {
	ctx := c.Request().Context()
	document, err := s.Store.WorldStepDocument(ctx, p.ID, seq)
	if err != nil {
		return nil, "", err
	}
	if after, err = s.backTo(p, document); err != nil {
		return nil, "", err
	}
	change, err := s.change(after)
	if err != nil {
		return nil, "", err
	}
	if change.Document, err = json.Marshal(after.World); err != nil {
		return nil, "", err
	}
	parts, err := world.Changes(p.stored, change.Document)
	if err != nil {
		return nil, "", err
	}
	if len(parts) == 1 {
		path = parts[0].Path
	}
	if err := after.noteTurn(p, path, &change); err != nil {
		return nil, "", err
	}
	change.Turn = &store.Turn{Seq: seq, Redo: redo, Before: p.stored}
	_, err = s.Store.ChangeWorld(ctx, change)
	return after, path, err
}

// backTo is a world in an earlier or a later state, with the console, the clock,
// the sessions and the events of now.
func (s *server) backTo(p *playing, document []byte) (*playing, error) {
	w, err := world.Unmarshal(document, s.env())
	if err != nil {
		return nil, err
	}
	w.Inherit(p.World)
	after := &playing{WorldInfo: p.WorldInfo, World: w, console: p.console, loaded: p.loaded, derive: p.derive, ctx: p.ctx}
	if after.console.Shell, err = json.Marshal(p.shell); err != nil {
		return nil, err
	}
	return after, after.openShell()
}

// noteTurn has the page say what the turn changed, as after a save.
func (after *playing) noteTurn(p *playing, path string, change *store.WorldChange) error {
	after.console.Judged, after.console.Edited = nil, nil
	if path != "" {
		was, there := p.Document(path)
		is, _ := after.Document(path)
		after.remember(path, was, is, there)
	}
	var err error
	change.Shell, err = json.Marshal(after.console)
	return err
}
