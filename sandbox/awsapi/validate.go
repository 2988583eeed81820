package awsapi

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// validate holds an input against the operation's shapes, as the service does
// once more after the client. Faults are collected and told at once, in the
// words of AWS's query services.
func validate(op *Operation, in Input) error {
	v := validation{}
	known := map[string]bool{}
	for _, p := range op.Input {
		known[p.Name] = true
		value, given := in[p.Name]
		if !given {
			if p.Required {
				v.add("Value null at '%s' failed to satisfy constraint: Member must not be null", lowerFirst(p.Name))
			}
			continue
		}
		v.check(lowerFirst(p.Name), p.Shape, value)
	}
	for name := range in {
		if !known[name] {
			v.add("Unknown parameter %q", name)
		}
	}
	if len(v.faults) == 0 {
		return nil
	}
	slices.Sort(v.faults)
	noun := "errors"
	if len(v.faults) == 1 {
		noun = "error"
	}
	code := "ValidationError"
	if protocolOf(op.Service) == jsonProtocol {
		code = "ValidationException"
	}
	return &APIError{
		Code: code, Status: 400, Operation: op.Name,
		Message: fmt.Sprintf("%d validation %s detected: %s", len(v.faults), noun, strings.Join(v.faults, "; ")),
	}
}

type validation struct{ faults []string }

func (v *validation) add(format string, args ...any) {
	if len(v.faults) < 20 {
		v.faults = append(v.faults, fmt.Sprintf(format, args...))
	}
}

func (v *validation) check(at string, s Shape, value any) {
	switch s.Type {
	case String:
		v.checkString(at, s, value)
	case Integer:
		v.checkInteger(at, s, value)
	case List:
		v.checkList(at, s, value)
	case Structure:
		v.checkStructure(at, s, value)
	case Map:
		m, ok := value.(map[string]any)
		if !ok {
			v.add("Value at '%s' is not a map", at)
			return
		}
		for _, k := range slices.Sorted(maps.Keys(m)) {
			v.check(at+"."+k, *s.Elem, m[k])
		}
	case Boolean, Timestamp, Blob:
	}
}

func (v *validation) checkString(at string, s Shape, value any) {
	text, ok := value.(string)
	if !ok {
		v.add("Value at '%s' is not a string", at)
		return
	}
	n := int64(utf8.RuneCountInString(text))
	fails := func(constraint string, args ...any) {
		v.add("Value '%s' at '%s' failed to satisfy constraint: "+constraint, append([]any{shorten(text), at}, args...)...)
	}
	if n < s.Min {
		fails("Member must have length greater than or equal to %d", s.Min)
	}
	if s.Max > 0 && n > s.Max {
		fails("Member must have length less than or equal to %d", s.Max)
	}
	if s.re != nil && !s.re.MatchString(text) {
		fails("Member must satisfy regular expression pattern: %s", s.Pattern)
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, text) {
		fails("Member must satisfy enum value set: [%s]", strings.Join(s.Enum, ", "))
	}
}

func (v *validation) checkInteger(at string, s Shape, value any) {
	n, ok := value.(int64)
	if !ok {
		v.add("Value at '%s' is not a number", at)
		return
	}
	if s.Min == 0 && s.Max == 0 {
		return
	}
	if n < s.Min {
		v.add("Value '%d' at '%s' failed to satisfy constraint: Member must have value greater than or equal to %d", n, at, s.Min)
	}
	if s.Max > 0 && n > s.Max {
		v.add("Value '%d' at '%s' failed to satisfy constraint: Member must have value less than or equal to %d", n, at, s.Max)
	}
}

func (v *validation) checkList(at string, s Shape, value any) {
	list, ok := value.([]any)
	if !ok {
		v.add("Value at '%s' is not a list", at)
		return
	}
	if s.Max > 0 && int64(len(list)) > s.Max {
		v.add("Value at '%s' failed to satisfy constraint: Member must have length less than or equal to %d", at, s.Max)
		return
	}
	if int64(len(list)) < s.Min {
		v.add("Value at '%s' failed to satisfy constraint: Member must have length greater than or equal to %d", at, s.Min)
	}
	for i, e := range list {
		v.check(fmt.Sprintf("%s.%d.member", at, i+1), *s.Elem, e)
	}
}

func (v *validation) checkStructure(at string, s Shape, value any) {
	m, ok := value.(map[string]any)
	if !ok {
		v.add("Value at '%s' is not a structure", at)
		return
	}
	for _, p := range s.Members {
		e, given := m[p.Name]
		switch {
		case given:
			v.check(at+"."+lowerFirst(p.Name), p.Shape, e)
		case p.Required:
			v.add("Value null at '%s.%s' failed to satisfy constraint: Member must not be null", at, lowerFirst(p.Name))
		}
	}
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 100 {
		return string(r[:100]) + "..."
	}
	return s
}
