package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// program is the real thing, built once for all tests.
var program string

func TestMain(m *testing.M) { os.Exit(withProgram(m.Run)) }

func withProgram(run func() int) int {
	dir, err := os.MkdirTemp("", "rolecall-test")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "rolecall")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return run()
}

// command is the program with arguments and none of the caller's settings.
func command(args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "ROLECALL_") {
			c.Env = append(c.Env, v)
		}
	}
	return c
}

type result struct {
	out, err string
	exit     int
}

// run runs the program to its end.
func run(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var out, stderr bytes.Buffer
	c := command(args...)
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(stdin), &out, &stderr
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{out: out.String(), err: stderr.String(), exit: c.ProcessState.ExitCode()}
}

// sentence checks that the program said one plain sentence and left with the
// status.
func (r result) sentence(t *testing.T, exit int, pattern string) {
	t.Helper()
	if r.exit != exit {
		t.Errorf("exit %d, want %d", r.exit, exit)
	}
	line, rest, _ := strings.Cut(r.err, "\n")
	if rest != "" || !strings.HasPrefix(line, "rolecall: ") || !regexp.MustCompile(pattern).MatchString(line) {
		t.Errorf("it said %q, want one line matching %q", r.err, pattern)
	}
	if r.out != "" {
		t.Errorf("it printed %q", r.out)
	}
}

func TestMisuseExitsWith2(t *testing.T) {
	for _, args := range [][]string{
		{}, {"bogus"}, {"serve", "--bogus"}, {"serve", "extra"}, {"serve", "--addr", "nonsense"},
		{"serve", "--public-url", "rolecall.example"}, {"lint"}, {"lint", "--kind", "bucket", "x"},
		{"lint", filepath.Join(t.TempDir(), "none.json")}, {"backup"}, {"restore"}, {"run"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			run(t, "", args...).sentence(t, 2, `see rolecall --help$`)
		})
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{
		{"--help"}, {"serve", "--help"}, {"eval", "--help"}, {"lint", "--help"},
		{"run", "--help"}, {"check", "--help"}, {"backup", "--help"}, {"restore", "--help"}, {"version", "--help"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			r := run(t, "", args...)
			if r.exit != 0 || r.err != "" || !strings.HasPrefix(r.out, "Usage: rolecall ") {
				t.Errorf("exit %d, out %q, err %q", r.exit, r.out, r.err)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	r := run(t, "", "version")
	if r.exit != 0 || !regexp.MustCompile(`^rolecall \d+\.\d+\.\d+ \(commit [0-9a-z ]+, go1\.\d+.*\)\n$`).MatchString(r.out) {
		t.Errorf("exit %d, out %q", r.exit, r.out)
	}
}
