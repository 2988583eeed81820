package jmespath

import "strings"

// function is one of the specification's functions. Each argument may be of the
// types that are listed for it; none means any type but an expression's.
type function struct {
	args     [][]string
	variadic bool // the last argument may be repeated
	call     func(*evaluator, []any) (any, error)
}

var (
	anyType     []string
	aString     = []string{"string"}
	aNumber     = []string{"number"}
	anArray     = []string{"array"}
	anObject    = []string{"object"}
	anExpref    = []string{"expref"}
	numbers     = []string{"array-number"}
	texts       = []string{"array-string"}
	numbersText = []string{"array-number", "array-string"}
)

var functions map[string]function

func init() {
	// Set here because sort_by and its like evaluate expressions, which call functions.
	functions = map[string]function{
		"abs":         {[][]string{aNumber}, false, abs},
		"avg":         {[][]string{numbers}, false, avg},
		"ceil":        {[][]string{aNumber}, false, ceil},
		"contains":    {[][]string{{"array", "string"}, anyType}, false, contains},
		"ends_with":   {[][]string{aString, aString}, false, endsWith},
		"floor":       {[][]string{aNumber}, false, floor},
		"join":        {[][]string{aString, texts}, false, join},
		"keys":        {[][]string{anObject}, false, keys},
		"length":      {[][]string{{"string", "array", "object"}}, false, length},
		"map":         {[][]string{anExpref, anArray}, false, mapEach},
		"max":         {[][]string{numbersText}, false, extreme(1)},
		"max_by":      {[][]string{anArray, anExpref}, false, extremeBy("max_by", 1)},
		"merge":       {[][]string{anObject}, true, merge},
		"min":         {[][]string{numbersText}, false, extreme(-1)},
		"min_by":      {[][]string{anArray, anExpref}, false, extremeBy("min_by", -1)},
		"not_null":    {[][]string{anyType}, true, notNull},
		"reverse":     {[][]string{{"array", "string"}}, false, reverse},
		"sort":        {[][]string{{"array-string", "array-number"}}, false, sortList},
		"sort_by":     {[][]string{anArray, anExpref}, false, sortBy},
		"starts_with": {[][]string{aString, aString}, false, startsWith},
		"sum":         {[][]string{numbers}, false, sum},
		"to_array":    {[][]string{anyType}, false, toArray},
		"to_number":   {[][]string{anyType}, false, toNumber},
		"to_string":   {[][]string{anyType}, false, toString},
		"type":        {[][]string{anyType}, false, typeName},
		"values":      {[][]string{anObject}, false, values},
	}
}

func (e *evaluator) call(n *node, v any) (any, error) {
	args := make([]any, len(n.list))
	for i, each := range n.list {
		var err error
		if args[i], err = e.eval(each, v); err != nil {
			return nil, err
		}
	}
	f, ok := functions[n.name]
	if !ok {
		return nil, faultf(UnknownFunction, "Unknown function: %s()", n.name)
	}
	if err := f.checkCount(n.name, len(args)); err != nil {
		return nil, err
	}
	for i, arg := range args {
		if err := e.checkType(n.name, arg, f.args[min(i, len(f.args)-1)]); err != nil {
			return nil, err
		}
	}
	return f.call(e, args)
}

func (f function) checkCount(name string, got int) error {
	want, least := len(f.args), ""
	if got == want || f.variadic && got > want {
		return nil
	}
	if f.variadic {
		least = "at least "
	}
	plural := "s"
	if want == 1 {
		plural = ""
	}
	return faultf(InvalidArity, "Expected %s%d argument%s for function %s(), received %d", least, want, plural, name, got)
}

// checkType holds an argument against the types it may have. Elements of an
// array-number or an array-string must all be of the first one's type.
func (e *evaluator) checkType(name string, arg any, types []string) error {
	got := typeOf(arg)
	if types == nil && got != "expref" {
		return nil
	}
	list, isArray := arg.([]any)
	inner := "" // the type that all elements must have
	for _, t := range types {
		element, typed := strings.CutPrefix(t, "array-")
		if t == got || isArray && typed && len(list) == 0 {
			return nil
		}
		if isArray && typed && (inner == "" || element == typeOf(list[0])) {
			inner = element
		}
	}
	if inner == "" {
		return wrongType(name, arg, got, types)
	}
	if err := e.budget.Step(int64(len(list))); err != nil {
		return err
	}
	for _, each := range list {
		if typeOf(each) != inner {
			return wrongType(name, each, pythonType(each), types)
		}
	}
	return nil
}

func wrongType(name string, value any, got string, types []string) error {
	want := make([]any, len(types))
	for i, t := range types {
		want[i] = t
	}
	return faultf(InvalidType, "In function %s(), invalid type for value: %s, expected one of: %s, received: \"%s\"",
		name, pythonText(value, false), pythonText(want, false), got)
}

// typeOf is a value's type in the specification's words.
func typeOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		return "array"
	case *Object:
		return "object"
	}
	return "expref"
}
