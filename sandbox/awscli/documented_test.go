package awscli

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/world"
)

// TestDocumented plays the scripts of testdata/documented in the company. What they
// expect is read in AWS's API References and is never written by -update: `# ` names
// the page, `$ ` is typed, `> ` is standard output and `! CODE STATUS` the error that
// the service answers, whose message the pages leave open. `as WHO` is as in
// [TestStories], `let NAME = COMMAND` has {NAME} stand for what a command prints, and a
// blank line ends what a page stands for.
func TestDocumented(t *testing.T) {
	files, err := filepath.Glob("testdata/documented/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			d := newDocumented(t, file)
			if diff := cmp.Diff(strings.Split(d.want, "\n"), strings.Split(d.play(t), "\n")); diff != "" {
				t.Errorf("-documented +got\n%s", diff)
			}
		})
	}
}

// TestEveryOperationAnswers holds that each operation of the table is answered
// without an error in a script: one of testdata/documented, stories or shell.
func TestEveryOperationAnswers(t *testing.T) {
	answered := map[*awsapi.Operation]bool{}
	note := func(r Reply) {
		if r.Operation != nil && r.Exit == 0 {
			answered[r.Operation] = true
		}
	}
	for _, dir := range []string{"documented", "stories", "shell"} {
		files, err := filepath.Glob("testdata/" + dir + "/*.txtar")
		if err != nil || len(files) == 0 {
			t.Fatalf("no scripts in %s: %v", dir, err)
		}
		for _, file := range files {
			d := newDocumented(t, file)
			d.note = note
			d.play(t)
		}
	}
	for _, op := range awsapi.Operations() {
		if !answered[op] && !elsewhere[op.Name] {
			t.Errorf("no script has aws %s %s answered: write one for it in testdata/documented", op.CLI, op.Command)
		}
	}
}

// elsewhere are the operations that a script of these can't have answered: two need
// what an identity provider signs, one the message of a refusal, and management
// policies, which DescribeEffectivePolicy is about, are not kept at all.
var elsewhere = map[string]bool{
	"AssumeRoleWithSAML": true, "AssumeRoleWithWebIdentity": true, // federation_test.go
	"DecodeAuthorizationMessage": true, // testdata/stories/decode.txtar
	"DescribeEffectivePolicy":    true, // answers EffectivePolicyNotFoundException
}

// documented is a script and the world that it is played in.
type documented struct {
	w     *world.World
	shell *Shell
	want  string
	names []string // pairs: a name and what it stands for
	note  func(Reply)
}

func newDocumented(t *testing.T, file string) *documented {
	t.Helper()
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w := company(t)
	d := &documented{w: w, note: func(Reply) {}}
	for _, f := range ar.Files {
		if name, ok := strings.CutPrefix(f.Name, "files/"); ok {
			if _, err := w.SetDocument("files/"+name, string(f.Data)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		d.want += string(f.Data)
	}
	d.shell = NewShell(w, storyCaller(t, w, "444455556666/admin"))
	return d
}

// play types the script's lines and returns the script with what came of them.
func (d *documented) play(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	page := ""
	for line := range strings.Lines(d.want) {
		line = strings.TrimSuffix(line, "\n")
		who, isWho := strings.CutPrefix(line, "as ")
		let, isLet := strings.CutPrefix(line, "let ")
		pause, isWait := strings.CutPrefix(line, "wait ")
		typed, isTyped := strings.CutPrefix(line, "$ ")
		switch {
		case line == "":
			page = ""
		case strings.HasPrefix(line, "# "):
			page = line
		case isWho:
			d.shell.Caller = storyCaller(t, d.w, who)
		case isTyped:
			if page == "" && strings.Contains(t.Name(), "Documented") {
				t.Errorf("%s: no line before it names the page of the API Reference", line)
			}
			out.WriteString(line + "\n")
			d.run(&out, typed)
			continue
		case isLet:
			name, command, _ := strings.Cut(let, " = ")
			r := d.shell.Exec(strings.NewReplacer(d.names...).Replace(command))
			if r.Exit != 0 || r.Stdout == "" {
				t.Fatalf("%s: %s", line, r.Stderr)
			}
			d.names = append(d.names, "{"+name+"}", strings.TrimSpace(r.Stdout))
		case isWait:
			if wait, err := time.ParseDuration(pause); err != nil || d.w.Advance(wait) != nil {
				t.Fatalf("%q is not a time to wait", line)
			}
		default: // what is expected stands in the output of the command above
			continue
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}

func (d *documented) run(out *strings.Builder, typed string) {
	r := d.shell.Exec(strings.NewReplacer(d.names...).Replace(typed))
	d.note(r)
	marked(out, "> ", r.Stdout)
	switch {
	case r.Exit == 0 && r.Stderr == "":
	case r.Outcome != nil && r.Outcome.Err != nil:
		fmt.Fprintf(out, "! %s %d\n", r.Outcome.Err.Code, r.Outcome.Err.Status)
	default:
		marked(out, "!! ", r.Stderr)
	}
}
