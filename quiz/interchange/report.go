package interchange

import (
	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// Part is a part of a question that a format may not hold.
type Part string

// The parts, by the keys of a question file where there is one.
const (
	PartEngine     Part = "engine" // the world and the steps by which the engine checks it
	PartType       Part = "type"
	PartID         Part = "id"
	PartVersion    Part = "version"
	PartDifficulty Part = "difficulty"
	PartObjectives Part = "objectives"
	PartClaim      Part = "claim"
	PartSource     Part = "source"
	PartMarkup     Part = "markup" // emphasis, code, links and breaks; the words stay
	PartLabel      Part = "label"
	PartDocument   Part = "document"
	PartWhy        Part = "why"
	PartTempting   Part = "tempting"
	PartHint       Part = "hint"
	PartWorked     Part = "worked"
	PartVerify     Part = "verify"
	PartMistakes   Part = "mistakes"
	PartScore      Part = "score" // weights, penalties, part marks
	PartAnswers    Part = "answers"
	PartMedia      Part = "media"
	PartOther      Part = "other"
)

// Loss is a part of a question that didn't come along, or came changed. Message is
// a sentence for people.
type Loss struct {
	Part    Part
	Message string
}

// Exported says what became of one question on its way out.
type Exported struct {
	ID      string
	LeftOut string // why it isn't in the file at all; empty when it is
	Losses  []Loss
}

// Report says what became of every question, in the order in which they were given.
type Report struct{ Items []Exported }

// Written is how many of the questions are in the file.
func (r Report) Written() int {
	n := 0
	for _, i := range r.Items {
		if i.LeftOut == "" {
			n++
		}
	}
	return n
}

// Item is one question of an imported file. It was taken as a whole or not at all:
// Question is nil exactly when there are Faults.
type Item struct {
	Line     int            // of the file, from 1, where it begins
	Title    string         // what the file calls it, or the beginning of its text
	Question *quiz.Question // by [quiz.OwnRules]; [quiz.MarshalQuestion] writes its YAML
	Faults   prose.Faults   // why it is refused
	Losses   []Loss         // of a question that was taken
	Card     bool           // a recall card of Rolecall's own, which is passed by: its fault says so
}

// Imported is what a file held, in its order.
type Imported struct {
	Format Format
	Items  []Item
}

// Questions are those that were taken.
func (im Imported) Questions() []*quiz.Question {
	var list []*quiz.Question
	for _, i := range im.Items {
		if i.Question != nil {
			list = append(list, i.Question)
		}
	}
	return list
}

// Cards is how many recall cards the file holds beside its questions.
func (im Imported) Cards() int {
	n := 0
	for _, i := range im.Items {
		if i.Card {
			n++
		}
	}
	return n
}

// Refused is how many of the file's questions were not taken. Cards are none.
func (im Imported) Refused() int { return len(im.Items) - len(im.Questions()) - im.Cards() }

// losses gathers what a question loses; the same thing is told once.
type losses struct{ list []Loss }

func (l *losses) add(p Part, message string) {
	loss := Loss{p, message}
	for _, known := range l.list {
		if known == loss {
			return
		}
	}
	l.list = append(l.list, loss)
}
