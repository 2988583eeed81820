package iam

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

var runMutants = flag.String("mutants", "", "build the mutants whose names hold this, or all, and hold the tests against them")

// killers are the tests that a mutant is held against: the fast ones.
const killers = "^(TestRows|TestDocumentedCases|TestOperators|TestNull|TestOddValues|TestParse.*)$"

// mutant is a patch of testdata/mutants: a wrong engine. Its first line says what
// is wrong about it, its name begins with the rule that it breaks.
type mutant struct {
	name, rule, say string
	files           map[string]string // the package's files that it changes, as it would have them
}

// TestMutantsApply keeps the patches true to the code: each is for a rule of this
// package, changes it, and every rule has one.
func TestMutantsApply(t *testing.T) {
	count := map[string]int{}
	for _, m := range mutants(t) {
		if r, ok := RuleByID(m.rule); !ok || r.Room != "iam" {
			t.Errorf("%s: %q is no rule of this package", m.name, m.rule)
		}
		if m.say == "" || len(m.files) == 0 {
			t.Errorf("%s says nothing or changes nothing", m.name)
		}
		count[m.rule]++
	}
	for _, r := range Rules() {
		if r.Room == "iam" && count[r.ID] == 0 {
			t.Errorf("no mutant breaks %s", r.ID)
		}
	}
}

// TestMutantsDie builds each mutant and sees the tests turn red.
func TestMutantsDie(t *testing.T) {
	if *runMutants == "" {
		return // make mutants asks for it: it takes minutes
	}
	queue := make(chan mutant)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for m := range queue {
				if fault := m.survives(t.TempDir()); fault != "" {
					t.Errorf("%s (%s) %s", m.name, m.say, fault)
				} else {
					t.Logf("dead: %s (%s)", m.name, m.say)
				}
			}
		})
	}
	for _, m := range mutants(t) {
		if *runMutants == "all" || strings.Contains(m.name, *runMutants) {
			queue <- m
		}
	}
	close(queue)
	wg.Wait()
}

// survives runs the tests with the mutant's files in place of the package's; it
// says what is wrong when they do not fail.
func (m *mutant) survives(dir string) string {
	replace := map[string]string{}
	for name, text := range m.files {
		at, err := filepath.Abs(name)
		if err != nil {
			return err.Error()
		}
		replace[at] = filepath.Join(dir, name)
		if err := os.WriteFile(replace[at], []byte(text), 0o600); err != nil {
			return err.Error()
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err.Error()
	}
	file, binary := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "mutant.test")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		return err.Error()
	}
	if out, err := exec.Command("go", "test", "-vet=off", "-overlay", file, "-c", "-o", binary, ".").CombinedOutput(); err != nil {
		return "does not compile: " + string(out)
	}
	out, err := exec.Command(binary, "-test.run", killers, "-test.timeout", "60s").CombinedOutput()
	if err == nil {
		return "survives"
	}
	if !strings.Contains(string(out), "--- FAIL") {
		return "does not run: " + string(out)
	}
	return ""
}

func mutants(t *testing.T) (list []mutant) {
	t.Helper()
	paths, err := filepath.Glob("testdata/mutants/*.patch")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no patches: %v", err)
	}
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m := mutant{name: strings.TrimSuffix(filepath.Base(path), ".patch")}
		m.rule = strings.TrimRight(strings.TrimRight(m.name, "0123456789"), "-")
		if m.say, m.files, err = applyPatch(string(src)); err != nil {
			t.Errorf("%s does not apply: %v", m.name, err)
			continue
		}
		list = append(list, m)
	}
	return list
}

// applyPatch applies a unified diff to the package's files. A hunk goes where its
// lines stand, wherever that is, for the code above it moves; they have to stand
// in one place alone.
func applyPatch(patch string) (say string, files map[string]string, err error) {
	files = map[string]string{}
	say, rest, _ := strings.Cut(patch, "\n")
	for _, part := range strings.Split("\n"+rest, "\n--- ")[1:] {
		head, body, _ := strings.Cut(part, "\n@@ ")
		_, to, _ := strings.Cut(head, "\n+++ b/")
		name := strings.TrimSpace(to)
		src, err := os.ReadFile(name)
		if err != nil {
			return say, nil, err
		}
		text := string(src)
		for _, hunk := range strings.Split(body, "\n@@ ") {
			_, lines, _ := strings.Cut(hunk, "\n")
			was, is := hunkSides(lines)
			if n := strings.Count(text, was); n != 1 {
				return say, nil, fmt.Errorf("%s holds the lines of a hunk %d times:\n%s", name, n, was)
			}
			text = strings.Replace(text, was, is, 1)
		}
		files[name] = text
	}
	return say, files, nil
}

func hunkSides(lines string) (was, is string) {
	var a, b strings.Builder
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" {
			line = " " // an empty line whose blank an editor took away
		}
		switch text := line[1:] + "\n"; line[0] {
		case '-':
			a.WriteString(text)
		case '+':
			b.WriteString(text)
		default:
			a.WriteString(text)
			b.WriteString(text)
		}
	}
	return a.String(), b.String()
}
