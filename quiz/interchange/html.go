package interchange

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rolecall/quiz/prose"
)

// fromHTML makes markdown of a piece of HTML. What markdown, or our reader, has no
// place for is left out and told; the words always stay.
func fromHTML(src string, lost *losses) string {
	root := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(src), root)
	if err != nil {
		lost.add(PartMarkup, "Its HTML couldn't be read and stands as text.")
		return fromText(src)
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	all, said := convert(root, lost, false)
	if md := joinBlocks(all); saysTheSame(md, said) {
		return md
	}
	lost.add(PartMarkup, notHeld)
	all, _ = convert(root, lost, true)
	return joinBlocks(all)
}

const notHeld = "Emphasis, links and tables were left out of a text that markdown can't hold with them."

// convert makes blocks of a whole text, piece by piece, so that what can't be held
// of one leaves the others alone. It returns the words too.
func convert(root *html.Node, lost *losses, plain bool) (all []block, said string) {
	for _, group := range groups(root) {
		h := &htmlReader{lost: lost, plain: plain}
		blocks := h.group(group)
		if !plain && !saysTheSame(joinBlocks(blocks), h.said.String()) {
			lost.add(PartMarkup, notHeld)
			h = &htmlReader{lost: lost, plain: true}
			blocks = h.group(group)
		}
		all, said = append(all, blocks...), said+" "+h.said.String()
	}
	return all, said
}

// saysTheSame tells whether our reader makes the same words of markdown that were
// in the HTML.
func saysTheSame(md, said string) bool {
	t, fs := (prose.Reader{Links: outside{}}).Text(md, prose.Place{})
	return fs == nil && oneLine(uncurl.Replace(t.Text)) == oneLine(uncurl.Replace(said))
}

var uncurl = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'")

type htmlReader struct {
	lost  *losses
	plain bool            // words and code alone
	said  strings.Builder // the words that were written
}

// block is a paragraph, list, table or piece of code as markdown; list is its
// marker when it is a list.
type block struct {
	text string
	list string
}

func joinBlocks(blocks []block) string {
	var texts []string
	last := ""
	for _, b := range blocks {
		if b.list != "" && b.list == last {
			b = b.otherMarker() // or the two would be one list
		}
		texts, last = append(texts, b.text), b.list
	}
	return strings.Join(texts, "\n\n")
}

func (b block) otherMarker() block {
	lines := strings.Split(b.text, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, "- "); ok && b.list == "-" {
			lines[i] = "* " + rest
		}
		if number, rest, ok := strings.Cut(line, ". "); ok && b.list == "." && strings.Trim(number, "0123456789") == "" {
			lines[i] = number + ") " + rest
		}
	}
	return block{strings.Join(lines, "\n"), map[string]string{"-": "*", ".": ")"}[b.list]}
}

// groups are the children of a node: each block by itself, and what stands between
// blocks together.
func groups(n *html.Node) [][]*html.Node {
	var all [][]*html.Node
	between := false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		isBlock := holdsBlock(c)
		if isBlock || !between {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], c)
		between = !isBlock
	}
	return all
}

// group reads one of groups: a block, or a paragraph.
func (h *htmlReader) group(nodes []*html.Node) []block {
	if holdsBlock(nodes[0]) {
		return h.block(nodes[0])
	}
	if text := h.paragraph(nodes); text != "" {
		return []block{{text: text}}
	}
	return nil
}

// blocks reads the children of a node.
func (h *htmlReader) blocks(n *html.Node) []block {
	var all []block
	for _, group := range groups(n) {
		all = append(all, h.group(group)...)
	}
	return all
}

// holdsBlock tells whether a node is a block or has one inside.
func holdsBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Pre, atom.Ul, atom.Ol, atom.Blockquote, atom.Table, atom.Hr, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Section, atom.Article, atom.Dl, atom.Dt, atom.Dd, atom.Figure, atom.Figcaption, atom.Header, atom.Footer, atom.Main, atom.Center, atom.Li:
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if holdsBlock(c) && !dropped(c) {
			return true
		}
	}
	return false
}

func (h *htmlReader) block(n *html.Node) []block {
	switch n.DataAtom {
	case atom.Pre:
		code := textOf(n)
		h.said.WriteString(" " + code + " ")
		return []block{{text: prose.Fenced(language(n), strings.TrimPrefix(code, "\n"))}}
	case atom.Ul, atom.Ol:
		return h.list(n)
	case atom.Blockquote:
		if text := joinBlocks(h.blocks(n)); text != "" {
			return []block{{text: indent(text, "> ", "> ")}}
		}
		return nil
	case atom.Table:
		return h.table(n)
	case atom.Hr:
		return []block{{text: "***"}}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		h.lost.add(PartMarkup, "A heading became bold text.")
		return h.heading(n)
	}
	if dropped(n) {
		h.drop(n)
		return nil
	}
	return h.blocks(n)
}

func (h *htmlReader) heading(n *html.Node) []block {
	text := h.paragraph([]*html.Node{{Type: html.ElementNode, DataAtom: atom.Strong, FirstChild: n.FirstChild}})
	if text == "" {
		return nil
	}
	return []block{{text: text}}
}

// list reads a list; items with paragraphs stand apart.
func (h *htmlReader) list(n *html.Node) []block {
	var items []string
	marker, apart := "-", "\n"
	if n.DataAtom == atom.Ol {
		marker = "."
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if c.FirstChild != nil && hasChild(c, atom.P) {
			apart = "\n\n"
		}
		head := "- "
		if marker == "." {
			head = fmt.Sprintf("%d. ", len(items)+1)
		}
		blocks := h.blocks(c)
		text := joinBlocks(blocks)
		if apart == "\n" && len(blocks) == 2 && blocks[1].list != "" {
			text = blocks[0].text + "\n" + blocks[1].text
		}
		items = append(items, indent(text, head, strings.Repeat(" ", len(head))))
	}
	if len(items) == 0 {
		return nil
	}
	return []block{{strings.Join(items, apart), marker}}
}

func hasChild(n *html.Node, a atom.Atom) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == a {
			return true
		}
	}
	return false
}

// indent puts first before a text's first line and rest before the others that
// aren't empty.
func indent(text, first, rest string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		switch {
		case i == 0:
			lines[i] = first + line
		case line != "":
			lines[i] = rest + line
		default:
			lines[i] = strings.TrimRight(rest, " ")
		}
	}
	return strings.Join(lines, "\n")
}

// dropped are elements of which nothing is kept.
func dropped(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Iframe, atom.Object, atom.Embed, atom.Audio, atom.Video, atom.Svg, atom.Math, atom.Canvas, atom.Template,
		atom.Input, atom.Select, atom.Textarea, atom.Button, atom.Img, atom.Head, atom.Title, atom.Link, atom.Meta, atom.Noscript:
		return true
	}
	return false
}

// drop tells that an element was left out; of an image, the words that stand for
// it are kept.
func (h *htmlReader) drop(n *html.Node) string {
	if n.DataAtom != atom.Img {
		h.lost.add(PartMedia, fmt.Sprintf("A <%s> was left out.", n.Data))
		return ""
	}
	h.lost.add(PartMedia, fmt.Sprintf("The image %s was left out; the words that stand for it are kept.", shorten(path.Base(attr(n, "src")), 60)))
	return attr(n, "alt")
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// language is that of a <pre>, by the class of it or of the <code> in it.
func language(n *html.Node) string {
	for _, c := range []*html.Node{n, n.FirstChild} {
		if c == nil {
			continue
		}
		for _, class := range strings.Fields(attr(c, "class")) {
			if name, ok := strings.CutPrefix(class, "language-"); ok {
				return strings.ToLower(name)
			}
		}
	}
	return ""
}

// textOf is the text of a node and all in it, as it is.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.DataAtom == atom.Br:
			b.WriteByte('\n')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}
