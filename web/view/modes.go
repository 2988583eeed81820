package view

// ModeLink is one way to learn a lesson.
type ModeLink struct {
	Slug    string // picks the icon
	Name    string
	Href    string
	Minutes int
	Done    bool
	Current bool
}
