package interchange

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// The columns of a table of questions, before those of the parts.
const (
	colID         = "id"
	colVersion    = "version"
	colType       = "type"
	colDifficulty = "difficulty"
	colObjectives = "objectives" // apart by blanks
	colClaim      = "claim"
	colSource     = "source"
	colStem       = "stem"
	colDocument   = "document" // of fill
	colLabel      = "label"    // of fill
	colWhy        = "why"      // of fill
	colHint       = "hint"
	colWorked     = "worked" // one a line, or a numbered list
	colVerify     = "verify"
	colMistakes   = "mistakes" // like worked
	colPart       = "part_"    // part_1, key_1, why_1, part_2, …
	colKey        = "key_"
	colPartWhy    = "why_"
)

// columns lists the columns of a table whose questions have at most n parts.
func columns(n int) []string {
	list := []string{colID, colVersion, colType, colDifficulty, colObjectives, colClaim, colSource, colStem, colDocument, colLabel, colWhy, colHint, colWorked, colVerify, colMistakes}
	for i := 1; i <= n; i++ {
		list = append(list, colPart+strconv.Itoa(i), colKey+strconv.Itoa(i), colPartWhy+strconv.Itoa(i))
	}
	return list
}

// csvWriter writes CSV by RFC 4180. The header comes first and depends on all
// rows, so they wait for the end.
type csvWriter struct {
	rows  []map[string]string
	parts int
}

func (*csvWriter) begin(*bytes.Buffer) {}

func (t *csvWriter) question(_ *bytes.Buffer, c carried, _ *losses) string {
	row := map[string]string{
		colID: c.ID.Value, colVersion: strconv.Itoa(c.Version), colType: c.Type.Value, colDifficulty: c.Difficulty.Value,
		colObjectives: strings.Join(texts(c.Objectives), " "), colClaim: c.Claim.Value, colSource: c.Source.Value, colStem: c.Stem.Value,
		colDocument: c.Document.Value, colLabel: c.Label.Value, colWhy: c.Why.Value,
		colHint: c.Hint.Value, colWorked: numbered(c.Worked), colVerify: c.Verify.Value, colMistakes: numbered(c.Mistakes),
	}
	for i, p := range csvParts(c) {
		n := strconv.Itoa(i + 1)
		row[colPart+n], row[colKey+n], row[colPartWhy+n] = p.text, p.key, p.why
		t.parts = max(t.parts, i+1)
	}
	t.rows = append(t.rows, row)
	return ""
}

func texts(list []prose.Str) []string {
	var all []string
	for _, s := range list {
		all = append(all, s.Value)
	}
	return all
}

// csvPart is an option, item, pair, answer or text with what is right about it.
type csvPart struct{ text, key, why string }

// The keys of options and of texts for a gap.
const (
	keyRight = "right"
	keyWrong = "wrong"
)

func rightWrong(right bool) string {
	if right {
		return keyRight
	}
	return keyWrong
}

func csvParts(c carried) []csvPart {
	var list []csvPart
	for _, o := range c.Options {
		list = append(list, csvPart{o.Text.Value, rightWrong(o.Right), o.Why.Value})
	}
	for i, o := range c.Items {
		list = append(list, csvPart{o.Text.Value, strconv.Itoa(i + 1), o.Why.Value})
	}
	answers := map[string]string{}
	for _, a := range c.Answers {
		answers[a.ID.Value] = a.Text.Value
	}
	used := map[string]bool{}
	for _, p := range c.Pairs {
		list = append(list, csvPart{p.Text.Value, answers[p.Answer.Value], p.Why.Value})
		used[p.Answer.Value] = true
	}
	for _, a := range c.Answers {
		if !used[a.ID.Value] || !a.Why.IsZero() {
			list = append(list, csvPart{"", a.Text.Value, a.Why.Value})
		}
	}
	if c.Type.Value != quiz.FillIn.String() {
		return list
	}
	for _, a := range c.Accept {
		list = append(list, csvPart{a.Value, keyRight, ""})
	}
	for _, t := range c.Tempting {
		list = append(list, csvPart{t.Text.Value, keyWrong, t.Why.Value})
	}
	return list
}

func (t *csvWriter) end(w *bytes.Buffer) {
	head := columns(max(t.parts, 4))
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	records := [][]string{head}
	for _, row := range t.rows {
		record := make([]string, len(head))
		for i, name := range head {
			record[i] = guard(strings.TrimRight(bare(row[name]), "\n"))
		}
		records = append(records, record)
	}
	if out.WriteAll(records) != nil {
		return // not reached: a buffer takes all
	}
}

// guard keeps a cell from being a formula where the table is opened: one that
// begins with a sign that could begin one gets an apostrophe before it, and so does
// one that looks guarded already, so that unguard gives back what was there.
func guard(cell string) string {
	if startsFormula(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// unguard takes one apostrophe off a cell that guard could have written.
func unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && startsFormula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return cell
}

func startsFormula(cell string) bool {
	for _, r := range cell {
		return strings.ContainsRune("=+-@\t\r\n＝＋－＠", r)
	}
	return false
}
