package view

import (
	"fmt"
	"time"
)

// CertaintyField is the field that says how sure the reader is: "1", "2" or "3".
const CertaintyField = "sure"

// AskCertaintyField is the field of a form that begins an attempt with "1" for who
// wants to be asked how sure they are; it comes with "0" too, so that a form which
// has the question is told from one that hasn't.
const AskCertaintyField = "certainty"

// OrderField is the field with the number that fixes a class's questions.
const OrderField = "order"

// TestSetup is the page where a test of one's own choosing begins.
type TestSetup struct {
	Lessons []QuizChoice
	Sizes   []int
	Size    int
	Times   []int // seconds for each question; 0 without a limit
	Open    []AttemptLine
	Past    []AttemptLine

	Certainty bool // what was chosen last: to be asked how sure one is
}

// timeWords say how much time a test gives.
func timeWords(seconds int) string {
	if seconds == 0 {
		return "No limit"
	}
	return count(seconds/60, "minute") + " a question"
}

// when says when an attempt was, and how long it took.
func (f Finished) when() string {
	words := "Begun on " + dayOf(f.Started)
	switch {
	case f.Answered > 0 && f.Limit > 0:
		words += ", took " + Span(f.Took) + " of " + Span(f.Limit)
	case f.Answered > 0:
		words += ", took " + Span(f.Took)
	case f.Limit > 0:
		words += ", with " + Span(f.Limit) + " to answer in"
	}
	if f.Order > 0 {
		words += fmt.Sprintf(". Questions and order by the number %d", f.Order)
	}
	return words + "."
}

func lateWords(l LateAnswer) string {
	return fmt.Sprintf("Your answer to question %d came at %s UTC, after the time was over. It is kept on record and was not counted.",
		l.Position+1, l.At.UTC().Format("15:04:05"))
}

// goOn says how far an open attempt is.
func (a AttemptLine) goOn() string {
	words := fmt.Sprintf("%d of %d answered", a.Answered, a.Total)
	if !a.Ends.IsZero() {
		words += ", time ends at " + a.Ends.UTC().Format("15:04") + " UTC"
	}
	return words
}

// percentOf is a share of a whole, 0 of nothing.
func percentOf(n, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

// Moment prints a moment in a table.
func Moment(t time.Time) string { return t.UTC().Format("2 Jan 2006 15:04") }
