package worlds

import (
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// A world is shared by a link that shows what it is and lets whoever opens it make
// a copy of their own. The link gives no way into the world itself: a copy has
// other keys, and the link's secret is derived from the world's capability.

// shareLink is the address of a world's open link; empty when it has none.
func (s *Pages) shareLink(c echo.Context, p *play.World, sh store.Share) string {
	if !sh.Open {
		return ""
	}
	return s.Public(c, view.SharedPath(p.ID, play.ShareToken(p.Derive, sh.Number)))
}

// ownSandbox checks that a world is the reader's, and of the sandbox.
func (s *Pages) ownSandbox(c echo.Context) (store.World, error) {
	o, err := s.Owner(c)
	if err != nil {
		return store.World{}, err
	}
	return s.Worlds.OwnSandbox(c.Request().Context(), o, c.Param("world"))
}

// shareWorld makes the world's link.
func (s *Pages) shareWorld(c echo.Context) error {
	w, err := s.ownSandbox(c)
	if err != nil {
		return err
	}
	if err := s.Store.ShareWorld(c.Request().Context(), w.ID, s.Now()); err != nil {
		return err
	}
	return site.SeeOther(c, view.WorldPath(w.ID)+"?menu=share#share")
}

// unshareWorld withdraws the world's link.
func (s *Pages) unshareWorld(c echo.Context) error {
	w, err := s.ownSandbox(c)
	if err != nil {
		return err
	}
	if err := s.Store.UnshareWorld(c.Request().Context(), w.ID); err != nil {
		return err
	}
	return site.SeeOther(c, view.WorldPath(w.ID)+"?menu=share#share")
}

// sharedPage shows what a link leads to.
func (s *Pages) sharedPage(c echo.Context) error {
	p, err := s.Worlds.Shared(c.Request().Context(), c.Param("world"), c.Param("key"))
	if err != nil {
		return err
	}
	reader, err := s.Learner(c)
	if err != nil {
		return err
	}
	v := view.Shared{Title: p.Title, Action: view.SharedPath(p.ID, c.Param("key")), Story: s.Stories.Of[s.Worlds.ScenarioOf(p.WorldInfo)],
		Contents: contentsOf(p.World)}
	if p.Learner == reader && reader != 0 {
		v.Own = view.WorldPath(p.ID)
	}
	c.Response().Header().Set("Referrer-Policy", "same-origin") // the address is the way in
	return s.Page(c, http.StatusOK, view.SharedPage(s.Head(c, p.Title, "/sandbox"), v))
}

// copyShared gives the reader a copy of what a link leads to.
func (s *Pages) copyShared(c echo.Context) error {
	p, err := s.Worlds.Shared(c.Request().Context(), c.Param("world"), c.Param("key"))
	if err != nil {
		return err
	}
	return s.copyOf(c, p, p.Title)
}

// duplicateWorld gives the reader a copy of a world of their own.
func (s *Pages) duplicateWorld(c echo.Context) error {
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	return s.copyOf(c, p, play.CopyTitle(p.Title))
}

// copyOf keeps a copy of a world for the reader and leads to it.
func (s *Pages) copyOf(c echo.Context, p *play.World, title string) error {
	w, n, err := s.Worlds.Copied(p, title)
	if err != nil {
		return err
	}
	id, err := s.NewWorld(c, w, n, "")
	if err != nil {
		return err
	}
	return site.SeeOther(c, view.WorldPath(id))
}

// contentsOf counts what a world holds, account by account.
func contentsOf(w *world.World) []view.AccountContents {
	var list []view.AccountContents
	for _, a := range w.Accounts() {
		list = append(list, view.AccountContents{
			ID: a.ID, Name: a.Name, Users: slices.Sorted(maps.Keys(a.Users)), Groups: slices.Sorted(maps.Keys(a.Groups)), Roles: slices.Sorted(maps.Keys(a.Roles)),
			Policies: slices.Sorted(maps.Keys(a.Policies)), Buckets: slices.Sorted(maps.Keys(a.Buckets)), Resources: slices.Sorted(maps.Keys(a.Resources)),
			Providers: append(slices.Sorted(maps.Keys(a.OIDCProviders)), slices.Sorted(maps.Keys(a.SAMLProviders))...),
			Profiles:  slices.Sorted(maps.Keys(a.InstanceProfiles)),
		})
	}
	return list
}
