package interchange

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"rolecall/quiz/prose"
)

// special are the characters that markdown, or the typographer of our pages, could
// take for more than themselves inside a line.
var special = regexp.MustCompile("[\\\\`*_\\[\\]<>&|]|-{2,}|\\.{3,}")

// leading is what could begin a block at a line's start.
var leading = regexp.MustCompile(`^(#{1,6}|[-+=~>:]|\d{1,9}[.)])`)

// escapeText writes one line of plain text as markdown that reads the same to the
// letter: quotation marks stay straight, and only an apostrophe inside a word is
// left to our pages.
func escapeText(s string) string {
	var b strings.Builder
	r := []rune(escapeLead(escapeMarks(oneLine(s))))
	for i, c := range r {
		apostrophe := c == '\'' && i > 0 && i+1 < len(r) && unicode.IsLetter(r[i-1]) && unicode.IsLetter(r[i+1])
		if c == '"' || c == '\'' && !apostrophe {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// escapeMarks keeps the characters inside a line from being taken for more than
// themselves, but for quotation marks, which become what our pages make of them.
func escapeMarks(s string) string {
	return special.ReplaceAllStringFunc(s, func(m string) string { return `\` + strings.Join(strings.Split(m, ""), `\`) })
}

// escapeLead keeps a line from beginning a block.
func escapeLead(s string) string {
	m := leading.FindString(s)
	if m == "" {
		return s
	}
	cut := len(m) - 1 // the sign itself; of a number, the point behind it
	if m[0] == '#' {
		cut = 0
	}
	return s[:cut] + `\` + s[cut:]
}

// fromText makes markdown of plain text: paragraphs stay apart, and so do lines.
func fromText(s string) string {
	var paragraphs []string
	for _, p := range blankLine.Split(strings.TrimSpace(s), -1) {
		var lines []string
		for line := range strings.Lines(p) {
			if strings.TrimSpace(line) != "" {
				lines = append(lines, escapeText(line))
			}
		}
		if len(lines) > 0 {
			paragraphs = append(paragraphs, strings.Join(lines, "\\\n"))
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

var blankLine = regexp.MustCompile(`\n[ \t]*\n`)

// outside are the links of a text that comes from elsewhere.
type outside struct{}

func (outside) Resolve(dest string, _ prose.Place) prose.Target {
	return prose.Target{Href: dest, Fault: prose.CheckURL(dest)}
}

// adopt takes markdown that somebody else wrote. What our reader takes stays as it
// is; anything else goes by way of HTML, where the rest is told.
func adopt(md string, lost *losses) string {
	if _, fs := (prose.Reader{Links: outside{}}).Text(md, prose.Place{}); fs == nil {
		return md
	}
	if prose.TooInvolved(md) != "" {
		return md // to be refused for it
	}
	return fromHTML(prose.Portable(md), lost)
}

// bare is markdown whose fences carry their language alone.
func bare(md string) string { return staticFence.ReplaceAllString(md, "$1") }

var staticFence = regexp.MustCompile("(?m)^([ \t]*(?:`{3,}|~{3,})[a-z]*) static reason=\"[^\"\n]*\"[ \t]*$")

// tooLong says that a text is beyond what is taken; empty when it isn't.
func tooLong(s string) string {
	if len(s) <= maxText {
		return ""
	}
	return fmt.Sprintf("one of its texts has %d bytes; the most that is taken is %d", len(s), maxText)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
