package site

import "github.com/labstack/echo/v4"

// Get registers a page for GET and HEAD; the server leaves a HEAD's body out.
func Get(e *echo.Echo, path string, h echo.HandlerFunc) {
	e.GET(path, h)
	e.HEAD(path, h)
}
