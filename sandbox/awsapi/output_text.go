package awsapi

import "strings"

// text prints as `--output text`: members by name, scalars of an object on one
// line between tabs, each nested object on lines that begin with its name.
func (d *document) text() string {
	t := &textWriter{}
	t.value(d.root, "", nil)
	return t.String()
}

type textWriter struct{ strings.Builder }

func isScalar(v any) bool {
	switch v.(type) {
	case []any, map[string]any:
		return false
	}
	return true
}

func (t *textWriter) line(label string, cells []string) {
	if label != "" {
		cells = append([]string{strings.ToUpper(label)}, cells...)
	}
	t.WriteString(strings.Join(cells, "\t") + "\n")
}

// value prints anything; columns are the members that all rows of a list share.
func (t *textWriter) value(v any, label string, columns []string) {
	switch x := v.(type) {
	case map[string]any:
		t.object(x, label, columns)
	case []any:
		t.list(x, label)
	default:
		t.WriteString(pyValue(v, false) + "\n")
	}
}

func (t *textWriter) object(m map[string]any, label string, columns []string) {
	var cells, nested []string
	inColumns := map[string]bool{}
	for _, c := range columns {
		inColumns[c] = true
		cell := ""
		if v, ok := m[c]; ok {
			cell = pyValue(v, false)
		}
		cells = append(cells, cell)
	}
	for _, k := range sortedKeys(m) {
		switch {
		case inColumns[k]:
		case columns == nil && isScalar(m[k]):
			cells = append(cells, pyValue(m[k], false))
		default:
			nested = append(nested, k)
		}
	}
	if len(cells) > 0 {
		t.line(label, cells)
	}
	for _, k := range nested {
		t.value(m[k], k, nil)
	}
}

func (t *textWriter) list(list []any, label string) {
	objects, lists := false, false
	var scalars, others []any
	for _, e := range list {
		switch e.(type) {
		case map[string]any:
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
		columns := scalarColumns(list)
		for _, e := range list {
			t.value(e, label, columns)
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

// scalarColumns are the scalar members that any object of a list has.
func scalarColumns(list []any) []string {
	seen := map[string]bool{}
	for _, e := range list {
		m, _ := e.(map[string]any)
		for k, v := range m {
			if isScalar(v) {
				seen[k] = true
			}
		}
	}
	columns := sortedKeys(seen)
	if columns == nil {
		return []string{}
	}
	return columns
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
