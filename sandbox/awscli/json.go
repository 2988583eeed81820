package awscli

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// parseJSON reads a JSON value of the command line. Numbers are json.Number. It
// is a reader of its own because its errors are worded as the CLI's are, which
// say what was expected and where.
func parseJSON(src string) (any, error) {
	p := &jsonReader{src: src}
	p.space()
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	p.space()
	if p.i < len(src) {
		return nil, p.fault("Extra data", p.i)
	}
	return v, nil
}

type jsonReader struct {
	src string
	i   int
}

func (p *jsonReader) fault(what string, offset int) error {
	before := p.src[:offset]
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Errorf("%s: line %d column %d (char %d)", what, line, column, utf8.RuneCountInString(before))
}

func (p *jsonReader) space() {
	for p.i < len(p.src) && strings.IndexByte(" \t\n\r", p.src[p.i]) >= 0 {
		p.i++
	}
}

func (p *jsonReader) at(ch byte) bool { return p.i < len(p.src) && p.src[p.i] == ch }

var jsonNumber = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?`)

var jsonWords = []struct {
	word  string
	value any
}{{"true", true}, {"false", false}, {"null", nil}}

func (p *jsonReader) value(depth int) (any, error) {
	if depth > maxNesting {
		return nil, p.fault("Nested too deeply", p.i)
	}
	rest := p.src[p.i:]
	switch {
	case p.at('"'):
		return p.text()
	case p.at('{'):
		return p.object(depth)
	case p.at('['):
		return p.array(depth)
	}
	for _, c := range jsonWords {
		if strings.HasPrefix(rest, c.word) {
			p.i += len(c.word)
			return c.value, nil
		}
	}
	if n := jsonNumber.FindString(rest); n != "" {
		p.i += len(n)
		return json.Number(n), nil
	}
	return nil, p.fault("Expecting value", p.i)
}

func (p *jsonReader) object(depth int) (any, error) {
	p.i++
	m := map[string]any{}
	p.space()
	if p.at('}') {
		p.i++
		return m, nil
	}
	for {
		if !p.at('"') {
			return nil, p.fault("Expecting property name enclosed in double quotes", p.i)
		}
		key, err := p.text()
		if err != nil {
			return nil, err
		}
		p.space()
		if !p.at(':') {
			return nil, p.fault("Expecting ':' delimiter", p.i)
		}
		p.i++
		p.space()
		if m[key], err = p.value(depth + 1); err != nil {
			return nil, err
		}
		if done, err := p.more('}', "object"); done || err != nil {
			return m, err
		}
	}
}

func (p *jsonReader) array(depth int) (any, error) {
	p.i++
	list := []any{}
	p.space()
	if p.at(']') {
		p.i++
		return list, nil
	}
	for {
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
		if done, err := p.more(']', "array"); done || err != nil {
			return list, err
		}
	}
}

// more reads what follows a member: a comma, or the end.
func (p *jsonReader) more(closing byte, what string) (done bool, err error) {
	p.space()
	if p.at(closing) {
		p.i++
		return true, nil
	}
	if !p.at(',') {
		return false, p.fault("Expecting ',' delimiter", p.i)
	}
	comma := p.i
	p.i++
	p.space()
	if p.at(closing) {
		return false, p.fault("Illegal trailing comma before end of "+what, comma)
	}
	return false, nil
}

var jsonEscapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (p *jsonReader) text() (string, error) {
	begin := p.i
	p.i++
	var b strings.Builder
	for p.i < len(p.src) {
		switch ch := p.src[p.i]; {
		case ch == '"':
			p.i++
			return b.String(), nil
		case ch < ' ':
			return "", p.fault("Invalid control character at", p.i)
		case ch != '\\':
			b.WriteByte(ch)
			p.i++
		case p.i+1 == len(p.src):
			return "", p.fault("Unterminated string starting at", begin)
		case p.src[p.i+1] == 'u':
			r, ok := p.unicode()
			if !ok {
				return "", p.fault(`Invalid \uXXXX escape`, p.i+1)
			}
			b.WriteRune(r)
		default:
			plain, ok := jsonEscapes[p.src[p.i+1]]
			if !ok {
				return "", p.fault(`Invalid \escape`, p.i)
			}
			b.WriteByte(plain)
			p.i += 2
		}
	}
	return "", p.fault("Unterminated string starting at", begin)
}

// unicode reads \uXXXX, and the second half of a pair after it.
func (p *jsonReader) unicode() (rune, bool) {
	r, ok := hex4(p.src[p.i+2:])
	if !ok {
		return 0, false
	}
	p.i += 6
	if utf16.IsSurrogate(r) && strings.HasPrefix(p.src[p.i:], `\u`) {
		if low, ok := hex4(p.src[p.i+2:]); ok && utf16.DecodeRune(r, low) != utf8.RuneError {
			p.i += 6
			return utf16.DecodeRune(r, low), true
		}
	}
	return r, true
}

func hex4(s string) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(s[:4], 16, 16)
	return rune(n), err == nil
}
