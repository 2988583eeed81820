package iam

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestDenyNeverAllows: whatever is denied stays denied when a Deny is added
// anywhere.
func TestDenyNeverAllows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := genWorld(t)
		before := w.decide(t)
		kind := rapid.SampledFrom([]Kind{KindIdentity, KindSession, KindBoundary, KindSCP, KindRCP}).Draw(t, "where")
		deny := []string{genStatement(t, kind, []string{"Deny"})}
		switch kind {
		case KindIdentity:
			w.identity = append(w.identity, deny)
		case KindSession:
			if w.session == nil {
				return // a first session policy limits; it is no mere Deny
			}
			w.session = append(w.session, deny)
		case KindBoundary:
			if w.boundary == nil {
				return
			}
			w.boundary = append(w.boundary, deny...)
		case KindSCP:
			if len(w.scps) == 0 {
				return
			}
			w.scps[0] = append(w.scps[0], deny)
		case KindRCP:
			w.rcps = append(w.rcps, [][]string{deny})
		case KindResource, KindTrust:
		}
		after := w.decide(t)
		if before.Decision != Allowed && after.Decision == Allowed {
			t.Fatalf("a Deny in the %s policies turned %v into %v", kind, before, after)
		}
		if before.Decision == ExplicitDeny && (after.Decision != ExplicitDeny || before.DeniedBy&^after.DeniedBy != 0) {
			t.Fatalf("a Deny in the %s policies turned %v into %v", kind, before, after)
		}
	})
}

// TestSessionPolicyNeverExceeds: a session policy, a boundary and SCPs take away
// and give nothing.
func TestLimitsNeverGive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := genWorld(t)
		r, p := w.bind(t)
		if r.principal.typ == PrincipalFederatedUser {
			p.Session = append(p.Session, mustParse(t, KindSession, `{"Effect":"Allow","Action":"*","Resource":"*"}`))
		}
		with := Evaluate(r, p)
		free := *p
		free.SCPs, free.RCPs, free.Boundary = nil, nil, nil
		if r.principal.typ != PrincipalFederatedUser {
			free.Session = nil
		} else {
			free.Session = []*Policy{p.Session[len(p.Session)-1]}
		}
		if without := Evaluate(r, &free); with.Decision == Allowed && without.Decision != Allowed {
			t.Fatalf("allowed with limits, %v without", without)
		}
	})
}

func mustParse(t *rapid.T, kind Kind, statements ...string) *Policy {
	p, fs := Parse(kind, "p", documentOf(statements))
	if p == nil {
		t.Fatalf("%v", fs)
	}
	return p
}

// TestMoreSessionNeverExceedsRole: adding an Allow to the session policies never
// allows what the role by itself is not allowed.
func TestMoreSessionNeverExceedsRole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := genWorld(t)
		w.who = ci
		session := w.session
		w.session = nil
		alone := w.decide(t)
		w.session = append(slices.Clone(session), []string{`{"Effect":"Allow","Action":"*","Resource":"*"}`})
		if with := w.decide(t); with.Decision == Allowed && alone.Decision != Allowed {
			t.Fatalf("%v alone, %v with session policies", alone, with)
		}
	})
}

// TestShapeDoesNotMatter: the order of statements, and in how many policies of a
// layer they stand, changes nothing.
func TestShapeDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := genWorld(t)
		before := w.decide(t)
		turned := *w
		turned.own, turned.boundary = reversed(w.own), reversed(w.boundary)
		turned.identity, turned.session = split(w.identity), split(w.session)
		turned.scps = nil
		for _, level := range w.scps {
			turned.scps = append(turned.scps, split(level))
		}
		if after := turned.decide(t); after != before {
			t.Fatalf("%v, turned about %v", before, after)
		}
	})
}

func reversed(s []string) []string {
	s = slices.Clone(s)
	slices.Reverse(s)
	return s
}

// split puts every statement into a policy of its own, in reverse.
func split(docs [][]string) (out [][]string) {
	for _, d := range docs {
		for _, s := range d {
			out = append([][]string{{s}}, out...)
		}
	}
	return out
}

// TestExplainAgrees: a trace says what Evaluate says, and its rows bear it out.
func TestExplainAgrees(t *testing.T) {
	var again Explainer
	rapid.Check(t, func(t *rapid.T) {
		w := genWorld(t)
		r, p := w.bind(t)
		res, tr := Evaluate(r, p), Explain(r, p)
		if diff := cmp.Diff(tr, again.Explain(r, p)); diff != "" {
			t.Fatalf("explained in used memory (-fresh +used):\n%s", diff)
		}
		if tr.Decision != res.Decision || tr.DeniedBy != res.DeniedBy {
			t.Fatalf("Evaluate %v, Explain %v %v", res, tr.Decision, tr.DeniedBy.Strings())
		}
		if len(tr.Layers) != layerCount || tr.Sentence == "" {
			t.Fatalf("%d layers, sentence %q", len(tr.Layers), tr.Sentence)
		}
		for _, l := range tr.Layers {
			checkLayer(t, res, l)
		}
		for _, s := range tr.Steps {
			if _, ok := RuleByID(s.Rule); !ok || s.Text == "" {
				t.Fatalf("step %+v", s)
			}
		}
		if last := tr.Steps[len(tr.Steps)-1]; last.Verdict.String() != res.Decision.String() {
			t.Fatalf("the last step says %v of %v", last.Verdict, res.Decision)
		}
	})
}

func checkLayer(t *rapid.T, res Result, l LayerTrace) {
	deny := false
	for _, p := range l.Policies {
		for _, s := range p.Statements {
			if _, ok := RuleByID(s.Rule); !ok || s.Text == "" || s.Matched == (s.Failed != "") {
				t.Fatalf("%s: row %+v", l.Layer, s)
			}
			deny = deny || s.Matched && s.Effect == Deny
		}
	}
	if l.Reason == "" {
		t.Fatalf("%s gives no reason", l.Layer)
	}
	if res.DeniedBy.Has(l.Layer) {
		want := VerdictImplicitDeny
		if res.Decision == ExplicitDeny {
			want = VerdictExplicitDeny
		}
		if l.Verdict != want || res.Decision == ExplicitDeny && !deny {
			t.Fatalf("%s denies %v, its verdict is %v", l.Layer, res.Decision, l.Verdict)
		}
	}
	if l.Verdict == VerdictAllowed && l.Required && res.Decision == ImplicitDeny && res.DeniedBy.Has(l.Layer) {
		t.Fatalf("%s allows and denies", l.Layer)
	}
}

// TestRewrittenDocumentDecidesTheSame: a document that another JSON writer has
// written anew is the same policy.
func TestRewrittenDocumentDecidesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := genWorld(t)
		r, p := w.bind(t)
		before := Evaluate(r, p)
		for i, id := range p.Identity {
			var v any
			if err := json.Unmarshal(id.Source(), &v); err != nil {
				t.Fatal(err)
			}
			b, err := json.MarshalIndent(v, "", "\t")
			if err != nil {
				t.Fatal(err)
			}
			q, fs := Parse(KindIdentity, "p", b)
			if q == nil {
				t.Fatalf("%s: %v", b, fs)
			}
			p.Identity[i] = q
		}
		if after := Evaluate(r, p); after != before {
			t.Fatalf("%v, rewritten %v", before, after)
		}
	})
}

// TestEvaluateAllocatesNothing holds for policy variables too.
func TestEvaluateAllocatesNothing(t *testing.T) {
	for _, w := range allRows() {
		if w.Want == "error" {
			continue
		}
		r, p, err := w.bind()
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(10, func() { Evaluate(r, p) }); n != 0 {
			t.Errorf("%s: %v allocations", w.Say, n)
		}
	}
}

func ExampleExplain() {
	identity, _ := Parse(KindIdentity, "become-deploy", []byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}`))
	trust, _ := Parse(KindTrust, "Deploy", []byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"}}}`))
	r, _ := NewRequest("arn:aws:iam::111122223333:user/bob", "sts:AssumeRole", "arn:aws:iam::444455556666:role/Deploy", "444455556666", nil)
	t := Explain(r, &Policies{Identity: []*Policy{identity}, Resource: trust})
	fmt.Println(t.Decision, t.DeniedBy.Strings())
	fmt.Println(t.Sentence)
	// Output:
	// implicitDeny [resource]
	// bob's identity policy allows it, but Deploy's trust policy names only alice.
}

// FuzzEvaluate plays random worlds.
func FuzzEvaluate(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		w := genWorld(t)
		r, p := w.bind(t)
		res, tr := Evaluate(r, p), Explain(r, p)
		if tr.Decision != res.Decision || tr.DeniedBy != res.DeniedBy {
			t.Fatalf("Evaluate %v, Explain %v %v", res, tr.Decision, tr.DeniedBy.Strings())
		}
		if (res.Decision == Allowed) != (res.DeniedBy == 0) {
			t.Fatalf("%v", res)
		}
	}))
}
