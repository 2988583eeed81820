package awscli

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rolecall/sandbox/awsapi"
)

// validator holds values against shapes before a call is made, as the CLI's
// library does: required members, unknown members, types and lower bounds.
// Upper bounds, patterns and enumerations are left to the service.
type validator struct{ faults []string }

func (v *validator) add(format string, args ...any) {
	if len(v.faults) < 20 {
		v.faults = append(v.faults, fmt.Sprintf(format, args...))
	}
}

// input checks a whole input and gives its values the types that [Input] asks for.
func (v *validator) input(op *awsapi.Operation, given map[string]any) (awsapi.Input, *cliError) {
	shape := awsapi.Shape{Type: awsapi.Structure, Members: op.Input}
	out, _ := v.structure("", &shape, given).(map[string]any)
	if len(v.faults) > 0 {
		return nil, paramError("Parameter validation failed:\n" + strings.Join(v.faults, "\n"))
	}
	return awsapi.Input(out), nil
}

func (v *validator) value(at string, s *awsapi.Shape, value any) any {
	switch s.Type {
	case awsapi.String:
		return v.str(at, s, value)
	case awsapi.Integer:
		return v.integer(at, s, value)
	case awsapi.Boolean:
		if _, ok := value.(bool); !ok {
			v.wrongType(at, value, "<class 'bool'>")
		}
	case awsapi.List:
		return v.list(at, s, value)
	case awsapi.Map:
		return v.mapping(at, s, value)
	case awsapi.Structure:
		return v.structure(at, s, value)
	case awsapi.Timestamp:
		return v.timestamp(at, value)
	case awsapi.Blob:
		return v.blob(at, s, value)
	}
	return value
}

func (v *validator) wrongType(at string, value any, want string) {
	v.add("Invalid type for parameter %s, value: %s, type: %s, valid types: %s", at, pyValue(value, false), pyType(value), want)
}

func (v *validator) length(at string, s *awsapi.Shape, n int64) {
	if n < s.Min {
		v.add("Invalid length for parameter %s, value: %d, valid min length: %d", at, n, s.Min)
	}
}

func (v *validator) str(at string, s *awsapi.Shape, value any) any {
	text, ok := value.(string)
	if !ok {
		v.wrongType(at, value, "<class 'str'>")
		return value
	}
	v.length(at, s, int64(utf8.RuneCountInString(text)))
	return text
}

func (v *validator) integer(at string, s *awsapi.Shape, value any) any {
	n, ok := value.(int64)
	if num, isNumber := value.(json.Number); isNumber {
		var err error
		n, err = strconv.ParseInt(num.String(), 10, 64)
		ok = err == nil
	}
	if !ok {
		v.wrongType(at, value, "<class 'int'>")
		return value
	}
	if n < s.Min {
		v.add("Invalid value for parameter %s, value: %d, valid min value: %d", at, n, s.Min)
	}
	return n
}

func (v *validator) list(at string, s *awsapi.Shape, value any) any {
	list, ok := value.([]any)
	if !ok {
		v.wrongType(at, value, "<class 'list'>, <class 'tuple'>")
		return value
	}
	v.length(at, s, int64(len(list)))
	out := make([]any, len(list))
	for i, e := range list {
		out[i] = v.value(fmt.Sprintf("%s[%d]", at, i), s.Elem, e)
	}
	return out
}

func (v *validator) mapping(at string, s *awsapi.Shape, value any) any {
	m, ok := value.(map[string]any)
	if !ok {
		v.wrongType(at, value, "<class 'dict'>")
		return value
	}
	out := make(map[string]any, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out[k] = v.value(at+"."+k, s.Elem, m[k])
	}
	return out
}

func (v *validator) structure(at string, s *awsapi.Shape, value any) any {
	m, ok := value.(map[string]any)
	name := at
	if name == "" {
		name = "input"
	}
	if !ok {
		v.wrongType(name, value, "<class 'dict'>")
		return value
	}
	v.members(name, s, m)
	out := make(map[string]any, len(m))
	for i := range s.Members {
		p := &s.Members[i]
		e, given := m[p.Name]
		if !given {
			continue
		}
		under := p.Name
		if at != "" {
			under = at + "." + p.Name
		}
		out[p.Name] = v.value(under, &p.Shape, e)
	}
	return out
}

// members tells of missing and of unknown members.
func (v *validator) members(name string, s *awsapi.Shape, m map[string]any) {
	known := map[string]bool{}
	names := make([]string, len(s.Members))
	for i, p := range s.Members {
		known[p.Name] = true
		names[i] = p.Name
		if _, given := m[p.Name]; p.Required && !given {
			v.add("Missing required parameter in %s: \"%s\"", name, p.Name)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		if !known[k] {
			v.add("Unknown parameter in %s: \"%s\", must be one of: %s", name, k, strings.Join(names, ", "))
		}
	}
}

func (v *validator) blob(at string, s *awsapi.Shape, value any) any {
	if text, ok := value.(string); ok {
		b, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			v.wrongType(at, value, "<class 'bytes'>, <class 'bytearray'>, file-like object")
			return value
		}
		value = b
	}
	b, ok := value.([]byte)
	if !ok {
		v.wrongType(at, value, "<class 'bytes'>, <class 'bytearray'>, file-like object")
		return value
	}
	v.length(at, s, int64(len(b)))
	return b
}

var timeLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02", "20060102T150405Z",
}

// timestamp reads a time as the CLI does: ISO 8601, or seconds since 1970.
func (v *validator) timestamp(at string, value any) any {
	text := pyValue(value, false)
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil && n > -1e11 && n < 1e11 {
		return time.Unix(int64(n), 0).UTC()
	}
	v.wrongType(at, value, "<class 'datetime.datetime'>, timestamp-string")
	return value
}
