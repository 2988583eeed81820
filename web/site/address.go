package site

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"rolecall/web/view"
)

// DocPath is a world's page with a document open.
func DocPath(world, path, anchor string) string {
	return view.WorldPath(world) + "?doc=" + url.QueryEscape(path) + "#" + anchor
}

// ClaimKey is the query parameter of a world's page that carries its capability.
const ClaimKey = "key"

// Public is the address at which others find a path of this server.
func (s *Site) Public(c echo.Context, path string) string {
	base := s.PublicURL
	if base == "" {
		base = "http://" + c.Request().Host
	}
	return trimSlash(base) + path
}

func trimSlash(s string) string {
	for len(s) > 0 && s[len(s)-1] == '/' {
		s = s[:len(s)-1]
	}
	return s
}
