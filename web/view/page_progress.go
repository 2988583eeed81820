package view

import (
	"fmt"
	"strconv"
	"time"

	"rolecall/quiz"
)

// Progress is what a reader did, as they see it.
type Progress struct {
	Known    bool // there is anything at all
	Lessons  []LessonProgress
	Open     []AttemptLine // to go on with
	Attempts []AttemptLine // the latest that are done
	Due      string        // what the review asks for today; empty when nothing
	Forecast *LinePlot     // nil when nothing was looked at
	Kept     string        // how the schedule's guesses came out; may be empty
	Sure     *CalibrationPlot
	Calendar *Calendar
	Browsers Browsers
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
	Mastery    []quiz.Mastery // of each objective
	Share      float64        // the lesson's mastery
}

// met reports whether any objective has something to be judged by.
func (l LessonProgress) met() bool {
	for _, m := range l.Mastery {
		if m.Met > 0 {
			return true
		}
	}
	return false
}

// masteryMark is the shape that goes with masteryWord.
func masteryMark(m quiz.Mastery) Mark {
	if !m.Enough {
		return MarkNone
	}
	return verdictMark(m.Verdict)
}

func masteryWord(m quiz.Mastery) string {
	switch {
	case m.Met == 0:
		return "not begun"
	case !m.Enough:
		return "too little to say"
	}
	return m.Verdict.String()
}

// masteryShare says what a mastery rests on.
func masteryShare(m quiz.Mastery) string {
	if m.Met == 0 {
		return fmt.Sprintf("0 of %d met", m.All)
	}
	return fmt.Sprintf("%s, %d of %d met", Percent(m.Share), m.Met, m.All)
}

// History is every attempt of a reader, in pages.
type History struct {
	Attempts    []PastAttempt
	Newer       string // address; empty on the first page
	Older       string // address; empty on the last page
	Page, Pages int
}

// PastAttempt is an attempt with the questions it asked.
type PastAttempt struct {
	AttemptLine
	ID      int64
	Answers []PastAnswer
}

// PastAnswer is a question in the version that was asked, with what was answered.
type PastAnswer struct {
	Position int    // from 0
	Question string // its id; of a generated one, the title of its family; empty while its key isn't told
	Seed     string // of a generated one; empty for others
	Version  int
	Changed  bool   // the course has another version by now, or none
	Href     string // where it can be read again; empty when it can't
	Answered bool
	Told     bool // whether it was right may be told
	Right    bool
	Sure     string // how sure the reader was; may be empty
	At       time.Time
}

func (a PastAnswer) name() string {
	if a.Question == "" {
		return "Question " + strconv.Itoa(a.Position+1)
	}
	return a.Question
}

func (a PastAnswer) word() string {
	switch {
	case !a.Answered:
		return "not answered"
	case !a.Told:
		return "answered"
	case a.Right:
		return "right"
	}
	return "not right"
}

// quiet reports whether the reader has done nothing in the lesson.
func (l LessonProgress) quiet() bool {
	return !l.begun() && l.Predicted+l.Tried+l.Solved+l.Cards+l.Answered == 0
}
