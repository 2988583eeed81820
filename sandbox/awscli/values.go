package awscli

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/jmespath"
)

// unpacker turns the words behind options into values, as the CLI does before
// it looks at what they mean: files are read, JSON and shorthand are parsed.
type unpacker struct {
	shell  *Shell
	binary string // --cli-binary-format
}

// unpack turns the words given for a parameter into a value of JSON's types,
// int64 and []byte. The types are not checked yet; see [validator].
func (u *unpacker) unpack(op *awsapi.Operation, p *awsapi.Param, words []string) (any, *cliError) {
	if p.Type == awsapi.Boolean {
		return words[0] == "true", nil
	}
	if op.Name == "PutObject" && p.Name == "Body" {
		return u.streamed(p, words[0])
	}
	words, raw, err := u.files(p, words)
	if err != nil {
		return nil, err
	}
	switch p.Type {
	case awsapi.List:
		return u.list(p, words)
	case awsapi.Map, awsapi.Structure:
		return u.complex(p, &p.Shape, words[0])
	case awsapi.Blob:
		return u.blob(words[0], raw)
	case awsapi.String, awsapi.Integer, awsapi.Timestamp, awsapi.Boolean:
		return u.scalar(&p.Shape, words[0])
	}
	return words[0], nil
}

// files replaces file://NAME by what the file holds; raw says that it was
// fileb://, whose bytes are taken as they are.
func (u *unpacker) files(p *awsapi.Param, words []string) (out []string, raw bool, err *cliError) {
	if len(words) != 1 {
		return words, false, nil
	}
	text, raw, err := u.file(p.Option, words[0])
	return []string{text}, raw, err
}

// file is a value of an option, or the contents of the file that it names. They
// are counted as the text that will be parsed.
func (u *unpacker) file(option, value string) (text string, raw bool, err *cliError) {
	name, raw := strings.CutPrefix(value, "fileb://")
	if !raw {
		var ok bool
		if name, ok = strings.CutPrefix(value, "file://"); !ok {
			return value, false, u.charge(len(value))
		}
	}
	body, ok, fault := u.shell.file(name)
	if fault != nil {
		return "", false, stopped(fault)
	}
	if !ok {
		return "", false, parseError(option, "Unable to load paramfile "+value+": [Errno 2] No such file or directory: '"+name+"'")
	}
	return string(body), raw, u.charge(len(body))
}

// charge counts a text that is read and then parsed.
func (u *unpacker) charge(size int) *cliError {
	if err := u.shell.budget.Grow(int64(size)); err != nil {
		return stopped(err)
	}
	if err := u.shell.budget.Step(int64(size) / 4); err != nil {
		return stopped(err)
	}
	return nil
}

// streamed is the body of a request, which the CLI takes as the path of a file.
func (u *unpacker) streamed(p *awsapi.Param, path string) (any, *cliError) {
	body, ok, err := u.shell.file(path)
	if err != nil {
		return nil, stopped(err)
	}
	if !ok {
		return nil, parseError(p.Option, "Blob values must be a path to a file.")
	}
	return body, nil
}

func (u *unpacker) blob(text string, raw bool) (any, *cliError) {
	if raw || u.binary == "raw-in-base64-out" {
		return []byte(text), nil
	}
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil {
		return nil, generalError(`Invalid base64: "` + text + `"`)
	}
	return b, nil
}

func (u *unpacker) scalar(s *awsapi.Shape, word string) (any, *cliError) {
	if s.Type != awsapi.Integer {
		return word, nil
	}
	n, err := strconv.ParseInt(strings.TrimSpace(word), 10, 64)
	if err != nil {
		return nil, generalError("invalid literal for int() with base 10: " + pyString(word))
	}
	return n, nil
}

func (u *unpacker) list(p *awsapi.Param, words []string) (any, *cliError) {
	if len(words) == 1 && strings.HasPrefix(strings.TrimSpace(words[0]), "[") {
		return u.json(p, words[0])
	}
	elem := p.Elem
	composed := elem.Type == awsapi.Structure || elem.Type == awsapi.List || elem.Type == awsapi.Map
	list := make([]any, 0, len(words))
	if !composed {
		for _, w := range words {
			v, err := u.scalar(elem, w)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	}
	asJSON := len(words) > 0 && startsJSON(words[0])
	for _, w := range words {
		var v any
		var err *cliError
		switch {
		case !asJSON:
			v, err = u.shorthand(p, elem, w)
		case startsJSON(w):
			v, err = u.json(p, w)
		default:
			err = parseError(p.Option, "Invalid JSON:\n"+w)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

func startsJSON(w string) bool {
	w = strings.TrimSpace(w)
	return strings.HasPrefix(w, "[") || strings.HasPrefix(w, "{")
}

func (u *unpacker) complex(p *awsapi.Param, s *awsapi.Shape, word string) (any, *cliError) {
	trimmed := strings.TrimSpace(word)
	switch {
	case strings.HasPrefix(trimmed, "{"):
		return u.json(p, word)
	case strings.HasPrefix(trimmed, "["):
		return nil, parseError(p.Option, "Invalid JSON:\n"+word)
	}
	return u.shorthand(p, s, word)
}

func (u *unpacker) json(p *awsapi.Param, word string) (any, *cliError) {
	v, err := parseJSON(word)
	if err != nil {
		return nil, parseError(p.Option, "Invalid JSON: "+err.Error()+"\nJSON received: "+word)
	}
	return v, nil
}

func (u *unpacker) shorthand(p *awsapi.Param, s *awsapi.Shape, word string) (any, *cliError) {
	v, err := parseShorthand(word, func(value string) (string, error) {
		text, _, err := u.file(p.Option, value)
		if err != nil {
			return "", err
		}
		return text, nil
	})
	var fault *cliError
	if errors.As(err, &fault) {
		return nil, fault
	}
	if err != nil {
		return nil, parseError(p.Option, err.Error())
	}
	return u.coerce(s, v)
}

// coerce gives shorthand values the types of a shape: one value where a list is
// due becomes a list of one, and digits become numbers.
func (u *unpacker) coerce(s *awsapi.Shape, v any) (any, *cliError) {
	switch s.Type {
	case awsapi.Structure:
		m, ok := v.(map[string]any)
		if !ok {
			return v, nil
		}
		for i := range s.Members {
			member := &s.Members[i]
			if e, given := m[member.Name]; given {
				c, err := u.coerce(&member.Shape, e)
				if err != nil {
					return nil, err
				}
				m[member.Name] = c
			}
		}
	case awsapi.Map:
		m, ok := v.(map[string]any)
		if !ok {
			return v, nil
		}
		for k, e := range m {
			c, err := u.coerce(s.Elem, e)
			if err != nil {
				return nil, err
			}
			m[k] = c
		}
	case awsapi.List:
		list, ok := v.([]any)
		if !ok {
			return []any{v}, nil
		}
		for i, e := range list {
			c, err := u.coerce(s.Elem, e)
			if err != nil {
				return nil, err
			}
			list[i] = c
		}
	case awsapi.Integer:
		if text, ok := v.(string); ok {
			return u.scalar(s, text)
		}
	case awsapi.Boolean:
		text, _ := v.(string)
		if strings.EqualFold(text, "true") || strings.EqualFold(text, "false") {
			return strings.EqualFold(text, "true"), nil
		}
	case awsapi.String, awsapi.Timestamp, awsapi.Blob:
	}
	return v, nil
}

// inputJSON reads --cli-input-json, whose members count where no option says
// otherwise.
func (u *unpacker) inputJSON(value string) (map[string]any, *cliError) {
	text, _, fault := u.file("--cli-input-json", value)
	if fault != nil {
		return nil, fault
	}
	v, err := parseJSON(text)
	if err != nil {
		return nil, parseError("cli-input-json", "Invalid JSON received.")
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, parseError("--cli-input-json", "Invalid type: expecting map, received "+pyType(v))
	}
	return m, nil
}

// pyString, pyType and pyValue name values as the CLI's messages do, which are
// Python's.
func pyString(s string) string {
	quote := "'"
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = `"`
	}
	r := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`)
	text := r.Replace(s)
	if quote == "'" {
		text = strings.ReplaceAll(text, "'", `\'`)
	}
	return quote + text + quote
}

func pyType(v any) string {
	name := "object"
	switch n := v.(type) {
	case nil:
		name = "NoneType"
	case string:
		name = "str"
	case bool:
		name = "bool"
	case int64:
		name = "int"
	case json.Number:
		name = "int"
		if strings.ContainsAny(n.String(), ".eE") {
			name = "float"
		}
	case float64:
		name = "float"
	case []any:
		name = "list"
	case map[string]any:
		name = "dict"
	case []byte:
		name = "bytes"
	}
	return "<class '" + name + "'>"
}

// pyValue writes a value as Python's str does, or as its repr.
func pyValue(v any, quoted bool) string {
	if s, ok := v.(string); ok && !quoted {
		return s
	}
	var b strings.Builder
	writePy(&b, v, quoted)
	return b.String()
}

func writePy(b *strings.Builder, v any, quoted bool) {
	switch x := v.(type) {
	case nil:
		b.WriteString("None")
	case bool:
		b.WriteString(map[bool]string{true: "True", false: "False"}[x])
	case string:
		if quoted {
			x = pyString(x)
		}
		b.WriteString(x)
	case int64:
		b.WriteString(strconv.FormatInt(x, 10))
	case float64:
		b.WriteString(jmespath.NumberText(x))
	case json.Number:
		b.WriteString(x.String())
	case []any:
		b.WriteByte('[')
		for i, e := range x {
			b.WriteString(comma(i))
			writePy(b, e, true)
		}
		b.WriteByte(']')
	case map[string]any:
		b.WriteByte('{')
		for i, k := range slices.Sorted(maps.Keys(x)) {
			b.WriteString(comma(i) + pyString(k) + ": ")
			writePy(b, x[k], true)
		}
		b.WriteByte('}')
	case *jmespath.Object:
		b.WriteByte('{')
		for i, k := range sortedMembers(x) {
			b.WriteString(comma(i) + pyString(k) + ": ")
			each, _ := x.Get(k)
			writePy(b, each, true)
		}
		b.WriteByte('}')
	}
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ", "
}
