package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// apiExport sends a whole world as one JSON document.
func (s *server) apiExport(c echo.Context) error {
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	e, err := p.export()
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, e)
}
