package analyze_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// openCodes are those that say that a statement lets in everybody.
var openCodes = []string{"open-to-everybody", "weak-condition", "only-negative-conditions"}

// agree holds the linter's findings against who gets in: what one calls open the
// other does not pass in silence, and nobody gets in by a dead statement.
func agree(t failer, kind iam.Kind, source []byte) {
	t.Helper()
	e, err := analyze.WhoGetsIn(analyze.Door{Kind: kind, Document: source})
	if err != nil {
		return // AWS would refuse it
	}
	findings := iam.Lint(kind, "p", source)
	for _, r := range e.Risks {
		if slices.Contains(openCodes, r.Code) && !slices.ContainsFunc(findings, func(f iam.Finding) bool { return f.Code == r.Code || f.Code == "allow-not-principal" }) {
			t.Fatalf("%s\nis %s by who gets in, and the linter says %v", source, r.Code, findings)
		}
	}
	for _, f := range findings {
		for i := range e.Entrances {
			x := &e.Entrances[i]
			if x.Class != "everybody" || f.Span.Start.Offset < x.Span.Start.Offset || f.Span.End.Offset > x.Span.End.Offset {
				continue
			}
			told := slices.ContainsFunc(x.Risks, func(r analyze.Risk) bool { return r.Code == f.Code })
			if slices.Contains(openCodes, f.Code) && x.Open && !told {
				t.Fatalf("%s\nis %s by the linter, and who gets in says %q, %v", source, f.Code, x.Sentence, x.Risks)
			}
			if f.Dead && x.Open {
				t.Fatalf("%s\nis dead by the linter (%s), and who gets in says %q", source, f.Message, x.Sentence)
			}
		}
	}
}

func TestLinterAndWhoGetsInAgree(t *testing.T) {
	src, err := os.ReadFile("../testdata/lint-cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range bytes.Lines(src) {
		var c struct {
			Kind     string
			Document json.RawMessage
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		if kind, _ := iam.ParseKind(c.Kind); kind == iam.KindTrust || kind == iam.KindResource {
			agree(t, kind, c.Document)
			n++
		}
	}
	if n < 100 {
		t.Errorf("%d documents", n)
	}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]iam.Kind{iam.KindTrust, iam.KindResource}).Draw(t, "kind")
		var list []string
		for range rapid.IntRange(1, 3).Draw(t, "statements") {
			list = append(list, genStatement(t, kind))
		}
		agree(t, kind, doc(list...))
	})
}

// TestWhatTheLinterCallsOpenLetsSomebodyIn: each document of the cases that the
// linter calls open is one by which a request gets in.
func TestWhatTheLinterCallsOpenLetsSomebodyIn(t *testing.T) {
	src, err := os.ReadFile("../testdata/lint-cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(src) {
		var c struct {
			Name, Kind string
			Document   json.RawMessage
			Says       []string
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(c.Says, func(s string) bool {
			return slices.ContainsFunc(openCodes, func(o string) bool { return s == o || s == o+" advice" })
		}) {
			continue
		}
		if bytes.Contains(c.Document, []byte(`"aws:Source`)) && !bytes.Contains(c.Document, []byte(`"aws:SourceIp"`)) && !bytes.Contains(c.Document, []byte(`"aws:SourceVpc`)) {
			continue // only services carry the key, and everybody is tried as a person
		}
		kind, _ := iam.ParseKind(c.Kind)
		e, err := analyze.WhoGetsIn(analyze.Door{Kind: kind, Document: c.Document})
		if err != nil {
			t.Fatal(err)
		}
		enters(t, e)
		if !slices.ContainsFunc(e.Entrances, func(x analyze.Entrance) bool { return x.Open }) {
			t.Errorf("%s: %s %v", c.Name, e.Sentence, e.Entrances[0].Why)
		}
	}
}
