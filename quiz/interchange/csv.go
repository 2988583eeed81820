package interchange

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// csvHeader tells whether a line is the header of a table of questions.
func csvHeader(line string) bool {
	named := map[string]bool{}
	for _, name := range strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return strings.ContainsRune(",;\t\" \r", r) }) {
		named[name] = true
	}
	return named[colStem] && named[colType]
}

// readCSV reads a table. One whose quotation marks or header are at fault is
// refused as a whole.
func readCSV(src string) ([]found, error) {
	head, _, _ := strings.Cut(src, "\n")
	r := csv.NewReader(strings.NewReader(src))
	r.FieldsPerRecord = -1
	for _, comma := range ",;\t" {
		if strings.Count(head, string(comma)) > strings.Count(head, string(r.Comma)) {
			r.Comma = comma
		}
	}
	var names []string
	var all []found
	for {
		record, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, badCSV(err)
		case names == nil:
			if names, err = csvNames(record); err != nil {
				return nil, err
			}
		case strings.TrimSpace(strings.Join(record, "")) != "":
			line, _ := r.FieldPos(0)
			all = append(all, readRow(names, record, line))
		}
		if len(all) > MaxQuestions {
			return all, nil // the caller refuses so many
		}
	}
}

func badCSV(err error) error {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return fmt.Errorf("line %d: this isn't a table in CSV: %v", bad.Line, bad.Err)
	}
	return err
}

// csvNames reads the header.
func csvNames(record []string) ([]string, error) {
	var names []string
	for _, cell := range record {
		name := strings.ToLower(strings.TrimSpace(cell))
		if name != "" && slices.Contains(names, name) {
			return nil, fmt.Errorf("line 1: the column %s is there twice", name)
		}
		names = append(names, name)
	}
	for _, need := range []string{colType, colStem, colPart + "1", colKey + "1"} {
		if !slices.Contains(names, need) {
			return nil, fmt.Errorf("line 1: the header has no column %q; the columns are %s, …", need, strings.Join(columns(2), ", "))
		}
	}
	return names, nil
}

// csvRow is one question on its way in.
type csvRow struct {
	found
	cells map[string]string
}

func readRow(names, record []string, line int) found {
	q := &csvRow{found: found{line: line}, cells: map[string]string{}}
	for i, cell := range record {
		cell = strings.TrimSpace(unguard(cell))
		switch {
		case cell == "":
		case i >= len(names) || names[i] == "":
			q.refuse = cmp.Or(q.refuse, fmt.Sprintf("cell %d stands under no column of the header", i+1))
		default:
			q.refuse = cmp.Or(q.refuse, tooLong(cell))
			q.cells[names[i]] = cell
		}
	}
	q.title = cmp.Or(q.cells[colID], q.cells[colStem])
	if q.refuse == "" {
		q.read()
	}
	return q.found
}

// take returns a cell once; what is never taken has no place here.
func (q *csvRow) take(name string) string {
	cell := q.cells[name]
	delete(q.cells, name)
	return cell
}

func (q *csvRow) markdown(name string) prose.Str { return prose.Plain(adopt(q.take(name), &q.lost)) }

func (q *csvRow) read() {
	d := &q.draft
	d.ID, d.Type, d.Claim, d.Source = prose.Plain(q.take(colID)), prose.Plain(q.take(colType)), prose.Plain(q.take(colClaim)), prose.Plain(q.take(colSource))
	if v := q.take(colVersion); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > 1_000_000 {
			q.refuse = fmt.Sprintf("version is a whole number from 1, not %q", shorten(v, 30))
		}
		d.Version = n
	}
	if v := strings.ToLower(q.take(colDifficulty)); v != "" {
		if !isDifficulty(v) {
			q.refuse = cmp.Or(q.refuse, fmt.Sprintf("difficulty is easy, medium or hard, not %q", shorten(v, 30)))
		}
		d.Difficulty = prose.Plain(v)
	}
	for _, o := range strings.Fields(q.take(colObjectives)) {
		d.Objectives = append(d.Objectives, prose.Plain(o))
	}
	d.Stem, d.Hint, d.Verify = q.markdown(colStem), q.markdown(colHint), q.markdown(colVerify)
	d.Worked, d.Mistakes = q.list(colWorked), q.list(colMistakes)
	q.parts()
	for _, name := range slices.Sorted(maps.Keys(q.cells)) {
		q.lost.add(PartOther, fmt.Sprintf("The column %s was left out.", shorten(name, 40)))
	}
}

// list reads a cell with one text a line, or with a list.
func (q *csvRow) list(name string) []prose.Str {
	cell := q.take(name)
	var items []prose.Str
	if itemStart.MatchString(cell) {
		items = unnumbered(cell)
	} else {
		for line := range strings.Lines(cell) {
			if line = strings.TrimSpace(line); line != "" {
				items = append(items, prose.Plain(line))
			}
		}
	}
	for i := range items {
		items[i] = prose.Plain(adopt(items[i].Value, &q.lost))
	}
	return items
}

// parts reads the columns of the parts by the question's type.
func (q *csvRow) parts() {
	var list []csvPart
	for i := 1; i <= 3*maxCSVParts; i++ {
		n := strconv.Itoa(i)
		p := csvPart{q.take(colPart + n), q.take(colKey + n), q.take(colPartWhy + n)}
		if p != (csvPart{}) {
			list = append(list, p)
		}
	}
	switch q.draft.Type.Value {
	case quiz.ChooseOne.String(), quiz.ChooseAll.String():
		for _, p := range list {
			q.draft.Options = append(q.draft.Options, quiz.DraftOption{Text: q.adopted(p.text), Right: q.right(p.key), Why: q.adopted(p.why)})
		}
	case quiz.PutInOrder.String():
		q.order(list)
	case quiz.MatchPairs.String():
		q.match(list)
	case quiz.FillIn.String():
		q.fill(list)
	default:
		q.refuse = cmp.Or(q.refuse, fmt.Sprintf("type is choice, choose-all, order, match or fill, not %q", shorten(q.draft.Type.Value, 30)))
	}
}

// maxCSVParts is more than any question may have, so that too many are told by
// quiz's own reader.
const maxCSVParts = 12

func (q *csvRow) adopted(md string) prose.Str { return prose.Plain(adopt(md, &q.lost)) }

func (q *csvRow) right(key string) bool {
	switch strings.ToLower(key) {
	case keyRight, "yes", "true", "x", "1":
		return true
	case keyWrong, "no", "false", "0", "":
		return false
	}
	q.refuse = cmp.Or(q.refuse, fmt.Sprintf("the key of an option is right or wrong, not %q", shorten(key, 30)))
	return false
}

func (q *csvRow) order(list []csvPart) {
	slices.SortStableFunc(list, func(a, b csvPart) int { return cmp.Compare(place(a.key), place(b.key)) })
	for i, p := range list {
		if place(p.key) != i+1 {
			q.refuse = cmp.Or(q.refuse, fmt.Sprintf("the keys of an order are the places 1 to %d, each once", len(list)))
		}
		q.draft.Items = append(q.draft.Items, quiz.DraftItem{Text: q.adopted(p.text), Why: q.adopted(p.why)})
	}
}

func place(key string) int {
	n, err := strconv.Atoi(key)
	if err != nil {
		return 0
	}
	return n
}

func (q *csvRow) match(list []csvPart) {
	m := &matcher{d: &q.draft}
	for _, p := range list {
		why := adopt(p.why, &q.lost)
		m.pair(adopt(p.text, &q.lost), why, adopt(p.key, &q.lost))
		if p.text != "" || p.why == "" {
			continue
		}
		for i, a := range q.draft.Answers {
			if oneLine(a.Text.Value) == oneLine(p.key) {
				q.draft.Answers[i].Why = prose.Plain(why)
			}
		}
	}
}

func (q *csvRow) fill(list []csvPart) {
	q.draft.Document, q.draft.Label, q.draft.Why = prose.Plain(q.take(colDocument)), prose.Plain(q.take(colLabel)), q.markdown(colWhy)
	for _, p := range list {
		if q.right(p.key) {
			q.draft.Accept = append(q.draft.Accept, prose.Plain(p.text))
			takeWhy(&q.draft, adopt(p.why, &q.lost), &q.lost)
			continue
		}
		q.draft.Tempting = append(q.draft.Tempting, quiz.DraftText{Text: prose.Plain(p.text), Why: q.adopted(p.why)})
	}
}
