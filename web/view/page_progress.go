package view

import (
	"time"

	"rolecall/quiz"
)

// Progress is what a reader did, as they see it.
type Progress struct {
	Known    bool // there is anything at all
	Lessons  []LessonProgress
	Attempts []AttemptLine
	Devices  int
	PhraseAt time.Time // zero when no recovery phrase was made
}

// LessonProgress is what a reader did in one lesson.
type LessonProgress struct {
	LessonEntry
	Predicted  int
	AsExpected int // predictions that came true
	Tried      int // steps that passed
	Solved     int // challenges solved
	Challenges int // challenges the lesson has
	Cards      int // cards looked at
	Answered   int
	Verdicts   []quiz.ObjectiveVerdict // of the objectives that were asked about
}

// quiet reports whether the reader has done nothing in the lesson.
func (l LessonProgress) quiet() bool {
	return !l.begun() && l.Predicted+l.Tried+l.Solved+l.Cards+l.Answered == 0
}
