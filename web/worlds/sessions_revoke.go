package worlds

import (
	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/sandbox/sts"
	"rolecall/web/site"
	"rolecall/web/view"
)

// RevokeSessions puts the policy on a role that denies everything to the sessions
// issued before now and within the next 30 seconds.
func (s *Pages) RevokeSessions(c echo.Context) error {
	return s.worldAct(c, "#sessions", func(p *play.World, f map[string][]string) (view.Said, error) {
		r := p.RoleByARN(site.First(f, "role"))
		if r == nil {
			return view.Said{}, advice.BadInput("There is no role %q in this world.", site.First(f, "role"))
		}
		if err := sts.RevokeSessions(p.World, r.Account, r.Name); err != nil {
			return view.Said{}, advice.BadInput("%s", site.Sentence(err))
		}
		return view.Said{Mark: view.MarkExplicit, Href: "#keys", Link: "See the sessions",
			Text: "Every action is denied to the sessions of " + r.Name + " that were issued before now, and to those of the next 30 seconds, as AWS’s console does. After that, who may assume the role can get a new one."}, nil
	})
}
