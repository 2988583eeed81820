package lessons

import (
	"slices"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
	"rolecall/sandbox/iam"
)

func (c *modeCompiler) diagram(f *prose.Fence) Block {
	var y diagramYAML
	if !c.decode(f, &y) {
		return nil
	}
	c.claim(y.ID, f.Place)
	b := &Diagram{ID: y.ID, World: y.Run.World.Value, Caption: c.need("caption", y.Caption, f)}
	switch y.Shows.Value {
	case "world":
		c.scene(b, y, f)
	case "exchange":
		if len(y.Mark) > 0 {
			c.fail(f.Place.Fault("mark belongs to a diagram that shows a world"))
		}
		b.Exchange = exchange(c.play(y.Run, f).played)
	default:
		c.fail(y.Shows.Place(f.Start).Fault("shows is world or exchange, not %q", y.Shows.Value))
	}
	return b
}

func (c *modeCompiler) scene(b *Diagram, y diagramYAML, f *prose.Fence) {
	w := c.fresh(y.Run.World, y.Run.Files, f)
	if w == nil {
		return
	}
	if y.Run.Steps.Value != "" {
		c.playOn(w, y.Run.Steps, f)
	}
	var mark []string
	for _, m := range y.Mark {
		mark = append(mark, m.Value)
	}
	b.Scene = Draw(w, mark...)
	for _, m := range y.Mark {
		if _, isDocument := w.Document(m.Value); !isDocument && !hasMember(b.Scene, m.Value) {
			c.fail(m.Place(f.Start).Fault("the world %s has neither a member nor a document %s", b.World, m.Value))
		}
	}
}

func hasMember(p *Picture, id string) bool {
	return slices.ContainsFunc(p.Accounts, func(r Room) bool {
		return slices.ContainsFunc(r.Members, func(m Member) bool { return m.ID == id })
	})
}

// exchange draws what was played as messages: what is asked, what is checked, what
// comes back.
func exchange(played []sandbox.StepResult) *Exchange {
	x := &Exchange{}
	m := newFramer(&Picture{})
	for _, p := range played {
		m.add(p)
	}
	var service Actor
	for _, f := range m.frames {
		switch f.Kind {
		case FrameRequest:
			service = f.To
			x.actor(f.From)
			x.actor(f.To)
			x.Messages = append(x.Messages, Message{From: f.From.ID, To: f.To.ID, Text: f.Operation})
		case FrameCheck:
			x.Messages = append(x.Messages, Message{From: service.ID, To: service.ID, Text: f.Title, Verdict: f.Verdict})
		case FrameDecision:
		case FrameAnswer:
			x.actor(f.From)
			x.actor(f.To)
			x.Messages = append(x.Messages, Message{From: f.From.ID, To: f.To.ID, Text: answerOf(f), Verdict: verdictOfAnswer(f.Outcome)})
		case FrameClock:
			if n := len(x.Actors); n > 0 {
				x.Messages = append(x.Messages, Message{From: x.Actors[0].ID, To: x.Actors[0].ID, Text: "until " + f.At.Format("15:04")})
			}
		}
	}
	return x
}

func (x *Exchange) actor(a Actor) {
	if !slices.ContainsFunc(x.Actors, func(b Actor) bool { return b.ID == a.ID }) {
		x.Actors = append(x.Actors, a)
	}
}

func answerOf(f Frame) string {
	switch {
	case f.Outcome.Error != "":
		return f.Outcome.Error
	case !f.Expires.IsZero():
		return "temporary credentials until " + f.Expires.Format("15:04")
	}
	return "the answer"
}

func verdictOfAnswer(o Outcome) iam.Verdict {
	switch {
	case o.Authorized:
		return verdictOf(o.Decision)
	case o.Error != "":
		return iam.VerdictExplicitDeny
	}
	return iam.VerdictAllowed
}
