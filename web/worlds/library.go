package worlds

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/web/desk"
	"rolecall/web/site"
	"rolecall/web/view"
)

// library lists the scenarios and the reader's own worlds.
func (s *Pages) LibraryPage(c echo.Context) error {
	l := view.Library{Groups: s.scenarioGroups()}
	id, err := s.Learner(c)
	if err != nil {
		return err
	}
	if l.Own, err = s.ownWorlds(c, id); err != nil {
		return err
	}
	return s.Page(c, http.StatusOK, view.LibraryPage(s.Head(c, "Sandbox", "/sandbox"), l))
}

// scenarioGroups are the scenarios by chapter, in the curriculum's order; those of
// no chapter come last. Within one they stand in the order of the course.
func (s *Pages) scenarioGroups() []view.ScenarioGroup {
	var groups []view.ScenarioGroup
	for _, slug := range append(lessons.Chapters(), "") {
		g := view.ScenarioGroup{Slug: slug, Title: lessons.ChapterName(slug)}
		for _, sc := range s.scenarios {
			if len(sc.Chapters) == 0 && slug == "" || len(sc.Chapters) > 0 && sc.Chapters[0] == slug {
				g.Scenarios = append(g.Scenarios, view.ScenarioCard{Name: sc.Name, Title: sc.Title, Summary: desk.FirstSentences(s.Stories.Of[sc].Text)})
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

// OpenWorld begins a world from a scenario.
func (s *Pages) OpenWorld(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	id, err := s.FromScenario(c, site.First(f, "scenario"), nil)
	if err != nil {
		return err
	}
	return site.SeeOther(c, view.WorldPath(id))
}
