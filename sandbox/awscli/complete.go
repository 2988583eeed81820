package awscli

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// Candidate is one way to go on with a line.
type Candidate struct {
	Text string // what takes the place of the word at the cursor
	Doc  string // one plain phrase; it may be empty
}

const (
	maxCandidates = 60 // that [Shell.complete] returns
	maxWays       = 16 // that [Shell.CompleteLine] tells of
)

// complete lists what may stand at the cursor, a byte offset into the line: the
// console's words, services, operations, options, and values that this world
// has, such as its roles' ARNs. A candidate takes the place of the word that
// ends at the cursor; see [wordStart].
func (s *Shell) complete(line string, cursor int) []Candidate {
	all := s.candidates(line, cursor)
	return all[:min(len(all), maxCandidates)]
}

func (s *Shell) candidates(line string, cursor int) []Candidate {
	s.fill()
	cursor = min(max(cursor, 0), len(line))
	if cursor > maxLine {
		return nil
	}
	start := wordStart(line, cursor)
	c := &completion{shell: s, before: strings.Fields(line[:start]), word: line[start:cursor]}
	return slices.DeleteFunc(c.list(), func(each Candidate) bool { return !strings.HasPrefix(each.Text, c.word) })
}

// Completed is a line that was completed.
type Completed struct {
	Line string // as far as all the candidates agree
	// Candidates are what its last word can become, at most 16; none when the line
	// had one way on, which it took, or no way.
	Candidates []Candidate
	More       int // how many candidates were left out
}

// CompleteLine writes a line on as the Tab key does at a prompt: to the end of the
// word when there is one candidate for it, else as far as all of them agree.
func (s *Shell) CompleteLine(line string) Completed {
	all := s.candidates(line, len(line))
	if len(all) == 0 {
		return Completed{Line: line}
	}
	line = line[:wordStart(line, len(line))] + agreed(all)
	if len(all) == 1 {
		if !strings.HasSuffix(line, "=") && !strings.HasSuffix(line, "/") {
			line += " "
		}
		return Completed{Line: line}
	}
	shown := all[:min(len(all), maxWays)]
	return Completed{line, shown, len(all) - len(shown)}
}

// agreed is what all the candidates begin with.
func agreed(all []Candidate) string {
	prefix := all[0].Text
	for _, c := range all[1:] {
		for !strings.HasPrefix(c.Text, prefix) {
			_, size := utf8.DecodeLastRuneInString(prefix)
			prefix = prefix[:len(prefix)-size]
		}
	}
	return prefix
}

// wordStart is where the word that ends at the cursor begins.
func wordStart(line string, cursor int) int {
	cursor = min(max(cursor, 0), len(line))
	return strings.LastIndexAny(line[:cursor], " \t\n") + 1
}

type completion struct {
	shell  *Shell
	before []string // the words before the cursor's
	word   string
}

func plain(doc string, texts ...string) []Candidate {
	var out []Candidate
	for _, t := range texts {
		out = append(out, Candidate{t, doc})
	}
	return out
}

func (c *completion) list() []Candidate {
	words := c.before
	for len(words) > 0 && strings.Contains(words[0], "=") {
		words = words[1:] // NAME=VALUE before a command
	}
	if len(words) == 0 {
		return append(plain("the AWS CLI", "aws"), plain("", slices.Sorted(maps.Keys(builtins))...)...)
	}
	switch words[0] {
	case "aws":
		return c.aws(words[1:])
	case "cat", "ls":
		return plain("file", c.shell.fileNames()...)
	case "export":
		return plain("variable", "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=", "AWS_SESSION_TOKEN=", "AWS_PROFILE=", "AWS_DEFAULT_OUTPUT=", "AWS_REGION=")
	case "unset":
		return plain("variable", slices.Sorted(maps.Keys(c.shell.Env))...)
	}
	return nil
}

// aws completes what follows `aws`.
func (c *completion) aws(words []string) []Candidate {
	words, pending := skipGlobals(words)
	if pending != nil {
		return c.globalValue(pending.key())
	}
	if strings.HasPrefix(c.word, "--") && len(words) < 2 {
		return globalCandidates()
	}
	if len(words) == 0 {
		var out []Candidate
		for _, name := range commands() {
			out = append(out, Candidate{name, strings.TrimSuffix(commandDoc(name), ".")})
		}
		return out
	}
	switch words[0] {
	case "s3":
		return c.s3(words[1:])
	case "configure":
		if len(words) == 1 {
			return plain("", "export-credentials", "get", "help", "list", "list-profiles", "set")
		}
		return plain("setting", "role_arn", "source_profile", "role_session_name", "external_id", "duration_seconds", "region", "output",
			"aws_access_key_id", "aws_secret_access_key", "aws_session_token")
	}
	if len(words) == 1 {
		var out []Candidate
		for _, op := range awsapi.Operations() {
			if op.CLI == words[0] {
				out = append(out, Candidate{op.Command, op.Doc})
			}
		}
		if waitersOf(words[0]) != nil {
			out = append(out, Candidate{"wait", "waits until something is there, or gone"})
		}
		return append(out, plain("explains the service", "help")...)
	}
	if words[1] == "wait" {
		return c.wait(words[0], words[2:])
	}
	if op := awsapi.Lookup(words[0], words[1]); op != nil {
		return c.operation(op, words[2:])
	}
	return nil
}

// wait completes what follows `aws SERVICE wait`.
func (c *completion) wait(service string, words []string) []Candidate {
	if len(words) > 0 {
		if w := findWaiter(service, words[0]); w != nil {
			return c.operation(awsapi.Lookup(service, w.op), words[1:])
		}
		return nil
	}
	var out []Candidate
	for _, word := range waitersOf(service) {
		out = append(out, Candidate{word, findWaiter(service, word).doc()})
	}
	return out
}

// skipGlobals takes the global options and their values away; the option that
// still waits for its value comes back as well.
func skipGlobals(words []string) (rest []string, pending *option) {
	g := &grammar{options: globalOptions()}
	for _, w := range words {
		if pending != nil {
			pending = nil
			continue
		}
		name, _, valued := strings.Cut(w, "=")
		o := g.find(name)
		switch {
		case o == nil:
			rest = append(rest, w)
		case o.arity == oneValue && !valued:
			pending = o
		}
	}
	return rest, pending
}

func globalCandidates() []Candidate {
	var out []Candidate
	for _, o := range globalOptions() {
		out = append(out, Candidate{o.name, "every command takes it"})
	}
	return out
}

func (c *completion) globalValue(key string) []Candidate {
	switch key {
	case "output":
		return plain("", outputFormats...)
	case "profile":
		return plain("profile", append([]string{"default"}, slices.Sorted(maps.Keys(c.shell.Profiles))...)...)
	case "region":
		return plain("region", "us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-2")
	}
	return nil
}

func (c *completion) operation(op *awsapi.Operation, words []string) []Candidate {
	given := map[string]bool{}
	var last *awsapi.Param
	lastMany := false
	for _, w := range words {
		if !strings.HasPrefix(w, "--") {
			if !lastMany {
				last = nil
			}
			continue
		}
		last, lastMany = nil, false
		for i := range op.Input {
			if op.Input[i].Option == w {
				given[w] = true
				last = &op.Input[i]
				lastMany = last.Type == awsapi.List
			}
		}
	}
	if last != nil && last.Type != awsapi.Boolean && !strings.HasPrefix(c.word, "--") {
		return c.values(last, words)
	}
	var out []Candidate
	for _, required := range []bool{true, false} {
		for _, p := range op.Input {
			if p.Required == required && !given[p.Option] {
				out = append(out, Candidate{p.Option, p.Doc})
			}
		}
	}
	out = append(out, Candidate{"--cli-input-json", "parameters as JSON or file://NAME"}, Candidate{"--generate-cli-skeleton", "prints an empty input"})
	out = append(out, globalCandidates()...)
	if len(words) == 0 {
		out = append(out, Candidate{"help", "explains the operation"})
	}
	return out
}

// values lists what a parameter may be in this world.
func (c *completion) values(p *awsapi.Param, words []string) []Candidate {
	if len(p.Enum) > 0 {
		return plain("", p.Enum...)
	}
	if strings.HasPrefix(c.word, "file://") || strings.HasSuffix(p.Name, "Document") || p.Name == "Policy" {
		var out []Candidate
		for _, f := range c.shell.fileNames() {
			out = append(out, Candidate{"file://" + f, "file"})
		}
		return out
	}
	switch p.Name {
	case "ActionNames":
		return c.actions()
	case "Bucket":
		return c.each(func(a *world.Account) []string { return slices.Sorted(maps.Keys(a.Buckets)) })
	case "Key":
		return c.objects(valueAfter(words, "--bucket"))
	case "Body":
		return plain("file", c.shell.fileNames()...)
	case "RoleArn":
		return c.each(func(a *world.Account) []string { return arns(a.Roles) })
	case "PolicyArn", "PermissionsBoundary":
		return c.each(func(a *world.Account) []string { return arns(a.Policies) })
	case "PolicyArns":
		return prefixed("arn=", c.each(func(a *world.Account) []string { return arns(a.Policies) }))
	case "ResourceArn":
		return c.each(func(a *world.Account) []string { return tables(a, (*world.Resource).ARN) })
	case "SerialNumber":
		return c.each(devices)
	case "TokenCode":
		return c.each(codes)
	}
	return c.names(p.Name)
}

// actions lists AWS's actions, or prefixes of services before the colon.
func (c *completion) actions() []Candidate {
	var out []Candidate
	for _, text := range iam.CompleteAction(c.word, maxCandidates) {
		out = append(out, Candidate{text, iam.ActionDetail(text)})
	}
	return out
}

// names lists the names of IAM's things in the caller's own account.
func (c *completion) names(param string) []Candidate {
	own := ""
	caller, err := (&awsCommand{shell: c.shell}).whoNow()
	if err == nil {
		if id, fault := c.shell.World.Authenticate(caller); fault == world.FaultNone {
			own = id.Account
		}
	}
	a := c.shell.World.Account(own)
	if a == nil {
		return nil
	}
	switch param {
	case "UserName":
		return plain("user", slices.Sorted(maps.Keys(a.Users))...)
	case "RoleName":
		return plain("role", slices.Sorted(maps.Keys(a.Roles))...)
	case "GroupName":
		return plain("group", slices.Sorted(maps.Keys(a.Groups))...)
	case "InstanceProfileName":
		return plain("instance profile", slices.Sorted(maps.Keys(a.InstanceProfiles))...)
	case "TableName":
		return plain("table", tables(a, func(r *world.Resource) string { return r.Name })...)
	}
	return nil
}

// whoNow is the caller as far as it is known without assuming a role.
func (c *awsCommand) whoNow() (awsapi.Caller, *cliError) {
	if c.shell.Profiles[c.profileName()]["role_arn"] != "" && c.shell.cache[c.profileName()] == "" {
		return c.shell.Caller, nil
	}
	return c.caller()
}

func (c *completion) each(list func(*world.Account) []string) []Candidate {
	var out []Candidate
	for _, a := range c.shell.World.Accounts() {
		doc := "account " + a.ID
		if a.Name != "" {
			doc = a.Name + ", " + a.ID
		}
		out = append(out, plain(doc, list(a)...)...)
	}
	return out
}

func prefixed(prefix string, list []Candidate) []Candidate {
	for i := range list {
		list[i].Text = prefix + list[i].Text
	}
	return list
}

func arns[T interface{ ARN() string }](m map[string]T) []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k].ARN())
	}
	slices.Sort(out)
	return out
}

// tables lists the tables of an account by what tell says of one.
func tables(a *world.Account, tell func(*world.Resource) string) []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
		if r := a.Resources[key]; r.Kind == "tables" {
			out = append(out, tell(r))
		}
	}
	return out
}

func devices(a *world.Account) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		for _, d := range a.Users[name].MFA {
			out = append(out, d.Serial)
		}
	}
	return out
}

// codes lists the substitutions that stand for a device's code.
func codes(a *world.Account) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		for _, d := range a.Users[name].MFA {
			out = append(out, "$(mfa "+a.ID+"/"+d.Name+")")
		}
	}
	return out
}

func valueAfter(words []string, option string) string {
	for i, w := range words {
		if w == option && i+1 < len(words) {
			return words[i+1]
		}
		if v, ok := strings.CutPrefix(w, option+"="); ok {
			return v
		}
	}
	return ""
}

func (c *completion) objects(bucket string) []Candidate {
	b := c.shell.World.Bucket(bucket)
	if b == nil {
		return nil
	}
	return plain("object", slices.Sorted(maps.Keys(b.Objects))...)
}

// s3 completes `aws s3`: its commands, their options, buckets and objects, files.
func (c *completion) s3(words []string) []Candidate {
	verbs := s3Verbs()
	if len(words) == 0 {
		var out []Candidate
		for _, name := range slices.Sorted(maps.Keys(verbs)) {
			out = append(out, Candidate{name, verbs[name].doc})
		}
		return append(out, Candidate{"help", "explains these commands"})
	}
	verb, ok := verbs[words[0]]
	if !ok {
		return nil
	}
	if strings.HasPrefix(c.word, "--") {
		var out []Candidate
		for _, o := range verb.options {
			out = append(out, Candidate{o.name, ""})
		}
		return append(out, globalCandidates()...)
	}
	var out []Candidate
	bucket, _, inside := strings.Cut(strings.TrimPrefix(c.word, "s3://"), "/")
	if isS3(c.word) && inside {
		out = prefixed("s3://"+bucket+"/", c.objects(bucket))
	} else {
		out = c.each(func(a *world.Account) []string {
			var list []string
			for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
				list = append(list, "s3://"+name+"/")
			}
			return list
		})
	}
	if words[0] == "cp" {
		out = append(out, plain("file", c.shell.fileNames()...)...)
		out = append(out, Candidate{"-", "the screen"})
	}
	return out
}
