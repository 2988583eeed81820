package view

// Practice is the page that practice begins from.
type Practice struct {
	Families []FamilyChoice
	Levels   []FamilyChoice
	Sizes    []int
	Size     int // the one that is chosen at first
	Lessons  []QuizChoice
}

// FamilyChoice is one value of a list to choose from.
type FamilyChoice struct {
	ID, Title string
	Chosen    bool
}
