package prose

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Piece is a part of a document: running text, a heading or a directive. Exactly
// one of its pointers is set.
type Piece struct {
	Text    *Text
	Heading *Heading
	Fence   *Fence
}

// Heading is a heading as written. ID is empty when it names none.
type Heading struct {
	Level int
	ID    string
	Text  Text // inline HTML, without a paragraph
	Attrs map[string]string
	Place Place
}

// Reader reads markdown: CommonMark with tables.
type Reader struct {
	Links     Links
	Directive func(name string) bool // which fences are directives; nil means none is
}

// Text compiles a text without headings and directives.
func (r Reader) Text(src string, at Place) (Text, Faults) {
	r.Directive = nil
	if why, down := involved(src); why != "" {
		return Text{}, Faults{at.Down(down).Fault("%s", why)}
	}
	pieces, fs := r.Split(src, at)
	var t Text
	for _, p := range pieces {
		if p.Heading != nil {
			fs = append(fs, p.Heading.Place.Fault("a heading can't stand here"))
		}
		if p.Text != nil {
			t = *p.Text
		}
	}
	return t, fs
}

// Split compiles a document and takes it apart at its headings and directives.
func (r Reader) Split(src string, at Place) ([]Piece, Faults) {
	s := &splitter{reader: r, src: []byte(src), at: at}
	doc := markdown.Parser().Parse(text.NewReader(s.src))
	s.check(doc)
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		s.block(n)
	}
	s.flush()
	return s.pieces, s.faults
}

// markdown is shared: goldmark's parser and renderer keep no state between calls.
var markdown = goldmark.New(
	goldmark.WithParserOptions(parser.WithHeadingAttribute()),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(codeRenderer{}, 100))),
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.NewTypographer(extension.WithTypographicSubstitutions(map[extension.TypographicPunctuation]string{
			extension.LeftSingleQuote:  "‘",
			extension.RightSingleQuote: "’",
			extension.LeftDoubleQuote:  "“",
			extension.RightDoubleQuote: "”",
			extension.Apostrophe:       "’",
			extension.EnDash:           "–",
			extension.EmDash:           "—",
			extension.Ellipsis:         "…",
			extension.LeftAngleQuote:   "«",
			extension.RightAngleQuote:  "»",
		})),
	),
)

type splitter struct {
	reader Reader
	src    []byte
	at     Place
	pieces []Piece
	faults Faults
	html   bytes.Buffer
	plain  strings.Builder
}

func (s *splitter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		s.flush()
		s.heading(n)
		return
	case *ast.FencedCodeBlock:
		if in, err := fenceInfo(n, s.src); err == nil && s.directive(in.name) {
			s.flush()
			s.fence(n, in)
			return
		}
	}
	s.render(&s.html, n)
	plainText(&s.plain, n, s.src)
}

func (s *splitter) directive(name string) bool {
	return s.reader.Directive != nil && name != "" && s.reader.Directive(name)
}

func (s *splitter) flush() {
	if s.html.Len() > 0 {
		t := Text{HTML: strings.TrimSpace(s.html.String()), Text: strings.TrimSpace(s.plain.String())}
		s.pieces = append(s.pieces, Piece{Text: &t})
	}
	s.html.Reset()
	s.plain.Reset()
}

func (s *splitter) heading(n *ast.Heading) {
	h := &Heading{Level: n.Level, Attrs: map[string]string{}, Place: s.place(n.Pos())}
	for _, a := range n.Attributes() {
		value, ok := a.Value.([]byte)
		if !ok {
			s.faults = append(s.faults, h.Place.Fault("the value of %s must stand in quotation marks", a.Name))
			continue
		}
		if string(a.Name) == "id" {
			h.ID = string(value)
			continue
		}
		h.Attrs[string(a.Name)] = string(value)
	}
	var html bytes.Buffer
	var plain strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		s.render(&html, c)
		plainText(&plain, c, s.src)
	}
	h.Text = Text{HTML: html.String(), Text: strings.TrimSpace(plain.String())}
	if strings.HasSuffix(h.Text.Text, "}") {
		s.faults = append(s.faults, h.Place.Fault("the braces after this heading can't be read: {#id level=Intermediate chapters=\"one two\"}"))
	}
	s.pieces = append(s.pieces, Piece{Heading: h})
}

func (s *splitter) fence(n *ast.FencedCodeBlock, in info) {
	f := &Fence{Name: in.name, Args: in.args, Body: string(n.Lines().Value(s.src)), Place: s.place(n.Pos())}
	f.Start = f.Place.Down(1)
	for _, w := range in.words {
		s.faults = append(s.faults, f.Place.Fault("%q can't stand in the line that opens this block", w))
	}
	s.pieces = append(s.pieces, Piece{Fence: f})
}

func (s *splitter) render(w *bytes.Buffer, n ast.Node) {
	if err := markdown.Renderer().Render(w, s.src, n); err != nil {
		s.faults = append(s.faults, s.place(n.Pos()).Fault("this can't be rendered: %v", err))
	}
}

// place is the place of an offset of the source.
func (s *splitter) place(offset int) Place {
	return s.at.Down(bytes.Count(s.src[:min(max(offset, 0), len(s.src))], []byte("\n")))
}
