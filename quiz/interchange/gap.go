package interchange

import (
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// defaultLabel is what quiz calls a gap that is called nothing.
const defaultLabel = "Your answer"

// stemWithGap is the stem with the document that has the gap, if it is more than
// the gap itself, as code at its end.
func stemWithGap(c carried) string {
	g, ok := c.compiled.Body.(*quiz.Gap)
	if !ok || strings.TrimSpace(g.Document.JSON) == quiz.GapMark {
		return c.Stem.Value
	}
	return strings.TrimRight(c.Stem.Value, "\n") + "\n\n" + prose.Fenced("json", g.Document.JSON) + "\n"
}

// takeGap finds the document with the gap that stemWithGap put at the stem's end.
func takeGap(d *quiz.Draft) {
	block := lastBlock(d.Stem.Value)
	before := strings.TrimSpace(strings.TrimSuffix(d.Stem.Value, block))
	lines := strings.Split(strings.TrimRight(block, "\n "), "\n")
	if len(lines) < 3 || before == "" {
		return
	}
	document := strings.Join(lines[1:len(lines)-1], "\n") + "\n"
	if strings.Count(document, quiz.GapMark) != 1 {
		return
	}
	d.Stem, d.Document = prose.Plain(before), prose.Plain(document)
}

// lastBlock is a text from the fence on that its last line closes; empty when there
// is none.
func lastBlock(md string) string {
	lines := strings.Split(strings.TrimRight(md, "\n "), "\n")
	last := len(lines) - 1
	if !strings.HasPrefix(lines[last], "```") || strings.Trim(lines[last], "`") != "" {
		return ""
	}
	for i := last - 1; i >= 0; i-- {
		if strings.HasPrefix(lines[i], lines[last]) {
			return strings.Join(lines[i:], "\n") + md[len(strings.TrimRight(md, "\n ")):]
		}
	}
	return ""
}

// plainAnswer reads an answer that may have wildcards, as Moodle's short answers do.
func plainAnswer(s string) (text string, wild bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == '*':
			b.WriteByte('*')
			i++
		case s[i] == '*':
			wild = true
			b.WriteByte('*')
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), wild
}

// takeAnswer adds a short answer with its share of the marks; the return says why
// the question can't be taken.
func takeAnswer(d *quiz.Draft, answer, why string, share float64, lost *losses) (refuse string) {
	answer = strings.TrimSpace(answer)
	if inner := strings.TrimSuffix(strings.TrimPrefix(answer, `"`), `"`); len(inner)+2 == len(answer) {
		answer = strings.TrimSpace(inner) // quiz takes them off what readers write, too
	}
	text, wild := plainAnswer(answer)
	switch {
	case wild && share <= 0:
		lost.add(PartTempting, "The feedback on any other answer was left out.")
	case wild:
		return "the answer " + shorten(text, 60) + " has a wildcard: here each right text is written out"
	case text == "":
		return "an answer is empty"
	case share <= 0:
		d.Tempting = append(d.Tempting, quiz.DraftText{Text: prose.Plain(text), Why: prose.Plain(why)})
	default:
		if share < 100 {
			lost.add(PartScore, "Part marks were left out: an answer here is right or it isn't. What earned some is right.")
		}
		d.Accept = append(d.Accept, prose.Plain(text))
		takeWhy(d, why, lost)
	}
	return ""
}

// takeWhy keeps the feedback on the first right answer; others would say it again.
func takeWhy(d *quiz.Draft, why string, lost *losses) {
	switch {
	case why == "" || why == d.Why.Value:
	case d.Why.IsZero():
		d.Why = prose.Plain(why)
	default:
		lost.add(PartWhy, "Only the feedback on one of the right answers was kept.")
	}
}
