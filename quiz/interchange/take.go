package interchange

import (
	"fmt"
	"strconv"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// part is an option as other programs have it: with a share of the marks, from -100
// to 100.
type part struct {
	text, why string
	share     float64
}

// takeOptions makes a choice of options, one answer or several; the return says why
// it can't be taken.
func takeOptions(d *quiz.Draft, parts []part, single bool, lost *losses) (refuse string) {
	t := quiz.ChooseAll
	if single {
		t = quiz.ChooseOne
	}
	d.Type = prose.Plain(t.String())
	var rights []float64
	for _, p := range parts {
		right := p.share > 0
		if single {
			right = p.share >= 100
		}
		if single && p.share != 0 && p.share < 100 {
			lost.add(PartScore, "Part marks were left out: of one answer, only the one that earns all is right.")
		}
		if right {
			rights = append(rights, p.share)
		}
		d.Options = append(d.Options, quiz.DraftOption{Text: prose.Plain(p.text), Why: prose.Plain(p.why), Right: right})
	}
	if !single {
		lost.add(PartScore, "Part marks were left out: the answer is right when it names all the right options and nothing else.")
	}
	switch {
	case len(rights) == 0:
		return "no option is right"
	case single && len(rights) > 1:
		return fmt.Sprintf("%d options are right where one may be: give each a share of the marks if several apply", len(rights))
	}
	return ""
}

// lostCategory tells of a category that says something: neither one of ours nor
// Moodle's own first.
func lostCategory(category string, lost *losses) {
	if category != "" && !strings.HasPrefix(category, giftRoot) && !strings.Contains(category, "/Default for ") {
		lost.add(PartOther, "The category "+shorten(category, 80)+" was left out.")
	}
}

// takeTrueFalse makes a choice of two.
func takeTrueFalse(d *quiz.Draft, isTrue bool, whyTrue, whyFalse string) {
	d.Type = prose.Plain(quiz.ChooseOne.String())
	d.Options = []quiz.DraftOption{
		{ID: prose.Plain("true"), Text: prose.Plain("True"), Right: isTrue, Why: prose.Plain(whyTrue)},
		{ID: prose.Plain("false"), Text: prose.Plain("False"), Right: !isTrue, Why: prose.Plain(whyFalse)},
	}
}

// takeNumber adds a number as a text to be written; the return says why it can't be
// taken.
func takeNumber(d *quiz.Draft, number, tolerance, why string, share float64, lost *losses) (refuse string) {
	number, tolerance = strings.TrimSpace(number), strings.TrimSpace(tolerance)
	t, err := strconv.ParseFloat(tolerance, 64)
	switch {
	case strings.Contains(number, "..") || tolerance != "" && (err != nil || t != 0):
		return "a number with a tolerance or a range has no like here: give the numbers that are right as short answers"
	case number == "*":
		return takeAnswer(d, number, why, 0, lost)
	}
	if _, err := strconv.ParseFloat(number, 64); err != nil {
		return fmt.Sprintf("%q is not a number", shorten(number, 60))
	}
	lost.add(PartType, "The number is compared as it is written: 3 is right, 3.0 isn't.")
	return takeAnswer(d, number, why, share, lost)
}

// matcher gathers pairs; answers that read the same are one.
type matcher struct {
	d   *quiz.Draft
	ids map[string]string // of answers, by text
}

// pair adds a pair; without a left side, the answer belongs to none.
func (m *matcher) pair(left, why, answer string) {
	if m.ids == nil {
		m.ids = map[string]string{}
	}
	id, ok := m.ids[oneLine(answer)]
	if !ok {
		id = fmt.Sprintf("answer-%d", len(m.ids)+1)
		m.ids[oneLine(answer)] = id
		m.d.Answers = append(m.d.Answers, quiz.DraftAnswer{ID: prose.Plain(id), Text: prose.Plain(answer)})
	}
	if strings.TrimSpace(left) != "" {
		m.d.Pairs = append(m.d.Pairs, quiz.DraftPair{Text: prose.Plain(left), Why: prose.Plain(why), Answer: prose.Plain(id)})
	}
}
