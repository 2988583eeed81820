package interchange

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

var ankiHeader = regexp.MustCompile(`^#(separator|html|tags|columns|notetype|deck|guid|tags column|notetype column|deck column|guid column):`)

// ankiFile is what the lines at the head of a file say about it; columns count
// from 1, 0 is none.
type ankiFile struct {
	separator                  rune
	html, htmlSaid             bool
	guid, deck, notetype, tags int
	everyTag                   []string
	begins                     int // number of lines before the notes
}

// readAnki reads notes in Anki's text form, by the headers of
// https://docs.ankiweb.net/importing/text-files.html.
func readAnki(src string) ([]found, error) {
	f, rest, err := ankiHead(src)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(rest))
	r.Comma, r.Comment, r.LazyQuotes, r.FieldsPerRecord = f.separator, '#', true, -1
	if r.Comma == r.Comment {
		return nil, errors.New("line 1: # can't be the separator")
	}
	var all []found
	for len(all) <= MaxQuestions {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("after line %d: %w", f.begins, badCSV(err))
		}
		line, _ := r.FieldPos(0)
		all = append(all, f.note(record, f.begins+line))
	}
	return all, nil
}

// separators are the names that Anki gives them.
var separators = map[string]rune{"tab": '\t', "comma": ',', "semicolon": ';', "space": ' ', "pipe": '|', "colon": ':', `\t`: '\t'}

// ankiHead reads the headers.
func ankiHead(src string) (f ankiFile, rest string, err error) {
	rest = src
	for strings.HasPrefix(rest, "#") {
		line, after, _ := strings.Cut(rest, "\n")
		rest = after
		f.begins++
		key, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "#"), ":")
		if err := f.header(strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)); err != nil {
			return f, "", fmt.Errorf("line %d: %w", f.begins, err)
		}
	}
	if f.separator == 0 {
		first, _, _ := strings.Cut(rest, "\n")
		f.separator = ','
		for _, s := range []rune{'\t', ';'} {
			if strings.ContainsRune(first, s) {
				f.separator = s
				break
			}
		}
	}
	return f, rest, nil
}

func (f *ankiFile) header(key, value string) error {
	column := func(into *int) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 100 {
			return fmt.Errorf("a column is a number from 1 to 100, not %q", shorten(value, 30))
		}
		*into = n
		return nil
	}
	switch key {
	case "separator":
		f.separator = separators[strings.ToLower(value)]
		if r := []rune(value); f.separator == 0 && len(r) == 1 && r[0] != '"' {
			f.separator = r[0]
		}
		if f.separator == 0 {
			return fmt.Errorf("%q is not a separator: Tab, Comma, Semicolon, Space, Pipe, Colon or one character", shorten(value, 30))
		}
	case "html":
		f.html, f.htmlSaid = strings.EqualFold(value, "true"), true
	case "tags":
		f.everyTag = strings.Fields(value)
	case "guid column":
		return column(&f.guid)
	case "deck column":
		return column(&f.deck)
	case "notetype column":
		return column(&f.notetype)
	case "tags column":
		return column(&f.tags)
	}
	return nil // other lines are comments
}

// note reads one note: its fields are the columns that are nothing else.
func (f *ankiFile) note(record []string, line int) found {
	q := &ankiNote{found: found{line: line}, html: f.html}
	var fields, list []string
	list = slices.Clone(f.everyTag)
	for i, cell := range record {
		switch n := i + 1; n {
		case f.guid:
			q.draft.ID = prose.Plain(strings.TrimSpace(cell))
		case f.deck, f.notetype:
		case f.tags:
			list = append(list, strings.Fields(cell)...)
		default:
			fields = append(fields, cell)
			q.refuse = cmp.Or(q.refuse, tooLong(cell))
			q.html = q.html || !f.htmlSaid && htmlTag.MatchString(cell)
		}
	}
	if q.card = slices.Contains(list, ankiOurs) && slices.Contains(list, ankiCard); q.card {
		q.refuse = "a recall card is no question: it stays in its lesson"
		q.title = shorten(oneLine(fromText(strings.Join(fields[:min(len(fields), 1)], ""))), 60)
	}
	if q.refuse == "" {
		q.read(fields)
		takeTags(&q.draft, list, &q.lost)
	}
	q.title = cmp.Or(q.title, q.draft.ID.Value)
	return q.found
}

// ankiNote reads one note.
type ankiNote struct {
	found
	html bool
}

func (q *ankiNote) text(s string) string {
	if q.html {
		return fromHTML(s, &q.lost)
	}
	return fromText(s)
}

var cloze = regexp.MustCompile(`(?s)\{\{c\d+::(.*?)(?:::(.*?))?\}\}`)

func (q *ankiNote) read(fields []string) {
	for len(fields) > 0 && strings.TrimSpace(fields[len(fields)-1]) == "" {
		fields = fields[:len(fields)-1]
	}
	switch gaps := 0; {
	case len(fields) == 0:
		q.refuse = "this note is empty"
	case q.html && strings.Contains(fields[0], ankiStem):
		q.own(fields)
	default:
		gaps = len(cloze.FindAllString(fields[0], -1))
		q.foreign(fields, gaps)
	}
}

// foreign reads a note that wasn't written here: a cloze with one gap, or a front
// whose back is short enough to be typed.
func (q *ankiNote) foreign(fields []string, gaps int) {
	q.draft.Type = prose.Plain(quiz.FillIn.String())
	if gaps == 1 {
		m := cloze.FindStringSubmatch(fields[0])
		q.draft.Stem = prose.Plain(q.text(strings.Replace(fields[0], m[0], "_____", 1)))
		q.title = words(q.draft.Stem.Value)
		q.draft.Hint = prose.Plain(q.text(m[2]))
		q.answer(m[1])
		q.extra(fields[1:])
		return
	}
	q.draft.Stem = prose.Plain(q.text(fields[0]))
	q.title = words(q.draft.Stem.Value)
	switch {
	case gaps > 1:
		q.refuse = fmt.Sprintf("this cloze has %d gaps: a question here has one; split it", gaps)
	case len(fields) < 2:
		q.refuse = "this note has no back"
	default:
		q.answer(fields[1])
		q.extra(fields[2:])
	}
}

// maxTyped is how long an answer that is to be typed may be, in characters.
const maxTyped = 60

func (q *ankiNote) answer(s string) {
	t, _ := (prose.Reader{Links: outside{}}).Text(q.text(s), prose.Place{})
	text := oneLine(uncurl.Replace(t.Text))
	switch {
	case text == "":
		q.refuse = "the answer is empty"
	case len([]rune(text)) > maxTyped:
		q.refuse = fmt.Sprintf("its back has %d characters: what is to be typed has at most %d, and there is no question here that asks for longer words", len([]rune(text)), maxTyped)
	}
	q.draft.Accept = []prose.Str{prose.Plain(text)}
}

func (q *ankiNote) extra(fields []string) {
	if strings.TrimSpace(strings.Join(fields, "")) != "" {
		q.lost.add(PartOther, "Fields after the back were left out.")
	}
}

func words(md string) string {
	t, _ := (prose.Reader{Links: outside{}}).Text(md, prose.Place{})
	return oneLine(t.Text)
}
