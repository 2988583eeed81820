package prose

import (
	"strconv"
	"strings"
)

// Text is markdown that has been compiled. HTML is safe to send as it is: raw HTML
// is refused in the source and everything else is escaped. Text is the same in
// plain words, for search, labels and counting. The zero value is no text.
type Text struct {
	HTML string
	Text string
}

// Empty reports whether there is nothing to show.
func (t Text) Empty() bool { return t.HTML == "" }

// Inline is the HTML without its paragraph when it is a single one, for labels,
// headings and cells; other text is returned as it is.
func (t Text) Inline() string {
	inner, ok := strings.CutPrefix(strings.TrimSpace(t.HTML), "<p>")
	if !ok {
		return t.HTML
	}
	inner, ok = strings.CutSuffix(inner, "</p>")
	if !ok || strings.Contains(inner, "<p>") || strings.Contains(inner, "</p>") {
		return t.HTML
	}
	return inner
}

// Count is a number before its noun, which takes an s in the plural: "1 question",
// "3 questions".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
