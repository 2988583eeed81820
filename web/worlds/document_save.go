package worlds

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/web/desk"
	"rolecall/web/site"
	"rolecall/web/view"
)

// SaveDocument puts a document in force, if AWS would store it. A text that has
// faults, or was made from one that is no longer in force, comes back in the
// editor with everything that was typed.
func (s *Pages) SaveDocument(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	id, path, text := c.Param("world"), site.First(f, "path"), site.Newlines(site.First(f, "source"))
	var editor *view.Editor
	var after *play.World
	err = s.Play(c, id, func(p *play.World) error {
		file, ok := play.FileAt(p.World, path)
		if !ok {
			return advice.BadInput("%q is not the path of a policy.", path)
		}
		after, editor = p, desk.NewEditor(p, file, text)
		editor.Shown = text
		if err := desk.Save(p, editor, site.First(f, "base")); err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	desk.Compare(after, editor) // outside of the world's lock
	status := http.StatusOK
	switch {
	case editor.Conflict != nil:
		status = http.StatusConflict
	case editor.Refused:
		status = http.StatusUnprocessableEntity
	case !site.IsFragment(c.Request()):
		return site.SeeOther(c, site.DocPath(id, path, "editor"))
	}
	if site.IsFragment(c.Request()) {
		v, err := s.worldView(c, after, editor)
		if err != nil {
			return err
		}
		return s.Render(c, http.StatusOK, view.EditorSaved(v, *editor))
	}
	return s.worldPage(c, status, after, editor)
}
