package view

import (
	"fmt"
	"strconv"
	"strings"

	"rolecall/lessons"
)

// WorldMapView is a drawing of a world: each account a room with a wall, and
// arrows through the walls. Where an arrow leaves a room it takes a badge (an
// identity policy allows), where it enters one it takes a lock that opens (a
// trust or resource policy names the caller).
type WorldMapView struct {
	ID      string // unique in the page
	Title   string // what the drawing is of; read to those who do not see it
	Picture *lessons.Picture
	Lit     []string // ids of the members and arrows that are in use now
	Quiet   bool     // leaves out the table and the legend, when they stand elsewhere on the page
	Of      string   // id of a member or account: draws only what begins or ends at it
	// Leads maps the id of a member to where it leads, by a few words; the others lead nowhere.
	Leads map[string]Link
}

// role is an image, whose parts nobody can reach, unless some of them lead somewhere.
func (v WorldMapView) role() string {
	if len(v.Leads) > 0 {
		return "group"
	}
	return "img"
}

// edge is what joins two ends: all arrows between them together.
type edge struct {
	number   int
	from, to string
	arrows   []lessons.Arrow
	badge    bool // an identity policy allows
	lock     bool // a trust or resource policy names the caller
	key      bool // a session was issued
	marked   bool
}

// edges gathers arrows that have the same ends.
func edges(p *lessons.Picture) []edge {
	var out []edge
	at := map[[2]string]int{}
	for _, a := range p.Arrows {
		ends := [2]string{a.From, a.To}
		i, ok := at[ends]
		if !ok {
			i = len(out)
			at[ends] = i
			out = append(out, edge{number: i + 1, from: a.From, to: a.To})
		}
		e := &out[i]
		e.arrows = append(e.arrows, a)
		e.marked = e.marked || a.Marked
		switch a.Kind {
		case lessons.ArrowAllow:
			e.badge = true
		case lessons.ArrowTrust, lessons.ArrowOpens:
			e.lock = true
		case lessons.ArrowAssume:
			e.key = true
		}
	}
	return out
}

// ids lists the arrows of an edge, for scripts that light them.
func (e edge) ids() string {
	ids := make([]string, len(e.arrows))
	for i, a := range e.arrows {
		ids[i] = a.ID
	}
	return strings.Join(ids, " ")
}

// tone is the class of an edge's colour: that of the policy that draws it, and
// ink when there are two.
func (e edge) tone() string {
	switch {
	case e.key:
		return "is-session"
	case e.badge && e.lock:
		return "is-both"
	case e.badge:
		return "is-identity"
	}
	return "is-resource"
}

// arrowSays puts an arrow into words; name finds the name of an end.
func arrowSays(a lessons.Arrow, name func(string) string) string {
	from, to := name(a.From), name(a.To)
	switch a.Kind {
	case lessons.ArrowTrust:
		return fmt.Sprintf("%s’s trust policy names %s", to, from)
	case lessons.ArrowAllow:
		if a.Label != "" {
			return fmt.Sprintf("%s’s identity policy allows %s on %s", from, a.Label, to)
		}
		return fmt.Sprintf("%s’s identity policy allows the call on %s", from, to)
	case lessons.ArrowOpens:
		return fmt.Sprintf("%s’s resource policy names %s", to, from)
	case lessons.ArrowAssume:
		return fmt.Sprintf("%s holds a session of %s", from, to)
	}
	return ""
}

// arrowBy is what draws an arrow of a kind.
func arrowBy(k lessons.ArrowKind) string {
	switch k {
	case lessons.ArrowTrust:
		return "trust policy"
	case lessons.ArrowAllow:
		return "identity policy"
	case lessons.ArrowOpens:
		return "resource policy"
	case lessons.ArrowAssume:
		return "session"
	}
	return ""
}

// namer finds names by the id of a member or a room.
func namer(p *lessons.Picture) func(string) string {
	names := map[string]string{}
	for _, room := range p.Accounts {
		names[room.ID] = "account " + roomName(room)
		for _, m := range room.Members {
			names[m.ID] = m.Name
		}
	}
	return func(id string) string {
		if n := names[id]; n != "" {
			return n
		}
		return id
	}
}

func roomName(r lessons.Room) string {
	if r.Name == "" {
		return r.ID
	}
	return r.Name
}

// MemberIcon is the icon of a member of an account.
func MemberIcon(m lessons.Member) Icon {
	if m.Kind == lessons.MemberResource && !strings.Contains(m.Detail, "bucket") && !strings.Contains(m.ID, "/buckets/") {
		return IconBox
	}
	return KindOfMemberIcon(m.Kind)
}

// KindOfMemberIcon is the icon of a kind of member.
func KindOfMemberIcon(k lessons.MemberKind) Icon {
	switch k {
	case lessons.MemberUser:
		return IconUser
	case lessons.MemberRole:
		return IconRole
	case lessons.MemberResource:
		return IconBucket
	case lessons.MemberProvider:
		return IconProvider
	case lessons.MemberService:
		return IconService
	case lessons.MemberSession:
		return IconAssumed
	}
	return IconBox
}

// MemberWord is what a kind of member is called.
func MemberWord(k lessons.MemberKind) string {
	switch k {
	case lessons.MemberUser:
		return "user"
	case lessons.MemberRole:
		return "role"
	case lessons.MemberResource:
		return "resource"
	case lessons.MemberProvider:
		return "provider"
	case lessons.MemberService:
		return "service"
	case lessons.MemberSession:
		return "session"
	}
	return ""
}

func (v WorldMapView) lit(ids ...string) bool {
	for _, id := range ids {
		for _, l := range v.Lit {
			if l == id {
				return true
			}
		}
	}
	return false
}

func (v WorldMapView) litEdge(e edge) bool {
	for _, a := range e.arrows {
		if v.lit(a.ID) {
			return true
		}
	}
	return false
}

// n prints a coordinate with at most one decimal.
func n(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
