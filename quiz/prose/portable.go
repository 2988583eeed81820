package prose

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// portable is markdown for other programs: dashes and ellipses are set as on our
// pages, quotation marks stay as they were typed.
var portable = goldmark.New(
	goldmark.WithRendererOptions(html.WithUnsafe()),
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		extension.NewTypographer(extension.WithTypographicSubstitutions(map[extension.TypographicPunctuation][]byte{
			extension.LeftSingleQuote:  nil,
			extension.RightSingleQuote: nil,
			extension.LeftDoubleQuote:  nil,
			extension.RightDoubleQuote: nil,
			extension.Apostrophe:       nil,
			extension.EnDash:           []byte("–"),
			extension.EmDash:           []byte("—"),
			extension.Ellipsis:         []byte("…"),
			extension.LeftAngleQuote:   []byte("«"),
			extension.RightAngleQuote:  []byte("»"),
		})),
	),
)

// Portable sets markdown as HTML that needs nothing of our pages: code without
// colours, a language as class "language-json", and only addresses outside as
// links, the words of others in their place. HTML that stands in the source passes
// through as it is, so what comes back is as safe as what goes in; text that
// [Reader.Text] took holds none.
func Portable(src string) string {
	source := []byte(src)
	doc := portable.Parser().Parse(text.NewReader(source))
	var links []*ast.Link
	walk := func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if l, ok := n.(*ast.Link); ok && entering && !strings.HasPrefix(string(l.Destination), "https://") {
			links = append(links, l)
		}
		return ast.WalkContinue, nil
	}
	if err := ast.Walk(doc, walk); err != nil {
		return escaper.Replace(src) // not reached: walk returns no error
	}
	for _, l := range links {
		unlink(l)
	}
	var b bytes.Buffer
	if err := portable.Renderer().Render(&b, source, doc); err != nil {
		return escaper.Replace(src) // not reached: a buffer takes all
	}
	return strings.TrimSpace(b.String())
}

// Fenced puts code into a fence that [Reader.Text] takes: a language that isn't
// known becomes plain text, and what the engine could run is called static.
func Fenced(language, code string) string {
	if languages[language] == nil {
		language = "text"
	}
	code = strings.TrimRight(code, "\n")
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	if runnable(code) != "" {
		if language == "" {
			language = "text"
		}
		language += ` static reason="shown, not run"`
	}
	return fence + language + "\n" + code + "\n" + fence
}
