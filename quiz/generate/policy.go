package generate

import (
	"bytes"
	"encoding/json"
	"strings"
)

// conditions are a statement's Condition element: operator, key, values.
type conditions map[string]map[string]any

// statement is one statement of a policy. Principal, actions, resources and
// condition values are a string or a list of them, as in JSON.
type statement struct {
	Sid         string     `json:"Sid,omitempty"`
	Effect      string     `json:"Effect"`
	Principal   any        `json:"Principal,omitempty"`
	Action      any        `json:"Action,omitempty"`
	NotAction   any        `json:"NotAction,omitempty"`
	Resource    any        `json:"Resource,omitempty"`
	NotResource any        `json:"NotResource,omitempty"`
	Condition   conditions `json:"Condition,omitempty"`
}

// policy is a policy document.
type policy []statement

func allow(action, resource any) statement {
	return statement{Effect: "Allow", Action: action, Resource: resource}
}

func deny(action, resource any) statement {
	return statement{Effect: "Deny", Action: action, Resource: resource}
}

// trusts lets principals of AWS assume the role.
func trusts(principals ...string) statement {
	return statement{Effect: "Allow", Principal: awsPrincipal(principals...), Action: "sts:AssumeRole"}
}

func trustsService(service string) statement {
	return statement{Effect: "Allow", Principal: map[string]any{"Service": service}, Action: "sts:AssumeRole"}
}

func awsPrincipal(principals ...string) map[string]any {
	if len(principals) == 1 {
		return map[string]any{"AWS": principals[0]}
	}
	return map[string]any{"AWS": principals}
}

// to is the statement about other principals.
func (s statement) to(principals ...string) statement {
	s.Principal = awsPrincipal(principals...)
	return s
}

// when is the statement under one more condition.
func (s statement) when(operator, key string, value any) statement {
	all := conditions{}
	for op, keys := range s.Condition {
		all[op] = map[string]any{}
		for k, v := range keys {
			all[op][k] = v
		}
	}
	if all[operator] == nil {
		all[operator] = map[string]any{}
	}
	all[operator][key] = value
	s.Condition = all
	return s
}

// compact is the document on one line, for command lines.
func (p policy) compact() string { return encode(p.document()) }

// pretty is the document as it is shown and stored.
func (p policy) pretty() string {
	var b strings.Builder
	src := encode(p.document())
	printer{src: src, out: &b}.value(0, 0)
	b.WriteByte('\n')
	return b.String()
}

type document struct {
	Version   string
	Statement []statement
}

func (p policy) document() document { return document{"2012-10-17", p} }

func encode(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err.Error() // not reached: strings, lists and maps of them encode
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// spaced puts blanks into compact JSON, so that it reads and wraps.
func spaced(src string) string {
	var b strings.Builder
	quoted := false
	for i := range len(src) {
		c := src[i]
		if c == '"' {
			quoted = !quoted
		}
		switch {
		case !quoted && c == '{':
			b.WriteString("{ ")
		case !quoted && c == '}':
			b.WriteString(" }")
		case !quoted && (c == ':' || c == ','):
			b.WriteByte(c)
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// printer lays out compact JSON as policies are written by hand: short lists and
// the innermost objects on a line of their own. It takes no escaped quotes, for
// the documents hold none.
type printer struct {
	src string
	out *strings.Builder
}

const (
	lineWidth  = 66 // in characters
	inlineFrom = 3  // how deep an object must be to stand on one line
)

// value prints the value at an offset and returns the offset behind it.
func (p printer) value(at, depth int) int {
	open := p.src[at]
	if open != '{' && open != '[' {
		end := p.scalar(at)
		p.out.WriteString(p.src[at:end])
		return end
	}
	end := p.end(at)
	inner := p.src[at:end]
	nested := strings.ContainsAny(inner[1:], "{[")
	if short := spaced(inner); !nested && p.column()+len(short) < lineWidth && (open == '[' || depth >= inlineFrom) {
		p.out.WriteString(short)
		return end
	}
	p.out.WriteByte(open)
	for i := at + 1; i < end-1; {
		p.newline(depth + 1)
		if open == '{' {
			colon := p.scalar(i)
			p.out.WriteString(p.src[i:colon] + ": ")
			i = colon + 1
		}
		i = p.value(i, depth+1)
		if p.src[i] == ',' {
			p.out.WriteByte(',')
			i++
		}
	}
	p.newline(depth)
	p.out.WriteByte(p.src[end-1])
	return end
}

// column is how far the line at hand has come.
func (p printer) column() int {
	text := p.out.String()
	return len(text) - strings.LastIndexByte(text, '\n') - 1
}

func (p printer) newline(depth int) {
	p.out.WriteByte('\n')
	p.out.WriteString(strings.Repeat("  ", depth))
}

// scalar finds the end of the string, number or word at an offset.
func (p printer) scalar(at int) int {
	if p.src[at] == '"' {
		return at + 2 + strings.IndexByte(p.src[at+1:], '"')
	}
	return at + strings.IndexAny(p.src[at:], ",}]")
}

// end finds the end of the object or list at an offset.
func (p printer) end(at int) int {
	depth, quoted := 0, false
	for i := at; i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(p.src)
}
