package desk

import (
	"rolecall/sandbox/play"
	"rolecall/web/site"
)

// Desk is what the pages with worlds on them need.
type Desk struct {
	*site.Site
	Worlds  *play.Service
	Stories *Stories
}

// New compiles the stories of the library.
func New(s *site.Site, worlds *play.Service) (*Desk, error) {
	stories, err := readStories(s.Library)
	return &Desk{Site: s, Worlds: worlds, Stories: stories}, err
}
