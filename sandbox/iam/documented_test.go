package iam

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// caseLine is a line of testdata/documented-cases.jsonl: a request of eval and
// what AWS's documentation says of it.
type caseLine struct {
	ID        string `json:"id"`
	Principal string `json:"principal"`
	Action    string `json:"action"`
	Resource  struct {
		ARN     string `json:"arn"`
		Account string `json:"account"`
	} `json:"resource"`
	Context             map[string][]string `json:"context"`
	IdentityPolicies    []caseDoc           `json:"identityPolicies"`
	PermissionsBoundary []caseDoc           `json:"permissionsBoundary"`
	SessionPolicies     []caseDoc           `json:"sessionPolicies"`
	ResourcePolicy      *caseDoc            `json:"resourcePolicy"`
	SCPs                [][]caseDoc         `json:"scps"`
	RCPs                [][]caseDoc         `json:"rcps"`
	Expected            answer              `json:"expected"`
	Reason              string              `json:"reason"`
	Doc                 string              `json:"doc"`
}

type caseDoc struct {
	Name     string          `json:"name"`
	Document json.RawMessage `json:"document"`
}

// answer is a decision in eval's words.
type answer struct {
	Decision string   `json:"decision"`
	DeniedBy []string `json:"deniedBy"`
}

func answerOf(r Result) answer {
	return answer{r.Decision.String(), r.DeniedBy.Strings()}
}

func parseDoc(t testing.TB, kind Kind, d caseDoc) *Policy {
	t.Helper()
	p, fs := Parse(kind, d.Name, d.Document)
	if p == nil {
		t.Fatalf("%s %s: %v", kind, d.Name, fs)
	}
	return p
}

func parseDocs(t testing.TB, kind Kind, ds []caseDoc) (ps []*Policy) {
	t.Helper()
	for _, d := range ds {
		ps = append(ps, parseDoc(t, kind, d))
	}
	return ps
}

func (c *caseLine) bind(t testing.TB) (*Request, *Policies) {
	t.Helper()
	r, err := NewRequest(c.Principal, c.Action, c.Resource.ARN, c.Resource.Account, c.Context)
	if err != nil {
		t.Fatal(err)
	}
	p := &Policies{
		Identity: parseDocs(t, KindIdentity, c.IdentityPolicies),
		Session:  parseDocs(t, KindSession, c.SessionPolicies),
	}
	for _, d := range c.PermissionsBoundary {
		p.Boundary = parseDoc(t, KindBoundary, d)
	}
	if c.ResourcePolicy != nil {
		kind := KindResource
		if AsksTrustPolicy(c.Action, c.Resource.ARN) {
			kind = KindTrust
		}
		p.Resource = parseDoc(t, kind, *c.ResourcePolicy)
	}
	for _, level := range c.SCPs {
		p.SCPs = append(p.SCPs, parseDocs(t, KindSCP, level))
	}
	for _, level := range c.RCPs {
		p.RCPs = append(p.RCPs, parseDocs(t, KindRCP, level))
	}
	return r, p
}

// documentedCases reads the cases that came with the engine's contract.
func documentedCases(t testing.TB) []caseLine {
	t.Helper()
	b, err := os.ReadFile("testdata/documented-cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var cases []caseLine
	for sc := bufio.NewScanner(bytes.NewReader(b)); sc.Scan(); {
		var c caseLine
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	if len(cases) < 42 {
		t.Fatalf("only %d documented cases", len(cases))
	}
	return cases
}

func TestDocumentedCases(t *testing.T) {
	for _, c := range documentedCases(t) {
		t.Run(c.ID, func(t *testing.T) {
			r, p := c.bind(t)
			if diff := cmp.Diff(c.Expected, answerOf(Evaluate(r, p))); diff != "" {
				t.Errorf("%s (%s): (-want +got)\n%s", c.Reason, c.Doc, diff)
			}
		})
	}
}
