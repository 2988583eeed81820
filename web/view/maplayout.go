package view

import (
	"math"
	"strings"

	"rolecall/lessons"
)

// The distances of a map, in CSS pixels: a drawing is shown at its own size.
const (
	mapNarrow   = 328.0 // fits a phone of 360
	mapWide     = 656.0
	roomHead    = 40.0
	roomFoot    = 10.0
	rowLow      = 38.0 // a member's row
	rowHigh     = 52.0 // with a second line
	roomGap     = 44.0 // between rooms that stand under one another
	laneWidth   = 26.0 // of one arrow in the channel
	channelSide = 22.0 // between a wall and the nearest lane
	mapEdge     = 1.0  // so that a wall's outer half is not cut off
)

// placedMember is a member with its place.
type placedMember struct {
	lessons.Member
	x, y, w, h float64
}

// placedRoom is a room with its place.
type placedRoom struct {
	lessons.Room
	x, y, w, h float64
	members    []placedMember
}

// placedEdge is an edge with its path, the places of its marks, and its number.
type placedEdge struct {
	edge
	path           string
	startX, startY float64 // the badge, on the wall it leaves by
	endX, endY     float64 // the lock, on the wall it enters by
	numX, numY     float64
}

// mapLayout is a drawing with every place decided.
type mapLayout struct {
	name  string // "narrow" or "wide"
	w, h  float64
	rooms []placedRoom
	edges []placedEdge
}

// end is where an edge meets a member or a room: y is its height, wall the x of
// the room's wall, inner the x where the row ends.
type end struct{ y, wall, inner float64 }

// layoutNarrow stands the rooms under one another; arrows run down a channel at
// the right, each in a lane of its own.
func layoutNarrow(p *lessons.Picture) mapLayout {
	es := edges(p)
	channel := channelSide + laneWidth*float64(len(es))
	if len(es) == 0 {
		channel = mapEdge
	}
	l := mapLayout{name: "narrow", w: mapNarrow}
	w := mapNarrow - channel - mapEdge
	y := mapEdge
	for _, room := range p.Accounts {
		r := placeRoom(room, mapEdge, y, w)
		l.rooms = append(l.rooms, r)
		y += r.h + 16
	}
	l.h = y - 16 + mapEdge
	ends := l.ends(func(placedRoom) bool { return true })
	for i, e := range es {
		l.join(e, ends, mapEdge+w+channelSide+laneWidth*(float64(i)+.3))
	}
	return l
}

// layoutWide stands the rooms in two columns; arrows run in the channel between.
func layoutWide(p *lessons.Picture) mapLayout {
	es := edges(p)
	l := mapLayout{name: "wide", w: mapWide}
	channel := math.Max(2*channelSide+laneWidth*float64(len(es)), 120)
	w := (mapWide - channel - 2*mapEdge) / 2
	y := [2]float64{mapEdge, mapEdge}
	for i, room := range p.Accounts {
		side := i % 2
		r := placeRoom(room, mapEdge+float64(side)*(w+channel), y[side], w)
		l.rooms = append(l.rooms, r)
		y[side] += r.h + 24
	}
	l.h = math.Max(y[0], y[1]) - 24 + mapEdge
	ends := l.ends(func(r placedRoom) bool { return r.x < mapWide/2-w/2 })
	first := mapEdge + w + (channel-laneWidth*float64(len(es)))/2 + laneWidth/2
	for i, e := range es {
		l.join(e, ends, first+laneWidth*float64(i))
	}
	return l
}

func placeRoom(room lessons.Room, x, y, w float64) placedRoom {
	r := placedRoom{Room: room, x: x, y: y, w: w}
	at := y + roomHead
	for _, m := range room.Members {
		h := rowLow
		if m.Detail != "" {
			h = rowHigh
		}
		r.members = append(r.members, placedMember{Member: m, x: x + 8, y: at, w: w - 16, h: h})
		at += h
	}
	r.h = at - y + roomFoot
	return r
}

// ends finds, for each member and room, where an edge meets it. facesRight says
// on which side of a room the channel lies.
func (l *mapLayout) ends(facesRight func(placedRoom) bool) map[string][2]end {
	out := map[string][2]end{}
	for _, r := range l.rooms {
		wall, inner := r.x, r.x+8
		if facesRight(r) {
			wall, inner = r.x+r.w, r.x+r.w-8
		}
		// Two places, so that an edge that leaves and one that enters do not
		// lie on one another.
		out[r.ID] = [2]end{{r.y + 16, wall, wall}, {r.y + 26, wall, wall}}
		for _, m := range r.members {
			mid := m.y + m.h/2
			out[m.ID] = [2]end{{mid + 6, wall, inner}, {mid - 6, wall, inner}}
		}
	}
	return out
}

// join routes an edge along its lane. An edge whose ends are not drawn is left out.
func (l *mapLayout) join(e edge, ends map[string][2]end, lane float64) {
	from, ok := ends[e.from]
	to, ok2 := ends[e.to]
	if !ok || !ok2 {
		return
	}
	a, b := from[0], to[1]
	l.edges = append(l.edges, placedEdge{
		edge:   e,
		path:   route(a, b, lane),
		startX: a.wall, startY: a.y,
		endX: b.wall, endY: b.y,
		numX: lane, numY: (a.y + b.y) / 2,
	})
}

// route draws a way out of one row, along the lane, into the other, with round
// corners and an arrowhead.
func route(a, b end, lane float64) string {
	const r = 7.0
	outward := math.Copysign(1, lane-a.inner)
	inward := math.Copysign(1, b.inner-lane)
	down := math.Copysign(1, b.y-a.y)
	var s strings.Builder
	put := func(cmd string, xy ...float64) {
		s.WriteString(cmd)
		for i, v := range xy {
			if i > 0 {
				s.WriteByte(' ')
			}
			s.WriteString(n(math.Round(v*10) / 10))
		}
	}
	put("M", a.inner, a.y)
	if math.Abs(b.y-a.y) < 2*r {
		put("L", lane, a.y)
		put("L", lane, b.y)
	} else {
		put("H", lane-outward*r)
		put("Q", lane, a.y, lane, a.y+down*r)
		put("V", b.y-down*r)
		put("Q", lane, b.y, lane+inward*r, b.y)
	}
	put("H", b.inner)
	put("m", -inward*6, -4)
	put("l", inward*6, 4)
	put("l", -inward*6, 4)
	return s.String()
}
