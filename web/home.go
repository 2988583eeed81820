package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/iam"
	"rolecall/web/view"
)

// home tells a stranger what this is, and a known reader where they were.
func (s *server) home(c echo.Context) error { return s.homePage(c, nil) }

// homePage is the front page; live is its policy as the reader ran it, nil before.
func (s *server) homePage(c echo.Context, live *view.PolicyBlock) error {
	p, err := s.progressOf(c)
	if err != nil {
		return err
	}
	m := view.Home{GoOn: s.goOn(p)}
	if list := s.lessonList(p); len(list) > 0 {
		m.Opening = &list[0]
	}
	if page, b := s.firstLive(); b != nil {
		m.Live, m.LiveIn = live, page.URL()
		if live == nil {
			block := homeBlock(page, b)
			m.Live = &block
		}
	}
	return s.page(c, http.StatusOK, view.HomePage(s.head(c, "Assume roles in AWS", "/"), m))
}

// homeBlock is a live policy that runs on the front page itself.
func homeBlock(page *lessonPage, b *lessons.Policy) view.PolicyBlock {
	block := policyBlock(page.Lesson, b)
	block.RunPath = "/"
	return block
}

// runHome runs the front page's policy.
func (s *server) runHome(c echo.Context) error {
	page, b := s.firstLive()
	if b == nil {
		return advice.NotFound("There is nothing to run here.")
	}
	f, err := form(c)
	if err != nil {
		return err
	}
	block := homeBlock(page, b)
	s.runBlock(&block, b, f)
	if isFragment(c.Request()) && first(f, "reset") == "" {
		return s.render(c, http.StatusOK, view.PolicyResult(block.ID, *block.Result))
	}
	return s.homePage(c, &block)
}

// runBlock runs a live policy with the text of a form.
func (s *server) runBlock(block *view.PolicyBlock, b *lessons.Policy, f map[string][]string) {
	if text := first(f, "source"); text != "" && first(f, "reset") == "" {
		block.Source = newlines(text)
		block.Edited = strings.TrimSpace(block.Source) != strings.TrimSpace(b.JSON)
	}
	result, findings := b.Run(block.Source, s.Now())
	block.Result = policyResult(b, result, findings)
}

// firstLive is the policy for the front page: the first trust policy of the
// course that one can run and take to the sandbox, or else the first that runs.
func (s *server) firstLive() (*lessonPage, *lessons.Policy) {
	var where *lessonPage
	var found *lessons.Policy
	for _, page := range s.lessons.order {
		for b := range page.Mode.All() {
			policy, ok := b.(*lessons.Policy)
			switch {
			case !ok || !policy.Runs:
			case policy.Kind == iam.KindTrust && policy.World != "":
				return page, policy
			case found == nil:
				where, found = page, policy
			}
		}
	}
	return where, found
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
