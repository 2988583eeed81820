package export

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// script collects the lines of a shell script.
type script struct {
	*plan
	b       strings.Builder
	heading string // of a part that has no line yet
	wanted  string // profile of the next commands
	profile string // profile that is set
	vars    namer
	fresh   bool // a user or role was made since the script last waited
}

// arg is an option of a command, or a word when it has no name.
type arg struct {
	name     string // "--role-name"
	value    string
	variable bool // value is the name of a shell variable
	file     bool // value is the address of a file, on purpose; a comment speaks of it
}

func opt(name, value string) arg { return arg{name: name, value: value} }

func ref(name, variable string) arg { return arg{name: name, value: variable, variable: true} }

// maybe is an option that is left out when it has no value.
func maybe(name, value string) []arg {
	if value == "" {
		return nil
	}
	return []arg{opt(name, value)}
}

func (s *script) line(text string) {
	if h := s.heading; h != "" {
		s.heading = ""
		s.line("")
		s.comment("%s", h)
	}
	if s.spend(len(text)) {
		s.b.WriteString(text + "\n")
	}
}

// comment writes a text as comment lines.
func (s *script) comment(format string, args ...any) {
	for _, l := range wrapped(fmt.Sprintf(format, args...)) {
		s.line("# " + l)
	}
}

// title heads a part of the script; one without commands is left out.
func (s *script) title(format string, args ...any) { s.heading = fmt.Sprintf(format, args...) }

// as has the following commands made with an account's profile.
func (s *script) as(account string) { s.wanted = s.label[account] }

// command writes a line of code, with the profile it needs set before it.
func (s *script) command(line string) {
	if s.profile != s.wanted {
		s.profile = s.wanted
		s.line("export AWS_PROFILE=" + s.profile)
	}
	s.line(line)
}

// settle waits, once, when what follows names a user or role that is quite new.
func (s *script) settle(src string) {
	doc, err := parseJSON(src)
	named := err == nil && slices.ContainsFunc(principals(doc), func(who string) bool { return s.label[accountOf(who)] != "" })
	if s.fresh && named {
		s.command("sleep 15 # a policy can name a principal only once all of IAM knows it")
		s.fresh = false
	}
}

// aws writes a command. One whose value the CLI would read as the name of a file
// is left out, for it would send away a file of whoever runs the script.
func (s *script) aws(words string, args ...arg) {
	if slices.ContainsFunc(args, readsFile) {
		s.leave("`aws %s`: a value begins like the address of a file, which the AWS CLI would read and send.", words)
		s.comment("left out: aws %s, whose value begins like the address of a file", words)
		return
	}
	s.command(commandText(words, args))
}

// refusedByAWS writes a command as a comment: AWS wouldn't take it.
func (s *script) refusedByAWS(why, words string, args ...arg) {
	s.comment("%s", why)
	for _, l := range strings.Split(commandText(words, args), "\n") {
		s.line("#   " + oneLine(l))
	}
}

// capture writes a command whose answer, picked by a query, goes to a new variable.
func (s *script) capture(name, query, words string, args ...arg) string {
	v := s.vars.pick("var", name, "id")
	args = append(args, opt("--query", query), opt("--output", "text"))
	s.command(v + "=$(" + commandText(words, args) + ")")
	return v
}

// readsFile reports whether the CLI would take a value for the address of a file
// that it isn't.
func readsFile(a arg) bool {
	low := strings.ToLower(a.value)
	return !a.file && (strings.HasPrefix(low, "file:") || strings.HasPrefix(low, "fileb:"))
}

// commandText is a command on one line if it is short, else an option a line.
func commandText(words string, args []arg) string {
	parts := []string{"aws " + words}
	for _, a := range args {
		if a.name == "" {
			parts[len(parts)-1] += " " + a.text()
			continue
		}
		parts = append(parts, a.text())
	}
	one := strings.Join(parts, " ")
	if len(one) <= 100 && !strings.Contains(one, "\n") {
		return one
	}
	return strings.Join(parts, " \\\n  ")
}

func (a arg) text() string {
	value := quote(a.value)
	if a.variable {
		value = `"$` + a.value + `"`
	}
	switch {
	case a.name == "":
		return value
	case strings.HasPrefix(a.value, "-"):
		return a.name + "=" + value
	}
	return a.name + " " + value
}

var bare = regexp.MustCompile(`^[A-Za-z0-9_./:@%+,=-]+$`)

// quote makes one word of a POSIX shell of a text. A NUL can't stand in one and
// is dropped.
func quote(s string) string {
	s = strings.ReplaceAll(s, "\x00", "")
	if bare.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

var plainTag = regexp.MustCompile(`^[A-Za-z0-9_.:/+@-]+$`)

// tagArgs are the words of a --tags option whose members are called key and value.
func tagArgs(tags map[string]string, key, value string) []arg {
	if len(tags) == 0 {
		return nil
	}
	var list []map[string]string
	args := []arg{{name: "--tags"}}
	plain := true
	for _, k := range slices.Sorted(maps.Keys(tags)) {
		plain = plain && plainTag.MatchString(k) && plainTag.MatchString(tags[k])
		list = append(list, map[string]string{key: k, value: tags[k]})
		args = append(args, arg{value: key + "=" + k + "," + value + "=" + tags[k]})
	}
	if plain {
		args[1].name, args = "--tags", args[1:]
		return args
	}
	return []arg{opt("--tags", compactJSON(list))}
}

// tagMap is a --tags option of a service that takes them as a map.
func tagMap(tags map[string]string) []arg {
	if len(tags) == 0 {
		return nil
	}
	return []arg{opt("--tags", compactJSON(tags))}
}

// compactJSON is a value in JSON on one line, with nothing escaped for HTML.
func compactJSON(v any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
	return strings.TrimSuffix(b.String(), "\n")
}
