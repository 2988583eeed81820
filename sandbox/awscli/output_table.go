package awscli

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/jmespath"
)

// terminalWidth is the width that tables are fitted to, in columns: the CLI's
// own when it doesn't write to a terminal.
const terminalWidth = 80

// writeTable prints as `--output table`: a section for each object or list, nested
// ones drawn further in.
func writeTable(out *budget.Text, title string, v any) error {
	t := &tableWriter{out: out}
	if ok, err := t.build(title, v, 0); !ok || err != nil {
		return err
	}
	t.render()
	return nil
}

// section is one part of a table: a title, then headers, then rows.
type section struct {
	title   string
	headers []string
	rows    [][]string
	indent  int
	columns int // -1 until known
	widths  []int
}

func (s *section) measure(cells []string) {
	for i, c := range cells {
		if i == len(s.widths) {
			s.widths = append(s.widths, 0)
		}
		s.widths[i] = max(s.widths[i], columns(c))
	}
}

func (s *section) header(cells []string) {
	s.measure(cells)
	if s.columns < 0 {
		s.columns = len(cells)
	}
	s.headers = cells
}

func (s *section) row(cells []string) error {
	if s.columns < 0 {
		s.columns = len(cells)
	}
	if len(cells) != s.columns {
		return generalError(fmt.Sprintf("Row should have %d elements, instead it has %d", s.columns, len(cells)))
	}
	s.rows = append(s.rows, cells)
	s.measure(cells)
	return nil
}

// width is what the section needs, borders and indentation included.
func (s *section) width() int {
	total := 2 + 2*s.indent
	for _, w := range s.widths {
		total += w + 4
	}
	return max(total, columns(s.title)+2+2*s.indent)
}

type tableWriter struct {
	sections []*section
	out      *budget.Text
}

func (t *tableWriter) begin(title string, indent int) *section {
	s := &section{title: title, indent: indent, columns: -1}
	t.sections = append(t.sections, s)
	return s
}

func (t *tableWriter) last() *section { return t.sections[len(t.sections)-1] }

func blank(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case string:
		return x == ""
	case bool:
		return !x
	case float64:
		return x == 0
	case []any:
		return len(x) == 0
	case *jmespath.Object:
		return x.Len() == 0
	}
	return false
}

// build adds the sections of a value; false when there is nothing to print.
func (t *tableWriter) build(title string, v any, indent int) (bool, error) {
	if blank(v) {
		return false, nil
	}
	if err := t.out.Step(1); err != nil {
		return false, err
	}
	if title != "" || len(t.sections) == 0 {
		t.begin(title, indent)
	}
	switch x := v.(type) {
	case *jmespath.Object:
		return true, t.object(x, indent)
	case []any:
		return true, t.list(x, indent, title)
	}
	return true, nil
}

func (t *tableWriter) list(list []any, indent int, title string) error {
	if _, ok := list[0].(*jmespath.Object); ok {
		return t.objects(list, indent, title)
	}
	for _, e := range list {
		var err error
		switch x := e.(type) {
		case *jmespath.Object: // among scalars, the CLI prints its members' names
			err = t.last().row(x.Keys())
		case []any:
			if allScalars(x) {
				err = t.last().row(cellsOf(x))
			} else {
				_, err = t.build("", e, 0)
			}
		default:
			err = t.last().row([]string{pyValue(e, false)})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func allScalars(list []any) bool {
	for _, e := range list {
		if !isScalar(e) {
			return false
		}
	}
	return true
}

func cellsOf(list []any) []string {
	cells := make([]string, len(list))
	for i, e := range list {
		cells[i] = pyValue(e, false)
	}
	return cells
}

// object prints the scalar members side by side, or as one row when there is
// only one, and the others below.
func (t *tableWriter) object(o *jmespath.Object, indent int) error {
	headers, more := splitMembers(o)
	s := t.last()
	var err error
	switch {
	case len(headers) == 1:
		err = s.row(append(headers, rowOf(o, headers)...))
	case len(headers) > 1:
		s.header(headers)
		err = s.row(rowOf(o, headers))
	}
	for _, k := range more {
		if err == nil {
			v, _ := o.Get(k)
			_, err = t.build(k, v, indent+1)
		}
	}
	return err
}

func splitMembers(o *jmespath.Object) (scalars, others []string) {
	for _, k := range sortedMembers(o) {
		if v, _ := o.Get(k); isScalar(v) {
			scalars = append(scalars, k)
		} else {
			others = append(others, k)
		}
	}
	return scalars, others
}

func rowOf(o *jmespath.Object, headers []string) []string {
	cells := make([]string, len(headers))
	for i, h := range headers {
		if v, ok := o.Get(h); ok {
			cells[i] = pyValue(v, false)
		}
	}
	return cells
}

func (t *tableWriter) objects(list []any, indent int, title string) error {
	seen, others := map[string]bool{}, map[string]bool{}
	for _, e := range list {
		o := objectOf(e)
		scalars, more := splitMembers(o)
		for _, k := range scalars {
			seen[k] = true
		}
		for _, k := range more {
			others[k] = true
		}
	}
	headers, more := slices.Sorted(maps.Keys(seen)), slices.Sorted(maps.Keys(others))
	t.last().header(headers)
	for i, e := range list {
		// A list of objects without a member in common has as many columns as rows.
		if err := t.out.Step(1 + len(headers) + len(more)); err != nil {
			return err
		}
		o := objectOf(e)
		if i > 0 && len(more) > 0 {
			t.begin(title, indent).header(headers)
		}
		if err := t.last().row(rowOf(o, headers)); err != nil {
			return err
		}
		for _, k := range more {
			if v, ok := o.Get(k); ok {
				if _, err := t.build(k, v, indent+1); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// objectOf is a value as an object, an empty one when it is none.
func objectOf(v any) *jmespath.Object {
	if o, ok := v.(*jmespath.Object); ok {
		return o
	}
	return jmespath.NewObject(0)
}

func (t *tableWriter) widest() int {
	most := 0
	for _, s := range t.sections {
		most = max(most, s.width())
	}
	return most
}

// upright turns sections of a single row on their side, to save width.
func (t *tableWriter) upright() {
	for i, s := range t.sections {
		if len(s.rows) != 1 || len(s.headers) == 0 {
			continue
		}
		turned := &section{title: s.title, indent: s.indent, columns: 2}
		for j, h := range s.headers {
			cells := []string{h, s.rows[0][j]}
			turned.rows = append(turned.rows, cells)
			turned.measure(cells)
		}
		t.sections[i] = turned
	}
}

func (t *tableWriter) render() {
	width := t.widest()
	if width > terminalWidth {
		t.upright()
		width = t.widest()
	}
	t.out.Repeat("-", width)
	write(t.out, "\n")
	for _, s := range t.sections {
		if t.out.Err() != nil {
			return
		}
		t.section(s, width-2*s.indent)
	}
}

// line prints one line of a section between its bars.
func (t *tableWriter) line(s *section, print func()) {
	t.out.Repeat("|", s.indent)
	print()
	t.out.Repeat("|", s.indent)
	write(t.out, "\n")
}

func (t *tableWriter) section(s *section, width int) {
	if s.title != "" {
		t.line(s, func() { t.centre(s.title, width, "|") })
		if len(s.headers) == 0 && len(s.rows) == 0 {
			t.line(s, func() {
				write(t.out, "+")
				t.out.Repeat("-", width-2)
				write(t.out, "+")
			})
		}
	}
	widths := s.fit(width)
	rule := func() { t.rule(widths) }
	if len(s.headers) > 0 {
		t.line(s, rule)
		t.line(s, func() {
			for i, h := range s.headers {
				t.centre(h, widths[i], edge(i))
			}
		})
	}
	if len(s.rows) == 0 || len(widths) == 0 {
		return
	}
	t.line(s, rule)
	for _, r := range s.rows {
		if t.out.Err() != nil {
			return
		}
		t.line(s, func() {
			for i, c := range r {
				t.leftAlign(c, widths[i], edge(i))
			}
		})
	}
	t.line(s, rule)
}

// edge is the left border of a cell: only the first has one.
func edge(i int) string {
	if i == 0 {
		return "|"
	}
	return ""
}

// fit scales the columns so that they fill a width exactly.
func (s *section) fit(width int) []int {
	sum := 0
	for _, w := range s.widths {
		sum += w + 4
	}
	if sum == 0 {
		return nil
	}
	scaled := make([]int, len(s.widths))
	total := 0
	for i, w := range s.widths {
		scaled[i] = int(math.RoundToEven(float64(width) / float64(sum) * float64(w+4)))
		total += scaled[i]
	}
	for i := 0; total > width; i = (i + 1) % len(scaled) {
		scaled[i]--
		total--
	}
	for i := len(scaled) - 1; total < width; i = (i + len(scaled) - 1) % len(scaled) {
		scaled[i]++
		total++
	}
	return scaled
}

func (t *tableWriter) rule(widths []int) {
	for i, w := range widths {
		if i == 0 {
			write(t.out, "+")
			w--
		}
		t.out.Repeat("-", w-1)
		write(t.out, "+")
	}
}

func (t *tableWriter) centre(text string, width int, left string) {
	n := columns(text)
	before := width/2 - n/2 - 1
	write(t.out, left)
	t.out.Repeat(" ", before)
	write(t.out, text)
	t.out.Repeat(" ", width-1-(len(left)+before+n))
	write(t.out, "|")
}

func (t *tableWriter) leftAlign(text string, width int, left string) {
	n := columns(text)
	padding := 2
	if n+padding+len(left)+1 > width {
		padding = 0
	}
	write(t.out, left)
	t.out.Repeat(" ", padding)
	write(t.out, text)
	t.out.Repeat(" ", width-len(left)-padding-n-1)
	write(t.out, "|")
}

// columns counts the columns that a text takes up: wide characters take two.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n++
		if isWide(r) {
			n++
		}
	}
	return n
}

func isWide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 ||
		r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f300 && r <= 0x1faff || r >= 0x20000 && r <= 0x3fffd)
}
