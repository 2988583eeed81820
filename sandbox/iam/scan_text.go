package iam

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

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
