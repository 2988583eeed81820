package interchange

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// moodleWriter writes Moodle XML. Texts are HTML in CDATA.
type moodleWriter struct{ lesson *string }

func (moodleWriter) begin(w *bytes.Buffer) {
	w.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n")
}

func (moodleWriter) end(w *bytes.Buffer) { w.WriteString("</quiz>\n") }

func (m moodleWriter) question(w *bytes.Buffer, c carried, lost *losses) string {
	if c.lesson != "" && c.lesson != *m.lesson {
		fmt.Fprintf(w, "  <question type=\"category\">\n    <category><text>%s</text></category>\n  </question>\n", xmlText(giftRoot+c.lesson))
		*m.lesson = c.lesson
	}
	x := &moodleQuestion{Buffer: w}
	fmt.Fprintf(w, "  <question type=%q>\n", moodleType(c.compiled))
	x.line("name", "<text>"+xmlText(c.ID.Value)+"</text>")
	x.html("    ", "questiontext", stemWithGap(c))
	x.html("    ", "generalfeedback", generalFeedback(c.Draft))
	x.line("defaultgrade", "1.0000000")
	x.line("penalty", "0.3333333")
	x.line("hidden", "0")
	x.line("idnumber", xmlText(c.ID.Value))
	x.answers(c, lost)
	if !c.Hint.IsZero() {
		x.html("    ", "hint", c.Hint.Value)
	}
	x.tags(tags(c))
	w.WriteString("  </question>\n")
	return ""
}

// moodleType is the question type as Moodle calls it.
func moodleType(q *quiz.Question) string {
	switch q.Body.(type) {
	case *quiz.Ordering:
		return "ordering"
	case *quiz.Matching:
		return "matching"
	case *quiz.Gap:
		return "shortanswer"
	}
	return "multichoice"
}

// moodleQuestion writes the elements of one question.
type moodleQuestion struct{ *bytes.Buffer }

func (x moodleQuestion) line(name, inner string) {
	fmt.Fprintf(x, "    <%s>%s</%s>\n", name, inner, name)
}

// html writes an element whose text is markdown set as HTML.
func (x moodleQuestion) html(pad, name, md string) {
	fmt.Fprintf(x, "%s<%s format=\"html\"><text>%s</text></%s>\n", pad, name, cdata(prose.Portable(bare(md))), name)
}

// cdata puts text where it needs no escapes; the sign that ends it is cut in two.
func cdata(s string) string {
	if s == "" {
		return ""
	}
	return "<![CDATA[" + strings.ReplaceAll(s, "]]>", "]]]]><![CDATA[>") + "]]>"
}

func xmlText(s string) string {
	var b bytes.Buffer
	if xml.EscapeText(&b, []byte(s)) != nil {
		return "" // not reached: a buffer takes all
	}
	return b.String()
}

// answer writes one answer with its share of the marks; its text is HTML or, where
// Moodle compares it, plain.
func (x moodleQuestion) answer(share, form, text, why string) {
	fmt.Fprintf(x, "    <answer fraction=%q format=%q>\n      <text>%s</text>\n", share, form, cdata(text))
	x.html("      ", "feedback", why)
	x.WriteString("    </answer>\n")
}

func (x moodleQuestion) answers(c carried, lost *losses) {
	switch body := c.compiled.Body.(type) {
	case *quiz.Choice:
		x.choice(c, body.Many, lost)
	case *quiz.Ordering:
		x.line("layouttype", "VERTICAL")
		x.line("selecttype", "ALL")
		x.line("gradingtype", "ALL_OR_NOTHING")
		x.line("showgrading", "SHOW")
		for i, o := range c.Items {
			x.answer(fmt.Sprintf("%d.0000000", i+1), "html", prose.Portable(bare(o.Text.Value)), "")
		}
	case *quiz.Matching:
		x.line("shuffleanswers", "true")
		x.match(c, body)
		lostAnswerWhys(c, lost)
	case *quiz.Gap:
		x.line("usecase", "0")
		for i, a := range c.Accept {
			why := ""
			if i == 0 {
				why = c.Why.Value
			}
			x.answer("100", "plain_text", wildcards.Replace(a.Value), why)
		}
		for _, t := range c.Tempting {
			x.answer("0", "plain_text", wildcards.Replace(t.Text.Value), t.Why.Value)
		}
		lostLabel(c, lost)
	}
}

func (x moodleQuestion) choice(c carried, many bool, lost *losses) {
	right := 0
	for _, o := range c.Options {
		if o.Right {
			right++
		}
	}
	x.line("single", fmt.Sprint(!many))
	x.line("shuffleanswers", "true")
	x.line("answernumbering", "abc")
	for _, o := range c.Options {
		share := "0"
		switch {
		case o.Right:
			share = percent(100 / float64(right))
		case many:
			share = "-100"
		}
		x.answer(share, "html", prose.Portable(bare(o.Text.Value)), o.Why.Value)
	}
	if many {
		lost.add(PartScore, lostMarks)
	}
}

func (x moodleQuestion) match(c carried, m *quiz.Matching) {
	texts, used := map[string]string{}, map[string]bool{}
	for _, a := range m.Answers {
		texts[a.ID] = a.Text
	}
	pair := func(left, answer string) {
		fmt.Fprintf(x, "    <subquestion format=\"html\">\n      <text>%s</text>\n      <answer><text>%s</text></answer>\n    </subquestion>\n", cdata(prose.Portable(bare(left))), cdata(texts[answer]))
	}
	for _, p := range c.Pairs {
		pair(p.Text.Value, p.Answer.Value)
		used[p.Answer.Value] = true
	}
	for _, a := range m.Answers {
		if !used[a.ID] {
			pair("", a.ID)
		}
	}
}

func (x moodleQuestion) tags(list []string) {
	x.WriteString("    <tags>\n")
	for _, tag := range list {
		fmt.Fprintf(x, "      <tag><text>%s</text></tag>\n", xmlText(tag))
	}
	x.WriteString("    </tags>\n")
}
