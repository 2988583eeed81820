package lessons_test

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"rolecall/prose"
	"rolecall/sandbox/iam"
)

// dump prints a value's exported fields that are not zero, one a line, so that a
// golden can be read. Traces are cut to their sentence.
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
			if f.IsExported() && !v.Field(i).IsZero() {
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
		return fmt.Sprintf("trace %s %v %q", x.Decision, x.DeniedBy.Strings(), x.Sentence), true
	case *iam.StatementTrace:
		return fmt.Sprintf("statement %d %s matched=%v failed=%s %q", x.Index, x.Sid, x.Matched, x.Failed, x.Text), true
	case iam.Finding:
		return x.Code + " " + x.String(), true
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
