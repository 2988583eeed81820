package quiz

import (
	"strings"

	"rolecall/quiz/prose"
)

// onlyKeysOf finds keys that belong to another type of question.
func (r *questionReader) onlyKeysOf(t Type, y Draft) {
	set := map[string]bool{
		"options": len(y.Options) > 0, "items": len(y.Items) > 0, "pairs": len(y.Pairs) > 0, "answers": len(y.Answers) > 0,
		"accept": len(y.Accept) > 0, "tempting": len(y.Tempting) > 0, "steps": y.Steps.Value != "", "path": y.Path.Value != "",
		"document": y.Document.Value != "", "kind": y.Kind.Value != "", "finding": y.Finding.Value != "", "asks": y.Asks.Value != "",
		"label": y.Label.Value != "", "why": y.Why.Value != "",
	}
	for _, key := range keysOf(t) {
		delete(set, key)
	}
	for _, key := range []string{"options", "items", "pairs", "answers", "accept", "tempting", "steps", "path", "document", "kind", "finding", "asks", "label", "why"} {
		if set[key] {
			r.failAt("a question of type %s has no %s; it has %s", t, key, strings.Join(keysOf(t), ", "))
		}
	}
}

// keysOf lists the keys that a type of question has besides those of all.
func keysOf(t Type) []string {
	switch t {
	case ChooseOne, ChooseAll:
		return []string{"options"}
	case PutInOrder:
		return []string{"items"}
	case MatchPairs:
		return []string{"pairs", "answers"}
	case FillIn:
		return []string{"path", "document", "label", "accept", "tempting", "steps", "why"}
	case PickLine:
		return []string{"path", "asks", "steps", "options"}
	case PredictCLI:
		return []string{"steps", "options"}
	case SpotFault:
		return []string{"document", "kind", "finding", "options"}
	}
	return nil
}

// body reads what is to be answered.
func (r *questionReader) body(q *Question, y Draft) {
	switch q.Type {
	case ChooseOne, ChooseAll:
		r.choice(q, y)
	case PutInOrder:
		r.order(q, y)
	case MatchPairs:
		r.match(q, y)
	case FillIn:
		r.gap(q, y)
	case PickLine:
		r.line(q, y)
	case PredictCLI:
		r.cli(q, y)
	case SpotFault:
		r.spot(q, y)
	}
}

// parts checks what the parts of every type have in common: an id and texts.
type parts struct {
	*questionReader
	what string // "option"
	seen map[string]bool
}

func (r *questionReader) parts(what string) *parts {
	return &parts{questionReader: r, what: what, seen: map[string]bool{}}
}

func (p *parts) add(id, text prose.Str, whys ...prose.Str) {
	at := p.strAt(id)
	if !partID.MatchString(id.Value) || len(id.Value) > 32 {
		p.fail(at.Fault("%q can't be an id: small letters, digits and hyphens, at most 32", id.Value))
	}
	if p.seen[id.Value] {
		p.fail(at.Fault("the %s %q is there twice", p.what, id.Value))
	}
	p.seen[id.Value] = true
	texts := []prose.Str{text}
	if p.rules == CourseRules {
		texts = append(texts, whys...)
	}
	for _, t := range texts {
		if strings.TrimSpace(t.Value) == "" {
			p.fail(at.Fault("the %s %q has no text or no why", p.what, id.Value))
			return
		}
	}
}

// count sees that there are neither too few parts of a kind nor too many. A
// teacher's question may have more.
func (r *questionReader) count(what string, n, least, most int) {
	if r.rules == OwnRules {
		most = maxParts
	}
	if n < least || n > most {
		r.failAt("a question of this type has %d to %d %s, this one has %d", least, most, what, n)
	}
}

// order reads items in their right order.
func (r *questionReader) order(q *Question, y Draft) {
	o, p := &Ordering{}, r.parts("item")
	proof := orderProof{scenario: r.scenario, files: r.files, at: r.at, steps: map[string]string{}}
	with := 0
	for _, i := range y.Items {
		p.add(i.ID, i.Text, i.Why)
		o.Items = append(o.Items, Item{ID: i.ID.Value, Text: r.text(i.Text), Why: r.text(i.Why)})
		if i.Steps.Value != "" {
			with++
		}
	}
	q.Body = o
	r.count("items", len(o.Items), 3, 6)
	if !r.engine(q, len(y.Items), with, "item") || len(o.Items) > maxOrdered {
		return
	}
	for _, i := range y.Items {
		proof.steps[i.ID.Value] = i.Steps.Value
	}
	proof.ids = o.ids()
	_, fs := StepsAt(proof.text(proof.ids), r.at)
	r.fail(fs...)
	q.proof = proof
}

// match reads pairs and the answers that they belong to.
func (r *questionReader) match(q *Question, y Draft) {
	m, answers, pairs := &Matching{}, r.parts("answer"), r.parts("pair")
	for _, a := range y.Answers {
		answers.add(a.ID, a.Text)
		m.Answers = append(m.Answers, Match{ID: a.ID.Value, Text: r.text(a.Text).Text, Why: r.text(a.Why)})
	}
	with := 0
	for _, p := range y.Pairs {
		pairs.add(p.ID, p.Text, p.Why)
		if !answers.seen[p.Answer.Value] {
			r.fail(r.strAt(p.Answer).Fault("there is no answer %q", p.Answer.Value))
			m.Answers = append(m.Answers, Match{ID: p.Answer.Value})
			answers.seen[p.Answer.Value] = true
		}
		m.Pairs = append(m.Pairs, Pair{ID: p.ID.Value, Text: r.text(p.Text), Answer: p.Answer.Value, Why: r.text(p.Why)})
		if p.Steps.Value != "" {
			with++
		}
	}
	q.Body = m
	r.count("pairs", len(m.Pairs), 2, 6)
	r.count("answers", len(m.Answers), 2, 6)
	if r.engine(q, len(y.Pairs), with, "pair") {
		q.proof = r.matchChecks(y)
	}
}

// matchChecks asks about every pair with every answer: the pair's steps, then the
// answer's.
func (r *questionReader) matchChecks(y Draft) checks {
	var list checks
	for _, p := range y.Pairs {
		for _, a := range y.Answers {
			if a.Steps.Value == "" {
				r.fail(r.strAt(a.ID).Fault("the answer %q has no steps, though the pairs have: say what they want to be so", a.ID.Value))
				continue
			}
			part := pairPart(p.ID.Value, a.ID.Value)
			both := p.Steps
			both.Value = strings.TrimRight(both.Value, "\n") + "\n" + a.Steps.Value // a want must follow its command
			list = append(list, r.check(part, "the pair "+part, p.Files, both))
		}
	}
	return list
}

// gap reads a document with a gap and the texts that fill it well or badly.
func (r *questionReader) gap(q *Question, y Draft) {
	r.ownGap(&y)
	g := &Gap{Document: document(y.Path.Value, y.Document.Value), Label: y.Label.Value, Why: r.want("why", y.Why),
		scenario: r.scenario, files: r.files, at: r.at}
	q.Body = g
	if n := strings.Count(g.Document.JSON, GapMark); n != 1 {
		r.fail(r.strAt(y.Document).Fault("the document has %d gaps, written %s; it has exactly one", n, GapMark))
	}
	if strings.TrimSpace(g.Label) == "" {
		r.failAt("the gap has no label: say what is to be written, such as The action")
	}
	for _, a := range y.Accept {
		g.Accept = append(g.Accept, a.Value)
		if err := g.valid([]string{a.Value}); err != nil {
			r.fail(r.strAt(a).Fault("an accepted text can't be an answer: %v", err))
		} else if trimFill(a.Value) != a.Value {
			r.fail(r.strAt(a).Fault("blanks and quotation marks round an answer are taken off: write the accepted text %s without them", a.Value))
		}
	}
	if len(g.Accept) == 0 {
		r.failAt("this question accepts no text")
		g.Accept = []string{""}
	}
	for _, t := range y.Tempting {
		g.Tempting = append(g.Tempting, Text{t.Text.Value, r.want("why of each tempting text", t.Why)})
	}
	r.count("tempting texts", len(g.Tempting), r.least(2, 0), 5)
	switch {
	case q.World == "" && (y.Steps.Value != "" || y.Path.Value != ""):
		r.failAt("steps and a path belong to a world: name it with world:")
	case r.scenario != nil && (y.Steps.Value == "" || y.Path.Value == ""):
		r.failAt("a gap in a world has a path and steps")
	case r.scenario != nil:
		g.steps, g.script = r.steps(y.Steps), y.Steps.Value
		g.at = y.Steps.Place(r.doc)
		q.proof = gapProof{g}
	}
}
