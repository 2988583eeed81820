package worlds

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// A program makes a world for nobody and hands its address out, with the world's
// key in it. Opening the address shows the world and changes nothing, for link
// previews and prefetching open addresses too. The page's button takes the world.

// claimable finds the world of the request, which the key must open and which must
// be nobody's or the reader's. To everybody else it isn't there.
func (s *Pages) claimable(c echo.Context, key string) (w store.World, reader store.LearnerID, err error) {
	missing := advice.NotFound("There is no such world, or it belongs to somebody else.")
	w, err = s.Store.World(c.Request().Context(), c.Param("world"))
	if errors.Is(err, store.ErrNotFound) || err == nil && (!w.Opens(key) || s.Worlds.Forgotten(w)) {
		return w, 0, missing
	}
	if err != nil {
		return w, 0, err
	}
	if reader, err = s.Learner(c); err != nil {
		return w, 0, err
	}
	if w.Learner != 0 && w.Learner != reader {
		return w, 0, missing
	}
	return w, reader, nil
}

// claimPage shows a world that is nobody's yet, with a button that takes it. It
// writes nothing and sets no cookie. The owner goes to the address without the key.
func (s *Pages) claimPage(c echo.Context, key string) error {
	h := c.Response().Header()
	h.Set("Cache-Control", "private, no-store")
	h.Set("Referrer-Policy", "same-origin") // the address is the way in
	stored, reader, err := s.claimable(c, key)
	if err != nil {
		return err
	}
	if stored.Learner != 0 {
		return site.SeeOther(c, view.WorldPath(stored.ID))
	}
	p, err := s.Worlds.Load(c.Request().Context(), stored)
	if err != nil {
		return err
	}
	head := s.Head(c, p.Title, "/sandbox")
	head.Path = "/sandbox" // the theme form must not carry the key
	return s.Page(c, http.StatusOK, view.ClaimPage(head, view.Claim{
		Title: p.Title, Story: s.Stories.Of[s.Worlds.ScenarioOf(p.WorldInfo)], Contents: contentsOf(p.World),
		Action: view.ClaimPath(p.ID), Key: key, Newcomer: reader == 0,
	}))
}

// claimWorld makes the reader the owner of a world that is nobody's yet, and leads
// to its address without the key. Sent twice, it is as if once.
func (s *Pages) claimWorld(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	stored, _, err := s.claimable(c, site.First(f, site.ClaimKey))
	if err != nil {
		return err
	}
	if stored.Learner == 0 {
		reader, err := s.Someone(c)
		if err != nil {
			return err
		}
		owns, err := s.Store.ClaimWorld(c.Request().Context(), stored.ID, reader, play.MaxOwnWorlds)
		if err != nil {
			return play.TooManyWorlds(err)
		}
		if !owns {
			return advice.NotFound("Somebody else took this world a moment ago.")
		}
	}
	return site.SeeOther(c, view.WorldPath(stored.ID))
}
