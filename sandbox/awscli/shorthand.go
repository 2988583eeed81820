package awscli

import (
	"fmt"
	"strings"
	"unicode"
)

// maxNesting bounds how deep lists and structures may stand in each other.
const maxNesting = 50

// shorthandError is a fault in the shorthand syntax, in the CLI's words.
type shorthandError struct{ text string }

func (e *shorthandError) Error() string { return e.text }

// parseShorthand reads the AWS CLI's shorthand syntax: `Key=a,Value=b`, lists
// as `Key=a,b` or `Key=[a,b]`, structures as `Key={Name=a}`, values bare or in
// quotes. Values are strings, []any and map[string]any; types are given later,
// by the parameter's shape. load reads the file behind `Key@=file://NAME`. See
// "Using shorthand syntax in the AWS CLI" in its user guide.
func parseShorthand(src string, load func(string) (string, error)) (map[string]any, error) {
	p := &shorthand{src: []rune(src), load: load}
	out := map[string]any{}
	last := 0
	for {
		key, value, err := p.keyValue()
		if err != nil {
			return nil, err
		}
		if _, twice := out[key]; twice {
			return nil, &shorthandError{fmt.Sprintf("Second instance of key \"%s\" encountered for input:\n%s\n"+
				"This is often because there is a preceding \",\" instead of a space.", key, p.where(last+1))}
		}
		out[key] = value
		last = p.i
		if p.end() {
			return out, nil
		}
		if err := p.expect(',', true); err != nil {
			return nil, err
		}
	}
}

type shorthand struct {
	src   []rune
	i     int
	depth int
	files bool // the value that follows may be a file://
	load  func(string) (string, error)
}

func (p *shorthand) end() bool         { return p.i >= len(p.src) }
func (p *shorthand) is(r rune) bool    { return !p.end() && p.src[p.i] == r }
func (p *shorthand) isNot(r rune) bool { return !p.is(r) }

func (p *shorthand) space() {
	for !p.end() && strings.ContainsRune(" \t\n\r\v\f", p.src[p.i]) {
		p.i++
	}
}

// where shows the input with a caret under a place.
func (p *shorthand) where(i int) string {
	i = min(i, len(p.src))
	before, after := string(p.src[:i]), string(p.src[i:])
	spaces := i
	if n := strings.LastIndexByte(before, '\n'); n >= 0 {
		spaces = len([]rune(before[n+1:]))
	}
	consumed, remaining := before+after, ""
	if n := strings.IndexByte(after, '\n'); n >= 0 {
		consumed, remaining = before+after[:n], after[n:]
	}
	return consumed + "\n" + strings.Repeat(" ", spaces) + "^" + remaining
}

func (p *shorthand) wanted(want, got string) error {
	return &shorthandError{fmt.Sprintf("Expected: '%s', received: '%s' for input:\n %s", want, got, p.where(p.i))}
}

func (p *shorthand) expect(r rune, spaces bool) error {
	if spaces {
		p.space()
	}
	if p.end() {
		return p.wanted(string(r), "EOF")
	}
	if p.src[p.i] != r {
		return p.wanted(string(r), string(p.src[p.i]))
	}
	p.i++
	if spaces {
		p.space()
	}
	return nil
}

func (p *shorthand) keyValue() (string, any, error) {
	key, err := p.keyEquals()
	if err != nil {
		return "", nil, err
	}
	if p.is('[') || p.is('{') {
		v, err := p.nested()
		return key, v, err
	}
	v, err := p.commaValues()
	return key, v, err
}

// keyEquals reads `Key=` or `Key@=`.
func (p *shorthand) keyEquals() (string, error) {
	start := p.i
	for !p.end() && isKeyRune(p.src[p.i]) {
		p.i++
	}
	key := string(p.src[start:p.i])
	p.space()
	p.files = p.is('@')
	if p.files {
		p.i++
	}
	return key, p.expect('=', true)
}

func isKeyRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.#/:", r)
}

// commaValues reads one value, or several between commas. The name of a next
// key looks like one more value until its "=": it is then given back.
func (p *shorthand) commaValues() (any, error) {
	first, err := p.value(firstFollow, false)
	if err != nil {
		return nil, err
	}
	p.space()
	if p.isNot(',') {
		return first, nil
	}
	list := []any{first}
	for {
		if err := p.expect(',', true); err != nil {
			return nil, err
		}
		v, err := p.value(secondFollow, true)
		if err == nil {
			p.space()
			if p.end() {
				list = append(list, v)
				break
			}
			if p.is(',') {
				list = append(list, v)
				continue
			}
		} else if p.end() {
			return nil, err
		}
		for p.i > 0 && p.src[p.i] != ',' {
			p.i--
		}
		break
	}
	if len(list) == 1 {
		return first, nil
	}
	return list, nil
}

// nested reads an explicit list, a structure, or a plain value.
func (p *shorthand) nested() (any, error) {
	if p.isNot('[') && p.isNot('{') {
		return p.value(firstFollow, false)
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxNesting {
		return nil, &shorthandError{fmt.Sprintf("lists and structures are nested more than %d deep", maxNesting)}
	}
	if p.is('[') {
		return p.list()
	}
	return p.structure()
}

func (p *shorthand) list() (any, error) {
	if err := p.expect('[', true); err != nil {
		return nil, err
	}
	list := []any{}
	for p.isNot(']') {
		v, err := p.nested()
		if err != nil {
			return nil, err
		}
		list = append(list, v)
		if err := p.separator(']'); err != nil {
			return nil, err
		}
	}
	return list, p.expect(']', false)
}

func (p *shorthand) structure() (any, error) {
	if err := p.expect('{', true); err != nil {
		return nil, err
	}
	m := map[string]any{}
	for p.isNot('}') {
		key, err := p.keyEquals()
		if err != nil {
			return nil, err
		}
		if m[key], err = p.nested(); err != nil {
			return nil, err
		}
		if err := p.separator('}'); err != nil {
			return nil, err
		}
	}
	return m, p.expect('}', false)
}

func (p *shorthand) separator(closing rune) error {
	p.space()
	if p.is(closing) {
		return nil
	}
	if err := p.expect(',', false); err != nil {
		return err
	}
	p.space()
	return nil
}

// value reads a quoted or a bare value. A bare one may be empty unless must.
func (p *shorthand) value(follows func(rune) bool, must bool) (string, error) {
	var text string
	if p.is('\'') || p.is('"') {
		var err error
		if text, err = p.quoted(p.src[p.i]); err != nil {
			return "", err
		}
	} else {
		bare, ok := p.bare(follows)
		if !ok && must {
			return "", p.wanted("<second>", "<none>")
		}
		text = bare
	}
	if p.files && p.load != nil {
		return p.load(text)
	}
	return text, nil
}

func (p *shorthand) quoted(quote rune) (string, error) {
	name := "<singled quoted>"
	if quote == '"' {
		name = "<double quoted>"
	}
	closing := 0 // an escaped quote closes when no other does
	for j := p.i + 1; j < len(p.src); j++ {
		if p.src[j] == '\\' && j+1 < len(p.src) && p.src[j+1] == quote {
			j++
			closing = j
			continue
		}
		if p.src[j] == quote {
			closing = j
			break
		}
	}
	if closing == 0 {
		return "", p.wanted(name, "<none>")
	}
	text := string(p.src[p.i+1 : closing])
	p.i = closing + 1
	return strings.ReplaceAll(strings.ReplaceAll(text, `\`+string(quote), string(quote)), `\\`, `\`), nil
}

func (p *shorthand) bare(follows func(rune) bool) (string, bool) {
	start := p.i
	for !p.end() {
		r := p.src[p.i]
		if r == '\\' && p.i+1 < len(p.src) && p.src[p.i+1] == ',' {
			p.i += 2
			continue
		}
		if p.i == start && !startsBare(r) || p.i > start && !follows(r) {
			break
		}
		p.i++
	}
	if p.i == start {
		return "", false
	}
	text := strings.ReplaceAll(string(p.src[start:p.i]), `\,`, ",")
	return strings.TrimRightFunc(text, unicode.IsSpace), true
}

// Which runes a bare value begins with, and which follow: a first value runs
// over "=", a further one stops there, for it may be the next key.
func startsBare(r rune) bool {
	return r > ' ' && r != 0x7f && !strings.ContainsRune(`"',=[{`, r) && !unicode.IsSpace(r)
}

func firstFollow(r rune) bool {
	return (unicode.IsSpace(r) || r > ' ') && !strings.ContainsRune(`"',]}`, r)
}

func secondFollow(r rune) bool {
	return (unicode.IsSpace(r) || r > ' ') && !strings.ContainsRune(`"',=`, r)
}
