package view

import (
	"math"

	"rolecall/lessons"
	"rolecall/sandbox/iam"
)

// ExchangeView is a drawing of messages between actors, from top to bottom.
type ExchangeView struct {
	ID       string // unique in the page
	Title    string // read to those who do not see the drawing
	Exchange *lessons.Exchange
	Now      int  // number of the message in progress, from 1; 0: all alike
	Quiet    bool // leaves out the list that is its equal
}

// The distances of an exchange, in CSS pixels.
const (
	exHead   = 66.0 // icons and names of the actors
	exText   = 13.0 // size of a message's text
	exLine   = 17.0
	exGap    = 20.0
	exSelf   = 8.0  // from the lifeline to the text of something an actor does by itself
	exMargin = 46.0 // from an edge to the nearest lifeline; half as much again where there is room
)

// placedActor is an actor on its lifeline.
type placedActor struct {
	lessons.Actor
	x     float64
	label []string
}

// placedMessage is a message with its arrow and its text.
type placedMessage struct {
	lessons.Message
	number       int
	y            float64 // of the arrow, or the middle of the mark for something done alone
	x1, x2       float64
	self         bool
	textX, textY float64
	lines        []string
	now          bool
}

// exLayout is a drawing with every place decided.
type exLayout struct {
	name     string
	w, h     float64
	actors   []placedActor
	messages []placedMessage
}

func layoutExchange(v ExchangeView, name string, w float64) exLayout {
	l := exLayout{name: name, w: w}
	x := map[string]float64{}
	margin, step := exMargin, 0.0
	if w > mapNarrow {
		margin *= 1.5
	}
	if k := len(v.Exchange.Actors); k > 1 {
		step = (w - 2*margin) / float64(k-1)
	}
	for i, a := range v.Exchange.Actors {
		x[a.ID] = margin + step*float64(i)
		l.actors = append(l.actors, placedActor{Actor: a, x: x[a.ID], label: wrap(a.Name, math.Min(math.Max(step-6, 80), 2*margin), 13.5)})
	}
	y := exHead + 12
	for i, m := range v.Exchange.Messages {
		x1, ok := x[m.From]
		x2, ok2 := x[m.To]
		if !ok || !ok2 {
			continue
		}
		p := placedMessage{Message: m, number: i + 1, x1: x1, x2: x2, self: m.From == m.To, now: v.Now == i+1}
		p.place(w, &y)
		l.messages = append(l.messages, p)
	}
	l.h = y + 8
	return l
}

// place sets a message's text above its arrow, or beside its mark, and moves y on.
func (p *placedMessage) place(w float64, y *float64) {
	mark := 0.0
	if p.marked() {
		mark = 22
	}
	if p.self {
		room := w - p.x1 - exSelf - mark - 4
		p.textX = p.x1 + exSelf + mark
		if room < 130 { // too close to the right edge: the text goes to the left
			p.textX = math.Max(4+mark, p.x1-200)
			room = w - p.textX - 4
		}
		p.lines = wrap(p.Text, room, exText)
		p.textY = *y + exText
		p.y = *y + exText - 4
		*y += exLine*float64(len(p.lines)) + exGap - 4
		return
	}
	left := math.Min(p.x1, p.x2) + 8
	room := math.Max(math.Abs(p.x2-p.x1)-16, math.Min(240, w-8)) - mark
	p.textX = math.Max(4, math.Min(left, w-room-mark-4)) + mark
	p.lines = wrap(p.Text, room, exText)
	p.textY = *y + exText
	*y += exLine*float64(len(p.lines)) + 8
	p.y = *y
	*y += exGap
}

// marked reports whether a message carries a verdict.
func (p placedMessage) marked() bool { return p.Verdict != iam.VerdictNotApplicable }

// head is the arrowhead's path.
func (p placedMessage) head() string {
	d := math.Copysign(7, p.x1-p.x2)
	return "M" + n(p.x2+d) + " " + n(p.y-4) + "L" + n(p.x2) + " " + n(p.y) + "L" + n(p.x2+d) + " " + n(p.y+4)
}

// back reports whether the message answers: it runs against the reading direction.
func (p placedMessage) back() bool { return p.x2 < p.x1 }

// ActorIcon is the icon of an actor.
func ActorIcon(a lessons.Actor) Icon { return KindOfMemberIcon(a.Kind) }

// actorName finds an actor's name by its id.
func (v ExchangeView) actorName(id string) string {
	for _, a := range v.Exchange.Actors {
		if a.ID == id {
			return a.Name
		}
	}
	return id
}
