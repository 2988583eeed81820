package interchange

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rolecall/quiz/prose"
)

// paragraph sets nodes as one paragraph of markdown.
func (h *htmlReader) paragraph(nodes []*html.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(h.inline(n))
	}
	var lines []string
	for _, line := range strings.Split(blanks.ReplaceAllString(b.String(), " "), lineBreak) {
		lines = append(lines, escapeLead(strings.TrimSpace(line)))
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	var kept []string
	for _, line := range lines {
		if line != "" {
			kept = append(kept, line)
		}
	}
	if len(kept) > 0 {
		h.said.WriteByte(' ')
	}
	return strings.Join(kept, "\\\n")
}

var blanks = regexp.MustCompile(`[ \t\n\r\f]+`)

// lineBreak stands for a <br> until a paragraph's blanks have been set.
const lineBreak = "\v"

func (h *htmlReader) inline(n *html.Node) string {
	switch n.Type {
	case html.TextNode:
		text := strings.ReplaceAll(n.Data, lineBreak, " ")
		h.said.WriteString(text)
		return escapeMarks(text)
	case html.ElementNode:
		return h.element(n)
	}
	return ""
}

func (h *htmlReader) element(n *html.Node) string {
	if dropped(n) {
		words := h.drop(n)
		h.said.WriteString(words)
		return escapeMarks(words)
	}
	switch n.DataAtom {
	case atom.Br:
		h.said.WriteByte(' ')
		return lineBreak
	case atom.Strong, atom.B:
		return h.emphasis(n, "**")
	case atom.Em, atom.I, atom.Cite, atom.Dfn, atom.Var:
		return h.emphasis(n, "*")
	case atom.Code, atom.Tt, atom.Samp, atom.Kbd:
		code := blanks.ReplaceAllString(textOf(n), " ")
		h.said.WriteString(code)
		if strings.TrimSpace(code) == "" {
			return code
		}
		return codeSpan(code)
	case atom.A:
		return h.link(n)
	case atom.Sub, atom.Sup, atom.U, atom.S, atom.Del, atom.Ins, atom.Mark:
		h.lost.add(PartMarkup, fmt.Sprintf("<%s> was left out; its words stay.", n.Data))
	}
	if holdsBlock(n) { // a paragraph in a cell
		h.said.WriteByte(' ')
		return " " + h.children(n) + " "
	}
	return h.children(n)
}

func (h *htmlReader) children(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(h.inline(c))
	}
	return b.String()
}

// emphasis puts marks round the words, and blanks at their ends outside of them.
func (h *htmlReader) emphasis(n *html.Node, mark string) string {
	inner := h.children(n)
	words := strings.Trim(inner, " \t\n\r\f\v")
	switch {
	case words == "" || h.plain:
		return inner
	case strings.HasPrefix(words, "*") || strings.HasSuffix(words, "*"):
		h.lost.add(PartMarkup, "Emphasis inside of emphasis became one.")
		return inner
	}
	at := strings.Index(inner, words)
	return inner[:at] + mark + words + mark + inner[at+len(words):]
}

func (h *htmlReader) link(n *html.Node) string {
	href := attr(n, "href")
	fault := prose.CheckURL(href)
	if fault == "" && !strings.ContainsAny(href, " ()<>\\\n") && !h.plain {
		if strings.TrimSpace(textOf(n)) == href {
			h.said.WriteString(href)
			return "<" + href + ">"
		}
		if words := strings.TrimSpace(h.children(n)); words != "" {
			return "[" + words + "](" + href + ")"
		}
		return ""
	}
	if href != "" && !h.plain {
		h.lost.add(PartMarkup, fmt.Sprintf("The link to %s was left out; its words stay. Links lead to AWS's documentation and the RFCs only.", shorten(href, 80)))
	}
	return h.children(n)
}

// table reads the rows of a table; the first is its head.
func (h *htmlReader) table(n *html.Node) []block {
	var rows [][]string
	width := 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom != atom.Tr {
				walk(c)
				continue
			}
			row := h.row(c)
			rows, width = append(rows, row), max(width, len(row))
		}
	}
	walk(n)
	if width == 0 {
		return nil
	}
	if h.plain {
		var lines []block
		for _, row := range rows {
			lines = append(lines, block{text: strings.Join(row, " ")})
		}
		return lines
	}
	var lines []string
	for i, row := range rows {
		for len(row) < width {
			row = append(row, "")
		}
		lines = append(lines, "| "+strings.Join(row, " | ")+" |")
		if i == 0 {
			lines = append(lines, "|"+strings.Repeat(" --- |", width))
		}
	}
	return []block{{text: strings.Join(lines, "\n")}}
}

func (h *htmlReader) row(n *html.Node) []string {
	var cells []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		text := h.paragraph([]*html.Node{c})
		text = strings.ReplaceAll(text, "\\\n", " ")
		cells = append(cells, openBar.ReplaceAllString(text, `$1\|`))
		h.said.WriteByte(' ')
	}
	return cells
}

var openBar = regexp.MustCompile(`(^|[^\\])\|`)
