package awscli

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/jmespath"
)

// document is an answer to be printed, of the values of [jmespath]: objects keep
// the order in which their members were written. What is built and printed
// counts against the budget.
type document struct {
	root   any
	budget *budget.Budget
}

// nodeCost is what a value of a document costs in bytes beside its text.
const nodeCost = 16

// newDocument takes the output of an operation: a struct, whose fields are
// named by their json tags, or any value made of them. Times become ISO 8601
// with an offset, as version 2 of the CLI prints them.
func newDocument(b *budget.Budget, output any) (*document, error) {
	d := &document{budget: b}
	root, err := d.take(reflect.ValueOf(output), 0)
	d.root = root
	return d, err
}

var (
	timeType = reflect.TypeFor[time.Time]()
	rawType  = reflect.TypeFor[json.RawMessage]()
)

func (d *document) take(v reflect.Value, depth int) (any, error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("an answer is nested more than %d deep", maxNesting)
	}
	if err := d.cost(v); err != nil {
		return nil, err
	}
	if !v.IsValid() {
		return nil, nil
	}
	switch v.Type() {
	case timeType:
		return isoTime(v.Interface().(time.Time)), nil
	case rawType:
		return d.takeJSON(v.Bytes())
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil, nil
		}
		return d.take(v.Elem(), depth)
	case reflect.Struct:
		return d.takeStruct(v, depth)
	case reflect.Map:
		return d.takeMap(v, depth)
	case reflect.Slice, reflect.Array:
		return d.takeList(v, depth)
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return float64(v.Uint()), nil
	case reflect.Float32, reflect.Float64:
		return v.Float(), nil
	}
	return nil, fmt.Errorf("an answer holds a %s, which has no printed form", v.Kind())
}

// cost counts a value that is taken.
func (d *document) cost(v reflect.Value) error {
	size := nodeCost
	if v.IsValid() && (v.Kind() == reflect.String || v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8) {
		size += v.Len()
	}
	if err := d.budget.Step(1); err != nil {
		return err
	}
	return d.budget.Grow(int64(size))
}

func isoTime(t time.Time) string {
	t = t.UTC()
	if t.Nanosecond() >= 1000 {
		return t.Format("2006-01-02T15:04:05.000000+00:00")
	}
	return t.Format("2006-01-02T15:04:05+00:00")
}

func (d *document) takeStruct(v reflect.Value, depth int) (any, error) {
	o := jmespath.NewObject(v.NumField())
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" || strings.Contains(opts, "omitempty") && emptyValue(v.Field(i)) ||
			strings.Contains(opts, "omitzero") && v.Field(i).IsZero() {
			continue
		}
		if name == "" {
			name = f.Name
		}
		e, err := d.take(v.Field(i), depth+1)
		if err != nil {
			return nil, err
		}
		o.Set(name, e)
	}
	return o, nil
}

func emptyValue(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Array, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// takeMap takes a map with its members by name.
func (d *document) takeMap(v reflect.Value, depth int) (any, error) {
	if v.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("an answer holds a map by %s, which has no printed form", v.Type().Key().Kind())
	}
	o := jmespath.NewObject(v.Len())
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, k := range keys {
		if err := d.budget.Grow(int64(k.Len())); err != nil {
			return nil, err
		}
		e, err := d.take(v.MapIndex(k), depth+1)
		if err != nil {
			return nil, err
		}
		o.Set(k.String(), e)
	}
	return o, nil
}

func (d *document) takeList(v reflect.Value, depth int) (any, error) {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		return base64.StdEncoding.EncodeToString(v.Bytes()), nil
	}
	list := make([]any, v.Len())
	for i := range list {
		var err error
		if list[i], err = d.take(v.Index(i), depth+1); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// takeJSON reads a JSON text and keeps the order of its members.
func (d *document) takeJSON(src []byte) (any, error) {
	if len(bytes.TrimSpace(src)) == 0 {
		return nil, nil
	}
	// A value of JSON costs at most a node for each two bytes.
	if err := d.budget.Step(int64(len(src)) / 2); err != nil {
		return nil, err
	}
	v, err := jmespath.Decode(string(src))
	if err != nil {
		return nil, fmt.Errorf("an answer holds malformed JSON: %w", err)
	}
	return v, d.countJSON(v)
}

func (d *document) countJSON(v any) error {
	size := nodeCost
	switch x := v.(type) {
	case []any:
		for _, each := range x {
			if err := d.countJSON(each); err != nil {
				return err
			}
		}
	case *jmespath.Object:
		for key, each := range x.All() {
			size += len(key)
			if err := d.countJSON(each); err != nil {
				return err
			}
		}
	}
	return d.budget.Grow(int64(size))
}

// outputFormats are the values of --output.
var outputFormats = []string{"json", "text", "table", "yaml", "yaml-stream", "off"}

// render prints the document. The title heads a table.
func (d *document) render(format, title string) (string, error) {
	out := budget.NewText(d.budget)
	var err error
	switch format {
	case "json":
		writeJSON(out, d.root)
	case "text":
		writeText(out, d.root)
	case "table":
		err = writeTable(out, title, d.root)
	case "yaml":
		writeYAML(out, d.root)
	case "yaml-stream":
		writeYAML(out, []any{d.root})
	case "off":
	default:
		err = generalError("Unknown output type: " + format)
	}
	if err == nil {
		err = out.Err()
	}
	if err != nil {
		return "", err
	}
	return out.String(), nil
}

func emptyObject(v any) bool {
	o, ok := v.(*jmespath.Object)
	return ok && o.Len() == 0
}

// writeJSON prints with an indent of four, and nothing for an empty object.
func writeJSON(out *budget.Text, v any) {
	if emptyObject(v) {
		return
	}
	writeNestedJSON(out, v, 0)
	write(out, "\n")
}

// write adds to a text; its error stays in it.
func write(out *budget.Text, parts ...string) {
	for _, s := range parts {
		_, _ = out.WriteString(s)
	}
}

func newLine(out *budget.Text, depth int) {
	write(out, "\n")
	out.Repeat("    ", depth)
}

func writeNestedJSON(out *budget.Text, v any, depth int) {
	switch x := v.(type) {
	case []any:
		if len(x) == 0 {
			write(out, "[]")
			return
		}
		for i, e := range x {
			if out.Err() != nil {
				return
			}
			write(out, opening(i, "["))
			newLine(out, depth+1)
			writeNestedJSON(out, e, depth+1)
		}
		newLine(out, depth)
		write(out, "]")
	case *jmespath.Object:
		if x.Len() == 0 {
			write(out, "{}")
			return
		}
		i := 0
		for k, e := range x.All() {
			if out.Err() != nil {
				return
			}
			write(out, opening(i, "{"))
			newLine(out, depth+1)
			write(out, jsonString(k), ": ")
			writeNestedJSON(out, e, depth+1)
			i++
		}
		newLine(out, depth)
		write(out, "}")
	default:
		write(out, jsonScalar(v))
	}
}

func opening(i int, bracket string) string {
	if i == 0 {
		return bracket
	}
	return ","
}

func jsonScalar(v any) string {
	switch x := v.(type) {
	case string:
		return jsonString(x)
	case bool:
		return strconv.FormatBool(x)
	case float64:
		return jmespath.NumberText(x)
	}
	return "null"
}

// jsonString quotes as Python's json does: no more than JSON asks for.
func jsonString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\b':
			b.WriteString(`\b`)
		case r == '\f':
			b.WriteString(`\f`)
		case r < ' ':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
