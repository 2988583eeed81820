package prose

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Str is a scalar of a YAML document that knows where it stands, so that a fault
// in what it holds can be told with its line.
type Str struct {
	Value string
	Line  int // of its first character, from 1, counted from the document's first line

	block bool // its line breaks are lines of the document
}

// Plain is a text that stands in no document yet.
func Plain(value string) Str { return Str{Value: value} }

// IsZero reports whether there is no text: such a key isn't written.
func (s Str) IsZero() bool { return s.Value == "" }

// MarshalYAML writes the text so that [Str.UnmarshalYAML] reads the same: a text of
// several lines as a block where YAML can hold it as one, in quotation marks
// otherwise.
func (s Str) MarshalYAML() (any, error) {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s.Value}
	switch {
	case !strings.Contains(s.Value, "\n"):
		return s.Value, nil
	case asBlock(s.Value):
		n.Style = yaml.LiteralStyle
	default:
		n.Style = yaml.DoubleQuotedStyle
	}
	return n, nil
}

// asBlock reports whether YAML can hold a text as a block of lines, unchanged.
func asBlock(s string) bool {
	odd := func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) }
	if strings.TrimLeft(s, " \n") != s || strings.HasSuffix(s, "\n\n") || strings.ContainsFunc(s, odd) {
		return false
	}
	return !strings.Contains(s, " \n") && !strings.HasSuffix(s, " ")
}

// Block is a text that stands in a document by itself, from the given line on.
func Block(value string, line int) Str { return Str{Value: value, Line: line, block: true} }

// UnmarshalYAML takes any scalar as it is written.
func (s *Str) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: this must be text, not a list or a mapping", n.Line)
	}
	s.Line = n.Line
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		s.Line++
		s.block = true
	}
	if n.Tag != "!!null" {
		s.Value = n.Value
	}
	return nil
}

// Place is where the text stands when its document begins at doc. A text that
// stands in no document, all its lines, is at doc.
func (s Str) Place(doc Place) Place {
	if s.Line == 0 {
		doc.oneLine = true
		return doc
	}
	at := doc.Down(s.Line - 1)
	at.oneLine = !s.block
	return at
}

// lineError is one message of the decoder.
type lineError struct {
	line int
	text string
}

// YAML decodes one document strictly into a pointer to a struct: a key that the
// struct doesn't have, a key given twice, a value of the wrong type or a second
// document is a fault at its line.
func YAML(src []byte, at Place, into any) Faults {
	dec := yaml.NewDecoder(bytes.NewReader(src))
	dec.KnownFields(true)
	err := dec.Decode(into)
	if errors.Is(err, io.EOF) {
		return Faults{at.Fault("nothing is written here")}
	}
	if err != nil {
		return yamlFaults(err, at, into)
	}
	if dec.Decode(new(yaml.Node)) != io.EOF {
		return Faults{at.Fault("this holds more than one YAML document: remove the line \"---\"")}
	}
	return nil
}

func yamlFaults(err error, at Place, into any) Faults {
	messages := []string{err.Error()}
	var te *yaml.TypeError
	if errors.As(err, &te) {
		messages = te.Errors
	}
	var fs Faults
	for _, m := range messages {
		e := splitLine(m)
		fs = append(fs, at.Down(max(e.line-1, 0)).Fault("%s", plainYAML(e.text, into)))
	}
	return fs
}

var (
	yamlLine     = regexp.MustCompile(`^(?:yaml: )?(?:unmarshal errors:\s*)?line (\d+): `)
	unknownField = regexp.MustCompile(`^field (.+) not found in type (\S+)$`)
	wrongType    = regexp.MustCompile("^cannot unmarshal !!(\\w+)(?: `(.*)`)? into (\\S+)$")
	definedTwice = regexp.MustCompile(`^mapping key (".*?") already defined at line (\d+)$`)
)

func splitLine(message string) lineError {
	m := yamlLine.FindStringSubmatchIndex(message)
	if m == nil {
		return lineError{1, strings.TrimPrefix(message, "yaml: ")}
	}
	n, _ := strconv.Atoi(message[m[2]:m[3]])
	return lineError{n, message[m[1]:]}
}

// plainYAML says in the words of authors what the decoder says in Go's.
func plainYAML(text string, into any) string {
	if m := unknownField.FindStringSubmatch(text); m != nil {
		known := strings.Join(keysOf(reflect.TypeOf(into), m[2], map[reflect.Type]bool{}), ", ")
		if known == "" {
			return fmt.Sprintf("there is no key %q here", m[1])
		}
		return fmt.Sprintf("there is no key %q here; the keys are %s", m[1], known)
	}
	if m := wrongType.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("%s can't stand here: %s is expected", yamlKind(m[1], m[2]), goKind(m[3]))
	}
	if m := definedTwice.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("the key %s is given twice", m[1])
	}
	return text
}

func yamlKind(tag, value string) string {
	switch tag {
	case "seq":
		return "a list"
	case "map":
		return "a mapping"
	}
	if value != "" {
		return strconv.Quote(value)
	}
	return "this value"
}

func goKind(name string) string {
	switch {
	case strings.HasPrefix(name, "[]"):
		return "a list"
	case strings.HasPrefix(name, "int"):
		return "a whole number"
	case name == "bool":
		return "true or false"
	case name == "string":
		return "text"
	}
	return "a mapping"
}

// keysOf finds the struct type named name in or under t and lists its keys.
func keysOf(t reflect.Type, name string, seen map[reflect.Type]bool) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return nil
	}
	seen[t] = true
	if t.String() == name {
		return structKeys(t)
	}
	for i := range t.NumField() {
		if keys := keysOf(t.Field(i).Type, name, seen); keys != nil {
			return keys
		}
	}
	return nil
}

func structKeys(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		tag, opts, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case opts == "inline":
			keys = append(keys, structKeys(f.Type)...)
		case tag != "" && tag != "-":
			keys = append(keys, tag)
		}
	}
	sort.Strings(keys)
	return keys
}
