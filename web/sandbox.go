package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/view"
)

// library lists the scenarios and the reader's own worlds.
func (s *server) library(c echo.Context) error {
	l := view.Library{Groups: s.scenarioGroups()}
	id, err := s.learner(c)
	if err != nil {
		return err
	}
	if l.Own, err = s.ownWorlds(c, id); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, view.LibraryPage(s.head(c, "Sandbox", "/sandbox"), l))
}

// scenarioGroups are the scenarios by chapter, in the curriculum's order; those of
// no chapter come last. Within one they stand in the order of the course.
func (s *server) scenarioGroups() []view.ScenarioGroup {
	var groups []view.ScenarioGroup
	for _, slug := range append(lessons.Chapters(), "") {
		g := view.ScenarioGroup{Slug: slug, Title: lessons.ChapterName(slug)}
		for _, sc := range s.scenarios {
			if len(sc.Chapters) == 0 && slug == "" || len(sc.Chapters) > 0 && sc.Chapters[0] == slug {
				g.Scenarios = append(g.Scenarios, view.ScenarioCard{Name: sc.Name, Title: sc.Title, Summary: firstSentences(s.stories.of[sc].Text)})
			}
		}
		if slug == "" {
			g.Slug, g.Title = "from-nothing", "From nothing"
		}
		if len(g.Scenarios) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// openWorld begins a world from a scenario.
func (s *server) openWorld(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	id, err := s.fromScenario(c, first(f, "scenario"), nil)
	if err != nil {
		return err
	}
	return seeOther(c, view.WorldPath(id))
}

// beginning is as much of what was sent as a message says again.
func beginning(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// fromScenario begins a world of the sandbox, with documents laid over it.
func (s *server) fromScenario(c echo.Context, name string, files map[string]string) (string, error) {
	sc := s.Library.Scenario(name)
	if sc == nil {
		return "", advice.BadInput("There is no scenario called %q.", beginning(name))
	}
	w, err := sc.Fresh(s.worlds.env(), files)
	if err != nil {
		return "", advice.BadInput("That document can’t be taken into the world: %v.", err)
	}
	return s.newWorld(c, w, store.NewWorld{Scenario: name, Title: sc.Title}, "")
}

// openPolicy takes a live policy, as the reader edited it, to a world of theirs.
func (s *server) openPolicy(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	b, ok := page.blocks[c.Param("block")].(*lessons.Policy)
	if !ok || b.World == "" {
		return advice.NotFound("There is no such policy to take to the sandbox.")
	}
	f, err := form(c)
	if err != nil {
		return err
	}
	text := newlines(first(f, "source"))
	if text == "" {
		text = b.JSON
	}
	id, err := s.fromScenario(c, b.World, map[string]string{b.Path: text})
	if err != nil {
		return err
	}
	return seeOther(c, docPath(id, b.Path, "documents"))
}

// sandboxWorld is a world's page.
func (s *server) sandboxWorld(c echo.Context) error {
	if key := c.QueryParam(claimKey); key != "" {
		return s.claimPage(c, key)
	}
	p, err := s.view(c, c.Param("world"))
	if err != nil {
		return err
	}
	return s.worldPage(c, http.StatusOK, p, s.editorOf(p, c.QueryParam("doc")))
}

func (s *server) worldPage(c echo.Context, status int, p *playing, editor *view.Editor) error {
	v, err := s.worldView(c, p, editor)
	if err != nil {
		return err
	}
	if line := c.QueryParam(typedKey); line != "" {
		p.complete(&v.Console, line)
	}
	readQuestion(&v.Evaluate, c.QueryParams())
	p.evaluate(&v.Evaluate)
	if v.Evaluate.Who == "" {
		v.Evaluate.Who = p.console.Who
	}
	return s.page(c, status, view.WorldPage(s.head(c, v.Title, "/sandbox"), v))
}

// pageQuery is what the address of the reader's page asks for; htmx tells it with
// the requests it makes from there.
func pageQuery(c echo.Context) url.Values {
	if isFragment(c.Request()) {
		if at, err := url.Parse(c.Request().Header.Get("HX-Current-URL")); err == nil {
			return at.Query()
		}
	}
	return c.QueryParams()
}

// inEditor is the document that the reader's page has open.
func (s *server) inEditor(c echo.Context, p *playing, editor *view.Editor) *view.Editor {
	if editor != nil || !isFragment(c.Request()) {
		return editor
	}
	return s.editorOf(p, pageQuery(c).Get("doc"))
}

// worldView gathers what a world's page shows. The log is read as the address asks.
func (s *server) worldView(c echo.Context, p *playing, editor *view.Editor) (view.World, error) {
	recent, err := s.recent(c, p)
	if err != nil {
		return view.World{}, err
	}
	v, err := p.page(recent)
	if err != nil {
		return v, err
	}
	if v.Log, err = s.readLog(c, p, recent); err != nil {
		return v, err
	}
	v.Of = drawnOf(v.Scene, pageQuery(c).Get("of"))
	v.Story, v.Editor = s.stories.of[s.worlds.scenarioOf(p.WorldInfo)], editor
	v.Back = s.originLink(p.Origin)
	v.Docs = s.documents(p, s.inEditor(c, p, editor))
	v.Changed = p.whatChanged(editor)
	if v.Menu, err = s.worldMenu(c, p); err != nil {
		return v, err
	}
	return v, c.Request().Context().Err()
}

// originLink leads back to the challenge or lesson that a world belongs to.
func (s *server) originLink(origin string) *view.Link {
	if name, ok := strings.CutPrefix(origin, challengeOrigin); ok {
		if ch := s.Library.Challenge(name); ch != nil {
			return &view.Link{Href: "/challenges/" + name, Text: "Back to the challenge “" + ch.Title + "”"}
		}
	}
	if path, ok := strings.CutPrefix(origin, lessonOrigin); ok {
		lesson, rest, _ := strings.Cut(path, "/")
		mode, block, _ := strings.Cut(rest, "/")
		if l := s.Course.Lesson(lesson); l != nil && l.Mode(mode) != nil {
			return &view.Link{Href: view.LessonURL(lesson, mode) + "#" + block, Text: "Back to “" + l.Title + "”"}
		}
	}
	return nil
}
