package jmespath

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The checks of a call leave these types only, so that the conversions below
// can't fail.
func number(v any) float64 { f, _ := v.(float64); return f }
func text(v any) string    { s, _ := v.(string); return s }
func array(v any) []any    { l, _ := v.([]any); return l }
func object(v any) *Object { o, _ := v.(*Object); return o }
func inner(v any) *node    { x, _ := v.(expref); return x.node }

func abs(_ *evaluator, args []any) (any, error)   { return math.Abs(number(args[0])), nil }
func ceil(_ *evaluator, args []any) (any, error)  { return math.Ceil(number(args[0])), nil }
func floor(_ *evaluator, args []any) (any, error) { return math.Floor(number(args[0])), nil }

func total(list []any) (sum float64) {
	for _, v := range list {
		sum += number(v)
	}
	return sum
}

func sum(_ *evaluator, args []any) (any, error) { return total(array(args[0])), nil }

func avg(_ *evaluator, args []any) (any, error) {
	list := array(args[0])
	if len(list) == 0 {
		return nil, nil
	}
	return total(list) / float64(len(list)), nil
}

func contains(e *evaluator, args []any) (any, error) {
	if s, ok := args[0].(string); ok {
		part, ok := args[1].(string)
		return ok && strings.Contains(s, part), e.budget.Step(int64(len(s)) / 64)
	}
	for _, each := range array(args[0]) {
		if same, err := e.equal(each, args[1]); same || err != nil {
			return same, err
		}
	}
	return false, nil
}

func endsWith(_ *evaluator, args []any) (any, error) {
	return strings.HasSuffix(text(args[0]), text(args[1])), nil
}

func startsWith(_ *evaluator, args []any) (any, error) {
	return strings.HasPrefix(text(args[0]), text(args[1])), nil
}

func join(e *evaluator, args []any) (any, error) {
	list, between := array(args[1]), text(args[0])
	parts := make([]string, len(list))
	size := int64(nodeCost)
	for i, v := range list {
		parts[i] = text(v)
		size += int64(len(parts[i])) + int64(len(between))
	}
	if err := e.budget.Grow(size); err != nil {
		return nil, err
	}
	return strings.Join(parts, between), nil
}

func keys(e *evaluator, args []any) (any, error) {
	list := []any{}
	for key := range object(args[0]).All() {
		list = append(list, key)
	}
	return e.built(list)
}

func values(e *evaluator, args []any) (any, error) { return e.built(object(args[0]).values()) }

func length(e *evaluator, args []any) (any, error) {
	switch x := args[0].(type) {
	case string:
		return float64(utf8.RuneCountInString(x)), e.budget.Step(int64(len(x)) / 64)
	case []any:
		return float64(len(x)), nil
	}
	return float64(object(args[0]).Len()), nil
}

func mapEach(e *evaluator, args []any) (any, error) {
	list := array(args[1])
	out := make([]any, len(list))
	for i, each := range list {
		var err error
		if out[i], err = e.eval(inner(args[0]), each); err != nil {
			return nil, err
		}
	}
	return e.built(out)
}

func merge(e *evaluator, args []any) (any, error) {
	out := NewObject(0)
	for _, arg := range args {
		o := object(arg)
		if err := e.budget.Step(int64(o.Len())); err != nil {
			return nil, err
		}
		for key, v := range o.All() {
			out.Set(key, v)
		}
	}
	return e.built(out)
}

func notNull(_ *evaluator, args []any) (any, error) {
	for _, v := range args {
		if v != nil {
			return v, nil
		}
	}
	return nil, nil
}

func reverse(e *evaluator, args []any) (any, error) {
	if s, ok := args[0].(string); ok {
		if _, err := e.built(s); err != nil {
			return nil, err
		}
		var b strings.Builder
		b.Grow(len(s))
		for len(s) > 0 {
			_, size := utf8.DecodeLastRuneInString(s)
			b.WriteString(s[len(s)-size:])
			s = s[:len(s)-size]
		}
		return b.String(), nil
	}
	list := array(args[0])
	out := make([]any, len(list))
	for i, v := range list {
		out[len(list)-1-i] = v
	}
	return e.built(out)
}

func toArray(e *evaluator, args []any) (any, error) {
	if _, ok := args[0].([]any); ok {
		return args[0], nil
	}
	return e.built([]any{args[0]})
}

func toNumber(_ *evaluator, args []any) (any, error) {
	switch x := args[0].(type) {
	case float64:
		return x, nil
	case string:
		f, err := strconv.ParseFloat(strings.TrimSpace(x), 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return nil, nil
		}
		return f, nil
	}
	return nil, nil
}

func toString(e *evaluator, args []any) (any, error) {
	if _, ok := args[0].(string); ok {
		return args[0], nil
	}
	// The text is larger than what is counted by a constant factor at most.
	if err := e.count(args[0]); err != nil {
		return nil, err
	}
	var b strings.Builder
	writeJSON(&b, args[0])
	return b.String(), e.budget.Grow(int64(b.Len()))
}

func typeName(_ *evaluator, args []any) (any, error) { return typeOf(args[0]), nil }
