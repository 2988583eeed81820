package quiz

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
