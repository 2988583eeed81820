package web

import (
	"github.com/labstack/echo/v4"

	"rolecall/sandbox/world"
	"rolecall/store"
)

// owner is the reader, on whose behalf a page uses worlds.
func (s *server) owner(c echo.Context) (Owner, error) {
	id, err := s.learner(c)
	return Owner{Learner: id}, err
}

// own checks that a world is the reader's.
func (s *server) own(c echo.Context, id string) (store.World, error) {
	o, err := s.owner(c)
	if err != nil {
		return store.World{}, err
	}
	return s.worlds.own(c.Request().Context(), o, id)
}

// view loads a world of the reader's to be looked at.
func (s *server) view(c echo.Context, id string) (*playing, error) {
	o, err := s.owner(c)
	if err != nil {
		return nil, err
	}
	return s.worlds.look(c.Request().Context(), o, id)
}

// play lets f use a world of the reader's and stores what it did.
func (s *server) play(c echo.Context, id string, f func(*playing) error) error {
	o, err := s.owner(c)
	if err != nil {
		return err
	}
	return s.worlds.act(c.Request().Context(), o, id, f)
}

// newWorld stores a new world for the reader, who becomes a learner by it.
func (s *server) newWorld(c echo.Context, w *world.World, n store.NewWorld, who string) (string, error) {
	if err := s.clients.take(c, newWorlds); err != nil {
		return "", err
	}
	learner, err := s.someone(c)
	if err != nil {
		return "", err
	}
	n.Learner = learner
	return s.worlds.create(c.Request().Context(), w, n, who)
}
