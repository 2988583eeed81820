package store

import (
	"encoding/json"
	"io"
	"strings"
)

// jsonWriter writes one JSON value piece by piece, indented by two spaces, so that
// no more than a piece of it is in memory. After the first error it writes nothing
// more; err has it.
type jsonWriter struct {
	w     io.Writer
	empty []bool // of each object and list that is open: nothing is in it yet
	err   error
}

const jsonIndent = "  "

// object writes an object whose members are written by members.
func (j *jsonWriter) object(members func()) { j.within("{", "}", members) }

// array writes a list whose items are written by items.
func (j *jsonWriter) array(items func()) { j.within("[", "]", items) }

func (j *jsonWriter) within(open, end string, inner func()) {
	j.text(open)
	j.empty = append(j.empty, true)
	inner()
	last := len(j.empty) - 1
	empty := j.empty[last]
	j.empty = j.empty[:last]
	if !empty {
		j.newLine()
	}
	j.text(end)
}

// member begins a member of an object; its value is to follow.
func (j *jsonWriter) member(name string) {
	j.item()
	j.text(`"` + name + `": `)
}

// item begins an item of a list; its value is to follow.
func (j *jsonWriter) item() {
	last := len(j.empty) - 1
	if !j.empty[last] {
		j.text(",")
	}
	j.empty[last] = false
	j.newLine()
}

func (j *jsonWriter) newLine() { j.text("\n" + strings.Repeat(jsonIndent, len(j.empty))) }

// value writes a value whole.
func (j *jsonWriter) value(v any) {
	if j.err != nil {
		return
	}
	b, err := json.MarshalIndent(v, strings.Repeat(jsonIndent, len(j.empty)), jsonIndent)
	if err != nil {
		j.err = err
		return
	}
	_, j.err = j.w.Write(b)
}

// set writes a member with its value.
func (j *jsonWriter) set(name string, v any) {
	j.member(name)
	j.value(v)
}

func (j *jsonWriter) text(s string) {
	if j.err == nil {
		_, j.err = io.WriteString(j.w, s)
	}
}
