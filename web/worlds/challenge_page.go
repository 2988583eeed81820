package worlds

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/web/desk"
	"rolecall/web/view"
)

// ChallengePage is a challenge on a page of its own.
func (s *ChallengePages) ChallengePage(c echo.Context) error {
	t, err := s.Attempting(c)
	if err != nil {
		return err
	}
	return s.challengeWhole(c, http.StatusOK, t)
}

func (s *ChallengePages) challengeWhole(c echo.Context, status int, t *desk.Attempting) error {
	v, err := s.ChallengeView(c, t)
	if err != nil {
		return err
	}
	return s.Page(c, status, view.ChallengePage(s.Head(c, t.Title, "/sandbox"), v, s.ChallengeLesson(t.Challenge)))
}
