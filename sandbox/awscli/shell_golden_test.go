package awscli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// secrets are what differs from world to world; goldens hold stars in their
// place, as many as keep tables in shape.
var secrets = regexp.MustCompile(`\b(AKIA|ASIA|AIDA|AROA)[A-Z2-7]+EXAMPLE|[A-Za-z0-9/+]{20,}EXAMPLEKEY|IQoJb3JpZ2luX2Vj[A-Za-z0-9/+=]+`)

func withoutSecrets(s string) string {
	return secrets.ReplaceAllStringFunc(s, func(m string) string {
		shown := ""
		if strings.HasPrefix(m, "A") && strings.HasSuffix(m, "EXAMPLE") {
			shown = m[:4]
		}
		return shown + strings.Repeat("*", len(m)-len(shown))
	})
}

// TestShellGolden plays each script of testdata/shell at a fresh prompt. A line
// that begins with "$ " is typed, "+ " goes on with it; "> " is standard output,
// "! " standard error, "= " the exit code when it isn't zero.
func TestShellGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/shell/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { playGolden(t, file) })
	}
}

func playGolden(t *testing.T, file string) {
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, shell := crossAccount(t)
	for i, f := range ar.Files {
		if name, ok := strings.CutPrefix(f.Name, "files/"); ok {
			shell.Files[name] = f.Data
			continue
		}
		got := playScript(shell, string(f.Data))
		if *update {
			ar.Files[i].Data = []byte(got)
		} else if diff := cmp.Diff(string(f.Data), got); diff != "" {
			t.Errorf("%s: -want +got\n%s", f.Name, diff)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func playScript(shell *Shell, script string) string {
	var out strings.Builder
	var typed []string
	flush := func() {
		if typed == nil {
			return
		}
		r := shell.Exec(strings.Join(typed, "\n"))
		out.WriteString("$ " + strings.Join(typed, "\n+ ") + "\n")
		marked(&out, "> ", r.Stdout)
		marked(&out, "! ", r.Stderr)
		if r.Exit != 0 {
			fmt.Fprintf(&out, "= %d\n", r.Exit)
		}
		typed = nil
	}
	for _, line := range strings.Split(strings.TrimSuffix(script, "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "$ "):
			flush()
			typed = []string{line[2:]}
		case strings.HasPrefix(line, "+ "):
			typed = append(typed, line[2:])
		case strings.HasPrefix(line, "#") || line == "":
			flush()
			out.WriteString(line + "\n")
		}
	}
	flush()
	return out.String()
}

func marked(out *strings.Builder, mark, text string) {
	if text == "" {
		return
	}
	for _, line := range strings.Split(strings.TrimSuffix(withoutSecrets(text), "\n"), "\n") {
		out.WriteString(strings.TrimRight(mark+line, " ") + "\n")
	}
	if !strings.HasSuffix(text, "\n") {
		out.WriteString(mark + "(no line break)\n")
	}
}
