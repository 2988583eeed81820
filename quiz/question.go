package quiz

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"rolecall/quiz/prose"
)

// Type is what a question asks the reader to do.
type Type uint8

// The types of question.
const (
	ChooseOne  Type = iota // exactly one option is right
	ChooseAll              // one or more are; the answer must name exactly those
	PutInOrder             // steps are to be put in their order
	MatchPairs             // each thing on the left belongs to an answer
	FillIn                 // a gap in a policy is to be filled
	PickLine               // the line of a policy that decided is to be chosen
	PredictCLI             // what the AWS CLI prints is to be chosen
	SpotFault              // the line of a policy with a fault is to be chosen
)

// Types lists the types of question in the order of their constants.
func Types() []Type {
	return []Type{ChooseOne, ChooseAll, PutInOrder, MatchPairs, FillIn, PickLine, PredictCLI, SpotFault}
}

// String returns the type as question files write it.
func (t Type) String() string {
	switch t {
	case ChooseOne:
		return "choice"
	case ChooseAll:
		return "choose-all"
	case PutInOrder:
		return "order"
	case MatchPairs:
		return "match"
	case FillIn:
		return "fill"
	case PickLine:
		return "line"
	case PredictCLI:
		return "cli"
	case SpotFault:
		return "spot"
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
	Body  Body       // what is to be answered: a [Choice], [Ordering], [Matching] or [Gap]

	// What is earned by answering (Hint: by asking for it).
	Hint     prose.Text
	Worked   []prose.Text // the steps of the solution
	Verify   prose.Text   // a one-line check
	Mistakes []prose.Text

	EngineChecked bool // the engine is asked about every option; see [Verify]

	draft Draft // as it was written
	place prose.Place
	proof prover // how the engine is asked; nil when it can't decide
}

// Handle is the name by which a form knows a question, by its id. The id itself stays
// here until it is answered: it says what the question is about, and at times, as
// "ta-spot-principal-1" does, what its answer is.
func Handle(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:8])
}

// Place says where the question is written, as "quiz/content/FILE:LINE"; empty for
// one that no file holds.
func (q *Question) Place() string {
	if q.place.File == "" {
		return ""
	}
	return fmt.Sprintf("quiz/content/%s:%d", q.place.File, q.place.Line)
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
// "pair=answer" for each pair; one line of text), so that it is stored and
// replayed alike. The set of bodies is closed.
type Body interface {
	// valid returns a plain sentence when the answer isn't one to this question.
	valid(answer []string) error
	// tell judges a valid answer and says what became of each part; no answer at
	// all is a question left open.
	tell(answer []string) Result
	// key names the parts that hold by the author's word; a part is what a [trial]
	// is about.
	key() map[string]bool
	// moved lists the keys that an author's slip could have made of it.
	moved() []map[string]bool
	// words are those in which two questions of the body differ besides their stems.
	words() string
}

// Options returns the options of a choice in the file's order, nil for other types.
func (q *Question) Options() []Option {
	if c, ok := q.Body.(*Choice); ok {
		return c.Options
	}
	return nil
}
