package site

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/web/view"
)

// The theme is a preference of the browser, not of the learner: it is kept in a
// cookie of its own and nowhere else.
const themeCookie = "theme"

// ThemeOf is the theme that the reader chose.
func ThemeOf(r *http.Request) view.Theme {
	c, err := r.Cookie(themeCookie)
	if err != nil {
		return view.ThemeSystem
	}
	switch t := view.Theme(c.Value); t {
	case view.ThemeLight, view.ThemeDark:
		return t
	}
	return view.ThemeSystem
}

// SetTheme keeps the reader's choice of colours and goes back to where they were.
func (s *Site) SetTheme(c echo.Context) error {
	f, err := Form(c)
	if err != nil {
		return err
	}
	cookie := &http.Cookie{Name: themeCookie, Path: "/", HttpOnly: true, Secure: s.secure,
		SameSite: http.SameSiteLaxMode, Expires: s.Now().AddDate(cookieYears, 0, 0)}
	switch t := view.Theme(First(f, "theme")); t {
	case view.ThemeLight, view.ThemeDark:
		cookie.Value = string(t)
	case view.ThemeSystem:
		cookie.MaxAge = -1
	default:
		return advice.BadInput("The themes are system, light and dark.")
	}
	c.SetCookie(cookie)
	return SeeOther(c, LocalPath(First(f, "back")))
}

// Head is what the shell of a page needs to know for this request.
func (s *Site) Head(c echo.Context, title, section string) view.Page {
	return view.Page{Title: title, Path: c.Request().URL.RequestURI(), Section: section, Theme: ThemeOf(c.Request())}
}
