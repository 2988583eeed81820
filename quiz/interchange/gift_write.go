package interchange

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"rolecall/quiz"
)

// giftWriter writes GIFT. Texts are markdown, which GIFT names before the first;
// what we know of a question besides stands in a comment that Moodle reads tags and
// id from.
type giftWriter struct{ lesson *string }

func (giftWriter) begin(*bytes.Buffer) {}
func (giftWriter) end(*bytes.Buffer)   {}

// giftRoot is the category under which lessons are put.
const giftRoot = "$course$/top/Rolecall/"

func (g giftWriter) question(w *bytes.Buffer, c carried, lost *losses) string {
	answers, leftOut := giftAnswers(c, lost)
	if leftOut != "" {
		return leftOut
	}
	if c.lesson != "" && c.lesson != *g.lesson {
		fmt.Fprintf(w, "$CATEGORY: %s%s\n\n", giftRoot, c.lesson)
		*g.lesson = c.lesson
	}
	w.WriteString("// [id:" + c.ID.Value + "]")
	for _, tag := range tags(c) {
		w.WriteString(" [tag:" + tag + "]")
	}
	fmt.Fprintf(w, "\n::%s::[markdown]%s{\n%s", giftEscape(c.ID.Value), giftEscape(strings.Trim(bare(stemWithGap(c)), "\n")), answers)
	if general := generalFeedback(c.Draft); general != "" {
		fmt.Fprintf(w, "\t####%s\n", giftText(general))
	}
	w.WriteString("}\n\n")
	if !c.Hint.IsZero() {
		lost.add(PartHint, "The hint was left out: GIFT holds none.")
	}
	return ""
}

// giftAnswers writes what stands between the braces, a line each.
func giftAnswers(c carried, lost *losses) (text, leftOut string) {
	var b strings.Builder
	switch body := c.compiled.Body.(type) {
	case *quiz.Choice:
		giftChoice(&b, c, body.Many, lost)
	case *quiz.Ordering:
		lost.add(PartType, "The order became a match of each step with its place: GIFT has no orders of its own.")
		for i, o := range c.Items {
			fmt.Fprintf(&b, "\t=%s -> %d\n", giftText(o.Text.Value), i+1)
			leftOut = arrowIn(leftOut, o.Text.Value)
		}
	case *quiz.Matching:
		leftOut = giftMatch(&b, c, body, lost)
	case *quiz.Gap:
		leftOut = giftGap(&b, c, lost)
	}
	return b.String(), leftOut
}

func giftChoice(b *strings.Builder, c carried, many bool, lost *losses) {
	right := 0
	for _, o := range c.Options {
		if o.Right {
			right++
		}
	}
	if many {
		lost.add(PartScore, lostMarks)
	}
	for _, o := range c.Options {
		mark := "~"
		switch {
		case o.Right && !many:
			mark = "="
		case o.Right:
			mark = "~%" + percent(100/float64(right)) + "%"
		case many:
			mark = "~%-100%"
		case strings.HasPrefix(strings.TrimSpace(o.Text.Value), "%"):
			mark = "~%0%" // or the text could be taken for a weight
		}
		fmt.Fprintf(b, "\t%s%s%s\n", mark, giftText(o.Text.Value), giftWhy(o.Why.Value))
	}
}

const lostMarks = "Here the answer is right as a whole or not; there, each right option earns a part of the marks and a wrong one takes all."

// percent writes a share of marks as Moodle lists them: at most five places.
func percent(f float64) string {
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(f, 'f', 5, 64), "0"), ".")
}

func giftWhy(md string) string {
	if strings.TrimSpace(md) == "" {
		return ""
	}
	return "#" + giftText(md)
}

func giftMatch(b *strings.Builder, c carried, m *quiz.Matching, lost *losses) (leftOut string) {
	texts, used := map[string]string{}, map[string]bool{}
	for _, a := range m.Answers {
		texts[a.ID] = giftEscape(a.Text)
	}
	for _, p := range c.Pairs {
		fmt.Fprintf(b, "\t=%s -> %s\n", giftText(p.Text.Value), texts[p.Answer.Value])
		leftOut = arrowIn(leftOut, p.Text.Value)
		used[p.Answer.Value] = true
	}
	for _, a := range m.Answers {
		if !used[a.ID] {
			fmt.Fprintf(b, "\t= -> %s\n", texts[a.ID])
		}
	}
	lostAnswerWhys(c, lost)
	return leftOut
}

// lostAnswerWhys tells that the answers of a match have no feedback elsewhere.
func lostAnswerWhys(c carried, lost *losses) {
	for _, a := range c.Answers {
		if !a.Why.IsZero() {
			lost.add(PartWhy, "The whys of the answers were left out; those of the pairs are kept.")
		}
	}
}

// arrowIn says that a text holds the sign by which GIFT tells a match.
func arrowIn(already string, texts ...string) string {
	for _, t := range texts {
		if already == "" && strings.Contains(t, "->") {
			already = `A text holds "->", which GIFT would take for a match: the question was left out.`
		}
	}
	return already
}

func giftGap(b *strings.Builder, c carried, lost *losses) (leftOut string) {
	leftOut = arrowIn("", generalFeedback(c.Draft), c.Why.Value)
	for i, a := range c.Accept {
		why := ""
		if i == 0 {
			why = giftWhy(c.Why.Value)
		}
		fmt.Fprintf(b, "\t=%%100%%%s%s\n", giftEscape(wildcards.Replace(a.Value)), why)
		leftOut = arrowIn(leftOut, a.Value)
	}
	for _, t := range c.Tempting {
		fmt.Fprintf(b, "\t=%%0%%%s%s\n", giftEscape(wildcards.Replace(t.Text.Value)), giftWhy(t.Why.Value))
		leftOut = arrowIn(leftOut, t.Text.Value, t.Why.Value)
	}
	lostLabel(c, lost)
	return leftOut
}

// wildcards keeps a star in a short answer from standing for anything.
var wildcards = strings.NewReplacer("*", `\*`)

// lostLabel tells that what the gap is called has no place.
func lostLabel(c carried, lost *losses) {
	if c.compiled.Body.(*quiz.Gap).Label != defaultLabel {
		lost.add(PartLabel, "What the gap is called was left out.")
	}
}

// giftText writes markdown as one line of GIFT. A text that begins with a bracket
// names its form again, or the bracket would.
func giftText(md string) string {
	md = strings.Trim(bare(md), "\n")
	if strings.HasPrefix(strings.TrimSpace(md), "[") {
		return "[markdown]" + giftEscape(md)
	}
	return giftEscape(md)
}

func giftEscape(s string) string { return giftSigns.Replace(s) }

var giftSigns = strings.NewReplacer(`\`, `\\`, "#", `\#`, "=", `\=`, "~", `\~`, "{", `\{`, "}", `\}`, ":", `\:`, "\n", `\n`, "\r", "")
