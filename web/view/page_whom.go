package view

// Whom is the page that says who can become whom in a world.
type Whom struct {
	ID, Title string
	Callers   []WhomNode
	Roles     []WhomNode
	Edges     []WhomEdge
	Partial   bool // not everybody was looked at
}

// WhomNode is a user or a role.
type WhomNode struct{ Name, Detail string }

// WhomEdge says that a caller can become a role; From and To count its nodes.
type WhomEdge struct {
	From, To int
	Needs    []string // what the call has to bring, such as "with MFA"
}

// The distances of the graph, in CSS pixels: it fits a phone of 360.
const (
	whomRow   = 48.0
	whomWidth = 324.0
	whomLeft  = 120.0
	whomRight = 204.0
	whomLabel = 114.0 // room for a name on either side
	whomBold  = 16.0  // its letters are as wide as thin ones of this size
	whomThin  = 12.0
)

func (w Whom) height() float64 { return whomRow * float64(max(len(w.Callers), len(w.Roles), 1)) }

func whomY(i int) float64 { return whomRow*float64(i) + whomRow/2 }

func (e WhomEdge) path() string {
	y1, y2 := whomY(e.From), whomY(e.To)
	return "M" + n(whomLeft) + " " + n(y1) + " C" + n(whomLeft+40) + " " + n(y1) + " " + n(whomRight-46) + " " + n(y2) + " " + n(whomRight-6) + " " + n(y2)
}

func (e WhomEdge) head() string {
	y := whomY(e.To)
	return "M" + n(whomRight-12) + " " + n(y-4) + " L" + n(whomRight-5) + " " + n(y) + " L" + n(whomRight-12) + " " + n(y+4)
}
