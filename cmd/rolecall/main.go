// Command rolecall serves the Rolecall course and runs its tools. Each command
// is a file of this package that reads flags and calls the room that does the
// work; nothing is decided here.
//
// It exits 0 when all is well, 1 when the answer is no or the input is at fault,
// and 2 when it was used wrongly.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// Exit statuses.
const (
	exitNo     = 1
	exitMisuse = 2
)

// cli is the command line.
type cli struct {
	Serve      serveCmd      `cmd:"" help:"Serve the course."`
	Eval       evalCmd       `cmd:"" help:"Decide authorization requests: JSON Lines on standard input, decisions on standard output."`
	Lint       lintCmd       `cmd:"" help:"Say what is wrong with policy documents, where, and the mend."`
	Explain    explainCmd    `cmd:"" help:"Say what an AccessDenied message or a CloudTrail record comes to, and what would fix it."`
	Check      checkCmd      `cmd:"" help:"Load and run all content: lessons, questions, scenarios, challenges."`
	Run        runCmd        `cmd:"" help:"Play a scenario's steps, each with its outcome."`
	Quiz       quizCmd       `cmd:"" help:"Say how questions do; write them for other programs, and take them from there."`
	Backup     backupCmd     `cmd:"" help:"Copy the data to one file, while serving too."`
	Restore    restoreCmd    `cmd:"" help:"Put a backup in the place of the data."`
	Instructor instructorCmd `cmd:"" help:"Add, list and remove instructors."`
	Version    versionCmd    `cmd:"" help:"Print version, commit and Go version."`
}

// streams are what commands read and write.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// errNo ends a command with status 1 when all that is to be said was printed.
var errNo = errors.New("the answer is no")

// misuse is an error for which the command line is to blame.
type misuse struct{ error }

func (m misuse) Unwrap() error { return m.error }

func main() {
	std := &streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	parser := kong.Must(&cli{}, kong.Name("rolecall"), kong.Bind(std),
		kong.Description("An interactive course on assuming roles for temporary access in AWS."))
	ctx, err := parser.Parse(os.Args[1:])
	if err != nil {
		err = misuse{err}
	} else {
		err = ctx.Run()
	}
	os.Exit(status(err, std.err))
}

// status tells people about an error and the shell what kind it was.
func status(err error, w io.Writer) int {
	if err == nil {
		return 0
	}
	if errors.Is(err, errNo) {
		return exitNo
	}
	var wrong misuse
	if errors.As(err, &wrong) {
		fmt.Fprintf(w, "rolecall: %v; see rolecall --help\n", err)
		return exitMisuse
	}
	if inContent(err) {
		fmt.Fprintln(w, err) // a line each, with its place
		return exitNo
	}
	fmt.Fprintf(w, "rolecall: %v\n", err)
	return exitNo
}

// inContent tells whether authors' files are at fault.
func inContent(err error) bool {
	var scenario sandbox.Faults
	var text prose.Faults
	return errors.As(err, &scenario) || errors.As(err, &text)
}
