package awscli

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
)

// Limits of a shell.
const (
	maxLine      = 16 << 10 // bytes of one input, as typed
	maxStatement = 20       // commands in one input
	maxVariables = 100      // exported variables
	maxValue     = 16 << 10 // bytes of a variable
	maxProfiles  = 20       // profiles of `aws configure`
	maxFiles     = 50       // files that commands wrote
	maxFileBytes = 512 << 10
	maxStored    = 64 << 10 // bytes of all variables, and of all settings
)

// LineLimits is what one line of a console may cost. A line that does nothing
// unusual stays far below; what goes over ends with a text that names the limit.
var LineLimits = budget.Limits{Steps: 1_500_000, Bytes: 8 << 20}

// invokeSteps is what a call of an operation costs at least.
const invokeSteps = 500

// Shell runs command lines against a world for one person at a prompt: it
// knows who they are, their exported variables, their profiles and their files.
// It isn't safe for concurrent use.
//
// A shell is kept between requests by its JSON form, which holds everything but
// the world: marshal it, and hand the bytes to [RestoreShell].
type Shell struct {
	World *world.World
	// Caller is who the shell is when no variable and no profile says otherwise,
	// as the credentials file or the role of a machine would.
	Caller awsapi.Caller
	// Files are what file:// and `aws s3 cp` read and write, by name. The
	// scenario's own files are found as well.
	Files map[string][]byte
	// Env are the exported variables.
	Env map[string]string
	// Profiles are the settings of ~/.aws/config by profile and key.
	Profiles map[string]map[string]string

	cache  map[string]string // access key id of a profile's running session, by profile
	budget *budget.Budget    // of the line that runs
}

// Reply is what a command line came to.
type Reply struct {
	Stdout, Stderr string
	Exit           int
	// Operation is the last operation that the line reached, Output what it
	// answered and Outcome what came of it; nil when it reached none.
	Operation *awsapi.Operation
	Output    any
	Outcome   *awsapi.Outcome
	// Fault is the code of a fault that the CLI found itself and never asked about,
	// such as "ParamValidation"; empty when there was none or it has no code.
	Fault string
	// Clear asks the console to wipe its screen.
	Clear bool
}

// NewShell returns a shell for the caller.
func NewShell(w *world.World, caller awsapi.Caller) *Shell {
	s := &Shell{World: w, Caller: caller}
	s.fill()
	return s
}

func (s *Shell) fill() {
	if s.Files == nil {
		s.Files = map[string][]byte{}
	}
	if s.Env == nil {
		s.Env = map[string]string{}
	}
	if s.Profiles == nil {
		s.Profiles = map[string]map[string]string{}
	}
	if s.cache == nil {
		s.cache = map[string]string{}
	}
}

// storedShell is the JSON form of a shell.
type storedShell struct {
	Caller   awsapi.Caller                `json:"caller"`
	Files    map[string][]byte            `json:"files,omitempty"`
	Env      map[string]string            `json:"env,omitempty"`
	Profiles map[string]map[string]string `json:"profiles,omitempty"`
	Cache    map[string]string            `json:"cache,omitempty"`
}

// MarshalJSON writes what a shell knows besides its world. It holds secrets of
// the sandbox and belongs where the world is kept.
func (s *Shell) MarshalJSON() ([]byte, error) {
	return json.Marshal(storedShell{s.Caller, s.Files, s.Env, s.Profiles, s.cache})
}

// RestoreShell reads what [Shell.MarshalJSON] wrote and sets the shell before a
// world again.
func RestoreShell(w *world.World, data []byte) (*Shell, error) {
	var st storedShell
	if err := json.Unmarshal(data, &st); err != nil {
		return nil, fmt.Errorf("restoring a shell: %w", err)
	}
	s := &Shell{World: w, Caller: st.Caller, Files: st.Files, Env: st.Env, Profiles: st.Profiles, cache: st.Cache}
	s.fill()
	return s, nil
}

// Exec is [Shell.ExecWithin] with a budget of its own, for a line that no
// request waits for.
func (s *Shell) Exec(line string) Reply {
	return s.ExecWithin(budget.New(context.Background(), LineLimits), line)
}

// ExecWithin runs what was typed: `aws …`, `export NAME=VALUE` and a few words
// more that `help` lists. Input is first expanded by [expand] and then split as a
// POSIX shell splits it; several commands, one a line, run in order until one
// fails. Nothing leaves the world: there are no pipes, redirections, jobs or
// programs. A line that would go over the budget ends with a reply that names
// the limit; what its commands changed before stays changed.
func (s *Shell) ExecWithin(b *budget.Budget, line string) Reply {
	s.fill()
	s.budget = b
	defer func() { s.budget = nil }()
	if len(line) > maxLine {
		return failed(2, fmt.Sprintf("rolecall: the input has %d bytes; the limit is %d\n", len(line), maxLine))
	}
	expanded, err := expand(b, s.World, line)
	if err != nil {
		return refused(1, err)
	}
	program, err := splitCommands(b, expanded)
	if err != nil {
		return refused(2, err)
	}
	var replies []Reply
	for _, c := range program {
		replies = append(replies, s.run(c))
		if replies[len(replies)-1].Exit != 0 {
			break
		}
	}
	return together(replies)
}

// together is the reply of several commands: all their output, the last
// operation that any of them reached, and how the last one ended.
func together(replies []Reply) Reply {
	var total Reply
	var stdout, stderr []string
	for _, r := range replies {
		stdout, stderr = append(stdout, r.Stdout), append(stderr, r.Stderr)
		r.Clear = r.Clear || total.Clear
		if r.Operation == nil {
			r.Operation, r.Output, r.Outcome = total.Operation, total.Output, total.Outcome
		}
		total = r
	}
	total.Stdout, total.Stderr = strings.Join(stdout, ""), strings.Join(stderr, "")
	return total
}

// refused is the reply to a line that can't be run.
func refused(exit int, err error) Reply {
	if budget.Stopped(err) {
		return stopped(err).reply("")
	}
	return failed(exit, "rolecall: "+err.Error()+"\n")
}

// invoke calls an operation within the line's budget.
func (s *Shell) invoke(caller awsapi.Caller, op *awsapi.Operation, in awsapi.Input) (any, awsapi.Outcome, error) {
	if err := s.budget.Step(invokeSteps); err != nil {
		return nil, awsapi.Outcome{}, err
	}
	out, outcome := awsapi.InvokeWithin(s.budget, s.World, caller, op, in)
	return out, outcome, nil
}

func failed(exit int, stderr string) Reply { return Reply{Stderr: stderr, Exit: exit} }

// run carries out one command.
func (s *Shell) run(c command) Reply {
	assigned, err := s.assignments(c)
	if err != nil {
		return refused(1, err)
	}
	var args []string
	for _, w := range c.words {
		fields, err := w.fields(s.budget, s.Env)
		if err != nil {
			return refused(1, err)
		}
		args = append(args, fields...)
	}
	if len(args) == 0 {
		return s.setVariables(assigned)
	}
	if len(assigned) > 0 {
		saved := s.Env
		s.Env = maps.Clone(saved)
		maps.Copy(s.Env, assigned)
		defer func() { s.Env = saved }()
	}
	if args[0] == "aws" {
		return s.aws(args[1:])
	}
	if builtin, ok := builtins[args[0]]; ok {
		return builtin(s, args[1:])
	}
	return failed(127, args[0]+": command not found. "+adviceFor(args[0])+"\n")
}

// assignments reads the NAME=VALUE words before a command.
func (s *Shell) assignments(c command) (map[string]string, error) {
	assigned := map[string]string{}
	for _, a := range c.assigns {
		if size := a.value.size(s.Env); size > maxValue {
			return nil, fmt.Errorf("the value of %s has %d bytes; the limit is %d", a.name, size, maxValue)
		}
		value, err := a.value.text(s.budget, s.Env)
		if err != nil {
			return nil, err
		}
		assigned[a.name] = value
	}
	return assigned, nil
}

// adviceFor says what to type instead of an unknown word.
func adviceFor(word string) string {
	known := []string{"aws"}
	for name := range builtins {
		known = append(known, name)
	}
	if near := closeMatches(word, known, 1, 0.6); len(near) > 0 {
		return "Did you mean `" + near[0] + "`?"
	}
	if awsapi.Lookup("sts", word) != nil || strings.HasPrefix(word, "s3://") || serviceCommands(word) != nil || word == "s3" {
		return "Commands of AWS begin with `aws`, as in `aws sts get-caller-identity`."
	}
	return "This console runs `aws …` and a few words more: `help` lists them."
}
