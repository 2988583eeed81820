package view

import (
	"strconv"

	"rolecall/lessons"
	"rolecall/quiz/prose"

	"github.com/a-h/templ"
)

// GateID is the id of a prediction's element, MythID of a belief's: where the
// page returns to after the commitment.
func GateID(id string) string { return "predict-" + id }

// MythID is the id of a belief's element.
func MythID(id string) string { return "myth-" + id }

// GateVariants are the forms of [SlotGate]: closed, then open with each of the
// options chosen, and last open with an option that is there no more. The closed
// form holds nothing of what is gated.
func GateVariants(l Lesson, p *lessons.Predict) []templ.Component {
	forms := []templ.Component{Choice(gateChoice(l, p, notChosen))}
	for i := range p.Options {
		forms = append(forms, gateOpen(l, p, gateChoice(l, p, i)))
	}
	return append(forms, gateOpen(l, p, gateChoice(l, p, chosenBefore)))
}

// What stands for a choice that is none of a prediction's options.
const (
	notChosen    = -1
	chosenBefore = -2 // the options have changed since
)

// gateChoice is a prediction with the option chosen. What the options are worth is
// told with the choice only.
func gateChoice(l Lesson, p *lessons.Predict, chosen int) ChoiceView {
	c := ChoiceView{
		ID: GateID(p.ID), Label: "Before you read on: what do you expect?", Ask: p.Ask,
		Path: l.URL() + "/predict/" + p.ID, Button: "Commit and read on",
		Answered: chosen != notChosen,
	}
	for i, o := range p.Options {
		option := ChoiceOption{Value: o.ID, Text: o.Text}
		if c.Answered {
			option.Chosen, option.Right, option.Why = i == chosen, o.Right, o.Why
		}
		c.Options = append(c.Options, option)
	}
	switch {
	case chosen == chosenBefore:
		c.Label, c.Right, c.Told = "Your prediction", true, "The options have changed since you committed."
	case c.Answered:
		c.Label = "Your prediction"
		c.Right = p.Options[chosen].Right
		c.Told = "Something else happens."
		if c.Right {
			c.Told = "That is what happens."
		}
	}
	return c
}

// MythVariants are the forms of [SlotMyth]: closed, then answered true and
// answered false.
func MythVariants(l Lesson, m *lessons.Myth, number int) []templ.Component {
	return []templ.Component{
		Choice(mythChoice(l, m, number)),
		mythOpen(m, mythAnswered(l, m, number, true)),
		mythOpen(m, mythAnswered(l, m, number, false)),
	}
}

func mythChoice(l Lesson, m *lessons.Myth, number int) ChoiceView {
	return ChoiceView{
		ID: MythID(m.ID), Label: "Belief " + strconv.Itoa(number) + ": true or false?", Ask: m.Belief,
		Path: l.URL() + "/myth/" + m.ID, Button: "Commit",
		Options: []ChoiceOption{
			{Value: "true", Text: plainText("True")},
			{Value: "false", Text: plainText("False")},
		},
	}
}

func mythAnswered(l Lesson, m *lessons.Myth, number int, answer bool) ChoiceView {
	c := mythChoice(l, m, number)
	c.Answered, c.Right = true, answer == m.Truth
	c.Options[0].Chosen, c.Options[0].Right = answer, m.Truth
	c.Options[1].Chosen, c.Options[1].Right = !answer, !m.Truth
	c.Told = "It is false."
	if m.Truth {
		c.Told = "It is true."
	}
	return c
}

// plainText is a text of the interface's own, which needs no escaping.
func plainText(s string) prose.Text { return prose.Text{HTML: s, Text: s} }
