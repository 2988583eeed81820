package view

import "fmt"

// ProgressDot is one question's place in a row of progress dots.
type ProgressDot uint8

// The dots.
const (
	ProgressAhead ProgressDot = iota
	ProgressNow
	ProgressRight
	ProgressWrong
	ProgressDone // answered, and not told yet
)

// dotIcon is the shape of a dot; the current and the coming ones are drawn by CSS.
func (d ProgressDot) class() string {
	switch d {
	case ProgressAhead:
		return "ahead"
	case ProgressNow:
		return "now"
	case ProgressRight:
		return "right"
	case ProgressWrong:
		return "wrong"
	case ProgressDone:
		return "done"
	}
	return ""
}

// dotsWords is what the dots say: where one is and how it goes.
func dotsWords(dots []ProgressDot) string {
	at, right, told := 0, 0, 0
	for i, d := range dots {
		switch d {
		case ProgressNow:
			at = i + 1
		case ProgressRight:
			right++
			told++
		case ProgressWrong:
			told++
		case ProgressAhead, ProgressDone:
		}
	}
	where := fmt.Sprintf("Question %d of %d", at, len(dots))
	switch {
	case at == 0 && told == len(dots):
		return fmt.Sprintf("%d of %d right", right, len(dots))
	case at == 0:
		where = fmt.Sprintf("%d questions", len(dots))
	}
	if told == 0 {
		return where
	}
	return fmt.Sprintf("%s · %d right so far", where, right)
}
