package desk

import (
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"rolecall/quiz/prose"
	"rolecall/web/site"
	"rolecall/web/view"
)

// around is how many lines that stayed are shown beside one that changed.
const around = 3

// SinceStart compares a document with what it was when its world began; nil when
// it is the same. Empty before: there was none.
func SinceStart(before, now string) *view.DocDiff {
	if before == now {
		return nil
	}
	d := &view.DocDiff{}
	all, coarse := DiffLines(before, now)
	d.Coarse = coarse
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

// mostCompared is how many lines between the first and the last that differ are
// compared one by one. The work grows with the square of it.
const mostCompared = 2000

// DiffLines lists the lines of both texts in order, each with what became of it. Where
// too many differ they are not compared one by one, and coarse is true: all of the
// old ones are removed and all of the new ones added.
func DiffLines(before, now string) (list []view.DiffLine, coarse bool) {
	before, now = ended(before), ended(now)
	head, tail := sameEnds(before, now)
	old, fresh := before[head:len(before)-tail], now[head:len(now)-tail]
	parts := []diffmatchpatch.Diff{{Type: diffmatchpatch.DiffEqual, Text: before[:head]}}
	if coarse = strings.Count(old, "\n")+strings.Count(fresh, "\n") > mostCompared; coarse {
		parts = append(parts, diffmatchpatch.Diff{Type: diffmatchpatch.DiffDelete, Text: old}, diffmatchpatch.Diff{Type: diffmatchpatch.DiffInsert, Text: fresh})
	} else {
		m := diffmatchpatch.New()
		m.DiffTimeout = 0 // there are few lines; the result is not to depend on the clock
		a, b, texts := m.DiffLinesToRunes(old, fresh)
		parts = append(parts, m.DiffCharsToLines(m.DiffMainRunes(a, b, false), texts)...)
	}
	parts = append(parts, diffmatchpatch.Diff{Type: diffmatchpatch.DiffEqual, Text: before[len(before)-tail:]})
	return linesOf(parts), coarse
}

// sameEnds is how many bytes the whole lines take with which both texts begin, and
// those after them with which both end.
func sameEnds(a, b string) (head, tail int) {
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	head = strings.LastIndexByte(a[:head], '\n') + 1
	restA, restB := a[head:], b[head:]
	for tail < min(len(restA), len(restB)) && restA[len(restA)-1-tail] == restB[len(restB)-1-tail] {
		tail++
	}
	if tail == len(restA) || tail == len(restB) {
		return head, wholeLines(restA, restB, tail)
	}
	at := strings.IndexByte(restA[len(restA)-tail:], '\n')
	return head, max(tail-at-1, 0)
}

// wholeLines is how many of the last bytes are whole lines, where all of one text is
// the end of the other.
func wholeLines(a, b string, tail int) int {
	begins := func(s string) bool { return len(s) == tail || s[len(s)-1-tail] == '\n' }
	if begins(a) && begins(b) {
		return tail
	}
	at := strings.IndexByte(a[len(a)-tail:], '\n')
	return max(tail-at-1, 0)
}

// linesOf makes lines of the parts of a comparison.
func linesOf(parts []diffmatchpatch.Diff) (list []view.DiffLine) {
	was, is := 0, 0
	for _, part := range parts {
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
	text = site.Newlines(text)
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
