package fidelity

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/iam"
)

var update = flag.Bool("update", false, "write held.json and docs/fidelity.md anew")

// sources are the packages whose tests hold rules. A table's rows carry Rule and
// Say, and rows is the test that runs them; any other test names its rules in its
// comment: "Rules: trust.duration, trust.names."
var sources = []struct{ pkg, rows string }{
	{"sandbox/iam", "TestRows"}, {"sandbox/sts", ""}, {"sandbox/world", ""}, {"sandbox/awsapi", ""}, {"sandbox/awscli", ""}, {"sandbox", "TestRules"},
}

// TestFresh finds the tests of every rule and holds the stored list and the page
// in docs against them.
func TestFresh(t *testing.T) {
	held := map[string][]Test{}
	for _, s := range sources {
		find(t, s.pkg, s.rows, held)
	}
	for id := range held {
		if _, ok := iam.RuleByID(id); !ok {
			t.Errorf("a test names the rule %q, which there is not", id)
		}
	}
	for _, r := range iam.Rules() {
		if len(held[r.ID]) == 0 {
			t.Errorf("no test holds %s", r.ID)
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(held); err != nil {
		t.Fatal(err)
	}
	golden(t, "held.json", b.Bytes())
	golden(t, "../../../docs/fidelity.md", Markdown(partsOf(held)))
}

func TestPartsHoldEveryRule(t *testing.T) {
	parts, err := Parts()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range parts {
		n += len(p.Rules)
	}
	if want := len(iam.Rules()); n != want {
		t.Errorf("%d rules stand under a heading, of %d", n, want)
	}
}

// A rule on which pages disagree is explained in the list of disagreements, and the
// list names no other rule.
func TestDisagreementsNameTheirRules(t *testing.T) {
	named := map[string]bool{}
	for _, d := range Disagreements() {
		if d.Title == "" || d.Pages == "" || d.Here == "" {
			t.Errorf("%q lacks what the pages say or what is done here", d.Title)
		}
		for _, id := range d.Rules {
			named[id] = true
		}
	}
	for _, r := range iam.Rules() {
		if disagree := r.Status == iam.PagesDisagree; disagree != named[r.ID] {
			t.Errorf("%s: status %q, named in the list of disagreements: %t", r.ID, r.Status, named[r.ID])
		}
		delete(named, r.ID)
	}
	for id := range named {
		t.Errorf("the list of disagreements names the rule %q, which there is not", id)
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is stale (-update writes it anew)\n%s", path, diff)
	}
}

// find adds the tests of a package.
func find(t *testing.T, pkg, rows string, held map[string][]Test) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../../..", pkg, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files, %v", pkg, err)
	}
	words := map[string]string{}
	var tests []*ast.File
	for _, path := range files {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		constants(f, words)
		if strings.HasSuffix(path, "_test.go") {
			tests = append(tests, f)
		}
	}
	cases := map[string][]string{}
	for _, f := range tests {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok {
				if rule, say := field(lit, "Rule", words), field(lit, "Say", words); rule != "" && say != "" {
					cases[rule] = append(cases[rule], say)
				}
			}
			return true
		})
		named(f, pkg, held)
	}
	for rule, says := range cases {
		held[rule] = append(held[rule], Test{Package: pkg, Name: rows, Cases: says})
	}
}

// constants notes the string constants of a file.
func constants(f *ast.File, words map[string]string) {
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			for i, name := range v.Names {
				if i < len(v.Values) {
					if s := text(v.Values[i], words); s != "" {
						words[name.Name] = s
					}
				}
			}
		}
		return true
	})
}

func text(e ast.Expr, words map[string]string) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.Ident:
		return words[e.Name]
	}
	return ""
}

func field(lit *ast.CompositeLit, name string, words map[string]string) string {
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if k, ok := kv.Key.(*ast.Ident); ok && k.Name == name {
				return text(kv.Value, words)
			}
		}
	}
	return ""
}

// named adds the test functions whose comments name rules.
func named(f *ast.File, pkg string, held map[string][]Test) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Doc == nil || !strings.HasPrefix(fn.Name.Name, "Test") {
			continue
		}
		_, list, ok := strings.Cut(fn.Doc.Text(), "Rules: ")
		if !ok {
			continue
		}
		list, _, _ = strings.Cut(list, "\n\n")
		for _, id := range strings.Split(strings.TrimSuffix(strings.TrimSpace(list), "."), ",") {
			id = strings.TrimSpace(id)
			held[id] = append(held[id], Test{Package: pkg, Name: fn.Name.Name})
		}
	}
}
