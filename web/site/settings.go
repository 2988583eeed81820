package site

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/view"
)

// The browsers that open somebody's progress: which there are, and how they are
// signed out. There are no accounts: a browser is signed in as long as its token is
// good.

// maxTold is the largest number of browsers that an address can say were signed out.
const maxTold = 10_000

// SettingsPage shows what can be set for this browser and its learner.
func (s *Site) SettingsPage(c echo.Context) error {
	b, err := s.Browsers(c, view.SettingsPath)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return s.Page(c, http.StatusOK, view.SettingsPage(s.Head(c, "Settings", "/progress"), b, c.QueryParam("out") == "this"))
}

// Browsers are those that open the reader's progress, for a page that the forms lead
// back to.
func (s *Site) Browsers(c echo.Context, back string) (view.Browsers, error) {
	v := view.Browsers{Back: back, Told: SignedOutWords(c.QueryParam("out"))}
	id, err := s.Learner(c)
	if err != nil || id == 0 {
		return v, err
	}
	ctx := c.Request().Context()
	l, err := s.Store.Learner(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	devices, err := s.Store.Devices(ctx, id, s.Token(c.Request()))
	if err != nil {
		return v, err
	}
	v.Phrase = !l.PhraseAt.IsZero()
	for _, d := range devices {
		v.List = append(v.List, s.BrowserOf(d, d.Created))
	}
	return v, nil
}

// BrowserOf shows a device that is signed in.
func (s *Site) BrowserOf(d store.Device, since time.Time) view.Browser {
	return view.Browser{Here: d.Here, Since: since, Used: d.Used, Today: s.Now(), Teaches: !d.Granted.IsZero()}
}

// SignedOutWords says how many other browsers were signed out. The address names a
// number alone.
func SignedOutWords(text string) string {
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || n < 0 || n > maxTold:
		return ""
	case n == 0:
		return "No other browser was signed in."
	case n == 1:
		return "The other browser is signed out."
	}
	return strconv.Itoa(n) + " other browsers are signed out."
}

// SignOutOthers ends every browser of the learner's but this one.
func (s *Site) SignOutOthers(c echo.Context) error {
	f, err := Form(c)
	if err != nil {
		return err
	}
	n, err := s.EndOthers(c)
	if err != nil {
		return err
	}
	back := view.SettingsPath
	if First(f, "back") == "/progress" {
		back = "/progress"
	}
	return SeeOther(c, back+"?out="+strconv.Itoa(n))
}

// EndOthers signs the reader's other browsers out, and returns how many.
func (s *Site) EndOthers(c echo.Context) (int, error) {
	id, err := s.Learner(c)
	if err != nil || id == 0 {
		return 0, err
	}
	n, err := s.Store.SignOutOthers(c.Request().Context(), id, s.Token(c.Request()))
	if errors.Is(err, store.ErrNotFound) { // this browser was signed out meanwhile
		return 0, nil
	}
	s.Readers.ForgetTokens()
	return n, err
}

// SignOut ends this browser. Where nothing else opens the progress, the form has to
// say that its loss is meant.
func (s *Site) SignOut(c echo.Context) error {
	f, err := Form(c)
	if err != nil {
		return err
	}
	b, err := s.Browsers(c, view.SettingsPath)
	if err != nil {
		return err
	}
	if b.Last() && First(f, "sure") != "yes" {
		return advice.BadInput("Nothing was changed: this browser is the only way to this progress, and the form did not say that you are sure.")
	}
	if len(b.List) > 0 {
		if err := s.Store.SignOut(c.Request().Context(), s.Token(c.Request())); err != nil {
			return err
		}
		s.Readers.ForgetTokens()
	}
	s.ClearCookie(c)
	return SeeOther(c, view.SettingsPath+"?out=this")
}
