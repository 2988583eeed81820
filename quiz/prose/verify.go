package prose

import (
	"bufio"
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// check walks the whole document: it refuses what may not stand there and points
// the links to where they lead.
func (s *splitter) check(doc ast.Node) {
	var links []*ast.Link
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			s.refuse(n, "raw HTML isn't taken: write it in markdown, or show it as `code`")
		case *ast.Image:
			s.refuse(n, "images aren't taken: draw it with a diagram directive")
		case *ast.AutoLink:
			s.autoLink(n)
		case *ast.Link:
			links = append(links, n)
		case *ast.Heading:
			if n.Parent() != doc {
				s.refuse(n, "a heading stands at the margin, not in a list or a quotation")
			}
		case *ast.CodeBlock:
			if what := runnable(string(n.Lines().Value(s.src))); what != "" {
				s.refuse(n, "this indented block holds "+what+": use a fenced block")
			}
		case *ast.FencedCodeBlock:
			s.checkFence(n, doc)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		s.faults = append(s.faults, s.at.Fault("%v", err))
	}
	// Links are changed after the walk, which a change would lead astray.
	for _, l := range links {
		s.link(l)
	}
}

func (s *splitter) refuse(n ast.Node, message string) {
	s.faults = append(s.faults, s.nodePlace(n).Fault("%s", message))
}

// nodePlace is the place of a node, or of the nearest around it that has one.
func (s *splitter) nodePlace(n ast.Node) Place {
	for ; n != nil; n = n.Parent() {
		if pos := n.Pos(); pos >= 0 && n.Parent() != nil {
			return s.place(pos)
		}
	}
	return s.at
}

func (s *splitter) checkFence(n *ast.FencedCodeBlock, doc ast.Node) {
	in, err := fenceInfo(n, s.src)
	switch {
	case err != nil:
		s.refuse(n, err.Error())
	case !closed(n, s.src):
		s.refuse(n, "this block isn't closed: end it with a line of as many backticks as it begins with")
	case s.directive(in.name):
		if n.Parent() != doc {
			s.refuse(n, "a directive stands at the margin, not in a list or a quotation")
		}
	default:
		if fault := plainFence(in, string(n.Lines().Value(s.src))); fault != "" {
			s.refuse(n, fault)
		}
	}
}

func (s *splitter) autoLink(n *ast.AutoLink) {
	if s.reader.Links == nil {
		s.refuse(n, "a link can't stand here")
		return
	}
	if fault := s.reader.Links.Resolve(string(n.URL(s.src)), s.nodePlace(n)).Fault; fault != "" {
		s.refuse(n, fault)
	}
}

func (s *splitter) link(l *ast.Link) {
	if s.reader.Links == nil {
		s.refuse(l, "a link can't stand here")
		return
	}
	target := s.reader.Links.Resolve(string(l.Destination), s.nodePlace(l))
	switch {
	case target.Fault != "":
		s.refuse(l, target.Fault)
	case target.Href == "":
		unlink(l)
	default:
		l.Destination = []byte(target.Href)
		if target.Class != "" {
			l.SetAttributeString("class", []byte(target.Class))
		}
	}
}

// unlink puts a link's words in its place.
func unlink(l *ast.Link) {
	parent := l.Parent()
	for c := l.FirstChild(); c != nil; c = l.FirstChild() {
		l.RemoveChild(l, c)
		parent.InsertBefore(parent, l, c)
	}
	parent.RemoveChild(parent, l)
}

// plainText writes a node's words, its blocks apart.
func plainText(b *strings.Builder, n ast.Node, src []byte) {
	switch n := n.(type) {
	case *ast.Text:
		b.Write(spelled(n, src))
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
		return
	case *ast.String:
		b.Write(n.Value)
		return
	case *ast.AutoLink:
		b.Write(n.URL(src))
		return
	case *ast.FencedCodeBlock:
		b.Write(n.Lines().Value(src))
	case *ast.CodeBlock:
		b.Write(n.Lines().Value(src))
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		plainText(b, c, src)
	}
	if n.Type() == ast.TypeBlock {
		b.WriteByte('\n')
	}
}

// spelled is a text as it is shown, without the backslashes and entities by which
// markdown writes it.
func spelled(n *ast.Text, src []byte) []byte {
	if n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan {
		return n.Segment.Value(src)
	}
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	html.DefaultWriter.Write(w, n.Segment.Value(src))
	if w.Flush() != nil {
		return n.Segment.Value(src) // not reached: a buffer takes all
	}
	return []byte(unescaper.Replace(b.String()))
}

// unescaper undoes what goldmark's writer escapes.
var unescaper = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`)

// codeRenderer sets code as [Code] does and lets wide tables scroll by themselves.
type codeRenderer struct{}

func (codeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			in, err := fenceInfo(n.(*ast.FencedCodeBlock), src)
			if err != nil {
				in = info{}
			}
			_, err = w.WriteString(Code(in.name, string(n.Lines().Value(src)), "") + "\n")
			return ast.WalkSkipChildren, err
		}
		return ast.WalkContinue, nil
	})
	reg.Register(ast.KindCodeBlock, func(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			_, err := w.WriteString(Code("", string(n.Lines().Value(src)), "") + "\n")
			return ast.WalkSkipChildren, err
		}
		return ast.WalkContinue, nil
	})
	reg.Register(tables.KindTable, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		tag := "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n"
		if !entering {
			tag = "</table></div>\n"
		}
		_, err := w.WriteString(tag)
		return ast.WalkContinue, err
	})
}

// Slug makes an id of a heading's words: lower case, words joined by hyphens.
func Slug(words string) string {
	var parts []string
	for _, f := range strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '\'' || r == '’')
	}) {
		if f = strings.Map(dropQuotes, f); f != "" {
			parts = append(parts, f)
		}
	}
	return strings.Join(parts, "-")
}

func dropQuotes(r rune) rune {
	if r == '\'' || r == '’' {
		return -1
	}
	return r
}
