package awsapi

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"github.com/jmespath/go-jmespath"
)

// query is a compiled --query.
type query struct {
	src      string
	compiled *jmespath.JMESPath
}

// maxQuery bounds the length of a query.
const maxQuery = 4096

// compileQuery reads a JMESPath expression; see jmespath.org/specification.html.
func compileQuery(src string) (*query, *cliError) {
	if len(src) > maxQuery {
		return nil, paramError("Bad value for --query: it is longer than 4,096 bytes")
	}
	if src == "" {
		return nil, paramError("Bad value for --query : Invalid JMESPath expression: cannot be empty.")
	}
	compiled, err := jmespath.Compile(bareLiterals(src))
	if err == nil && unfinished(bareLiterals(src)) {
		err = jmespath.SyntaxError{Offset: len(src)}
	}
	if err != nil {
		return nil, paramError("Bad value for --query " + src + ": Invalid jmespath expression: " + queryFault(src, err))
	}
	return &query{src, compiled}, nil
}

// bareLiterals quotes what stands between backticks without being JSON, such as
// [?Name==`Deploy`]: the CLI's own JMESPath takes such a word for a string, as the
// grammar's older form had it.
func bareLiterals(src string) string {
	var b strings.Builder
	for i := 0; i < len(src); i++ {
		mark := src[i]
		if mark != '`' && mark != '"' && mark != '\'' {
			b.WriteByte(mark)
			continue
		}
		end := i + 1
		for end < len(src) && src[end] != mark {
			if src[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(src) {
			return b.String() + src[i:]
		}
		inside := src[i+1 : end]
		if mark == '`' && !json.Valid([]byte(strings.ReplaceAll(inside, "\\`", "`"))) {
			if quoted := `"` + strings.TrimLeft(inside, " \t\n\r") + `"`; json.Valid([]byte(strings.ReplaceAll(quoted, "\\`", "`"))) {
				inside = quoted
			}
		}
		b.WriteByte(mark)
		b.WriteString(inside)
		b.WriteByte(mark)
		i = end
	}
	return b.String()
}

// unfinished reports whether an expression ends inside of a bracket where the
// library's parser takes what it has for the whole.
func unfinished(src string) bool {
	tree, err := jmespath.NewParser().Parse(src)
	return err == nil && strings.Contains(tree.String(), "ASTEmpty {")
}

// tokenName is what the library calls a token in its errors.
var tokenName = regexp.MustCompile(`\bt(JSON|[A-Z][A-Za-z]+?)([A-Z][a-z]+)?\b`)

// tokens writes the names of tokens as the grammar does: tUnquotedIdentifier is
// unquoted_identifier there.
func tokens(text string) string {
	return tokenName.ReplaceAllStringFunc(text, func(name string) string {
		return strings.ReplaceAll(kebab(name[1:]), "-", "_")
	})
}

func queryFault(src string, err error) string {
	var se jmespath.SyntaxError
	if !errors.As(err, &se) {
		return err.Error()
	}
	text := tokens(strings.TrimPrefix(se.Error(), "SyntaxError: "))
	offset := se.Offset
	if strings.HasPrefix(text, "Incomplete expression") || offset >= len(src) {
		text, offset = "Incomplete expression:", len(src)
	} else {
		text += ", for expression:"
	}
	return text + "\n\"" + src + "\"\n" + strings.Repeat(" ", offset+1) + "^"
}

// search returns what a query picks from the document.
func (d *document) search(q *query) (*document, *cliError) {
	root, err := q.compiled.Search(d.root)
	if err != nil {
		return nil, generalError(runFault(err.Error()))
	}
	return &document{root: root, order: d.order, shaped: hashKeys(q.src)}, nil
}

// wrongType is how the library refuses a function's argument, in Go's notation.
var wrongType = regexp.MustCompile(`(?s)^Invalid type for: (.*), expected: \[\]jmespath\.jpType\{(.*)\}$`)

// runFault words a fault of a query that runs as the CLI's own JMESPath does.
func runFault(text string) string {
	if m := wrongType.FindStringSubmatch(text); m != nil {
		types := strings.NewReplacer(`"`, "'", "array[number]", "array-number", "array[string]", "array-string").Replace(m[2])
		return "Invalid type for value: " + strings.Replace(m[1], "<nil>", "null", 1) + ", expected one of: [" + types + "]"
	}
	if name, ok := strings.CutPrefix(text, "unknown function: "); ok {
		return "Unknown function: " + name + "()"
	}
	if text == "incorrect number of args" || text == "Invalid arity." {
		return "A function was called with the wrong number of arguments"
	}
	return text
}

// hashKeys lists the members of every {name: expression} in a query, in the
// order they are written, for the library that runs it forgets that order.
func hashKeys(src string) [][]string {
	var all [][]string
	var open []*[]string // of each bracket; nil unless it is a hash
	word, start := "", 0
	for i := 0; i < len(src); i++ {
		switch ch := src[i]; {
		case ch == '\'' || ch == '"' || ch == '`':
			end := closingQuote(src, i)
			if word == "" && ch == '"' {
				word = src[i+1 : end]
			}
			i = end
		case ch == '{':
			open = append(open, &[]string{})
			word = ""
		case ch == '(' || ch == '[':
			open = append(open, nil)
			word = ""
		case ch == ')' || ch == ']' || ch == '}':
			if n := len(open); n > 0 {
				if open[n-1] != nil {
					all = append(all, *open[n-1])
				}
				open = open[:n-1]
			}
			word = ""
		case ch == ':':
			if n := len(open); n > 0 && open[n-1] != nil && word != "" {
				*open[n-1] = append(*open[n-1], word)
			}
			word = ""
		case isWordByte(ch):
			for start = i; i+1 < len(src) && isWordByte(src[i+1]); i++ {
			}
			word = src[start : i+1]
		case ch != ' ' && ch != '\t' && ch != '\n':
			word = ""
		}
	}
	return all
}

func isWordByte(ch byte) bool {
	return ch == '_' || ch >= '0' && ch <= '9' || ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z'
}

func closingQuote(src string, i int) int {
	for j := i + 1; j < len(src); j++ {
		if src[j] == '\\' {
			j++
			continue
		}
		if src[j] == src[i] {
			return j
		}
	}
	return len(src) - 1
}
