package worlds

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/play"
	"rolecall/web/desk"
	"rolecall/web/site"
	"rolecall/web/view"
)

// SandboxWorld is a world's page.
func (s *Pages) SandboxWorld(c echo.Context) error {
	if key := c.QueryParam(site.ClaimKey); key != "" {
		return s.claimPage(c, key)
	}
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	return s.worldPage(c, http.StatusOK, p, s.EditorOf(p, c.QueryParam("doc")))
}

func (s *Pages) worldPage(c echo.Context, status int, p *play.World, editor *view.Editor) error {
	v, err := s.worldView(c, p, editor)
	if err != nil {
		return err
	}
	if line := c.QueryParam(typedKey); line != "" {
		completeIn(p, &v.Console, line)
	}
	desk.ReadQuestion(&v.Evaluate, c.QueryParams())
	desk.Evaluate(p, &v.Evaluate)
	if v.Evaluate.Who == "" {
		v.Evaluate.Who = p.Console.Who
	}
	return s.Page(c, status, view.WorldPage(s.Head(c, v.Title, "/sandbox"), v))
}

// inEditor is the document that the reader's page has open.
func (s *Pages) inEditor(c echo.Context, p *play.World, editor *view.Editor) *view.Editor {
	if editor != nil || !site.IsFragment(c.Request()) {
		return editor
	}
	return s.EditorOf(p, site.PageQuery(c).Get("doc"))
}

// worldView gathers what a world's page shows. The log is read as the address asks.
func (s *Pages) worldView(c echo.Context, p *play.World, editor *view.Editor) (view.World, error) {
	recent, err := s.Recent(c, p)
	if err != nil {
		return view.World{}, err
	}
	v, err := desk.Page(p, recent)
	if err != nil {
		return v, err
	}
	if v.Log, err = s.ReadLog(c, p, recent); err != nil {
		return v, err
	}
	v.Of = desk.DrawnOf(v.Scene, site.PageQuery(c).Get("of"))
	v.Story, v.Editor = s.Stories.Of[s.Worlds.ScenarioOf(p.WorldInfo)], editor
	v.Back = s.originLink(p.Origin)
	v.Docs = s.Documents(p, s.inEditor(c, p, editor))
	v.Changed = desk.WhatChanged(p, editor)
	if v.Menu, err = s.worldMenu(c, p); err != nil {
		return v, err
	}
	return v, c.Request().Context().Err()
}

// originLink leads back to the challenge or lesson that a world belongs to.
func (s *Pages) originLink(origin string) *view.Link {
	if name, ok := strings.CutPrefix(origin, play.ChallengeOrigin); ok {
		if ch := s.Library.Challenge(name); ch != nil {
			return &view.Link{Href: "/challenges/" + name, Text: "Back to the challenge “" + ch.Title + "”"}
		}
	}
	if path, ok := strings.CutPrefix(origin, play.LessonOrigin); ok {
		lesson, rest, _ := strings.Cut(path, "/")
		mode, block, _ := strings.Cut(rest, "/")
		if l := s.Course.Lesson(lesson); l != nil && l.Mode(mode) != nil {
			return &view.Link{Href: view.LessonURL(lesson, mode) + "#" + block, Text: "Back to “" + l.Title + "”"}
		}
	}
	return nil
}
