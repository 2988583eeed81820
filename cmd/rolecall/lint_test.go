package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lintTree writes files, each with a fault or with none, and returns their directory.
func lintTree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, src := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	passes = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}]}`
	empty  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]}`
	stack  = "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n          - {Effect: Allow, Action: \"iam:PassRole\", Resource: \"*\"}\n"
)

func TestLintReadsDirectories(t *testing.T) {
	dir := lintTree(t, map[string]string{
		"a.json": passes, "sub/b.json": empty, "sub/stack.yaml": stack, "notes.txt": empty, "other.json": `{"a":1}`, "package.yaml": "a: [b",
		"node_modules/c.json": empty, ".hidden/d.json": empty, "broken.json": `{"Statement":[{"Effect":"Allow",}]}`,
	})
	r := run(t, "", "lint", dir)
	if r.exit != 1 {
		t.Errorf("exit %d: %s", r.exit, r.err)
	}
	var got []string
	for line := range strings.Lines(r.out) {
		where, rest, _ := strings.Cut(strings.TrimPrefix(line, dir+"/"), " ")
		code, _, _ := strings.Cut(rest, " ")
		got = append(got, where+" "+code)
	}
	want := []string{"a.json:1:91: pass-role-star", "broken.json:1:33: bad-json", "sub/b.json:1:38: empty-element", "sub/stack.yaml:8:63: pass-role-star"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestLintSwitchesCodesOff(t *testing.T) {
	for name, c := range map[string]struct {
		config string
		want   int // findings
	}{
		"nothing":              {"", 3},
		"one code":             {"lint:\n  off:\n    - code: pass-role-star\n", 1},
		"one code of one file": {"lint:\n  off:\n    - code: pass-role-star\n      files: [a.json]\n      why: it is our own\n", 2},
		"of a directory":       {"lint:\n  off:\n    - code: pass-role-star\n      files: [sub]\n", 2},
		"of a pattern":         {"lint:\n  off:\n    - code: empty-element\n      files: [\"sub/*.json\"]\n", 2},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"a.json": passes, "sub/b.json": empty, "sub/stack.yml": stack, ".git/HEAD": ""}
			if c.config != "" {
				files[".rolecall.yaml"] = c.config
			}
			dir := lintTree(t, files)
			r := run(t, "", "lint", "--format", "json", dir)
			var found []finding
			if err := json.Unmarshal([]byte(r.out), &found); err != nil {
				t.Fatalf("%v: %s %s", err, r.out, r.err)
			}
			if len(found) != c.want {
				t.Errorf("%d findings, want %d: %s", len(found), c.want, r.out)
			}
			errors := strings.Contains(r.out, `"severity": "error"`)
			if (r.exit == 1) != errors {
				t.Errorf("exit %d with %s", r.exit, r.out)
			}
		})
	}
	for config, says := range map[string]string{
		"lint:\n  of: []\n":                                             "can't be read",
		"lint:\n  off:\n    - code: nosuch\n":                           "no code of a finding",
		"lint:\n  off:\n    - code: empty-list\n      files: [\"[\"]\n": "not a pattern",
		strings.Repeat("#", maxConfig+1):                                "larger than",
	} {
		dir := lintTree(t, map[string]string{"a.json": passes, ".rolecall.yaml": config})
		run(t, "", "lint", dir).sentence(t, 2, says)
	}
}

func TestLintPrintsForOtherTools(t *testing.T) {
	dir := lintTree(t, map[string]string{"a b.json": empty, "stack.yaml": stack})
	t.Chdir(dir)
	r := run(t, "", "lint", "--format", "github", "a b.json", "stack.yaml")
	want := "::error file=a b.json,line=1,col=38,title=empty-element::`Action` is an empty list in this statement. List the actions, such as s3:GetObject, or remove the statement.\n" +
		"::notice file=stack.yaml,line=8,col=63,title=pass-role-star::This lets any role be passed to a service, and so its permissions be had. Name the roles that may be passed, and the service in a condition on `iam:PassedToService`.\n"
	if diff := cmp.Diff(want, r.out); diff != "" || r.exit != 1 {
		t.Errorf("exit %d (-want +got)\n%s", r.exit, diff)
	}
	r = run(t, "", "lint", "--format", "sarif", "a b.json", "stack.yaml")
	var log sarifLog
	if err := json.Unmarshal([]byte(r.out), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || len(log.Runs[0].Results) != 2 {
		t.Fatalf("%s", r.out)
	}
	first, second := log.Runs[0].Results[0], log.Runs[0].Results[1]
	rule := log.Runs[0].Tool.Driver.Rules[first.RuleIndex]
	if rule.ID != "empty-element" || first.Level != "error" || first.Locations[0].Physical.Artifact.URI != "a%20b.json" || first.Locations[0].Physical.Region.StartColumn != 38 {
		t.Errorf("%+v %+v", rule, first)
	}
	if second.Level != "note" || second.Locations[0].Logical[0].Name != "Resources.P.Properties.PolicyDocument" {
		t.Errorf("%+v", second)
	}
	if r := run(t, "", "lint", "--format", "xml", "a b.json"); r.exit != 2 {
		t.Errorf("exit %d", r.exit)
	}
	if a, b := run(t, "", "lint", "--json", "a b.json"), run(t, "", "lint", "--format", "json", "a b.json"); a.out != b.out {
		t.Errorf("--json prints %s", a.out)
	}
}
