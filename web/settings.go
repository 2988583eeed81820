package web

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

// settingsPage shows what can be set for this browser and its learner.
func (s *server) settingsPage(c echo.Context) error {
	b, err := s.browsers(c, view.SettingsPath)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return s.page(c, http.StatusOK, view.SettingsPage(s.head(c, "Settings", "/progress"), b, c.QueryParam("out") == "this"))
}

// browsers are those that open the reader's progress, for a page that the forms lead
// back to.
func (s *server) browsers(c echo.Context, back string) (view.Browsers, error) {
	v := view.Browsers{Back: back, Told: signedOutWords(c.QueryParam("out"))}
	id, err := s.learner(c)
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
	devices, err := s.Store.Devices(ctx, id, s.token(c.Request()))
	if err != nil {
		return v, err
	}
	v.Phrase = !l.PhraseAt.IsZero()
	for _, d := range devices {
		v.List = append(v.List, s.browserOf(d, d.Created))
	}
	return v, nil
}

func (s *server) browserOf(d store.Device, since time.Time) view.Browser {
	return view.Browser{Here: d.Here, Since: since, Used: d.Used, Today: s.Now(), Teaches: !d.Granted.IsZero()}
}

// signedOutWords says how many other browsers were signed out. The address names a
// number alone.
func signedOutWords(text string) string {
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

// signOutOthers ends every browser of the learner's but this one.
func (s *server) signOutOthers(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	n, err := s.endOthers(c)
	if err != nil {
		return err
	}
	back := view.SettingsPath
	if first(f, "back") == "/progress" {
		back = "/progress"
	}
	return seeOther(c, back+"?out="+strconv.Itoa(n))
}

// endOthers signs the reader's other browsers out, and returns how many.
func (s *server) endOthers(c echo.Context) (int, error) {
	id, err := s.learner(c)
	if err != nil || id == 0 {
		return 0, err
	}
	n, err := s.Store.SignOutOthers(c.Request().Context(), id, s.token(c.Request()))
	if errors.Is(err, store.ErrNotFound) { // this browser was signed out meanwhile
		return 0, nil
	}
	s.readers.forgetTokens()
	return n, err
}

// signOut ends this browser. Where nothing else opens the progress, the form has to
// say that its loss is meant.
func (s *server) signOut(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	b, err := s.browsers(c, view.SettingsPath)
	if err != nil {
		return err
	}
	if b.Last() && first(f, "sure") != "yes" {
		return advice.BadInput("Nothing was changed: this browser is the only way to this progress, and the form did not say that you are sure.")
	}
	if len(b.List) > 0 {
		if err := s.Store.SignOut(c.Request().Context(), s.token(c.Request())); err != nil {
			return err
		}
		s.readers.forgetTokens()
	}
	s.clearCookie(c)
	return seeOther(c, view.SettingsPath+"?out=this")
}
