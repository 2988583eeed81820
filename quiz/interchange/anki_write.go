package interchange

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// ankiWriter writes Anki's text form: a note of the type Basic a line, question on
// the front, answer on the back, both HTML. The classes are there to be read back;
// without them a note looks the same.
type ankiWriter struct{ rows [][]string }

// The tags of what was written here.
const (
	ankiOurs = "rolecall"
	ankiCard = "card" // a recall card, not a question
)

// The classes of what stands on a note.
const (
	ankiStem     = "rolecall-stem"
	ankiOptions  = "rolecall-options"
	ankiPairs    = "rolecall-pairs"
	ankiAnswers  = "rolecall-answers"
	ankiItems    = "rolecall-items"
	ankiHint     = "rolecall-hint"
	ankiKey      = "rolecall-key"
	ankiAlso     = "rolecall-also"
	ankiWhys     = "rolecall-whys"
	ankiWhy      = "rolecall-why"
	ankiTempting = "rolecall-tempting"
	ankiGeneral  = "rolecall-general"
)

// ankiDeck is the deck that lessons' decks are under.
const ankiDeck = "Rolecall"

func (*ankiWriter) begin(w *bytes.Buffer) {
	w.WriteString("#separator:tab\n#html:true\n#notetype:Basic\n#guid column:1\n#deck column:2\n#tags column:5\n")
}

func (a *ankiWriter) question(_ *bytes.Buffer, c carried, lost *losses) string {
	a.note(c.ID.Value, c.lesson, ankiFront(c), ankiBack(c), tags(c))
	switch c.compiled.Body.(type) {
	case *quiz.Gap:
		lostLabel(c, lost)
	case *quiz.Matching:
		lostAnswerWhys(c, lost)
	}
	return ""
}

// note adds a note. Lines are taken out of HTML, so that a note is one.
func (a *ankiWriter) note(guid, lesson, front, back string, tags []string) {
	deck := ankiDeck
	if lesson != "" {
		deck += "::" + lesson
	}
	a.rows = append(a.rows, []string{guid, deck, ankiLine(front), ankiLine(back), strings.Join(tags, " ")})
}

// ankiLine is HTML on one line: a break inside of code is written as <br>.
func ankiLine(s string) string {
	s = preformatted.ReplaceAllStringFunc(s, func(pre string) string { return strings.ReplaceAll(pre, "\n", "<br>") })
	return strings.ReplaceAll(s, "\n", " ")
}

var preformatted = regexp.MustCompile(`(?s)<pre.*?</pre>`)

func (a *ankiWriter) end(w *bytes.Buffer) {
	out := csv.NewWriter(w)
	out.Comma = '\t'
	if out.WriteAll(a.rows) != nil {
		return // not reached: a buffer takes all
	}
}

// Card is a recall card of a lesson.
type Card struct {
	ID, Lesson  string
	Front, Back prose.Text
	Objective   string // may be empty
	Source      string // may be empty
}

// card adds a recall card.
func (a *ankiWriter) card(c Card) {
	list := []string{ankiOurs, ankiCard, "lesson:" + c.Lesson}
	if c.Objective != "" {
		list = append(list, "objective:"+c.Objective)
	}
	back := ownHTML(c.Back.HTML)
	if c.Source != "" {
		back += "<p>" + prose.Portable("<"+c.Source+">") + "</p>"
	}
	a.note("card:"+c.Lesson+"/"+c.ID, c.Lesson, ownHTML(c.Front.HTML), back, list)
}

// ownHTML takes a page's classes, roles and inner links off its HTML.
func ownHTML(s string) string {
	lost := &losses{}
	return prose.Portable(bare(fromHTML(s, lost)))
}

func div(class, inner string) string {
	if inner == "" {
		return ""
	}
	return fmt.Sprintf("<div class=%q>%s</div>", class, inner)
}

// ankiList sets texts as a list; letters by the type A.
func ankiList(class, tag, kind string, texts []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<%s class=%q%s>", tag, class, kind)
	for _, t := range texts {
		b.WriteString("<li>" + t + "</li>")
	}
	fmt.Fprintf(&b, "</%s>", tag)
	return b.String()
}

func portable(md string) string { return prose.Portable(bare(md)) }

func ankiFront(c carried) string {
	front := div(ankiStem, portable(stemWithGap(c)))
	switch body := c.compiled.Body.(type) {
	case *quiz.Choice:
		var list []string
		for _, o := range c.Options {
			list = append(list, portable(o.Text.Value))
		}
		front += ankiList(ankiOptions, "ol", ` type="A"`, list)
	case *quiz.Ordering:
		var list []string
		for _, o := range c.Items {
			list = append(list, portable(o.Text.Value))
		}
		front += ankiList("rolecall-shuffled", "ul", "", mixed(list))
	case *quiz.Matching:
		var pairs, answers []string
		for _, p := range c.Pairs {
			pairs = append(pairs, portable(p.Text.Value))
		}
		for _, a := range body.Answers {
			answers = append(answers, html.EscapeString(a.Text))
		}
		front += ankiList(ankiPairs, "ol", "", pairs) + ankiList(ankiAnswers, "ol", ` type="A"`, answers)
	}
	if !c.Hint.IsZero() {
		front += fmt.Sprintf("<details class=%q><summary>Hint</summary><div>%s</div></details>", ankiHint, portable(c.Hint.Value))
	}
	return front
}

// mixed puts texts into an order that isn't the right one.
func mixed(right []string) []string {
	list := slices.Sorted(slices.Values(right))
	if slices.Equal(list, right) {
		slices.Reverse(list)
	}
	return list
}

func ankiBack(c carried) string {
	back := ""
	switch body := c.compiled.Body.(type) {
	case *quiz.Choice:
		var right, whys []string
		for i, o := range c.Options {
			if o.Right {
				right = append(right, capital(i))
			}
			whys = append(whys, portable(o.Why.Value))
		}
		back = div(ankiKey, strings.Join(right, ", ")) + ankiList(ankiWhys, "ol", ` type="A"`, whys)
	case *quiz.Ordering:
		var items []string
		for _, o := range c.Items {
			items = append(items, portable(o.Text.Value))
		}
		back = ankiList(ankiItems, "ol", "", items)
	case *quiz.Matching:
		back = div(ankiKey, matchKey(body))
	case *quiz.Gap:
		back = ankiGap(c)
	}
	return back + div(ankiGeneral, portable(generalFeedback(c.Draft)))
}

// capital is A, B, … of an option's place from 0.
func capital(i int) string { return string(rune('A' + i)) }

// matchKey names each pair's answer, as "1 C, 2 A".
func matchKey(m *quiz.Matching) string {
	var parts []string
	for i, p := range m.Pairs {
		for j, a := range m.Answers {
			if a.ID == p.Answer {
				parts = append(parts, fmt.Sprintf("%d %s", i+1, capital(j)))
			}
		}
	}
	return strings.Join(parts, ", ")
}

func ankiGap(c carried) string {
	var b strings.Builder
	for i, a := range c.Accept {
		class := ankiAlso
		if i == 0 {
			class = ankiKey
		}
		b.WriteString(div(class, "<code>"+html.EscapeString(a.Value)+"</code>"))
	}
	b.WriteString(div(ankiWhy, portable(c.Why.Value)))
	if len(c.Tempting) > 0 {
		fmt.Fprintf(&b, "<dl class=%q>", ankiTempting)
		for _, t := range c.Tempting {
			fmt.Fprintf(&b, "<dt><code>%s</code></dt><dd>%s</dd>", html.EscapeString(t.Text.Value), portable(t.Why.Value))
		}
		b.WriteString("</dl>")
	}
	return b.String()
}
