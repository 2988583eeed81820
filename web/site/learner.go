package site

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/store"
)

// A learner needs no account: a cookie holds a random token, of which the store
// keeps the hash. A token is handed out, and a learner made, at the first thing
// worth keeping; reading alone makes none.

const (
	CookieName   = "rolecall"
	secureCookie = "__Host-rolecall" // the prefix has browsers refuse it from elsewhere
	cookieYears  = 2
)

// CookieName is the name of the cookie that holds a browser's token.
func (s *Site) CookieName() string {
	if s.secure {
		return secureCookie
	}
	return CookieName
}

// Token returns the request's token, empty when it has none.
func (s *Site) Token(r *http.Request) string {
	c, err := r.Cookie(s.CookieName())
	if err != nil {
		return ""
	}
	return c.Value
}

func (s *Site) setCookie(c echo.Context, token string) {
	c.SetCookie(&http.Cookie{
		Name: s.CookieName(), Value: token, Path: "/", HttpOnly: true, Secure: s.secure,
		SameSite: http.SameSiteLaxMode, Expires: s.Now().AddDate(cookieYears, 0, 0),
	})
}

// ClearCookie takes the token back from the browser.
func (s *Site) ClearCookie(c echo.Context) {
	c.SetCookie(&http.Cookie{
		Name: s.CookieName(), Path: "/", HttpOnly: true, Secure: s.secure,
		SameSite: http.SameSiteLaxMode, Expires: time.Unix(0, 0), MaxAge: -1,
	})
}

// newcomer is where a request keeps the learner that it made, whose cookie the
// browser doesn't send yet.
const newcomer = "learner"

// Learner finds who asks; 0 for somebody we know nothing of.
func (s *Site) Learner(c echo.Context) (store.LearnerID, error) {
	if id, ok := c.Get(newcomer).(store.LearnerID); ok {
		return id, nil
	}
	token := s.Token(c.Request())
	if token == "" {
		return 0, nil
	}
	known, ended, ok := s.Readers.Token(token)
	if !ok {
		d, err := s.Store.Device(c.Request().Context(), token)
		if errors.Is(err, store.ErrNotFound) {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		known = KnownToken{d.Learner, d.Used}
		s.Readers.Know(token, known, ended)
	}
	if hour := s.Now().Truncate(store.UseEvery); hour.After(known.used) && s.Readers.use(token, hour) {
		s.noteUse(c, token)
	}
	return known.Learner, nil
}

// useWait is how long a page waits for the note that its reader's device is in use.
const useWait = time.Second

// noteUse keeps the hour of a device's last use. It is the one thing that any request
// of a learner's may write, a GET too, for it is how they notice a browser that isn't
// theirs. That it can't be written is no reason to show no page.
func (s *Site) noteUse(c echo.Context, token string) {
	ctx, cancel := context.WithTimeout(c.Request().Context(), useWait)
	defer cancel()
	if err := s.Store.UseDevice(ctx, token, s.Now()); err != nil {
		s.Log.Warn("the last use of a device was not kept", "err", err)
	}
}

// Someone finds who asks and makes a learner of somebody new.
func (s *Site) Someone(c echo.Context) (store.LearnerID, error) {
	id, err := s.Learner(c)
	if err != nil || id != 0 {
		return id, err
	}
	l, token, err := s.newLearner(c)
	if err != nil {
		return 0, err
	}
	s.setCookie(c, token)
	c.Set(newcomer, l.ID)
	return l.ID, nil
}

// NewToken gives the browser another token in place of the one it sent, which opens
// nothing any more.
func (s *Site) NewToken(c echo.Context, token string) {
	s.Readers.ForgetTokens()
	s.setCookie(c, token)
}

// ProgressOf reads what is known of the reader; nil of somebody new.
func (s *Site) ProgressOf(c echo.Context) (*Progress, error) {
	id, err := s.Learner(c)
	if err != nil || id == 0 {
		return nil, err
	}
	return s.ProgressOfLearner(c, id)
}

// ProgressOfLearner reads what is known of a learner, from memory where it is there.
func (s *Site) ProgressOfLearner(c echo.Context, id store.LearnerID) (*Progress, error) {
	if p := s.Readers.Progress(id); p != nil {
		return p, nil
	}
	return s.Readers.Read(id, func() (*Progress, error) {
		ctx := c.Request().Context()
		facts, err := s.Store.Progress(ctx, id)
		if err != nil {
			return nil, err
		}
		prefs, err := s.Store.Preferences(ctx, id)
		if err != nil {
			return nil, err
		}
		return NewProgress(id, facts, prefs), nil
	})
}
