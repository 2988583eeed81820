package awscli

import (
	"slices"
	"strings"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/jmespath"
)

// cliVersion is the version of the AWS CLI whose wording this front door keeps
// to: messages, exit codes and output forms are those of 2.36.
const cliVersion = "aws-cli/2.36.7 Rolecall/sandbox"

// globals are the options that every command takes.
type globals struct {
	output, profile, region string
	errorFormat, binary     string
	query                   *jmespath.Expression
	unsigned, unpaged       bool
}

func globalOptions() []option {
	flag := func(name, dest, set string) option {
		return option{name: "--" + name, dest: dest, arity: noValue, set: set}
	}
	one := func(name string, choices ...string) option { return option{name: "--" + name, choices: choices} }
	return []option{
		flag("debug", "", "true"),
		one("endpoint-url"),
		flag("no-verify-ssl", "", "true"),
		flag("no-paginate", "", "true"),
		one("output", outputFormats...),
		one("query"),
		one("profile"),
		one("region"),
		flag("version", "", "true"),
		one("color", "on", "off", "auto"),
		flag("no-sign-request", "", "true"),
		one("ca-bundle"),
		one("cli-read-timeout"),
		one("cli-connect-timeout"),
		one("cli-binary-format", "base64", "raw-in-base64-out"),
		flag("no-cli-pager", "", "true"),
		flag("cli-auto-prompt", "", "true"),
		flag("no-cli-auto-prompt", "", "true"),
		one("cli-error-format", "legacy", "json", "yaml", "text", "table", "enhanced"),
	}
}

// ownCommands are the commands that aren't services.
var ownCommands = []string{"configure", "s3", "help"}

// commands lists the words that may follow `aws`.
func commands() []string {
	var list []string
	for _, op := range awsapi.Operations() {
		if !slices.Contains(list, op.CLI) {
			list = append(list, op.CLI)
		}
	}
	list = append(list, ownCommands...)
	slices.Sort(list)
	return list
}

// serviceCommands lists the words that may follow a service; nil for what is none.
func serviceCommands(service string) []string {
	var list []string
	for _, op := range awsapi.Operations() {
		if op.CLI == service {
			list = append(list, op.Command)
		}
	}
	if list == nil {
		return nil
	}
	list = append(list, "help")
	if waitersOf(service) != nil {
		list = append(list, "wait")
	}
	slices.Sort(list)
	return list
}

// awsCommand is one run of `aws`.
type awsCommand struct {
	shell *Shell
	globals
}

// argumentSteps is what it costs to find out what a word of a command line is: it
// is held against the options of up to three levels.
const argumentSteps = 20

// aws runs a command line without its first word.
func (s *Shell) aws(args []string) Reply {
	c := &awsCommand{shell: s}
	if err := s.budget.Step(argumentSteps * int64(len(args))); err != nil {
		return stopped(err).reply("")
	}
	r, err := c.main(args)
	if err != nil {
		return err.reply(c.errorFormat)
	}
	return r
}

func (c *awsCommand) main(args []string) (Reply, *cliError) {
	g := &grammar{options: globalOptions(), words: []positional{{name: "command", choices: commands()}}}
	if slices.Contains(args, "--version") {
		return Reply{Stdout: cliVersion + "\n"}, nil
	}
	p, err := g.parse(args)
	if err != nil {
		return Reply{}, err
	}
	if err := c.setGlobals(p); err != nil {
		return Reply{}, err
	}
	command := p.words["command"]
	switch command {
	case "help":
		return Reply{Stdout: helpAWS()}, nil
	case "configure":
		return c.configure(p.rest)
	case "s3":
		return c.s3(p.rest)
	}
	return c.service(command, p.rest)
}

func (c *awsCommand) setGlobals(p *parsed) *cliError {
	c.output, _ = p.one("output")
	c.profile, _ = p.one("profile")
	c.region, _ = p.one("region")
	c.binary, _ = p.one("cli-binary-format")
	c.errorFormat, _ = p.one("cli-error-format")
	c.unsigned, c.unpaged = p.has("no-sign-request"), p.has("no-paginate")
	if src, ok := p.one("query"); ok {
		var err *cliError
		if c.query, err = compileQuery(src); err != nil {
			return err
		}
	}
	if url, ok := p.one("endpoint-url"); ok && !strings.Contains(url, "://") {
		return paramError(`Bad value for --endpoint-url "` + url + `": scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/`)
	}
	return nil
}

func (c *awsCommand) service(name string, args []string) (Reply, *cliError) {
	g := &grammar{words: []positional{{name: "operation", choices: serviceCommands(name)}}}
	p, err := g.parse(args)
	if err != nil {
		return Reply{}, err
	}
	switch p.words["operation"] {
	case "help":
		return Reply{Stdout: helpService(name)}, nil
	case "wait":
		return c.wait(name, p.rest)
	}
	return c.operation(awsapi.Lookup(name, p.words["operation"]), p.rest)
}

// operationGrammar is what the command of an operation takes. With --cli-input-json
// nothing is required of the line itself.
func operationGrammar(op *awsapi.Operation, free bool) *grammar {
	g := &grammar{optional: "help"}
	for i := range op.Input {
		p := &op.Input[i]
		o := option{name: p.Option, param: p}
		switch p.Type {
		case awsapi.Boolean:
			o.arity, o.set = noValue, "true"
			g.options = append(g.options, o)
			o = option{name: "--no-" + o.key(), dest: o.key(), arity: noValue, set: "false", param: p}
		case awsapi.List:
			o.arity = manyValues
		case awsapi.String, awsapi.Integer, awsapi.Map, awsapi.Structure, awsapi.Timestamp, awsapi.Blob:
		}
		g.options = append(g.options, o)
		if p.Required && !free {
			g.required = append(g.required, o.key())
		}
	}
	if op.Streams {
		g.words = []positional{{name: "outfile", any: true}}
	}
	if op.Bootstraps {
		g.options = append(g.options, option{name: "--outfile"}, option{name: "--bootstrap-method"})
		if !free {
			g.required = append(g.required, "outfile", "bootstrap-method")
		}
	}
	g.options = append(g.options,
		option{name: "--cli-input-json"},
		option{name: "--generate-cli-skeleton", arity: manyValues},
	)
	if paginated(op) {
		g.options = append(g.options, pageOptions()...)
	}
	return g
}

func (c *awsCommand) operation(op *awsapi.Operation, args []string) (Reply, *cliError) {
	if len(args) == 1 && args[0] == "help" {
		return Reply{Stdout: helpOperation(op)}, nil
	}
	free := false
	for _, a := range args {
		free = free || strings.HasPrefix(a, "--cli-input-json") || strings.HasPrefix(a, "--generate-cli-skeleton")
	}
	g := operationGrammar(op, free)
	p, err := g.parse(args)
	if err != nil {
		return Reply{}, err
	}
	if extra, given := p.words["help"]; given {
		if extra == "help" {
			return Reply{Stdout: helpOperation(op)}, nil
		}
		p.rest = append(p.rest, extra)
	}
	if len(p.rest) > 0 {
		return Reply{}, unknownOptions(p.rest, g.options)
	}
	return c.call(op, p)
}

// call runs an operation with the values of a line and prints its answer.
func (c *awsCommand) call(op *awsapi.Operation, p *parsed) (Reply, *cliError) {
	given, err := c.values(op, p)
	if err != nil {
		return Reply{}, err
	}
	if kind, ok := p.values["generate-cli-skeleton"]; ok {
		return c.skeleton(op, kind)
	}
	if method, ok := p.one("bootstrap-method"); ok && method != "Base32StringSeed" {
		if method != "QRCodePNG" {
			return Reply{}, checkChoice("argument --bootstrap-method", method, []string{"QRCodePNG", "Base32StringSeed"}, false)
		}
		return Reply{}, generalError("the sandbox draws no QR codes: use --bootstrap-method Base32StringSeed")
	}
	in, err := (&validator{}).input(op, given)
	if err != nil {
		return Reply{}, err
	}
	if c.unpaged {
		if err := checkUnpaged(op, p); err != nil {
			return Reply{}, err
		}
	}
	pg, err := readPage(op, p)
	if err != nil {
		return Reply{}, err
	}
	out, r, err := c.invoke(op, in)
	if err != nil || r.Exit != 0 {
		return r, err
	}
	if s, ok := out.(awsapi.Streamer); ok && (op.Streams || op.Bootstraps) {
		name := p.words["outfile"]
		if op.Bootstraps {
			name, _ = p.one("outfile")
		}
		if err := c.shell.writeFile(name, s.Body()); err != nil && (op.Streams || name != "") {
			return Reply{}, generalError(err.Error())
		}
	}
	r.Stdout, err = c.print(op, out, pg)
	if err != nil {
		return err.reply(c.errorFormat).after(r), nil
	}
	return r, nil
}

// after keeps what a call came to beside a fault that was found later.
func (r Reply) after(call Reply) Reply {
	r.Operation, r.Output, r.Outcome = call.Operation, call.Output, call.Outcome
	return r
}

// values unpacks the options of a line, in the order of the operation's
// parameters, and lays them over --cli-input-json.
func (c *awsCommand) values(op *awsapi.Operation, p *parsed) (map[string]any, *cliError) {
	u := &unpacker{shell: c.shell, binary: c.binary}
	given := map[string]any{}
	for i := range op.Input {
		param := &op.Input[i]
		words, ok := p.values[strings.TrimPrefix(param.Option, "--")]
		if !ok {
			continue
		}
		v, err := u.unpack(op, param, words)
		if err != nil {
			return nil, err
		}
		given[param.Name] = v
	}
	src, ok := p.one("cli-input-json")
	if !ok {
		return given, nil
	}
	base, err := u.inputJSON(src)
	if err != nil {
		return nil, err
	}
	for k, v := range base {
		if _, over := given[k]; !over {
			given[k] = v
		}
	}
	return given, nil
}

// invoke runs an operation as whoever the globals name. A refusal is in the
// reply, printed.
func (c *awsCommand) invoke(op *awsapi.Operation, in awsapi.Input) (any, Reply, *cliError) {
	caller, err := c.caller()
	if err != nil {
		return nil, Reply{}, err
	}
	out, outcome, fault := c.shell.invoke(caller, op, in)
	if fault != nil {
		return nil, Reply{}, stopped(fault)
	}
	r := Reply{Operation: op, Output: out, Outcome: &outcome}
	if outcome.Err != nil {
		r.Exit = exitService
		r.Stderr = printAPIError(outcome.Err, c.errorFormat)
	}
	return out, r, nil
}

// print renders an answer by --query and --output.
func (c *awsCommand) print(op *awsapi.Operation, out any, pg page) (string, *cliError) {
	format, err := c.format()
	if err != nil {
		return "", err
	}
	if out == nil {
		out = struct{}{}
	}
	d, fault := newDocument(c.shell.budget, out)
	if fault != nil {
		return "", stopped(fault)
	}
	d.cut(pg)
	if c.query != nil {
		if d, err = d.search(c.query); err != nil {
			return "", err
		}
	}
	text, fault := d.render(format, op.Name)
	if fault != nil {
		return "", stopped(fault)
	}
	return text, nil
}

// format is the form of output: of the line, else the environment, else the
// profile, else JSON.
func (c *awsCommand) format() (string, *cliError) {
	format := c.output
	if format == "" {
		format = c.shell.Env["AWS_DEFAULT_OUTPUT"]
	}
	if format == "" {
		format = c.shell.Profiles[c.profileName()]["output"]
	}
	if format == "" {
		return "json", nil
	}
	if !slices.Contains(outputFormats, format) {
		return "", generalError("Unknown output type: " + format)
	}
	return format, nil
}
