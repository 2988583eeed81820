package sts_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

func trustIf(principal, action, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `"` + condition + `}]}`
}

// The expectations follow from "Cross-account policy evaluation logic", "Role
// chaining" and "Secure API access with MFA" in the IAM User Guide.
func TestGraph(t *testing.T) {
	s := newScene(t)
	if _, err := s.w.AddUser(s.w.Account(tools), "bob", "/"); err != nil {
		t.Fatal(err)
	}
	s.role(production, "Guarded", 43200, trustIf(`{"AWS":"arn:aws:iam::111122223333:root"}`, "sts:AssumeRole", `{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`))
	s.role(production, "Vendor", 3600, trustIf(`{"AWS":"999999999999"}`, "sts:AssumeRole", `{"StringEquals":{"sts:ExternalId":"x-1"}}`))
	s.role(production, "Foreign", 7200, trustIf(`{"AWS":"arn:aws:iam::999999999999:role/Scanner"}`, "sts:AssumeRole", ""))
	s.role(production, "Last", 43200, trustIf(`{"AWS":"arn:aws:iam::444455556666:role/Deploy"}`, "sts:AssumeRole", ""))
	s.role(production, "Worker", 3600, trustIf(`{"Service":"lambda.amazonaws.com"}`, "sts:AssumeRole", ""))
	s.role(production, "Named", 3600, trustIf(`{"AWS":"arn:aws:sts::444455556666:assumed-role/Deploy/ci"}`, "sts:AssumeRole", ""))
	production := s.w.Account(production)
	production.OIDCProviders["token.actions.githubusercontent.com"] = &world.OIDCProvider{Account: production.ID, URL: "token.actions.githubusercontent.com"}
	s.role(production.ID, "Pipeline", 3600, trustIf(`{"Federated":"arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com"}`, "sts:AssumeRoleWithWebIdentity",
		`{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:sub":"repo:o/r:ref:refs/heads/main"}}`))
	g := sts.BuildGraph(s.w)
	var edges, paths []string
	for i := range g.Edges {
		e := &g.Edges[i]
		edges = append(edges, fmt.Sprint(e.Sentence, " ", e.MaxSeconds))
		r, err := e.Request.Ready()
		if err != nil {
			t.Fatal(err)
		}
		if got := iam.Evaluate(r, e.Policies()).Decision; got != iam.Allowed {
			t.Errorf("%s: %s", e.Sentence, got)
		}
	}
	for _, p := range g.Paths {
		if len(p.Edges) > 1 {
			paths = append(paths, fmt.Sprint(p.Sentence, " ", p.MaxSeconds))
		}
	}
	want := []string{
		"alice can assume First. 43200",
		"alice can assume Deploy. 7200",
		"alice can assume Guarded with MFA. 43200",
		"A session of First can assume First. 3600",
		"A session of First can assume Deploy. 3600",
		"A session of Deploy can assume Last. 3600",
		"A session of Deploy can assume Named. 3600",
		"A session of Scanner can assume Foreign. 3600",
		"A session of Scanner can assume Vendor with the external id x-1. 3600",
		"lambda.amazonaws.com can assume Worker. 3600",
		"Whoever token.actions.githubusercontent.com vouches for can assume Pipeline with token.actions.githubusercontent.com:aud sts.amazonaws.com and with token.actions.githubusercontent.com:sub repo:o/r:ref:refs/heads/main. 3600",
		"Anyone in 999999999999 can assume Vendor with the external id x-1. 3600",
	}
	if diff := cmp.Diff(want, edges); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
	far := []string{
		"alice can become Last by way of Deploy; each hop from a role lasts an hour at most. 3600",
		"alice can become Named by way of Deploy; each hop from a role lasts an hour at most. 3600",
		"First can become Last by way of Deploy; each hop from a role lasts an hour at most. 3600",
		"First can become Named by way of Deploy; each hop from a role lasts an hour at most. 3600",
	}
	if diff := cmp.Diff(far, paths); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
	one, err := json.Marshal(g)
	if err != nil {
		t.Fatal(err)
	}
	two, _ := json.Marshal(sts.BuildGraph(s.w))
	if string(one) != string(two) {
		t.Error("two graphs of one world differ")
	}
}

// An edge without conditions is one that AssumeRole itself walks.
func TestGraphAgreesWithAssumeRole(t *testing.T) {
	s := newScene(t)
	reach := map[string]bool{}
	for _, e := range sts.BuildGraph(s.w).Edges {
		reach[e.From+" "+e.To] = len(e.Brings) == 0
	}
	for _, role := range []string{"arn:aws:iam::111122223333:role/First", "arn:aws:iam::444455556666:role/Deploy"} {
		in := sts.AssumeRoleInput{RoleARN: role, RoleSessionName: "one"}
		_, err := sts.AssumeRole(s.user(), in)
		if (err == nil) != reach[s.alice.ARN()+" "+role] {
			t.Errorf("alice to %s: AssumeRole says %v", role, err)
		}
		_, err = sts.AssumeRole(s.session(s.assume(s.user(), first())), in)
		if (err == nil) != reach["arn:aws:iam::111122223333:role/First "+role] {
			t.Errorf("First to %s: AssumeRole says %v", role, err)
		}
	}
}

func BenchmarkGraph(b *testing.B) {
	w := world.New(world.Env{Now: func() time.Time { return start }, Rand: world.Seeded("graph")})
	for _, id := range []string{tools, production} {
		a, err := w.AddAccount(id, id)
		if err != nil {
			b.Fatal(err)
		}
		for i := range 25 {
			condition := ""
			if i%3 == 0 {
				condition = `{"StringEquals":{"sts:ExternalId":"x-1"}}`
			}
			name := fmt.Sprintf("Role%02d", i)
			if _, err := w.AddRole(a, name, "/", trustIf(`{"AWS":["111122223333","444455556666"]}`, "sts:AssumeRole", condition)); err != nil {
				b.Fatal(err)
			}
			if i%2 == 0 {
				if _, err := w.SetDocument(id+"/roles/"+name+"/policies/sts.json", allow("sts:*")); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	for b.Loop() {
		if g := sts.BuildGraph(w); len(g.Edges) != 26*50 || !g.Complete {
			b.Fatal(len(g.Edges), g.Complete)
		}
	}
}
