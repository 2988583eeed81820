package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/awscli"
	"rolecall/store"
	"rolecall/web/view"
)

// A guided path is walked in a world of the reader's own, which begins with the
// first thing they do. How many steps have passed is kept with the world, so that
// starting again starts again; that they passed once is kept with the progress.

// walk is a guided path with its reader's world.
type walk struct {
	page  *lessonPage
	steps *lessons.Steps
}

// walk reads which path a request is about.
func (s *server) walk(c echo.Context) (*walk, error) {
	page, err := s.lessonPage(c)
	if err != nil {
		return nil, err
	}
	steps, ok := page.blocks[c.Param("block")].(*lessons.Steps)
	if !ok {
		return nil, advice.NotFound("There is no such path in this lesson.")
	}
	return &walk{page, steps}, nil
}

func (w *walk) origin() string {
	return pathOrigin(w.page.Lesson.Lesson.Slug, w.page.Mode.Slug, w.steps.ID)
}

// walkWorldID finds the reader's world of the path and begins it if need be.
func (s *server) walkWorldID(c echo.Context, w *walk) (string, error) {
	learner, err := s.someone(c)
	if err != nil {
		return "", err
	}
	info, err := s.Store.WorldByOrigin(c.Request().Context(), learner, w.origin())
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return info.ID, err
	}
	fresh, err := pathWorld(s.Library, w.steps, s.worlds.env())
	if err != nil {
		return "", err
	}
	title := w.page.Lesson.Lesson.Title + ": " + w.page.Mode.Label
	return s.newWorld(c, fresh, store.NewWorld{Scenario: w.steps.World, Origin: w.origin(), Title: title}, "")
}

// pathForm is a form of a path: act does its work in the reader's world, the step
// is judged, and the path is shown again.
func (s *server) pathForm(c echo.Context, act func(*playing, *pathShown, map[string][]string) error) error {
	w, err := s.walk(c)
	if err != nil {
		return err
	}
	f, err := form(c)
	if err != nil {
		return err
	}
	id, err := s.walkWorldID(c, w)
	if err != nil {
		return err
	}
	shown := &pathShown{walk: w}
	var passed []string
	err = s.play(c, id, func(p *playing) error {
		shown.playing = p
		if err := p.takePlace(w.steps); err != nil {
			return err
		}
		if err := act(p, shown, f); err != nil {
			return err
		}
		passed, err = p.pass(w.steps, shown)
		p.console.Why = shown.why
		return err
	})
	if err != nil {
		return err
	}
	if err := s.keepPassed(c, w, passed, shown); err != nil {
		return err
	}
	return s.showPath(c, shown)
}

// takePlace makes the console whom the step wants, when the step begins.
func (p *playing) takePlace(steps *lessons.Steps) error {
	if p.console.Placed > p.console.Path || p.console.Path >= len(steps.Steps) {
		return nil
	}
	p.console.Placed = p.console.Path + 1
	for i := p.console.Path; i >= 0; i-- {
		if as := steps.Steps[i].As; as != "" {
			return p.becomeAs(as)
		}
	}
	return nil
}

// pass moves on over the step that has passed, and the one after it when that
// has passed too, and names them.
func (p *playing) pass(steps *lessons.Steps, shown *pathShown) ([]string, error) {
	var passed []string
	for p.console.Path < len(steps.Steps) && shown.editor == nil {
		step := steps.Steps[p.console.Path]
		ok, why := steps.Judge(p.console.Path, p.World, shown.reply)
		if !ok {
			// Something else was done than the step asks: that is no failure of it.
			if len(passed) == 0 && (step.Kind != lessons.StepConsole || shown.reply != nil) {
				shown.why = why
			}
			break
		}
		passed = append(passed, step.ID)
		p.console.Path++
		shown.reply = nil // a command answers one step
		if err := p.takePlace(steps); err != nil {
			return passed, err
		}
	}
	return passed, nil
}

func (s *server) keepPassed(c echo.Context, w *walk, passed []string, shown *pathShown) error {
	fact := store.Try{Lesson: w.page.Lesson.Lesson.Slug, Mode: w.page.Mode.Slug, Block: w.steps.ID, Outcome: store.Passed}
	for _, step := range passed {
		fact.Step = step
		if _, err := s.keepTry(c, fact); err != nil {
			return err
		}
	}
	if len(passed) > 0 || shown.why == "" || shown.playing.console.Path >= len(w.steps.Steps) {
		return nil
	}
	fact.Step, fact.Outcome = w.steps.Steps[shown.playing.console.Path].ID, store.Failed
	_, err := s.keepTry(c, fact)
	return err
}

// pathLine runs a line on the path's console.
func (s *server) pathLine(c echo.Context) error {
	return s.pathForm(c, func(p *playing, shown *pathShown, f map[string][]string) error {
		if line := strings.TrimSpace(newlines(first(f, "line"))); line != "" {
			reply := p.run(line)
			shown.reply = &reply
		}
		return nil
	})
}

// pathDocument puts a document of the path's world in force.
func (s *server) pathDocument(c echo.Context) error {
	return s.pathForm(c, func(p *playing, shown *pathShown, f map[string][]string) error {
		file, ok := fileAt(p.World, first(f, "path"))
		if !ok {
			return advice.BadInput("%q is not the path of a policy.", first(f, "path"))
		}
		e := newEditor(p, file, newlines(first(f, "source")))
		now, _ := p.Document(e.Path)
		if err := p.save(e, baseOf(now)); err != nil {
			return err
		}
		if e.Refused {
			shown.editor = e
		}
		return nil
	})
}

// pathClock moves the clock of the path's world.
func (s *server) pathClock(c echo.Context) error {
	return s.pathForm(c, func(p *playing, _ *pathShown, f map[string][]string) error {
		seconds, err := strconv.ParseInt(first(f, "seconds"), 10, 32)
		if err != nil {
			return advice.BadInput("Say by how many seconds the clock is to move.")
		}
		if err := p.Advance(time.Duration(seconds) * time.Second); err != nil {
			return advice.BadInput("%s", sentence(err))
		}
		return nil
	})
}

// pathReset starts the path again in a fresh world.
func (s *server) pathReset(c echo.Context) error {
	w, err := s.walk(c)
	if err != nil {
		return err
	}
	id, err := s.walkWorldID(c, w)
	if err != nil {
		return err
	}
	fresh, err := pathWorld(s.Library, w.steps, s.worlds.env())
	if err != nil {
		return err
	}
	owner, err := s.owner(c)
	if err != nil {
		return err
	}
	again, err := s.worlds.renew(c.Request().Context(), owner, id, fresh)
	if err != nil {
		return err
	}
	return s.showPath(c, &pathShown{walk: w, playing: again})
}

// showPath answers with the path alone to htmx, else with the page at the path.
func (s *server) showPath(c echo.Context, shown *pathShown) error {
	if !isFragment(c.Request()) && shown.editor == nil {
		return seeOther(c, shown.page.URL()+"#"+view.PathID(shown.steps.ID))
	}
	part, err := s.pathPart(c, shown)
	if err != nil {
		return err
	}
	if isFragment(c.Request()) {
		// The console's form aims at the console; all of the path has changed.
		h := c.Response().Header()
		h.Set("Hx-Retarget", "#"+view.PathID(shown.steps.ID))
		h.Set("Hx-Reswap", "outerHTML")
		return s.render(c, http.StatusOK, part)
	}
	return s.withPart(c, shown.page, shown.steps.ID, part)
}

// pathShown is a path as it is to be shown after something was done.
type pathShown struct {
	*walk
	playing *playing
	reply   *awscli.Reply // of the command that was just typed
	why     string        // why the step hasn't passed
	editor  *view.Editor  // a document that was not taken
}

func (s *server) pathPart(c echo.Context, shown *pathShown) (templ.Component, error) {
	p := shown.playing
	events, err := s.recent(c, p)
	if err != nil {
		return nil, err
	}
	v := view.Path{
		Steps: shown.steps, Lesson: shown.page.Lesson, At: p.console.Path, Why: shown.why, Now: p.Now(), Who: p.who().Name,
		Entries: p.terminal(events).Entries, World: view.WorldPath(p.ID), Editor: shown.editor,
	}
	for _, h := range p.held() {
		if len(v.Held) == 0 {
			v.Held = append(v.Held, h.Ring)
		}
	}
	for _, e := range events {
		if e.seq == p.console.Asked {
			o := e.outcome()
			v.Outcome, v.Trace = &o, e.Rolecall.Trace
		}
	}
	if v.Editor == nil {
		v.Editor = pathEditor(p, shown.steps)
	}
	return view.PathBlock(v), nil
}

// pathEditor opens the document that the step is about.
func pathEditor(p *playing, steps *lessons.Steps) *view.Editor {
	if p.console.Path >= len(steps.Steps) {
		return nil
	}
	path := steps.Steps[p.console.Path].Edit
	f, ok := fileAt(p.World, path)
	if path == "" || !ok {
		return nil
	}
	text, there := p.Document(path)
	e := newEditor(p, f, text)
	e.New = !there
	return e
}

// firstPath is a path as a reader meets it who has done nothing.
func (s *server) firstPath(page *lessonPage, steps *lessons.Steps) (templ.Component, error) {
	fresh, err := pathWorld(s.Library, steps, sandbox.Standing(steps.ID))
	if err != nil {
		return nil, err
	}
	p := &playing{World: fresh}
	if err := p.openShell(); err != nil {
		return nil, err
	}
	if err := p.takePlace(steps); err != nil {
		return nil, err
	}
	return view.PathBlock(view.Path{Steps: steps, Lesson: page.Lesson, Now: fresh.Now(), Who: p.who().Name, Editor: pathEditor(p, steps)}), nil
}
