package iam

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// runStream answers input and returns the lines of the output.
func runStream(t *testing.T, input string, opt StreamOptions) ([]string, bool) {
	t.Helper()
	var out bytes.Buffer
	ok, err := Stream(strings.NewReader(input), &out, opt)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n"), ok
}

func TestStreamDocumentedCases(t *testing.T) {
	input, err := os.ReadFile("testdata/documented-cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, trace := range []bool{false, true} {
		lines, ok := runStream(t, string(input), StreamOptions{Trace: trace})
		if !ok {
			t.Error("a documented case was not a valid request")
		}
		for i, c := range documentedCases(t) {
			var got struct {
				ID string `json:"id"`
				answer
				Trace *struct {
					Decision string `json:"decision"`
					Sentence string `json:"sentence"`
				} `json:"trace"`
			}
			if err := json.Unmarshal([]byte(lines[i]), &got); err != nil {
				t.Fatalf("%s: %v", lines[i], err)
			}
			if diff := cmp.Diff(c.Expected, got.answer); got.ID != c.ID || diff != "" {
				t.Errorf("%s answered as %s (-want +got)\n%s", c.ID, got.ID, diff)
			}
			if trace != (got.Trace != nil) {
				t.Errorf("%s: trace wanted %v, got %v", c.ID, trace, got.Trace)
			}
		}
	}
}

// TestStreamContractCases: requests written by hand from the contract of eval and
// the engine's specification, line by line; want is what they lay down.
func TestStreamContractCases(t *testing.T) {
	input, err := os.ReadFile("testdata/contract-cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	answers, _ := runStream(t, string(input), StreamOptions{})
	n := 0
	for line := range strings.Lines(string(input)) {
		var asked struct{ ID, Want string }
		var got struct {
			ID string `json:"id"`
			answer
			Error *struct{ Line int } `json:"error"`
		}
		if err := json.Unmarshal([]byte(line), &asked); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(answers[n]), &got); err != nil {
			t.Fatal(err)
		}
		n++
		said := strings.Join(append([]string{got.Decision}, got.DeniedBy...), " ")
		if got.Error != nil {
			said = "error"
			if got.Error.Line != n {
				t.Errorf("line %d is called line %d", n, got.Error.Line)
			}
		}
		if got.ID != asked.ID || said != asked.Want {
			t.Errorf("line %d: got %s, want %s\n%s%s", n, said, asked.Want, line, answers[n-1])
		}
	}
	if n < 80 || n != len(answers) {
		t.Errorf("%d cases, %d answers", n, len(answers))
	}
}

// TestStreamKeepsToTheGrammar: what IAM stores and its pages forbid is an error line
// here, and a warning of the linter.
func TestStreamKeepsToTheGrammar(t *testing.T) {
	for name, doc := range map[string]string{
		"an Id":                  `{"Version":"2012-10-17","Id":"x","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`,
		"an ARN without its end": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"organizations:ListRoots","Resource":"arn:aws:organizations::*:"}}`,
	} {
		line := `{"id":"a","principal":"arn:aws:iam::111122223333:user/alice","action":"s3:GetObject","resource":{"arn":"arn:aws:s3:::b/k","account":"111122223333"},"identityPolicies":[{"name":"p","document":` + doc + `}]}`
		got, ok := runStream(t, line+"\n", StreamOptions{})
		if ok || len(got) != 1 || !strings.Contains(got[0], `"error"`) {
			t.Errorf("%s: %v", name, got)
		}
		if fs := Lint(KindIdentity, "p", []byte(doc)); HasError(fs) || len(fs) == 0 {
			t.Errorf("%s: linted %v", name, fs)
		}
	}
}

const okLine = `{"id":%q,"principal":"anonymous","action":"s3:GetObject","resource":{"arn":"arn:aws:s3:::b/k","account":"111122223333"}}`

func TestStreamKeepsOrderAcrossChunks(t *testing.T) {
	var in strings.Builder
	const lines = 20000
	for i := range lines {
		fmt.Fprintf(&in, okLine+"\n", fmt.Sprint(i))
	}
	got, ok := runStream(t, in.String(), StreamOptions{Workers: 4})
	if !ok || len(got) != lines {
		t.Fatalf("ok %v, %d lines", ok, len(got))
	}
	for i, line := range got {
		want := fmt.Sprintf(`{"id":"%d","decision":"implicitDeny","deniedBy":["resource"]}`, i)
		if line != want {
			t.Fatalf("line %d: got %s, want %s", i, line, want)
		}
	}
}

// TestStreamIgnoresWhatItDoesNotKnow: members of other names, whatever they
// hold, change no decision.
func TestStreamIgnoresWhatItDoesNotKnow(t *testing.T) {
	for _, members := range []string{
		`"note":{"a":1,"a":2}`, `"Principal":"root"`, `"expected":{"decision":"allowed"}`, `"note":[[[[null]]]]`, `"identityPolicies":null`, `"resourcePolicy":null`, `"context":{"aws:TagKeys":[]}`,
	} {
		line := strings.TrimSuffix(fmt.Sprintf(okLine, "x"), "}") + "," + members + "}\r\n"
		got, ok := runStream(t, line, StreamOptions{})
		if want := `{"id":"x","decision":"implicitDeny","deniedBy":["resource"]}`; !ok || len(got) != 1 || got[0] != want {
			t.Errorf("%s: ok %v, got %q", members, ok, got)
		}
	}
}

func TestStreamErrors(t *testing.T) {
	request := func(members string) string {
		return `{"id":"x","principal":"arn:aws:iam::111122223333:user/a","action":"s3:GetObject","resource":{"arn":"*","account":"111122223333"}` + members + `}`
	}
	document := func(statement string) string {
		return request(`,"identityPolicies":[{"name":"p","document":{"Statement":` + statement + `}}]`)
	}
	for _, c := range []struct{ name, line, want string }{
		{"bad JSON", `{"id":"x",}`, "bad JSON"},
		{"not an object", `[]`, "is an array"},
		{"no id", `{"principal":"anonymous"}`, "id is missing"},
		{"id of wrong type", `{"id":7}`, "id is a number"},
		{"duplicate member", `{"id":"x","id":"x"}`, "appears twice"},
		{"duplicate key", request(`,"context":{"a":["1"],"a":["2"]}`), "appears twice"},
		{"key twice but for case", request(`,"context":{"aws:a":["1"],"AWS:A":["2"]}`), "given twice"},
		{"context value no array", request(`,"context":{"a":"1"}`), "context, `a` is a string"},
		{"context value no string", request(`,"context":{"a":[1]}`), "is a number"},
		{"bare role", `{"id":"x","principal":"arn:aws:iam::111122223333:role/R","action":"s3:GetObject","resource":{"arn":"*","account":"111122223333"}}`, "a role never calls"},
		{"bad action", `{"id":"x","principal":"anonymous","action":"s3","resource":{"arn":"*","account":"111122223333"}}`, "is not an action"},
		{"bad resource", `{"id":"x","principal":"anonymous","action":"s3:GetObject","resource":{"arn":"bucket","account":"111122223333"}}`, "is not an ARN"},
		{"bad account", `{"id":"x","principal":"anonymous","action":"s3:GetObject","resource":{"arn":"*","account":"1"}}`, "twelve digits"},
		{"document missing", request(`,"identityPolicies":[{"name":"p"}]`), "identityPolicies[0] has no document"},
		{"document faults", document(`[{"Effect":"Allow"}]`), "identityPolicies[0] (p): Line 1, column"},
		{"duplicate key in document", document(`[{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}]`), "identityPolicies[0] (p)"},
		{"two boundaries", request(`,"permissionsBoundary":[{"document":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}},{"document":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}}]`), "one boundary"},
		{"scp level", request(`,"scps":[[],[{"name":"s","document":[]}]]`), "scps[1][0] (s)"},
		{"member twice among those ignored", request(`,"note":1,"note":2`), "appears twice"},
		{"text after the request", request("") + " {}", "text after the end"},
		{"null document", request(`,"identityPolicies":[{"name":"p","document":null}]`), "is null here"},
		{"document as text", request(`,"identityPolicies":[{"name":"p","document":"{}"}]`), "is a string here"},
		{"policies without their list", request(`,"identityPolicies":{"name":"p"}`), "has to be an array"},
		{"byte order mark", "\ufeff" + request(""), "byte order mark"},
		{"NUL", request("\x00"), "bad JSON"},
		{"not UTF-8", request(",\"note\":\"\xff\""), "not valid UTF-8"},
		{"resource without account", `{"id":"x","principal":"anonymous","action":"s3:GetObject","resource":{"arn":"*"}}`, "resource.account is missing"},
		{"resource policy", request(`,"resourcePolicy":{"name":"b","document":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}}`), "resourcePolicy (b)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines, ok := runStream(t, "\n"+c.line+"\n"+fmt.Sprintf(okLine, "after")+"\n", StreamOptions{})
			if ok || len(lines) != 2 {
				t.Fatalf("ok %v, answers %q", ok, lines)
			}
			var got struct {
				ID    *string
				Error struct {
					Line    int
					Message string
				}
			}
			if err := json.Unmarshal([]byte(lines[0]), &got); err != nil {
				t.Fatal(err)
			}
			if got.Error.Line != 2 || !strings.Contains(got.Error.Message, c.want) {
				t.Errorf("got line %d %q, want line 2 and %q", got.Error.Line, got.Error.Message, c.want)
			}
			if !strings.Contains(lines[1], `"id":"after","decision"`) {
				t.Errorf("the line after it: %s", lines[1])
			}
		})
	}
}

func TestStreamLongLine(t *testing.T) {
	pad := strings.Repeat(" ", maxLine)
	input := fmt.Sprintf(okLine, "a") + "\n" + fmt.Sprintf(okLine, "b") + pad + "\n" + fmt.Sprintf(okLine, "c")
	lines, ok := runStream(t, input, StreamOptions{})
	want := []string{
		`{"id":"a","decision":"implicitDeny","deniedBy":["resource"]}`,
		`{"id":null,"error":{"line":2,"message":"the line is longer than 4194304 bytes"}}`,
		`{"id":"c","decision":"implicitDeny","deniedBy":["resource"]}`,
	}
	if diff := cmp.Diff(want, lines); ok || diff != "" {
		t.Errorf("ok %v (-want +got)\n%s", ok, diff)
	}
	just := fmt.Sprintf(okLine, "d")
	just += strings.Repeat(" ", maxLine-len(just))
	if lines, ok := runStream(t, just+"\n", StreamOptions{}); !ok || len(lines) != 1 {
		t.Errorf("a line of the greatest length: ok %v, %d answers", ok, len(lines))
	}
}

// TestStreamAnswersAtOnce asks one line at a time, waiting for each answer.
func TestStreamAnswersAtOnce(t *testing.T) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	done := make(chan bool)
	go func() {
		ok, err := Stream(inR, outW, StreamOptions{})
		outW.CloseWithError(err)
		done <- ok
	}()
	buf := make([]byte, 4096)
	for _, id := range []string{"one", "two"} {
		fmt.Fprintf(inW, okLine+"\n", id)
		n, err := outR.Read(buf)
		if err != nil || !strings.Contains(string(buf[:n]), id) {
			t.Fatalf("asked %s, got %q, %v", id, buf[:n], err)
		}
	}
	inW.Close()
	if _, err := outR.Read(buf); err != io.EOF {
		t.Errorf("after the end: %v", err)
	}
	if !<-done {
		t.Error("not ok")
	}
}

type failingWriter struct{ left int }

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

func TestStreamStopsWhenWritingFails(t *testing.T) {
	in := strings.NewReader(strings.Repeat(fmt.Sprintf(okLine, "a")+"\n", 50000))
	_, err := Stream(in, &failingWriter{left: 10000}, StreamOptions{})
	if err == nil {
		t.Fatal("no error")
	}
	if in.Len() == 0 {
		t.Error("the whole input was read though nobody listened")
	}
}

func BenchmarkStream(b *testing.B) {
	input, err := os.ReadFile("testdata/documented-cases.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	lines := bytes.Count(input, []byte("\n"))
	run := func(b *testing.B, f func([]byte)) {
		big := bytes.Repeat(input, 50)
		n := 0
		for b.Loop() {
			f(big)
			n += 50 * lines
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
	}
	b.Run("stream", func(b *testing.B) {
		run(b, func(in []byte) {
			if _, err := Stream(bytes.NewReader(in), io.Discard, StreamOptions{}); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("trace", func(b *testing.B) {
		run(b, func(in []byte) {
			if _, err := Stream(bytes.NewReader(in), io.Discard, StreamOptions{Trace: true}); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("unmarshal", func(b *testing.B) {
		run(b, func(in []byte) {
			for line := range bytes.Lines(in) {
				var v any
				if err := json.Unmarshal(line, &v); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

// FuzzStreamLine: any bytes are answered line by line, in JSON.
func FuzzStreamLine(f *testing.F) {
	for _, c := range documentedCases(f) {
		b, err := json.Marshal(c)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Add(`{"id":"\ud800"}`)
	f.Fuzz(func(t *testing.T, input string) {
		var out bytes.Buffer
		if _, err := Stream(strings.NewReader(input), &out, StreamOptions{Trace: true, Workers: 1}); err != nil {
			t.Fatal(err)
		}
		want := 0
		for line := range strings.SplitSeq(input, "\n") {
			if strings.TrimSpace(line) != "" {
				want++
			}
		}
		got := 0
		for line := range bytes.Lines(out.Bytes()) {
			got++
			if !json.Valid(line) {
				t.Fatalf("%s", line)
			}
		}
		if got != want {
			t.Fatalf("%d answers to %d lines", got, want)
		}
	})
}
