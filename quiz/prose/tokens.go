package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
)

// Policies and command lines are most of a course's code, and chroma's rules take
// some hundred microseconds for each, so these two are scanned by hand.

// jsonTokens colours JSON, well formed or not.
func jsonTokens(src string) []chroma.Token {
	var ts []chroma.Token
	for len(src) > 0 {
		n, t := jsonToken(src)
		ts = append(ts, chroma.Token{Type: t, Value: src[:n]})
		src = src[n:]
	}
	return ts
}

func jsonToken(src string) (int, chroma.TokenType) {
	switch c := src[0]; {
	case isSpace(c):
		return span(src, isSpace), chroma.TextWhitespace
	case c == '"':
		n := quoted(src)
		if strings.HasPrefix(strings.TrimLeft(src[n:], " \t"), ":") {
			return n, chroma.NameTag
		}
		return n, chroma.LiteralStringDouble
	case strings.IndexByte("{}[]:,", c) >= 0:
		return span(src, func(c byte) bool { return strings.IndexByte("{}[]:,", c) >= 0 }), chroma.Punctuation
	case c == '-' || '0' <= c && c <= '9':
		return span(src, func(c byte) bool { return strings.IndexByte("+-.eE0123456789", c) >= 0 }), chroma.LiteralNumber
	case isWord(c):
		return span(src, isWord), chroma.KeywordConstant
	}
	return firstRune(src), chroma.Error
}

// shellTokens colours command lines: comments, options, strings, variables, and
// the word a line begins with.
func shellTokens(src string) []chroma.Token {
	var ts []chroma.Token
	start := true // of a command
	for len(src) > 0 {
		n, t := shellToken(src, start)
		if t != chroma.TextWhitespace {
			start = false
		}
		if strings.Contains(src[:n], "\n") || t == chroma.Operator {
			start = !strings.HasSuffix(strings.TrimRight(src[:n], " \n"), "\\")
		}
		ts = append(ts, chroma.Token{Type: t, Value: src[:n]})
		src = src[n:]
	}
	return ts
}

func shellToken(src string, start bool) (int, chroma.TokenType) {
	switch c := src[0]; {
	case isSpace(c):
		return span(src, isSpace), chroma.TextWhitespace
	case strings.HasPrefix(src, "\\\n"):
		return 2, chroma.LiteralStringEscape
	case c == '#':
		return span(src, func(c byte) bool { return c != '\n' }), chroma.CommentSingle
	case c == '"' || c == '\'':
		return quoted(src), chroma.LiteralString
	case strings.HasPrefix(src, "--"):
		return span(src, func(c byte) bool { return isWord(c) || c == '-' }), chroma.NameAttribute
	case strings.IndexByte("|&;<>", c) >= 0:
		return 1, chroma.Operator
	case c == '$' && len(src) > 1 && isWord(src[1]):
		return 1 + span(src[1:], isWord), chroma.NameVariable
	case start && isWord(c):
		return span(src, func(c byte) bool { return isWord(c) || c == '-' || c == '.' }), chroma.NameBuiltin
	}
	n := span(src, func(c byte) bool { return !isSpace(c) && strings.IndexByte("|&;<>\"'\\", c) < 0 })
	return max(n, firstRune(src)), chroma.Text
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isWord(c byte) bool {
	return c == '_' || c < utf8.RuneSelf && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)))
}

// span counts the leading bytes that ok accepts.
func span(s string, ok func(byte) bool) int {
	for i := range len(s) {
		if !ok(s[i]) {
			return i
		}
	}
	return len(s)
}

// quoted measures a string in the quotes that s begins with, to its end or, if
// it isn't closed, to the end of s.
func quoted(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return len(s)
}

func firstRune(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}
