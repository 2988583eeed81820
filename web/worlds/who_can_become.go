package worlds

import (
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/web/desk"
	"rolecall/web/view"
)

// Bounds of the page that says who can become whom.
const (
	mostWhom   = 24  // callers, and roles
	mostBrings = 120 // refused pairs for which it is tried what the call could bring
)

// WhoCanBecome says who can become whom in a world: for every user and every role, each
// role, as the engine decides sts:AssumeRole now.
func (s *Pages) WhoCanBecome(c echo.Context) error {
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	w := view.Whom{ID: p.ID, Title: p.Title}
	callers, roles := Callers(p)
	w.Partial = len(callers) > mostWhom || len(roles) > mostWhom
	callers, roles = callers[:min(len(callers), mostWhom)], roles[:min(len(roles), mostWhom)]
	for _, a := range callers {
		w.Callers = append(w.Callers, view.WhomNode{Name: a.Name, Detail: a.Detail})
	}
	for _, r := range roles {
		w.Roles = append(w.Roles, view.WhomNode{Name: r.Name, Detail: "role in " + play.AccountName(p.Account(r.Account))})
	}
	full, err := Becoming(p, callers, roles, &w)
	if err != nil {
		return err
	}
	w.Partial = w.Partial || !full
	return s.Page(c, http.StatusOK, view.WhomPage(s.Head(c, "Who can become whom", "/sandbox"), w))
}

// Becoming asks for each caller and each role. It is not full when some were not
// looked at; the error is that nobody waits for the answer any more.
func Becoming(p *play.World, callers []play.Actor, roles []*world.Role, w *view.Whom) (full bool, err error) {
	brings, work := 0, p.Part()
	for i, a := range callers {
		for j, r := range roles {
			e, ok, err := mayBecome(p, work, a.ID, r, &brings)
			if _, limit := errors.AsType[*budget.Exceeded](err); limit {
				return false, nil
			}
			if err != nil {
				return false, err
			}
			if ok {
				e.From, e.To = i, j
				w.Edges = append(w.Edges, e)
			}
		}
	}
	return brings <= mostBrings, nil
}

// Callers are the users and roles that could ask, and the roles.
func Callers(p *play.World) (callers []play.Actor, roles []*world.Role) {
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
			if _, ok := world.UserCaller(a.Users[name]); ok {
				callers = append(callers, play.Actor{ID: a.ID + "/users/" + name, Name: name, Detail: "user in " + play.AccountName(a)})
			}
		}
	}
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			roles = append(roles, a.Roles[name])
			callers = append(callers, play.Actor{ID: a.ID + "/roles/" + name, Name: name, Detail: "role in " + play.AccountName(a)})
		}
	}
	return callers, roles
}

// mayBecome asks whether a caller may assume a role: as the call stands, or with
// what it could bring along. The error is the budget's.
func mayBecome(p *play.World, work *budget.Budget, actor string, r *world.Role, brings *int) (e view.WhomEdge, ok bool, err error) {
	q, err := desk.Ask(p, actor, "sts:AssumeRole", r.ARN(), nil)
	if err != nil {
		return e, false, nil
	}
	ready, err := q.Request.Ready()
	if err != nil {
		return e, false, nil
	}
	policies := q.Policies()
	if err := work.Step(costOf(policies)); err != nil {
		return e, false, err
	}
	if iam.Evaluate(ready, policies).Decision == iam.Allowed {
		return e, true, nil
	}
	if *brings++; *brings > mostBrings {
		return e, false, nil
	}
	needs, _, ok, err := analyze.BringWithin(work, q.Request, policies)
	for _, n := range needs {
		e.Needs = append(e.Needs, n.Words)
	}
	return e, ok, err
}

// costOf is about how many steps one evaluation by policies takes.
func costOf(p *iam.Policies) int64 {
	n := len(p.Identity) + len(p.Session)
	for _, q := range p.Identity {
		n += len(q.Statements())
	}
	for _, q := range []*iam.Policy{p.Resource, p.Boundary} {
		if q != nil {
			n += len(q.Statements())
		}
	}
	return int64(10 + n)
}
