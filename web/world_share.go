package web

import (
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/view"
)

// A world is shared by a link that shows what it is and lets whoever opens it make
// a copy of their own. The link gives no way into the world itself: a copy has
// other keys, and the link's secret is derived from the world's capability.

// shareLink is the address of a world's open link; empty when it has none.
func (s *server) shareLink(c echo.Context, p *playing, sh store.Share) string {
	if !sh.Open {
		return ""
	}
	return s.public(c, view.SharedPath(p.ID, shareToken(p.derive, sh.Number)))
}

// ownSandbox checks that a world is the reader's, and of the sandbox.
func (s *server) ownSandbox(c echo.Context) (store.World, error) {
	o, err := s.owner(c)
	if err != nil {
		return store.World{}, err
	}
	return s.worlds.ownSandbox(c.Request().Context(), o, c.Param("world"))
}

// shareWorld makes the world's link.
func (s *server) shareWorld(c echo.Context) error {
	w, err := s.ownSandbox(c)
	if err != nil {
		return err
	}
	if err := s.Store.ShareWorld(c.Request().Context(), w.ID, s.Now()); err != nil {
		return err
	}
	return seeOther(c, view.WorldPath(w.ID)+"?menu=share#share")
}

// unshareWorld withdraws the world's link.
func (s *server) unshareWorld(c echo.Context) error {
	w, err := s.ownSandbox(c)
	if err != nil {
		return err
	}
	if err := s.Store.UnshareWorld(c.Request().Context(), w.ID); err != nil {
		return err
	}
	return seeOther(c, view.WorldPath(w.ID)+"?menu=share#share")
}

// sharedPage shows what a link leads to.
func (s *server) sharedPage(c echo.Context) error {
	p, err := s.worlds.shared(c.Request().Context(), c.Param("world"), c.Param("key"))
	if err != nil {
		return err
	}
	reader, err := s.learner(c)
	if err != nil {
		return err
	}
	v := view.Shared{Title: p.Title, Action: view.SharedPath(p.ID, c.Param("key")), Story: s.stories.of[s.worlds.scenarioOf(p.WorldInfo)],
		Contents: contentsOf(p.World)}
	if p.Learner == reader && reader != 0 {
		v.Own = view.WorldPath(p.ID)
	}
	c.Response().Header().Set("Referrer-Policy", "same-origin") // the address is the way in
	return s.page(c, http.StatusOK, view.SharedPage(s.head(c, p.Title, "/sandbox"), v))
}

// copyShared gives the reader a copy of what a link leads to.
func (s *server) copyShared(c echo.Context) error {
	p, err := s.worlds.shared(c.Request().Context(), c.Param("world"), c.Param("key"))
	if err != nil {
		return err
	}
	return s.copyOf(c, p, p.Title)
}

// duplicateWorld gives the reader a copy of a world of their own.
func (s *server) duplicateWorld(c echo.Context) error {
	p, err := s.view(c, c.Param("world"))
	if err != nil {
		return err
	}
	return s.copyOf(c, p, copyTitle(p.Title))
}

// copyOf keeps a copy of a world for the reader and leads to it.
func (s *server) copyOf(c echo.Context, p *playing, title string) error {
	w, n, err := s.worlds.copied(p, title)
	if err != nil {
		return err
	}
	id, err := s.newWorld(c, w, n, "")
	if err != nil {
		return err
	}
	return seeOther(c, view.WorldPath(id))
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
