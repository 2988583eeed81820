package prose_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rolecall/quiz/prose"
)

var update = flag.Bool("update", false, "write the goldens anew")

// testLinks leads term:, mode: and https links somewhere and plain: nowhere.
type testLinks struct{}

func (testLinks) Resolve(dest string, _ prose.Place) prose.Target {
	switch {
	case strings.HasPrefix(dest, "term:"):
		return prose.Target{Href: "/glossary#" + dest[5:], Class: "term"}
	case strings.HasPrefix(dest, "plain:"):
		return prose.Target{}
	}
	if fault := prose.CheckURL(dest); fault != "" {
		return prose.Target{Fault: fault}
	}
	return prose.Target{Href: dest}
}

func isDirective(name string) bool { return name == "predict" || name == "reveal" }

// TestSplit compares the pieces and faults of each case with its golden.
func TestSplit(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var in, want string
			for _, f := range a.Files {
				switch f.Name {
				case "in.md":
					in = string(f.Data)
				case "out":
					want = string(f.Data)
				}
			}
			got := dump(prose.Reader{Links: testLinks{}, Directive: isDirective}.Split(in, prose.Place{File: "in.md", Line: 1}))
			if *update {
				a.Files = []txtar.File{{Name: "in.md", Data: []byte(in)}, {Name: "out", Data: []byte(got)}}
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func dump(pieces []prose.Piece, faults prose.Faults) string {
	var b strings.Builder
	for _, p := range pieces {
		switch {
		case p.Text != nil:
			fmt.Fprintf(&b, "text %q\n%s\n", p.Text.Text, p.Text.HTML)
		case p.Heading != nil:
			fmt.Fprintf(&b, "heading %d %d id=%q %s %q\n", p.Heading.Place.Line, p.Heading.Level, p.Heading.ID, p.Heading.Text.HTML, attrs(p.Heading.Attrs))
		case p.Fence != nil:
			fmt.Fprintf(&b, "fence %d %s %q body at %d: %q\n", p.Fence.Place.Line, p.Fence.Name, attrs(p.Fence.Args), p.Fence.Start.Line, p.Fence.Body)
		}
	}
	for _, f := range faults.Sort() {
		fmt.Fprintln(&b, f)
	}
	return b.String()
}

func attrs(m map[string]string) []string {
	var list []string
	for k, v := range m {
		list = append(list, k+"="+v)
	}
	sort.Strings(list)
	return list
}

func TestYAML(t *testing.T) {
	type inner struct {
		Text prose.Str `yaml:"text"`
		Flag bool      `yaml:"flag"`
	}
	type doc struct {
		ID    string    `yaml:"id"`
		Items []inner   `yaml:"items"`
		Long  prose.Str `yaml:"long"`
	}
	cases := []struct{ name, in, want string }{
		{"fine", "id: x\nitems:\n  - text: a\n", ""},
		{"empty", "", "f:10: nothing is written here"},
		{"misspelt", "id: x\nitms: []\n", `f:11: there is no key "itms" here; the keys are id, items, long`},
		{"misspelt inside", "id: x\nitems:\n  - {txt: a}\n", `f:12: there is no key "txt" here; the keys are flag, text`},
		{"twice", "id: x\nid: y\n", `f:11: the key "id" is given twice`},
		{"wrong type", "id: x\nitems: 3\n", `f:11: "3" can't stand here: a list is expected`},
		{"list for text", "id: x\nlong: [a]\n", "f:11: this must be text, not a list or a mapping"},
		{"syntax", "id: x\n\titems: 3\n", "f:11: found a tab character that violates indentation"},
		{"two documents", "id: x\n---\nid: y\n", `f:10: this holds more than one YAML document: remove the line "---"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var d doc
			got := prose.YAML([]byte(c.in), prose.Place{File: "f", Line: 10}, &d).Error()
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestStrKnowsItsLine(t *testing.T) {
	var d struct {
		A prose.Str `yaml:"a"`
		B prose.Str `yaml:"b"`
		C prose.Str `yaml:"c"`
	}
	fs := prose.YAML([]byte("a: one\nb: |\n  two\n  lines\nc:\n"), prose.Place{File: "f", Line: 5}, &d)
	if fs != nil {
		t.Fatal(fs)
	}
	if d.A.Line != 1 || d.B.Line != 3 || d.B.Value != "two\nlines\n" || d.C.Value != "" {
		t.Errorf("got %+v", d)
	}
	if got := d.B.Place(prose.Place{File: "f", Line: 5}).Line; got != 7 {
		t.Errorf("place: line %d, want 7", got)
	}
}

func TestCode(t *testing.T) {
	cases := []struct{ name, language, src, prefix, want string }{
		{"json lines", "json", "{\n  \"a<\": [1, true]\n}\n", "p",
			"<pre class=\"code\" tabindex=\"0\"><code><span class=\"line\" id=\"p-L1\"><span class=\"p\">{</span>\n</span>" +
				"<span class=\"line\" id=\"p-L2\">  <span class=\"nt\">&#34;a&lt;&#34;</span><span class=\"p\">:</span> <span class=\"p\">[</span><span class=\"m\">1</span><span class=\"p\">,</span> <span class=\"kc\">true</span><span class=\"p\">]</span>\n</span>" +
				"<span class=\"line\" id=\"p-L3\"><span class=\"p\">}</span></span></code></pre>"},
		{"shell", "sh", "aws sts x --role-arn 'a' # c", "",
			`<pre class="code" tabindex="0"><code><span class="nb">aws</span> sts x <span class="na">--role-arn</span> <span class="s">&#39;a&#39;</span> <span class="c1"># c</span></code></pre>`},
		{"unknown is plain", "klingon", "<b>", "", `<pre class="code" tabindex="0"><code>&lt;b&gt;</code></pre>`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, prose.Code(c.language, c.src, c.prefix)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckURL(t *testing.T) {
	for _, ok := range []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#x", "https://datatracker.ietf.org/doc/html/rfc6749"} {
		if fault := prose.CheckURL(ok); fault != "" {
			t.Errorf("%s: %s", ok, fault)
		}
	}
	for _, bad := range []string{"", "http://docs.aws.amazon.com/", "https://docs.aws.amazon.com.evil.example/", "https://a@docs.aws.amazon.com/", "https://docs.aws.amazon.com:8443/", "javascript:alert(1)", "//docs.aws.amazon.com/", "%zz"} {
		if prose.CheckURL(bad) == "" {
			t.Errorf("%q passes", bad)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{"Across accounts": "across-accounts", "What's a role?": "whats-a-role", "  ": "", "sts:AssumeRole": "sts-assumerole"} {
		if got := prose.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzSplit looks for panics, for tags that the renderer did not make, and for
// lines that the document doesn't have.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"# a\n", "<script>", "```predict\nid: x\n```\n", "```json\n{\"Statement\":[]}\n```", "[a](term:b) <https://x>", "| a | b |\n|:-|-:|\n| `x` | [y](plain:) |\n", "> ```predict\n> x\n", "- # h\n", "## x {#y level=z chapters=\"a b\"}\n", "~~~\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<14 {
			return
		}
		pieces, faults := prose.Reader{Links: testLinks{}, Directive: isDirective}.Split(src, prose.Place{File: "f", Line: 1})
		lines := strings.Count(src, "\n") + 1
		for _, fault := range faults {
			if fault.Line < 1 || fault.Line > lines {
				t.Errorf("a fault at line %d of %d", fault.Line, lines)
			}
		}
		for _, p := range pieces {
			if p.Text != nil && strings.Contains(strings.ToLower(p.Text.HTML), "<script") {
				t.Errorf("a script passed: %s", p.Text.HTML)
			}
		}
	})
}

func FuzzCode(f *testing.F) {
	f.Add("json", "{\"a\": 1}")
	f.Add("sh", "aws s3 ls \\\n --x 'y' | jq $Z # c")
	f.Add("ini", "[profile x]\na = b")
	f.Add("yaml", "a: 'b'\n")
	f.Fuzz(func(t *testing.T, language, src string) {
		if len(src) < 1<<12 {
			prose.Code(language, src, "p")
		}
	})
}

// The plain words of a text are those that are shown.
func TestPlainWordsAreThoseShown(t *testing.T) {
	for src, want := range map[string]string{
		`a \* b \\ c`:            `a * b \ c`,
		`x &amp; y &lt; \&lt; z`: `x & y < &lt; z`,
		"`a \\* b &amp;`":        `a \* b &amp;`,
		`"so"`:                   "“so”",
	} {
		got, fs := prose.Reader{}.Text(src, prose.Place{})
		if fs != nil || got.Text != want {
			t.Errorf("%s: got %s, want %s (%v)", src, got.Text, want, fs)
		}
	}
}

// A text that would take long to read isn't read.
func TestInvolvedTextsAreRefused(t *testing.T) {
	policy := "```json\n" + strings.Repeat(`{"Sid": "a"}`+"\n", 700) + "```\n"
	for src, want := range map[string]string{
		strings.Repeat(`"`, 2001):                   "more than 2000 quotation marks",
		policy + policy + policy + policy:           "more than 2000 quotation marks",
		strings.Repeat("_a", 4001):                  "more than 4000 stars",
		strings.Repeat("[", 1001):                   "more than 1000 brackets",
		strings.Repeat("> ", 17) + "deep":           "opens more than 16 lists",
		"x\n" + strings.Repeat("- 1. ", 9) + "deep": "opens more than 16 lists",
		strings.Repeat("> ", 16) + "deep":           "",
		policy:                                      "",
		strings.Repeat(`"`, 2000):                   "",
	} {
		_, fs := prose.Reader{}.Text(src, prose.Place{})
		if (want == "") != (fs == nil) || !strings.Contains(fs.Error(), want) {
			t.Errorf("%.30q…: got %v, want %q", src, fs, want)
		}
	}
}
