package view

// KeysShown says when learners see the keys of an instructor's bank.
type KeysShown struct {
	When         string // "each", "end" or "closed"
	AnsweredOnly bool   // only of questions that the learner answered
}

// keysChoice is one of the times at which keys are shown.
type keysChoice struct{ value, word, hint string }

var keysChoices = [...]keysChoice{
	{"each", "After each answer", "In a test, at its end."},
	{"end", "After the last answer", "When a practice or a test is over, by its last answer, by handing it in or by its time."},
	{"closed", "After closing", "When an attempt is over and you have stopped sharing the bank. Until then learners see neither keys nor how many of their answers are right."},
}

// learners says it to those who answer.
func (k KeysShown) learners() string {
	var w string
	switch k.When {
	case "end":
		w = "Answers and reasons are shown when the attempt is over"
	case "closed":
		w = "Answers and reasons are shown when your instructor has closed this bank; until then you don’t see how many are right"
	default:
		w = "In practice, each answer is followed by what is right and why; in a test, they come at the end"
	}
	if k.AnsweredOnly {
		w += ". They are shown only of questions that you answered"
	}
	return w + "."
}

// practice says what a practice tells, in a word beside its button.
func (k KeysShown) practice() string {
	switch k.When {
	case "end":
		return "What was right, and why, comes when the practice is over."
	case "closed":
		return "What was right, and why, comes when your instructor has closed this bank."
	}
	return "After each answer you see whether it was right, and why."
}

func (k KeysShown) test() string {
	if k.When == "closed" {
		return "The answers come when your instructor has closed this bank."
	}
	return "The answers come at the end."
}
