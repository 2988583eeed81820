package explain

import (
	"context"
	"testing"
	"unicode/utf8"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
)

// FuzzExplain: whatever is pasted, there is an answer or one sentence, legible and
// within the budget.
func FuzzExplain(f *testing.F) {
	for _, list := range [][]told{onceWrong, publicDenials} {
		for _, c := range list {
			f.Add(c.text, c.given[iam.KindIdentity], c.given[iam.KindTrust]+c.given[iam.KindResource], c.given[iam.KindSCP])
		}
	}
	f.Add("{", "{", "[", "\xff")
	f.Fuzz(func(t *testing.T, text, identity, resource, scp string) {
		given := Given{Account: "111122223333", Policies: []Policy{{iam.KindIdentity, "identity", identity}, {iam.KindResource, "resource", resource}, {iam.KindSCP, "scp", scp}}}
		answers, err := All(text, given, budget.New(context.Background(), budget.Limits{Steps: 20_000}))
		if err != nil {
			if err.Error() == "" || answers != nil {
				t.Fatalf("%v with the error %q", answers, err)
			}
			return
		}
		for _, a := range answers {
			if got := a.Text(); !utf8.ValidString(got) || a.Sentence == "" {
				t.Fatalf("not legible: %q", got)
			}
		}
	})
}

// A budget that is used up ends the work with one sentence.
func TestBudgetEndsTheWork(t *testing.T) {
	c := onceWrong[0]
	_, err := All(c.text, Given{Policies: []Policy{{iam.KindResource, "resource", c.given[iam.KindResource]}}}, budget.New(context.Background(), budget.Limits{Steps: 50}))
	if err == nil {
		t.Fatal("it went on over its budget")
	}
}

func BenchmarkExplain(b *testing.B) {
	for b.Loop() {
		for _, c := range onceWrong {
			given := Given{}
			for kind, text := range c.given {
				given.Policies = append(given.Policies, Policy{kind, kind.String(), text})
			}
			if _, err := All(c.text, given, nil); err != nil {
				b.Fatal(err)
			}
		}
	}
}
