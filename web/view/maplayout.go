package view

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"rolecall/lessons"
)

// The distances of a map, in CSS pixels: a drawing is shown at its own size.
const (
	mapNarrow   = 328.0 // fits a phone of 360
	mapWide     = 592.0 // the measure of a lesson's text
	roomHead    = 54.0
	roomFoot    = 10.0
	rowLow      = 38.0 // a member's row
	rowHigh     = 52.0 // with a second line
	roomGap     = 44.0 // between rooms that stand under one another
	laneWidth   = 26.0 // of one arrow in the channel
	channelSide = 22.0 // between a wall and the nearest lane
	slotHeight  = 18.0 // of one arrow's end at a row
	mapEdge     = 1.0  // so that a wall's outer half is not cut off
)

// placedMember is a member with its place.
type placedMember struct {
	lessons.Member
	x, y, w, h float64
}

// placedRoom is a room with its place.
type placedRoom struct {
	drawnRoom
	x, y, w, h float64
	members    []placedMember
	moreY      float64 // where the words about the members that are not drawn stand
}

// placedEdge is an edge with its path, the places of its marks, and its number.
type placedEdge struct {
	edge
	path           string
	lane           int
	fromX, toX     float64 // where its rows end
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

// end is where edges meet a member or a room: mid is the height around which
// their ends are spread, wall the x of the room's wall, inner the x where the
// row ends.
type end struct{ mid, wall, inner float64 }

// at is the height of the k-th of n ends.
func (e end) at(k, n int) float64 {
	return e.mid + slotHeight*(float64(k)-float64(n-1)/2)
}

// degrees counts the edges that meet at each id.
func degrees(es []edge) map[string]int {
	d := map[string]int{}
	for _, e := range es {
		d[e.from]++
		d[e.to]++
	}
	return d
}

// Bounds of the channel in which the arrows run.
const (
	laneLeast = 13.0  // width of a lane where there are many
	laneRim   = 10.0  // beside the outer lanes, for the numbers on them
	roomLeast = 188.0 // width of a room, below which its names would be cut
)

// laneFor is the distance of lanes when so many share what a drawing leaves them;
// it is not ok when they can't all be told apart.
func laneFor(lanes int, room float64) (width float64, ok bool) {
	if lanes < 2 {
		return laneWidth, true
	}
	width = math.Min(laneWidth, room/float64(lanes-1))
	return width, width >= laneLeast
}

// layoutNarrow stands the rooms under one another; arrows run down a channel at
// the right. It is not ok when there are more arrows than have room.
func layoutNarrow(rooms []drawnRoom, es []edge) (l mapLayout, ok bool) {
	first, _ := stacked(rooms, es, mapNarrow-mapEdge, 0)
	first.join(es, first.ends(func(placedRoom) bool { return true }))
	lanes := first.pack()
	width, ok := laneFor(lanes, mapNarrow-2*mapEdge-channelSide-2*laneRim-roomLeast)
	channel := channelSide + width*float64(max(lanes-1, 0)) + 2*laneRim
	if lanes == 0 {
		channel = mapEdge
	}
	l, w := stacked(rooms, es, mapNarrow, channel)
	l.join(es, l.ends(func(placedRoom) bool { return true }))
	l.pack()
	l.draw(func(i int) float64 { return mapEdge + w + channelSide + laneRim + width*float64(i) })
	return l, ok
}

// stacked places the rooms of a narrow drawing beside a channel and returns their
// width.
func stacked(rooms []drawnRoom, es []edge, total, channel float64) (mapLayout, float64) {
	l := mapLayout{name: "narrow", w: mapNarrow}
	w := total - channel - mapEdge
	y := mapEdge
	degree := degrees(es)
	for _, room := range rooms {
		r := placeRoom(room, mapEdge, y, w, degree)
		l.rooms = append(l.rooms, r)
		y += r.h + 16
	}
	l.h = y - 16 + mapEdge
	return l, w
}

// layoutWide stands the rooms in two columns; arrows run in the channel between.
func layoutWide(rooms []drawnRoom, es []edge) (l mapLayout, ok bool) {
	first := columns(rooms, es, 0)
	first.join(es, first.ends(facesRight))
	lanes := first.pack()
	width, ok := laneFor(lanes, mapWide-2*mapEdge-2*channelSide-2*laneRim-2*roomLeast)
	channel := math.Max(2*channelSide+2*laneRim+width*float64(max(lanes-1, 0)), 120)
	l = columns(rooms, es, channel)
	l.join(es, l.ends(facesRight))
	l.pack()
	begin := mapWide/2 - width*float64(lanes-1)/2
	l.draw(func(i int) float64 { return begin + width*float64(i) })
	return l, ok
}

// columns places the rooms of a wide drawing on both sides of a channel.
func columns(rooms []drawnRoom, es []edge, channel float64) mapLayout {
	l := mapLayout{name: "wide", w: mapWide}
	w := (mapWide - channel - 2*mapEdge) / 2
	y := [2]float64{mapEdge, mapEdge}
	degree := degrees(es)
	for i, room := range rooms {
		side := i % 2
		r := placeRoom(room, mapEdge+float64(side)*(w+channel), y[side], w, degree)
		l.rooms = append(l.rooms, r)
		y[side] += r.h + 24
	}
	l.h = math.Max(y[0], y[1]) - 24 + mapEdge
	return l
}

// facesRight reports on which side of a room of a wide drawing the channel lies.
func facesRight(r placedRoom) bool { return r.x < mapWide/4 }

func placeRoom(room drawnRoom, x, y, w float64, degree map[string]int) placedRoom {
	r := placedRoom{drawnRoom: room, x: x, y: y, w: w}
	at := y + math.Max(roomHead, slotHeight*float64(degree[room.ID])+8)
	for _, m := range room.Members {
		h := rowLow
		if m.Detail != "" {
			h = rowHigh
		}
		h = math.Max(h, slotHeight*float64(degree[m.ID])+8)
		r.members = append(r.members, placedMember{Member: m, x: x + 8, y: at, w: w - 16, h: h})
		at += h
	}
	if r.moreY = at + rowLow/2 + 5; room.more > 0 {
		at += rowLow
	}
	r.h = at - y + roomFoot
	return r
}

// ends finds, for each member and room, where edges meet it. facesRight says
// on which side of a room the channel lies.
func (l *mapLayout) ends(facesRight func(placedRoom) bool) map[string]end {
	out := map[string]end{}
	for _, r := range l.rooms {
		wall, inner := r.x, r.x+8
		if facesRight(r) {
			wall, inner = r.x+r.w, r.x+r.w-8
		}
		head := r.h - roomFoot
		if len(r.members) > 0 {
			head = r.members[0].y - r.y
		}
		out[r.ID] = end{r.y + head/2, wall, wall}
		for _, m := range r.members {
			out[m.ID] = end{m.y + m.h/2, wall, inner}
		}
	}
	return out
}

// join finds where each edge leaves and enters. An edge whose ends are not drawn is
// left out.
func (l *mapLayout) join(es []edge, ends map[string]end) {
	slots := slotsOf(es, ends)
	for i, e := range es {
		from, ok := ends[e.from]
		to, ok2 := ends[e.to]
		if !ok || !ok2 {
			continue
		}
		l.edges = append(l.edges, placedEdge{
			edge: e, fromX: from.inner, toX: to.inner,
			startX: from.wall, startY: from.at(slots.find(e.from, i, 0)),
			endX: to.wall, endY: to.at(slots.find(e.to, i, 1)),
		})
	}
}

// laneClear is how far apart two edges of one lane stay.
const laneClear = 22.0

// pack gives each edge a lane, the short ones first, so that edges which never
// stand beside one another share one; it returns how many lanes that takes.
func (l *mapLayout) pack() (lanes int) {
	order := make([]int, len(l.edges))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(l.edges[a].length(), l.edges[b].length()) })
	var taken []lane
	for _, i := range order {
		top, bottom := l.edges[i].span()
		at := slices.IndexFunc(taken, func(t lane) bool { return t.free(top, bottom) })
		if at < 0 {
			at, taken = len(taken), append(taken, nil)
		}
		taken[at] = taken[at].take(top, bottom)
		l.edges[i].lane = at
	}
	return len(taken)
}

// lane is the heights past which the edges of a lane run, from top to bottom. They
// stay laneClear apart.
type lane [][2]float64

// place is where a run that begins at a height comes among the others.
func (t lane) place(top float64) int {
	at, _ := slices.BinarySearchFunc(t, top, func(run [2]float64, top float64) int { return cmp.Compare(run[0], top) })
	return at
}

// free reports whether nothing runs beside the heights.
func (t lane) free(top, bottom float64) bool {
	at := t.place(top)
	return (at == 0 || top >= t[at-1][1]+laneClear) && (at == len(t) || t[at][0] >= bottom+laneClear)
}

func (t lane) take(top, bottom float64) lane {
	return slices.Insert(t, t.place(top), [2]float64{top, bottom})
}

// span is the heights between which an edge runs.
func (e placedEdge) span() (top, bottom float64) {
	return math.Min(e.startY, e.endY), math.Max(e.startY, e.endY)
}

func (e placedEdge) length() float64 { return math.Abs(e.endY - e.startY) }

// draw routes the edges along their lanes and finds each number a place where no
// other stands.
func (l *mapLayout) draw(lane func(int) float64) {
	var placed numbers
	for i := range l.edges {
		e := &l.edges[i]
		e.numX = lane(e.lane)
		e.path = route(e.fromX, e.startY, e.toX, e.endY, e.numX)
		e.numY = placed.place(*e)
	}
}

// slot is one end of an edge at a member: 0 where it begins, 1 where it ends.
type slot struct {
	edge, side int
	towards    float64 // the height of its other end
}

// slots are the ends that meet at each id from top to bottom: how many, and which
// place each end of an edge has among them.
type slots struct {
	count map[string]int
	place map[[2]int]int // by edge and side
}

// slotsOf puts the ends at each member in the order of where they come from, so
// that edges do not cross without need.
func slotsOf(es []edge, ends map[string]end) slots {
	at := map[string][]slot{}
	for i, e := range es {
		at[e.from] = append(at[e.from], slot{i, 0, ends[e.to].mid})
		at[e.to] = append(at[e.to], slot{i, 1, ends[e.from].mid})
	}
	s := slots{map[string]int{}, map[[2]int]int{}}
	for id, list := range at {
		slices.SortStableFunc(list, func(a, b slot) int { return cmp.Compare(a.towards, b.towards) })
		s.count[id] = len(list)
		for k, one := range list {
			s.place[[2]int{one.edge, one.side}] = k
		}
	}
	return s
}

// find is the place of an edge's end among those at id, and how many there are.
func (s slots) find(id string, edge, side int) (k, n int) {
	return s.place[[2]int{edge, side}], s.count[id]
}

// route draws a way out of one row, along the lane, into the other, with round
// corners and an arrowhead.
func route(x1, y1, x2, y2, lane float64) string {
	const r = 7.0
	outward := math.Copysign(1, lane-x1)
	inward := math.Copysign(1, x2-lane)
	down := math.Copysign(1, y2-y1)
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
	put("M", x1, y1)
	if math.Abs(y2-y1) < 2*r {
		put("L", lane, y1)
		put("L", lane, y2)
	} else {
		put("H", lane-outward*r)
		put("Q", lane, y1, lane, y1+down*r)
		put("V", y2-down*r)
		put("Q", lane, y2, lane+inward*r, y2)
	}
	put("H", x2)
	put("m", -inward*6, -4)
	put("l", inward*6, 4)
	put("l", -inward*6, 4)
	return s.String()
}
