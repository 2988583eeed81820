package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The two requests are of the schema's own shape: a user allowed by its own
// policy, and the same without a policy.
const (
	allowedLine = `{"id":"yes","principal":"arn:aws:iam::111122223333:user/alice","action":"sts:GetSessionToken","resource":{"arn":"*","account":"111122223333"},"context":{}}`
	deniedLine  = `{"id":"no","principal":"arn:aws:iam::111122223333:user/alice","action":"s3:GetObject","resource":{"arn":"arn:aws:s3:::reports/a","account":"111122223333"},"context":{}}`
)

func TestEval(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []string
		exit int
	}{
		"whatever was decided": {allowedLine + "\n\n" + deniedLine + "\n",
			[]string{`yes allowed []`, `no implicitDeny ["identity"]`}, 0},
		"a bad line": {"{\n" + deniedLine, []string{"line 1", `no implicitDeny ["identity"]`}, 1},
		"nothing":    {"", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, c.in, "eval")
			if r.exit != c.exit || r.err != "" {
				t.Errorf("exit %d, want %d; it said %q", r.exit, c.exit, r.err)
			}
			if d := cmp.Diff(c.want, decisions(t, r.out)); d != "" {
				t.Errorf("decisions (-want +got):\n%s", d)
			}
		})
	}
}

// decisions sums up each line of eval's output.
func decisions(t *testing.T, out string) []string {
	t.Helper()
	var all []string
	for line := range strings.Lines(out) {
		var d struct {
			ID, Decision string
			DeniedBy     json.RawMessage
			Error        *struct{ Line int }
		}
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if d.Error != nil {
			all = append(all, "line "+string(rune('0'+d.Error.Line)))
			continue
		}
		all = append(all, d.ID+" "+d.Decision+" "+string(d.DeniedBy))
	}
	return all
}

func TestEvalTrace(t *testing.T) {
	for _, args := range [][]string{{"eval"}, {"eval", "--trace"}} {
		r := run(t, deniedLine, args...)
		if traced := strings.Contains(r.out, `"trace":`); r.exit != 0 || traced != (len(args) == 2) {
			t.Errorf("%v: exit %d, out %q", args, r.exit, r.out)
		}
	}
}

const story = `# A visit

-- world.yaml --
accounts:
  "111122223333":
    name: Tools
    users:
      alice: {}
-- steps --
as 111122223333/users/alice
aws sts get-caller-identity
want Arn = arn:aws:iam::111122223333:user/`

func TestRun(t *testing.T) {
	met := file(t, "met.txtar", story+"alice\n")
	r := run(t, "", "run", met)
	if r.exit != 0 || r.err != "" || strings.Count(r.out, met+":") != 3 {
		t.Errorf("exit %d, out %q, err %q", r.exit, r.out, r.err)
	}
	unmet := file(t, "unmet.txtar", story+"bob\naws sts get-caller-identity\n")
	r = run(t, "", "run", unmet)
	if r.exit != 1 || r.err != "" || !strings.Contains(r.out, unmet+":12: Arn was to be") || strings.Contains(r.out, ":13:") {
		t.Errorf("exit %d, out %q, err %q", r.exit, r.out, r.err)
	}
	if piped := run(t, story+"alice\n", "run", "-"); piped.exit != 0 {
		t.Errorf("from standard input: %+v", piped)
	}
}

func TestRunOfABrokenFile(t *testing.T) {
	broken := file(t, "broken.txtar", "no title\n")
	r := run(t, "", "run", broken)
	if r.exit != 1 || !strings.HasPrefix(r.err, broken+":1: ") || r.out != "" {
		t.Errorf("exit %d, out %q, err %q", r.exit, r.out, r.err)
	}
}

const (
	goodPolicy = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/Deploy"}]}`
	badPolicy  = "{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": \"Allow\", \"Actoin\": \"sts:AssumeRole\", \"Resource\": \"*\"}]}"
)

func TestLint(t *testing.T) {
	good, bad := file(t, "good.json", goodPolicy), file(t, "bad.json", badPolicy)
	r := run(t, "", "lint", good, bad)
	if r.exit != 1 || !strings.Contains(r.out, bad+":2:36: unknown-element ") || strings.Contains(r.out, good) {
		t.Errorf("two files: %+v", r)
	}
	if r := run(t, "", "lint", "--kind", "identity", good); r.exit != 0 || r.out != "" || r.err != "" {
		t.Errorf("a good file: %+v", r)
	}
	if r := run(t, badPolicy, "lint", "-"); r.exit != 1 || !strings.HasPrefix(r.out, "-:2:") {
		t.Errorf("standard input: %+v", r)
	}
	if r := run(t, goodPolicy, "lint", "--kind", "trust", "-"); r.exit != 1 {
		t.Errorf("an identity policy as a trust policy: %+v", r)
	}
}

func TestLintJSON(t *testing.T) {
	r := run(t, badPolicy, "lint", "--json", "-")
	var found []map[string]any
	if err := json.Unmarshal([]byte(r.out), &found); err != nil || r.exit != 1 || len(found) == 0 {
		t.Fatalf("%+v: %v", r, err)
	}
	for _, f := range found {
		for _, member := range []string{"file", "line", "column", "code", "severity", "message", "suggestion"} {
			if _, ok := f[member]; !ok {
				t.Errorf("%v has no %s", f, member)
			}
		}
	}
	if r := run(t, goodPolicy, "lint", "--json", "-"); r.exit != 0 || r.out != "[]\n" {
		t.Errorf("nothing to say: %+v", r)
	}
}

func TestLintRefusesTooMuch(t *testing.T) {
	run(t, strings.Repeat(" ", maxDocument+1), "lint", "-").sentence(t, 1, `larger than 4194304 bytes`)
}
