package desk

import (
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/play"
	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
	"rolecall/web/site"
	"rolecall/web/view"
)

// maxListed is how many issued sessions a page lists.
const maxListed = 20

// sessionRows lists the sessions that were issued, the newest first, and counts
// the rest.
func sessionRows(p *play.World) (rows []view.SessionRow, more int) {
	all := sts.Sessions(p.World)
	for _, i := range all[:min(len(all), maxListed)] {
		row := view.SessionRow{
			Name: play.SessionName(p.Session(i.AccessKeyID)), From: issuer(i), Issued: i.Issued, Expires: i.Expires, State: i.State,
			SourceIdentity: i.SourceIdentity, Tags: i.Tags, Chained: i.Chained, Narrowed: i.Narrowed,
		}
		if by := i.RevokedBy; by != nil {
			row.RevokedBy, row.RevokedHref, row.RevokedBefore = by.Document, site.DocPath(p.ID, by.Document, "documents"), by.Before
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
func revocable(p *play.World) []view.RoleChoice {
	var list []view.RoleChoice
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			if lasting(p, a.Roles[name]) > 0 {
				list = append(list, view.RoleChoice{ARN: a.Roles[name].ARN(), Name: name, Account: play.AccountName(a)})
			}
		}
	}
	return list
}

// lasting counts the sessions of a role that haven't ended.
func lasting(p *play.World, r *world.Role) (n int) {
	for _, s := range p.Sessions() {
		if s.Kind == world.SessionRole && s.Account == r.Account && s.Role == r.Name && !s.Expired(p.Now()) {
			n++
		}
	}
	return n
}
