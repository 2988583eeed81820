package view

import (
	"fmt"
	"strconv"
	"time"

	"rolecall/prose"
	"rolecall/quiz"
)

// QuizStart is the page that practice and tests on a lesson begin from.
type QuizStart struct {
	Lesson    string // slug
	Title     string
	Questions int
	Practice  int // how many questions a practice has
	Test      quiz.Mix
	Open      []AttemptLine // to go on with
	Past      []AttemptLine
}

// AttemptLine is an attempt in a list.
type AttemptLine struct {
	Href     string
	Lesson   string // the lesson's title
	Kind     string // "Practice" or "Test"
	Answered int
	Right    int
	Total    int
	Started  time.Time
	Finished bool
}

// QuizHub lists the lessons one can practise, or be tested, on.
type QuizHub struct {
	Title, Lead string
	Kind        string // the form's value: "practice" or "test"
	Button      string
	Lessons     []QuizChoice
}

// QuizChoice is a lesson of a [QuizHub].
type QuizChoice struct {
	Slug, Title, Summary string
	Questions            int
}

// Dot is one question of an attempt in the row that shows how far it is.
type Dot struct {
	Href    string // empty when the question can't be opened now
	Word    string // "right", "wrong", "answered", "to come"
	Current bool
}

// Ask is a question before it is answered. It holds nothing that is to be earned.
type Ask struct {
	Action   string // where the answer goes
	HintPath string // where a hint is asked for; empty when there is none to be had
	Lesson   Link
	Kind     string
	Position int // from 0
	Total    int
	Dots     []Dot
	Question string // id
	Level    string
	Stem     prose.Text
	Show     []quiz.Document
	Many     bool
	Options  []AskOption
	Hint     *prose.Text // nil until asked for
	Problem  string      // what was wrong with the answer that was sent
	Finish   string      // where the attempt is handed in early; empty when it can't be
}

// AskOption is an option without its key.
type AskOption struct {
	ID   string
	Text prose.Text
}

// Told is a question with the answer that was given and everything earned by it.
type Told struct {
	Position int
	Total    int
	Kind     string
	Lesson   Link
	Dots     []Dot
	Next     Link
	Question *quiz.Question
	Result   quiz.Result
	Options  []quiz.OptionResult // in the order they were shown
	Hint     bool                // the hint was open
	Single   bool                // stands alone on its page, not in a review of all
}

// Finished is the result of an attempt.
type Finished struct {
	Kind     string
	Lesson   Link
	Slug     string
	Right    int
	Answered int
	Total    int
	Verdicts []quiz.ObjectiveVerdict
	Review   []Told
}

// score is the result in words.
func (f Finished) score() string {
	switch {
	case f.Total == 0:
		return "No question of this attempt is in the course any more."
	case f.Right == f.Total:
		return fmt.Sprintf("All %d right.", f.Total)
	case f.Right == 0:
		return fmt.Sprintf("None of the %d right yet.", f.Total)
	}
	return fmt.Sprintf("%d of %d right.", f.Right, f.Total)
}

// can names the objectives that the answers show to be strong.
func (f Finished) can() []quiz.ObjectiveVerdict {
	var strong []quiz.ObjectiveVerdict
	for _, v := range f.Verdicts {
		if v.Verdict == quiz.Strong {
			strong = append(strong, v)
		}
	}
	return strong
}

func verdictMark(v quiz.Verdict) Mark {
	switch v {
	case quiz.Strong:
		return MarkAllowed
	case quiz.Shaky:
		return MarkImplicit
	case quiz.NotYet:
		return MarkNone
	}
	return MarkNone
}

// place is "Question 2 of 5".
func place(position, total int) string {
	return "Question " + strconv.Itoa(position+1) + " of " + strconv.Itoa(total)
}

func inputType(many bool) string {
	if many {
		return "checkbox"
	}
	return "radio"
}

// dayOf prints a day as people write it.
func dayOf(t time.Time) string { return t.Format("2 January 2006") }

// optionWord says what became of an option.
func optionWord(o quiz.OptionResult) string {
	switch {
	case o.Chosen && o.Right:
		return "Your choice, and right"
	case o.Chosen:
		return "Your choice"
	case o.Right:
		return "Right"
	}
	return "Not it"
}
