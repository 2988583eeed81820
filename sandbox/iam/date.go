package iam

import "strings"

// instant is a moment: seconds since 1970-01-01T00:00:00Z and nanoseconds.
type instant struct {
	sec  int64
	nano int32
}

func compareInstant(a, b instant) int {
	switch {
	case a.sec < b.sec:
		return -1
	case a.sec > b.sec:
		return 1
	}
	return compareInt(int(a.nano), int(b.nano))
}

// parseInstant reads a date as AWS's Date operators take it: one of the W3C
// forms of ISO 8601 (a year and month up to fractions of a second, with Z or an
// offset; UTC when it has none), the basic form 20260301T120000Z, or seconds
// since the epoch. Digits alone are epoch seconds. See "Date condition
// operators" on the page "IAM JSON policy elements: Condition operators".
func parseInstant(s string) (instant, bool) {
	if isEpoch(s) {
		return parseEpoch(s)
	}
	r := dateReader{s: s, ok: true}
	year := r.digits(4)
	basic := r.next() != '-'
	month, day := 1, 1
	if basic {
		month, day = r.digits(2), r.digits(2)
	} else {
		r.skip('-')
		month = r.digits(2)
		if r.next() == '-' {
			r.skip('-')
			day = r.digits(2)
		}
	}
	sec, nano := r.clock(basic)
	if !r.ok || r.s != "" || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return instant{}, false
	}
	return instant{sec: daysSinceEpoch(year, month, day)*86400 + sec, nano: nano}, true
}

func isEpoch(s string) bool {
	t := strings.TrimLeft(s, "+-")
	if len(s)-len(t) > 1 || t == "" {
		return false
	}
	for i := range len(t) {
		if t[i] != '.' && (t[i] < '0' || t[i] > '9') {
			return false
		}
	}
	return true
}

func parseEpoch(s string) (instant, bool) {
	d, ok := parseDecimal(s)
	if !ok || d.exp > 17 {
		return instant{}, false
	}
	var in instant
	for i := range max(d.exp, 0) {
		in.sec = in.sec*10 + int64(d.digit(i)-'0')
	}
	for i := range 9 {
		in.nano *= 10
		if d.exp+i >= 0 {
			in.nano += int32(d.digit(d.exp+i) - '0')
		}
	}
	if d.negative {
		in.sec = -in.sec
		if in.nano > 0 {
			in.sec, in.nano = in.sec-1, 1e9-in.nano
		}
	}
	return in, true
}

type dateReader struct {
	s  string
	ok bool
}

func (r *dateReader) next() byte {
	if r.s == "" {
		return 0
	}
	return r.s[0]
}

func (r *dateReader) skip(c byte) {
	if r.next() != c {
		r.ok = false
		return
	}
	r.s = r.s[1:]
}

func (r *dateReader) digits(n int) int {
	if len(r.s) < n {
		r.ok = false
		return 0
	}
	v := 0
	for i := range n {
		c := r.s[i]
		if c < '0' || c > '9' {
			r.ok = false
			return 0
		}
		v = v*10 + int(c-'0')
	}
	r.s = r.s[n:]
	return v
}

// clock reads an optional time of day with its zone and returns the seconds to
// add to midnight UTC of the date.
func (r *dateReader) clock(basic bool) (sec int64, nano int32) {
	if r.s == "" {
		return 0, 0
	}
	if c := r.next(); c != 'T' && c != 't' && c != ' ' {
		r.ok = false
		return 0, 0
	}
	r.s = r.s[1:]
	hour, minute, second := r.digits(2), 0, 0
	if !basic {
		r.skip(':')
	}
	minute = r.digits(2)
	if basic && isDigit(r.next()) || !basic && r.next() == ':' {
		if !basic {
			r.skip(':')
		}
		second = r.digits(2)
		nano = r.fraction()
	}
	if hour > 23 && !(hour == 24 && minute == 0 && second == 0) || minute > 59 || second > 60 {
		r.ok = false
	}
	return int64(hour*3600+minute*60+second) - r.zone(), nano
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (r *dateReader) fraction() int32 {
	if r.next() != '.' && r.next() != ',' {
		return 0
	}
	r.s = r.s[1:]
	var nano, scale int32 = 0, 1e8
	if !isDigit(r.next()) {
		r.ok = false
	}
	for isDigit(r.next()) {
		nano += int32(r.s[0]-'0') * scale
		scale /= 10
		r.s = r.s[1:]
	}
	return nano
}

// zone reads Z or an offset from UTC and returns it in seconds.
func (r *dateReader) zone() int64 {
	sign := int64(1)
	switch r.next() {
	case 0:
		return 0
	case 'Z', 'z':
		r.s = r.s[1:]
		return 0
	case '-':
		sign = -1
	case '+':
	default:
		r.ok = false
		return 0
	}
	r.s = r.s[1:]
	hour, minute := r.digits(2), 0
	if r.next() == ':' {
		r.s = r.s[1:]
		minute = r.digits(2)
	} else if r.s != "" {
		minute = r.digits(2)
	}
	if hour > 23 || minute > 59 {
		r.ok = false
	}
	return sign * int64(hour*3600+minute*60)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// daysSinceEpoch counts days from 1970-01-01 in the proleptic Gregorian
// calendar; years begin in March so that the leap day comes last.
func daysSinceEpoch(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	return int64(era)*146097 + int64(yearOfEra*365+yearOfEra/4-yearOfEra/100+dayOfYear) - 719468
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
