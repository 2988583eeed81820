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

func TestRunOfABrokenFile(t *testing.T) {
	broken := file(t, "broken.txtar", "no title\n")
	r := run(t, "", "run", broken)
	if r.exit != 1 || !strings.HasPrefix(r.err, broken+":1: ") || r.out != "" {
		t.Errorf("exit %d, out %q, err %q", r.exit, r.out, r.err)
	}
}
