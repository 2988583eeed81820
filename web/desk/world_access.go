package desk

import (
	"github.com/labstack/echo/v4"

	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/site"
)

// Owner is the reader, on whose behalf a page uses worlds.
func (s *Desk) Owner(c echo.Context) (play.Owner, error) {
	id, err := s.Learner(c)
	return play.Owner{Learner: id}, err
}

// Own checks that a world is the reader's.
func (s *Desk) Own(c echo.Context, id string) (store.World, error) {
	o, err := s.Owner(c)
	if err != nil {
		return store.World{}, err
	}
	return s.Worlds.Own(c.Request().Context(), o, id)
}

// View loads a world of the reader's to be looked at. A client that has used more than
// its share of computing time is refused.
func (s *Desk) View(c echo.Context, id string) (*play.World, error) {
	if err := s.MayWork(c); err != nil {
		return nil, err
	}
	o, err := s.Owner(c)
	if err != nil {
		return nil, err
	}
	return s.Worlds.Look(c.Request().Context(), o, id)
}

// Play lets f use a world of the reader's and stores what it did. It refuses as
// [Desk.View] does.
func (s *Desk) Play(c echo.Context, id string, f func(*play.World) error) error {
	if err := s.MayWork(c); err != nil {
		return err
	}
	o, err := s.Owner(c)
	if err != nil {
		return err
	}
	return s.Worlds.Act(c.Request().Context(), o, id, f)
}

// NewWorld stores a new world for the reader, who becomes a learner by it.
func (s *Desk) NewWorld(c echo.Context, w *world.World, n store.NewWorld, who string) (string, error) {
	if err := s.Limits.Take(c, site.NewWorlds); err != nil {
		return "", err
	}
	learner, err := s.Someone(c)
	if err != nil {
		return "", err
	}
	n.Learner = learner
	return s.Worlds.Create(c.Request().Context(), w, n, who)
}
