package web

import (
	"slices"

	"github.com/labstack/echo/v4"

	"rolecall/web/api"
	"rolecall/web/learn"
	"rolecall/web/practise"
	"rolecall/web/site"
	"rolecall/web/teach"
	"rolecall/web/tools"
	"rolecall/web/worlds"
)

// Addresses lists every address of the site as it is registered: "GET /sandbox/:world".
// It is there for tests that hold each of them to something.
func Addresses() []string {
	e := echo.New()
	s := &server{
		Site: &site.Site{}, learn: &learn.Pages{}, practise: &practise.Pages{}, sandbox: &worlds.Pages{},
		review: &practise.ReviewPages{}, progress: &practise.ProgressPages{}, challenges: &worlds.ChallengePages{},
		api: &api.API{}, tools: &tools.Pages{}, teach: &teach.Pages{},
	}
	s.routes(e)
	var list []string
	for _, r := range e.Routes() {
		list = append(list, r.Method+" "+r.Path)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
