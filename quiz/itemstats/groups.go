package itemstats

import "math"

// groupShare is the part of the learners in the upper and in the lower group.
const groupShare = 0.27

// Groups are the learners by how they did in the rest of the attempt.
type Groups struct {
	Upper  Group `json:"upper"`
	Middle Group `json:"middle"`
	Lower  Group `json:"lower"`
}

// Group is some of the learners, and how many of them were right.
type Group struct {
	Attempts int `json:"attempts"`
	Right    int `json:"right"`
}

func (g Group) share() float64 { return float64(g.Right) / float64(max(g.Attempts, 1)) }

type place uint8

const (
	nowhere place = iota // without a rest, or where there are no groups
	lower
	middle
	upper
)

// bounds are the results from which, and up to which, somebody is of a group.
// The zero value has no groups.
type bounds struct{ lowest, highest *cell }

// split finds the bounds among ranked cells; ok is false when the groups would
// meet, so that there is no telling better from worse.
func split(ranked []*cell) (b bounds, ok bool) {
	n := 0
	for _, c := range ranked {
		n += c.n
	}
	size := int(math.Ceil(groupShare * float64(n)))
	low, high := 0, len(ranked)-1
	for count := 0; low < len(ranked); low++ {
		if count += ranked[low].n; count >= size {
			break
		}
	}
	for count := 0; high >= 0; high-- {
		if count += ranked[high].n; count >= size {
			break
		}
	}
	if n == 0 || ranked[low].rest.value() >= ranked[high].rest.value() {
		return bounds{}, false
	}
	return bounds{ranked[low], ranked[high]}, true
}

func (b bounds) of(c *cell) place {
	switch {
	case b.lowest == nil || c.rest.Of == 0:
		return nowhere
	case c.rest.value() <= b.lowest.rest.value():
		return lower
	case c.rest.value() >= b.highest.rest.value():
		return upper
	}
	return middle
}

func (b bounds) groups(ranked []*cell) Groups {
	var g Groups
	for _, c := range ranked {
		switch b.of(c) {
		case upper:
			g.Upper.add(c)
		case middle:
			g.Middle.add(c)
		case lower:
			g.Lower.add(c)
		case nowhere:
		}
	}
	return g
}

func (g *Group) add(c *cell) {
	g.Attempts += c.n
	g.Right += c.right
}
