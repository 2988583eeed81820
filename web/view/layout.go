package view

import "rolecall/static"

// Theme is the reader's choice of colours; the zero value follows the system.
type Theme string

// The themes, as the form at [ThemePath] posts them in its field "theme".
const (
	ThemeSystem Theme = "system"
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// ThemePath takes POST with the fields theme ([Theme]) and back (a path on this
// site), sets the cookie and redirects to back.
const ThemePath = "/theme"

// attr is the value of the html element's data-theme; empty follows the system.
func (t Theme) attr() string {
	if t == ThemeLight || t == ThemeDark {
		return string(t)
	}
	return ""
}

// Page is what the shell of a page needs to know.
type Page struct {
	Title       string // of the document; the site's name is added
	Description string // for search engines and link previews; may be empty
	Path        string // of this page, with query: marks the current entry of the menu, and where the theme form returns
	Section     string // the menu's entry this page belongs under: its path, such as "/sandbox"
	Theme       Theme
	Sheet       string // a style sheet besides the site's, such as "teach"; mostly empty
	Class       string // for the main element; "lesson" lays out three columns, "column" one
}

// menuItem is an entry of the masthead.
type menuItem struct{ path, word string }

var menu = [...]menuItem{
	{"/lessons", "Lessons"},
	{PracticePath, "Practice"},
	{"/sandbox", "Sandbox"},
	{"/progress", "Progress"},
}

func (p Page) title() string {
	if p.Title == "" {
		return "Rolecall"
	}
	return p.Title + " · Rolecall"
}

// script is the address of the enhancement script, empty when it was not built.
func script() string {
	if !static.Has("dist/app.js") {
		return ""
	}
	return static.URL("dist/app.js")
}
