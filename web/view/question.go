package view

import (
	"strconv"
	"strings"

	"rolecall/quiz"
)

// GapField is the name of the field that fills a gap.
const GapField = "text"

// PlaceField names the field with the place of a shown item, which counts from 1.
func PlaceField(item int) string { return "place-" + strconv.Itoa(item) }

// PairField names the field with the answer to a shown pair, which counts from 1;
// its value is the shown answer's number.
func PairField(pair int) string { return "pair-" + strconv.Itoa(pair) }

// pickable is a line of a document that may be an option.
type pickable struct {
	html   string // safe
	option *ChoiceOption
	id     string
}

func (c ChoiceView) pickables(doc quiz.Document) []pickable {
	var lines []pickable
	for _, html := range jsonLines(doc.JSON) {
		lines = append(lines, pickable{html: html})
	}
	for i, o := range c.Options {
		if o.Line >= 1 && o.Line <= len(lines) {
			lines[o.Line-1].option, lines[o.Line-1].id = &c.Options[i], c.optionID(i)
		}
	}
	return lines
}

// gapLines cuts a document's lines at its gap: before and after are the parts of
// the line that holds it.
func gapLines(doc quiz.Document) (above []string, before, after string, below []string) {
	lines := jsonLines(doc.JSON)
	for i, l := range lines {
		if b, a, ok := strings.Cut(l, quiz.GapMark); ok {
			return lines[:i], b, a, lines[i+1:]
		}
	}
	return lines, "", "", nil
}

func selected(given, value string) bool { return given == value }

// partTold is one part of an answer with what became of it.
type partTold struct {
	Mark   Mark
	Given  bool   // the reader answered it
	Number int    // of a place; 0 for none
	HTML   string // safe
	Code   string // in place of HTML
	Answer string // what belongs to it
	Was    string
	Whys   []string // safe HTML
	Engine string
}

// partMark is the shape of a part that was given well, badly or not at all.
func partMark(given, good bool) Mark {
	if given && !good {
		return MarkExplicit
	}
	return MarkAllowed
}

// orderTold is the right order, with where the reader had put each item.
func orderTold(items []quiz.ItemResult) []partTold {
	var parts []partTold
	for _, r := range items {
		p := partTold{Mark: partMark(r.Given > 0, r.Good()), Given: r.Given > 0, Number: r.Place, HTML: r.Text.Inline(), Whys: []string{r.Why.HTML}}
		switch {
		case r.Given == 0:
		case r.Good():
			p.Was = "You put it here, and rightly"
		default:
			p.Was = "You put it " + ordinal(r.Given)
		}
		parts = append(parts, p)
	}
	return parts
}

// matchTold is every pair with its right answer and the reader's.
func matchTold(pairs []quiz.PairResult) []partTold {
	var parts []partTold
	for _, r := range pairs {
		p := partTold{Mark: partMark(r.Given != nil, r.Good()), Given: r.Given != nil, HTML: r.Text.Inline(), Answer: r.Right.Text, Whys: []string{r.Why.HTML}}
		switch {
		case r.Given == nil:
		case r.Good():
			p.Was = "Your answer, and right"
		default:
			p.Was = "Your answer was: " + r.Given.Text
			if !r.Given.Why.Empty() {
				p.Whys = []string{r.Given.Why.HTML, r.Pair.Why.HTML}
			}
		}
		parts = append(parts, p)
	}
	return parts
}

// gapParts are the reader's text and the usual one.
func gapParts(f quiz.FillResult) []partTold {
	var parts []partTold
	if f.Given != "" && f.Given != f.Model {
		p := partTold{Mark: partMark(true, f.Right), Given: true, Code: f.Given, Was: "Your answer", Engine: f.Engine}
		if f.Right {
			p.Was = "Your answer, and right"
		}
		if !f.Why.Empty() {
			p.Whys = []string{f.Why.HTML}
		}
		parts = append(parts, p)
	}
	usual := partTold{Mark: MarkAllowed, Code: f.Model, Whys: []string{f.Reason.HTML}}
	switch {
	case f.Given == f.Model:
		usual.Given, usual.Was = true, "Your answer, and right"
	case f.Right:
		usual.Was = "The usual answer"
	default:
		usual.Was = "The right answer"
	}
	return append(parts, usual)
}

// ordinal writes a small number as people count places.
func ordinal(n int) string {
	switch n {
	case 1:
		return "first"
	case 2:
		return "second"
	case 3:
		return "third"
	case 4:
		return "fourth"
	case 5:
		return "fifth"
	case 6:
		return "sixth"
	}
	return strconv.Itoa(n) + "th"
}
