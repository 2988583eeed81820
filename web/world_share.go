package web

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/view"
)

// A world is shared by a link that shows what it is and lets whoever opens it make
// a copy of their own. The link gives no way into the world itself: a copy has
// other keys, and the link's secret is derived from the world's capability.

// shareToken is the secret in a world's link of a number.
func shareToken(derive func(string) []byte, number int64) string {
	return base64.RawURLEncoding.EncodeToString(derive(fmt.Sprintf("share %d", number)))
}

// shareLink is the address of a world's open link; empty when it has none.
func (s *server) shareLink(c echo.Context, p *playing, sh store.Share) string {
	if !sh.Open {
		return ""
	}
	return s.public(c, view.SharedPath(p.ID, shareToken(p.derive, sh.Number)))
}

// ownSandbox checks that a world is the reader's, and of the sandbox and not of a
// lesson or challenge. It is not taken out, so that one that can't be read can go.
func (s *server) ownSandbox(c echo.Context) (store.World, error) {
	w, err := s.own(c, c.Param("world"))
	if err == nil && w.Origin != "" {
		err = advice.Conflict("This world belongs to a lesson or a challenge. Duplicate it, and do this with the copy.")
	}
	return w, err
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

// shared takes out the world that an open link leads to. To everybody else, and
// once the link is withdrawn, it isn't there.
func (s *server) shared(c echo.Context) (*playing, error) {
	ctx, id := c.Request().Context(), c.Param("world")
	missing := advice.NotFound("There is no such world, or its link was withdrawn.")
	stored, err := s.Store.World(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, missing
	}
	if err != nil {
		return nil, err
	}
	sh, err := s.Store.Share(ctx, id)
	if err != nil {
		return nil, err
	}
	if !sh.Open || subtle.ConstantTimeCompare([]byte(shareToken(stored.Derive, sh.Number)), []byte(c.Param("key"))) != 1 {
		return nil, missing
	}
	return s.takeOut(ctx, stored)
}

// sharedPage shows what a link leads to.
func (s *server) sharedPage(c echo.Context) error {
	p, err := s.shared(c)
	if err != nil {
		return err
	}
	reader, err := s.learner(c)
	if err != nil {
		return err
	}
	v := view.Shared{Title: p.Title, Action: view.SharedPath(p.ID, c.Param("key")), Story: s.stories.of[s.scenarioOf(p.WorldInfo)],
		Contents: contentsOf(p.World)}
	if p.Learner == reader && reader != 0 {
		v.Own = view.WorldPath(p.ID)
	}
	c.Response().Header().Set("Referrer-Policy", "same-origin") // the address is the way in
	return s.page(c, http.StatusOK, view.SharedPage(s.head(c, p.Title, "/sandbox"), v))
}

// copyShared gives the reader a copy of what a link leads to.
func (s *server) copyShared(c echo.Context) error {
	p, err := s.shared(c)
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

// copyTitle names a copy; it never grows over the limit.
func copyTitle(title string) string {
	const prefix = "Copy of "
	if r := []rune(title); len(r) > view.MaxTitle-len(prefix) {
		title = string(r[:view.MaxTitle-len(prefix)-1]) + "…"
	}
	return prefix + title
}

// copyOf keeps a copy of a world for the reader: its principals, policies and
// clock, with keys of its own, without sessions, events and the way back.
func (s *server) copyOf(c echo.Context, p *playing, title string) error {
	w, err := world.Unmarshal(p.stored, s.env())
	if err != nil {
		return err
	}
	w.Rekey()
	document, err := json.Marshal(w)
	if err != nil {
		return err
	}
	id, err := s.newWorld(c, w, store.NewWorld{Scenario: p.WorldInfo.Scenario, Title: title, Beginning: document}, "")
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
			ID: a.ID, Name: a.Name, Users: sortedNames(a.Users), Groups: sortedNames(a.Groups), Roles: sortedNames(a.Roles),
			Policies: sortedNames(a.Policies), Buckets: sortedNames(a.Buckets), Resources: sortedNames(a.Resources),
			Providers: append(sortedNames(a.OIDCProviders), sortedNames(a.SAMLProviders)...),
			Profiles:  sortedNames(a.InstanceProfiles),
		})
	}
	return list
}
