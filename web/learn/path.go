package learn

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
	"rolecall/sandbox/play"
	"rolecall/store"
	"rolecall/web/desk"
	"rolecall/web/site"
	"rolecall/web/view"
)

// A guided path is walked in a world of the reader's own, which begins with the
// first thing they do. How many steps have passed is kept with the world, so that
// starting again starts again; that they passed once is kept with the progress.

// walk is a guided path with its reader's world.
type walk struct {
	page  *LessonPage
	steps *lessons.Steps
}

// walk reads which path a request is about.
func (s *Pages) walk(c echo.Context) (*walk, error) {
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
	return desk.PathOrigin(w.page.Lesson.Lesson.Slug, w.page.Mode.Slug, w.steps.ID)
}

// walkWorldID finds the reader's world of the path and begins it if need be.
func (s *Pages) walkWorldID(c echo.Context, w *walk) (string, error) {
	learner, err := s.Someone(c)
	if err != nil {
		return "", err
	}
	info, err := s.Store.WorldByOrigin(c.Request().Context(), learner, w.origin())
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return info.ID, err
	}
	fresh, err := desk.PathWorld(s.Library, w.steps, s.Worlds.Env())
	if err != nil {
		return "", err
	}
	title := w.page.Lesson.Lesson.Title + ": " + w.page.Mode.Label
	return s.NewWorld(c, fresh, store.NewWorld{Scenario: w.steps.World, Origin: w.origin(), Title: title}, "")
}

// pathForm is a form of a path: act does its work in the reader's world, the step
// is judged, and the path is shown again.
func (s *Pages) pathForm(c echo.Context, act func(*play.World, *pathShown, map[string][]string) error) error {
	w, err := s.walk(c)
	if err != nil {
		return err
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	id, err := s.walkWorldID(c, w)
	if err != nil {
		return err
	}
	shown := &pathShown{walk: w}
	var passed []string
	err = s.Play(c, id, func(p *play.World) error {
		shown.playing = p
		if err := takePlace(p, w.steps); err != nil {
			return err
		}
		if err := act(p, shown, f); err != nil {
			return err
		}
		passed, err = pass(p, w.steps, shown)
		p.Console.Why = shown.why
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
func takePlace(p *play.World, steps *lessons.Steps) error {
	if p.Console.Placed > p.Console.Path || p.Console.Path >= len(steps.Steps) {
		return nil
	}
	p.Console.Placed = p.Console.Path + 1
	for i := p.Console.Path; i >= 0; i-- {
		if as := steps.Steps[i].As; as != "" {
			return p.BecomeAs(as)
		}
	}
	return nil
}

// pass moves on over the step that has passed, and the one after it when that
// has passed too, and names them.
func pass(p *play.World, steps *lessons.Steps, shown *pathShown) ([]string, error) {
	var passed []string
	for p.Console.Path < len(steps.Steps) && shown.editor == nil {
		step := steps.Steps[p.Console.Path]
		ok, why := steps.Judge(p.Console.Path, p.World, shown.reply)
		if !ok {
			// Something else was done than the step asks: that is no failure of it.
			if len(passed) == 0 && (step.Kind != lessons.StepConsole || shown.reply != nil) {
				shown.why = why
			}
			break
		}
		passed = append(passed, step.ID)
		p.Console.Path++
		shown.reply = nil // a command answers one step
		if err := takePlace(p, steps); err != nil {
			return passed, err
		}
	}
	return passed, nil
}

func (s *Pages) keepPassed(c echo.Context, w *walk, passed []string, shown *pathShown) error {
	fact := store.Try{Lesson: w.page.Lesson.Lesson.Slug, Mode: w.page.Mode.Slug, Block: w.steps.ID, Outcome: store.Passed}
	for _, step := range passed {
		fact.Step = step
		if _, err := s.KeepTry(c, fact); err != nil {
			return err
		}
	}
	if len(passed) > 0 || shown.why == "" || shown.playing.Console.Path >= len(w.steps.Steps) {
		return nil
	}
	fact.Step, fact.Outcome = w.steps.Steps[shown.playing.Console.Path].ID, store.Failed
	_, err := s.KeepTry(c, fact)
	return err
}

// PathLine runs a line on the path's console.
func (s *Pages) PathLine(c echo.Context) error {
	return s.pathForm(c, func(p *play.World, shown *pathShown, f map[string][]string) error {
		if line := strings.TrimSpace(site.Newlines(site.First(f, "line"))); line != "" {
			reply := p.Run(line)
			shown.reply = &reply
		}
		return nil
	})
}

// PathDocument puts a document of the path's world in force.
func (s *Pages) PathDocument(c echo.Context) error {
	return s.pathForm(c, func(p *play.World, shown *pathShown, f map[string][]string) error {
		file, ok := play.FileAt(p.World, site.First(f, "path"))
		if !ok {
			return advice.BadInput("%q is not the path of a policy.", site.First(f, "path"))
		}
		e := desk.NewEditor(p, file, site.Newlines(site.First(f, "source")))
		now, _ := p.Document(e.Path)
		if err := desk.Save(p, e, play.BaseOf(now)); err != nil {
			return err
		}
		if e.Refused {
			shown.editor = e
		}
		return nil
	})
}

// PathClock moves the clock of the path's world.
func (s *Pages) PathClock(c echo.Context) error {
	return s.pathForm(c, func(p *play.World, _ *pathShown, f map[string][]string) error {
		seconds, err := strconv.ParseInt(site.First(f, "seconds"), 10, 32)
		if err != nil {
			return advice.BadInput("Say by how many seconds the clock is to move.")
		}
		if err := p.Advance(time.Duration(seconds) * time.Second); err != nil {
			return advice.BadInput("%s", site.Sentence(err))
		}
		return nil
	})
}

// PathReset starts the path again in a fresh world.
func (s *Pages) PathReset(c echo.Context) error {
	w, err := s.walk(c)
	if err != nil {
		return err
	}
	id, err := s.walkWorldID(c, w)
	if err != nil {
		return err
	}
	fresh, err := desk.PathWorld(s.Library, w.steps, s.Worlds.Env())
	if err != nil {
		return err
	}
	owner, err := s.Owner(c)
	if err != nil {
		return err
	}
	again, err := s.Worlds.Renew(c.Request().Context(), owner, id, fresh)
	if err != nil {
		return err
	}
	return s.showPath(c, &pathShown{walk: w, playing: again})
}

// showPath answers with the path alone to htmx, else with the page at the path.
func (s *Pages) showPath(c echo.Context, shown *pathShown) error {
	if !site.IsFragment(c.Request()) && shown.editor == nil {
		return site.SeeOther(c, shown.page.URL()+"#"+view.PathID(shown.steps.ID))
	}
	part, err := s.pathPart(c, shown)
	if err != nil {
		return err
	}
	if site.IsFragment(c.Request()) {
		// The console's form aims at the console; all of the path has changed.
		h := c.Response().Header()
		h.Set("Hx-Retarget", "#"+view.PathID(shown.steps.ID))
		h.Set("Hx-Reswap", "outerHTML")
		return s.Render(c, http.StatusOK, part)
	}
	return s.withPart(c, shown.page, shown.steps.ID, part)
}

// pathShown is a path as it is to be shown after something was done.
type pathShown struct {
	*walk
	playing *play.World
	reply   *awscli.Reply // of the command that was just typed
	why     string        // why the step hasn't passed
	editor  *view.Editor  // a document that was not taken
}

func (s *Pages) pathPart(c echo.Context, shown *pathShown) (templ.Component, error) {
	p := shown.playing
	events, err := s.Recent(c, p)
	if err != nil {
		return nil, err
	}
	v := view.Path{
		Steps: shown.steps, Lesson: shown.page.Lesson, At: p.Console.Path, Why: shown.why, Now: p.Now(), Who: p.Who().Name,
		Entries: desk.Terminal(p, events).Entries, World: view.WorldPath(p.ID), Editor: shown.editor,
	}
	for _, h := range desk.Held(p) {
		if len(v.Held) == 0 {
			v.Held = append(v.Held, h.Ring)
		}
	}
	for _, e := range events {
		if e.Seq == p.Console.Asked {
			o := e.Outcome()
			v.Outcome, v.Trace = &o, e.Rolecall.Trace
		}
	}
	if v.Editor == nil {
		v.Editor = pathEditor(p, shown.steps)
	}
	return view.PathBlock(v), nil
}

// pathEditor opens the document that the step is about.
func pathEditor(p *play.World, steps *lessons.Steps) *view.Editor {
	if p.Console.Path >= len(steps.Steps) {
		return nil
	}
	path := steps.Steps[p.Console.Path].Edit
	f, ok := play.FileAt(p.World, path)
	if path == "" || !ok {
		return nil
	}
	text, there := p.Document(path)
	e := desk.NewEditor(p, f, text)
	e.New = !there
	return e
}

// firstPath is a path as a reader meets it who has done nothing.
func (s *Pages) firstPath(page *LessonPage, steps *lessons.Steps) (templ.Component, error) {
	fresh, err := desk.PathWorld(s.Library, steps, sandbox.Standing(steps.ID))
	if err != nil {
		return nil, err
	}
	p := &play.World{World: fresh}
	if err := p.OpenShell(); err != nil {
		return nil, err
	}
	if err := takePlace(p, steps); err != nil {
		return nil, err
	}
	return view.PathBlock(view.Path{Steps: steps, Lesson: page.Lesson, Now: fresh.Now(), Who: p.Who().Name, Editor: pathEditor(p, steps)}), nil
}
