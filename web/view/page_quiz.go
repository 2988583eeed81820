package view

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// QuizStart is the page that practice and tests on a lesson begin from.
type QuizStart struct {
	Lesson    string // slug
	Title     string
	Questions int
	Practice  int // how many questions a practice has
	Test      quiz.Mix
	Certainty bool          // what was chosen last: to be asked how sure one is
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
	Ends     time.Time // zero when there is no limit of time
	Finished bool
	Untold   bool // how many are right isn't told yet
}

// QuizChoice is a lesson that has questions.
type QuizChoice struct {
	Slug, Title, Summary string
	Questions            int
}

// Ask is a question before it is answered. It holds nothing that is to be earned.
type Ask struct {
	Action   string // where the answer goes
	HintPath string // where a hint is asked for; empty when there is none to be had, or it is shown
	Lesson   Link
	Kind     string
	Position int // from 0
	Total    int
	Dots     []ProgressDot
	Question string // id
	Level    string
	Stem     prose.Text
	Show     []quiz.Document
	Many     bool
	Command  string         // the command whose answer is asked for
	Document *quiz.Document // its lines are the options
	Options  []AskOption
	Items    []prose.Text // to be put in order, as shown
	Pairs    []prose.Text // to be matched, as shown
	Answers  []string     // what they are matched with, as shown
	Gap      *AskGap
	Given    url.Values  // of the answer that could not be taken
	Hint     *prose.Text // nil until asked for
	Problem  string      // what was wrong with the answer that was sent
	Finish   string      // where the attempt is handed in early; empty when it can't be

	Why       string    // why this question was chosen; may be empty
	Certainty bool      // ask how sure the reader is
	Ends      time.Time // zero when there is no limit of time
	Clock     RingView  // the time left until then
}

// AskOption is an option without its key.
type AskOption struct {
	Text   prose.Text
	Output string // what a command may print, in place of the text
	Line   int    // of Document
}

// AskGap is a document with a gap, marked by quiz.GapMark.
type AskGap struct {
	Document quiz.Document
	Label    string
}

// Told is a question with the answer that was given and everything earned by it.
type Told struct {
	Position int
	Total    int
	Kind     string
	Lesson   Link
	Dots     []ProgressDot
	Next     Link
	Question *quiz.Question
	Result   quiz.Result
	Options  []quiz.OptionResult // in the order they were shown
	Pairs    []quiz.PairResult   // likewise
	Items    []prose.Text        // the steps to be put in order, as they were shown
	Answers  []string            // what pairs are matched with, as they were shown
	Answered bool
	Like     string // where a question like this one is asked for; empty when there is none
}

// Finished is the result of an attempt.
type Finished struct {
	Kind     string
	Lesson   Link
	More     Link // where to go on
	Right    int
	Answered int
	Total    int
	Verdicts []quiz.ObjectiveVerdict
	Review   []Told
	Untold   bool       // neither keys nor the score are told yet
	Kept     int        // questions whose keys aren't told
	Keys     *KeysShown // when an instructor's bank tells its keys; nil for the course's questions

	Started     time.Time
	Took        time.Duration
	Limit       time.Duration    // 0 when there was none
	Order       int64            // the number that fixed the questions for a class; 0 for none
	Late        []LateAnswer     // that came after the time was over
	Calibration *CalibrationPlot // nil when no answer says how sure it was
}

// LateAnswer is an answer that came after the time was over, and was not counted.
type LateAnswer struct {
	Position int // from 0
	At       time.Time
}

// score is the result in words.
func (f Finished) score() string {
	switch {
	case f.Total == 0:
		return "No question of this attempt is in the course any more."
	case f.Untold:
		return fmt.Sprintf("%d of %d answered.", f.Answered, f.Total)
	case f.Right == f.Total:
		return fmt.Sprintf("All %d right.", f.Total)
	case f.Right == 0:
		return fmt.Sprintf("None of the %d right yet.", f.Total)
	}
	return fmt.Sprintf("%d of %d right.", f.Right, f.Total)
}

// keptWords say which questions a result leaves out.
func (f Finished) keptWords() string {
	if f.Kept == 1 {
		return "The question that you did not answer is left out below: your instructor shows answers and reasons only of what you answered."
	}
	return fmt.Sprintf("The %d questions that you did not answer are left out below: your instructor shows answers and reasons only of what you answered.", f.Kept)
}

// can names the objectives that the answers show to be strong.
func (f Finished) can() []string {
	var strong []string
	for _, v := range f.Verdicts {
		if v.Verdict == quiz.Strong {
			strong = append(strong, v.Objective.Text)
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

// dayOf prints a day as people write it.
func dayOf(t time.Time) string { return t.Format("2 January 2006") }

// fields tie an answer to its question.
func (a Ask) fields() []Hidden {
	return []Hidden{{"position", strconv.Itoa(a.Position)}, {"question", quiz.Handle(a.Question)}}
}

// choice is the question as a form.
func (a Ask) choice() ChoiceView {
	c := ChoiceView{
		ID: "question", Label: place(a.Position, a.Total) + ", " + a.Level, Ask: a.Stem, Extra: listings(a.Show, "shown"), Many: a.Many,
		Command: a.Command, Path: a.Action, Fields: a.fields(), Button: "Check answer", Problem: a.Problem,
	}
	for i, o := range a.Options {
		place := strconv.Itoa(i + 1)
		c.Options = append(c.Options, ChoiceOption{Value: place, Text: o.Text, Output: o.Output, Line: o.Line,
			Chosen: slices.Contains(a.Given["option"], place)})
	}
	switch {
	case a.Document != nil:
		c.Inputs = lineInputs(c, *a.Document)
	case len(a.Items) > 0:
		c.Inputs = orderInputs(a)
	case len(a.Pairs) > 0:
		c.Inputs = matchInputs(a)
	case a.Gap != nil:
		c.Inputs = gapInput(*a.Gap, a.Given.Get(GapField))
	}
	c.Certainty, c.Marked = a.Certainty, a.Given.Get(CertaintyField)
	return c
}

// printed is the question as paper asks it: with nothing that its answer earned.
func (t Told) printed() (docs []Listing, command string, gap *AskGap) {
	id := "printed-" + strconv.Itoa(t.Position+1)
	docs = listings(t.Question.Show, id)
	switch b := t.Question.Body.(type) {
	case *quiz.Choice:
		command = b.Command
		if b.Document != nil {
			docs = append(docs, Listing{ID: id + "-lines", Label: b.Document.Path, Source: b.Document.JSON})
		}
	case *quiz.Gap:
		gap = &AskGap{Document: b.Document, Label: b.Label}
		docs = append(docs, Listing{ID: id + "-gap", Label: b.Document.Path, Source: b.Document.JSON})
	case *quiz.Ordering, *quiz.Matching:
	}
	return docs, command, gap
}

// fields tie what follows an answer to its question.
func (t Told) fields() []Hidden {
	return []Hidden{{"position", strconv.Itoa(t.Position)}, {"question", quiz.Handle(t.Question.ID)}}
}

// choice is the question with what its answer was worth.
func (t Told) choice() ChoiceView { return t.choiceAs("question-" + strconv.Itoa(t.Position+1)) }

// choiceAs is choice under an id of its own in the page.
func (t Told) choiceAs(id string) ChoiceView {
	c := ChoiceView{
		ID: id, Label: place(t.Position, t.Total) + ", " + t.Question.Difficulty.String(), Ask: t.Question.Stem,
		Extra: listings(t.Question.Show, id), Many: t.Question.Type == quiz.ChooseAll, Answered: true, Right: t.Result.Right,
	}
	if !t.Answered {
		c.Told = "Not answered."
	}
	for _, o := range t.Options {
		c.Options = append(c.Options, ChoiceOption{Value: o.ID, Text: o.Text, Output: o.Output, Line: o.Line,
			Chosen: o.Chosen, Right: o.Option.Right, Why: o.Why})
	}
	switch b := t.Question.Body.(type) {
	case *quiz.Choice:
		c.Command = b.Command
		if b.Document != nil {
			c.Extra = append(c.Extra, Listing{ID: id + "-lines", Label: b.Document.Path, Source: b.Document.JSON})
		}
	case *quiz.Ordering:
		c.Parts = partsTold(orderTold(t.Result.Items))
	case *quiz.Matching:
		c.Parts = partsTold(matchTold(t.Pairs))
	case *quiz.Gap:
		c.Parts = gapTold(*t.Result.Fill, Listing{ID: id + "-filled", Label: "The policy with the gap filled", Source: b.Filled(t.Result.Fill.Model)})
	}
	return c
}

// listings are the documents printed under a question.
func listings(docs []quiz.Document, id string) []Listing {
	var all []Listing
	for i, d := range docs {
		all = append(all, Listing{ID: id + "-d" + strconv.Itoa(i+1), Label: d.Path, Source: d.JSON})
	}
	return all
}
