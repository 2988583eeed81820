package prose

import "strings"

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
