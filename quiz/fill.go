package quiz

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
	"rolecall/sandbox/world"
)

// GapMark stands for the gap in the document of a [Gap]. It is part of a JSON string.
const GapMark = "____"

// maxFill is how long a text for a gap may be, in characters.
const maxFill = 200

// Gap is the body of [FillIn]: a policy with a gap inside one of its strings. An
// answer is the one text that fills it. With a world, the filled document is laid
// over it and run: any text does for which all that is asked holds. Without, the
// text is compared with those that are accepted, whatever its case.
type Gap struct {
	Document Document // with GapMark once
	Label    string   // what is to be written, such as "The action"
	Accept   []string // texts that are right; the first is the one shown
	Tempting []Text   // texts that are wrong, and why
	Why      prose.Text

	scenario *sandbox.Scenario // nil: texts are compared
	files    map[string]string
	steps    []sandbox.Step
	script   string // the steps as they were written
	at       prose.Place
}

// Text is a wrong text that tempts, and why it fails.
type Text struct {
	Text string
	Why  prose.Text
}

// FillResult says what became of a gap.
type FillResult struct {
	Given  string     // as written; empty when nothing was
	Right  bool       // it does what is asked
	Why    prose.Text // of a known wrong text: what makes it tempting, and why it fails
	Engine string     // of another wrong text: what came of running it, in a plain sentence
	Model  string     // the usual text
	Reason prose.Text // why the usual text does it
}

// trimFill takes away what people write around a text by habit.
func trimFill(s string) string {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, `"`); ok {
		if inner, ok = strings.CutSuffix(inner, `"`); ok {
			return strings.TrimSpace(inner)
		}
	}
	return s
}

func (g *Gap) valid(answer []string) error {
	if len(answer) > 1 {
		return errors.New("fill the gap with one text")
	}
	if len(answer) == 0 || trimFill(answer[0]) == "" {
		return errors.New("fill the gap first")
	}
	s := answer[0]
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return errors.New("fill the gap with one line of plain text")
	}
	if n := utf8.RuneCountInString(s); n > maxFill {
		return fmt.Errorf("fill the gap with at most %d characters; this has %d", maxFill, n)
	}
	return nil
}

func (g *Gap) tell(answer []string) Result {
	f := FillResult{Model: g.Accept[0], Reason: g.Why}
	if len(answer) == 1 {
		f.Given = answer[0]
		f.Right, f.Engine = g.holds(trimFill(answer[0]))
	}
	for _, t := range g.Tempting {
		if !f.Right && t.Text == trimFill(f.Given) {
			f.Why, f.Engine = t.Why, ""
		}
	}
	return Result{Right: f.Right, Fill: &f}
}

// Filled is the document with a text in its gap.
func (g *Gap) Filled(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil || len(quoted) < 2 {
		return g.Document.JSON // not reached: a string can be written as JSON
	}
	return strings.Replace(g.Document.JSON, GapMark, string(quoted[1:len(quoted)-1]), 1)
}

// holds reports whether a text does what is asked; why says in a sentence what
// came of a text that doesn't.
func (g *Gap) holds(text string) (ok bool, why string) {
	if g.scenario == nil {
		return slices.ContainsFunc(g.Accept, func(a string) bool { return strings.EqualFold(a, text) }), ""
	}
	files := maps.Clone(g.files)
	files[g.Document.Path] = g.Filled(text)
	w, err := g.scenario.Fresh(sandbox.Standing(g.scenario.Name), files)
	if err != nil {
		return false, refusal(err)
	}
	played := sandbox.Play(w, g.steps)
	if len(played) == 0 || played[len(played)-1].Met {
		return true, ""
	}
	return false, outcomeOf(played[len(played)-1])
}

// refusal is why a document wasn't taken, in the words of its first finding.
func refusal(err error) string {
	var bad *world.DocumentError
	if errors.As(err, &bad) {
		f := bad.Findings[0]
		return strings.TrimSpace("AWS would refuse to store this: " + f.Message + " " + f.Suggestion)
	}
	return firstLine(err.Error())
}

// outcomeOf is what came of the step that wasn't as it was to be: the engine's own
// sentence where there is one.
func outcomeOf(r sandbox.StepResult) string {
	if r.Reply != nil && r.Reply.Outcome != nil {
		o := r.Reply.Outcome
		if o.Trace != nil && o.Trace.Sentence != "" {
			return o.Trace.Sentence
		}
	}
	return r.Why
}

func (g *Gap) key() map[string]bool {
	key := map[string]bool{}
	for _, a := range g.Accept {
		key[a] = true
	}
	for _, t := range g.Tempting {
		key[t.Text] = false
	}
	return key
}

// moved lists the keys that call one of the wrong texts right.
func (g *Gap) moved() []map[string]bool {
	var keys []map[string]bool
	for _, t := range g.Tempting {
		key := g.key()
		for text := range key {
			key[text] = text == t.Text
		}
		keys = append(keys, key)
	}
	return keys
}

func (g *Gap) words() string { return g.Document.JSON + "\n" + g.Label }
