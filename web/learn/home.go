package learn

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/iam"
	"rolecall/web/site"
	"rolecall/web/view"
)

// Home tells a stranger what this is, and a known reader where they were.
func (s *Pages) Home(c echo.Context) error { return s.homePage(c, nil) }

// homePage is the front page; live is its policy as the reader ran it, nil before.
func (s *Pages) homePage(c echo.Context, live *view.PolicyBlock) error {
	p, err := s.ProgressOf(c)
	if err != nil {
		return err
	}
	m := view.Home{GoOn: s.goOn(p)}
	if list := s.LessonList(p); len(list) > 0 {
		m.Opening = &list[0]
	}
	if page, b := s.firstLive(); b != nil {
		m.Live, m.LiveIn = live, page.URL()
		if live == nil {
			block := homeBlock(page, b)
			m.Live = &block
		}
	}
	return s.Page(c, http.StatusOK, view.HomePage(s.Head(c, "Assume roles in AWS", "/"), m))
}

// homeBlock is a live policy that runs on the front page itself.
func homeBlock(page *LessonPage, b *lessons.Policy) view.PolicyBlock {
	block := policyBlock(page.Lesson, b)
	block.RunPath = "/"
	return block
}

// RunHome runs the front page's policy.
func (s *Pages) RunHome(c echo.Context) error {
	page, b := s.firstLive()
	if b == nil {
		return advice.NotFound("There is nothing to run here.")
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	block := homeBlock(page, b)
	s.runBlock(&block, b, f)
	if site.IsFragment(c.Request()) && site.First(f, "reset") == "" {
		return s.Render(c, http.StatusOK, view.PolicyResult(block.ID, *block.Result))
	}
	return s.homePage(c, &block)
}

// runBlock runs a live policy with the text of a form.
func (s *Pages) runBlock(block *view.PolicyBlock, b *lessons.Policy, f map[string][]string) {
	if text := site.First(f, "source"); text != "" && site.First(f, "reset") == "" {
		block.Source = site.Newlines(text)
		block.Edited = strings.TrimSpace(block.Source) != strings.TrimSpace(b.JSON)
	}
	result, findings := b.Run(block.Source, s.Now())
	block.Result = policyResult(b, result, findings)
}

// firstLive is the policy for the front page: the first trust policy of the
// course that one can run and take to the sandbox, or else the first that runs.
func (s *Pages) firstLive() (*LessonPage, *lessons.Policy) {
	var where *LessonPage
	var found *lessons.Policy
	for _, page := range s.Lessons.Order {
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
func (s *Pages) goOn(p *site.Progress) *view.Link {
	if p == nil {
		return nil
	}
	for _, l := range s.Course.Lessons() {
		for _, m := range l.Modes {
			if p.Mark(l.Slug, m.Slug) == view.ModeBegun {
				return &view.Link{Href: view.LessonURL(l.Slug, m.Slug), Text: "Go on with “" + l.Title + "”, " + m.Label}
			}
		}
	}
	return nil
}
