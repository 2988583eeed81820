package awsapi

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// document is an answer to be printed: JSON's types, and beside them the order
// in which the members of each object were written.
type document struct {
	root  any
	order map[uintptr][]string // by the object's map
	// shaped are the member lists of the objects that a query makes.
	shaped [][]string
}

// newDocument takes the output of an operation: a struct, whose fields are
// named by their json tags, or any value made of them. Times become ISO 8601
// with an offset, as version 2 of the CLI prints them.
func newDocument(output any) (*document, error) {
	d := &document{order: map[uintptr][]string{}}
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
	if !v.IsValid() {
		return nil, nil
	}
	switch v.Type() {
	case timeType:
		return isoTime(v.Interface().(time.Time)), nil
	case rawType:
		return d.takeJSON(string(v.Bytes()))
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

func isoTime(t time.Time) string {
	t = t.UTC()
	if t.Nanosecond() >= 1000 {
		return t.Format("2006-01-02T15:04:05.000000+00:00")
	}
	return t.Format("2006-01-02T15:04:05+00:00")
}

func (d *document) takeStruct(v reflect.Value, depth int) (any, error) {
	m := map[string]any{}
	var keys []string
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
		m[name] = e
		keys = append(keys, name)
	}
	d.keep(m, keys)
	return m, nil
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

func (d *document) takeMap(v reflect.Value, depth int) (any, error) {
	m := map[string]any{}
	for _, k := range v.MapKeys() {
		if k.Kind() != reflect.String {
			return nil, fmt.Errorf("an answer holds a map by %s, which has no printed form", k.Kind())
		}
		e, err := d.take(v.MapIndex(k), depth+1)
		if err != nil {
			return nil, err
		}
		m[k.String()] = e
	}
	return m, nil
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
func (d *document) takeJSON(src string) (any, error) {
	if strings.TrimSpace(src) == "" {
		return nil, nil
	}
	dec := json.NewDecoder(strings.NewReader(src))
	return d.next(dec, 0)
}

func (d *document) next(dec *json.Decoder, depth int) (any, error) {
	t, err := dec.Token()
	if err != nil {
		return nil, fmt.Errorf("an answer holds malformed JSON: %w", err)
	}
	if depth > maxNesting {
		return nil, fmt.Errorf("an answer is nested more than %d deep", maxNesting)
	}
	switch t {
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			e, err := d.next(dec, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, e)
		}
		_, err := dec.Token()
		return list, err
	case json.Delim('{'):
		m := map[string]any{}
		var keys []string
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			name, _ := key.(string)
			if _, twice := m[name]; !twice {
				keys = append(keys, name)
			}
			if m[name], err = d.next(dec, depth+1); err != nil {
				return nil, err
			}
		}
		d.keep(m, keys)
		_, err := dec.Token()
		return m, err
	}
	return t, nil
}

func (d *document) keep(m map[string]any, keys []string) {
	d.order[reflect.ValueOf(m).Pointer()] = keys
}

// keys lists an object's members: as they were written, or as the query wrote
// them, or else by name.
func (d *document) keys(m map[string]any) []string {
	if keys, ok := d.order[reflect.ValueOf(m).Pointer()]; ok {
		return keys
	}
	for _, keys := range d.shaped {
		if len(keys) == len(m) && allIn(keys, m) {
			return keys
		}
	}
	return sortedKeys(m)
}

func allIn(keys []string, m map[string]any) bool {
	for _, k := range keys {
		if _, ok := m[k]; !ok {
			return false
		}
	}
	return true
}

// outputFormats are the values of --output.
var outputFormats = []string{"json", "text", "table", "yaml", "yaml-stream", "off"}

// render prints the document. The title heads a table.
func (d *document) render(format, title string) (string, error) {
	switch format {
	case "json":
		return d.json(), nil
	case "text":
		return d.text(), nil
	case "table":
		return d.table(title)
	case "yaml":
		return d.yaml(), nil
	case "yaml-stream":
		return (&document{root: []any{d.root}, order: d.order, shaped: d.shaped}).yaml(), nil
	case "off":
		return "", nil
	}
	return "", generalError("Unknown output type: " + format)
}

func emptyObject(v any) bool {
	m, ok := v.(map[string]any)
	return ok && len(m) == 0
}

// json prints with an indent of four, and nothing for an empty object.
func (d *document) json() string {
	if emptyObject(d.root) {
		return ""
	}
	var b strings.Builder
	d.writeJSON(&b, d.root, "\n")
	b.WriteByte('\n')
	return b.String()
}

func (d *document) writeJSON(b *strings.Builder, v any, newline string) {
	inner := newline + "    "
	switch x := v.(type) {
	case []any:
		if len(x) == 0 {
			b.WriteString("[]")
			return
		}
		for i, e := range x {
			b.WriteString(opening(i, "["))
			b.WriteString(inner)
			d.writeJSON(b, e, inner)
		}
		b.WriteString(newline + "]")
	case map[string]any:
		if len(x) == 0 {
			b.WriteString("{}")
			return
		}
		for i, k := range d.keys(x) {
			b.WriteString(opening(i, "{"))
			b.WriteString(inner + jsonString(k) + ": ")
			d.writeJSON(b, x[k], inner)
		}
		b.WriteString(newline + "}")
	default:
		b.WriteString(jsonScalar(v))
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
		return numberText(x)
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

func numberText(f float64) string {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
