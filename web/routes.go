package web

import "github.com/labstack/echo/v4"

// routes names every address of the site. Addresses are a contract: scripts and
// links rely on them.
func (s *server) routes(e *echo.Echo) {
	e.GET("/healthz", s.healthz)
	e.GET("/readyz", s.readyz)
	e.GET("/metrics", s.metricsText)
	e.GET("/", s.home)
}
