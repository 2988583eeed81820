package awscli

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"rolecall/sandbox/budget"
)

// builtins are the words besides `aws`.
var builtins map[string]func(*Shell, []string) Reply

func init() {
	// Set here because `help` lists the table it stands in.
	builtins = map[string]func(*Shell, []string) Reply{
		"export": (*Shell).export,
		"unset":  (*Shell).unset,
		"env":    (*Shell).env,
		"echo":   (*Shell).echo,
		"cat":    (*Shell).cat,
		"ls":     (*Shell).ls,
		"date":   (*Shell).date,
		"clear":  func(*Shell, []string) Reply { return Reply{Clear: true} },
		"help":   func(*Shell, []string) Reply { return Reply{Stdout: shellHelp} },
	}
}

const shellHelp = `This console speaks the AWS CLI. Nothing you type leaves the sandbox.

  aws sts get-caller-identity     who am I?
  aws help                        services; also aws sts help, aws sts assume-role help
  export NAME=VALUE, unset NAME   set or drop a variable, such as AWS_ACCESS_KEY_ID
  env, echo $NAME                 show variables
  ls, cat NAME                    files of this world; file://NAME reads one in a command
  aws configure list              which credentials are in use, and where they come from
  date                            the sandbox's clock
  clear                           wipe the screen
`

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// printed is a reply with a text, or with why the text isn't whole.
func printed(out *budget.Text) Reply {
	if err := out.Err(); err != nil {
		return stopped(err).reply("")
	}
	return Reply{Stdout: out.String()}
}

func (s *Shell) export(args []string) Reply {
	if len(args) == 0 {
		out := budget.NewText(s.budget)
		for _, k := range slices.Sorted(maps.Keys(s.Env)) {
			write(out, "declare -x ", k, "=\"", s.Env[k], "\"\n")
		}
		return printed(out)
	}
	set := map[string]string{}
	for _, a := range args {
		name, value, ok := strings.Cut(a, "=")
		if !variableName.MatchString(name) {
			return failed(1, fmt.Sprintf("export: `%s': not a valid identifier\n", a))
		}
		if ok {
			set[name] = value
		}
	}
	return s.setVariables(set)
}

// setVariables sets all variables or, when a limit is in the way, none.
func (s *Shell) setVariables(set map[string]string) Reply {
	count, size := len(s.Env), sizeOf(s.Env)
	for name, value := range set {
		old, known := s.Env[name]
		if !known {
			count++
			size += len(name)
		}
		size += len(value) - len(old)
		if len(value) > maxValue {
			return failed(1, fmt.Sprintf("rolecall: the value of %s has %d bytes; the limit is %d\n", name, len(value), maxValue))
		}
	}
	switch {
	case count > maxVariables:
		return failed(1, fmt.Sprintf("rolecall: a shell keeps at most %d variables\n", maxVariables))
	case size > maxStored:
		return failed(1, fmt.Sprintf("rolecall: a shell keeps at most %d KB in variables; `unset` drops one\n", maxStored>>10))
	}
	maps.Copy(s.Env, set)
	return Reply{}
}

// sizeOf is how many bytes names and values have.
func sizeOf(m map[string]string) (n int) {
	for k, v := range m {
		n += len(k) + len(v)
	}
	return n
}

func (s *Shell) unset(args []string) Reply {
	for _, a := range args {
		delete(s.Env, a)
	}
	return Reply{}
}

func (s *Shell) env([]string) Reply {
	out := budget.NewText(s.budget)
	for _, k := range slices.Sorted(maps.Keys(s.Env)) {
		write(out, k, "=", s.Env[k], "\n")
	}
	return printed(out)
}

func (s *Shell) echo(args []string) Reply {
	out := budget.NewText(s.budget)
	end := "\n"
	if len(args) > 0 && args[0] == "-n" {
		args, end = args[1:], ""
	}
	for i, a := range args {
		if i > 0 {
			write(out, " ")
		}
		write(out, a)
	}
	write(out, end)
	return printed(out)
}

// missing tells of files that aren't there, each on a line.
type missing struct {
	out, err *budget.Text
}

func (s *Shell) newMissing() missing {
	return missing{budget.NewText(s.budget), budget.NewText(s.budget)}
}

// reply is what was found, and with an exit code what wasn't.
func (m missing) reply(exit int) Reply {
	r := printed(m.out)
	if r.Exit != 0 {
		return r
	}
	if err := m.err.Err(); err != nil {
		return stopped(err).reply("")
	}
	if m.err.Len() > 0 {
		r.Stderr, r.Exit = m.err.String(), exit
	}
	return r
}

func (s *Shell) cat(args []string) Reply {
	if len(args) == 0 {
		return failed(1, "cat: name a file; `ls` lists them\n")
	}
	m := s.newMissing()
	for _, name := range args {
		body, ok, err := s.file(name)
		if err != nil {
			return stopped(err).reply("")
		}
		if ok {
			_, _ = m.out.Write(body) // the error stays in the text
		} else {
			write(m.err, "cat: ", name, ": No such file or directory\n")
		}
		if m.out.Err() != nil || m.err.Err() != nil {
			break
		}
	}
	return m.reply(1)
}

func (s *Shell) ls(args []string) Reply {
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return strings.HasPrefix(a, "-") })
	names := s.fileNames()
	m := s.newMissing()
	if len(args) == 0 {
		for _, n := range names {
			write(m.out, n, "\n")
		}
	}
	for _, a := range args {
		if m.out.Step(1+len(names)) != nil {
			break
		}
		found := false
		for _, n := range names {
			if n == cleanName(a) || cleanName(a) == "" || strings.HasPrefix(n, strings.TrimSuffix(cleanName(a), "/")+"/") {
				write(m.out, n, "\n")
				found = true
			}
		}
		if !found {
			write(m.err, "ls: cannot access '", a, "': No such file or directory\n")
		}
	}
	return m.reply(2)
}

func (s *Shell) date([]string) Reply {
	return Reply{Stdout: s.World.Now().Format("Mon Jan _2 15:04:05 UTC 2006") + "\n"}
}

// cleanName takes a leading ./ off a file's name.
func cleanName(name string) string {
	for strings.HasPrefix(name, "./") {
		name = strings.TrimLeft(name[2:], "/")
	}
	if name == "." {
		return ""
	}
	return name
}

// file finds a file: one that a command wrote, one of the configuration, or one
// of the scenario. The bytes aren't to be changed.
func (s *Shell) file(name string) (body []byte, ok bool, err error) {
	name = cleanName(name)
	if body, ok := s.Files[name]; ok {
		return body, true, nil
	}
	if body, ok, err := s.configFile(name); ok || err != nil {
		return body, ok, err
	}
	text, ok := s.World.ScenarioFiles()[name]
	if err := s.budget.Grow(int64(len(text))); err != nil {
		return nil, ok, err
	}
	return []byte(text), ok, nil
}

// writeFile keeps a file within the limits.
func (s *Shell) writeFile(name string, body []byte) error {
	name = cleanName(name)
	total := len(body)
	for n, b := range s.Files {
		if n != name {
			total += len(b)
		}
	}
	_, known := s.Files[name]
	switch {
	case name == "" || strings.HasSuffix(name, "/"):
		return fmt.Errorf("%q is not the name of a file", name)
	case len(name) > 1024:
		return fmt.Errorf("a file's name is longer than 1,024 bytes")
	case !known && len(s.Files) >= maxFiles:
		return fmt.Errorf("the shell keeps at most %d files", maxFiles)
	case total > maxFileBytes:
		return fmt.Errorf("the shell keeps at most %d bytes in files", maxFileBytes)
	}
	s.Files[name] = body
	return nil
}

func (s *Shell) fileNames() []string {
	all := map[string]bool{}
	for n := range s.Files {
		all[n] = true
	}
	for n := range s.World.ScenarioFiles() {
		all[n] = true
	}
	return slices.Sorted(maps.Keys(all))
}
