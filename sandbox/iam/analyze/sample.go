package analyze

import (
	"math/big"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"rolecall/sandbox/iam"
)

// fits is a pattern with wildcards against a text. It only chooses candidates;
// what matches is decided by the engine.
func fits(pattern, text string) bool {
	p, n, star, mark := 0, 0, -1, 0
	for n < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[n]):
			p++
			n++
		case star >= 0:
			p = star + 1
			mark++
			n = mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// instance is a text that a pattern matches, filler standing for each run.
func instance(pattern, filler string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch {
		case pattern[i] == '*' && (i == 0 || pattern[i-1] != '*'):
			b.WriteString(filler)
		case pattern[i] == '*':
		case pattern[i] == '?':
			b.WriteByte('x')
		default:
			b.WriteByte(pattern[i])
		}
	}
	return b.String()
}

// Words that no policy is likely to mention; where one does, the evaluation
// shows it.
const (
	filler  = "example"
	another = "something-else"
)

// mostValues is how many values of one condition are tried.
const mostValues = 8

// edges are the values at which a condition may change its mind: each of its
// own, and one beside it.
func edges(c iam.ClauseCondition) []string {
	var out []string
	values := c.Values[:min(len(c.Values), mostValues)]
	for _, v := range values {
		switch {
		case c.Base == "Null":
			out = appendNew(out, typicalOf(c.Key, sampleOf(c.Key), nil))
		case c.Base == "Bool":
			out = appendNew(out, "true", "false")
		case strings.HasPrefix(c.Base, "Numeric"):
			out = appendNew(out, beside(v)...)
		case strings.HasPrefix(c.Base, "Date"):
			out = appendNew(out, around(v)...)
		case strings.HasSuffix(c.Base, "IpAddress"):
			out = appendNew(out, inAndOut(v)...)
		case strings.HasPrefix(c.Base, "Arn"):
			out = appendNew(out, arnInstance(v, filler))
		case strings.HasSuffix(c.Base, "Like"):
			out = appendNew(out, likeInstances(c.Key, v)...)
		case strings.HasSuffix(c.Base, "IgnoreCase"):
			out = appendNew(out, v, strings.ToUpper(v))
		default:
			out = appendNew(out, v)
		}
	}
	if strings.HasPrefix(c.Base, "String") || strings.HasPrefix(c.Base, "Arn") || c.Base == "BinaryEquals" {
		out = appendNew(out, typicalOf(c.Key, differentFrom(c.Key, c.Base), c.Values))
	}
	return possibleOnly(c.Key, out)
}

func differentFrom(key, base string) string {
	switch low := strings.ToLower(key); {
	case base == "BinaryEquals":
		return "c29tZXRoaW5nIGVsc2U="
	case strings.HasPrefix(base, "Arn") || low == "aws:sourcearn":
		return "arn:aws:s3:::" + another
	case strings.HasSuffix(low, "account"):
		return strangers[0]
	case strings.HasSuffix(low, "orgid"):
		return "o-anotherorg"
	}
	return another
}

// sampleOf is some value of a key, for when only its presence matters.
func sampleOf(key string) string {
	switch low := strings.ToLower(key); {
	case strings.HasSuffix(low, "present"), low == "aws:securetransport":
		return "true"
	case strings.HasSuffix(low, "age"):
		return "60"
	case strings.HasSuffix(low, "time"):
		return "2026-01-01T00:00:00Z"
	case strings.HasSuffix(low, "sourceip"):
		return "203.0.113.10"
	case strings.HasSuffix(low, "arn"):
		return "arn:aws:s3:::" + filler
	}
	return filler
}

// beside are a number and its neighbours.
func beside(v string) []string {
	x, ok := new(big.Rat).SetString(v)
	if !ok || len(v) > 32 || strings.ContainsAny(v, "eE/_xXpP") {
		return []string{v}
	}
	places := 0
	if _, frac, found := strings.Cut(v, "."); found {
		places = len(frac)
	}
	step := func(by int64) string { return new(big.Rat).Add(x, big.NewRat(by, 1)).FloatString(places) }
	return []string{v, step(-1), step(1)}
}

// parseTime reads the common forms of dates; the engine knows them all.
func parseTime(v string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02", "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(form, v); err == nil {
			return t.UTC(), true
		}
	}
	if n, err := strconv.ParseInt(v, 10, 48); err == nil {
		return time.Unix(n, 0).UTC(), true
	}
	return time.Time{}, false
}

const stamp = "2006-01-02T15:04:05Z"

// around are a date and the seconds before and after it.
func around(v string) []string {
	t, ok := parseTime(v)
	if !ok || t.Year() < 1 || t.Year() > 9998 {
		return []string{v}
	}
	return []string{t.Format(stamp), t.Add(-time.Second).Format(stamp), t.Add(time.Second).Format(stamp)}
}

// inAndOut are the first and the last address of a range and those beside it.
func inAndOut(v string) []string {
	p, err := netip.ParsePrefix(v)
	if err != nil {
		a, err := netip.ParseAddr(v)
		if err != nil {
			return nil
		}
		p = netip.PrefixFrom(a, a.BitLen())
	}
	first, last := p.Masked().Addr(), lastOf(p)
	out := appendNew([]string{first.String()}, last.String())
	if before := first.Prev(); before.IsValid() {
		out = append(out, before.String())
	}
	if after := last.Next(); after.IsValid() {
		out = append(out, after.String())
	}
	return out
}

func lastOf(p netip.Prefix) netip.Addr {
	b := p.Masked().Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 1 << (7 - i%8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// arnInstance fills an ARN's wildcards field by field, an account with an
// account.
func arnInstance(pattern, name string) string {
	f := strings.SplitN(pattern, ":", 6)
	if len(f) < 6 {
		return instance("arn:aws:iam::"+strangers[0]+":"+strings.TrimLeft(pattern, "*:"), name)
	}
	for i := range f {
		switch {
		case i == 1 && strings.ContainsAny(f[i], "*?"):
			f[i] = "aws"
		case i == 2 && f[i] == "*":
			f[i] = "iam"
		case (i == 3 || i == 4) && f[2] == "s3" && strings.Trim(f[i], "*") == "":
			f[i] = "" // buckets are named without Region and account
		case i == 4 && strings.ContainsAny(f[i], "*?"):
			f[i] = fillAccount(f[i])
		case i == 5 && f[i] == "*" && f[2] == "iam":
			f[i] = "user/" + name
		case i == 5 && f[i] == "*" && f[2] == "sts":
			f[i] = "assumed-role/" + name + "/" + name
		default:
			f[i] = instance(f[i], name)
		}
	}
	return strings.Join(f, ":")
}

// fillAccount is a stranger's account that fits a pattern, or digits that do.
func fillAccount(pattern string) string {
	for _, a := range strangers {
		if fits(pattern, a) {
			return a
		}
	}
	digits := instance(pattern, "")
	digits = strings.ReplaceAll(digits, "x", "0")
	if n := 12 - len(digits); n > 0 {
		at := max(strings.IndexByte(pattern, '*'), 0)
		at = min(at, len(digits))
		digits = digits[:at] + strings.Repeat("0", n) + digits[at:]
	}
	return digits
}

// strangers are accounts of AWS's examples to take a stranger from.
var strangers = [...]string{"999999999999", "210987654321", "888888888888", "555555555555", "666666666666", "000000000000"}
