package view

import (
	"strconv"

	"github.com/a-h/templ"

	"rolecall/quiz/prose"
)

// ChoiceView is a question with options: a prediction, a quiz question, a
// myth's true or false. Before the answer it is a form that posts the chosen
// values in "option" with Fields; after, it shows what was chosen and why each
// option holds or fails. With htmx the whole element (its id) is swapped.
type ChoiceView struct {
	ID      string // unique in the page
	Label   string // a few words above the question: "Before you read on", "Question 3 of 5"
	Ask     prose.Text
	Extra   []Listing // documents printed under the question
	Command string    // a command whose answer is asked for
	Many    bool      // several may be chosen
	Options []ChoiceOption
	Inputs  templ.Component // in place of the options: another way to answer
	Parts   templ.Component // in place of the options once answered
	Path    string
	Fields  []Hidden
	Button  string // "Commit", "Check answer"
	Hint    prose.Text
	Problem string // why the last post was not taken: "Choose an answer first."

	Certainty bool   // ask how sure the reader is
	Marked    string // what was said to that before

	Answered bool
	Right    bool       // the answer as a whole
	Bare     bool       // nobody answered it: its key is shown to whoever wrote it
	Told     string     // the first words of the feedback; empty: "Right." or "Not quite."
	After    prose.Text // said under the options once answered
}

// ChoiceOption is one option. Why and Right are told only once answered.
type ChoiceOption struct {
	Value  string
	Text   prose.Text
	Output string // what a command prints, in place of the text
	Line   int    // of a document, from 1; the text is then its code
	Chosen bool
	Right  bool
	Why    prose.Text
}

func (c ChoiceView) button() string {
	if c.Button == "" {
		return "Check answer"
	}
	return c.Button
}

func (c ChoiceView) told() string {
	switch {
	case c.Told != "":
		return c.Told
	case c.Right:
		return "Right."
	}
	return "Not quite."
}

func (c ChoiceView) toldMark() Mark {
	if c.Right {
		return MarkAllowed
	}
	return MarkImplicit
}

func (c ChoiceView) inputType() string {
	if c.Many {
		return "checkbox"
	}
	return "radio"
}

func (c ChoiceView) optionID(i int) string { return c.ID + "-o" + strconv.Itoa(i+1) }

// choiceWord says what an answered option was.
func choiceWord(o ChoiceOption) string {
	switch {
	case o.Chosen && o.Right:
		return "Your answer, and right"
	case o.Chosen:
		return "Your answer"
	case o.Right:
		return "The right answer"
	}
	return ""
}

// choiceMark is the shape that goes with choiceWord.
func choiceMark(o ChoiceOption) Mark {
	switch {
	case o.Right:
		return MarkAllowed
	case o.Chosen:
		return MarkExplicit
	}
	return MarkNone
}
