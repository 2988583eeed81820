package view

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// The way of a request through the layers is drawn as a line with a gate for each,
// in the order in which AWS evaluates them; see "Policy evaluation logic" in the
// IAM User Guide. The list of layers under it is its equal.

// The distances of the drawing, in CSS pixels.
const (
	flowRow    = 100.0 // from one row of gates to the next
	flowTop    = 24.0  // the first row's line
	flowGate   = 15.0  // radius of a gate
	flowText   = 12.0
	flowMargin = 8.0
	flowEnd    = 15.0 // from the right edge to the middle of the decision's mark
)

// flowGatePlace is a gate with its place.
type flowGatePlace struct {
	iam.LayerTrace
	x, y   float64
	lines  []string // what it came to, in words
	denied bool     // it is why the request was refused
}

// flowLayout is a drawing with every place decided.
type flowLayout struct {
	name   string // "narrow" or "wide"
	w, h   float64
	gates  []flowGatePlace
	passed string // the way that the request went
	ahead  string // the way it would have gone; empty when it went through
	endX   float64
	endY   float64
}

// layoutFlow stands the gates in rows of so many.
func layoutFlow(t *iam.Trace, name string, w float64, row int) flowLayout {
	l := flowLayout{name: name, w: w}
	step := (w - flowMargin - 2*flowEnd - 8) / float64(row)
	for i, layer := range t.Layers {
		g := flowGatePlace{LayerTrace: layer, denied: slices.Contains(t.DeniedBy.List(), layer.Layer)}
		g.x = flowMargin + step*(float64(i%row)+.5)
		g.y = flowTop + flowRow*float64(i/row)
		g.lines = []string{flowWord(t, layer)}
		if g.mark() != MarkNone {
			g.lines = wrap(g.lines[0], step-4, flowText)
		}
		l.gates = append(l.gates, g)
	}
	rows := (len(t.Layers) + row - 1) / row
	l.endX, l.endY = w-flowEnd, flowTop+flowRow*float64(rows-1)
	l.h = l.endY + flowRow - 24
	l.line(row)
	return l
}

// mark is what a gate shows: nothing where its layer said no and wasn't needed.
func (g flowGatePlace) mark() Mark {
	if g.Verdict == iam.VerdictImplicitDeny && !g.denied {
		return MarkNone
	}
	return MarkOfVerdict(g.Verdict)
}

// flowWord is what a layer came to on the way. One that allowed nothing, and
// needn't have, lets the request go on.
func flowWord(t *iam.Trace, l iam.LayerTrace) string {
	if l.Verdict == iam.VerdictImplicitDeny && !slices.Contains(t.DeniedBy.List(), l.Layer) {
		return "Not needed"
	}
	return MarkOfVerdict(l.Verdict).Word()
}

// line draws the way: whole up to the first gate that refused, from there on open.
func (l *flowLayout) line(row int) {
	way := &strings.Builder{}
	put := func(cmd string, xy ...float64) {
		way.WriteString(cmd)
		for i, v := range xy {
			if i > 0 {
				way.WriteByte(' ')
			}
			way.WriteString(n(v))
		}
	}
	put("M", flowMargin, flowTop)
	for i, g := range l.gates {
		if i > 0 && i%row == 0 {
			l.turn(put, g.y)
		}
		put("H", g.x)
		if g.denied && l.passed == "" {
			l.passed = way.String()
			way.Reset()
			put("M", g.x, g.y)
		}
	}
	put("H", l.endX)
	if l.passed == "" {
		l.passed = way.String()
		return
	}
	l.ahead = way.String()
}

// turn leads the line from the end of a row to the beginning of the next, at y.
func (l *flowLayout) turn(put func(string, ...float64), y float64) {
	const r = 6.0
	right, between := l.w-flowMargin, y-flowRow/2+22
	put("H", right-r)
	put("Q", right, y-flowRow, right, y-flowRow+r)
	put("V", between-r)
	put("Q", right, between, right-r, between)
	put("H", flowMargin/2+r)
	put("Q", flowMargin/2, between, flowMargin/2, between+r)
	put("V", y-r)
	put("Q", flowMargin/2, y, flowMargin/2+r, y)
}

// layerShort is a layer's name under its gate.
func layerShort(l iam.Layer) string {
	switch l {
	case iam.LayerIdentity:
		return "Identity"
	case iam.LayerResource:
		return "Resource"
	case iam.LayerBoundary:
		return "Boundary"
	case iam.LayerSession:
		return "Session"
	case iam.LayerSCP:
		return "SCP"
	case iam.LayerRCP:
		return "RCP"
	}
	return "Policy"
}

// flowTitle says what the drawing shows.
func flowTitle(t *iam.Trace) string {
	var parts []string
	for _, l := range t.Layers {
		parts = append(parts, LayerWord(l.Layer)+": "+strings.ToLower(flowWord(t, l)))
	}
	return "The request’s way through the layers. " + strings.Join(parts, "; ") + ". In all: " + strings.ToLower(MarkOf(t.Decision).Word()) + "."
}
