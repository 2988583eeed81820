package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/store"
	"rolecall/web/view"
)

// Whoever teaches has no password either. The operator makes a link; opening it
// shows a button, and the button makes this browser the instructor's. The right is
// the device's: its learner is whose it was.

const signInPath = view.TeachPath + "/sign-in/"

// SignInPath is the address, from the site's root, of the page that a sign-in
// link's token opens.
func SignInPath(token string) string { return signInPath + token }

// asTeacher lets those in who are signed in as an instructor, and tells everybody
// else the same, whatever there is behind the address.
func (s *server) asTeacher(h func(echo.Context, store.Instructor) error) echo.HandlerFunc {
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
func (s *server) instructor(c echo.Context) (store.Instructor, error) {
	token := s.token(c.Request())
	if token == "" {
		return store.Instructor{}, store.ErrNotFound
	}
	return s.Store.InstructorByToken(c.Request().Context(), token)
}

// teachHead is the head of a page for those who teach.
func (s *server) teachHead(c echo.Context, title string) view.Page {
	head := s.head(c, title, view.TeachPath)
	head.Sheet = "teach"
	return head
}

// teachDoor says how one gets in. Only the area's first page is one for everybody.
func (s *server) teachDoor(c echo.Context) error {
	status := http.StatusForbidden
	if c.Path() == view.TeachPath {
		status = http.StatusOK
	}
	return s.page(c, status, view.TeachDoorPage(s.head(c, "Teach", view.TeachPath)))
}

// signInPage shows what a sign-in link is good for. It uses nothing up, for chat
// programs open links to preview them.
func (s *server) signInPage(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "private, no-store")
	token := c.Param("key")
	i, err := s.Store.InstructorLink(c.Request().Context(), token, s.Now())
	if errors.Is(err, store.ErrNotFound) {
		return s.usedLink(c)
	}
	if err != nil {
		return err
	}
	head := s.head(c, "Sign in to teach", view.TeachPath)
	head.Path = view.TeachPath // the theme form must not carry the token about
	return s.page(c, http.StatusOK, view.SignInPage(head, i.Name, SignInPath(token)))
}

// signIn makes this browser the instructor's whose link it is.
func (s *server) signIn(c echo.Context) error {
	ctx, link := c.Request().Context(), c.Param("key")
	if _, err := s.Store.InstructorLink(ctx, link, s.Now()); err != nil {
		return s.signInAgain(c, err)
	}
	token, err := s.deviceToken(c)
	if err != nil {
		return err
	}
	if _, err := s.Store.SignInInstructor(ctx, link, token, s.Now()); err != nil {
		return s.signInAgain(c, err)
	}
	return seeOther(c, view.TeachPath)
}

// deviceToken is the token of the request's device, which is made for somebody new.
func (s *server) deviceToken(c echo.Context) (string, error) {
	id, err := s.learner(c)
	if err != nil {
		return "", err
	}
	if id != 0 {
		return s.token(c.Request()), nil
	}
	l, token, err := s.Store.NewLearner(c.Request().Context(), s.Now())
	if err != nil {
		return "", err
	}
	s.setCookie(c, token)
	s.readers.know(token, l.ID)
	return token, nil
}

// signInAgain answers a link that doesn't sign in. Pressed twice, it has already.
func (s *server) signInAgain(c echo.Context, err error) error {
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if _, err := s.instructor(c); err == nil {
		return seeOther(c, view.TeachPath)
	}
	return s.usedLink(c)
}

func (s *server) usedLink(c echo.Context) error {
	head := s.head(c, "Sign in to teach", view.TeachPath)
	head.Path = view.TeachPath
	return s.page(c, http.StatusNotFound, view.UsedLinkPage(head))
}

// signOut takes the instructor's right from this browser.
func (s *server) signOut(c echo.Context, _ store.Instructor) error {
	if err := s.Store.SignOutInstructor(c.Request().Context(), s.token(c.Request())); err != nil {
		return err
	}
	return seeOther(c, view.TeachPath)
}
