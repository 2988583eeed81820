package iam

import (
	"strings"
	"unsafe"
)

// prose is where a trace's sentences are written: all into one buffer, of which
// every field gets its piece, so a dozen sentences cost one allocation. What has
// been given away is not written to again; should the buffer have to grow, the
// pieces of the old one stay where they are.
type prose struct {
	buf []byte
}

func (w *prose) add(s string)     { w.buf = append(w.buf, s...) }
func (w *prose) add2(a, b string) { w.buf = append(append(w.buf, a...), b...) }

func (w *prose) add3(a, b, c string) { w.buf = append(append(append(w.buf, a...), b...), c...) }

func (w *prose) number(n int) {
	if n >= 10 {
		w.number(n / 10)
	}
	w.buf = append(w.buf, byte('0'+n%10))
}

// begin starts a sentence, end gives it away.
func (w *prose) begin() int { return len(w.buf) }

func (w *prose) end(start int) string { return view(w.buf[start:]) }

// capital begins a sentence with a capital, unless a name begins it: names stand
// as their ARNs have them.
func (w *prose) capital(start int) {
	switch w.buf[start] {
	case 't', 'a', 'w', 's':
	default:
		return
	}
	rest := view(w.buf[start:])
	for _, article := range [...]string{"the ", "a ", "an ", "without ", "statement "} {
		if strings.HasPrefix(rest, article) {
			w.buf[start] -= 'a' - 'A'
			return
		}
	}
}

// mostNamed is how many values a sentence lists before it counts the rest.
const mostNamed = 3

// list writes values as prose: "a, b and c".
func (w *prose) list(values []string, conjunction string) {
	shown := len(values)
	if shown > mostNamed+1 {
		shown = mostNamed
	}
	for i, v := range values[:shown] {
		w.separate(i, len(values), conjunction)
		w.clipped(v)
	}
	w.rest(len(values)-shown, conjunction)
}

func (w *prose) separate(i, n int, conjunction string) {
	switch {
	case i == 0:
	case i == n-1:
		w.add3(" ", conjunction, " ")
	default:
		w.add(", ")
	}
}

func (w *prose) rest(n int, conjunction string) {
	if n > 0 {
		w.add3(" ", conjunction, " ")
		w.number(n)
		w.add(" more")
	}
}

// clipped keeps a sentence from drowning in one value.
func (w *prose) clipped(s string) {
	const most = 160
	switch {
	case s == "":
		w.add("an empty text")
	case len(s) <= most:
		w.add(s)
	default:
		cut := most
		for cut > 0 && s[cut]&0xC0 == 0x80 {
			cut--
		}
		w.add2(s[:cut], "…")
	}
}

// single is a list of one string that lives on, without an allocation.
func single(s *string) []string { return unsafe.Slice(s, 1) }
