package prose

import (
	"fmt"
	"regexp"
	"strings"
)

// What a text that stands in a question may hold: the time that some signs take
// grows with the square of their number, and a row of a table has as many cells as
// its head, however short it is.
const (
	maxText       = 64 << 10 // bytes
	maxLines      = 3000
	maxQuotes     = 2000 // quotation marks outside of code
	maxAllQuotes  = 8000
	maxBrackets   = 1000
	maxMarks      = 4000 // of emphasis, outside of code
	maxContainers = 16   // quotations and lists opened on one line, one in the other
	maxColumns    = 30   // of a table
	maxCells      = 2000 // of all tables
)

var containers = regexp.MustCompile(fmt.Sprintf(`(?m)^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){%d,}`, maxContainers+1))

// ruler is the line under a table's head, in quotations and lists too.
var ruler = regexp.MustCompile(`^[ \t>*+.)0-9-]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+$`)

// TooInvolved says why a text would take too long to read; empty when it wouldn't.
func TooInvolved(src string) string {
	why, _ := involved(src)
	return why
}

// involved also says how many lines down the text goes over the limit.
func involved(src string) (why string, down int) {
	if len(src) > maxText {
		return fmt.Sprintf("this text is longer than %d KB", maxText>>10), 0
	}
	var m measure
	for line := range strings.Lines(src) {
		if why := m.add(line); why != "" {
			return why, m.lines - 1
		}
	}
	return "", 0
}

// measure counts a text's signs, line by line.
type measure struct {
	lines, outside, quotes, marks, brackets, cells int
	columns                                        int // of the table that the line is in
	code                                           bool
}

// add counts a line and says which limit it goes over.
func (m *measure) add(line string) string {
	m.lines++
	if trimmed := strings.TrimLeft(line, " \t"); strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
		m.code = !m.code
	}
	n := strings.Count(line, `"`) + strings.Count(line, "'")
	m.quotes += n
	m.brackets += strings.Count(line, "[")
	if !m.code {
		m.outside += n
		m.marks += strings.Count(line, "*") + strings.Count(line, "_")
	}
	m.table(strings.TrimRight(line, "\r\n"))
	switch {
	case m.lines > maxLines:
		return fmt.Sprintf("this text holds more than %d lines", maxLines)
	case m.outside > maxQuotes, m.quotes > maxAllQuotes:
		return fmt.Sprintf("this text holds more than %d quotation marks", maxQuotes)
	case m.marks > maxMarks:
		return fmt.Sprintf("this text holds more than %d stars and underscores", maxMarks)
	case m.brackets > maxBrackets:
		return fmt.Sprintf("this text holds more than %d brackets", maxBrackets)
	case m.columns > maxColumns:
		return fmt.Sprintf("this table has more than %d columns", maxColumns)
	case m.cells > maxCells:
		return fmt.Sprintf("the tables up to here have more than %d cells, empty ones among them", maxCells)
	case containers.MatchString(line):
		return fmt.Sprintf("a line opens more than %d lists and quotations at once", maxContainers)
	}
	return ""
}

// table counts the cells of a line that belongs to a table. Lines that may belong to
// one count as if they did.
func (m *measure) table(line string) {
	switch {
	case strings.Trim(line, " \t>") == "":
		m.columns = 0 // a blank line ends it
	case strings.Contains(line, "|") && ruler.MatchString(line):
		m.columns = max(m.columns, columns(line))
		m.cells += m.columns // of the head
	case m.columns > 1:
		m.cells += m.columns
	}
}

// columns counts those that a ruler names.
func columns(ruler string) int {
	inner := strings.Trim(ruler, " \t>")
	n := strings.Count(inner, "|") + 1
	if strings.HasPrefix(inner, "|") {
		n--
	}
	if strings.HasSuffix(inner, "|") {
		n--
	}
	return n
}
