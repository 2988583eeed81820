package iam

import (
	"strings"
	"unicode/utf8"
)

// In a compiled pattern the wildcards are bytes that no UTF-8 text holds, so a
// `*` or `?` that arrives through a policy variable's value stays literal.
const (
	wildRun = 0xFF // `*`: any run, the empty one too
	wildOne = 0xFE // `?`: exactly one code point
)

// encodeWild turns the `*` and `?` of policy text into their compiled bytes.
func encodeWild(s string) string {
	if strings.IndexByte(s, '*') < 0 && strings.IndexByte(s, '?') < 0 {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		switch c {
		case '*':
			b[i] = wildRun
		case '?':
			b[i] = wildOne
		}
	}
	return string(b)
}

// matchWild reports whether value is an instance of a compiled pattern. Its
// cost grows with len(pattern)+len(value): between two `*`s the leftmost place
// is always a right one, and the search for it never looks back (see
// findSegment).
func matchWild(pattern, value string) bool {
	i := strings.IndexByte(pattern, wildRun)
	if i < 0 {
		n, ok := segmentPrefix(pattern, value)
		return ok && n == len(value)
	}
	n, ok := segmentPrefix(pattern[:i], value)
	if !ok {
		return false
	}
	value, pattern = value[n:], pattern[i+1:]
	j := strings.LastIndexByte(pattern, wildRun)
	n, ok = segmentSuffix(pattern[j+1:], value)
	if !ok {
		return false
	}
	if j < 0 {
		return true
	}
	value, pattern = value[:len(value)-n], pattern[:j]
	for pattern != "" {
		segment := pattern
		if k := strings.IndexByte(pattern, wildRun); k >= 0 {
			segment, pattern = pattern[:k], pattern[k+1:]
		} else {
			pattern = ""
		}
		if segment == "" {
			continue
		}
		at, n := findSegment(segment, value)
		if at < 0 {
			return false
		}
		value = value[at+n:]
	}
	return true
}

// segmentPrefix reports whether a pattern without `*` stands at the front of
// value, and how many bytes it takes there.
func segmentPrefix(segment, value string) (int, bool) {
	if strings.IndexByte(segment, wildOne) < 0 {
		return len(segment), strings.HasPrefix(value, segment)
	}
	at := 0
	for i := 0; i < len(segment); i++ {
		if at >= len(value) {
			return 0, false
		}
		if segment[i] == wildOne {
			_, n := utf8.DecodeRuneInString(value[at:])
			at += n
			continue
		}
		if segment[i] != value[at] {
			return 0, false
		}
		at++
	}
	return at, true
}

// segmentSuffix is segmentPrefix for the end of value.
func segmentSuffix(segment, value string) (int, bool) {
	if strings.IndexByte(segment, wildOne) < 0 {
		return len(segment), strings.HasSuffix(value, segment)
	}
	at := len(value)
	for i := len(segment) - 1; i >= 0; i-- {
		if at == 0 {
			return 0, false
		}
		if segment[i] == wildOne {
			_, n := utf8.DecodeLastRuneInString(value[:at])
			at -= n
			continue
		}
		at--
		if segment[i] != value[at] {
			return 0, false
		}
	}
	return len(value) - at, true
}

// shortSegment is the length up to which a direct search counts as linear: it
// multiplies the value's length by a constant.
const shortSegment = 64

// findSegment finds the leftmost place of a non-empty pattern without `*` in
// value and the number of bytes it takes there; at is -1 when there is none.
func findSegment(segment, value string) (at, n int) {
	one := strings.IndexByte(segment, wildOne) >= 0
	switch {
	case !one && len(segment) <= shortSegment:
		return strings.Index(value, segment), len(segment)
	case !one:
		return indexLong(value, segment), len(segment)
	case len(segment) <= shortSegment:
		return findShortWild(segment, value)
	default:
		return findLongWild(segment, value)
	}
}

func findShortWild(segment, value string) (at, n int) {
	for at := 0; at < len(value); at++ {
		if segment[0] == wildOne {
			if !utf8.RuneStart(value[at]) {
				continue
			}
		} else {
			k := strings.IndexByte(value[at:], segment[0])
			if k < 0 {
				return -1, 0
			}
			at += k
		}
		if n, ok := segmentPrefix(segment, value[at:]); ok {
			return at, n
		}
	}
	return -1, 0
}

// indexLong is strings.Index by Knuth, Morris and Pratt: no choice of text can
// make it look at a byte of value twice.
func indexLong(value, segment string) int {
	if len(segment) > len(value) {
		return -1
	}
	fallback := make([]int32, len(segment))
	for i, k := 1, int32(0); i < len(segment); i++ {
		for k > 0 && segment[i] != segment[k] {
			k = fallback[k-1]
		}
		if segment[i] == segment[k] {
			k++
		}
		fallback[i] = k
	}
	k := 0
	for i := range len(value) {
		for k > 0 && value[i] != segment[k] {
			k = int(fallback[k-1])
		}
		if value[i] == segment[k] {
			k++
		}
		if k == len(segment) {
			return i + 1 - k
		}
	}
	return -1
}
