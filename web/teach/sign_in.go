package teach

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// Whoever teaches has no password either. The operator makes a link; opening it
// shows a button, and the button makes this browser the instructor's. The right is
// the device's: its learner is whose it was. The browser gets another token then,
// and again when it signs out, so that a token copied before opens nothing.

const signInPath = view.TeachPath + "/sign-in/"

// SignInPath is the address, from the site's root, of the page that a sign-in
// link's token opens.
func SignInPath(token string) string { return signInPath + token }

// asTeacher lets those in who are signed in as an instructor, and tells everybody
// else the same, whatever there is behind the address.
func (s *Pages) asTeacher(h func(echo.Context, store.Instructor) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		i, err := s.instructor(c)
		if errors.Is(err, store.ErrNotFound) {
			return s.teachDoor(c)
		}
		if err != nil {
			return err
		}
		c.Response().Header().Set("Cache-Control", "private, no-store")
		return h(c, i)
	}
}

// instructor finds who the request's browser is signed in as; [store.ErrNotFound]
// when it isn't.
func (s *Pages) instructor(c echo.Context) (store.Instructor, error) {
	device, err := s.device(c)
	if err != nil {
		return store.Instructor{}, err
	}
	if device == "" {
		return store.Instructor{}, store.ErrNotFound
	}
	return s.Store.InstructorByToken(c.Request().Context(), device)
}

// teachHead is the head of a page for those who teach.
func (s *Pages) teachHead(c echo.Context, title string) view.Page {
	head := s.Head(c, title, view.TeachPath)
	head.Sheet = "teach"
	return head
}

// teachDoor says how one gets in. Only the area's first page is one for everybody.
func (s *Pages) teachDoor(c echo.Context) error {
	status := http.StatusForbidden
	if c.Path() == view.TeachPath {
		status = http.StatusOK
	}
	return s.Page(c, status, view.TeachDoorPage(s.Head(c, "Teach", view.TeachPath), c.Path() == view.TeachPath && c.QueryParam("out") == "here"))
}

// signInPage shows what a sign-in link is good for. It uses nothing up, for chat
// programs open links to preview them.
func (s *Pages) signInPage(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "private, no-store")
	token := c.Param("key")
	i, err := s.Store.InstructorLink(c.Request().Context(), token, s.Now())
	if errors.Is(err, store.ErrNotFound) {
		return s.usedLink(c)
	}
	if err != nil {
		return err
	}
	head := s.Head(c, "Sign in to teach", view.TeachPath)
	head.Path = view.TeachPath // the theme form must not carry the token about
	return s.Page(c, http.StatusOK, view.SignInPage(head, i.Name, SignInPath(token)))
}

// signIn makes this browser the instructor's whose link it is, and gives it another
// token.
func (s *Pages) signIn(c echo.Context) error {
	ctx, link, device := c.Request().Context(), c.Param("key"), s.Token(c.Request())
	_, token, err := s.Store.SignInInstructor(ctx, link, device, s.Now())
	if errors.Is(err, store.ErrNotFound) && device != "" { // the cookie may be of a learner who is gone
		if _, err = s.instructor(c); err == nil {
			return site.SeeOther(c, view.TeachPath)
		}
		_, token, err = s.Store.SignInInstructor(ctx, link, "", s.Now())
	}
	if errors.Is(err, store.ErrNotFound) {
		return s.usedLink(c)
	}
	if err != nil {
		return err
	}
	s.NewToken(c, token)
	return site.SeeOther(c, view.TeachPath)
}

// device is the token of the request's device; empty for a browser that has none.
func (s *Pages) device(c echo.Context) (string, error) {
	id, err := s.Learner(c)
	if err != nil || id == 0 {
		return "", err
	}
	return s.Token(c.Request()), nil
}

func (s *Pages) usedLink(c echo.Context) error {
	head := s.Head(c, "Sign in to teach", view.TeachPath)
	head.Path = view.TeachPath
	return s.Page(c, http.StatusNotFound, view.UsedLinkPage(head))
}

// signOutTeacher takes the instructor's right from this browser.
func (s *Pages) signOutTeacher(c echo.Context, _ store.Instructor) error {
	token, err := s.Store.SignOutInstructor(c.Request().Context(), s.Token(c.Request()), s.Now())
	if err != nil {
		return err
	}
	s.NewToken(c, token)
	return site.SeeOther(c, view.TeachPath+"?out=here")
}

// signOutOtherTeachers takes the instructor's right from their other browsers.
func (s *Pages) signOutOtherTeachers(c echo.Context, i store.Instructor) error {
	n, err := s.Store.SignOutOtherTeachers(c.Request().Context(), i.ID, s.Token(c.Request()))
	if err != nil {
		return err
	}
	return site.SeeOther(c, view.TeachPath+"?out="+strconv.Itoa(n))
}
