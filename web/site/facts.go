package site

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/store"
)

// ModeCookie remembers the mode of somebody who is no learner yet.
const ModeCookie = "mode"

// PreferredMode is the mode the reader chose last; empty when none is known.
func (s *Site) PreferredMode(c echo.Context) (string, error) {
	p, err := s.ProgressOf(c)
	if err != nil {
		return "", err
	}
	if p != nil && p.Mode != "" {
		return p.Mode, nil
	}
	if cookie, err := c.Cookie(ModeCookie); err == nil {
		return cookie.Value, nil
	}
	return "", nil
}

// RememberMode keeps the mode in which somebody read last, in their browser alone.
func (s *Site) RememberMode(c echo.Context, mode string) {
	if cookie, err := c.Cookie(ModeCookie); err == nil && cookie.Value == mode {
		return
	}
	c.SetCookie(&http.Cookie{Name: ModeCookie, Value: mode, Path: "/lessons", HttpOnly: true, Secure: s.secure,
		SameSite: http.SameSiteLaxMode, Expires: s.Now().AddDate(cookieYears, 0, 0)})
}

// KeepTry keeps that a step was tried, or another fact of [store.Try]'s form.
func (s *Site) KeepTry(c echo.Context, t store.Try) (*Progress, error) {
	t.At = s.Now()
	return s.Keep(c, func(id store.LearnerID) error {
		_, err := s.Store.AddTry(c.Request().Context(), id, t)
		return err
	})
}

// Keep writes something of the reader's, who becomes a learner by it, and reads
// their progress anew.
func (s *Site) Keep(c echo.Context, write func(store.LearnerID) error) (*Progress, error) {
	id, err := s.Someone(c)
	if err != nil {
		return nil, err
	}
	if err := write(id); err != nil {
		return nil, err
	}
	s.Readers.Wrote(id)
	return s.ProgressOfLearner(c, id)
}
