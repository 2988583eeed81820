package desk

const (
	mostTried = 4000 // requests that are tried to say what an edit changed
	mostKnown = 12   // users and roles whose own side is looked at
	mostTold  = 40   // differences that are told
)
