package worlds

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/web/desk"
	"rolecall/web/view"
)

// EvaluateIn answers htmx with the panel's answer alone.
func (s *Pages) EvaluateIn(c echo.Context) error {
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	var e view.Evaluate
	desk.ReadQuestion(&e, c.QueryParams())
	desk.Evaluate(p, &e)
	return s.Render(c, http.StatusOK, view.Evaluated(e, desk.LineLinks(p)))
}
