package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/view"
)

// resetWorld puts a world back to how its story began.
func (s *server) resetWorld(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	id := c.Param("world")
	unlock, err := s.worlds.lock(c.Request().Context(), id)
	if err != nil {
		return err
	}
	defer unlock()
	p, err := s.view(c, id)
	if err != nil {
		return err
	}
	if shown := first(f, "version"); shown != "" && shown != strconv.FormatInt(p.WorldInfo.Version, 10) {
		p.told = "This world was changed in another tab meanwhile, so it was not reset. It is shown as it is now."
		return s.worldPage(c, http.StatusConflict, p, s.editorOf(p, ""))
	}
	if err := s.restart(c, p); err != nil {
		return err
	}
	return seeOther(c, view.WorldPath(id))
}

// restart replaces a world by what it began as.
func (s *server) restart(c echo.Context, p *playing) error {
	began, err := s.Store.WorldBeginning(c.Request().Context(), p.ID)
	if err == nil {
		fresh, err := world.Unmarshal(began, s.env())
		if err != nil {
			return err
		}
		return s.replace(c, p, fresh)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	fresh, err := s.freshWorld(p.WorldInfo, s.beginning(p))
	if err != nil {
		return err
	}
	return s.replace(c, p, fresh)
}

// beginning is the environment that a world is begun in again. One that began
// from its capability comes out with the keys and ids that it had.
func (s *server) beginning(p *playing) world.Env {
	if !p.console.Seeded {
		return s.env()
	}
	return world.Env{Now: s.Now, Rand: seeded(p.derive(seedPurpose))}
}

// replace puts a fresh world in the place of one; an undo brings back what it held,
// but for the sessions, the events and the clock. Users keep their keys, for
// somebody may have written them down; events go on counting, so that whoever
// follows them misses none.
func (s *server) replace(c echo.Context, p *playing, fresh *world.World) error {
	n := &playing{WorldInfo: p.WorldInfo, World: fresh}
	n.console.LastEvent, n.console.Seeded = p.console.LastEvent, p.console.Seeded
	if !p.console.Seeded {
		keepKeys(p.World, fresh)
	}
	fresh.Restore(nil, p.console.LastEvent)
	shell, err := n.firstConsole("")
	if err != nil {
		return err
	}
	document, err := json.Marshal(fresh)
	if err != nil {
		return err
	}
	step, err := stepOf(p.stored, document)
	if err != nil {
		return err
	}
	if step != nil {
		step.Title = "the reset"
	}
	_, err = s.Store.ResetWorld(c.Request().Context(), store.WorldChange{
		ID: p.ID, Expected: p.WorldInfo.Version, Document: document, Shell: shell, Offset: fresh.Offset(), At: s.Now(),
		Step: step,
	})
	s.streams.tell(p.ID)
	return worldConflict(err)
}

// keepKeys gives the users of a fresh world the keys they had.
func keepKeys(from, to *world.World) {
	for _, a := range to.Accounts() {
		before := from.Account(a.ID)
		if before == nil {
			continue
		}
		for name, u := range a.Users {
			if was := before.Users[name]; was != nil && len(was.Keys) > 0 && len(u.Keys) > 0 {
				u.Keys = was.Keys
			}
		}
	}
}

// freshWorld makes a stored world's beginning again.
func (s *server) freshWorld(info store.WorldInfo, env world.Env) (*world.World, error) {
	if w := s.walkOf(info.Origin); w != nil {
		return s.pathWorld(w, env)
	}
	sc := s.scenarioOf(info)
	if sc == nil {
		return nil, advice.Conflict("The story that this world began as is not told any more, so it can’t be reset.")
	}
	return sc.NewWorld(env)
}
