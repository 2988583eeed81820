package view

import (
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rolecall/sandbox/iam"
)

// Listing is a document printed with numbered lines that links can point at:
// line n has the id ID-Ln.
type Listing struct {
	ID       string // unique in the page
	Label    string // what a screen reader calls the scrolling region
	Source   string
	Findings []iam.Finding // their lines are marked
}

const (
	// mostTokens is how many tokens of a document are coloured, and mostLines how many
	// of its lines are printed. The longest policy that AWS publishes has fewer.
	mostTokens = 40_000
	mostLines  = 6_000
)

// jsonLines colours a JSON document (or what is meant to be one: nothing is too
// broken to print) and cuts it into lines of safe HTML.
func jsonLines(src string) []string {
	var out []string
	var line strings.Builder
	emit := func(class, text string) {
		for i, part := range strings.Split(text, "\n") {
			if i > 0 {
				out = append(out, line.String())
				line.Reset()
			}
			if part == "" {
				continue
			}
			if class == "" {
				line.WriteString(html.EscapeString(part))
				continue
			}
			line.WriteString(`<span class="` + class + `">` + html.EscapeString(part) + `</span>`)
		}
	}
	src = strings.TrimRight(strings.ReplaceAll(src, "\r\n", "\n"), "\n")
	for tokens := 0; len(src) > 0; tokens++ {
		if tokens == mostTokens {
			emit("", src) // the rest without colours
			break
		}
		class, n := jsonToken(src)
		emit(class, src[:n])
		src = src[n:]
	}
	return append(out, line.String())
}

// jsonToken measures the token at the start of src and names its class.
func jsonToken(src string) (class string, n int) {
	switch c := src[0]; {
	case c == '"':
		n = stringEnd(src)
		switch src[:n] {
		case `"Allow"`:
			return "allow", n
		case `"Deny"`:
			return "deny", n
		}
		if strings.HasPrefix(strings.TrimLeft(src[n:], " \t\n"), ":") {
			return "k", n
		}
		return "s", n
	case strings.IndexByte("{}[],:", c) >= 0:
		return "p", 1
	case c == ' ' || c == '\t' || c == '\n':
		return "", 1
	}
	n = strings.IndexFunc(src, func(r rune) bool { return strings.ContainsRune("{}[],:\"", r) || unicode.IsSpace(r) })
	if n < 1 {
		_, n = utf8.DecodeRuneInString(src)
		if rest := strings.IndexAny(src, "{}[],:\" \t\n\r"); rest < 0 {
			n = len(src)
		}
	}
	return "m", n
}

// stringEnd is the length of the string literal at the start of src, to the end
// of its line when it is never closed.
func stringEnd(src string) int {
	for i := 1; i < len(src); i++ {
		switch src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		case '\n':
			return i
		}
	}
	return len(src)
}

// faultAt is the class of a line that a finding points at, empty without one.
func (l Listing) faultAt(line int) string {
	for _, f := range l.Findings {
		if f.Span.Start.Line == line {
			return "at-fault is-" + f.Severity.String()
		}
	}
	return ""
}

// html prints the lines, each in an element of its own that links can reach.
func (l Listing) html() string {
	var b strings.Builder
	lines := jsonLines(l.Source)
	left := len(lines) - mostLines
	if left > 0 {
		lines = lines[:mostLines]
	}
	for i, line := range lines {
		b.WriteString(`<span class="ln`)
		if fault := l.faultAt(i + 1); fault != "" {
			b.WriteString(" " + fault)
		}
		b.WriteString(`" id="` + html.EscapeString(lineID(l.ID, i+1)) + `">`)
		b.WriteString(line)
		// Inside the block, where it ends the line for a copying reader and
		// adds none for a looking one.
		b.WriteString("\n</span>")
	}
	if left > 0 {
		b.WriteString(html.EscapeString(leftOut(left, "line")))
	}
	return b.String()
}

// leftOut says how many of something a page doesn't show.
func leftOut(n int, what string) string {
	if n == 1 {
		return "One more " + what + " is not shown here."
	}
	return strconv.Itoa(n) + " more " + what + "s are not shown here."
}
