package awscli

import (
	"regexp"
	"strings"

	"rolecall/sandbox/awsapi"
)

// arity says what follows an option.
type arity uint8

const (
	oneValue   arity = iota // --option VALUE
	manyValues              // --option VALUE VALUE …
	noValue                 // --option
)

// option is one option of a command line. Two options may set the same dest.
type option struct {
	name    string // "--role-arn"
	dest    string // what it sets; the name without dashes when empty
	arity   arity
	set     string // the value that a noValue option sets
	choices []string
	param   *awsapi.Param // the parameter behind it, if any
}

func (o *option) key() string {
	if o.dest != "" {
		return o.dest
	}
	return strings.TrimPrefix(o.name, "--")
}

// grammar is what one level of a command line takes. The words that it doesn't
// know are left to the next level.
type grammar struct {
	options  []option
	words    []positional // required words, in order
	optional string       // a last word that may be left out
	required []string     // keys of options that must be there
}

type positional struct {
	name    string
	choices []string // nil: anything
	any     bool     // a choice outside choices is let through
}

// parsed is a command line taken apart.
type parsed struct {
	values map[string][]string // by option key; noValue options have one
	words  map[string]string   // by positional name
	rest   []string
}

func (p *parsed) one(key string) (string, bool) {
	v, ok := p.values[key]
	if !ok || len(v) == 0 {
		return "", ok
	}
	return v[len(v)-1], true
}

func (p *parsed) has(key string) bool { _, ok := p.values[key]; return ok }

var negativeNumber = regexp.MustCompile(`^-\d+$|^-\d*\.\d+$`)

// parse reads words by a grammar as Python's argparse does, which the AWS CLI
// is built on: options may be abbreviated, `--option=value` is allowed, and
// options stand anywhere.
func (g *grammar) parse(args []string) (*parsed, *cliError) {
	p := &argParse{grammar: g, args: args, out: &parsed{values: map[string][]string{}, words: map[string]string{}}}
	if err := p.classify(); err != nil {
		return nil, err
	}
	if err := p.run(); err != nil {
		return nil, err
	}
	return p.out, nil
}

// argument is one word with what it was recognized as.
type argument struct {
	text     string
	isOption bool
	opt      *option // nil: unknown
	value    string  // after "="
	hasValue bool
}

type argParse struct {
	*grammar
	args    []string
	list    []argument
	out     *parsed
	pending []positional
	skipOpt bool // the optional word's place has gone by
}

func (p *argParse) classify() *cliError {
	literal := false
	for _, a := range p.args {
		if a == "--" && !literal {
			literal = true
			continue
		}
		arg := argument{text: a}
		if !literal && len(a) > 1 && a[0] == '-' {
			if err := p.recognize(&arg); err != nil {
				return err
			}
		}
		p.list = append(p.list, arg)
	}
	return nil
}

func (p *argParse) recognize(a *argument) *cliError {
	if o := p.find(a.text); o != nil {
		a.isOption, a.opt = true, o
		return nil
	}
	name, value, hasValue := strings.Cut(a.text, "=")
	if o := p.find(name); hasValue && o != nil {
		a.isOption, a.opt, a.value, a.hasValue = true, o, value, true
		return nil
	}
	near := p.abbreviated(name)
	if len(near) > 1 {
		names := make([]string, len(near))
		for i, o := range near {
			names[i] = o.name
		}
		return argumentError("ambiguous option: " + a.text + " could match " + strings.Join(names, ", "))
	}
	if len(near) == 1 {
		a.isOption, a.opt, a.value, a.hasValue = true, near[0], value, hasValue
		return nil
	}
	a.isOption = !negativeNumber.MatchString(a.text) && !strings.Contains(a.text, " ")
	return nil
}

func (g *grammar) find(name string) *option {
	for i := range g.options {
		if g.options[i].name == name {
			return &g.options[i]
		}
	}
	return nil
}

func (g *grammar) abbreviated(name string) []*option {
	if !strings.HasPrefix(name, "--") || name == "--" {
		return nil
	}
	var near []*option
	for i := range g.options {
		if strings.HasPrefix(g.options[i].name, name) {
			near = append(near, &g.options[i])
		}
	}
	return near
}

func (p *argParse) run() *cliError {
	p.pending = p.words
	for i := 0; i < len(p.list); {
		a := p.list[i]
		if !a.isOption {
			n, err := p.takeWords(i)
			if err != nil {
				return err
			}
			i += n
			continue
		}
		if len(p.pending) == 0 {
			p.skipOpt = true
		}
		i++
		if a.opt == nil {
			p.out.rest = append(p.out.rest, a.text)
			continue
		}
		n, err := p.takeOption(a, i)
		if err != nil {
			return err
		}
		i += n
	}
	return p.finish()
}

// takeWords gives the words from i on to the positionals that still wait.
func (p *argParse) takeWords(i int) (int, *cliError) {
	n := 0
	for ; i+n < len(p.list) && !p.list[i+n].isOption; n++ {
		text := p.list[i+n].text
		switch {
		case len(p.pending) > 0:
			w := p.pending[0]
			p.pending = p.pending[1:]
			if err := checkChoice("argument "+w.name, text, w.choices, w.any); err != nil {
				return 0, err
			}
			p.out.words[w.name] = text
		case p.optional != "" && !p.skipOpt:
			p.skipOpt = true
			p.out.words[p.optional] = text
		default:
			p.out.rest = append(p.out.rest, text)
		}
	}
	if len(p.pending) == 0 {
		p.skipOpt = true
	}
	return n, nil
}

// takeOption reads the values of an option, which stand from i on.
func (p *argParse) takeOption(a argument, i int) (int, *cliError) {
	var values []string
	n := 0
	for i+n < len(p.list) && !p.list[i+n].isOption {
		values = append(values, p.list[i+n].text)
		n++
	}
	what := "argument " + a.opt.name
	switch a.opt.arity {
	case noValue:
		if a.hasValue {
			return 0, argumentError(what + ": ignored explicit argument '" + a.value + "'")
		}
		p.out.values[a.opt.key()] = []string{a.opt.set}
		return 0, nil
	case oneValue:
		if a.hasValue {
			values, n = []string{a.value}, 0
		} else if len(values) == 0 {
			return 0, argumentError(what + ": expected one argument")
		} else {
			values, n = values[:1], 1
		}
		if err := checkChoice(what, values[0], a.opt.choices, a.opt.choices == nil); err != nil {
			return 0, err
		}
	case manyValues:
		if a.hasValue {
			values, n = []string{a.value}, 0
		}
	}
	if values == nil {
		values = []string{}
	}
	p.out.values[a.opt.key()] = values
	return n, nil
}

func (p *argParse) finish() *cliError {
	var missing []string
	for _, key := range p.required {
		if !p.out.has(key) {
			missing = append(missing, "--"+key)
		}
	}
	for _, w := range p.pending {
		missing = append(missing, w.name)
	}
	if len(missing) > 0 {
		return argumentError("the following arguments are required: " + strings.Join(missing, ", ") + meantOptions(p.out.rest, p.options))
	}
	return nil
}

// checkChoice refuses a word that isn't one of the choices. With nothing alike
// to suggest for a command, it lists what the sandbox has: unlike AWS, it has few.
func checkChoice(what, word string, choices []string, free bool) *cliError {
	if free {
		return nil
	}
	for _, c := range choices {
		if c == word {
			return nil
		}
	}
	text := what + ": Found invalid choice '" + word + "'\n"
	near := closeMatches(word, choices, 3, 0.8)
	if len(near) > 0 {
		text += "\nMaybe you meant:\n\n  * " + strings.Join(near, "\n  * ")
	} else if !strings.HasPrefix(what, "argument --") {
		text += "\nThis sandbox has:\n\n  * " + strings.Join(choices, "\n  * ")
	}
	return argumentError(text)
}
