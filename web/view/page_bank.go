package view

// BankStartPath is where learners practise with the bank that a code opens.
func BankStartPath(code string) string { return "/bank/" + code }

// BankStart is where practice with an instructor's bank begins.
type BankStart struct {
	Code      string
	Title     string
	Questions int
	Sizes     []int // how many one may ask for, besides all
	Certainty bool  // asked for by default
	Open      []AttemptLine
	Past      []AttemptLine
	Keys      KeysShown
}
