package learn

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/iam/fidelity"
	"rolecall/web/view"
)

const (
	maxQuery = 200 // characters of a search
	maxHits  = 30
)

// Glossary lists the terms.
func (s *Pages) Glossary(c echo.Context) error {
	return s.Page(c, http.StatusOK, view.GlossaryPage(s.Head(c, "Glossary", ""), s.Course.Glossary()))
}

// Search looks through lessons, terms and cards.
func (s *Pages) Search(c echo.Context) error {
	q := strings.TrimSpace(c.QueryParam("q"))
	if len(q) > maxQuery {
		return advice.BadInput("A search may hold at most %d characters.", maxQuery)
	}
	var hits []lessons.Hit
	if q != "" {
		hits = s.Course.Search(q, maxHits)
	}
	return s.Page(c, http.StatusOK, view.SearchPage(s.Head(c, "Search", "/search"), q, hits))
}

// About says what this is.
func (s *Pages) About(c echo.Context) error {
	return s.Page(c, http.StatusOK, view.AboutPage(s.Head(c, "About", "/about"), s.Version))
}

// Fidelity lists the rules that the engine keeps, and what it leaves out.
func (s *Pages) Fidelity(c echo.Context) error {
	parts, err := fidelity.Parts()
	if err != nil {
		return err
	}
	return s.Page(c, http.StatusOK, view.FidelityPage(s.Head(c, "Fidelity", "/about/fidelity"), parts))
}
