package prose

import (
	"strconv"
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// languages are the words that a plain code fence may begin with, and how each is
// coloured. A closed list, so that a misspelt directive is not taken for code.
var languages = map[string]func(src string) []chroma.Token{
	"":       plainTokens,
	"text":   plainTokens,
	"json":   jsonTokens,
	"sh":     shellTokens,
	"bash":   shellTokens,
	"ini":    ruled(iniRules()),
	"yaml":   ruled(yamlRules()),
	"python": ruled(pythonRules()),
	"go":     ruled(goRules()),
}

// Code sets source text in <pre><code>, its parts in spans with chroma's short
// class names. With an idPrefix every line stands in a span of class "line" whose
// id is the prefix, "-L" and the line's number from 1, so that a page can link to
// it. A language that is not known is set plain.
func Code(language, src, idPrefix string) string {
	tokenise := languages[language]
	if tokenise == nil {
		tokenise = plainTokens
	}
	var b strings.Builder
	b.WriteString(`<pre class="code" tabindex="0"><code>`)
	for i, line := range chroma.SplitTokensIntoLines(tokenise(strings.TrimRight(src, "\n"))) {
		if idPrefix != "" {
			b.WriteString(`<span class="line" id="` + escape(idPrefix) + "-L" + strconv.Itoa(i+1) + `">`)
		}
		for _, t := range line {
			writeToken(&b, t)
		}
		if idPrefix != "" {
			b.WriteString("</span>")
		}
	}
	b.WriteString("</code></pre>")
	return b.String()
}

func writeToken(b *strings.Builder, t chroma.Token) {
	class := chroma.StandardTypes[t.Type]
	if class == "" || t.Type == chroma.TextWhitespace { // blanks have no colour
		b.WriteString(escape(t.Value))
		return
	}
	b.WriteString(`<span class="` + class + `">` + escape(t.Value) + "</span>")
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "\x00", "\uFFFD")

// escape makes text safe in HTML and in quoted attributes.
func escape(s string) string { return escaper.Replace(s) }

func plainTokens(src string) []chroma.Token {
	return []chroma.Token{{Type: chroma.Text, Value: src}}
}

// ruled tokenises by chroma's rules; a lexer is compiled at its first use.
func ruled(name string, rules chroma.Rules) func(string) []chroma.Token {
	lexer := chroma.MustNewLexer(&chroma.Config{Name: name}, func() chroma.Rules { return rules })
	return func(src string) []chroma.Token {
		it, err := lexer.Tokenise(nil, src)
		if err != nil {
			return plainTokens(src)
		}
		return it.Tokens()
	}
}

const (
	doubleQuoted = `"(\\.|[^"\\\n])*"`
	singleQuoted = `'(\\.|[^'\\\n])*'`
)

func rule(pattern string, t chroma.TokenType) chroma.Rule {
	return chroma.Rule{Pattern: pattern, Type: t}
}

func iniRules() (string, chroma.Rules) {
	return "ini", chroma.Rules{"root": {
		rule(`[#;][^\n]*`, chroma.Comment),
		rule(`\[[^\]\n]*\]`, chroma.Keyword),
		rule(`[\w.-]+(?=[ \t]*=)`, chroma.NameAttribute),
		rule(`=`, chroma.Operator),
		rule(`\s+`, chroma.Text),
		rule(`[^\s=]+`, chroma.LiteralString),
	}}
}

func yamlRules() (string, chroma.Rules) {
	return "yaml", chroma.Rules{"root": {
		rule(`#[^\n]*`, chroma.Comment),
		rule(`[\w./-]+(?=:(\s|$))`, chroma.NameTag),
		rule(doubleQuoted, chroma.LiteralString),
		rule(singleQuoted, chroma.LiteralString),
		rule(`[\[\]{},:|>-]`, chroma.Punctuation),
		rule(`[^\s\[\]{},:"'#]+`, chroma.Text),
		rule(`\s+|.`, chroma.Text),
	}}
}

func pythonRules() (string, chroma.Rules) {
	return "python", chroma.Rules{"root": {
		rule(`#[^\n]*`, chroma.Comment),
		rule(doubleQuoted, chroma.LiteralString),
		rule(singleQuoted, chroma.LiteralString),
		rule(`\b(import|from|as|def|return|if|else|elif|for|in|while|with|try|except|raise|class|not|and|or|None|True|False|lambda|pass)\b`, chroma.Keyword),
		rule(`\b\d+(\.\d+)?\b`, chroma.LiteralNumber),
		rule(`\w+`, chroma.Name),
		rule(`\s+`, chroma.Text),
		rule(`.`, chroma.Punctuation),
	}}
}

func goRules() (string, chroma.Rules) {
	return "go", chroma.Rules{"root": {
		rule(`//[^\n]*`, chroma.Comment),
		rule(doubleQuoted, chroma.LiteralString),
		rule("`[^`]*`", chroma.LiteralString),
		rule(`\b(package|import|func|return|if|else|for|range|switch|case|default|var|const|type|struct|interface|map|chan|go|defer|nil|true|false)\b`, chroma.Keyword),
		rule(`\b\d+(\.\d+)?\b`, chroma.LiteralNumber),
		rule(`\w+`, chroma.Name),
		rule(`\s+`, chroma.Text),
		rule(`.`, chroma.Punctuation),
	}}
}
