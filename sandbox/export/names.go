package export

import (
	"fmt"
	"strings"
	"unicode"
)

// namer hands out identifiers that are unique within a kind. They are lower-case
// ASCII letters, digits and underscores, beginning with a letter: legal in HCL, as
// the name of a shell variable and as that of a profile of the AWS CLI.
type namer struct {
	taken map[string]bool
	next  map[string]int // by kind and base: the number to try next
}

// pick makes an identifier of a name; of instead, where the name has no letter or
// digit to make one of.
func (n *namer) pick(kind, name, instead string) string {
	base := identifier(name)
	if base == "" {
		base = identifier(instead)
	}
	if n.taken == nil {
		n.taken, n.next = map[string]bool{}, map[string]int{}
	}
	id := base
	for i := max(n.next[kind+" "+base], 2); n.taken[kind+" "+id]; i++ {
		id = fmt.Sprintf("%s_%d", base, i)
		n.next[kind+" "+base] = i + 1
	}
	n.taken[kind+" "+id] = true
	return id
}

const longestIdentifier = 60

// identifier turns a name into one that begins with a letter: "ReadReports" into
// "read_reports". It may be empty.
func identifier(name string) string {
	var b strings.Builder
	runes := []rune(name)
	last := rune('_')
	for i, r := range runes {
		switch {
		case isUpper(r):
			next := i+1 < len(runes) && runes[i+1] >= 'a' && runes[i+1] <= 'z'
			if last != '_' && (!isUpper(last) || next) {
				b.WriteByte('_')
			}
			b.WriteRune(r - 'A' + 'a')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		default:
			r = '_'
			if last != '_' {
				b.WriteByte('_')
			}
		}
		if last = r; b.Len() >= longestIdentifier {
			break
		}
	}
	id := strings.Trim(b.String(), "_")
	if id != "" && id[0] <= '9' {
		id = "n" + id
	}
	return id
}

func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' }

// oneLine takes out of a text what would end a comment.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, s)
}

// wrapped breaks a text into lines of about 96 characters.
func wrapped(s string) []string {
	const most = 96
	var lines []string
	line := ""
	for _, word := range strings.Fields(oneLine(s)) {
		if line != "" && len(line)+1+len(word) > most {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
