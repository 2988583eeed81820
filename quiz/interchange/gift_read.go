package interchange

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// giftMarks hold the places of escaped signs while a question is taken apart. No
// file holds these characters: [Import] refuses them.
var (
	giftHide = strings.NewReplacer(`\\`, "\x01", `\:`, "\x02", `\#`, "\x03", `\=`, "\x04", `\{`, "\x05", `\}`, "\x06", `\~`, "\x0e", `\n`, "\x0f")
	giftShow = strings.NewReplacer("\x01", `\`, "\x02", ":", "\x03", "#", "\x04", "=", "\x05", "{", "\x06", "}", "\x0e", "~", "\x0f", "\n")
)

// readGIFT reads questions in GIFT: blocks of lines apart by blank ones.
func readGIFT(src string) []found {
	var all []found
	g := &giftReader{}
	for i, line := range strings.Split(src, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "":
			all = g.flush(all)
		case strings.HasPrefix(trimmed, "//"):
			g.comments = append(g.comments, trimmed)
		case strings.HasPrefix(trimmed, "$CATEGORY:"):
			all = g.flush(all)
			g.category = strings.TrimSpace(strings.TrimPrefix(trimmed, "$CATEGORY:"))
		default:
			if len(g.lines) == 0 {
				g.first = i + 1
			}
			g.lines = append(g.lines, line)
		}
	}
	return g.flush(all)
}

type giftReader struct {
	lines    []string
	comments []string // of the block
	first    int      // line of the block's first line
	category string
}

// flush ends a block. Comments that stand by themselves belong to nothing.
func (g *giftReader) flush(all []found) []found {
	if len(g.lines) > 0 {
		q := &giftQuestion{found: found{line: g.first}}
		q.read(strings.TrimSpace(strings.Join(g.lines, "\n")), strings.Join(g.comments, "\n"))
		lostCategory(g.category, &q.lost)
		all = append(all, q.found)
	}
	g.lines, g.comments = nil, nil
	return all
}

// giftQuestion is one question on its way in.
type giftQuestion struct {
	found
	form string // of the texts that name none
}

var (
	giftID     = regexp.MustCompile(`\[id:((?:\\\]|[^\]])+)\]`)
	giftTag    = regexp.MustCompile(`\[tag:((?:\\\]|[^\]])+)\]`)
	giftForm   = regexp.MustCompile(`^\[(html|markdown|plain|moodle)\]`)
	giftWeight = regexp.MustCompile(`^%(-?\d{1,3}(?:\.\d+)?)%`)
)

func (q *giftQuestion) read(text, comment string) {
	text = giftHide.Replace(text)
	if rest, ok := strings.CutPrefix(text, "::"); ok {
		if name, after, ok := strings.Cut(rest, "::"); ok {
			q.title, text = giftShow.Replace(name), strings.TrimSpace(after)
		}
	}
	open, shut := strings.IndexByte(text, '{'), strings.IndexByte(text, '}')
	switch {
	case open < 0 && shut < 0:
		q.title = cmp.Or(q.title, giftShow.Replace(text))
		q.refuse = "this is a text without an answer: a question has one in braces"
		return
	case open < 0 || shut < open:
		q.title = cmp.Or(q.title, giftShow.Replace(text))
		q.refuse = `a brace stands alone: a question has one pair, and braces in a text are written \{ and \}`
		return
	}
	before, answers, after := strings.TrimSpace(text[:open]), strings.TrimSpace(text[open+1:shut]), strings.TrimSpace(text[shut+1:])
	if strings.ContainsAny(after, "{}") {
		q.refuse = `this has more than one pair of braces: one question has one, and braces in a text are written \{ and \}`
	}
	q.stem(before, after)
	general := ""
	if at := strings.LastIndex(answers, "####"); at >= 0 {
		general, answers = answers[at+4:], strings.TrimSpace(answers[:at])
	}
	q.answers(answers)
	takeGeneralFeedback(&q.draft, q.text(general))
	q.comment(comment)
}

// stem sets the question's text; an answer in its midst leaves a gap.
func (q *giftQuestion) stem(before, after string) {
	q.form = "moodle"
	if m := giftForm.FindStringSubmatch(before); m != nil {
		q.form = m[1]
	}
	if after != "" {
		gap := " _____ "
		if q.form != "plain" && q.form != "moodle" {
			gap = ` \_\_\_\_\_ ` // to be shown as it is
		}
		before += gap + after
	}
	md := q.text(before)
	q.title = cmp.Or(q.title, giftShow.Replace(giftForm.ReplaceAllString(before, "")))
	q.draft.Stem = prose.Plain(md)
}

// text reads a text in the form that it names, or in the question's.
func (q *giftQuestion) text(s string) string {
	s = strings.TrimSpace(s)
	form := q.form
	if m := giftForm.FindStringSubmatch(s); m != nil {
		form, s = m[1], s[len(m[0]):]
	}
	breaks := strings.Contains(s, "\x0f")
	s = strings.TrimSpace(giftShow.Replace(s))
	if why := tooLong(s); why != "" {
		q.refuse = cmp.Or(q.refuse, why)
		return ""
	}
	switch form {
	case "markdown":
		return adopt(s, &q.lost)
	case "html":
		return fromHTML(s, &q.lost)
	case "moodle":
		if htmlTag.MatchString(s) {
			return fromHTML(strings.ReplaceAll(s, "\n", "<br>\n"), &q.lost)
		}
	}
	if !breaks {
		s = oneLine(s) // lines of the file, not of the text
	}
	return fromText(s)
}

var htmlTag = regexp.MustCompile(`</?[a-zA-Z][^<>]*>|&[a-zA-Z]+;|&#\d+;`)

// comment takes id and tags from the lines that Moodle writes them into.
func (q *giftQuestion) comment(comment string) {
	if m := giftID.FindStringSubmatch(comment); m != nil {
		q.draft.ID = prose.Plain(strings.ReplaceAll(m[1], `\]`, "]"))
	}
	var list []string
	for _, m := range giftTag.FindAllStringSubmatch(comment, -1) {
		list = append(list, strings.ReplaceAll(m[1], `\]`, "]"))
	}
	takeTags(&q.draft, list, &q.lost)
}

// answers tells the type by the signs, in the order in which Moodle does.
func (q *giftQuestion) answers(s string) {
	bare, _, _ := strings.Cut(s, "#")
	switch bare = strings.TrimSpace(bare); {
	case s == "":
		q.refuse = cmp.Or(q.refuse, "this is an essay: here a question has an answer that can be checked")
	case s[0] == '#':
		q.number(strings.TrimSpace(s[1:]))
	case strings.Contains(s, "~"):
		q.choice(s)
	case strings.Contains(s, "=") && strings.Contains(s, "->"):
		q.match(s)
	case bare == "T" || bare == "TRUE":
		q.trueFalse(s, true)
	case bare == "F" || bare == "FALSE":
		q.trueFalse(s, false)
	default:
		q.short(s)
	}
}

// split takes answers apart at a sign and drops what stands before the first.
func split(s, sign string) []string {
	parts := strings.Split(s, sign)
	if strings.TrimSpace(parts[0]) == "" {
		parts = parts[1:]
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// weighed takes a weight off an answer; ok is false when there is none.
func weighed(s string) (rest string, weight float64, ok bool) {
	m := giftWeight.FindStringSubmatch(s)
	if m == nil {
		return s, 0, false
	}
	weight, err := strconv.ParseFloat(m[1], 64)
	return strings.TrimSpace(s[len(m[0]):]), weight, err == nil
}

// feedback takes an answer apart from what is said about it.
func (q *giftQuestion) feedback(s string) (answer, why string) {
	answer, why, _ = strings.Cut(s, "#")
	return strings.TrimSpace(answer), q.text(why)
}

func (q *giftQuestion) choice(s string) {
	var parts []part
	for _, a := range split(strings.ReplaceAll(s, "=", "~="), "~") {
		p := part{share: 100}
		if rest, isRight := strings.CutPrefix(a, "="); isRight {
			a = strings.TrimSpace(rest) // what is right has no weight besides
		} else {
			a, p.share, _ = weighed(a)
		}
		answer, why := q.feedback(a)
		p.text, p.why = q.text(answer), why
		parts = append(parts, p)
	}
	q.refuse = cmp.Or(q.refuse, takeOptions(&q.draft, parts, strings.Contains(s, "="), &q.lost))
}

func (q *giftQuestion) trueFalse(s string, isTrue bool) {
	parts := strings.SplitN(s, "#", 3)
	wrong, right := "", ""
	if len(parts) > 1 {
		wrong = q.text(parts[1])
	}
	if len(parts) > 2 {
		right = q.text(parts[2])
	}
	if !isTrue {
		takeTrueFalse(&q.draft, isTrue, wrong, right)
		return
	}
	takeTrueFalse(&q.draft, isTrue, right, wrong)
}

func (q *giftQuestion) match(s string) {
	m := &matcher{d: &q.draft}
	for _, a := range split(s, "=") {
		left, right, ok := strings.Cut(a, "->")
		if !ok {
			q.refuse = cmp.Or(q.refuse, fmt.Sprintf(`%q is no pair: a match is written "=this -> that"`, shorten(giftShow.Replace(a), 60)))
			return
		}
		m.pair(q.text(left), "", fromText(giftShow.Replace(right)))
	}
	q.draft.Type = prose.Plain(quiz.MatchPairs.String())
}

func (q *giftQuestion) short(s string) {
	q.draft.Type = prose.Plain(quiz.FillIn.String())
	for _, a := range split(s, "=") {
		a, share, ok := weighed(a)
		if !ok {
			share = 100
		}
		answer, why := q.feedback(a)
		q.refuse = cmp.Or(q.refuse, takeAnswer(&q.draft, giftShow.Replace(answer), why, share, &q.lost))
	}
	takeGap(&q.draft)
}

// number reads a numerical answer; one with a tolerance has no like here.
func (q *giftQuestion) number(s string) {
	q.draft.Type = prose.Plain(quiz.FillIn.String())
	if at := strings.IndexByte(s, '~'); at >= 0 {
		s = s[:at]
		q.lost.add(PartTempting, "The feedback on any other answer was left out.")
	}
	for _, a := range split(s, "=") {
		a, share, ok := weighed(a)
		if !ok {
			share = 100
		}
		answer, why := q.feedback(a)
		number, tolerance, _ := strings.Cut(giftShow.Replace(answer), ":")
		q.refuse = cmp.Or(q.refuse, takeNumber(&q.draft, number, tolerance, why, share, &q.lost))
	}
}
