package quiz

import "rolecall/prose"

// Type is what a question asks the reader to do.
type Type uint8

// The types of question.
const (
	ChooseOne Type = iota // exactly one option is right
	ChooseAll             // one or more are; the answer must name exactly those
)

// String returns the type as question files write it.
func (t Type) String() string {
	switch t {
	case ChooseOne:
		return "choice"
	case ChooseAll:
		return "choose-all"
	}
	return "unknown"
}

// Difficulty ranks a question.
type Difficulty uint8

// The difficulties.
const (
	Easy Difficulty = iota
	Medium
	Hard
)

// String returns "easy", "medium" or "hard".
func (d Difficulty) String() string {
	switch d {
	case Easy:
		return "easy"
	case Medium:
		return "medium"
	case Hard:
		return "hard"
	}
	return "unknown"
}

// Objective is something a lesson teaches. Questions and cards name it by ID.
type Objective struct {
	ID   string // stable within its lesson
	Text string // completes "You can …"
	Read string // URL of where to go when it is shaky
}

// Question is one question of the bank. It is immutable.
type Question struct {
	ID         string // stable, unique over the bank
	Version    int    // counted up when the meaning changes
	Lesson     string // the slug of the lesson whose folder holds it
	Type       Type
	Difficulty Difficulty
	Objectives []string // ids, the main one first
	Claim      string   // id of the claim in the lesson's review log
	Source     string   // the AWS page it rests on

	Stem  prose.Text
	World string     // the scenario that it is about; empty when it names none
	Show  []Document // documents of that world, printed under the stem
	Body  Body       // what is to be answered: a [Choice] today

	// What is earned by answering (Hint: by asking for it).
	Hint     prose.Text
	Worked   []prose.Text // the steps of the solution
	Verify   prose.Text   // a one-line check
	Mistakes []prose.Text

	EngineChecked bool // the engine was asked about every option

	place  prose.Place
	checks []check
}

// Document is a policy or file of a world, shown with a question.
type Document struct {
	Path string // of the scenario format: "444455556666/roles/Deploy/trust.json"
	JSON string // as it is
	HTML string // highlighted, in <pre>
}

// Body is the part of a question that differs between the types: what is put
// before the reader and how an answer to it is judged. An answer is a list of
// strings in every type (the ids of the options chosen; of items in their order;
// "left=right" pairs; one line of text), so that it is stored and replayed alike.
// The set of bodies is closed.
type Body interface {
	// valid returns a plain sentence when the answer isn't one to this question.
	valid(answer []string) error
	// right reports whether a valid answer is wholly right.
	right(answer []string) bool
}

// Choice is the body of [ChooseOne] and [ChooseAll].
type Choice struct {
	Options []Option
	Many    bool // choose all that apply
}

// Option is one option of a [Choice].
type Option struct {
	ID    string
	Text  prose.Text
	Right bool
	Why   prose.Text // why it holds, or what makes it tempting and why it fails
}

// Options returns the options of a choice in the file's order, nil for other types.
func (q *Question) Options() []Option {
	if c, ok := q.Body.(*Choice); ok {
		return c.Options
	}
	return nil
}
