package jmespath

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// token is a part of an expression. Its value is the name of an identifier, the
// value of a literal, or the token's text.
type token struct {
	kind  tokenKind
	value any
	start int
}

type tokenKind uint8

const (
	tokEOF tokenKind = iota
	tokStar
	tokDot
	tokFilter
	tokFlatten
	tokLparen
	tokRparen
	tokLbracket
	tokRbracket
	tokLbrace
	tokRbrace
	tokOr
	tokPipe
	tokNumber
	tokUnquoted
	tokQuoted
	tokComma
	tokColon
	tokLT
	tokLTE
	tokGT
	tokGTE
	tokEQ
	tokNE
	tokLiteral
	tokCurrent
	tokExpref
	tokAnd
	tokNot
)

// tokenNames are the tokens as jmespath.py calls them.
var tokenNames = [...]string{
	tokEOF: "eof", tokStar: "star", tokDot: "dot", tokFilter: "filter", tokFlatten: "flatten", tokLparen: "lparen",
	tokRparen: "rparen", tokLbracket: "lbracket", tokRbracket: "rbracket", tokLbrace: "lbrace", tokRbrace: "rbrace",
	tokOr: "or", tokPipe: "pipe", tokNumber: "number", tokUnquoted: "unquoted_identifier", tokQuoted: "quoted_identifier",
	tokComma: "comma", tokColon: "colon", tokLT: "lt", tokLTE: "lte", tokGT: "gt", tokGTE: "gte", tokEQ: "eq", tokNE: "ne",
	tokLiteral: "literal", tokCurrent: "current", tokExpref: "expref", tokAnd: "and", tokNot: "not",
}

func (k tokenKind) String() string { return tokenNames[k] }

// signs are the tokens that are always one character.
var signs = map[byte]tokenKind{
	'.': tokDot, '*': tokStar, ']': tokRbracket, ',': tokComma, ':': tokColon, '@': tokCurrent,
	'(': tokLparen, ')': tokRparen, '{': tokLbrace, '}': tokRbrace,
}

// pairs are the characters that may stand alone or before a second one.
var pairs = map[byte][]struct {
	next byte // 0: alone
	kind tokenKind
}{
	'[': {{'?', tokFilter}, {']', tokFlatten}, {0, tokLbracket}},
	'|': {{'|', tokOr}, {0, tokPipe}},
	'&': {{'&', tokAnd}, {0, tokExpref}},
	'<': {{'=', tokLTE}, {0, tokLT}},
	'>': {{'=', tokGTE}, {0, tokGT}},
	'!': {{'=', tokNE}, {0, tokNot}},
	'=': {{'=', tokEQ}},
}

type lexer struct {
	src    string
	i      int
	tokens []token
}

func tokenize(src string) ([]token, error) {
	l := &lexer{src: src}
	for l.i < len(src) {
		if strings.IndexByte(" \t\n\r", src[l.i]) >= 0 {
			l.i++
			continue
		}
		if err := l.next(); err != nil {
			return nil, err
		}
	}
	l.add(tokEOF, "", len(src))
	return l.tokens, nil
}

func (l *lexer) add(kind tokenKind, value any, start int) {
	l.tokens = append(l.tokens, token{kind, value, start})
}

func (l *lexer) next() error {
	start, ch := l.i, l.src[l.i]
	if kind, ok := signs[ch]; ok {
		l.i++
		l.add(kind, string(ch), start)
		return nil
	}
	for _, p := range pairs[ch] {
		switch {
		case p.next == 0:
			l.i++
		case l.i+1 < len(l.src) && l.src[l.i+1] == p.next:
			l.i += 2
		default:
			continue
		}
		l.add(p.kind, l.src[start:l.i], start)
		return nil
	}
	switch {
	case isLetter(ch):
		for l.i < len(l.src) && (isLetter(l.src[l.i]) || isDigit(l.src[l.i])) {
			l.i++
		}
		l.add(tokUnquoted, l.src[start:l.i], start)
		return nil
	case isDigit(ch) || ch == '-':
		return l.number()
	case ch == '`' || ch == '"' || ch == '\'':
		return l.quoted(ch)
	case ch == '=':
		return lexerError(l.src, start, "Unknown token '='")
	}
	r, _ := utf8.DecodeRuneInString(l.src[start:])
	return lexerError(l.src, start, "Unknown token "+string(r))
}

func isLetter(ch byte) bool { return ch == '_' || ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z' }
func isDigit(ch byte) bool  { return ch >= '0' && ch <= '9' }

// number reads an index. One that no array can have becomes the largest there is.
func (l *lexer) number() error {
	start := l.i
	for l.i++; l.i < len(l.src) && isDigit(l.src[l.i]); l.i++ {
	}
	text := l.src[start:l.i]
	if text == "-" {
		return lexerError(l.src, start, "Unknown token '-'")
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		n = math.MaxInt
		if text[0] == '-' {
			n = -math.MaxInt
		}
	}
	l.add(tokNumber, n, start)
	return nil
}

// quoted reads what stands between quotes or backticks.
func (l *lexer) quoted(mark byte) error {
	start := l.i
	end := start + 1
	for end < len(l.src) && l.src[end] != mark {
		if l.src[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(l.src) {
		return lexerError(l.src, start, "Unclosed "+string(mark)+" delimiter")
	}
	inside := l.src[start+1 : end]
	l.i = end + 1
	switch mark {
	case '\'':
		l.add(tokLiteral, strings.ReplaceAll(inside, `\'`, "'"), start)
		return nil
	case '"':
		var name string
		if err := json.Unmarshal([]byte(`"`+inside+`"`), &name); err != nil {
			return lexerError(l.src, start, "Bad token \""+inside+`"`)
		}
		l.add(tokQuoted, name, start)
		return nil
	}
	return l.literal(strings.ReplaceAll(inside, "\\`", "`"), start)
}

// literal reads the JSON between backticks. What isn't JSON is taken for a
// string, as the grammar's older form had it: [?Name==`Deploy`].
func (l *lexer) literal(text string, start int) error {
	v, err := Decode(text)
	if err != nil && !json.Valid([]byte(text)) {
		v, err = Decode(`"` + strings.TrimLeft(text, " \t\n\r") + `"`)
		if err != nil {
			return lexerError(l.src, start, "Bad token "+text)
		}
	}
	if err != nil {
		return lexerError(l.src, start, err.Error())
	}
	l.add(tokLiteral, v, start)
	return nil
}
