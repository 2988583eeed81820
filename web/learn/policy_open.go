package learn

import (
	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox/advice"
	"rolecall/web/site"
)

// OpenPolicy takes a live policy, as the reader edited it, to a world of theirs.
func (s *Pages) OpenPolicy(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	b, ok := page.blocks[c.Param("block")].(*lessons.Policy)
	if !ok || b.World == "" {
		return advice.NotFound("There is no such policy to take to the sandbox.")
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	text := site.Newlines(site.First(f, "source"))
	if text == "" {
		text = b.JSON
	}
	id, err := s.FromScenario(c, b.World, map[string]string{b.Path: text})
	if err != nil {
		return err
	}
	return site.SeeOther(c, site.DocPath(id, b.Path, "documents"))
}
