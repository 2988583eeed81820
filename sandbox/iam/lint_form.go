package iam

import (
	"slices"
	"strings"
)

// form is a pattern for the values that a claim or a key can have, such as
// `system:serviceaccount:{k8s}:{k8s}`. A policy's own pattern is held against it:
// when no text fits both, the policy waits for a value that never comes.
//
// Between braces stands a class: {any} is any text, the empty one too, and the
// others are at least one character of what [classes] lists; {acct} is an account
// id. A form has at most mostElements elements, and what is longer counts as {any}.
type form struct {
	fits [256]uint64 // for each byte the elements that take it
	loop uint64      // the elements that take more than one byte
	end  uint64      // the state after the last element
}

const mostElements = 63

// classes are the characters between braces in a form.
var classes = map[string]func(c byte) bool{
	"any":  func(byte) bool { return true },
	"some": func(byte) bool { return true },
	"name": func(c byte) bool { return c != ':' },
	"seg":  func(c byte) bool { return c != ':' && c != '/' && c != '@' },
	"num":  isDigit,
	"uuid": func(c byte) bool { return isDigit(c) || c == '-' || lowerByte(c) >= 'a' && lowerByte(c) <= 'f' },
	"k8s":  func(c byte) bool { return c == '-' || c == '.' || isLowerOrDigit(c) },
	"low":  func(c byte) bool { return c == '-' || isLowerOrDigit(c) },
	"an":   isLowerOrDigit,
	"word": func(c byte) bool { return isAlnum(c) || strings.IndexByte("+=,.@-_", c) >= 0 },
	"ext":  func(c byte) bool { return isAlnum(c) || strings.IndexByte("+=,.@:/-_", c) >= 0 },
}

func isLowerOrDigit(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'z' }

func newForm(text string) *form {
	f := &form{}
	n := 0
	one := func(ok func(byte) bool, loop bool) {
		if n == mostElements {
			return
		}
		for c := range 256 {
			if ok(byte(c)) {
				f.fits[c] |= 1 << n
			}
		}
		if loop {
			f.loop |= 1 << n
		}
		n++
	}
	for text != "" {
		if n == mostElements-1 {
			text = "{any}"
		}
		class, rest, _ := strings.Cut(strings.TrimPrefix(text, "{"), "}")
		switch {
		case text[0] != '{' || classes[class] == nil && class != "acct":
			lit := text[0]
			one(func(c byte) bool { return c == lit }, false)
			rest = text[1:]
		case class == "any":
			one(classes[class], true)
		case class == "acct":
			for range 12 {
				one(isDigit, false)
			}
		default:
			one(classes[class], false)
			one(classes[class], true)
		}
		text = rest
		if n == mostElements {
			break
		}
	}
	f.end = 1 << n
	return f
}

func newForms(texts ...string) []*form {
	out := make([]*form, len(texts))
	for i, t := range texts {
		out[i] = newForm(t)
	}
	return out
}

// settle adds the states behind elements that may take nothing more.
func (f *form) settle(s uint64) uint64 {
	for {
		next := s | (s&f.loop)<<1
		if next == s {
			return s
		}
		s = next
	}
}

// meets reports whether some text fits the form and the policy's pattern, whose
// `*` and `?` count when wild is set. A policy variable counts as any text, and so does
// what stands for something that is to be written there, such as <account-id>.
func (f *form) meets(pattern string, wild bool) bool {
	s := f.settle(1)
	lastBrace, lastAngle := strings.LastIndexByte(pattern, '}'), strings.LastIndexByte(pattern, '>')
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		switch {
		case c == '$' && i < lastBrace && strings.HasPrefix(pattern[i:], "${"), c == '{' && isPlaceholder(pattern[i:]):
			i += strings.IndexByte(pattern[i:], '}')
			s = -(s & -s) & (f.end<<1 - 1) // any text: all later states
		case c == '<' && i < lastAngle:
			i += strings.IndexByte(pattern[i:], '>')
			s = -(s & -s) & (f.end<<1 - 1) // any text: all later states
		case wild && c == '*':
			s = -(s & -s) & (f.end<<1 - 1)
		case wild && c == '?':
			s = f.settle(s&f.loop | (s&^f.loop)<<1)
		default:
			t := s & f.fits[c]
			s = f.settle(t&f.loop | (t&^f.loop)<<1)
		}
		if s &= f.end<<1 - 1; s == 0 {
			return false
		}
	}
	return s&f.end != 0
}

// isPlaceholder reports whether a text begins with a word in braces that somebody is
// to replace, as in {example-region-1}. The ids of Bitbucket have braces too.
func isPlaceholder(s string) bool {
	end := strings.IndexByte(s[:min(len(s), longestName)], '}')
	return end > 1 && strings.Trim(s[1:end], "0123456789abcdefABCDEF-") != ""
}

// fitsAny reports whether a condition's value can fit one of the forms. Without
// regard to case when the operator has none.
func fitsAny(forms []*form, op operator, value string) bool {
	wild := op == opStringLike || op == opARN
	return slices.ContainsFunc(forms, func(f *form) bool {
		return f.meets(value, wild) || op == opStringEqualsIgnoreCase && f.meets(strings.ToLower(value), wild)
	})
}
