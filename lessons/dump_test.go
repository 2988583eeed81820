package lessons_test

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"rolecall/lessons"
	"rolecall/quiz/prose"
	"rolecall/sandbox/iam"
)

// dump prints a value's exported fields that are not zero, one a line, so that a
// golden can be read. The engine's own sentences are left out: how it puts them is
// its own tests' business.
func dump(v any) string {
	var b strings.Builder
	dumpValue(&b, "", "", reflect.ValueOf(v))
	return b.String()
}

func dumpValue(b *strings.Builder, indent, label string, v reflect.Value) {
	if label != "" {
		label += ": "
	}
	if text, ok := dumpLeaf(v); ok {
		fmt.Fprintf(b, "%s%s%s\n", indent, label, text)
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		dumpValue(b, indent, strings.TrimSuffix(label, ": "), v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			dumpValue(b, indent, fmt.Sprintf("%s%d", label, i+1), v.Index(i))
		}
	case reflect.Struct:
		fmt.Fprintf(b, "%s%s%s\n", indent, label, v.Type().Name())
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() && !v.Field(i).IsZero() && !engineSays(v, f.Name) {
				dumpValue(b, indent+"  ", f.Name, v.Field(i))
			}
		}
	}
}

func dumpLeaf(v reflect.Value) (string, bool) {
	switch x := v.Interface().(type) {
	case prose.Text:
		return x.HTML, true
	case *iam.Trace:
		return fmt.Sprintf("trace %s %v", x.Decision, x.DeniedBy.Strings()), true
	case *iam.StatementTrace:
		return fmt.Sprintf("statement %d %s matched=%v failed=%s", x.Index, x.Sid, x.Matched, x.Failed), true
	case iam.Finding:
		return fmt.Sprintf("finding %s at line %d", x.Code, x.Span.Start.Line), true
	case time.Time:
		return x.Format(time.RFC3339), true
	case fmt.Stringer:
		return x.String(), true
	}
	switch v.Kind() {
	case reflect.String:
		return fmt.Sprintf("%q", v.String()), true
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Struct:
		return "", false
	}
	return fmt.Sprint(v.Interface()), true
}

// engineSays reports whether a field of a frame repeats a sentence of the engine.
func engineSays(v reflect.Value, field string) bool {
	f, ok := v.Interface().(lessons.Frame)
	return ok && field == "Text" && (f.Kind == lessons.FrameCheck || f.Kind == lessons.FrameDecision)
}
