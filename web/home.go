package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/web/view"
)

// home tells a stranger what this is, and a known reader where they were.
func (s *server) home(c echo.Context) error {
	p, err := s.progressOf(c)
	if err != nil {
		return err
	}
	var m view.Home
	if list := s.lessonList(p); len(list) > 0 {
		m.Opening, m.Lessons = &list[0], len(list)
		m.Live, m.LiveIn = s.firstLive(list[0].Lesson)
	}
	m.GoOn = s.goOn(p)
	return s.page(c, http.StatusOK, view.HomePage(s.head(c, "Assume roles in AWS", "/"), m))
}

// firstLive is the first policy of a lesson that one can run and take to the
// sandbox, or else the first that one can run, and where it stands. Those behind
// a prediction are left for their readers.
func (s *server) firstLive(l *lessons.Lesson) (block *view.PolicyBlock, where string) {
	for _, m := range l.Modes {
		for _, b := range m.Blocks {
			policy, ok := b.(*lessons.Policy)
			if !ok || !policy.Runs || block != nil && policy.World == "" {
				continue
			}
			page := s.lessons.pages[view.LessonURL(l.Slug, m.Slug)]
			found := policyBlock(page.Lesson, policy)
			block, where = &found, page.URL()+"#"+policy.ID
			if policy.World != "" {
				return block, where
			}
		}
	}
	return block, where
}

// goOn is the first mode that the reader has begun and not finished.
func (s *server) goOn(p *progress) *view.Link {
	if p == nil {
		return nil
	}
	for _, l := range s.Course.Lessons() {
		for _, m := range l.Modes {
			if p.mark(l.Slug, m.Slug) == view.ModeBegun {
				return &view.Link{Href: view.LessonURL(l.Slug, m.Slug), Text: "Go on with “" + l.Title + "”, " + m.Label}
			}
		}
	}
	return nil
}
