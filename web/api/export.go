package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// apiExport sends a whole world as one JSON document.
func (s *API) apiExport(c echo.Context) error {
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	e, err := p.Export()
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, e)
}
