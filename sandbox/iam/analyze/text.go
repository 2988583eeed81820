package analyze

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"rolecall/sandbox/iam"
)

// member is one element of a statement, in the order in which it is written.
type member struct {
	name  string
	value any // string, json.Number, bool, []any or members
}

// members are a JSON object whose order is kept.
type members []member

func (m members) get(name string) any {
	for _, e := range m {
		if e.name == name {
			return e.value
		}
	}
	return nil
}

// set returns a copy with one member set; nil takes it away.
func (m members) set(name string, value any) members {
	out := make(members, 0, len(m)+1)
	found := false
	for _, e := range m {
		if e.name == name {
			found = true
			if value == nil {
				continue
			}
			e.value = value
		}
		out = append(out, e)
	}
	if !found && value != nil {
		out = append(out, member{name, value})
	}
	return out
}

// readJSON reads one JSON value, keeping the order of objects. The text has been
// parsed as a policy before, so it is sound and not deep.
func readJSON(dec *json.Decoder) (any, error) {
	t, err := dec.Token()
	if err != nil {
		return nil, err
	}
	d, ok := t.(json.Delim)
	if !ok {
		return t, nil
	}
	var list []any
	obj := members{}
	for dec.More() {
		name := ""
		if d == '{' {
			k, err := dec.Token()
			if err != nil {
				return nil, err
			}
			name, _ = k.(string)
		}
		v, err := readJSON(dec)
		if err != nil {
			return nil, err
		}
		list, obj = append(list, v), append(obj, member{name, v})
	}
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	if d == '{' {
		return obj, nil
	}
	if list == nil {
		list = []any{}
	}
	return list, nil
}

func readStatement(text string) (members, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	v, err := readJSON(dec)
	if err != nil {
		return nil, err
	}
	m, ok := v.(members)
	if !ok {
		return nil, fmt.Errorf("a statement is an object")
	}
	return m, nil
}

// write writes a value as policies are written: two spaces, short lists on a line.
func write(b *strings.Builder, v any, indent string) {
	switch v := v.(type) {
	case members:
		b.WriteString("{")
		for i, e := range v {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString("\n" + indent + "  " + quoted(e.name) + ": ")
			write(b, e.value, indent+"  ")
		}
		b.WriteString("\n" + indent + "}")
	case []any:
		b.WriteString("[")
		for i, e := range v {
			if i > 0 {
				b.WriteString(", ")
			}
			write(b, e, indent+"  ")
		}
		b.WriteString("]")
	case []string:
		list := make([]any, len(v))
		for i := range v {
			list[i] = v[i]
		}
		if len(list) == 1 {
			write(b, list[0], indent)
			return
		}
		write(b, list, indent)
	case string:
		b.WriteString(quoted(v))
	default:
		fmt.Fprint(b, v)
	}
}

// quoted is a JSON string; unlike json.Marshal it leaves <, > and & alone.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}

func render(v any, indent string) string {
	var b strings.Builder
	write(&b, v, indent)
	return b.String()
}

// newDocument is a document that holds one statement.
func newDocument(statement members) string {
	return "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    " + render(statement, "    ") + "\n  ]\n}\n"
}

// indentAt is the white space that the line of an offset begins with.
func indentAt(src string, offset int) string {
	line := src[strings.LastIndexByte(src[:offset], '\n')+1:]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// addStatement is a document with one more statement behind the others. All else
// stays as it was written.
func addStatement(p *iam.Policy, statement members) string {
	src := string(p.Source())
	list := p.Statements()
	if len(list) == 0 {
		return newDocument(statement)
	}
	first, last := list[0].Span.Start.Offset, list[len(list)-1].Span.End.Offset
	indent := indentAt(src, first)
	before := strings.TrimRight(src[:first], " \t\r\n")
	if strings.HasSuffix(before, "[") {
		return src[:last] + ",\n" + indent + render(statement, indent) + src[last:]
	}
	return src[:first] + "[" + src[first:last] + ",\n" + indent + render(statement, indent) + "]" + src[last:]
}

// changeStatement is a document with one statement written anew.
func changeStatement(p *iam.Policy, index int, statement members) string {
	src := string(p.Source())
	span := p.Statements()[index].Span
	return src[:span.Start.Offset] + render(statement, indentAt(src, span.Start.Offset)) + src[span.End.Offset:]
}

// dropStatement is a document without one statement; ok is false when it would
// be the last.
func dropStatement(p *iam.Policy, index int) (string, bool) {
	src := string(p.Source())
	list := p.Statements()
	switch {
	case len(list) < 2:
		return "", false
	case index+1 < len(list):
		return src[:list[index].Span.Start.Offset] + src[list[index+1].Span.Start.Offset:], true
	}
	return src[:list[index-1].Span.End.Offset] + src[list[index].Span.End.Offset:], true
}

func statementText(p *iam.Policy, index int) string {
	span := p.Statements()[index].Span
	return string(p.Source()[span.Start.Offset:span.End.Offset])
}
