package view

import (
	"context"
	"io"
	"strings"
	"unicode"

	"github.com/a-h/templ"
)

// Coded writes a sentence in which `…` marks code, as findings and mends do. A
// mark without its partner stays as it is. Outside of code it is set as [typeset] does.
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
			b.WriteString(templ.EscapeString(typeset(sentence)))
			return b.String()
		}
		b.WriteString(templ.EscapeString(typeset(before)))
		b.WriteString("<code>")
		b.WriteString(templ.EscapeString(code))
		b.WriteString("</code>")
		sentence = after
	}
}

// typeset gives a sentence that a terminal may print too the apostrophes of a page:
// the engine's words and those of errors are written with the plain one, the
// lessons with the typographer's.
func typeset(sentence string) string {
	if !strings.Contains(sentence, "'") {
		return sentence
	}
	runes := []rune(sentence)
	for i := 1; i < len(runes)-1; i++ {
		if runes[i] == '\'' && unicode.IsLetter(runes[i-1]) && unicode.IsLetter(runes[i+1]) {
			runes[i] = '’'
		}
	}
	return string(runes)
}
