package iam

import (
	"strings"
	"unsafe"
)

// pattern is a piece of policy text that a value is held against: a resource, or
// a condition value of a String, Arn or Bool operator. Wildcards are compiled
// (see glob.go) where the element knows them, policy variables where the
// policy's Version does. What matching reads first stands first.
type pattern struct {
	text    string // compiled; unused when there are parts
	head    uint64 // the first eight bytes
	tail    uint64 // the last eight bytes before the first wildcard
	last    uint16 // the last two of them
	literal int32  // how much of text comes before the first wildcard
	shape   shape
	parts   []part // when the text holds variables
	start   int32  // where it stands in the document
	end     int32
}

// shape says how a pattern without variables is matched.
type shape uint8

const (
	shapeText    shape = iota // no wildcards
	shapePrefix               // text and one `*` at its end
	shapeAround               // one `*` between two texts
	shapeGeneral              // anything else
	shapeParts                // there are variables
)

// part is a stretch of compiled text or one policy variable.
type part struct {
	text       string
	key        contextKey
	variable   bool
	fallback   string // `${key, 'fallback'}`
	hasDefault bool
}

// compilePattern compiles policy text. See "IAM policy elements: Variables and
// tags" in the IAM User Guide.
func compilePattern(raw string, variables, wildcards bool) pattern {
	var p pattern
	encode := func(s string) string {
		if wildcards {
			return encodeWild(s)
		}
		return s
	}
	if variables && strings.Contains(raw, "${") {
		p.parts = splitVariables(raw, encode)
	}
	switch {
	case p.parts == nil:
		p.text = encode(raw)
	case len(p.parts) == 1 && !p.parts[0].variable:
		p.text, p.parts = p.parts[0].text, nil
	}
	p.classify(wildcards)
	return p
}

func (p *pattern) classify(wildcards bool) {
	first, last := -1, -1
	if wildcards {
		first, last = wildEnds(p.text)
	}
	switch {
	case p.parts != nil:
		p.shape = shapeParts
		return
	case first < 0:
		p.shape, first = shapeText, len(p.text)
	case first != last || p.text[first] == wildOne:
		p.shape = shapeGeneral
	case first == len(p.text)-1:
		p.shape = shapePrefix
	default:
		p.shape = shapeAround
	}
	p.literal = int32(first)
	if first >= 8 {
		p.head, p.tail = load8(p.text, 0), load8(p.text, first-8)
		p.last = load2(p.text[first-2:])
	}
}

// wildEnds finds the first and the last wildcard, -1 when there is none. (The
// functions of strings would take U+FFFD for one.)
func wildEnds(text string) (first, last int) {
	first, last = -1, -1
	for i := range len(text) {
		if c := text[i]; c == wildRun || c == wildOne {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// splitVariables cuts text into literal stretches and variables. `${*}`, `${?}`
// and `${$}` are literals; what only looks like a variable stays text.
func splitVariables(raw string, encode func(string) string) []part {
	var parts []part
	var text []byte
	for raw != "" {
		i := strings.Index(raw, "${")
		if i < 0 {
			break
		}
		v, n := parseVariable(raw[i:])
		switch {
		case n == 0:
			text = append(text, encode(raw[:i+2])...)
			raw = raw[i+2:]
			continue
		case !v.variable:
			text = append(append(text, encode(raw[:i])...), v.text...)
		default:
			if text = append(text, encode(raw[:i])...); len(text) > 0 {
				parts = append(parts, part{text: string(text)})
				text = nil
			}
			parts = append(parts, v)
		}
		raw = raw[i+n:]
	}
	if text = append(text, encode(raw)...); len(text) > 0 || len(parts) == 0 {
		parts = append(parts, part{text: string(text)})
	}
	return parts
}

// parseVariable reads the variable at the front of s and returns its length, 0
// when there is none.
func parseVariable(s string) (part, int) {
	if len(s) >= 4 && s[3] == '}' && strings.IndexByte("*?$", s[2]) >= 0 {
		return part{text: s[2:3]}, 4
	}
	// A name ends at the first of these; stopping at `$` keeps the reading of
	// text full of `${` linear.
	end := strings.IndexAny(s[2:], ",}${'") + 2
	if end < 2 || s[end] != ',' && s[end] != '}' {
		return part{}, 0
	}
	name := strings.TrimSpace(s[2:end])
	if name == "" {
		return part{}, 0
	}
	v := part{key: newContextKey(name), variable: true}
	if s[end] == '}' {
		return v, end + 1
	}
	rest := strings.TrimLeft(s[end+1:], " ")
	if rest == "" || rest[0] != '\'' {
		return part{}, 0
	}
	closing := strings.IndexByte(rest[1:], '\'')
	if closing < 0 {
		return part{}, 0
	}
	v.fallback, v.hasDefault = rest[1:1+closing], true
	after := strings.TrimLeft(rest[closing+2:], " ")
	if after == "" || after[0] != '}' {
		return part{}, 0
	}
	return v, len(s) - len(after) + 1
}

// equals reports whether value is the pattern's text, without wildcards.
func (p *pattern) equals(r *Request, value string) bool {
	if p.parts == nil {
		return p.text == value
	}
	return p.resolved(r, value, compareEqual)
}

// rejects is a first look that tells most values that do not match: they differ
// right before the first wildcard, which is where the names are.
func (p *pattern) rejects(value string) bool {
	n := int(p.literal)
	return n >= 8 && (n > len(value) || load2(value[n-2:n]) != p.last)
}

// matches reports whether value is an instance of the pattern.
func (p *pattern) matches(r *Request, value string) bool {
	if p.shape == shapeParts {
		return p.resolved(r, value, compareWild)
	}
	if !p.begins(value) {
		return false
	}
	n := int(p.literal)
	switch p.shape {
	case shapeText:
		return len(value) == n
	case shapePrefix:
		return true
	case shapeAround:
		return len(value) >= len(p.text)-1 && strings.HasSuffix(value, p.text[n+1:])
	case shapeGeneral:
		return matchWild(p.text[n:], value[n:])
	case shapeParts:
	}
	return false
}

// begins reports whether value begins with the text before the first wildcard;
// up to sixteen bytes, two comparisons tell all.
func (p *pattern) begins(value string) bool {
	n := int(p.literal)
	if len(value) < n {
		return false
	}
	if n < 8 {
		return value[:n] == p.text[:n]
	}
	if load8(value, n-8) != p.tail || load8(value, 0) != p.head {
		return false
	}
	return n <= 16 || value[8:n-8] == p.text[8:n-8]
}

// comparison says how a pattern's text is held against a value.
type comparison uint8

const (
	compareEqual comparison = iota
	compareFold
	compareWild
	compareARN
	compareBool
)

func (c comparison) holds(pattern, value string) bool {
	switch c {
	case compareEqual:
		return pattern == value
	case compareFold:
		return strings.EqualFold(pattern, value)
	case compareWild:
		return matchWild(pattern, value)
	case compareARN:
		return matchARN(pattern, value)
	case compareBool:
		b := parseBool(pattern)
		return b >= 0 && b == parseBool(value)
	}
	return false
}

// resolved compares by c with the pattern's variables filled in; a variable
// without a value and without a default makes the pattern match nothing.
func (p *pattern) resolved(r *Request, value string, c comparison) bool {
	if p.parts == nil {
		return c.holds(p.text, value)
	}
	var room [256]byte
	buf := room[:0]
	for i := range p.parts {
		part := &p.parts[i]
		if !part.variable {
			buf = append(buf, part.text...)
			continue
		}
		switch values := r.lookup(&part.key); {
		case len(values) == 1:
			buf = append(buf, values[0]...)
		case part.hasDefault:
			buf = append(buf, part.fallback...)
		default:
			return false
		}
	}
	return c.holds(view(buf), value)
}

// view is string(b) without a copy, for a b that outlives the use of it.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// matchARN compares two ARNs field by field, as the Arn operators do: the sixth
// field may hold colons, no wildcard reaches over a colon before it. A lone `*`
// is any ARN.
func matchARN(pattern, value string) bool {
	anything := len(pattern) == 1 && pattern[0] == wildRun
	for range 5 {
		j := strings.IndexByte(value, ':')
		if j < 0 {
			return false
		}
		if !anything {
			i := strings.IndexByte(pattern, ':')
			if i < 0 || !matchWild(pattern[:i], value[:j]) {
				return false
			}
			pattern = pattern[i+1:]
		}
		value = value[j+1:]
	}
	return matchWild(pattern, value)
}
