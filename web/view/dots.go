package view

import "fmt"

// Dot is one question's place in a row of progress dots.
type Dot uint8

// The dots.
const (
	DotAhead Dot = iota
	DotNow
	DotRight
	DotWrong
	DotDone // answered, and not told yet
)

// dotIcon is the shape of a dot; the current and the coming ones are drawn by CSS.
func (d Dot) class() string {
	switch d {
	case DotAhead:
		return "ahead"
	case DotNow:
		return "now"
	case DotRight:
		return "right"
	case DotWrong:
		return "wrong"
	case DotDone:
		return "done"
	}
	return ""
}

// dotsWords is what the dots say: where one is and how it goes.
func dotsWords(dots []Dot) string {
	at, right, told := 0, 0, 0
	for i, d := range dots {
		switch d {
		case DotNow:
			at = i + 1
		case DotRight:
			right++
			told++
		case DotWrong:
			told++
		case DotAhead, DotDone:
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
