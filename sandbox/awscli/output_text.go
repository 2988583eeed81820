package awscli

import (
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/jmespath"
)

// writeText prints as `--output text`: members by name, scalars of an object on
// one line between tabs, each nested object on lines that begin with its name.
func writeText(out *budget.Text, v any) { (&textWriter{out}).value(v, "", nil) }

type textWriter struct{ out *budget.Text }

func isScalar(v any) bool {
	switch v.(type) {
	case []any, *jmespath.Object:
		return false
	}
	return true
}

// sortedMembers lists the names of an object's members in order.
func sortedMembers(o *jmespath.Object) []string {
	keys := o.Keys()
	slices.Sort(keys)
	return keys
}

func (t *textWriter) line(label string, cells []string) {
	if label != "" {
		write(t.out, strings.ToUpper(label), "\t")
	}
	for i, c := range cells {
		if i > 0 {
			write(t.out, "\t")
		}
		write(t.out, c)
	}
	write(t.out, "\n")
}

// columnSet are the members that all rows of a list share, by name.
type columnSet struct {
	names []string
	has   map[string]bool
}

// value prints anything; c is nil outside of a list of objects.
func (t *textWriter) value(v any, label string, c *columnSet) {
	switch x := v.(type) {
	case *jmespath.Object:
		t.object(x, label, c)
	case []any:
		t.list(x, label)
	default:
		write(t.out, pyValue(v, false), "\n")
	}
}

func (t *textWriter) object(o *jmespath.Object, label string, c *columnSet) {
	if c == nil {
		c = columnsOf([]any{o})
	}
	// A list of objects without a member in common has as many columns as rows.
	if t.out.Step(1+len(c.names)+o.Len()) != nil {
		return
	}
	for i, name := range c.names {
		switch {
		case i > 0:
			write(t.out, "\t")
		case label != "":
			write(t.out, strings.ToUpper(label), "\t")
		}
		if v, ok := o.Get(name); ok {
			write(t.out, pyValue(v, false))
		}
	}
	if len(c.names) > 0 {
		write(t.out, "\n")
	}
	for _, k := range sortedMembers(o) {
		if !c.has[k] {
			v, _ := o.Get(k)
			t.value(v, k, nil)
		}
	}
}

func (t *textWriter) list(list []any, label string) {
	objects, lists := false, false
	var scalars, others []any
	for _, e := range list {
		switch e.(type) {
		case *jmespath.Object:
			objects = true
			others = append(others, e)
		case []any:
			lists = true
			others = append(others, e)
		default:
			scalars = append(scalars, e)
		}
	}
	switch {
	case len(list) == 0:
	case objects:
		c := columnsOf(list)
		for _, e := range list {
			t.value(e, label, c)
		}
	case lists:
		if len(scalars) > 0 {
			t.scalars(scalars, label)
		}
		for _, e := range others {
			t.value(e, label, nil)
		}
	default:
		t.scalars(scalars, label)
	}
}

// columnsOf are the scalar members that any object of a list has.
func columnsOf(list []any) *columnSet {
	c := &columnSet{has: map[string]bool{}}
	for _, e := range list {
		o, ok := e.(*jmespath.Object)
		if !ok {
			continue
		}
		for k, v := range o.All() {
			if isScalar(v) {
				c.has[k] = true
			}
		}
	}
	c.names = slices.Sorted(maps.Keys(c.has))
	return c
}

func (t *textWriter) scalars(list []any, label string) {
	cells := make([]string, len(list))
	for i, e := range list {
		cells[i] = pyValue(e, false)
	}
	if label == "" {
		t.line("", cells)
		return
	}
	for _, c := range cells {
		t.line(label, []string{c})
	}
}
