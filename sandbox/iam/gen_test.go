package iam

import (
	"encoding/json"
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

// The generators make small worlds in which things meet often: few names, few
// actions, few keys.

var genCallers = []string{
	alice, "arn:aws:iam::111122223333:user/team/bob", "arn:aws:iam::444455556666:user/alice", ci, self,
	"arn:aws:sts::444455556666:assumed-role/Deploy/ci", fed, root, slr, "lambda.amazonaws.com", github, saml, "accounts.google.com", "anonymous",
}

var genNamed = []string{
	"*", home, away, root, alice, "arn:aws:iam::111122223333:user/team/bob", "arn:aws:iam::111122223333:role/Deploy",
	"arn:aws:iam::111122223333:role/app/Target", ci, fed, "svc:lambda.amazonaws.com", "fed:" + github, "fed:accounts.google.com", "AIDACKCEVSQ6C2EXAMPLE",
}

var genActions = []string{"s3:GetObject", "s3:PutBucketPolicy", "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity", "kms:Decrypt", "kms:CreateKey", "kms:RetireGrant", "ec2:RunInstances", "sts:GetCallerIdentity"}

var genActionPatterns = append([]string{"*", "s3:*", "s3:Get*", "sts:*", "sts:AssumeRole*", "kms:*", "*:Get?bject", "S3:getobject"}, genActions...)

var genResources = []string{obj, "arn:aws:s3:::reports", role, far, key, "*"}

var genResourcePatterns = []string{"*", "arn:aws:s3:::*", "arn:aws:s3:::reports/*", "arn:aws:s3:::reports/${aws:username}.csv", obj, role, "arn:aws:iam::*:role/T*t", key, "arn:aws:*"}

var genKeys = []string{"aws:username", "aws:SourceIp", "aws:SecureTransport", "aws:TagKeys", "aws:CurrentTime", "s3:max-keys", "aws:PrincipalArn"}

var genValues = []string{"alice", "q1", "true", "false", "10", "9.5", "203.0.113.5", "2001:db8::1", "2026-01-01T00:00:00Z", "1767225600", "arn:aws:iam::111122223333:role/Deploy", "", "a*", "${aws:username}", "203.0.113.0/24", "arn:aws:iam::*:role/*"}

func genStatement(t *rapid.T, kind Kind, effects []string) string {
	pick := func(label string, from []string) string { return rapid.SampledFrom(from).Draw(t, label) }
	out := []string{fmt.Sprintf(`"Effect":%q`, pick("effect", effects))}
	not := func(element string) string {
		if rapid.IntRange(0, 5).Draw(t, "not") == 0 && !(kind == KindRCP && element != "Resource") && !(kind == KindTrust) {
			return "!"
		}
		return ""
	}
	actions := rapid.SliceOfN(rapid.SampledFrom(genActionPatterns), 1, 3).Draw(t, "actions")
	out = append(out, listText("Action", not("Action")+strings.Join(actions, ",")))
	if kind != KindTrust {
		resources := rapid.SliceOfN(rapid.SampledFrom(genResourcePatterns), 1, 2).Draw(t, "resources")
		out = append(out, listText("Resource", not("Resource")+strings.Join(resources, ",")))
	}
	switch {
	case kind == KindRCP:
		out = append(out, principalText("*"))
	case kind.namesPrincipals():
		ps := rapid.SliceOfN(rapid.SampledFrom(genNamed), 1, 3).Draw(t, "principals")
		out = append(out, principalText(not("Principal")+strings.Join(ps, ",")))
	}
	if rapid.IntRange(0, 2).Draw(t, "conditional") == 0 {
		out = append(out, genCondition(t))
	}
	return "{" + strings.Join(out, ",") + "}"
}

func genCondition(t *rapid.T) string {
	ops := map[string]map[string][]string{}
	for range rapid.IntRange(1, 2).Draw(t, "conditions") {
		op := rapid.SampledFrom(operatorNames[:]).Draw(t, "operator").name
		op = rapid.SampledFrom([]string{"", "", "ForAllValues:", "ForAnyValue:"}).Draw(t, "set") + op
		if !strings.HasSuffix(op, "Null") {
			op += rapid.SampledFrom([]string{"", "IfExists"}).Draw(t, "suffix")
		}
		if ops[op] == nil {
			ops[op] = map[string][]string{}
		}
		ops[op][rapid.SampledFrom(genKeys).Draw(t, "key")] = rapid.SliceOfN(rapid.SampledFrom(genValues), 0, 3).Draw(t, "values")
	}
	b, _ := json.Marshal(ops)
	return `"Condition":` + string(b)
}

func genDocument(t *rapid.T, kind Kind, least int) []string {
	effects := []string{"Allow", "Allow", "Deny"}
	if kind == KindRCP {
		effects = []string{"Deny"}
	}
	var sts []string
	for range rapid.IntRange(max(1, least), 3).Draw(t, "statements") {
		sts = append(sts, genStatement(t, kind, effects))
	}
	return sts
}

func documentOf(statements []string) []byte {
	return []byte(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)
}

// world is a request with its policies as lists of statements, so that tests can
// turn them about.
type world struct {
	who, do, on, owner string
	context            map[string][]string
	identity, session  [][]string
	boundary, own      []string
	scps, rcps         [][][]string
}

func genWorld(t *rapid.T) *world {
	w := &world{
		who:     rapid.SampledFrom(genCallers).Draw(t, "caller"),
		do:      rapid.SampledFrom(genActions).Draw(t, "action"),
		on:      rapid.SampledFrom(genResources).Draw(t, "resource"),
		owner:   rapid.SampledFrom([]string{home, home, away}).Draw(t, "owner"),
		context: map[string][]string{},
	}
	for range rapid.IntRange(0, 4).Draw(t, "keys") {
		w.context[rapid.SampledFrom(genKeys).Draw(t, "key")] = rapid.SliceOfN(rapid.SampledFrom(genValues), 0, 2).Draw(t, "values")
	}
	some := func(kind Kind, most int) (out [][]string) {
		for range rapid.IntRange(0, most).Draw(t, kind.String()) {
			out = append(out, genDocument(t, kind, 1))
		}
		return out
	}
	w.identity, w.session = some(KindIdentity, 2), some(KindSession, 2)
	if bs := some(KindBoundary, 1); bs != nil {
		w.boundary = bs[0]
	}
	kind := KindResource
	if AsksTrustPolicy(w.do, w.on) {
		kind = KindTrust
	}
	if rs := some(kind, 1); rs != nil {
		w.own = rs[0]
	}
	for range rapid.IntRange(0, 2).Draw(t, "scp levels") {
		w.scps = append(w.scps, some(KindSCP, 2))
	}
	for range rapid.IntRange(0, 1).Draw(t, "rcp levels") {
		w.rcps = append(w.rcps, some(KindRCP, 1))
	}
	return w
}

func (w *world) bind(t *rapid.T) (*Request, *Policies) {
	r, err := NewRequest(w.who, w.do, w.on, w.owner, w.context)
	if err != nil {
		t.Fatal(err)
	}
	parse := func(kind Kind, statements []string) *Policy {
		p, fs := Parse(kind, "p", documentOf(statements))
		if p == nil {
			t.Fatalf("%s %s: %v", kind, documentOf(statements), fs)
		}
		return p
	}
	list := func(kind Kind, docs [][]string) (ps []*Policy) {
		for _, d := range docs {
			ps = append(ps, parse(kind, d))
		}
		return ps
	}
	p := &Policies{Identity: list(KindIdentity, w.identity), Session: list(KindSession, w.session)}
	if w.boundary != nil {
		p.Boundary = parse(KindBoundary, w.boundary)
	}
	if w.own != nil {
		kind := KindResource
		if AsksTrustPolicy(w.do, w.on) {
			kind = KindTrust
		}
		p.Resource = parse(kind, w.own)
	}
	for _, level := range w.scps {
		p.SCPs = append(p.SCPs, list(KindSCP, level))
	}
	for _, level := range w.rcps {
		p.RCPs = append(p.RCPs, list(KindRCP, level))
	}
	return r, p
}

func (w *world) decide(t *rapid.T) Result {
	r, p := w.bind(t)
	return Evaluate(r, p)
}
