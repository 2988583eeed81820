package awsapi

import "rolecall/sandbox/world"

// Shell runs command lines against a world for one person at a prompt: it
// knows who they are, their exported variables, their profiles and their files.
// It isn't safe for concurrent use.
type Shell struct {
	World  *world.World
	Caller Caller
	// Files are what file:// and `aws s3 cp` read and write, by name.
	Files map[string][]byte
}

// Reply is what a command line came to.
type Reply struct {
	Stdout, Stderr string
	Exit           int
	// Operation is the last operation that the line reached, Output what it
	// answered and Outcome what came of it; nil when it reached none.
	Operation *Operation
	Output    any
	Outcome   *Outcome
}

// NewShell returns a shell for the caller.
func NewShell(w *world.World, caller Caller) *Shell {
	return &Shell{World: w, Caller: caller, Files: map[string][]byte{}}
}

// Exec runs one line: `aws …` or `export NAME=VALUE`. Lines are first expanded
// by [Expand].
func (s *Shell) Exec(line string) Reply {
	return Reply{Stderr: "not built yet\n", Exit: 255}
}
