package export

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"mvdan.cc/sh/v3/syntax"
	"pgregory.net/rapid"

	"rolecall/sandbox"
	"rolecall/sandbox/world"
)

// nasty are texts that break naive quoting.
var nasty = []string{
	"", "'", "''", `"`, `\`, `\'`, "$", "$$", "${x}", "$${x}", "$$${x}", "%{if x}", "%%{x}", "`id`", "$(id)", "a\nb", "\n# x", "*/", "/*", "\x00", "\x7f", "\u2028", "é", "e\u0301",
	"-rf", "--x=y", "~", "!x", "a b", "EOF", "';rm -rf /;'", "111122223333", "x111122223333", "$111122223333", "arn:aws:s3:::reports/x", "arn:aws:iam::111122223333:role/R", "𝒳", "\ufeff", "\\u0041", "file:///etc/passwd",
}

func FuzzQuote(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		line := commandText("x", []arg{opt("--name", s), {value: s}})
		file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(line), "")
		if err != nil || len(file.Stmts) != 1 || file.Stmts[0].Background {
			t.Fatalf("%q: %v", line, err)
		}
		words := wordsOf(t, file.Stmts[0].Cmd.(*syntax.CallExpr).Args)
		want := strings.ReplaceAll(s, "\x00", "")
		named := words[len(words)-2]
		if strings.HasPrefix(s, "-") {
			named = strings.TrimPrefix(named, "--name=")
		}
		if named != want || words[len(words)-1] != want {
			t.Fatalf("%q became %q", want, words)
		}
	})
}

func FuzzExpressions(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	var list symbols
	for _, s := range []symbol{
		{text: "111122223333", name: []string{"var", "a"}},
		{text: "reports", after: "arn:aws:s3:::", name: []string{"var", "b"}},
		{text: "arn:aws:iam::111122223333:role/R", name: []string{"r", "x", "arn"}, whole: true, grants: true},
	} {
		list.add(s)
	}
	ctx := &hcl.EvalContext{Variables: map[string]cty.Value{
		"var": cty.ObjectVal(map[string]cty.Value{"a": cty.StringVal("111122223333"), "b": cty.StringVal("reports")}),
		"r":   cty.ObjectVal(map[string]cty.Value{"x": cty.ObjectVal(map[string]cty.Value{"arn": cty.StringVal("arn:aws:iam::111122223333:role/R")})}),
	}}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		for _, text := range []string{s, "arn:aws:iam::111122223333:" + s, s + "arn:aws:s3:::reports/" + s, s + ":111122223333" + s} {
			for _, principal := range []bool{true, false} {
				src := list.text(text, principal).Bytes()
				expr, diags := hclsyntax.ParseExpression(src, "x", hcl.InitialPos)
				if diags.HasErrors() {
					t.Fatalf("%q is written %s: %v", text, src, diags)
				}
				v, diags := expr.Value(ctx)
				if diags.HasErrors() || v.AsString() != cty.StringVal(text).AsString() {
					t.Fatalf("%q is written %s and read %#v: %v", text, src, v, diags)
				}
			}
		}
	})
}

// TestHostileWorlds draws worlds whose names and values are made to break out, and
// looks whether both exports still say nothing but what they should.
func TestHostileWorlds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := hostile(t)
		tf := terraform(w, rapid.SampledFrom(nasty).Draw(t, "title")).Body
		file, diags := hclparse.NewParser().ParseHCL([]byte(tf), "main.tf")
		if diags.HasErrors() {
			t.Fatalf("%v in\n%s", diags, tf)
		}
		for _, b := range file.Body.(*hclsyntax.Body).Blocks {
			switch b.Type {
			case "terraform", "variable", "provider", "resource", "data":
			default:
				t.Fatalf("a block %s came out", b.Type)
			}
			for _, l := range b.Labels {
				if !hclsyntax.ValidIdentifier(l) {
					t.Fatalf("%q is no identifier", l)
				}
			}
		}
		onlyKnownCommands(t, cli(w, rapid.SampledFrom(nasty).Draw(t, "title")).Body)
	})
}

func hostile(t *rapid.T) *world.World {
	text := func(label string) string {
		return rapid.OneOf(rapid.SampledFrom(nasty), rapid.String()).Draw(t, label)
	}
	w := world.New(sandbox.Standing("hostile"))
	a, err := w.AddAccount("111122223333", text("account"))
	if err != nil {
		t.Fatal(err)
	}
	u, err := w.AddUser(a, "alice", "/")
	if err != nil {
		t.Fatal(err)
	}
	u.Tags = map[string]string{text("key"): text("value")}
	condition, err := json.Marshal(map[string]any{"StringLike": map[string]string{"aws:PrincipalTag/" + text("tag"): text("demand")}})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.SetDocument("111122223333/users/alice/policies/p.json", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":`+string(condition)+`}]}`)
	for kind := range makers {
		if r, err := w.AddResource(a, kind, text(kind)); err == nil {
			r.Values = map[string]string{"value": text("value"), "role": "arn:" + text("role"), "key": text("column"), "item:" + text("item"): text("json"), "runtime": text("runtime")}
			r.Tags = map[string]string{text("key"): text("value")}
		}
	}
	b, err := w.AddBucket(a, "reports")
	if err != nil {
		t.Fatal(err)
	}
	if key := text("object"); key != "" {
		_ = w.PutObject(b, key, rapid.SliceOf(rapid.Byte()).Draw(t, "body"), text("type"))
	}
	a.OIDCProviders[text("issuer")] = &world.OIDCProvider{Account: a.ID, URL: text("issuer"), Audiences: []string{text("audience")}}
	w.SetOrganization(&world.Organization{ID: "o-" + text("organization"), Management: a.ID, Root: &world.Node{ID: "r-exam", OUs: map[string]*world.Node{text("unit"): {ID: "ou-" + text("unit"), Name: text("unit")}}}})
	return w
}

// onlyKnownCommands fails when a script holds anything but the words it is made of.
func onlyKnownCommands(t *rapid.T, script string) {
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(script), "cli.sh")
	if err != nil {
		t.Fatalf("%v in\n%s", err, script)
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		switch x := n.(type) {
		case *syntax.CallExpr:
			if len(x.Args) > 0 {
				switch word := x.Args[0].Lit(); word {
				case "aws", "printf", "sleep", "set", "base64":
				default:
					t.Fatalf("a command %q came out in\n%s", word, script)
				}
			}
		case *syntax.DeclClause:
			if x.Variant.Value != "export" {
				t.Fatalf("%s came out", x.Variant.Value)
			}
		case *syntax.CmdSubst:
			if len(x.Stmts) != 1 || x.Backquotes {
				t.Fatalf("a substitution came out in\n%s", script)
			}
		case *syntax.ProcSubst, *syntax.FuncDecl, *syntax.Subshell, *syntax.ArithmExp, *syntax.ExtGlob:
			t.Fatalf("%T came out in\n%s", x, script)
		}
		return true
	})
}
