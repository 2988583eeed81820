package worlds

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/play"
	"rolecall/web/site"
	"rolecall/web/view"
)

// TypeLine runs a line on the console.
func (s *Pages) TypeLine(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	if site.First(f, "complete") != "" {
		return s.completeLine(c, site.Newlines(site.First(f, "line")))
	}
	line := strings.TrimSpace(site.Newlines(site.First(f, "line")))
	id := c.Param("world")
	var after *play.World
	err = s.Play(c, id, func(p *play.World) error {
		after = p
		if line != "" {
			p.Run(line)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !site.IsFragment(c.Request()) {
		return site.SeeOther(c, view.WorldPath(id)+"#console")
	}
	v, err := s.worldView(c, after, nil)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, view.WorldTyped(v))
}

// typedKey is the query parameter of a world's page that says which line of the
// console is to be completed.
const typedKey = "typed"

// completeLine writes a line of the console on. Nothing is run by it.
func (s *Pages) completeLine(c echo.Context, line string) error {
	if !site.IsFragment(c.Request()) {
		return site.SeeOther(c, view.WorldPath(c.Param("world"))+"?"+url.Values{typedKey: {line}}.Encode()+"#console")
	}
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	v, err := s.worldView(c, p, nil)
	if err != nil {
		return err
	}
	completeIn(p, &v.Console, line)
	return s.Render(c, http.StatusOK, view.Terminal(v.Console))
}

// complete puts a line on the console, written on as far as it can be.
func completeIn(p *play.World, v *view.TerminalView, line string) {
	done := p.Shell.CompleteLine(line)
	v.Value, v.Completed = done.Line, &view.Completed{Stuck: done.Line == line, More: done.More}
	for _, way := range done.Candidates {
		v.Completed.Ways = append(v.Completed.Ways, view.Way(way))
	}
}
