package web

import (
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"rolecall/quiz/prose"
	"rolecall/web/view"
)

// around is how many lines that stayed are shown beside one that changed.
const around = 3

// sinceStart compares a document with what it was when its world began; nil when
// it is the same. Empty before: there was none.
func sinceStart(before, now string) *view.DocDiff {
	if before == now {
		return nil
	}
	d := &view.DocDiff{}
	all := diffLines(before, now)
	for _, l := range all {
		switch l.Op {
		case view.DiffAdded:
			d.Added++
		case view.DiffRemoved:
			d.Removed++
		case view.DiffSame, view.DiffSkipped:
		}
	}
	d.Lines = skipSame(all)
	return d
}

// diffLines lists the lines of both texts in order, each with what became of it.
func diffLines(before, now string) []view.DiffLine {
	m := diffmatchpatch.New()
	m.DiffTimeout = 0 // documents are short; the result is not to depend on the clock
	a, b, texts := m.DiffLinesToRunes(ended(before), ended(now))
	var list []view.DiffLine
	was, is := 0, 0
	for _, part := range m.DiffCharsToLines(m.DiffMainRunes(a, b, false), texts) {
		for line := range strings.Lines(part.Text) {
			l := view.DiffLine{Text: strings.TrimSuffix(line, "\n")}
			switch part.Type {
			case diffmatchpatch.DiffEqual:
				was, is = was+1, is+1
				l.Op, l.No = view.DiffSame, is
			case diffmatchpatch.DiffInsert:
				is++
				l.Op, l.No = view.DiffAdded, is
			case diffmatchpatch.DiffDelete:
				was++
				l.Op, l.No = view.DiffRemoved, was
			}
			list = append(list, l)
		}
	}
	return list
}

// ended ends a text with its line, so that the last lines compare like the others.
func ended(text string) string {
	text = newlines(text)
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}

// skipSame leaves out the lines that are far from any change.
func skipSame(all []view.DiffLine) []view.DiffLine {
	near := make([]bool, len(all))
	for i, l := range all {
		if l.Op == view.DiffSame {
			continue
		}
		for j := max(i-around, 0); j <= min(i+around, len(all)-1); j++ {
			near[j] = true
		}
	}
	var list []view.DiffLine
	for i := 0; i < len(all); i++ {
		if near[i] {
			list = append(list, all[i])
			continue
		}
		from := i
		for i+1 < len(all) && !near[i+1] {
			i++
		}
		list = append(list, view.DiffLine{Op: view.DiffSkipped, Text: prose.Count(i-from+1, "line") + " unchanged"})
	}
	return list
}
