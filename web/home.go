package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/web/view"
)

func (s *server) home(c echo.Context) error {
	return s.page(c, http.StatusOK, view.HomePage(s.head(c, "Assume roles in AWS", "/"), view.Home{}))
}
