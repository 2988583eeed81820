package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCheckJSON sees that the report has the shape scripts rely on, and that the
// exit status goes by its faults.
func TestCheckJSON(t *testing.T) {
	for _, args := range [][]string{{"check", "--json"}, {"check", "--json", "--flip-keys"}} {
		r := run(t, "", args...)
		var report map[string]json.RawMessage
		if err := json.Unmarshal([]byte(r.out), &report); err != nil || r.err != "" {
			t.Fatalf("%v: %v, it said %q", args, err, r.err)
		}
		counts := strings.Fields("lessons modes policies_run steps_run questions questions_engine_checked cards scenarios challenges links_checked")
		if len(args) == 3 {
			counts = append(counts, "keys_flipped", "keys_caught")
		}
		for _, name := range counts {
			if !regexp.MustCompile(`^[1-9]\d*$`).Match(report[name]) {
				t.Errorf("%v: %s is %s", args, name, report[name])
			}
		}
		var faults []struct {
			File    string
			Line    int
			Message string
		}
		if err := json.Unmarshal(report["faults"], &faults); err != nil || faults == nil {
			t.Errorf("%v: faults: %v", args, err)
		}
		if (r.exit == 1) != (len(faults) > 0) {
			t.Errorf("%v: exit %d with %d faults", args, r.exit, len(faults))
		}
	}
}

// broken are lines that spoil a content file of each kind, named from the root
// of the house.
var broken = map[string]string{
	"lessons/content/00-temporary-access/lesson.yaml":    "objektives: []",
	"lessons/content/00-temporary-access/cheat-sheet.md": "<script>alert(1)</script>",
	"quiz/content/temporary-access/1-identities.yaml":    "kwestions: []",
	"sandbox/worlds/blank.txtar":                         "dance",
}

// withBroken builds the program as it would be with those lines added.
func withBroken(t *testing.T) (built string) {
	t.Helper()
	replaced := map[string]string{}
	for name, line := range broken {
		src, err := filepath.Abs(filepath.Join("..", "..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(src)
		if err != nil {
			t.Fatal(err)
		}
		replaced[src] = file(t, "broken", string(text)+"\n"+line+"\n")
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		t.Fatal(err)
	}
	built = filepath.Join(t.TempDir(), "rolecall")
	c := exec.Command("go", "build", "-overlay", file(t, "overlay.json", string(overlay)), "-o", built, ".")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return built
}

// TestBrokenContent spoils a file of each kind: check reports each with its
// line, and serve stops before it listens, naming the same places.
func TestBrokenContent(t *testing.T) {
	built := withBroken(t)
	var checked, said, printed bytes.Buffer
	check := exec.Command(built, "check")
	check.Stdout = &checked
	if err := check.Run(); err == nil || check.ProcessState.ExitCode() != 1 {
		t.Errorf("check: %v", err)
	}
	serve := exec.Command(built, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "data"))
	serve.Stdout, serve.Stderr = &printed, &said
	if err := serve.Run(); err == nil || serve.ProcessState.ExitCode() != 1 || printed.Len() > 0 {
		t.Errorf("serve: %v, it printed %q", err, &printed)
	}
	for name := range broken {
		place := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + `:[1-9]\d*: .+$`)
		if !place.Match(checked.Bytes()) {
			t.Errorf("check says nothing of %s:\n%s", name, &checked)
		}
		if !place.Match(said.Bytes()) {
			t.Errorf("serve says nothing of %s:\n%s", name, &said)
		}
	}
}
