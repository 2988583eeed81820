package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const refusedBoundary = "An error occurred (AccessDenied) when calling the CreateRole operation: User: arn:aws:sts::111122223333:assumed-role/dev/x is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111122223333:role/test1 with an explicit deny"

// explain answers as text and as JSON, by the policies of a folder.
func TestExplainCommand(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"identity.json":       `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}]}`,
		"identity-guard.json": `{"Version": "2012-10-17", "Statement": [{"Sid": "Guard", "Effect": "Deny", "Action": "iam:CreateRole", "Resource": "*", "Condition": {"StringNotEquals": {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/DevBoundary"}}}]}`,
		"notes.txt":           "not read",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := run(t, refusedBoundary, "explain", "--policies", dir)
	for _, want := range []string{"Denied explicitly", "With the policies given: depends", "iam:PermissionsBoundary is not told; statement Guard", "1. Make the call with iam:PermissionsBoundary arn:aws:iam::111122223333:policy/DevBoundary."} {
		if r.exit != 0 || !strings.Contains(r.out, want) {
			t.Errorf("exit %d, without %q:\n%s%s", r.exit, want, r.out, r.err)
		}
	}
	r = run(t, refusedBoundary, "explain", "-", "--json", "--policies", dir)
	var answers []struct {
		Refused  struct{ Action string }
		Sentence string
		Tried    struct {
			Verdict string
			Depends []struct{ Key string }
		}
	}
	if err := json.Unmarshal([]byte(r.out), &answers); err != nil || len(answers) != 1 {
		t.Fatalf("%v in %s%s", err, r.out, r.err)
	}
	if a := answers[0]; a.Refused.Action != "iam:CreateRole" || a.Sentence == "" || a.Tried.Verdict != "depends" || len(a.Tried.Depends) != 1 || a.Tried.Depends[0].Key != "iam:PermissionsBoundary" {
		t.Errorf("the JSON says %+v", a)
	}
	run(t, "hello", "explain").sentence(t, exitNo, "neither an AWS error message")
	run(t, "", "explain", filepath.Join(dir, "absent.txt")).sentence(t, exitMisuse, "can't read")
	run(t, refusedBoundary, "explain", "--policies", filepath.Join(dir, "absent")).sentence(t, exitMisuse, "can't read")
}
