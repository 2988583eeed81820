package itemstats

import (
	"cmp"
	"math"
	"slices"
)

// Item is what the answers say of a version of a question. Shares and indices
// run from 0 to 1, discriminations from −1 to 1. All but the counts is left
// empty, and every [Figure] unknown, when Enough is false.
type Item struct {
	Attempts int  `json:"attempts"` // learners who were asked it for the first time
	Enough   bool `json:"enough"`   // for the rest to be told

	Answered       int     `json:"answered"`
	Right          int     `json:"right"`
	Facility       Figure  `json:"facility_index"`
	Discrimination Figure  `json:"discrimination_index"`
	Efficiency     Figure  `json:"discriminative_efficiency"`
	UpperLower     Figure  `json:"upper_lower_difference"` // share right in the upper group less that in the lower
	HintUse        Figure  `json:"hint_use"`
	Time           Times   `json:"time"`
	Groups         *Groups `json:"groups"` // nil when all did equally in the rest
	Parts          []Part  `json:"parts"`  // what was chosen, most often first
	Flags          []Flag  `json:"flags"`
}

// Times are quartiles of the time to an answer, to the second and of those that
// were timed; unknown when these are fewer than [Enough].
type Times struct {
	Timed  int    `json:"timed"`
	Lower  Figure `json:"lower_quartile_seconds"`
	Median Figure `json:"median_seconds"`
	Upper  Figure `json:"upper_quartile_seconds"`
}

// Part is one thing that can be chosen, and how often each group chose it. The
// groups are empty when there are none.
type Part struct {
	ID     string `json:"id"`
	Count  int    `json:"count"`
	Upper  int    `json:"upper"`
	Middle int    `json:"middle"`
	Lower  int    `json:"lower"`
}

// Item sums the tally up.
func (t *Tally) Item() Item {
	i := Item{Attempts: t.n, Enough: t.n >= Enough}
	if !i.Enough {
		return i
	}
	ranked := t.ranked()
	i.Answered, i.Right = t.answered, t.right
	i.Facility = ratio(float64(t.right), float64(t.n))
	i.Discrimination, i.Efficiency = discrimination(ranked)
	i.HintUse = ratio(float64(t.hints), float64(t.answered))
	i.Time = t.times()
	bounds, ok := split(ranked)
	if ok {
		g := bounds.groups(ranked)
		i.Groups, i.UpperLower = &g, known(g.Upper.share()-g.Lower.share())
	}
	i.Parts = t.chosen(bounds)
	i.Flags = i.flags()
	return i
}

// discrimination is the correlation of being right with the share right in the
// rest, and how much of the covariance that was to be had it reaches. Being right
// is 0 or 1, so that sum((x−x̄)(X−X̄)) is the sum of X over those who were right,
// less their number times X̄; and the most it can be is the same for as many of
// the best.
func discrimination(ranked []*cell) (index, efficiency Figure) {
	var n, right int
	var sum, ofRight float64
	for _, c := range ranked {
		n += c.n
		right += c.right
		sum += float64(c.n) * c.rest.value()
		ofRight += float64(c.right) * c.rest.value()
	}
	if n < 2 {
		return Figure{}, Figure{}
	}
	mean, spread := sum/float64(n), 0.0
	for _, c := range ranked {
		spread += float64(c.n) * math.Pow(c.rest.value()-mean, 2)
	}
	share := float64(right) / float64(n)
	co := ofRight - float64(right)*mean
	most := best(ranked, right) - float64(right)*mean
	index = ratio(co, math.Sqrt(float64(n)*share*(1-share)*spread)).within(-1, 1)
	efficiency = ratio(co, most)
	efficiency.Value = min(efficiency.Value, 1)
	return index, efficiency
}

// best sums X over the k best.
func best(ranked []*cell, k int) float64 {
	sum := 0.0
	for _, c := range slices.Backward(ranked) {
		take := min(c.n, k)
		sum += float64(take) * c.rest.value()
		k -= take
	}
	return sum
}

// times are quartiles by linear interpolation between order statistics: the
// quartile q of n values stands at place q(n−1), counted from 0 (type 7 of
// R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The
// American Statistician 50, 1996).
func (t *Tally) times() Times {
	var keys []int
	n := 0
	for s, count := range t.seconds {
		keys = append(keys, s)
		n += count
	}
	if n < Enough {
		return Times{Timed: n}
	}
	slices.Sort(keys)
	at := func(place int) float64 {
		for _, s := range keys {
			if place -= t.seconds[s]; place < 0 {
				return float64(s)
			}
		}
		return float64(keys[len(keys)-1])
	}
	quartile := func(q float64) Figure {
		place := q * float64(n-1)
		low := math.Floor(place)
		return known(at(int(low)) + (place-low)*(at(int(math.Ceil(place)))-at(int(low))))
	}
	return Times{n, quartile(0.25), quartile(0.5), quartile(0.75)}
}

// chosen counts the parts by group, most chosen first.
func (t *Tally) chosen(b bounds) []Part {
	counts := map[string]*Part{}
	for _, c := range t.cells {
		for id, n := range c.parts {
			p := counts[id]
			if p == nil {
				p = &Part{ID: id}
				counts[id] = p
			}
			p.Count += n
			switch b.of(c) {
			case upper:
				p.Upper += n
			case middle:
				p.Middle += n
			case lower:
				p.Lower += n
			case nowhere:
			}
		}
	}
	parts := make([]Part, 0, len(counts))
	for _, p := range counts {
		parts = append(parts, *p)
	}
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID)) })
	return parts
}
