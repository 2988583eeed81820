package iam

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The codes of errors. They are stable: scripts and tests rely on them.
const (
	codeTooLarge     = "too-large"
	codeEncoding     = "bad-encoding"
	codeJSON         = "bad-json"
	codeDuplicateKey = "duplicate-key"
	codeWrongType    = "wrong-type"
	codeUnknown      = "unknown-element"
	codeMissing      = "missing-element"
	codeForbidden    = "forbidden-element"
	codeConflict     = "conflicting-elements"
	codeVersion      = "bad-version"
	codeEffect       = "bad-effect"
	codePrincipal    = "bad-principal"
	codeARN          = "bad-arn"
	codeOperator     = "unknown-operator"
)

// faults gathers findings by byte offset; lines and columns are worked out once
// at the end.
type faults struct {
	list []Finding
}

func (f *faults) add(code string, start, end int, message, suggestion string) {
	f.report(SeverityError, code, start, end, message, suggestion)
}

func (f *faults) report(sev Severity, code string, start, end int, message, suggestion string) {
	f.list = append(f.list, Finding{
		Code: code, Severity: sev, Message: message, Suggestion: suggestion,
		Span: Span{Start: Position{Offset: start}, End: Position{Offset: end}},
	})
}

// located returns the findings in source order with lines and columns.
func (f *faults) located(src string) []Finding {
	if len(f.list) == 0 {
		return nil
	}
	slices.SortStableFunc(f.list, func(a, b Finding) int { return a.Span.Start.Offset - b.Span.Start.Offset })
	loc := newLocator(src)
	for i := range f.list {
		sp := &f.list[i].Span
		sp.Start, sp.End = loc.at(sp.Start.Offset), loc.at(sp.End.Offset)
	}
	return f.list
}

// locator turns byte offsets into lines and columns. It keeps a mark every so
// many bytes, so a look-up costs no more than that whatever the line's length.
type locator struct {
	src   string
	marks []Position
}

const markEvery = 512

func newLocator(src string) *locator {
	l := &locator{src: src, marks: make([]Position, 0, 1+len(src)/markEvery)}
	p := Position{Line: 1, Column: 1}
	for p.Offset < len(src) {
		l.marks = append(l.marks, p)
		p = advance(src, p, min(p.Offset+markEvery, len(src)))
	}
	return l
}

func (l *locator) at(offset int) Position {
	offset = min(max(offset, 0), len(l.src))
	if len(l.marks) == 0 {
		return Position{Line: 1, Column: 1}
	}
	return advance(l.src, l.marks[min(offset/markEvery, len(l.marks)-1)], offset)
}

// advance walks from p to the offset, counting a column for each code point.
func advance(src string, p Position, offset int) Position {
	for i := p.Offset; i < offset; i++ {
		switch c := src[i]; {
		case c == '\n':
			p.Line++
			p.Column = 1
		case utf8.RuneStart(c):
			p.Column++
		}
	}
	p.Offset = offset
	return p
}

// quote puts a document's own word between backquotes, cut short when long.
func quote(s string) string {
	const most = 80
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	return "`" + strings.Map(func(r rune) rune {
		if r < ' ' || r == '`' {
			return '\ufffd'
		}
		return r
	}, s) + "`"
}
