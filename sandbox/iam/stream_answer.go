package iam

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// answerer answers the lines of chunks, one after another.
type answerer struct {
	trace bool
	cache documentCache
	buf   bytes.Buffer
	enc   *json.Encoder
	why   Explainer
}

func newAnswerer(trace bool) *answerer {
	a := &answerer{trace: trace}
	a.enc = json.NewEncoder(&a.buf)
	a.enc.SetEscapeHTML(false)
	return a
}

func (a *answerer) answer(c *chunk) {
	if c.tooLong {
		c.out = appendError(c.out, "", false, c.first, fmt.Sprintf("the line is longer than %d bytes", maxLine))
		c.ok = false
		return
	}
	rest := c.lines
	for n := c.first; len(rest) > 0; n++ {
		i := bytes.IndexByte(rest, '\n')
		line := rest[:i]
		rest = rest[i+1:]
		if len(bytes.TrimSpace(line)) > 0 {
			a.line(c, line, n)
		}
	}
}

// line answers one request.
func (a *answerer) line(c *chunk, line []byte, n int) {
	if len(line) > maxLine {
		c.out = appendError(c.out, "", false, n, fmt.Sprintf("the line is longer than %d bytes", maxLine))
		c.ok = false
		return
	}
	d := lineReader{src: view(line), cache: &a.cache, named: a.trace}
	r, p, message := d.read()
	if message != "" {
		c.out = appendError(c.out, d.id, d.hasID, n, message)
		c.ok = false
		return
	}
	c.out = append(c.out, `{"id":`...)
	c.out = appendJSONString(c.out, d.id)
	if !a.trace {
		c.out = append(appendResult(c.out, Evaluate(r, p)), "}\n"...)
		return
	}
	t := a.why.Explain(r, p)
	c.out = appendResult(c.out, Result{t.Decision, t.DeniedBy})
	c.out = append(c.out, `,"trace":`...)
	a.buf.Reset()
	if err := a.enc.Encode(t); err != nil {
		a.buf.WriteString("null")
	}
	c.out = append(c.out, bytes.TrimRight(a.buf.Bytes(), "\n")...)
	c.out = append(c.out, "}\n"...)
}

func appendResult(out []byte, res Result) []byte {
	out = append(out, `,"decision":"`...)
	out = append(out, res.Decision.String()...)
	out = append(out, `","deniedBy":[`...)
	first := true
	for l := range Layer(layerCount) {
		if !res.DeniedBy.Has(l) {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(append(append(out, '"'), l.String()...), '"')
	}
	return append(out, ']')
}

func appendError(out []byte, id string, hasID bool, line int, message string) []byte {
	out = append(out, `{"id":`...)
	if hasID {
		out = appendJSONString(out, id)
	} else {
		out = append(out, "null"...)
	}
	out = append(out, `,"error":{"line":`...)
	out = strconv.AppendInt(out, int64(line), 10)
	out = append(out, `,"message":`...)
	return append(appendJSONString(out, message), "}}\n"...)
}

// appendJSONString writes a JSON string, plain text without a detour.
func appendJSONString(out []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' || c >= 0x7F {
			b, err := json.Marshal(s)
			if err != nil {
				return append(out, `""`...)
			}
			return append(out, b...)
		}
	}
	return append(append(append(out, '"'), s...), '"')
}

// describe puts a document's findings into one message that names it.
func describe(where, name string, fs []Finding) string {
	var b strings.Builder
	b.WriteString(where)
	if name != "" {
		b.WriteString(" (" + name + ")")
	}
	const most = 5
	for i, f := range fs {
		if i == most {
			fmt.Fprintf(&b, " And %d more.", len(fs)-most)
			break
		}
		if i == 0 {
			b.WriteString(": ")
		} else {
			b.WriteString(" ")
		}
		b.WriteString(f.String())
	}
	return b.String()
}
