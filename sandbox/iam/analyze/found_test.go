package analyze_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// Where a request drawn at random is decided differently, the search finds some
// difference in the same direction.
func TestDifferencesAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]iam.Kind{iam.KindIdentity, iam.KindResource, iam.KindTrust, iam.KindBoundary}).Draw(t, "kind")
		statements := func(label string) []byte {
			var list []string
			for range rapid.IntRange(1, 3).Draw(t, label) {
				list = append(list, genStatement(t, kind))
			}
			return doc(list...)
		}
		before, after := statements("before"), statements("after")
		differs := map[analyze.Direction]analyze.Request{}
		for range 40 {
			r := drawRequest(t, kind)
			was, is := decide(t, kind, r, before), decide(t, kind, r, after)
			switch {
			case was == iam.Allowed && is != iam.Allowed:
				differs[analyze.Narrowed] = r
			case was != iam.Allowed && is == iam.Allowed:
				differs[analyze.Widened] = r
			}
		}
		d, err := analyze.Diff(analyze.Change{Kind: kind, Before: before, After: after, Holder: map[iam.Kind]string{iam.KindTrust: "arn:aws:iam::111122223333:role/Audit"}[kind]})
		if err != nil {
			t.Fatal(err)
		}
		found := map[analyze.Direction]bool{}
		for _, w := range d.Witnesses {
			found[w.Direction] = true
		}
		for way, r := range differs {
			if !found[way] {
				t.Fatalf("%s\n%s\n%s by %+v was not found", before, after, way, r)
			}
		}
	})
}

func drawRequest(t *rapid.T, kind iam.Kind) analyze.Request {
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	who := alice
	if kind == iam.KindResource || kind == iam.KindTrust {
		who = pick("who", alice, bob, "arn:aws:iam::444455556666:user/carol", "arn:aws:iam::777788889999:user/dave")
	}
	r := analyze.Request{Principal: who, Action: pick("do", "s3:GetObject", "s3:PutObject"), Resource: pick("on", reports+"/q3.csv", reports+"/alice/q3.csv", "arn:aws:s3:::drafts/a"), ResourceAccount: "111122223333"}
	if kind == iam.KindTrust {
		r.Action, r.Resource = pick("do", "sts:AssumeRole", "sts:TagSession"), "arn:aws:iam::111122223333:role/Audit"
	}
	name := who[strings.LastIndexByte(who, '/')+1:]
	r.Context = map[string][]string{
		"aws:username": {name}, "aws:SourceIp": {pick("ip", "203.0.113.9", "198.51.100.1")},
		"aws:CurrentTime": {pick("time", "2026-11-21T00:00:00Z", "2026-12-21T00:00:00Z")},
	}
	for _, key := range []struct {
		name   string
		values []string
	}{{"aws:MultiFactorAuthPresent", []string{"true", "false"}}, {"aws:PrincipalTag/team", []string{"blue", "red"}}, {"aws:TagKeys", []string{"team", "cost"}}, {"aws:SourceVpc", []string{"vpc-1"}}} {
		if rapid.Bool().Draw(t, key.name) {
			r.Context[key.name] = []string{pick(key.name, key.values...)}
		}
	}
	if kind != iam.KindTrust && rapid.Bool().Draw(t, "max-keys") {
		r.Context["s3:max-keys"] = []string{pick("keys", "5", "50")}
	}
	return r
}

// decide evaluates with what the search assumes at first: the other side says
// yes.
func decide(t *rapid.T, kind iam.Kind, r analyze.Request, src []byte) iam.Decision {
	p := iam.Policies{Identity: []*iam.Policy{policy(t, iam.KindIdentity, "assumed", doc(allow("*", "*", "")))}}
	q := policy(t, kind, "p", src)
	switch kind {
	case iam.KindIdentity:
		p.Identity = []*iam.Policy{q}
	case iam.KindBoundary:
		p.Boundary = q
	default:
		p.Resource = q
	}
	ready, err := r.Ready()
	if err != nil {
		t.Fatal(err)
	}
	return iam.Evaluate(ready, &p).Decision
}

// TestDoorsThatDocumentationShows are shapes of AWS's documentation whose callers
// only the conditions tell: nobody must be said to get in where somebody does.
func TestDoorsThatDocumentationShows(t *testing.T) {
	tests := []struct{ source, doc, sentence string }{
		{"IAM Identity Center User Guide § Referencing permission sets",
			`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "sts:AssumeRole", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/us-east-1/AWSReservedSSO_Ops_*"}}}]}`,
			"A session of AWSReservedSSO_Ops_example can assume Deploy"},
		{"IAM Roles Anywhere User Guide § Trust policy",
			`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "Condition": {"StringEquals": {"aws:PrincipalTag/x509Subject/CN": "Alice"}}}]}`,
			"rolesanywhere.amazonaws.com can assume Deploy"},
		{"a tag is not what other services call with",
			`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "ship"}}}]}`,
			"Nobody gets in by it, as far as was tried."},
	}
	for _, tt := range tests {
		got, err := analyze.WhoGetsIn(analyze.Door{Kind: iam.KindTrust, Document: []byte(tt.doc), Resource: "arn:aws:iam::444455556666:role/Deploy"})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(got.Sentence, tt.sentence) {
			t.Errorf("%s: says %q, not %q", tt.source, got.Sentence, tt.sentence)
		}
	}
}

// TestAnonymousCallersCarrySomeKeys: aws:PrincipalAccount and aws:userid read
// "anonymous" without a signature; see "AWS global condition context keys". So a
// wildcard on either keeps nobody out.
func TestAnonymousCallersCarrySomeKeys(t *testing.T) {
	for condition, open := range map[string]bool{
		`{"StringLike": {"aws:PrincipalAccount": "*"}}`:  true,
		`{"StringLike": {"aws:userid": "*"}}`:            true,
		`{"Null": {"aws:PrincipalAccount": "true"}}`:     false,
		`{"ArnLike": {"aws:PrincipalArn": "arn:aws:*"}}`: false,
	} {
		doc := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*", "Condition": ` + condition + `}]}`
		got, err := analyze.WhoGetsIn(analyze.Door{Kind: iam.KindResource, Document: []byte(doc), Resource: "arn:aws:s3:::reports"})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got.Sentence, "without signing in") != open {
			t.Errorf("%s: %q", condition, got.Sentence)
		}
	}
}
