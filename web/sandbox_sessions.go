package web

import (
	"maps"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// maxListed is how many issued sessions a page lists.
const maxListed = 20

// sessionRows lists the sessions that were issued, the newest first, and counts
// the rest.
func (p *playing) sessionRows() (rows []view.SessionRow, more int) {
	all := sts.Sessions(p.World)
	for _, i := range all[:min(len(all), maxListed)] {
		row := view.SessionRow{
			Name: sessionName(p.Session(i.AccessKeyID)), From: issuer(i), Issued: i.Issued, Expires: i.Expires, State: i.State,
			SourceIdentity: i.SourceIdentity, Tags: i.Tags, Chained: i.Chained, Narrowed: i.Narrowed,
		}
		if by := i.RevokedBy; by != nil {
			row.RevokedBy, row.RevokedHref, row.RevokedBefore = by.Document, docPath(p.ID, by.Document, "documents"), by.Before
			if f, ok := p.File(by.Document); ok {
				row.RevokedBy = f.Label
			}
		}
		rows = append(rows, row)
	}
	return rows, len(all) - len(rows)
}

// issuer is who asked for a session, as people call them.
func issuer(i sts.IssuedSession) string {
	if i.IssuedBy == "" {
		return "somebody unknown"
	}
	if !strings.Contains(i.IssuedBy, ":") {
		return i.IssuedBy // a service
	}
	return callerName(world.UserIdentity{ARN: i.IssuedBy})
}

// revocable lists the roles of which sessions were issued that haven't ended.
func (p *playing) revocable() []view.RoleChoice {
	var list []view.RoleChoice
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			if p.lasting(a.Roles[name]) > 0 {
				list = append(list, view.RoleChoice{ARN: a.Roles[name].ARN(), Name: name, Account: accountName(a)})
			}
		}
	}
	return list
}

// lasting counts the sessions of a role that haven't ended.
func (p *playing) lasting(r *world.Role) (n int) {
	for _, s := range p.Sessions() {
		if s.Kind == world.SessionRole && s.Account == r.Account && s.Role == r.Name && !s.Expired(p.Now()) {
			n++
		}
	}
	return n
}

// revokeSessions puts the policy on a role that denies everything to the sessions
// issued before now and within the next 30 seconds.
func (s *server) revokeSessions(c echo.Context) error {
	return s.worldAct(c, "#sessions", func(p *playing, f map[string][]string) (view.Said, error) {
		r := p.RoleByARN(first(f, "role"))
		if r == nil {
			return view.Said{}, advice.BadInput("There is no role %q in this world.", first(f, "role"))
		}
		if err := sts.RevokeSessions(p.World, r.Account, r.Name); err != nil {
			return view.Said{}, advice.BadInput("%s", sentence(err))
		}
		return view.Said{Mark: view.MarkExplicit, Href: "#keys", Link: "See the sessions",
			Text: "Every action is denied to the sessions of " + r.Name + " that were issued before now, and to those of the next 30 seconds, as AWS’s console does. After that, who may assume the role can get a new one."}, nil
	})
}
