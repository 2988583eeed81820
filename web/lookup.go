package web

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

// glossary lists the terms.
func (s *server) glossary(c echo.Context) error {
	return s.page(c, http.StatusOK, view.GlossaryPage(s.head(c, "Glossary", ""), s.Course.Glossary()))
}

// search looks through lessons, terms and cards.
func (s *server) search(c echo.Context) error {
	q := strings.TrimSpace(c.QueryParam("q"))
	if len(q) > maxQuery {
		return advice.BadInput("A search may hold at most %d characters.", maxQuery)
	}
	var hits []lessons.Hit
	if q != "" {
		hits = s.Course.Search(q, maxHits)
	}
	return s.page(c, http.StatusOK, view.SearchPage(s.head(c, "Search", "/search"), q, hits))
}

// about says what this is.
func (s *server) about(c echo.Context) error {
	return s.page(c, http.StatusOK, view.AboutPage(s.head(c, "About", "/about"), s.Version))
}

// fidelity lists the rules that the engine keeps, and what it leaves out.
func (s *server) fidelity(c echo.Context) error {
	parts, err := fidelity.Parts()
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, view.FidelityPage(s.head(c, "Fidelity", "/about/fidelity"), parts))
}
