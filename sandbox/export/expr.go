package export

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// symbol is a text of the world for which the configuration has a name.
type symbol struct {
	text   string
	after  string   // what must stand before it; empty: anything that isn't part of the same word
	name   []string // "var", "tools_account_id"
	index  bool     // `[0].id` follows: the organization's root
	whole  bool     // counts only as the whole of a string
	grants bool     // counts only where a policy names principals
}

func (s symbol) tokens() hclwrite.Tokens {
	t := hcl.Traversal{hcl.TraverseRoot{Name: s.name[0]}}
	for _, n := range s.name[1:] {
		t = append(t, hcl.TraverseAttr{Name: n})
	}
	if s.index {
		t = append(t, hcl.TraverseIndex{Key: cty.NumberIntVal(0)}, hcl.TraverseAttr{Name: "id"})
	}
	return hclwrite.TokensForTraversal(t)
}

// symbols knows the texts that have names. It finds them by the text, so that a
// string costs what its length comes to, however many names there are.
type symbols struct {
	whole   map[string][]symbol // count only as the whole of a string
	words   map[string]symbol   // anywhere as a word of their own
	after   map[string]symbol   // anywhere after a prefix of their own
	sizes   []int               // of words and after, the longest first
	befores []string            // the prefixes
	hidden  map[string]bool     // texts that stay as they are where principals are named
}

// add makes a text known. An empty text has no name: it is everywhere.
func (list *symbols) add(s symbol) {
	if s.text == "" {
		return
	}
	if list.whole == nil {
		list.whole, list.words, list.after = map[string][]symbol{}, map[string]symbol{}, map[string]symbol{}
	}
	if s.whole {
		list.whole[s.text] = append(list.whole[s.text], s)
		return
	}
	known := list.words
	if s.after != "" {
		known = list.after
		if !slices.Contains(list.befores, s.after) {
			list.befores = append(list.befores, s.after)
		}
	}
	if _, has := known[s.text]; has {
		return
	}
	known[s.text] = s
	if at, has := slices.BinarySearchFunc(list.sizes, len(s.text), func(a, b int) int { return cmp.Compare(b, a) }); !has {
		list.sizes = slices.Insert(list.sizes, at, len(s.text))
	}
}

// find is the symbol that begins at a place in a text, the longest first; nil when
// there is none.
func (list *symbols) find(s string, at int) *symbol {
	word := at == 0 || !wordByte(s[at-1])
	after := slices.ContainsFunc(list.befores, func(p string) bool { return strings.HasSuffix(s[:at], p) })
	if !word && !after {
		return nil
	}
	for _, size := range list.sizes {
		end := at + size
		if end > len(s) {
			continue
		}
		if c, ok := list.words[s[at:end]]; ok && word && (end == len(s) || !wordByte(s[end])) {
			return &c
		}
		if c, ok := list.after[s[at:end]]; ok && strings.HasSuffix(s[:at], c.after) && (end == len(s) || s[end] == '/') {
			return &c
		}
	}
	return nil
}

// wordByte includes the dollar and per cent signs: text that ends in one must not
// be followed by an interpolation.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '$' || c == '%' || c >= 0x80
}

// text writes a string, with what has a name replaced by the name.
func (list *symbols) text(s string, principal bool) hclwrite.Tokens {
	for _, c := range list.whole[s] {
		if !c.grants || principal && !list.hidden[s] {
			return c.tokens()
		}
	}
	var inner hclwrite.Tokens
	from, found := 0, false
	for i := 0; i < len(s); i++ {
		c := list.find(s, i)
		if c == nil {
			continue
		}
		if i == 0 && len(c.text) == len(s) {
			return c.tokens()
		}
		inner = append(inner, literal(s[from:i])...)
		inner = append(inner, token(hclsyntax.TokenTemplateInterp, "${"))
		inner = append(inner, c.tokens()...)
		inner = append(inner, token(hclsyntax.TokenTemplateSeqEnd, "}"))
		from, found = i+len(c.text), true
		i = from - 1 // a symbol's text is never empty, so this never stands still
	}
	if !found {
		return str(s)
	}
	inner = append(inner, literal(s[from:])...)
	return slices.Concat(hclwrite.Tokens{token(hclsyntax.TokenOQuote, `"`)}, inner, hclwrite.Tokens{token(hclsyntax.TokenCQuote, `"`)})
}

func token(t hclsyntax.TokenType, text string) *hclwrite.Token {
	return &hclwrite.Token{Type: t, Bytes: []byte(text)}
}

// str is a string without any names in it.
func str(s string) hclwrite.Tokens { return hclwrite.TokensForValue(cty.StringVal(s)) }

// literal is a run of text inside quotes, escaped.
func literal(s string) hclwrite.Tokens {
	t := str(s)
	return t[1 : len(t)-1]
}

// value writes a JSON value as an expression.
func (list *symbols) value(n node, principal bool) hclwrite.Tokens {
	switch n.kind {
	case nodeNull:
		return hclwrite.TokensForValue(cty.NullVal(cty.String))
	case nodeBool:
		return hclwrite.TokensForValue(cty.BoolVal(n.truth))
	case nodeNumber:
		if v, err := cty.ParseNumberVal(n.text); err == nil {
			return hclwrite.TokensForValue(v)
		}
		return str(n.text)
	case nodeString:
		return list.text(n.text, principal)
	case nodeList:
		return list.tuple(n, principal)
	case nodeObject:
		return list.object(n, principal)
	}
	return nil
}

// tuple sets a list of objects, or one that is long, an item a line.
func (list *symbols) tuple(n node, principal bool) hclwrite.Tokens {
	var items []hclwrite.Tokens
	width := 0
	for _, item := range n.items {
		t := list.value(item, principal)
		items = append(items, t)
		width += len(t.Bytes())
	}
	if width < 80 && !slices.ContainsFunc(n.items, func(i node) bool { return i.kind == nodeObject || i.kind == nodeList }) {
		return hclwrite.TokensForTuple(items)
	}
	out := hclwrite.Tokens{token(hclsyntax.TokenOBrack, "["), token(hclsyntax.TokenNewline, "\n")}
	for _, t := range items {
		out = append(out, t...)
		out = append(out, token(hclsyntax.TokenComma, ","), token(hclsyntax.TokenNewline, "\n"))
	}
	return append(out, token(hclsyntax.TokenCBrack, "]"))
}

func (list *symbols) object(n node, principal bool) hclwrite.Tokens {
	var attrs []hclwrite.ObjectAttrTokens
	for i, item := range n.items {
		attrs = append(attrs, hclwrite.ObjectAttrTokens{Name: member(n.members[i]), Value: list.value(item, principal || isPrincipal(n.members[i]))})
	}
	return hclwrite.TokensForObject(attrs)
}

// member is the name of an object's member: bare where it reads as one of the
// policy language's own words.
func member(name string) hclwrite.Tokens {
	if name != "" && name[0] >= 'A' && name[0] <= 'Z' && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == "" {
		return hclwrite.TokensForIdentifier(name)
	}
	return str(name)
}
