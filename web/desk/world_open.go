package desk

import (
	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/store"
)

// FromScenario begins a world of the sandbox, with documents laid over it.
func (s *Desk) FromScenario(c echo.Context, name string, files map[string]string) (string, error) {
	sc := s.Library.Scenario(name)
	if sc == nil {
		return "", advice.BadInput("There is no scenario called %q.", play.Beginning(name))
	}
	w, err := sc.Fresh(s.Worlds.Env(), files)
	if err != nil {
		return "", advice.BadInput("That document can’t be taken into the world: %v.", err)
	}
	return s.NewWorld(c, w, store.NewWorld{Scenario: name, Title: sc.Title}, "")
}
