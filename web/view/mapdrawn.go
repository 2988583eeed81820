package view

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/lessons"
)

// How much a drawing shows. A world with more is drawn simpler, and the table under
// the drawing has the rest.
const (
	mostDrawnRooms   = 12
	mostDrawnMembers = 40 // of a room
	mostDrawnEdges   = 60
)

// drawnMap is what of a picture is drawn.
type drawnMap struct {
	all     []edge // of the picture
	edges   []edge // those that are drawn
	rooms   []drawnRoom
	crowded bool // there are more arrows than can be told apart
	hidden  hidden
}

// drawnRoom is a room with those of its members that are drawn.
type drawnRoom struct {
	lessons.Room
	more int // members that are not drawn
}

// hidden counts what is not drawn because there is too much of it.
type hidden struct{ rooms, members, edges int }

// drawn decides what to draw: all where there is room for it. In a crowd of arrows
// these are those in use, unless a member is named whose arrows to draw. Of many
// accounts and members it is the first ones, and those at the ends of the arrows.
func (v WorldMapView) drawn() drawnMap {
	d := drawnMap{all: edges(v.Picture)}
	d.crowded = len(d.all) > mostDrawnEdges || v.lanesFull(d.all)
	d.edges = v.chosen(d.all, d.crowded)
	if n := len(d.edges); n > mostDrawnEdges {
		d.hidden.edges, d.edges = n-mostDrawnEdges, d.edges[:mostDrawnEdges]
	}
	keep := map[string]bool{v.Of: v.Of != ""}
	for _, id := range v.Lit {
		keep[id] = true
	}
	for _, e := range d.edges {
		keep[e.from], keep[e.to] = true, true
	}
	for i, r := range v.Picture.Accounts {
		room, kept := drawRoom(r, keep)
		if i >= mostDrawnRooms && !kept {
			d.hidden.rooms++
			continue
		}
		d.hidden.members += room.more
		d.rooms = append(d.rooms, room)
	}
	return d
}

// drawRoom leaves out members when there are too many; kept tells that something in
// the room, or the room itself, must be drawn.
func drawRoom(r lessons.Room, keep map[string]bool) (room drawnRoom, kept bool) {
	room = drawnRoom{Room: r}
	kept = keep[r.ID]
	few := len(r.Members) <= mostDrawnMembers
	var members []lessons.Member
	for i, m := range r.Members {
		wanted := keep[m.ID] || m.Marked
		kept = kept || wanted
		if few || wanted || i < mostDrawnMembers {
			members = append(members, m)
		}
	}
	room.more, room.Members = len(r.Members)-len(members), members
	return room, kept
}

// chosen are the edges to draw.
func (v WorldMapView) chosen(all []edge, crowded bool) []edge {
	if v.Of == "" && !crowded {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(e edge) bool {
		if v.Of != "" {
			return e.from != v.Of && e.to != v.Of
		}
		return !v.litEdge(e) && !e.marked
	})
}

// lanesFull reports whether the edges, all drawn, would need more lanes than there
// is room for.
func (v WorldMapView) lanesFull(all []edge) bool {
	rooms := make([]drawnRoom, len(v.Picture.Accounts))
	for i, r := range v.Picture.Accounts {
		rooms[i] = drawnRoom{Room: r}
	}
	_, narrow := layoutNarrow(rooms, all)
	_, wide := layoutWide(rooms, all)
	return !narrow || !wide
}

// Crowded reports whether there are more arrows than can be told apart.
func (v WorldMapView) Crowded() bool { return v.drawn().crowded }

// narrow and wide are the drawing for a phone or a column, and for the measure of a text.
func (d drawnMap) narrow() mapLayout { l, _ := layoutNarrow(d.rooms, d.edges); return l }
func (d drawnMap) wide() mapLayout   { l, _ := layoutWide(d.rooms, d.edges); return l }

// simpler reports whether something is left out for want of room, and not only
// arrows that aren't in use.
func (d drawnMap) simpler(p *lessons.Picture) bool { return d.hidden != hidden{} || p.Cut }

// listed are the edges of the legend: all, or in a simpler drawing those drawn.
func (d drawnMap) listed(p *lessons.Picture) []edge {
	if d.simpler(p) {
		return d.edges
	}
	return d.all
}

// words say what a simpler drawing leaves out.
func (d drawnMap) words() string {
	var left []string
	add := func(n int, what string) {
		if n > 0 {
			left = append(left, count(n, what))
		}
	}
	add(d.hidden.rooms, "account")
	add(d.hidden.members, "member")
	add(d.hidden.edges, "arrow")
	text := "This world is too large to be drawn whole, so the drawing is simplified."
	if len(left) > 0 {
		text += fmt.Sprintf(" Not drawn: %s.", strings.Join(left, ", "))
	}
	return text
}

// cutWords say that a picture holds no more arrows.
func cutWords() string {
	return fmt.Sprintf("This world has more arrows than a drawing works out: the table lists the first %d. The page Who can become whom, and the policies, tell the rest.", lessons.MaxArrows)
}
