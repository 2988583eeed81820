package generate

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// draft is a question before the engine was asked.
type draft struct {
	setting    setting
	show       []string // paths of documents printed under the stem
	stem       string   // markdown, as all texts
	right      option
	wrong      []option
	hint       string
	worked     []string
	verify     string
	source     string
	objectives []string
	hops       int    // roles assumed one from another, beyond the first
	probe      string // steps whose last decision is quoted under the check; may be empty
	// shape is what the question means, apart from names: two drafts of one family
	// and shape ask the same.
	shape string
}

// option is an option and what it claims.
type option struct {
	text, why string
	belief    belief         // what a wrong one stands for
	change    func(*setting) // the option's own change to the world; may be nil
	steps     string         // hold for the right option, fail at a want for the others
}

// options lists the options, the right one first.
func (d *draft) options() []option { return append([]option{d.right}, d.wrong...) }

// letters are the ids of options. They are dealt at random and tell nothing.
var letters = [...]string{"a", "b", "c", "d", "e"}

// finish asks the engine about every option and makes the question.
func (d *draft) finish(order []int) (*quiz.Question, map[string]Misconception, error) {
	w := writer{}
	verify, err := d.check()
	if err != nil {
		return nil, nil, err
	}
	q := &quiz.Question{
		Lesson: Lesson, Type: quiz.ChooseOne, Difficulty: d.features().Difficulty(), Objectives: d.objectives, Source: d.source,
		Stem: w.text(d.stem), Hint: w.text(d.hint), Verify: w.text(verify), EngineChecked: true,
	}
	for _, s := range d.worked {
		q.Worked = append(q.Worked, w.text(s))
	}
	for _, path := range d.show {
		src := d.setting.docs[path].pretty()
		q.Show = append(q.Show, quiz.Document{Path: path, JSON: src, HTML: prose.Code("json", src, "")})
	}
	options, beliefs := d.options(), map[string]Misconception{}
	body := &quiz.Choice{}
	for i, n := range order {
		o := options[n]
		body.Options = append(body.Options, quiz.Option{ID: letters[i], Text: w.text(o.text), Right: n == 0, Why: w.text(o.why)})
		if n == 0 {
			continue
		}
		m, ok := misconception(o.belief)
		if !ok {
			return nil, nil, fmt.Errorf("no misconception is called %q", o.belief)
		}
		beliefs[letters[i]] = m
	}
	for _, m := range d.mistakes() {
		q.Mistakes = append(q.Mistakes, w.text(m.Name+": "+lowerFirst(m.Text)))
	}
	q.Body = body
	if w.err != nil {
		return nil, nil, w.err
	}
	return q, beliefs, d.ask()
}

// check is the line that checks the answer, with the engine's own sentence if the
// draft has a probe.
func (d *draft) check() (string, error) {
	if d.probe == "" {
		return d.verify, nil
	}
	said, err := d.said(d.probe)
	return d.verify + " The sandbox words the decision so: " + code(said), err
}

// mistakes are the misconceptions behind the wrong options, each once.
func (d *draft) mistakes() []Misconception {
	var list []Misconception
	seen := map[belief]bool{}
	for _, o := range d.wrong {
		if m, ok := misconception(o.belief); ok && !seen[o.belief] {
			seen[o.belief] = true
			list = append(list, m)
		}
	}
	return list
}

// writer compiles texts and remembers the first fault.
type writer struct{ err error }

func (w *writer) text(markdown string) prose.Text {
	t, faults := prose.Reader{}.Text(markdown, prose.Place{File: "generated", Line: 1})
	if len(faults) > 0 && w.err == nil {
		w.err = fmt.Errorf("%q: %w", markdown, faults.Err())
	}
	return t
}

// fenced is a command line as a block of markdown.
func fenced(lines ...string) string {
	return "```sh static reason=\"the engine is asked about every option\"\n" + strings.Join(lines, "\n") + "\n```"
}

// paragraphs joins blocks of markdown.
func paragraphs(blocks ...string) string { return strings.Join(blocks, "\n\n") }

// lines joins steps.
func lines(steps ...string) string { return strings.Join(steps, "\n") }

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// list writes words as people do: "a, b and c".
func list(words []string, conjunction string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + conjunction + " " + words[n-1]
	}
}

// code sets text as code.
func code(s string) string { return "`" + s + "`" }

// sortedShape names a shape by a variant and by what its wrong options stand for.
func sortedShape(variant string, wrong []option) string {
	var beliefs []string
	for _, o := range wrong {
		beliefs = append(beliefs, string(o.belief))
	}
	slices.Sort(beliefs)
	return variant + ":" + strings.Join(beliefs, "+")
}
