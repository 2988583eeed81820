package view

import (
	"strconv"

	"rolecall/lessons"
)

// Card is a flashcard with the buttons that grade how well it was known.
type Card struct {
	*lessons.Card
	Action string // where a grade posts
	Seq    int    // how often it was graded before, so that a grade sent twice counts once
	Last   string // how it went last time, in words; empty when it never did
	Back   string // the page to return to; empty for the lesson's
}

// CardID is the id of a card's element.
func CardID(id string) string { return "card-" + id }

func (c Card) fields() []Hidden {
	fields := []Hidden{{"seq", strconv.Itoa(c.Seq)}}
	if c.Back != "" {
		fields = append(fields, Hidden{"back", c.Back})
	}
	return fields
}
