package web

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// maxListed is how many issued sessions a page lists.
const maxListed = 20

// revokePolicy is the inline policy by which AWS's console revokes a role's
// sessions; see "Revoke IAM role temporary security credentials" in the IAM User
// Guide.
const revokePolicy = "AWSRevokeOlderSessions"

// sessionRows lists the sessions that were issued, the newest first, and counts
// the rest.
func (p *playing) sessionRows() (rows []view.SessionRow, more int) {
	cuts := map[string]time.Time{}
	for _, s := range slices.Backward(p.Sessions()) {
		if len(rows) == maxListed {
			more++
			continue
		}
		row := view.SessionRow{Name: sessionName(s), From: p.issuer(s), Issued: s.Issued, Expires: s.Expires}
		switch {
		case s.Expired(p.Now()):
			row.State = view.SessionEnded
		case s.Issued.Before(p.revokedBefore(s, cuts)):
			row.State = view.SessionRevoked
		}
		rows = append(rows, row)
	}
	return rows, more
}

// issuer is who asked for a session, as people call them.
func (p *playing) issuer(s *world.Session) string {
	if s.IssuedBy == "" {
		return "somebody unknown"
	}
	return callerName(world.UserIdentity{ARN: s.IssuedBy})
}

// revokedBefore is the moment before which the sessions of a session's role are
// revoked; zero when they aren't. Moments that were read are kept in cuts.
func (p *playing) revokedBefore(s *world.Session, cuts map[string]time.Time) time.Time {
	a := p.Account(s.Account)
	if s.Kind != world.SessionRole || a == nil || a.Roles[s.Role] == nil {
		return time.Time{}
	}
	path := s.Account + "/roles/" + s.Role + "/policies/" + revokePolicy + ".json"
	if cut, known := cuts[path]; known {
		return cut
	}
	text, _ := p.Document(path)
	cuts[path] = revocation(text)
	return cuts[path]
}

// revocation reads the moment out of a policy that revokes older sessions; zero
// when it is another policy.
func revocation(text string) time.Time {
	var doc struct {
		Statement []struct {
			Effect    string
			Condition struct {
				DateLessThan map[string]string
			}
		}
	}
	if json.Unmarshal([]byte(text), &doc) != nil {
		return time.Time{}
	}
	for _, s := range doc.Statement {
		if at, err := time.Parse(time.RFC3339, s.Condition.DateLessThan["aws:TokenIssueTime"]); err == nil && s.Effect == "Deny" {
			return at
		}
	}
	return time.Time{}
}

// revocable lists the roles of which sessions were issued that haven't ended.
func (p *playing) revocable() []view.RoleChoice {
	var list []view.RoleChoice
	for _, a := range p.Accounts() {
		for _, name := range sortedNames(a.Roles) {
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
// issued before now.
func (s *server) revokeSessions(c echo.Context) error {
	return s.worldAct(c, "#sessions", func(p *playing, f map[string][]string) (view.Said, error) {
		r := p.RoleByARN(first(f, "role"))
		if r == nil {
			return view.Said{}, badInput("There is no role %q in this world.", first(f, "role"))
		}
		if err := p.Revoke(r); err != nil {
			return view.Said{}, badInput("%s", sentence(err))
		}
		return view.Said{Mark: view.MarkExplicit, Href: "#keys", Link: "See the sessions",
			Text: "Every action is denied to the sessions of " + r.Name + " that were issued before now. Who may assume it can get a new one."}, nil
	})
}
