package view

// Practice is the page that practice begins from.
type Practice struct {
	Families  []FamilyChoice
	Levels    []FamilyChoice
	Sizes     []int
	Size      int // the one that is chosen at first
	Lessons   []QuizChoice
	Open      []AttemptLine // to go on with
	Certainty bool          // what was chosen last: to be asked how sure one is
	Weakest   []Weak        // what an aimed practice would begin with; empty of somebody new
}

// Weak is an objective that practice aims at, with the reason.
type Weak struct {
	Objective string
	Why       string
}

// FamilyChoice is one value of a list to choose from.
type FamilyChoice struct {
	ID, Title string
	Chosen    bool
}
