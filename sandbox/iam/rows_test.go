package iam

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// row is one case written by hand from AWS's documentation: Doc names the page
// and, behind " § ", its section; Rule is the id of the rule it holds.
//
// Policies are written as lines of words (see policyText):
//
//	Allow s3:Get*,s3:Put* on arn:aws:s3:::b/* to 111122223333 if StringEquals aws:username=alice|bob
type row struct {
	Rule, Doc string
	Say       string // what the case shows
	Who       string
	Do, On    string
	Owner     string // of the resource; home when empty
	Ctx       string // "key=v1|v2 key2=v"
	ID, Sess  []string
	B, R      string // boundary; the resource's own policy
	SCP, RCP  [][]string
	Want      string // "allowed", "implicitDeny identity session", "explicitDeny scp", "error"
}

const (
	home  = "111122223333"
	away  = "444455556666"
	alice = "arn:aws:iam::111122223333:user/alice"
	ci    = "arn:aws:sts::111122223333:assumed-role/Deploy/ci"
	fed   = "arn:aws:sts::111122223333:federated-user/alice"
	root  = "arn:aws:iam::111122223333:root"
	slr   = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s"
	obj   = "arn:aws:s3:::reports/q1.csv"
	role  = "arn:aws:iam::111122223333:role/Target"
	far   = "arn:aws:iam::444455556666:role/Target"
	key   = "arn:aws:kms:us-east-1:111122223333:key/k1"
	full  = "Allow * on *"
)

// policyText turns a row's words into a document. Statements are split by ";".
// A "!" before a list makes it NotAction, NotResource or NotPrincipal; "svc:"
// and "fed:" before a principal say its sort, "none" is an empty list of them; "2008" or "none" in front sets the
// Version. A value `[]` is an empty list, "#" before values leaves them unquoted,
// a "~" within an entry is a comma and a space.
func policyText(words string) []byte {
	version := `"Version":"2012-10-17",`
	if rest, ok := strings.CutPrefix(words, "2008 "); ok {
		version, words = `"Version":"2008-10-17",`, rest
	} else if rest, ok := strings.CutPrefix(words, "none "); ok {
		version, words = "", rest
	}
	var sts []string
	for _, s := range strings.Split(words, ";") {
		sts = append(sts, statementText(strings.Fields(s)))
	}
	return []byte("{" + version + `"Statement":[` + strings.Join(sts, ",") + "]}")
}

func statementText(f []string) string {
	out := []string{fmt.Sprintf(`"Effect":%q`, f[0]), listText("Action", f[1])}
	ops := map[string][]string{}
	var order []string
	for i := 2; i < len(f); i++ {
		switch f[i] {
		case "on":
			out = append(out, listText("Resource", f[i+1]))
			i++
		case "to":
			out = append(out, principalText(f[i+1]))
			i++
		case "if":
			if ops[f[i+1]] == nil {
				order = append(order, f[i+1])
			}
			k, v, _ := strings.Cut(f[i+2], "=")
			ops[f[i+1]] = append(ops[f[i+1]], fmt.Sprintf("%q:%s", k, valuesText(v)))
			i += 2
		default:
			panic("row: " + strings.Join(f, " "))
		}
	}
	var conds []string
	for _, op := range order {
		conds = append(conds, fmt.Sprintf("%q:{%s}", op, strings.Join(ops[op], ",")))
	}
	if conds != nil {
		out = append(out, `"Condition":{`+strings.Join(conds, ",")+"}")
	}
	return "{" + strings.Join(out, ",") + "}"
}

func valuesText(v string) string {
	if v == "[]" {
		return v
	}
	if raw, ok := strings.CutPrefix(v, "#"); ok {
		return "[" + strings.ReplaceAll(raw, "|", ",") + "]"
	}
	b, _ := json.Marshal(strings.Split(strings.ReplaceAll(v, "_", " "), "|"))
	return string(b)
}

func listText(element, list string) string {
	if rest, ok := strings.CutPrefix(list, "!"); ok {
		element, list = "Not"+element, rest
	}
	b, _ := json.Marshal(strings.Split(list, ","))
	return fmt.Sprintf("%q:%s", element, strings.ReplaceAll(string(b), "~", ", "))
}

func principalText(list string) string {
	element := "Principal"
	if rest, ok := strings.CutPrefix(list, "!"); ok {
		element, list = "NotPrincipal", rest
	}
	if list == "*" {
		return fmt.Sprintf(`%q:"*"`, element)
	}
	if list == "none" {
		return fmt.Sprintf(`%q:{"AWS":[]}`, element)
	}
	sorts := map[string][]string{}
	for _, p := range strings.Split(list, ",") {
		sort := "AWS"
		if rest, ok := strings.CutPrefix(p, "svc:"); ok {
			sort, p = "Service", rest
		} else if rest, ok := strings.CutPrefix(p, "fed:"); ok {
			sort, p = "Federated", rest
		}
		sorts[sort] = append(sorts[sort], p)
	}
	b, _ := json.Marshal(sorts)
	return fmt.Sprintf("%q:%s", element, b)
}

// bind makes the row's request and policies; an error means that the request or
// a document is refused.
func (w *row) bind() (*Request, *Policies, error) {
	context := map[string][]string{}
	for _, kv := range strings.Fields(w.Ctx) {
		k, v, _ := strings.Cut(kv, "=")
		context[k] = strings.Split(strings.ReplaceAll(v, "_", " "), "|")
		if v == "[]" {
			context[k] = []string{}
		}
	}
	owner := w.Owner
	if owner == "" {
		owner = home
	}
	r, err := NewRequest(w.Who, w.Do, w.On, owner, context)
	if err != nil {
		return nil, nil, err
	}
	parse := func(kind Kind, words string) *Policy {
		p, fs := Parse(kind, "p", policyText(words))
		if p == nil && err == nil {
			err = fmt.Errorf("%s: %v", policyText(words), fs)
		}
		return p
	}
	list := func(kind Kind, words []string) (ps []*Policy) {
		for _, s := range words {
			ps = append(ps, parse(kind, s))
		}
		return ps
	}
	p := &Policies{Identity: list(KindIdentity, w.ID), Session: list(KindSession, w.Sess)}
	if w.B != "" {
		p.Boundary = parse(KindBoundary, w.B)
	}
	if w.R != "" {
		kind := KindResource
		if AsksTrustPolicy(w.Do, w.On) {
			kind = KindTrust
		}
		p.Resource = parse(kind, w.R)
	}
	for _, level := range w.SCP {
		p.SCPs = append(p.SCPs, list(KindSCP, level))
	}
	for _, level := range w.RCP {
		p.RCPs = append(p.RCPs, list(KindRCP, level))
	}
	return r, p, err
}

func allRows() []row {
	var rows []row
	for _, part := range [][]row{combineRows, limitRows, organizationRows, trustRows, matchRows, conditionRows, variableRows} {
		rows = append(rows, part...)
	}
	return rows
}

func TestRows(t *testing.T) {
	for _, w := range allRows() {
		t.Run(w.Rule+"/"+w.Say, func(t *testing.T) {
			r, p, err := w.bind()
			if w.Want == "error" {
				if err == nil {
					t.Fatalf("accepted (%s)", w.Doc)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			res := Evaluate(r, p)
			got := strings.TrimSpace(res.Decision.String() + " " + strings.Join(res.DeniedBy.Strings(), " "))
			if got != w.Want {
				t.Errorf("got %s, want %s (%s)\n%s", got, w.Want, w.Doc, Explain(r, p).Sentence)
			}
		})
	}
}

// leastRows is how many rows hold each rule of this package.
const leastRows = 3

func TestEveryRuleIsHeld(t *testing.T) {
	count := map[string]int{}
	for _, w := range allRows() {
		if _, ok := RuleByID(w.Rule); !ok {
			t.Errorf("row %q names the rule %q, which there is not", w.Say, w.Rule)
		}
		page, section, ok := strings.Cut(w.Doc, " § ")
		if !ok || page == "" || section == "" {
			t.Errorf("row %q names no page and section: %q", w.Say, w.Doc)
		}
		count[w.Rule]++
	}
	for _, rule := range Rules() {
		if rule.Room != "iam" {
			continue
		}
		t.Logf("%3d  %s", count[rule.ID], rule.ID)
		if count[rule.ID] < leastRows {
			t.Errorf("%s is held by %d rows, fewer than %d", rule.ID, count[rule.ID], leastRows)
		}
	}
}
