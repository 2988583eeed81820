package interchange

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// readMoodle reads Moodle XML. A file that isn't well-formed is refused as a whole.
func readMoodle(src string) ([]found, error) {
	root, err := readXML(src)
	if err != nil {
		return nil, err
	}
	var all []found
	category := ""
	for _, n := range root.children {
		if n.name != "question" {
			continue
		}
		if n.attrs["type"] == "category" {
			category = n.child("category").child("text").value()
			continue
		}
		q := &moodleReader{found: found{line: n.line}, n: n}
		q.read()
		lostCategory(category, &q.lost)
		all = append(all, q.found)
	}
	return all, nil
}

// moodleReader reads one question.
type moodleReader struct {
	found
	n *node
}

func (q *moodleReader) read() {
	q.title = q.n.child("name").child("text").value()
	q.draft.ID = prose.Plain(q.n.child("idnumber").value())
	q.draft.Stem = prose.Plain(q.text(q.n.child("questiontext"), "html"))
	q.answers()
	takeGeneralFeedback(&q.draft, q.text(q.n.child("generalfeedback"), "html"))
	var hints []string
	for _, h := range q.n.all("hint") {
		if md := q.text(h, "html"); md != "" {
			hints = append(hints, md)
		}
	}
	q.draft.Hint = prose.Plain(strings.Join(hints, "\n\n"))
	var list []string
	for _, t := range append(q.n.child("tags").tags(), q.n.child("coursetags").tags()...) {
		list = append(list, t.child("text").value())
	}
	takeTags(&q.draft, list, &q.lost)
	q.settings()
}

func (n *node) tags() []*node {
	if n == nil {
		return nil
	}
	return n.all("tag")
}

// text reads an element's text in the form that it names.
func (q *moodleReader) text(n *node, form string) string {
	if n == nil {
		return ""
	}
	for _, f := range n.all("file") {
		q.lost.add(PartMedia, "The file "+shorten(f.attrs["name"], 60)+" was left out.")
	}
	s := n.child("text").value()
	if why := tooLong(s); why != "" {
		q.refuse = cmp.Or(q.refuse, why)
		return ""
	}
	if n.attrs["format"] != "" {
		form = n.attrs["format"]
	}
	switch form {
	case "plain_text":
		return fromText(s)
	case "markdown":
		return adopt(s, &q.lost)
	case "moodle_auto_format":
		return fromHTML(strings.ReplaceAll(s, "\n", "<br>\n"), &q.lost)
	}
	return fromHTML(s, &q.lost)
}

// settings tells of what has no like here.
func (q *moodleReader) settings() {
	if q.n.child("hidden").value() == "1" {
		q.lost.add(PartOther, "It was hidden there; here it isn't.")
	}
	if g, err := strconv.ParseFloat(q.n.child("defaultgrade").value(), 64); err == nil && g != 1 {
		q.lost.add(PartScore, "Its mark was left out: here every question counts the same.")
	}
	if p, err := strconv.ParseFloat(q.n.child("penalty").value(), 64); err == nil && p != 0 && p != 1 && int(p*1000) != 333 {
		q.lost.add(PartScore, "The penalty for further tries was left out: here an answer closes the question.")
	}
	for _, name := range []string{"correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"} {
		if s := q.n.child(name).child("text").value(); s != "" && !stockFeedback[strings.TrimSuffix(strings.TrimPrefix(s, "<p>"), "</p>")] {
			q.lost.add(PartOther, "The feedback by how much was right was left out: here every option has its own.")
		}
	}
}

// stockFeedback are the sentences that Moodle fills in by itself.
var stockFeedback = map[string]bool{
	"Your answer is correct.": true, "Your answer is partially correct.": true, "Your answer is incorrect.": true,
}

func (q *moodleReader) answers() {
	switch t := q.n.attrs["type"]; t {
	case "multichoice":
		q.choice()
	case "truefalse":
		q.trueFalse()
	case "shortanswer":
		q.short()
	case "numerical":
		q.number()
	case "matching":
		q.match()
	case "ordering":
		q.order()
	case "description":
		q.refuse = "this is a text without an answer"
	case "essay":
		q.refuse = "this is an essay: here a question has an answer that can be checked"
	default:
		q.refuse = cmp.Or(q.refuse, fmt.Sprintf("a question of type %q has no like here: multichoice, truefalse, shortanswer, numerical, matching and ordering have", shorten(t, 40)))
	}
}

// share is an answer's part of the marks, in percent.
func share(n *node) float64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(n.attrs["fraction"]), 64)
	if err != nil {
		return 0
	}
	return f
}

func (q *moodleReader) choice() {
	var parts []part
	for _, a := range q.n.all("answer") {
		parts = append(parts, part{q.text(a, "html"), q.text(a.child("feedback"), "html"), share(a)})
	}
	single := q.n.child("single").value()
	q.refuse = cmp.Or(q.refuse, takeOptions(&q.draft, parts, single != "false" && single != "0", &q.lost))
}

func (q *moodleReader) trueFalse() {
	isTrue, whys := false, map[string]string{}
	for _, a := range q.n.all("answer") {
		word := strings.ToLower(a.child("text").value())
		if word != "true" && word != "false" {
			q.refuse = cmp.Or(q.refuse, fmt.Sprintf("the answers are true and false, not %q", shorten(word, 40)))
			return
		}
		whys[word] = q.text(a.child("feedback"), "html")
		isTrue = isTrue || word == "true" && share(a) > 0
	}
	takeTrueFalse(&q.draft, isTrue, whys["true"], whys["false"])
}

func (q *moodleReader) short() {
	q.draft.Type = prose.Plain(quiz.FillIn.String())
	for _, a := range q.n.all("answer") {
		q.refuse = cmp.Or(q.refuse, takeAnswer(&q.draft, a.child("text").value(), q.text(a.child("feedback"), "html"), share(a), &q.lost))
	}
	if q.n.child("usecase").value() == "1" {
		q.lost.add(PartAnswers, "Capitals counted there; here they don't.")
	}
	takeGap(&q.draft)
}

func (q *moodleReader) number() {
	q.draft.Type = prose.Plain(quiz.FillIn.String())
	for _, a := range q.n.all("answer") {
		why := q.text(a.child("feedback"), "html")
		q.refuse = cmp.Or(q.refuse, takeNumber(&q.draft, a.child("text").value(), a.child("tolerance").value(), why, share(a), &q.lost))
	}
	if u := q.n.child("units"); u != nil && len(u.children) > 0 {
		q.lost.add(PartAnswers, "The units were left out: the number alone is asked for.")
	}
}

func (q *moodleReader) match() {
	q.draft.Type = prose.Plain(quiz.MatchPairs.String())
	m := &matcher{d: &q.draft}
	for _, s := range q.n.all("subquestion") {
		m.pair(q.text(s, "html"), "", fromText(s.child("answer").child("text").value()))
	}
}

func (q *moodleReader) order() {
	q.draft.Type = prose.Plain(quiz.PutInOrder.String())
	for _, a := range q.n.all("answer") {
		q.draft.Items = append(q.draft.Items, quiz.DraftItem{Text: prose.Plain(q.text(a, "html")), Why: prose.Plain(q.text(a.child("feedback"), "html"))})
	}
	if g := q.n.child("gradingtype").value(); g != "" && g != "ALL_OR_NOTHING" && g != "-1" {
		q.lost.add(PartScore, "Part marks were left out: an order here is right or it isn't.")
	}
}
