package iam

import (
	"strings"
	"testing"
)

// slowWild is the obvious matcher, quadratic, by dynamic programming over code
// points: what matchWild must agree with.
func slowWild(pattern, value string) bool {
	var p []rune
	for i := 0; i < len(pattern); {
		switch pattern[i] {
		case wildRun:
			p = append(p, -1)
			i++
			continue
		case wildOne:
			p = append(p, -2)
			i++
			continue
		}
		for _, r := range pattern[i:] {
			p = append(p, r)
			i += len(string(r))
			break
		}
	}
	v := []rune(value)
	row := make([]bool, len(v)+1)
	row[0] = true
	for _, c := range p {
		next := make([]bool, len(v)+1)
		if c == -1 {
			next[0] = row[0]
		}
		for j := 1; j <= len(v); j++ {
			if c == -1 {
				next[j] = row[j] || next[j-1]
			} else {
				next[j] = row[j-1] && (c == -2 || c == v[j-1])
			}
		}
		row = next
	}
	return row[len(v)]
}

func TestMatchWild(t *testing.T) {
	long := strings.Repeat("ab?", 40)
	for _, c := range []struct {
		pattern, value string
		want           bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", true}, {"*", "a/b", true},
		{"?", "", false}, {"?", "é", true}, {"??", "é", false}, {"a*b", "ab", true},
		{"a*b", "a", false}, {"ab*ba", "aba", false}, {"*a?c*", "xxabcxx", true},
		{"a\ufffdb", "a\ufffdb", true}, {"a\ufffdb", "ab", false}, {"a\ufffdb", "ax\xbf\xbdb", false},
		{"long-prefix-*-suffix", "long-prefix-suffix", false}, {"long-prefix-*-suffix", "long-prefix--suffix", true},
		{"longprefix*", "longprefix", true}, {"longprefix*", "longprefiy", false}, {"longerthansixteen", "longerthensixteen", false},
		{"*?b*", "éb", true}, {"a**b", "axb", true}, {"*aab*", "aaab", true},
		{"*" + long + "*", "z" + strings.Repeat("abc", 41), true},
		{"*" + long + "z*", strings.Repeat("abc", 41), false},
		{"*" + long + "é*", "ü" + strings.Repeat("abü", 40) + "é", true},
		{"*" + strings.Repeat("ab", 40) + "c*", strings.Repeat("ab", 60) + "c", true},
		{"*" + strings.Repeat("ab", 40) + "d*", strings.Repeat("ab", 60) + "c", false},
	} {
		p := encodeWild(c.pattern)
		if got := matchWild(p, c.value); got != c.want {
			t.Errorf("matchWild(%q, %q) = %v, want %v", c.pattern, c.value, got, c.want)
		}
		if pat := compilePattern(c.pattern, false, true); pat.matches(nil, c.value) != c.want || c.want && pat.rejects(c.value) {
			t.Errorf("pattern %q on %q: want %v", c.pattern, c.value, c.want)
		}
		if got := slowWild(p, c.value); got != c.want {
			t.Errorf("slowWild(%q, %q) = %v, want %v", c.pattern, c.value, got, c.want)
		}
	}
}

func FuzzMatchWild(f *testing.F) {
	f.Add("a*b?c", "aXbYc")
	f.Add("*"+strings.Repeat("a?", 40)+"*", strings.Repeat("ab", 60))
	f.Add("*"+strings.Repeat("aab", 30)+"*é", strings.Repeat("aab", 33)+"é")
	f.Fuzz(func(t *testing.T, pattern, value string) {
		pattern, value = strings.ToValidUTF8(pattern, "x"), strings.ToValidUTF8(value, "x")
		if len(pattern) > 400 || len(value) > 400 {
			return
		}
		p := encodeWild(pattern)
		want := slowWild(p, value)
		if got := matchWild(p, value); got != want {
			t.Errorf("matchWild(%q, %q) = %v, want %v", pattern, value, got, want)
		}
		pat := compilePattern(pattern, false, true)
		if got := pat.matches(nil, value); got != want || want && pat.rejects(value) {
			t.Errorf("pattern %q on %q = %v, want %v", pattern, value, got, want)
		}
	})
}
