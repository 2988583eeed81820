package quiz

import (
	"fmt"
	"strings"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
	"rolecall/sandbox/iam"
)

// choice reads the options of the types that are nothing else.
func (r *questionReader) choice(q *Question, y Draft) {
	c, p := &Choice{Many: q.Type == ChooseAll}, r.parts("option")
	with := 0
	for _, o := range y.Options {
		p.add(o.ID, o.Text, o.Why)
		c.Options = append(c.Options, Option{ID: o.ID.Value, Text: r.text(o.Text), Right: o.Right, Why: r.text(o.Why)})
		switch {
		case o.Steps.Value != "":
			with++
		case len(o.Files) > 0:
			r.fail(r.strAt(o.ID).Fault("the option %q has files but no steps", o.ID.Value))
		}
	}
	q.Body = c
	r.shape(c)
	if !r.engine(q, len(y.Options), with, "option") {
		return
	}
	var list checks
	for _, o := range y.Options {
		list = append(list, r.check(o.ID.Value, fmt.Sprintf("option %q", o.ID.Value), o.Files, o.Steps))
	}
	q.proof = list
}

// shape counts the options and the right ones.
func (r *questionReader) shape(c *Choice) {
	right := 0
	for _, o := range c.Options {
		if o.Right {
			right++
		}
	}
	r.count("options", len(c.Options), r.least(3, 2), 5)
	if c.Many && right == 0 && r.rules == OwnRules {
		r.failAt("choose-all has at least one right option")
	}
	if c.Many && (right == 0 || right == len(c.Options)) && r.rules == CourseRules {
		r.failAt("choose-all has at least one right option and one wrong one")
	}
	if !c.Many && right != 1 {
		r.failAt("a choice has exactly one right option, this one has %d", right)
	}
}

// cli reads a command and the outputs that it might have.
func (r *questionReader) cli(q *Question, y Draft) {
	c, p := &Choice{}, r.parts("option")
	proof := cliProof{check: r.ownSteps(y), own: map[string]check{}, places: map[string]prose.Place{}}
	for _, o := range y.Options {
		p.add(o.ID, o.Output, o.Why)
		output := strings.TrimRight(o.Output.Value, "\n")
		c.Options = append(c.Options, Option{ID: o.ID.Value, Text: prose.Text{Text: output}, Output: output, Right: o.Right, Why: r.text(o.Why)})
		proof.places[o.ID.Value] = r.strAt(o.ID)
		if !o.Right && o.Steps.Value == "" && len(o.Files) == 0 {
			r.fail(r.strAt(o.ID).Fault("the option %q shows an output that nothing proves: give it files or steps with which the CLI prints it", o.ID.Value))
		}
		if o.Steps.Value != "" || len(o.Files) > 0 {
			own := r.check(o.ID.Value, "", o.Files, o.Steps)
			if o.Steps.Value == "" {
				own.steps = proof.steps
			}
			proof.own[o.ID.Value] = own
		}
	}
	for _, s := range proof.steps {
		if s.Kind == sandbox.StepAWS {
			c.Command = s.Text
		}
	}
	q.Body = c
	r.shape(c)
	if r.inWorld(q, y) {
		proof.options = c.Options
		q.proof = proof
	}
}

// ownSteps makes a check of the question's own steps.
func (r *questionReader) ownSteps(y Draft) check {
	if r.scenario == nil {
		return check{}
	}
	return r.check("", "", nil, y.Steps)
}

// inWorld sees that a question of a type that needs a world has one, and steps.
func (r *questionReader) inWorld(q *Question, y Draft) bool {
	if q.World == "" || y.Steps.Value == "" {
		r.failAt("a question of type %s has a world and steps", q.Type)
		return false
	}
	return r.scenario != nil
}

// line reads the lines of a document of a world that the trace of a command may
// point at.
func (r *questionReader) line(q *Question, y Draft) {
	c := &Choice{Document: &Document{Path: y.Path.Value}}
	q.Body = c
	proof := lineProof{check: r.ownSteps(y), path: y.Path.Value, source: r.pathed, asks: oneOf(r, "asks", y.Asks, asksDenies, asksAllows, asksFails)}
	if r.scenario != nil && r.pathed == "" {
		r.fail(r.strAt(y.Path).Fault("the world %s has no document %q", q.World, y.Path.Value))
		return
	}
	*c.Document = document(y.Path.Value, r.pathed)
	proof.places = r.lines(c, y)
	if r.inWorld(q, y) {
		proof.options = c.Options
		q.proof = proof
	}
}

// spot reads the lines of a document one of which has a fault.
func (r *questionReader) spot(q *Question, y Draft) {
	doc := document("", strings.TrimRight(y.Document.Value, "\n")+"\n")
	c := &Choice{Document: &doc}
	q.Body = c
	kind, ok := iam.ParseKind(y.Kind.Value)
	if !ok {
		r.fail(r.strAt(y.Kind).Fault("%q is not a kind of policy: identity, resource, trust, boundary, session, scp or rcp", y.Kind.Value))
	}
	if y.Finding.Value == "" {
		r.failAt("a question of type spot names the finding: a code of rolecall lint")
	}
	doc.Path = kind.String() + " policy"
	q.proof = spotProof{kind: kind, source: doc.JSON, finding: y.Finding.Value, places: r.lines(c, y), options: c.Options}
}

// lines reads options that are lines of the choice's document.
func (r *questionReader) lines(c *Choice, y Draft) map[string]prose.Place {
	places, p := map[string]prose.Place{}, r.parts("option")
	taken := map[int]bool{}
	for _, o := range y.Options {
		p.add(o.ID, o.At, o.Why)
		n, text := lineOf(c.Document.JSON, o.At.Value)
		if n == 0 || taken[n] {
			r.fail(r.strAt(o.At).Fault("%q is not on exactly one line of the document, or on one that is taken", o.At.Value))
		}
		taken[n] = true
		places[o.ID.Value] = r.strAt(o.ID)
		c.Options = append(c.Options, Option{ID: o.ID.Value, Text: prose.Text{Text: strings.TrimSpace(text)}, Line: n, Right: o.Right, Why: r.text(o.Why)})
	}
	r.shape(c)
	return places
}

// lineOf finds the one line that holds a text; 0 when none or several do.
func lineOf(src, text string) (n int, line string) {
	for i, l := range strings.Split(src, "\n") {
		if text == "" || !strings.Contains(l, text) {
			continue
		}
		if n > 0 {
			return 0, ""
		}
		n, line = i+1, l
	}
	return n, line
}
