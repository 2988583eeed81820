package view

import (
	"github.com/a-h/templ"
)

// ModeLink is one way to learn a lesson.
type ModeLink struct {
	Slug    string // picks the icon
	Name    string
	Href    string
	Took    templ.Component // its minutes, or how far the reader is
	Current bool
}

// modeLinks are the modes of a page's lesson; what the reader has done of each is
// the reader's own part.
func modeLinks(l Lesson) []ModeLink {
	links := make([]ModeLink, len(l.Lesson.Modes))
	for i, m := range l.Lesson.Modes {
		links[i] = ModeLink{
			Slug: m.Slug, Name: m.Label, Href: LessonURL(l.Lesson.Slug, m.Slug),
			Took: Slot(SlotMode, m.Slug), Current: m == l.Mode,
		}
	}
	return links
}

func tookID(mode string) string { return "took-" + mode }
