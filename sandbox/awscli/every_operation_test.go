package awscli

import (
	"encoding/json"
	"strings"
	"testing"

	"rolecall/sandbox/awsapi"
)

// TestEveryOperation holds that each operation of the table has help, prints a
// skeleton, takes that skeleton back, and completes its required options.
func TestEveryOperation(t *testing.T) {
	_, s := crossAccount(t)
	if len(awsapi.Operations()) == 0 {
		t.Fatal("the table is empty")
	}
	for _, op := range awsapi.Operations() {
		line := "aws " + op.CLI + " " + op.Command
		help := s.Exec(line + " help")
		if help.Exit != 0 || !strings.Contains(help.Stdout, op.Doc) {
			t.Errorf("%s help: exit %d: %s", line, help.Exit, help.Stdout)
		}
		file := ""
		if op.Streams {
			file = " out.bin"
		}
		skeleton := s.Exec(line + file + " --generate-cli-skeleton")
		if len(op.Input) > 0 && !json.Valid([]byte(skeleton.Stdout)) {
			t.Errorf("%s: a skeleton that isn't JSON: %s%s", line, skeleton.Stdout, skeleton.Stderr)
			continue
		}
		if len(op.Input) > 0 {
			s.Files["in.json"] = []byte(skeleton.Stdout)
			r := s.Exec(line + file + " --cli-input-json file://in.json")
			if r.Exit == 0 || strings.Contains(r.Stderr, "Invalid type") || strings.Contains(r.Stderr, "Unknown parameter") {
				if r.Operation == nil {
					t.Errorf("%s: its own skeleton: exit %d: %s", line, r.Exit, r.Stderr)
				}
			}
		}
		offered := texts(s.complete(line+" ", len(line)+1))
		for _, p := range op.Input {
			if p.Required && !strings.Contains(strings.Join(offered, " "), p.Option) {
				t.Errorf("%s: completion doesn't offer %s", line, p.Option)
			}
		}
	}
}
