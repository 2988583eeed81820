package iam

import "testing"

func TestExplainAgreesOnDocumentedCases(t *testing.T) {
	for _, c := range documentedCases(t) {
		r, p := c.bind(t)
		tr, res := Explain(r, p), Evaluate(r, p)
		if tr.Decision != res.Decision || tr.DeniedBy != res.DeniedBy {
			t.Errorf("%s: Explain says %v %v, Evaluate %v %v", c.ID, tr.Decision, tr.DeniedBy.Strings(), res.Decision, res.DeniedBy.Strings())
		}
		if tr.Sentence == "" {
			t.Errorf("%s: no sentence", c.ID)
		}
		t.Logf("%s: %s", c.ID, tr.Sentence)
	}
}
