package advice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// jsonPrefix is what encoding/json begins its errors with, also inside of others.
var jsonPrefix = regexp.MustCompile(`(^|: )json: `)

// mistyped says which value is of the wrong type, without Go's names for it.
func mistyped(e *json.UnmarshalTypeError) string {
	what := "it"
	if e.Field != "" {
		what = strconv.Quote(e.Field)
	}
	kind, literal, _ := strings.Cut(e.Value, " ")
	is := map[string]string{"string": "a text", "number": "a number", "bool": "true or false", "array": "an array", "object": "an object"}[kind]
	if literal != "" {
		is = literal
	}
	return fmt.Sprintf("%s is %s where %s is due", what, is, dueFor(e.Type))
}

// dueFor is what JSON calls a value of a type.
func dueFor(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return dueFor(t.Elem())
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "an array"
	case reflect.Map, reflect.Struct, reflect.Interface:
		return "an object"
	case reflect.Float32, reflect.Float64:
		return "a number"
	default:
		return "a whole number that isn't too large"
	}
}

var unknownMember = regexp.MustCompile(`unknown field ("(?:[^"\\]|\\.)*")`)

// Placed says why JSON was refused and where: the line and column in all of the
// text, of which part was what was read.
func Placed(all, part []byte, err error) string {
	why := strings.TrimSuffix(jsonPrefix.ReplaceAllString(err.Error(), "$1"), ".")
	at := int64(-1)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = max(e.Offset-1, 0)
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at, why = e.Offset, strings.Replace(err.Error(), e.Error(), mistyped(e), 1)
	} else if m := unknownMember.FindStringSubmatch(err.Error()); m != nil {
		at = int64(bytes.Index(part, []byte(m[1])))
	} else if e, ok := errors.AsType[*twiceError](err); ok {
		at = e.offset
	} else if errors.Is(err, io.ErrUnexpectedEOF) {
		at, why = int64(len(part)), "it ends in the middle"
	}
	if at < 0 {
		return why
	}
	from := max(bytes.Index(all, part), 0)
	before := all[:min(from+int(at), len(all))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("line %d, column %d: %s", line, column, why)
}

// StrictJSON decodes one JSON value and refuses members that aren't known, or come
// twice.
func StrictJSON(data []byte, into any) error {
	if err := GivenOnce(data); err != nil {
		return BadInput("The body is not the JSON that is asked for: %s.", Placed(data, data, err))
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		if errors.Is(err, io.EOF) {
			return BadInput("The body is empty; it must be one JSON object.")
		}
		return BadInput("The body is not the JSON that is asked for: %s.", Placed(data, data, err))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return BadInput("Something follows the JSON object.")
	}
	return nil
}
