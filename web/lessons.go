package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox/advice"
	"rolecall/web/view"
)

// lessonsIndex lists the lessons.
func (s *server) lessonsIndex(c echo.Context) error {
	p, err := s.progressOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, view.LessonsPage(s.head(c, "Lessons", "/lessons"), s.lessonList(p)))
}

func (s *server) lessonList(p *progress) []view.LessonEntry {
	var list []view.LessonEntry
	for _, l := range s.Course.Lessons() {
		e := view.LessonEntry{Lesson: l, Questions: len(s.Bank.Questions(l.Slug))}
		for _, m := range l.Modes {
			e.Marks = append(e.Marks, p.mark(l.Slug, m.Slug))
		}
		list = append(list, e)
	}
	return list
}

// lesson sends the reader on to the mode they like.
func (s *server) lesson(c echo.Context) error {
	l := s.Course.Lesson(c.Param("lesson"))
	if l == nil || len(l.Modes) == 0 {
		return advice.NotFound("There is no lesson of that name.")
	}
	mode, err := s.preferredMode(c)
	if err != nil {
		return err
	}
	if l.Mode(mode) == nil {
		mode = l.Modes[0].Slug
	}
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return redirect(c, http.StatusFound, view.LessonURL(l.Slug, mode))
}

// lessonMode is a lesson in one of its modes.
func (s *server) lessonMode(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	p, err := s.progressOf(c)
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
	return s.spliced(c, http.StatusOK, page.tree, &filling{page: page, progress: p, theme: themeOf(c.Request()), parts: parts})
}

func (s *server) lessonPage(c echo.Context) (*lessonPage, error) {
	page := s.lessons.pages["/lessons/"+c.Param("lesson")+"/"+c.Param("mode")]
	if page == nil {
		return nil, advice.NotFound("There is no lesson in that mode.")
	}
	return page, nil
}

// predict commits a prediction and shows what it gates.
func (s *server) predict(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	b, ok := page.blocks[c.Param("block")].(*lessons.Predict)
	if !ok {
		return advice.NotFound("There is no such prediction in this lesson.")
	}
	f, err := form(c)
	if err != nil {
		return err
	}
	choice := first(f, "option")
	if page.gates[b.ID][choice] == 0 {
		return advice.BadInput("Choose one of the options, then commit.")
	}
	p, err := s.keepChoice(c, page, b.ID, choice, rightOption(b, choice))
	if err != nil {
		return err
	}
	return s.opened(c, page, view.SlotKey{Kind: view.SlotGate, ID: b.ID}, p, view.GateID(b.ID), view.ContentsOpened(page.gated(b.ID)))
}

// myth judges a belief and shows what is so.
func (s *server) myth(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	b, ok := page.blocks[c.Param("block")].(*lessons.Myth)
	if !ok {
		return advice.NotFound("There is no such belief in this lesson.")
	}
	f, err := form(c)
	if err != nil {
		return err
	}
	answer := first(f, "option")
	if mythVariant(answer) == 0 {
		return advice.BadInput("Answer true or false.")
	}
	p, err := s.keepChoice(c, page, b.ID, answer, answer == strconv.FormatBool(b.Truth))
	if err != nil {
		return err
	}
	return s.opened(c, page, view.SlotKey{Kind: view.SlotMyth, ID: b.ID}, p, view.MythID(b.ID))
}

// markRead keeps that the reader has finished a mode.
func (s *server) markRead(c echo.Context) error {
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
func (s *server) opened(c echo.Context, page *lessonPage, key view.SlotKey, p *progress, anchor string, more ...templ.Component) error {
	if !isFragment(c.Request()) {
		return seeOther(c, page.URL()+"#"+anchor)
	}
	return s.slotFragment(c, page, key, &filling{page: page, progress: p}, more...)
}

// gated are the headings of the contents that a prediction opens.
func (p *lessonPage) gated(gate string) []lessons.Heading {
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
func (s *server) slotFragment(c echo.Context, page *lessonPage, key view.SlotKey, f *filling, more ...templ.Component) error {
	sl := page.slots[key]
	if sl == nil {
		return advice.NotFound("That part of the page is not there.")
	}
	b, err := renderTo(c.Request().Context(), templ.Join(more...))
	if err != nil {
		return err
	}
	defer buffers.Put(b)
	rest := &slot{SlotKey: view.SlotKey{Kind: view.SlotNote, ID: "more"}}
	f.parts = map[string][]byte{"more": b.Bytes()}
	return s.spliced(c, http.StatusOK, tree{{slot: sl}, {slot: rest}}, f)
}

// runPolicy runs a live policy as the reader edited it.
func (s *server) runPolicy(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	b, ok := page.blocks[c.Param("block")].(*lessons.Policy)
	if !ok || !b.Runs {
		return advice.NotFound("There is no such policy to run in this lesson.")
	}
	f, err := form(c)
	if err != nil {
		return err
	}
	block := policyBlock(page.Lesson, b)
	s.runBlock(&block, b, f)
	if isFragment(c.Request()) && first(f, "reset") == "" {
		return s.render(c, http.StatusOK, view.PolicyResult(block.ID, *block.Result))
	}
	return s.withPart(c, page, b.ID, view.Policy(block))
}

// withPart answers with the whole page, one of its parts made anew.
func (s *server) withPart(c echo.Context, page *lessonPage, id string, part templ.Component) error {
	p, err := s.progressOf(c)
	if err != nil {
		return err
	}
	parts, err := s.parts(c, page, p)
	if err != nil {
		return err
	}
	b, err := renderTo(c.Request().Context(), part)
	if err != nil {
		return err
	}
	defer buffers.Put(b)
	if parts == nil {
		parts = map[string][]byte{}
	}
	parts[id] = b.Bytes()
	return s.spliced(c, http.StatusOK, page.tree, &filling{page: page, progress: p, theme: themeOf(c.Request()), parts: parts})
}

// newlines undoes what forms do to line ends.
func newlines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// first is a form's value, empty when it isn't there.
func first(f map[string][]string, name string) string {
	if v := f[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}
