package interchange

import (
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// Portable is a question as a draft that stands by itself: of type choice,
// choose-all, order, match or fill, what it shows of a world in its stem as code,
// and nothing that only the engine could read. It makes a question by
// [quiz.OwnRules]. What the draft lacks is told.
func Portable(q *quiz.Question) (quiz.Draft, []Loss) {
	p := &plainer{q: q, d: q.Draft()}
	p.world()
	p.body()
	p.stem()
	return p.d, p.lost.list
}

type plainer struct {
	q     *quiz.Question
	d     quiz.Draft
	shown []string // blocks of code that follow the stem's text
	lost  losses
}

// world takes away the world, after what it shows has been kept.
func (p *plainer) world() {
	for _, doc := range p.q.Show {
		p.show(doc)
	}
	if p.q.EngineChecked {
		p.lost.add(PartEngine, "The world and the steps were left out: only here can the engine check it.")
	}
	p.d.World, p.d.Steps, p.d.Path = prose.Str{}, prose.Str{}, prose.Str{}
	p.d.Files, p.d.Show = nil, nil
	p.d.Kind, p.d.Finding, p.d.Asks = prose.Str{}, prose.Str{}, prose.Str{}
}

func (p *plainer) show(doc quiz.Document) {
	if doc.Path != "" {
		p.shown = append(p.shown, "`"+doc.Path+"`:")
	}
	p.shown = append(p.shown, prose.Fenced("json", doc.JSON))
}

func (p *plainer) body() {
	switch b := p.q.Body.(type) {
	case *quiz.Choice:
		p.choice(b)
	case *quiz.Ordering:
		p.order()
	case *quiz.Matching:
		p.match()
	case *quiz.Gap:
		p.gap(b)
	}
}

// choice makes plain options of lines and of what the CLI prints.
func (p *plainer) choice(c *quiz.Choice) {
	if c.Command != "" {
		p.shown = append(p.shown, prose.Fenced("sh", c.Command))
		p.lost.add(PartType, "What the CLI prints became a choice among texts.")
	}
	if c.Document != nil {
		p.show(*c.Document)
		p.d.Document = prose.Str{}
		p.lost.add(PartType, "The line to be picked became a choice: the document stands in the question.")
	}
	if !c.Many {
		p.d.Type = prose.Plain(quiz.ChooseOne.String())
	}
	options := make([]quiz.DraftOption, len(c.Options))
	for i, o := range p.d.Options {
		text := o.Text
		switch {
		case c.Command != "":
			text = prose.Plain(prose.Fenced("text", c.Options[i].Output))
		case c.Document != nil:
			text = prose.Plain(codeSpan(c.Options[i].Text.Text))
		}
		options[i] = quiz.DraftOption{ID: o.ID, Text: text, Right: o.Right, Why: o.Why}
	}
	p.d.Options = options
}

func (p *plainer) order() {
	items := make([]quiz.DraftItem, len(p.d.Items))
	for i, o := range p.d.Items {
		items[i] = quiz.DraftItem{ID: o.ID, Text: o.Text, Why: o.Why}
	}
	p.d.Items = items
}

func (p *plainer) match() {
	pairs, answers := make([]quiz.DraftPair, len(p.d.Pairs)), make([]quiz.DraftAnswer, len(p.d.Answers))
	for i, o := range p.d.Pairs {
		pairs[i] = quiz.DraftPair{ID: o.ID, Text: o.Text, Answer: o.Answer, Why: o.Why}
	}
	for i, o := range p.d.Answers {
		answers[i] = quiz.DraftAnswer{ID: o.ID, Text: o.Text, Why: o.Why}
	}
	p.d.Pairs, p.d.Answers = pairs, answers
}

// gap keeps the document as what is to be filled. Outside only the listed texts
// are right, where here any text is that the engine lets pass.
func (p *plainer) gap(g *quiz.Gap) {
	p.d.Document = prose.Plain(strings.TrimRight(g.Document.JSON, "\n") + "\n")
	if p.q.EngineChecked {
		p.lost.add(PartEngine, "Only the listed texts are right there: here any text is that the engine lets pass.")
	}
}

func (p *plainer) stem() {
	if len(p.shown) > 0 {
		p.d.Stem = prose.Plain(strings.TrimSpace(p.d.Stem.Value) + "\n\n" + strings.Join(p.shown, "\n\n") + "\n")
	}
}

// codeSpan sets one line of text as code.
func codeSpan(s string) string {
	s = blanks.ReplaceAllString(s, " ")
	ticks := "`"
	for strings.Contains(s, ticks) {
		ticks += "`"
	}
	spaced := strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") // of which markdown takes one off each end
	if s == "" || spaced || strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return ticks + s + ticks
}
