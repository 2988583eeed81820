package iam

import "unicode/utf8"

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
