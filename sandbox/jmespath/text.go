package jmespath

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
)

// writeJSON writes a value without blanks and in ASCII, as to_string does.
func writeJSON(b *strings.Builder, v any) {
	switch x := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(x))
	case float64:
		b.WriteString(NumberText(x))
	case string:
		quoteASCII(b, x)
	case []any:
		b.WriteByte('[')
		for i, each := range x {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, each)
		}
		b.WriteByte(']')
	case *Object:
		b.WriteByte('{')
		for i, m := range x.members {
			if i > 0 {
				b.WriteByte(',')
			}
			quoteASCII(b, m.key)
			b.WriteByte(':')
			writeJSON(b, m.value)
		}
		b.WriteByte('}')
	}
}

var shortEscapes = map[rune]string{'"': `\"`, '\\': `\\`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\b': `\b`, '\f': `\f`}

func quoteASCII(b *strings.Builder, s string) {
	b.WriteByte('"')
	for _, r := range s {
		short, ok := shortEscapes[r]
		switch {
		case ok:
			b.WriteString(short)
		case r >= ' ' && r < 0x7f:
			b.WriteByte(byte(r))
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
}

// NumberText writes a number as Python's json does for whole numbers, and in
// the shortest form for others.
func NumberText(f float64) string {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// maxShown is how many bytes of a value an error shows.
const maxShown = 1024

// pythonText writes a value as Python's str does, or as its repr. It stops soon
// after maxShown bytes.
func pythonText(v any, quoted bool) string {
	var b strings.Builder
	writePython(&b, v, quoted)
	if b.Len() > maxShown {
		return strings.ToValidUTF8(b.String()[:maxShown], "") + "…"
	}
	return b.String()
}

func writePython(b *strings.Builder, v any, quoted bool) {
	if b.Len() > maxShown {
		return
	}
	switch x := v.(type) {
	case nil:
		b.WriteString("None")
	case bool:
		b.WriteString(strings.ToUpper(strconv.FormatBool(x)[:1]) + strconv.FormatBool(x)[1:])
	case int:
		b.WriteString(strconv.Itoa(x))
	case float64:
		b.WriteString(NumberText(x))
	case string:
		x = x[:min(len(x), maxShown+1)]
		if quoted {
			x = pythonQuote(x)
		}
		b.WriteString(x)
	case []any:
		b.WriteByte('[')
		for i, each := range x {
			if b.Len() > maxShown {
				return
			}
			if i > 0 {
				b.WriteString(", ")
			}
			writePython(b, each, true)
		}
		b.WriteByte(']')
	case *Object:
		b.WriteByte('{')
		for i, m := range x.members {
			if b.Len() > maxShown {
				return
			}
			if i > 0 {
				b.WriteString(", ")
			}
			writePython(b, m.key, true)
			b.WriteString(": ")
			writePython(b, m.value, true)
		}
		b.WriteByte('}')
	case expref:
		b.WriteString("an expression")
	}
}

func pythonQuote(s string) string {
	quote := "'"
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = `"`
	}
	s = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s)
	if quote == "'" {
		s = strings.ReplaceAll(s, "'", `\'`)
	}
	return quote + s + quote
}

// pythonType is a value's type in Python's words.
func pythonType(v any) string {
	switch x := v.(type) {
	case nil:
		return "NoneType"
	case bool:
		return "bool"
	case float64:
		if x == math.Trunc(x) {
			return "int"
		}
		return "float"
	case string:
		return "str"
	case []any:
		return "list"
	case *Object:
		return "dict"
	}
	return "_Expression"
}
