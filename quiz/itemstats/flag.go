package itemstats

// Flag is something about a question that its author should look at.
type Flag string

// The flags. The bounds are those that Moodle's report marks and textbooks teach:
// a question that nearly all or nearly nobody gets right tells few people apart,
// and one under 0.25 hardly goes with the rest.
const (
	TooHard  Flag = "hard"     // facility index under 0.30
	TooEasy  Flag = "easy"     // facility index over 0.70
	Weak     Flag = "weak"     // discrimination index from 0 to under 0.25
	Backward Flag = "backward" // discrimination index under 0: those best in the rest miss it more
)

// The bounds of the flags.
const (
	HardBelow = 0.30
	EasyAbove = 0.70
	WeakBelow = 0.25
)

// Flags lists them all.
func Flags() []Flag { return []Flag{Backward, Weak, TooHard, TooEasy} }

func (i Item) flags() []Flag {
	var all []Flag
	switch d := i.Discrimination; {
	case !d.Known:
	case d.Value < 0:
		all = append(all, Backward)
	case d.Value < WeakBelow:
		all = append(all, Weak)
	}
	switch f := i.Facility.Value; {
	case f < HardBelow:
		all = append(all, TooHard)
	case f > EasyAbove:
		all = append(all, TooEasy)
	}
	return all
}

// idleBelow is the share of answers under which a wrong option tempts nobody
// (T. M. Haladyna and S. M. Downing, "How many options is enough for a
// multiple-choice test item?", Educational and Psychological Measurement 53, 1993).
const idleBelow = 0.05

// Idle reports whether a wrong option of which p counts the choices tempts nobody.
func (i Item) Idle(p Part) bool {
	return i.Enough && float64(p.Count) < idleBelow*float64(i.Answered)
}

// Misleads reports whether a wrong option is chosen by a larger share of the
// upper group than of the lower: it tempts those who know more, or it is right.
func (i Item) Misleads(p Part) bool {
	if i.Groups == nil {
		return false
	}
	return p.Upper*i.Groups.Lower.Attempts > p.Lower*i.Groups.Upper.Attempts
}
