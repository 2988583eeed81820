package awscli

import (
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"rolecall/sandbox/budget"
)

// command is a simple command: assignments, then words.
type command struct {
	assigns []assign
	words   []word
}

type assign struct {
	name  string
	value word
}

// word is a word before its variables are filled in.
type word []piece

// piece is a run of text, or a variable when variable is set.
type piece struct {
	text     string
	variable bool
	quoted   bool
}

// splitCommands splits input as a POSIX shell does and takes only simple
// commands. Its errors say what isn't known here and where.
func splitCommands(b *budget.Budget, line string) ([]command, error) {
	if err := b.Step(int64(len(line))); err != nil {
		return nil, err
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(line), "")
	if err != nil {
		return nil, plainSyntaxError(err)
	}
	if len(file.Stmts) > maxStatement {
		return nil, fmt.Errorf("%d commands at once; the limit is %d", len(file.Stmts), maxStatement)
	}
	var program []command
	for _, st := range file.Stmts {
		c, err := simpleCommand(st)
		if err != nil {
			return nil, err
		}
		program = append(program, c)
	}
	return program, nil
}

func plainSyntaxError(err error) error {
	var pe syntax.ParseError
	if !errors.As(err, &pe) {
		return err
	}
	text := pe.Text
	if strings.Contains(text, "closing quote") {
		text += ": a quote is opened and never closed"
	}
	return fmt.Errorf("%s%s", at(pe.Pos), text)
}

// at names a place in the input.
func at(p syntax.Pos) string {
	if p.Line() > 1 {
		return fmt.Sprintf("line %d, column %d: ", p.Line(), p.Col())
	}
	return fmt.Sprintf("column %d: ", p.Col())
}

func simpleCommand(st *syntax.Stmt) (command, error) {
	call, ok := st.Cmd.(*syntax.CallExpr)
	switch {
	case len(st.Redirs) > 0:
		return command{}, fmt.Errorf("%sredirection (>, <) isn't available here; `aws s3 cp` and `file://NAME` work with files", at(st.Redirs[0].Pos()))
	case st.Background || st.Negated || st.Coprocess:
		return command{}, fmt.Errorf("%s`&` and `!` aren't available here", at(st.Pos()))
	case !ok:
		return command{}, notSimple(st)
	}
	var c command
	for _, a := range call.Assigns {
		if a.Append || a.Naked || a.Index != nil || a.Array != nil || a.Name == nil {
			return command{}, fmt.Errorf("%sonly NAME=VALUE is understood here", at(a.Pos()))
		}
		value, err := readWord(a.Value)
		if err != nil {
			return command{}, err
		}
		c.assigns = append(c.assigns, assign{a.Name.Value, value})
	}
	for _, sw := range call.Args {
		w, err := readWord(sw)
		if err != nil {
			return command{}, err
		}
		c.words = append(c.words, w)
	}
	return c, nil
}

func notSimple(st *syntax.Stmt) error {
	if b, ok := st.Cmd.(*syntax.BinaryCmd); ok {
		op := b.Op.String()
		advice := "type one command a line"
		if strings.HasPrefix(op, "|") && op != "||" {
			advice = "`--query` and `--output` pick out parts of an answer"
		}
		return fmt.Errorf("%s`%s` isn't available here: %s", at(b.OpPos), op, advice)
	}
	return fmt.Errorf("%sthis console runs simple commands only: no loops, conditions, functions or groups", at(st.Pos()))
}

func readWord(sw *syntax.Word) (word, error) {
	if sw == nil {
		return nil, nil
	}
	var w word
	for _, part := range sw.Parts {
		var err error
		if w, err = w.add(part, false); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w word) add(part syntax.WordPart, quoted bool) (word, error) {
	switch p := part.(type) {
	case *syntax.Lit:
		if quoted {
			return append(w, piece{text: unescapeQuoted(p.Value), quoted: true}), nil
		}
		return append(w, piece{text: unescapeBare(p.Value)}), nil
	case *syntax.SglQuoted:
		return append(w, piece{text: p.Value, quoted: true}), nil
	case *syntax.DblQuoted:
		w = append(w, piece{quoted: true})
		for _, inner := range p.Parts {
			var err error
			if w, err = w.add(inner, true); err != nil {
				return nil, err
			}
		}
		return w, nil
	case *syntax.ParamExp:
		name, ok := plainVariable(p)
		if !ok {
			return nil, fmt.Errorf("%sonly $NAME and ${NAME} are understood here", at(p.Pos()))
		}
		return append(w, piece{text: name, variable: true, quoted: quoted}), nil
	case *syntax.CmdSubst:
		if p.Backquotes {
			return nil, fmt.Errorf("%sa backquote begins a command substitution, which isn't available here; put single quotes round the whole value", at(p.Pos()))
		}
		return nil, fmt.Errorf("%scommand substitution isn't available here, apart from $(mfa ACCOUNT/DEVICE) and $(now±DURATION)", at(p.Pos()))
	}
	return nil, fmt.Errorf("%sthis part of shell syntax isn't available here", at(part.Pos()))
}

func plainVariable(p *syntax.ParamExp) (string, bool) {
	plain := p.Param != nil && !p.Excl && !p.Length && !p.Width && !p.IsSet && p.Index == nil &&
		p.Slice == nil && p.Repl == nil && p.Exp == nil && p.Flags == nil && p.NestedParam == nil && len(p.Modifiers) == 0
	if !plain {
		return "", false
	}
	return p.Param.Value, true
}

// unescapeBare takes backslashes away as a shell does outside quotes.
func unescapeBare(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			if s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// unescapeQuoted takes backslashes away as a shell does inside double quotes.
func unescapeQuoted(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("$`\"\\\n", s[i+1]) >= 0 {
			i++
			if s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// size is how many bytes the word has with its variables filled in.
func (w word) size(env map[string]string) int {
	n := 0
	for _, p := range w {
		if p.variable {
			n += len(env[p.text])
		} else {
			n += len(p.text)
		}
	}
	return n
}

// text fills in the variables and keeps the word whole.
func (w word) text(b *budget.Budget, env map[string]string) (string, error) {
	out := budget.NewText(b)
	for _, p := range w {
		if p.variable {
			write(out, env[p.text])
			continue
		}
		write(out, p.text)
	}
	return out.String(), out.Err()
}

// fieldCost is what a word costs in bytes beside its text.
const fieldCost = 16

// fields fills in the variables and splits what came from an unquoted one at
// white space.
func (w word) fields(b *budget.Budget, env map[string]string) ([]string, error) {
	var out []string
	var field strings.Builder
	open := false
	end := func() error {
		if !open {
			return nil
		}
		out = append(out, field.String())
		field.Reset()
		open = false
		return b.Grow(fieldCost)
	}
	for _, p := range w {
		value := p.text
		if p.variable {
			value = env[p.text]
		}
		if err := b.Grow(int64(len(value))); err != nil {
			return nil, err
		}
		if !p.variable || p.quoted {
			field.WriteString(value)
			open = open || p.quoted || p.text != ""
			continue
		}
		for value != "" {
			blank := strings.IndexAny(value, " \t\n")
			if blank < 0 {
				blank = len(value)
			}
			field.WriteString(value[:blank])
			open = open || blank > 0
			if blank == len(value) {
				break
			}
			if err := end(); err != nil {
				return nil, err
			}
			value = value[blank+1:]
		}
	}
	err := end()
	return out, err
}
