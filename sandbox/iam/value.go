package iam

import (
	"encoding/base64"
	"net/netip"
	"strings"
)

// decimal is an exact decimal number: 0.<digits> × 10^exp, digits without zeros
// at either end (none at all for zero). It borrows the text it was read from, so
// reading and comparing allocate nothing.
type decimal struct {
	whole, frac string // digits before and after the point; see digit
	exp         int
	count       int
	negative    bool
}

// parseDecimal reads an integer or decimal, with an optional exponent as JSON
// has it.
func parseDecimal(s string) (d decimal, ok bool) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		d.negative = s[0] == '-'
		s = s[1:]
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		if d.exp, ok = parseExponent(s[i+1:]); !ok {
			return d, false
		}
		s = s[:i]
	}
	d.whole = s
	if i := strings.IndexByte(s, '.'); i >= 0 {
		d.whole, d.frac = s[:i], s[i+1:]
	}
	if len(d.whole)+len(d.frac) == 0 || !allDigits(d.whole) || !allDigits(d.frac) {
		return d, false
	}
	d.frac = strings.TrimRight(d.frac, "0")
	d.exp += len(d.whole)
	if d.frac == "" {
		d.whole = strings.TrimRight(d.whole, "0")
	}
	for d.whole != "" && d.whole[0] == '0' {
		d.whole = d.whole[1:]
		d.exp--
	}
	if d.whole == "" {
		trimmed := strings.TrimLeft(d.frac, "0")
		d.exp -= len(d.frac) - len(trimmed)
		d.frac = trimmed
	}
	d.count = len(d.whole) + len(d.frac)
	if d.count == 0 {
		return decimal{}, true
	}
	return d, true
}

func parseExponent(s string) (int, bool) {
	negative := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative = s[0] == '-'
		s = s[1:]
	}
	if s == "" || len(s) > 6 || !allDigits(s) {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	if negative {
		n = -n
	}
	return n, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func (d *decimal) digit(i int) byte {
	if i < len(d.whole) {
		return d.whole[i]
	}
	if i -= len(d.whole); i < len(d.frac) {
		return d.frac[i]
	}
	return '0'
}

// compareDecimal returns -1, 0 or 1.
func compareDecimal(a, b decimal) int {
	switch {
	case a.sign() != b.sign():
		return compareInt(a.sign(), b.sign())
	case a.count == 0:
		return 0
	}
	c := compareInt(a.exp, b.exp)
	for i := 0; c == 0 && i < max(a.count, b.count); i++ {
		c = compareInt(int(a.digit(i)), int(b.digit(i)))
	}
	return c * a.sign()
}

func (d *decimal) sign() int {
	switch {
	case d.count == 0:
		return 0
	case d.negative:
		return -1
	}
	return 1
}

func compareInt(a, b int) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// parseBool reads true or false in any case: 1 for true, 0 for false, -1 for
// anything else.
func parseBool(s string) int8 {
	switch {
	case s == "true" || len(s) == 4 && equalFoldASCII(s, "true"):
		return 1
	case s == "false" || len(s) == 5 && equalFoldASCII(s, "false"):
		return 0
	}
	return -1
}

// parseAddr reads an IPv4 or IPv6 address without a zone.
func parseAddr(s string) (netip.Addr, bool) {
	if a, ok := parseV4(s); ok {
		return a, true
	}
	if strings.IndexByte(s, ':') < 0 || len(s) > 64 {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(s)
	return a, err == nil && a.Zone() == ""
}

// parseV4 reads dotted decimal; it is here because netip's reader allocates for
// its error.
func parseV4(s string) (netip.Addr, bool) {
	var b [4]byte
	field, value, digits := 0, 0, 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == '.' {
			if digits == 0 || field > 3 {
				return netip.Addr{}, false
			}
			b[field] = byte(value)
			field, value, digits = field+1, 0, 0
			continue
		}
		c := s[i]
		if c < '0' || c > '9' || (digits > 0 && value == 0) {
			return netip.Addr{}, false
		}
		value = value*10 + int(c-'0')
		if digits++; value > 255 {
			return netip.Addr{}, false
		}
	}
	return netip.AddrFrom4(b), field == 4
}

// parsePrefix reads an address range in CIDR form; a bare address is a range of
// one (/32, for IPv6 /128). Host bits below the mask are ignored.
func parsePrefix(s string) (netip.Prefix, bool) {
	if strings.IndexByte(s, '/') < 0 {
		a, ok := parseAddr(s)
		if !ok {
			return netip.Prefix{}, false
		}
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, false
	}
	return p.Masked(), true
}

// decodeBase64 reads standard base64, with or without its padding.
func decodeBase64(s string) (string, bool) {
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	return string(b), err == nil
}

// equalBase64 reports whether s is base64 of want, without decoding it whole.
func equalBase64(s, want string) bool {
	s = strings.TrimRight(s, "=")
	if base64.RawStdEncoding.DecodedLen(len(s)) != len(want) {
		return false
	}
	var in [64]byte
	var out [48]byte
	for s != "" {
		n := copy(in[:], s)
		m, err := base64.RawStdEncoding.Decode(out[:], in[:n])
		if err != nil || string(out[:m]) != want[:m] {
			return false
		}
		s, want = s[n:], want[m:]
	}
	return want == ""
}
