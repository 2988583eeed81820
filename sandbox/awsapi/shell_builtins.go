package awsapi

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// builtins are the words besides `aws`.
var builtins map[string]func(*Shell, []string) Reply

func init() {
	// Set here because `help` lists the table it stands in.
	builtins = map[string]func(*Shell, []string) Reply{
		"export": (*Shell).export,
		"unset":  (*Shell).unset,
		"env":    (*Shell).env,
		"echo":   echo,
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

func (s *Shell) export(args []string) Reply {
	if len(args) == 0 {
		var b strings.Builder
		for _, k := range sortedKeys(s.Env) {
			fmt.Fprintf(&b, "declare -x %s=\"%s\"\n", k, s.Env[k])
		}
		return Reply{Stdout: b.String()}
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

func (s *Shell) setVariables(set map[string]string) Reply {
	for name, value := range set {
		if _, known := s.Env[name]; !known && len(s.Env) >= maxVariables {
			return failed(1, fmt.Sprintf("rolecall: a shell keeps at most %d variables\n", maxVariables))
		}
		if len(value) > maxValue {
			return failed(1, fmt.Sprintf("rolecall: the value of %s has %d bytes; the limit is %d\n", name, len(value), maxValue))
		}
		s.Env[name] = value
	}
	return Reply{}
}

func (s *Shell) unset(args []string) Reply {
	for _, a := range args {
		delete(s.Env, a)
	}
	return Reply{}
}

func (s *Shell) env([]string) Reply {
	var b strings.Builder
	for _, k := range sortedKeys(s.Env) {
		b.WriteString(k + "=" + s.Env[k] + "\n")
	}
	return Reply{Stdout: b.String()}
}

func echo(_ *Shell, args []string) Reply {
	if len(args) > 0 && args[0] == "-n" {
		return Reply{Stdout: strings.Join(args[1:], " ")}
	}
	return Reply{Stdout: strings.Join(args, " ") + "\n"}
}

func (s *Shell) cat(args []string) Reply {
	if len(args) == 0 {
		return failed(1, "cat: name a file; `ls` lists them\n")
	}
	var r Reply
	for _, name := range args {
		body, ok := s.readFile(name)
		if !ok {
			r.Stderr += "cat: " + name + ": No such file or directory\n"
			r.Exit = 1
			continue
		}
		r.Stdout += string(body)
	}
	return r
}

func (s *Shell) ls(args []string) Reply {
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return strings.HasPrefix(a, "-") })
	names := s.fileNames()
	if len(args) == 0 {
		if len(names) == 0 {
			return Reply{}
		}
		return Reply{Stdout: strings.Join(names, "\n") + "\n"}
	}
	var r Reply
	for _, a := range args {
		var found []string
		for _, n := range names {
			if n == cleanName(a) || cleanName(a) == "" || strings.HasPrefix(n, strings.TrimSuffix(cleanName(a), "/")+"/") {
				found = append(found, n)
			}
		}
		if len(found) == 0 {
			r.Stderr += "ls: cannot access '" + a + "': No such file or directory\n"
			r.Exit = 2
			continue
		}
		r.Stdout += strings.Join(found, "\n") + "\n"
	}
	return r
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

// readFile finds a file: one that a command wrote, one of the configuration, or
// one of the scenario.
func (s *Shell) readFile(name string) ([]byte, bool) {
	name = cleanName(name)
	if body, ok := s.Files[name]; ok {
		return body, true
	}
	if body, ok := s.configFile(name); ok {
		return []byte(body), true
	}
	body, ok := s.World.ScenarioFiles()[name]
	return []byte(body), ok
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
	return sortedKeys(all)
}
