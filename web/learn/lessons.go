package learn

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox/advice"
	"rolecall/web/site"
	"rolecall/web/splice"
	"rolecall/web/view"
)

// LessonsIndex lists the lessons.
func (s *Pages) LessonsIndex(c echo.Context) error {
	p, err := s.ProgressOf(c)
	if err != nil {
		return err
	}
	return s.Page(c, http.StatusOK, view.LessonsPage(s.Head(c, "Lessons", "/lessons"), s.LessonList(p)))
}

// Lesson sends the reader on to the mode they like.
func (s *Pages) Lesson(c echo.Context) error {
	l := s.Course.Lesson(c.Param("lesson"))
	if l == nil || len(l.Modes) == 0 {
		return advice.NotFound("There is no lesson of that name.")
	}
	mode, err := s.PreferredMode(c)
	if err != nil {
		return err
	}
	if l.Mode(mode) == nil {
		mode = l.Modes[0].Slug
	}
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return site.Redirect(c, http.StatusFound, view.LessonURL(l.Slug, mode))
}

// LessonMode is a lesson in one of its modes.
func (s *Pages) LessonMode(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	p, err := s.ProgressOf(c)
	if err != nil {
		return err
	}
	if p, err = s.begin(c, p, page); err != nil {
		return err
	}
	parts, err := s.parts(c, page, p)
	if err != nil {
		return err
	}
	return s.Spliced(c, http.StatusOK, page.Tree, &Filling{Page: page, Progress: p, Theme: site.ThemeOf(c.Request()), Parts: parts})
}

func (s *Pages) lessonPage(c echo.Context) (*LessonPage, error) {
	page := s.Lessons.Pages["/lessons/"+c.Param("lesson")+"/"+c.Param("mode")]
	if page == nil {
		return nil, advice.NotFound("There is no lesson in that mode.")
	}
	return page, nil
}

// Predict commits a prediction and shows what it gates.
func (s *Pages) Predict(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	b, ok := page.blocks[c.Param("block")].(*lessons.Predict)
	if !ok {
		return advice.NotFound("There is no such prediction in this lesson.")
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	choice := site.First(f, "option")
	if page.gates[b.ID][choice] == 0 {
		return advice.BadInput("Choose one of the options, then commit.")
	}
	p, err := s.keepChoice(c, page, b.ID, choice, rightOption(b, choice))
	if err != nil {
		return err
	}
	return s.opened(c, page, view.SlotKey{Kind: view.SlotGate, ID: b.ID}, p, view.GateID(b.ID), view.ContentsOpened(page.gated(b.ID)))
}

// Myth judges a belief and shows what is so.
func (s *Pages) Myth(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	b, ok := page.blocks[c.Param("block")].(*lessons.Myth)
	if !ok {
		return advice.NotFound("There is no such belief in this lesson.")
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	answer := site.First(f, "option")
	if mythVariant(answer) == 0 {
		return advice.BadInput("Answer true or false.")
	}
	p, err := s.keepChoice(c, page, b.ID, answer, answer == strconv.FormatBool(b.Truth))
	if err != nil {
		return err
	}
	return s.opened(c, page, view.SlotKey{Kind: view.SlotMyth, ID: b.ID}, p, view.MythID(b.ID))
}

// MarkRead keeps that the reader has finished a mode.
func (s *Pages) MarkRead(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	p, err := s.keepRead(c, page)
	if err != nil {
		return err
	}
	return s.opened(c, page, view.SlotKey{Kind: view.SlotRead, ID: "end"}, p, "end", view.ModeFinished(page.Mode.Slug))
}

// opened answers a form that changed a slot: with the slot alone to htmx, else
// with the page, at the anchor.
func (s *Pages) opened(c echo.Context, page *LessonPage, key view.SlotKey, p *site.Progress, anchor string, more ...templ.Component) error {
	if !site.IsFragment(c.Request()) {
		return site.SeeOther(c, page.URL()+"#"+anchor)
	}
	return s.slotFragment(c, page, key, &Filling{Page: page, Progress: p}, more...)
}

// gated are the headings of the contents that a prediction opens.
func (p *LessonPage) gated(gate string) []lessons.Heading {
	var list []lessons.Heading
	for _, h := range p.Mode.Contents {
		if h.Gate == gate && p.contents {
			list = append(list, h)
		}
	}
	return list
}

// slotFragment answers htmx with one slot of a page, and what more has changed
// elsewhere on it.
func (s *Pages) slotFragment(c echo.Context, page *LessonPage, key view.SlotKey, f *Filling, more ...templ.Component) error {
	sl := page.slots[key]
	if sl == nil {
		return advice.NotFound("That part of the page is not there.")
	}
	b, err := splice.RenderTo(c.Request().Context(), templ.Join(more...))
	if err != nil {
		return err
	}
	defer splice.Buffers.Put(b)
	rest := &splice.Slot{SlotKey: view.SlotKey{Kind: view.SlotNote, ID: "more"}}
	f.Parts = map[string][]byte{"more": b.Bytes()}
	return s.Spliced(c, http.StatusOK, splice.Tree{{Slot: sl}, {Slot: rest}}, f)
}

// RunPolicy runs a live policy as the reader edited it.
func (s *Pages) RunPolicy(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	b, ok := page.blocks[c.Param("block")].(*lessons.Policy)
	if !ok || !b.Runs {
		return advice.NotFound("There is no such policy to run in this lesson.")
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	block := policyBlock(page.Lesson, b)
	s.runBlock(&block, b, f)
	if site.IsFragment(c.Request()) && site.First(f, "reset") == "" {
		return s.Render(c, http.StatusOK, view.PolicyResult(block.ID, *block.Result))
	}
	return s.withPart(c, page, b.ID, view.Policy(block))
}

// withPart answers with the whole page, one of its parts made anew.
func (s *Pages) withPart(c echo.Context, page *LessonPage, id string, part templ.Component) error {
	p, err := s.ProgressOf(c)
	if err != nil {
		return err
	}
	parts, err := s.parts(c, page, p)
	if err != nil {
		return err
	}
	b, err := splice.RenderTo(c.Request().Context(), part)
	if err != nil {
		return err
	}
	defer splice.Buffers.Put(b)
	if parts == nil {
		parts = map[string][]byte{}
	}
	parts[id] = b.Bytes()
	return s.Spliced(c, http.StatusOK, page.Tree, &Filling{Page: page, Progress: p, Theme: site.ThemeOf(c.Request()), Parts: parts})
}
