package prose

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Fence is a fenced block whose info string begins with the name of a directive.
type Fence struct {
	Name  string
	Args  map[string]string // title="…" and the like
	Body  string
	Place Place // of the opening line
	Start Place // of the body's first line
}

// info is an info string, taken apart.
type info struct {
	name  string
	words []string
	args  map[string]string
}

// parseInfo reads `name word key="value with spaces" key=value`.
func parseInfo(s string) (info, error) {
	in := info{args: map[string]string{}}
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		key, rest := cutWord(s)
		if !strings.HasPrefix(rest, "=") {
			in.words = append(in.words, key)
			if len(rest) == len(s) {
				return in, fmt.Errorf("the line that opens this block can't be read from %q on", s)
			}
			s = rest
			continue
		}
		value, after, err := cutValue(rest[1:])
		if err != nil {
			return in, err
		}
		if _, twice := in.args[key]; twice {
			return in, fmt.Errorf("%s is given twice", key)
		}
		in.args[key], s = value, after
	}
	if len(in.words) > 0 {
		in.name, in.words = in.words[0], in.words[1:]
	}
	return in, nil
}

func cutWord(s string) (word, rest string) {
	n := strings.IndexAny(s, " \t=\"")
	if n < 0 {
		return s, ""
	}
	return s[:n], s[n:]
}

func cutValue(s string) (value, rest string, err error) {
	if !strings.HasPrefix(s, `"`) {
		value, rest, _ = strings.Cut(s, " ")
		return value, rest, nil
	}
	value, rest, ok := strings.Cut(s[1:], `"`)
	if !ok {
		return "", "", fmt.Errorf("a quotation mark is not closed in the line that opens this block")
	}
	return value, rest, nil
}

// plainFence checks a fence that is no directive: its language must be known, and
// what the engine could run must not stand there dead without a reason.
func plainFence(in info, body string) string {
	if languages[in.name] == nil {
		return fmt.Sprintf("%q is neither a directive that can stand here nor a language of plain code", in.name)
	}
	static := false
	for _, w := range in.words {
		if w != "static" {
			return fmt.Sprintf("%q can't stand in the line that opens this block", w)
		}
		static = true
	}
	for key := range in.args {
		if key != "reason" {
			return fmt.Sprintf("%s= can't stand in the line that opens this block", key)
		}
	}
	if static {
		if strings.TrimSpace(in.args["reason"]) == "" {
			return `a static block says why it isn't run: static reason="…"`
		}
		return ""
	}
	if what := runnable(body); what != "" {
		return fmt.Sprintf("this block holds %s: make it a live directive, or say why it isn't run with static reason=\"…\"", what)
	}
	return ""
}

// runnable says what of the engine's a piece of code is; empty for other code.
func runnable(body string) string {
	var doc map[string]json.RawMessage
	if json.Unmarshal([]byte(body), &doc) == nil {
		for key := range doc {
			if strings.EqualFold(key, "Statement") {
				return "a policy"
			}
		}
	}
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "$ "))
		if strings.HasPrefix(line, "aws ") {
			return "an AWS command"
		}
	}
	return ""
}

func fenceInfo(n *ast.FencedCodeBlock, src []byte) (info, error) {
	if n.Info == nil {
		return info{}, nil
	}
	return parseInfo(string(n.Info.Segment.Value(src)))
}

// closed reports whether a fence has its closing line.
func closed(n *ast.FencedCodeBlock, src []byte) bool {
	end := n.Pos()
	if lines := n.Lines(); lines.Len() > 0 {
		end = lines.At(lines.Len() - 1).Stop
	} else if nl := bytes.IndexByte(src[max(end, 0):], '\n'); nl >= 0 {
		end += nl + 1
	} else {
		return false
	}
	line, _, _ := bytes.Cut(src[min(end, len(src)):], []byte("\n"))
	next := string(bytes.TrimLeft(line, " \t>"))
	return strings.HasPrefix(next, "```") || strings.HasPrefix(next, "~~~")
}
