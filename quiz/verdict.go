package quiz

import "slices"

// Verdict is what a set of answers shows about one objective.
type Verdict uint8

// The verdicts, by the share of questions on the objective answered wholly right.
const (
	NotYet Verdict = iota // less than half
	Shaky                 // half or more, less than four fifths
	Strong                // four fifths or more
)

// String returns "not yet", "shaky" or "strong".
func (v Verdict) String() string {
	switch v {
	case NotYet:
		return "not yet"
	case Shaky:
		return "shaky"
	case Strong:
		return "strong"
	}
	return "unknown"
}

// ObjectiveVerdict is the verdict on one objective.
type ObjectiveVerdict struct {
	Objective Objective
	Verdict   Verdict
	Right     int // questions answered wholly right
	Asked     int
}

// Answered is one question with the outcome of its answer.
type Answered struct {
	Question *Question
	Right    bool
}

// The share of right answers from which a verdict is given.
const (
	strongFrom = 0.8
	shakyFrom  = 0.5
)

// Judge gives the verdict on right answers out of those asked; none asked is
// [NotYet].
func Judge(right, asked int) Verdict {
	switch share := float64(right) / float64(max(asked, 1)); {
	case share >= strongFrom:
		return Strong
	case share >= shakyFrom:
		return Shaky
	}
	return NotYet
}

// Verdicts judges each of the objectives that were asked about, in the order of
// objectives. A question counts for every objective that it names.
func Verdicts(objectives []Objective, answers []Answered) []ObjectiveVerdict {
	var verdicts []ObjectiveVerdict
	for _, o := range objectives {
		v := ObjectiveVerdict{Objective: o}
		for _, a := range answers {
			if !slices.Contains(a.Question.Objectives, o.ID) {
				continue
			}
			v.Asked++
			if a.Right {
				v.Right++
			}
		}
		if v.Asked > 0 {
			v.Verdict = Judge(v.Right, v.Asked)
			verdicts = append(verdicts, v)
		}
	}
	return verdicts
}
