package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

func (s *server) apiOIDC(c echo.Context) error { return s.notYet(c) }

func (s *server) apiSAML(c echo.Context) error { return s.notYet(c) }

func (s *server) notYet(c echo.Context) error {
	if _, err := s.byKey(c); err != nil {
		return err
	}
	return &problem{status: http.StatusNotImplemented, title: "Not yet", message: "This version signs no tokens or assertions."}
}
