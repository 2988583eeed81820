package iam

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDocument is the size above which a document is refused unread. AWS's
// largest policy quota is 51,200 bytes; this leaves room for white space.
const maxDocument = 512 << 10

// maxDepth is how deep JSON may nest. A policy needs six levels.
const maxDepth = 32

type jsonKind uint8

const (
	jsonNull jsonKind = iota
	jsonBool
	jsonNumber
	jsonString
	jsonArray
	jsonObject
)

func (k jsonKind) label() string {
	switch k {
	case jsonNull:
		return "null"
	case jsonBool:
		return "a boolean"
	case jsonNumber:
		return "a number"
	case jsonString:
		return "a string"
	case jsonArray:
		return "an array"
	case jsonObject:
		return "an object"
	}
	return "a value"
}

// node is one JSON value. Children of an array or object are chained by index
// into the tree's nodes, 0 meaning none (node 0 is the document itself).
type node struct {
	text       string // a string's value; a number's or boolean's text as written
	key        string // an object member's name
	start, end int32
	keyStart   int32
	child      int32
	next       int32
	count      int32
	kind       jsonKind
}

// scanner reads strict JSON (RFC 8259, UTF-8, no duplicate names) into nodes,
// collecting faults. A fault of syntax ends the scan; others do not.
type scanner struct {
	src    string
	pos    int
	nodes  []node
	faults *faults
	failed bool

	maxDepth int
}

func scan(src string, fs *faults) ([]node, bool) {
	s := &scanner{src: src, faults: fs, maxDepth: maxDepth, nodes: make([]node, 0, 8+len(src)/24)}
	ok := s.document()
	return s.nodes, ok
}

// document reads the whole source as one value.
func (s *scanner) document() bool {
	s.space()
	s.value(0)
	if !s.failed {
		s.space()
		if s.pos < len(s.src) {
			s.fail(s.pos, "There is text after the end of the document.", "Remove it, or put the two documents into two files.")
		}
	}
	return !s.failed
}

func (s *scanner) fail(at int, message, suggestion string) {
	if !s.failed {
		end := min(at+1, len(s.src))
		for end < len(s.src) && !utf8.RuneStart(s.src[end]) {
			end++
		}
		s.faults.add(codeJSON, at, end, message, suggestion)
	}
	s.failed = true
}

func (s *scanner) space() {
	for s.pos < len(s.src) {
		switch s.src[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

func (s *scanner) peek() byte {
	if s.pos < len(s.src) {
		return s.src[s.pos]
	}
	return 0
}

// value reads one value and returns its index.
func (s *scanner) value(depth int) int32 {
	at := int32(len(s.nodes))
	s.nodes = append(s.nodes, node{start: int32(s.pos)})
	if depth > s.maxDepth {
		s.fail(s.pos, "The document nests deeper than any policy can.", "A policy needs six levels at most.")
		return at
	}
	switch c := s.peek(); {
	case c == '{':
		s.nodes[at].kind = jsonObject
		s.object(at, depth)
	case c == '[':
		s.nodes[at].kind = jsonArray
		s.array(at, depth)
	case c == '"':
		s.nodes[at].kind = jsonString
		s.nodes[at].text = s.str()
	case c == '-' || c >= '0' && c <= '9':
		s.nodes[at].kind = jsonNumber
		s.nodes[at].text = s.number()
	default:
		s.word(at)
	}
	s.nodes[at].end = int32(s.pos)
	return at
}

func (s *scanner) word(at int32) {
	for _, w := range [...]struct {
		text string
		kind jsonKind
	}{{"true", jsonBool}, {"false", jsonBool}, {"null", jsonNull}} {
		if len(s.src)-s.pos >= len(w.text) && s.src[s.pos:s.pos+len(w.text)] == w.text {
			s.nodes[at].kind, s.nodes[at].text = w.kind, w.text
			s.pos += len(w.text)
			return
		}
	}
	switch {
	case s.pos >= len(s.src):
		s.fail(len(s.src), "The document ends where a value was due.", "Check that every bracket and quote is closed.")
	case s.src[s.pos] == '\'':
		s.fail(s.pos, "JSON strings stand in double quotes, not single ones.", `Write "…".`)
	case s.src[s.pos] == '/' || s.src[s.pos] == '#':
		s.fail(s.pos, "JSON has no comments.", "Remove it; a statement's Sid can hold a short note.")
	case len(s.src) >= s.pos+3 && s.src[s.pos:s.pos+3] == "\ufeff":
		s.fail(s.pos, "The document begins with a byte order mark.", "Save it as plain UTF-8.")
	default:
		s.fail(s.pos, "A JSON value was due here.", "A value is a string in double quotes, a number, true, false, an object or an array.")
	}
}

func (s *scanner) object(at int32, depth int) {
	s.pos++
	var last int32
	names := nameSet{}
	for {
		s.space()
		if s.peek() == '}' {
			if last != 0 {
				s.fail(s.pos, "There is a comma before the closing brace.", "Remove the comma after the last member.")
			}
			s.pos++
			return
		}
		if s.peek() != '"' {
			s.fail(s.pos, "A member's name in double quotes was due here.", "")
			return
		}
		keyStart := s.pos
		key := s.str()
		if s.failed {
			return
		}
		if names.seen(s, at, key) {
			s.faults.add(codeDuplicateKey, keyStart, s.pos, quote(key)+" appears twice in one object.", "Keep one of them; with two, nobody can say which counts.")
		}
		s.space()
		if s.peek() != ':' {
			s.fail(s.pos, "A colon was due after "+quote(key)+".", "")
			return
		}
		s.pos++
		s.space()
		v := s.value(depth + 1)
		s.nodes[v].key, s.nodes[v].keyStart = key, int32(keyStart)
		if s.failed {
			return
		}
		s.chain(at, &last, v)
		if !s.comma('}', "object") {
			return
		}
	}
}

func (s *scanner) array(at int32, depth int) {
	s.pos++
	var last int32
	for {
		s.space()
		if s.peek() == ']' {
			if last != 0 {
				s.fail(s.pos, "There is a comma before the closing bracket.", "Remove the comma after the last value.")
			}
			s.pos++
			return
		}
		v := s.value(depth + 1)
		if s.failed {
			return
		}
		s.chain(at, &last, v)
		if !s.comma(']', "array") {
			return
		}
	}
}

func (s *scanner) chain(at int32, last *int32, v int32) {
	if *last == 0 {
		s.nodes[at].child = v
	} else {
		s.nodes[*last].next = v
	}
	s.nodes[at].count++
	*last = v
}

// comma reads the comma between members, or the closing bracket; it reports
// whether another member is to follow.
func (s *scanner) comma(closing byte, what string) bool {
	s.space()
	switch s.peek() {
	case ',':
		s.pos++
		return true
	case closing:
		s.pos++
		return false
	}
	if s.pos >= len(s.src) {
		s.fail(len(s.src), "The document ends inside an "+what+".", "Close it with "+string(closing)+".")
	} else {
		s.fail(s.pos, "A comma or "+string(closing)+" was due here.", "")
	}
	return false
}

// str reads a string; s.pos is at its opening quote. Text without escapes is a
// piece of the source, not a copy.
func (s *scanner) str() string {
	start := s.pos + 1
	ascii := true
	for i := start; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case c == '"':
			s.pos = i + 1
			text := s.src[start:i]
			if !ascii && !utf8.ValidString(text) {
				s.pos = i
				s.fail(start, "This string is not valid UTF-8.", "Save the document as UTF-8.")
			}
			return text
		case c == '\\':
			return s.escaped(start, i)
		case c < 0x20:
			s.fail(i, "A line break or control character stands inside a string.", `Close the string, or write \n.`)
			return ""
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	s.fail(len(s.src), "The document ends inside a string.", `Close it with a double quote.`)
	return ""
}

func (s *scanner) escaped(start, i int) string {
	out := append(make([]byte, 0, 2*(i-start)+16), s.src[start:i]...)
	for i < len(s.src) {
		c := s.src[i]
		switch {
		case c == '"':
			s.pos = i + 1
			if !utf8.Valid(out) {
				s.fail(start, "This string is not valid UTF-8.", "Save the document as UTF-8.")
			}
			return string(out)
		case c < 0x20:
			s.fail(i, "A line break or control character stands inside a string.", `Close the string, or write \n.`)
			return ""
		case c != '\\':
			out = append(out, c)
			i++
		default:
			var n int
			if out, n = unescape(out, s.src[i:]); n == 0 {
				s.fail(i, "This escape is not one of JSON's.", `JSON knows \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits; half a surrogate pair stands for nothing.`)
				return ""
			}
			i += n
		}
	}
	s.fail(len(s.src), "The document ends inside a string.", `Close it with a double quote.`)
	return ""
}

// unescape appends what the escape at the front of src stands for and returns
// the escape's length, 0 when it is not one.
func unescape(out []byte, src string) ([]byte, int) {
	if len(src) < 2 {
		return out, 0
	}
	const from, to = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	for i := range len(from) {
		if src[1] == from[i] {
			return append(out, to[i]), 2
		}
	}
	r, ok := hex4(src)
	if !ok {
		return out, 0
	}
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(out, r), 6
	}
	if len(src) < 12 {
		return out, 0
	}
	low, ok := hex4(src[6:])
	if full := utf16.DecodeRune(r, low); ok && full != utf8.RuneError {
		return utf8.AppendRune(out, full), 12
	}
	return out, 0
}

func hex4(src string) (rune, bool) {
	if len(src) < 6 || src[0] != '\\' || src[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(src[2:6], 16, 16)
	return rune(n), err == nil
}

func (s *scanner) number() string {
	start := s.pos
	if s.peek() == '-' {
		s.pos++
	}
	zero := s.peek() == '0'
	whole := s.digits()
	ok := whole > 0 && !(zero && whole > 1)
	if s.peek() == '.' {
		s.pos++
		ok = s.digits() > 0 && ok
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.pos++
		if c := s.peek(); c == '+' || c == '-' {
			s.pos++
		}
		ok = s.digits() > 0 && ok
	}
	if !ok {
		s.fail(start, "This is not a number as JSON writes them.", "Put it in double quotes if it is meant as text.")
	}
	return s.src[start:s.pos]
}

func (s *scanner) digits() int {
	start := s.pos
	for s.pos < len(s.src) && s.src[s.pos] >= '0' && s.src[s.pos] <= '9' {
		s.pos++
	}
	return s.pos - start
}

// nameSet finds repeated names in an object: by comparing while it is small, by
// map when it is not.
type nameSet struct {
	byName map[string]bool
}

func (n *nameSet) seen(s *scanner, at int32, key string) bool {
	if n.byName == nil {
		if s.nodes[at].count < 16 {
			for i := s.nodes[at].child; i != 0; i = s.nodes[i].next {
				if s.nodes[i].key == key {
					return true
				}
			}
			return false
		}
		n.byName = make(map[string]bool)
		for i := s.nodes[at].child; i != 0; i = s.nodes[i].next {
			n.byName[s.nodes[i].key] = true
		}
	}
	if n.byName[key] {
		return true
	}
	n.byName[key] = true
	return false
}
