package jmespath

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Kind says what is wrong with an expression, in the specification's words.
type Kind string

// The kinds of errors.
const (
	Syntax          Kind = "syntax"
	InvalidType     Kind = "invalid-type"
	InvalidValue    Kind = "invalid-value"
	InvalidArity    Kind = "invalid-arity"
	UnknownFunction Kind = "unknown-function"
)

// Error is an expression that can't be read or can't be evaluated. Its text is
// the one of jmespath.py. Work that goes over a budget ends with the budget's
// own error instead.
type Error struct {
	Kind Kind
	Text string
}

func (e *Error) Error() string { return e.Text }

func faultf(kind Kind, format string, args ...any) *Error {
	return &Error{kind, fmt.Sprintf(format, args...)}
}

// caret stands under the place in the expression that an error is about.
func caret(src string, offset int) string {
	return strings.Repeat(" ", utf8.RuneCountInString(src[:offset])) + "^"
}

func lexerError(src string, offset int, message string) *Error {
	return faultf(Syntax, "Bad jmespath expression: %s:\n%s\n%s", message, src, caret(src, offset))
}

func parseError(src string, t token, message string) *Error {
	return faultf(Syntax, "%s: Parse error at column %d, token \"%s\" (%s), for expression:\n\"%s\"\n %s",
		message, utf8.RuneCountInString(src[:t.start]), pythonText(t.value, false), strings.ToUpper(t.kind.String()), src, caret(src, t.start))
}

func incomplete(src string) *Error {
	return faultf(Syntax, "Invalid jmespath expression: Incomplete expression:\n\"%s\"\n %s", src, caret(src, len(src)))
}
