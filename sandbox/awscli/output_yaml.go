package awscli

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/jmespath"
)

// writeYAML prints as `--output yaml`: block style, members by name.
func writeYAML(out *budget.Text, v any) {
	switch {
	case emptyObject(v):
	case isScalar(v):
		write(out, jsonScalar(v), "\n")
	case isEmpty(v):
		write(out, "[]\n")
	default:
		(&yamlWriter{out: out}).value(v, 0, true)
	}
}

// yamlWidth is the column after which a text with spaces goes on in a next line.
const yamlWidth = 80

type yamlWriter struct {
	out    *budget.Text
	column int
}

func (y *yamlWriter) put(s string) {
	write(y.out, s)
	if n := strings.LastIndexByte(s, '\n'); n >= 0 {
		y.column = utf8.RuneCountInString(s[n+1:])
		return
	}
	y.column += utf8.RuneCountInString(s)
}

func (y *yamlWriter) indent(n int) {
	y.out.Repeat(" ", n)
	y.column += n
}

// value prints a value whose lines are indented by indent; inline says that its
// first line has been begun already.
func (y *yamlWriter) value(v any, indent int, inline bool) {
	switch x := v.(type) {
	case *jmespath.Object:
		for i, k := range sortedMembers(x) {
			if y.out.Err() != nil {
				return
			}
			if i > 0 || !inline {
				y.indent(indent)
			}
			e, _ := x.Get(k)
			y.member(k, e, indent)
		}
	case []any:
		for i, e := range x {
			if y.out.Err() != nil {
				return
			}
			if i > 0 || !inline {
				y.indent(indent)
			}
			y.put("- ")
			if isScalar(e) || isEmpty(e) {
				y.scalar(e, indent+2)
				y.put("\n")
				continue
			}
			y.value(e, indent+2, true)
		}
	}
}

func (y *yamlWriter) member(key string, v any, indent int) {
	y.text(key, indent, false)
	y.put(":")
	switch {
	case isScalar(v) || isEmpty(v):
		y.put(" ")
		y.scalar(v, indent+2)
		y.put("\n")
	default:
		y.put("\n")
		inner := indent + 2
		if _, isList := v.([]any); isList {
			inner = indent // lists stand level with their name
		}
		y.value(v, inner, false)
	}
}

func isEmpty(v any) bool {
	switch x := v.(type) {
	case []any:
		return len(x) == 0
	case *jmespath.Object:
		return x.Len() == 0
	}
	return false
}

func (y *yamlWriter) scalar(v any, indent int) {
	switch x := v.(type) {
	case string:
		y.text(x, indent, true)
	case []any:
		y.put("[]")
	case *jmespath.Object:
		y.put("{}")
	default:
		y.put(jsonScalar(v))
	}
}

// Texts that YAML would read as something else when they stand bare.
var yamlOther = regexp.MustCompile(`^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|=|<<` +
	`|[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+` +
	`|[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?` +
	`|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)` +
	`|\d\d\d\d-\d\d-\d\d|\d\d\d\d-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$`)

// text prints a string bare, in single quotes or in double quotes, the first
// that can hold it.
func (y *yamlWriter) text(s string, indent int, fold bool) {
	switch {
	case needsEscapes(s):
		y.doubleQuoted(s, indent, fold)
	case bareYAML(s):
		y.folded(s, indent, fold)
	default:
		y.put("'")
		y.folded(strings.ReplaceAll(s, "'", "''"), indent, fold)
		y.put("'")
	}
}

// needsEscapes reports whether only double quotes can hold a text: control
// characters, and line breaks with spaces beside them.
func needsEscapes(s string) bool {
	for _, r := range s {
		if r < ' ' && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 && r != 0x85 || r == 0xfeff {
			return true
		}
	}
	return strings.Contains(s, " \n") || strings.Contains(s, "\n ")
}

func bareYAML(s string) bool {
	if s == "" || strings.TrimSpace(s) != s || strings.Contains(s, "\n") || yamlOther.MatchString(s) {
		return false
	}
	if strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") || strings.Contains(s, ": ") ||
		strings.Contains(s, " #") || strings.HasSuffix(s, ":") {
		return false
	}
	if strings.IndexByte("-?:", s[0]) >= 0 {
		return len(s) > 1 && s[1] != ' '
	}
	return strings.IndexByte(",[]{}#&*!|>'\"%@`", s[0]) < 0
}

// folded prints a text and breaks its lines at single spaces past the width. A
// line break of the text itself is doubled, as folding takes one away.
func (y *yamlWriter) folded(s string, indent int, fold bool) {
	rs := []rune(s)
	for i, r := range rs {
		switch {
		case r == '\n':
			if i == 0 || rs[i-1] != '\n' {
				y.put("\n")
			}
			y.put("\n")
			if i+1 == len(rs) || rs[i+1] != '\n' {
				y.indent(indent)
			}
		case fold && r == ' ' && y.column > yamlWidth && i > 0 && i+1 < len(rs) && rs[i-1] != ' ' && rs[i+1] != ' ':
			y.put("\n")
			y.indent(indent)
		default:
			y.put(string(r))
		}
	}
}

var yamlEscapes = map[rune]string{
	0: `\0`, 7: `\a`, 8: `\b`, '\t': `\t`, '\n': `\n`, 11: `\v`, 12: `\f`, '\r': `\r`, 27: `\e`, '"': `\"`, '\\': `\\`, 0x85: `\N`,
}

func (y *yamlWriter) doubleQuoted(s string, indent int, fold bool) {
	rs := []rune(s)
	y.put(`"`)
	for i, r := range rs {
		esc, special := yamlEscapes[r]
		switch {
		case special:
			y.put(esc)
		case r < ' ' || r >= 0x7f && r < 0xa0:
			y.put(fmt.Sprintf(`\x%02X`, r))
		case r == 0xfeff:
			y.put(`\uFEFF`)
		case fold && r == ' ' && y.column > yamlWidth && i > 0 && i+1 < len(rs) && rs[i-1] != ' ':
			y.put("\n")
			y.indent(indent)
			if rs[i+1] == ' ' {
				y.put(`\`)
			}
		default:
			y.put(string(r))
		}
	}
	y.put(`"`)
}
