package view

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Coded writes a sentence in which `…` marks code, as findings and mends do. A
// mark without its partner stays as it is.
func Coded(sentence string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, coded(sentence))
		return err
	})
}

func coded(sentence string) string {
	var b strings.Builder
	for {
		before, rest, opened := strings.Cut(sentence, "`")
		code, after, closed := strings.Cut(rest, "`")
		if !opened || !closed {
			b.WriteString(templ.EscapeString(sentence))
			return b.String()
		}
		b.WriteString(templ.EscapeString(before))
		b.WriteString("<code>")
		b.WriteString(templ.EscapeString(code))
		b.WriteString("</code>")
		sentence = after
	}
}
