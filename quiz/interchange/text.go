package interchange

import (
	"regexp"
	"strings"
)

// special are the characters that markdown, or the typographer of our pages, could
// take for more than themselves inside a line.
var special = regexp.MustCompile("[\\\\`*_\\[\\]<>&|]|-{2,}|\\.{3,}")

// straight are quotation marks, which our pages would curl.
var straight = regexp.MustCompile(`["']`)

// leading is what could begin a block at a line's start.
var leading = regexp.MustCompile(`^(#{1,6}|[-+=~>:]|\d{1,9}[.)])`)

// escapeText writes one line of plain text as markdown that reads the same to the
// letter.
func escapeText(s string) string {
	return straight.ReplaceAllString(escapeMarks(s), `\$0`)
}

// escapeMarks is escapeText but for quotation marks, which become what our pages
// make of them.
func escapeMarks(s string) string {
	s = oneLine(s)
	s = special.ReplaceAllStringFunc(s, func(m string) string { return `\` + strings.Join(strings.Split(m, ""), `\`) })
	if m := leading.FindString(s); m != "" {
		cut := len(m) - 1 // the sign itself; of a number, the point behind it
		if m[0] == '#' {
			cut = 0
		}
		s = s[:cut] + `\` + s[cut:]
	}
	return s
}
